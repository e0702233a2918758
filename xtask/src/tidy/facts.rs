//! `docs/twenty-facts.md` lists the facts that a naive program gets wrong; each names tests that exist.

use super::Finding;
use super::repo::Repo;

const LIST: &str = "docs/twenty-facts.md";

/// How many facts there are.
const FACTS: usize = 20;

/// Every fact has its row, and every row tests that exist: `` `path` `function` ``.
pub(crate) fn tested(repo: &Repo) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut missing: Vec<usize> = (1..=FACTS).collect();
    for (number, line) in repo.text(LIST).unwrap_or_default().lines().enumerate() {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        let Some(fact) = cells.next().and_then(|cell| cell.parse::<usize>().ok()) else { continue };
        missing.retain(|open| *open != fact);
        let names: Vec<&str> = cells.next_back().unwrap_or_default().split('`').skip(1).step_by(2).collect();
        if names.is_empty() {
            findings.push(Finding::new(LIST, number + 1, format!("fact {fact} has no test")));
        }
        for pair in names.chunks(2) {
            if let Some(says) = complaint(repo, pair) {
                findings.push(Finding::new(LIST, number + 1, format!("fact {fact}: {says}")));
            }
        }
    }
    findings.extend(missing.into_iter().map(|fact| Finding::new(LIST, 0, format!("fact {fact} has no row"))));
    findings
}

fn complaint(repo: &Repo, pair: &[&str]) -> Option<String> {
    let [path, test] = pair else {
        return Some("a test is a path and a function, each in backquotes".to_owned());
    };
    let Some(text) = repo.text(path) else { return Some(format!("no file `{path}`")) };
    let is_there =
        text.contains(&format!("#[test]\n    fn {test}(")) || text.contains(&format!("#[test]\nfn {test}("));
    (!is_there).then(|| format!("no test `{test}` in `{path}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_without_row_or_test_is_found() {
        let rows: String = (1..=FACTS)
            .filter(|fact| *fact != 7)
            .map(|fact| match fact {
                3 => "| 3 | so | |\n".to_owned(),
                4 => "| 4 | so | `a.rs` `gone` |\n".to_owned(),
                5 => "| 5 | so | `gone.rs` `inner` |\n".to_owned(),
                6 => "| 6 | so | `a.rs` `helper` |\n".to_owned(),
                _ => format!("| {fact} | so | `a.rs` `outer`; `a.rs` `inner` |\n"),
            })
            .collect();
        let code = "fn helper() {}\n#[test]\nfn outer() {}\nmod tests {\n    #[test]\n    fn inner() {}\n}\n";
        let found = tested(&Repo::of(&[(LIST, &rows), ("a.rs", code)]));
        let says: Vec<&str> = found.iter().map(|finding| finding.says.as_str()).collect();
        assert_eq!(
            says,
            [
                "fact 3 has no test",
                "fact 4: no test `gone` in `a.rs`",
                "fact 5: no file `gone.rs`",
                "fact 6: no test `helper` in `a.rs`",
                "fact 7 has no row",
            ]
        );
    }
}
