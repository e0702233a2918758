//! Tables belong to the crate whose migrations create them; nobody else names them in SQL.
//! What two databases need in two ways stays in `store` and stays little.

use super::Finding;
use super::repo::Repo;
use super::sql::{STORAGE, flat, statements};
use std::collections::{BTreeMap, BTreeSet};

/// How many places in the code may ask which database they run on, and how many migrations may have two texts.
const TWINS: usize = 10;
const TWIN_FILES: usize = 5;

/// A crate names its own tables only.
pub(crate) fn owners(repo: &Repo) -> Vec<Finding> {
    let owners = created(repo);
    let mut findings = Vec::new();
    for (file, line, text) in statements(repo) {
        let Some(package) = file.package() else { continue };
        for table in named(&flat(&text)) {
            if owners.get(table.as_str()).is_some_and(|owner| owner != package) {
                let owner = owners.get(table.as_str()).map(String::as_str).unwrap_or_default();
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("table `{table}` belongs to `{owner}`: call its functions"),
                ));
            }
        }
    }
    findings
}

/// Only `store` knows which database it is, and in few places.
pub(crate) fn dialect_twins(repo: &Repo) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut twins = 0;
    for (file, parts) in repo.rust().filter(|(file, _)| file.package().is_some()) {
        let end = file.first_test_line();
        for (at, line) in parts.code.lines().enumerate().take_while(|(at, _)| at + 1 < end) {
            // A choice between the two is written once per twin, with PostgreSQL's arm named.
            if !line.contains("Backend::Postgres") {
                continue;
            }
            twins += 1;
            if file.package() != Some(STORAGE) {
                findings.push(Finding::new(&file.path, at + 1, "only `store` may ask which database it is"));
            }
        }
    }
    let twin_files = repo.ending(".postgres.sql").count();
    if twins > TWINS || twin_files > TWIN_FILES {
        let says = format!(
            "{twins} places in the code and {twin_files} migrations have a twin per database; {TWINS} and {TWIN_FILES} are the limit"
        );
        findings.push(Finding::new("crates/store", 0, says));
    }
    findings
}

/// Which crate creates which table.
fn created(repo: &Repo) -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for file in repo.ending(".sql").filter(|file| file.path.contains("/migrations/")) {
        let Some(package) = file.package() else { continue };
        let flat = flat(&file.text);
        for start in ["create table ", "create virtual table "] {
            for (at, _) in flat.match_indices(start) {
                let rest = flat.get(at + start.len()..).unwrap_or_default();
                let name = word(rest.strip_prefix("if not exists ").unwrap_or(rest));
                owners.insert(name.to_owned(), package.to_owned());
            }
        }
    }
    owners
}

/// The tables a statement names, without its common table expressions.
fn named(flat: &str) -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    for start in ["from ", "join ", "into ", "update ", "references ", " on "] {
        for (at, _) in flat.match_indices(start) {
            let begins = at == 0 || flat.get(..at).is_some_and(|head| head.ends_with([' ', '(']));
            // `on` names a table in `create index … on t` and `create trigger … on t` alone.
            let counts = start != " on " || flat.starts_with("create ");
            if counts && (begins || start == " on ") {
                tables.insert(word(flat.get(at + start.len()..).unwrap_or_default()).to_owned());
            }
        }
    }
    for (at, _) in flat.match_indices(" as (") {
        let before = flat.get(..at).unwrap_or_default();
        let name = before.split(')').next_back().unwrap_or(before);
        tables.remove(name.rsplit([' ', ',']).next().unwrap_or_default());
    }
    tables
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIGRATIONS: [(&str, &str); 2] = [
        ("crates/dossier/migrations/0001.sql", "create table dossier (id bigint primary key);"),
        (
            "crates/identity/migrations/0001.sql",
            "create table if not exists account (id bigint primary key);",
        ),
    ];

    #[test]
    fn a_foreign_table_is_found() {
        let mut files = MIGRATIONS.to_vec();
        files.push((
            "crates/dossier/src/store.rs",
            "sql!(\"select d.id from dossier d join account a on a.id = d.id\");",
        ));
        let found: Vec<String> = owners(&Repo::of(&files)).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            ["crates/dossier/src/store.rs:1: table `account` belongs to `identity`: call its functions"]
        );
    }

    #[test]
    fn a_common_table_expression_of_the_same_name_is_not_a_table() {
        let mut files = MIGRATIONS.to_vec();
        files.push((
            "crates/dossier/src/store.rs",
            "sql!(\"with account as (select id from dossier) select id from account\");",
        ));
        assert!(owners(&Repo::of(&files)).is_empty());
    }

    #[test]
    fn only_the_store_asks_for_the_dialect() {
        let repo = Repo::of(&[
            ("crates/store/src/a.rs", "match d { Backend::Postgres => 1, Backend::Sqlite => 2 }"),
            ("crates/plan/src/store.rs", "if d == Backend::Postgres {}"),
        ]);
        let paths: Vec<String> = dialect_twins(&repo).into_iter().map(|f| f.path).collect();
        assert_eq!(paths, ["crates/plan/src/store.rs"]);
    }

    #[test]
    fn too_many_twins_are_found() {
        let repo = Repo::of(&[("crates/store/src/a.rs", &"Backend::Postgres => 1,\n".repeat(11))]);
        assert_eq!(dialect_twins(&repo).len(), 1);
    }
}
