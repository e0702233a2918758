//! Names that must not stand in the repository: places on one machine, hosts of registries.

use super::Finding;
use super::repo::Repo;

/// Folders that exist on one machine alone. Written in halves so that this file does not find itself.
fn machine_places() -> Vec<String> {
    [("/wor", "k/"), ("/roo", "t/"), ("/hom", "e/"), ("/Use", "rs/"), ("/tm", "p/"), ("../sha", "red")]
        .map(|(a, b)| format!("{a}{b}"))
        .to_vec()
}

/// Hosts of package registries: every user has their own mirror.
fn registry_hosts() -> Vec<String> {
    [
        ("registry.npm", "js.org"),
        ("npm", "js.com"),
        ("static.crates", ".io"),
        ("index.crates", ".io"),
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("deb.debian", ".org"),
        ("static.rust-lang", ".org"),
    ]
    .map(|(a, b)| format!("{a}{b}"))
    .to_vec()
}

/// No path of somebody's machine.
pub(crate) fn no_machine_paths(repo: &Repo) -> Vec<Finding> {
    places(repo, &machine_places(), "a path of one machine")
}

/// No host of a registry, also not in a lock.
pub(crate) fn no_registry_hosts(repo: &Repo) -> Vec<Finding> {
    places(repo, &registry_hosts(), "the host of a registry")
}

fn places(repo: &Repo, words: &[String], what: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in repo.files() {
        for (number, line) in file.lines() {
            let found = words.iter().find(|word| at_start_of_word(line, word));
            findings.extend(found.map(|word| Finding::new(&file.path, number, format!("`{word}`: {what}"))));
        }
    }
    findings
}

/// Whether `word` occurs and is not the tail of a longer path, as in `docs/work/`.
fn at_start_of_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|head| head.chars().next_back());
        !word.starts_with('/') || !before.is_some_and(|c| c.is_alphanumeric() || "-_.}".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_paths_are_found_and_tails_are_not() {
        let place = ["/wor", "k/"].concat();
        let text = format!("a \"{place}x\"\ndocs{place}x\n");
        let repo = Repo::of(&[("a.md", &text)]);
        let lines: Vec<usize> = no_machine_paths(&repo).into_iter().map(|f| f.line).collect();
        assert_eq!(lines, [1]);
    }

    #[test]
    fn a_lock_with_hosts_is_found() {
        let text = ["\"resolved\": \"https://registry.npm", "js.org/x\""].concat();
        let repo = Repo::of(&[("assets/package-lock.json", &text)]);
        assert_eq!(no_registry_hosts(&repo).len(), 1);
    }
}
