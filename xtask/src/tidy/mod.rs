//! The house rules that the compiler does not know: one function per rule, each with its own test.
//! A rule looks at the files git knows (or would know) and at `cargo metadata`, and reports findings;
//! it never changes anything, except that `--write` renews the generated parts of documents.

mod directions;
mod domain;
mod facts;
mod glossary;
mod law;
mod lex;
mod licences;
mod names;
mod repo;
mod sources;
mod sql;
mod tables;
mod templates;
pub(crate) mod workspace;

use anyhow::{Result, bail};
use repo::Repo;
use std::fmt;
use workspace::Workspace;

/// What a rule has to say about one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub(crate) path: String,
    /// Counted from one; zero speaks of the whole file.
    pub(crate) line: usize,
    pub(crate) says: String,
}

impl Finding {
    pub(crate) fn new(path: &str, line: usize, says: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, says: says.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.says),
            line => write!(f, "{}:{line}: {}", self.path, self.says),
        }
    }
}

type Rule = fn(&Repo) -> Vec<Finding>;

/// Every rule over the files, by name.
const RULES: &[(&str, Rule)] = &[
    ("module-header", sources::module_header),
    ("file-size", sources::file_size),
    ("ascii-code", sources::ascii_code),
    ("no-leftovers", sources::no_leftovers),
    ("no-machine-paths", names::no_machine_paths),
    ("no-registry-hosts", names::no_registry_hosts),
    ("template-markup", templates::markup),
    ("template-size", templates::size),
    ("sql-in-macro", sql::only_in_macro),
    ("sql-named-columns", sql::named_columns),
    ("sql-subset", sql::portable_subset),
    ("table-owners", tables::owners),
    ("dialect-twins", tables::dialect_twins),
    ("domain-imports", domain::imports),
    ("citations", law::citations),
    ("glossary", glossary::domain_types),
    ("twenty-facts", facts::tested),
];

/// `xtask tidy [--write]`.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let write = match arguments {
        [] => false,
        [only] if only == "--write" => true,
        _ => bail!("`tidy` takes `--write` or nothing"),
    };
    let repo = Repo::read()?;
    let workspace = Workspace::read()?;
    if write {
        return directions::write(&repo, &workspace);
    }
    let mut findings: Vec<(&str, Finding)> = Vec::new();
    for (name, rule) in RULES {
        findings.extend(rule(&repo).into_iter().map(|finding| (*name, finding)));
    }
    findings.extend(directions::edges(&repo, &workspace).into_iter().map(|f| ("directions", f)));
    findings.extend(directions::document(&repo, &workspace).into_iter().map(|f| ("directions", f)));
    findings.extend(licences::licences(&workspace).into_iter().map(|f| ("licences", f)));
    findings.extend(licences::bans(&workspace).into_iter().map(|f| ("bans", f)));
    for (rule, finding) in &findings {
        println!("{finding} [{rule}]");
    }
    if findings.is_empty() {
        println!("tidy: {} rules over {} files, nothing found", RULES.len() + 4, repo.files().len());
        return Ok(());
    }
    bail!("tidy found {} things to put right", findings.len())
}
