//! Rules about the shape of source files: headers, sizes, letters, leftovers.

use super::Finding;
use super::repo::{File, Repo};

/// Lines of a file before its tests; the house aims at 300.
const FILE_LIMIT: usize = 500;

/// Every Rust file starts with `//!`: what it is and what it must never do.
pub(crate) fn module_header(repo: &Repo) -> Vec<Finding> {
    let headless = |file: &File| {
        let first = file.lines().map(|(_, line)| line.trim()).find(|line| !line.is_empty());
        !first.is_some_and(|line| line.starts_with("//!"))
    };
    let rust = repo.ending(".rs").filter(|file| headless(file));
    rust.map(|file| Finding::new(&file.path, 1, "the module header `//!` is missing")).collect()
}

/// No file grows without end.
pub(crate) fn file_size(repo: &Repo) -> Vec<Finding> {
    repo.ending(".rs")
        .filter(|file| !file.is_test())
        .map(|file| (file, file.first_test_line() - 1))
        .filter(|(_, lines)| *lines > FILE_LIMIT)
        .map(|(file, lines)| {
            Finding::new(&file.path, 0, format!("{lines} lines before its tests, {FILE_LIMIT} are the limit"))
        })
        .collect()
}

/// Code is ASCII; Vietnamese lives in strings and comments.
pub(crate) fn ascii_code(repo: &Repo) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, parts) in repo.rust() {
        for (at, line) in parts.code.lines().enumerate() {
            if !line.is_ascii() {
                findings.push(Finding::new(
                    &file.path,
                    at + 1,
                    "letters beyond ASCII outside a string or comment",
                ));
            }
        }
    }
    findings
}

/// Nothing is left for later and no lint or test is switched off.
pub(crate) fn no_leftovers(repo: &Repo) -> Vec<Finding> {
    let in_comments = ["TO", "FIX", "XX"].map(|start| match start {
        "TO" => format!("{start}DO"),
        "FIX" => format!("{start}ME"),
        _ => format!("{start}X"),
    });
    let in_code = ["todo!", "unimplemented!", "dbg!", "#[ignore", "#[allow(", "#![allow(", "#[should_panic"];
    let mut findings = Vec::new();
    for (file, parts) in repo.rust() {
        for comment in &parts.comments {
            let found = in_comments.iter().find(|word| comment.text.contains(word.as_str()));
            findings.extend(found.map(|word| {
                Finding::new(&file.path, comment.line, format!("`{word}` is left in a comment"))
            }));
        }
        for (at, line) in parts.code.lines().enumerate() {
            let found = in_code.iter().find(|word| line.contains(**word));
            findings.extend(
                found.map(|word| Finding::new(&file.path, at + 1, format!("`{word}` is left in the code"))),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_header_is_found() {
        let repo =
            Repo::of(&[("crates/a/src/a.rs", "\n//! Good.\n"), ("crates/a/src/b.rs", "use std::fmt;\n")]);
        let paths: Vec<String> = module_header(&repo).into_iter().map(|f| f.path).collect();
        assert_eq!(paths, ["crates/a/src/b.rs"]);
    }

    #[test]
    fn a_long_file_is_found_and_its_tests_are_not_counted() {
        let tests = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "x\n".repeat(400), "y\n".repeat(400));
        let repo = Repo::of(&[
            ("crates/a/src/long.rs", &"x\n".repeat(501)),
            ("crates/a/src/tested.rs", &tests),
            ("crates/a/tests/long.rs", &"x\n".repeat(900)),
        ]);
        let paths: Vec<String> = file_size(&repo).into_iter().map(|f| f.path).collect();
        assert_eq!(paths, ["crates/a/src/long.rs"]);
    }

    #[test]
    fn vietnamese_is_fine_in_strings_and_comments_alone() {
        let repo = Repo::of(&[("crates/a/src/a.rs", "let x = \"hồ sơ\"; // hồ sơ\nlet hồ = 1;\n")]);
        let lines: Vec<usize> = ascii_code(&repo).into_iter().map(|f| f.line).collect();
        assert_eq!(lines, [2]);
    }

    #[test]
    fn leftovers_are_found_where_they_matter() {
        let marker = ["TO", "DO"].concat();
        let text = format!("let a = \"{marker}\";\n// {marker} later\n#[ignore]\nfn f() {{ dbg!(1); }}\n");
        let repo = Repo::of(&[("crates/a/src/a.rs", &text)]);
        let lines: Vec<usize> = no_leftovers(&repo).into_iter().map(|f| f.line).collect();
        assert_eq!(lines, [2, 3, 4]);
    }
}
