//! The text files of the repository, as the rules see them.

use super::lex::{self, Masked};
use crate::shell::{program, read, root};
use anyhow::{Context as _, Result};

/// Kinds of files that people write.
const KINDS: &[&str] = &[
    "rs", "toml", "html", "sql", "md", "mjs", "js", "ts", "scss", "css", "json", "txt", "yml", "yaml", "sh",
    "csv", "svg", "py",
];

/// One text file, its path relative to the root with `/` between folders.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
    /// For Rust files: the text taken apart.
    pub(crate) rust: Option<Masked>,
}

impl File {
    fn new(path: &str, text: String) -> Self {
        let rust = (kind(path) == Some("rs")).then(|| lex::mask(&text));
        Self { path: path.to_owned(), text, rust }
    }

    /// The lines with their numbers.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line))
    }

    /// The crate this file belongs to.
    pub(crate) fn package(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// Whether the whole file exists for tests alone.
    pub(crate) fn is_test(&self) -> bool {
        self.path.contains("/tests/")
            || self.path.contains("/benches/")
            || self.path.ends_with("/tests.rs")
            || self.path.ends_with("_tests.rs")
    }

    /// The first line that belongs to the tests at the end of a Rust file, or one past the last.
    pub(crate) fn first_test_line(&self) -> usize {
        if self.is_test() {
            return 1;
        }
        let lines = self.lines().collect::<Vec<_>>();
        let mut found = lines.len() + 1;
        for window in lines.windows(2) {
            let [(number, marker), (_, next)] = window else { continue };
            // A test-only module of its own file is no end of this one.
            if marker.trim_start().starts_with("#[cfg(test)]")
                && next.contains("mod ")
                && !next.trim_end().ends_with(';')
            {
                found = *number;
                break;
            }
        }
        found
    }
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Repo {
    files: Vec<File>,
}

impl Repo {
    /// Reads what git tracks or would track.
    pub(crate) fn read() -> Result<Self> {
        let listed =
            read(program("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
        let mut files = Vec::new();
        for path in listed.split('\0').filter(|p| is_text(p)) {
            let full = root().join(path);
            // A file deleted but not yet committed is still listed.
            if full.is_file() {
                let bytes = std::fs::read(&full).with_context(|| format!("failed to read `{path}`"))?;
                if let Ok(text) = String::from_utf8(bytes) {
                    files.push(File::new(path, text));
                }
            }
        }
        Ok(Self { files })
    }

    /// A repository for a test.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| File::new(path, (*text).to_owned())).collect() }
    }

    pub(crate) fn files(&self) -> &[File] {
        &self.files
    }

    /// The text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }

    /// The Rust files, each with its parts.
    pub(crate) fn rust(&self) -> impl Iterator<Item = (&File, &Masked)> {
        self.files.iter().filter_map(|file| Some((file, file.rust.as_ref()?)))
    }

    /// The files with an ending.
    pub(crate) fn ending(&self, ending: &'static str) -> impl Iterator<Item = &File> {
        self.files.iter().filter(move |file| file.path.ends_with(ending))
    }
}

fn is_text(path: &str) -> bool {
    match kind(path) {
        Some(kind) => KINDS.contains(&kind),
        None => matches!(path.rsplit('/').next(), Some("Makefile" | "run" | "NOTICE")),
    }
}

/// What stands after the last point of a file's name.
fn kind(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    Some(name.rsplit_once('.')?.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_begin_at_the_module_and_not_at_a_declaration() {
        let repo = Repo::of(&[
            (
                "crates/a/src/x.rs",
                "//! x\n#[cfg(test)]\nmod tests;\nfn f() {}\n#[cfg(test)]\nmod more {\n}\n",
            ),
            ("crates/a/src/tests.rs", "//! t\n"),
        ]);
        let lines: Vec<usize> = repo.files().iter().map(File::first_test_line).collect();
        assert_eq!(lines, [5, 1]);
    }

    #[test]
    fn a_file_knows_its_crate() {
        let repo = Repo::of(&[("crates/dossier/src/lib.rs", ""), ("xtask/src/main.rs", "")]);
        let owners: Vec<Option<&str>> = repo.files().iter().map(File::package).collect();
        assert_eq!(owners, [Some("dossier"), None]);
    }
}
