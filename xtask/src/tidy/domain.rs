//! `domain/` is pure: it sees the kernel, the engines and the harmless part of the standard library.

use super::Finding;
use super::repo::Repo;

/// First parts of paths that a domain module may use: the kernel, the engines, the standard library, readers of
/// text formats and hashes (functions from values to values), and the words of lower contexts; which of those
/// are lower is the table of directions.
#[rustfmt::skip]
const ALLOWED: &[&str] = &[
    "kernel", "calendar", "formula", "citation", "std", "core", "super", "self", "crate",
    "serde", "serde_json", "toml", "hmac", "sha1", "sha2",
    "identity", "process", "procedure", "dossier", "indicator",
];

/// The one thing of `store` a refusal may carry: an act answers with a refusal or with a failure of storage.
const FAILURE: &str = "store::StoreError";

/// Parts of the standard library that reach outside the program.
const OUTSIDE: &[&str] =
    &["std::time", "std::fs", "std::env", "std::net", "std::process", "std::thread", "std::io"];

/// Names that must not appear even without `use`.
const FORBIDDEN: &[&str] =
    &["store", "web", "axum", "askama", "rusqlite", "postgres", "tokio", "rand", "tracing", "jiff"];

/// Domain modules import only what is pure.
pub(crate) fn imports(repo: &Repo) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, parts) in repo.rust().filter(|(file, _)| is_domain(&file.path) && !file.is_test()) {
        let end = file.first_test_line();
        for (at, line) in parts.code.lines().enumerate().take_while(|(at, _)| at + 1 < end) {
            if let Some(says) = complaint(line) {
                findings.push(Finding::new(&file.path, at + 1, says));
            }
        }
    }
    findings
}

/// Whether a path lies in a context's `domain`.
pub(crate) fn is_domain(path: &str) -> bool {
    path.starts_with("crates/") && (path.contains("/src/domain/") || path.ends_with("/src/domain.rs"))
}

fn complaint(line: &str) -> Option<String> {
    let line = line.replace(FAILURE, "kernel::StoreError");
    let code = line.trim_start();
    let import = ["use ", "pub use ", "pub(crate) use ", "pub(super) use "]
        .iter()
        .find_map(|start| code.strip_prefix(start));
    if let Some(path) = import {
        let first = path.split([':', ';', ' ', '{']).next().unwrap_or_default();
        // A name without `::` re-exports a sibling module.
        if path.contains("::") && !ALLOWED.contains(&first) && !first.is_empty() && !is_local(code, first) {
            return Some(format!("`domain` must not use `{first}`"));
        }
        if first == "crate" && !path.starts_with("crate::domain") {
            return Some("`domain` must not use other modules of its crate".to_owned());
        }
    }
    if let Some(part) = OUTSIDE.iter().find(|part| line.contains(**part)) {
        return Some(format!("`domain` must not reach outside: `{part}`"));
    }
    let found = FORBIDDEN.iter().find(|name| mentions(&line, name))?;
    Some(format!("`domain` must not use `{found}`"))
}

/// `pub use state::State;` in `mod.rs` names a child module, `use Kind::Text;` a type in scope.
fn is_local(code: &str, first: &str) -> bool {
    let is_type = first.chars().next().is_some_and(char::is_uppercase);
    is_type || (code.starts_with("pub") && !FORBIDDEN.contains(&first))
}

fn mentions(line: &str, name: &str) -> bool {
    let path = format!("{name}::");
    line.match_indices(&path).any(|(at, _)| {
        let before = line.get(..at).and_then(|head| head.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        let repo = Repo::of(&[
            ("crates/dossier/src/domain/state.rs", text),
            ("crates/dossier/src/acts.rs", "use store::Tx;"),
        ]);
        imports(&repo).into_iter().map(|f| f.line).collect()
    }

    #[test]
    fn the_kernel_the_engines_and_plain_std_are_fine() {
        assert!(lines("use kernel::Date;\nuse std::fmt;\nuse super::deadline;\nuse crate::domain::slip;\npub use state::State;\n").is_empty());
    }

    #[test]
    fn the_world_is_not() {
        let text = "use store::Tx;\nuse std::time::Instant;\nuse crate::acts;\nlet x = web::Visit;\nlet y = std::env::var();\n";
        assert_eq!(lines(text), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn tests_may_use_anything() {
        assert!(lines("use kernel::Date;\n#[cfg(test)]\nmod tests {\n use store::Tx;\n}\n").is_empty());
    }
}
