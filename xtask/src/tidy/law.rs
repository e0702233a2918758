//! Every legal act cited in a comment is listed in `docs/legal-sources.md`.

use super::Finding;
use super::repo::Repo;

const SOURCES: &str = "docs/legal-sources.md";

/// This crate reads citations: its comments quote made-up ones as examples and apply none.
const READER: &str = "citation";

/// Numbers of acts: `61/2018`, `76/NQ-CP`, `5119/KH`.
pub(crate) fn citations(repo: &Repo) -> Vec<Finding> {
    let listed = repo.text(SOURCES).unwrap_or_default();
    let mut findings = Vec::new();
    for (file, parts) in repo.rust().filter(|(file, _)| file.package() != Some(READER)) {
        for comment in &parts.comments {
            for number in numbers(&comment.text) {
                if !listed.contains(&number) {
                    findings.push(Finding::new(
                        &file.path,
                        comment.line,
                        format!("`{number}` is not in {SOURCES}"),
                    ));
                }
            }
        }
    }
    findings
}

/// The numbers of acts in a text, cut to what identifies them (`61/2018`, `76/NQ`).
fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let words = text.split(|c: char| c.is_whitespace() || "(),;:`\"'“”".contains(c));
    for word in words.map(|word| word.trim_end_matches(['.', '-'])) {
        let mut parts = word.split('/');
        let (Some(number), Some(second)) = (parts.next(), parts.next()) else { continue };
        let third = parts.next();
        if number.is_empty() || !number.chars().all(|c| c.is_ascii_digit()) || parts.next().is_some() {
            continue;
        }
        let year = second.len() == 4
            && second.chars().all(|c| c.is_ascii_digit())
            && (second.starts_with("19") || second.starts_with("20"));
        let kind = second.split('-').next().unwrap_or_default();
        let symbol = (2..=5).contains(&kind.chars().count()) && kind.chars().all(char::is_uppercase);
        // `05/2022` may be a month; an act's number of that shape is followed by its symbol or stands after its kind.
        if year && (third.is_some_and(starts_upper) || after_kind(text, word)) {
            found.push(format!("{number}/{second}"));
        } else if symbol && third.is_none() {
            found.push(format!("{number}/{kind}"));
        }
    }
    found
}

fn starts_upper(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// Whether the word stands after the name of a kind of act.
fn after_kind(text: &str, word: &str) -> bool {
    const KINDS: &[&str] = &[
        "Decree",
        "Circular",
        "Decision",
        "Resolution",
        "Law",
        "Directive",
        "NĐ",
        "TT",
        "QĐ",
        "NQ",
        "CT",
        "KH",
        "Luật",
        "số",
    ];
    let before = text.split(word).next().unwrap_or_default();
    before.split_whitespace().next_back().is_some_and(|last| KINDS.contains(&last.trim_start_matches('(')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_acts_are_told_from_dates_and_fractions() {
        let cases: [(&str, &[&str]); 7] = [
            ("NĐ 61/2018/NĐ-CP, Đ.17 k.3: …", &["61/2018"]),
            ("Decree 131/2021 mixes both readings.", &["131/2021"]),
            ("Resolution 76/NQ-CP.", &["76/NQ"]),
            ("the 03/2022 figures", &[]),
            ("1/2 of the days, 12/5", &[]),
            ("see crates/store/src", &[]),
            ("(QĐ 22/2020/QĐ-UBND)", &["22/2020"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(numbers(text), wanted, "{text}");
        }
    }

    #[test]
    fn an_act_that_is_not_listed_is_found() {
        let repo = Repo::of(&[
            ("docs/legal-sources.md", "| 61/2018/NĐ-CP |"),
            ("crates/a/src/a.rs", "// NĐ 61/2018/NĐ-CP\n// NĐ 99/2018/NĐ-CP\n"),
        ]);
        let lines: Vec<usize> = citations(&repo).into_iter().map(|f| f.line).collect();
        assert_eq!(lines, [2]);
    }
}
