//! Packages: those in the binary, those in a folder. The only module of the crate that reads files.

use std::path::Path;

use crate::domain::{Finding, FindingKind, Procedure, Severity, check, parse};

mod embedded {
    //! Written by the build script: every package of `data/procedures`.
    include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
}

/// Every package that came with the program: file name and text, in order of the file names.
pub static BUILTIN: &[(&str, &str)] = embedded::BUILTIN;

/// Every package that came with the program: file name and text, in order of the file names.
pub fn builtin() -> &'static [(&'static str, &'static str)] {
    BUILTIN
}

/// What checking packages gave.
#[derive(Debug, Default)]
pub struct Checked {
    /// The procedures that could be read, each with its file.
    pub procedures: Vec<(String, Procedure)>,
    /// The findings, file by file: first what could not be read, then what the checker says.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// Whether no package has an error.
    pub fn is_usable(&self) -> bool {
        !self.findings.iter().any(Finding::is_error)
    }
}

/// Reads and checks packages given as file name and text.
pub fn check_texts<F: AsRef<str>, T: AsRef<str>>(texts: impl IntoIterator<Item = (F, T)>) -> Checked {
    let mut checked = Checked::default();
    for (file, text) in texts {
        match parse(text.as_ref(), file.as_ref()) {
            Ok(procedure) => checked.procedures.push((file.as_ref().to_owned(), procedure)),
            Err(findings) => checked.findings.extend(findings),
        }
    }
    checked.findings.extend(check(&checked.procedures));
    checked
}

/// Reads and checks every `procedure.toml` one folder below `folder`, in order of the names. What cannot be
/// read is a finding.
pub fn check_folder(folder: &Path) -> Checked {
    let mut texts = Vec::new();
    let mut unreadable = Vec::new();
    let mut failed = |file: &Path, error: &std::io::Error| {
        unreadable.push(Finding {
            file: name(file),
            line: 0,
            severity: Severity::Error,
            kind: FindingKind::Unreadable { detail: error.to_string() },
        });
    };
    match std::fs::read_dir(folder) {
        Err(error) => failed(folder, &error),
        Ok(entries) => {
            for entry in entries {
                let file = match entry {
                    Ok(entry) => entry.path().join("procedure.toml"),
                    Err(error) => {
                        failed(folder, &error);
                        continue;
                    }
                };
                if !file.parent().is_some_and(Path::is_dir) {
                    continue;
                }
                match std::fs::read_to_string(&file) {
                    Ok(text) => texts.push((name(&file), text)),
                    Err(error) => failed(&file, &error),
                }
            }
        }
    }
    texts.sort();
    unreadable.sort_by(|a, b| a.file.cmp(&b.file));
    let mut checked = check_texts(texts);
    unreadable.append(&mut checked.findings);
    checked.findings = unreadable;
    checked
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
