//! Every public type of a `domain` module has its word in `docs/glossary.md`.

use super::Finding;
use super::domain::is_domain;
use super::repo::Repo;

const GLOSSARY: &str = "docs/glossary.md";

/// Endings that name a role in the code and no thing of the field.
const TECHNICAL: &[&str] =
    &["Refused", "Error", "Problem", "Row", "Form", "Page", "Part", "Command", "Event"];

/// Types of the field are in the glossary, by their exact name in backquotes.
pub(crate) fn domain_types(repo: &Repo) -> Vec<Finding> {
    let glossary = repo.text(GLOSSARY).unwrap_or_default();
    let mut findings = Vec::new();
    for (file, parts) in repo.rust().filter(|(file, _)| is_domain(&file.path) && !file.is_test()) {
        let end = file.first_test_line();
        for (at, line) in parts.code.lines().enumerate().take_while(|(at, _)| at + 1 < end) {
            let Some(name) = public_type(line) else { continue };
            let technical = TECHNICAL.iter().any(|ending| name.ends_with(ending));
            if !technical && !glossary.contains(&format!("`{name}`")) {
                findings.push(Finding::new(&file.path, at + 1, format!("`{name}` is not in {GLOSSARY}")));
            }
        }
    }
    findings
}

fn public_type(line: &str) -> Option<&str> {
    let rest = ["pub struct ", "pub enum "].iter().find_map(|start| line.strip_prefix(start))?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_missing_in_the_glossary_is_found() {
        let repo = Repo::of(&[
            ("docs/glossary.md", "| `Dossier` | hồ sơ |"),
            (
                "crates/dossier/src/domain/dossier.rs",
                "pub struct Dossier {}\npub enum DecideRefused {}\npub struct Slip(u8);\nstruct Hidden;\n",
            ),
        ]);
        let lines: Vec<usize> = domain_types(&repo).into_iter().map(|f| f.line).collect();
        assert_eq!(lines, [3]);
    }
}
