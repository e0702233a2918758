//! Rules about SQL: it stands in `sql!` where a test can prepare it on both databases, names its columns,
//! and keeps to the subset that means the same on both.

use super::Finding;
use super::repo::{File, Repo};

/// The one crate that may build statements from parts and speak dialects.
pub(crate) const STORAGE: &str = "store";

/// Words that one of the two databases does not know or reads differently, with the way out.
const NOT_PORTABLE: &[(&str, &str)] = &[
    (" ilike ", "search a `_fold` column"),
    (" like ", "search a `_fold` column, or ask `store` for full-text search"),
    ("lower(", "keep a `_fold` column, filled in Rust"),
    ("upper(", "keep a `_fold` column, filled in Rust"),
    (" collate ", "sort by a `_sort` column, filled in Rust"),
    ("now()", "pass the time in"),
    ("current_timestamp", "pass the time in"),
    ("::", "write `cast(x as type)`"),
    ("= any(", "bind a list through `store`"),
    ("distinct on", "use a window function"),
    ("skip locked", "only `store` claims rows"),
    (" lateral ", "use a common table expression"),
    ("generate_series", "make the rows in Rust"),
    ("string_agg", "join in Rust"),
    ("group_concat", "join in Rust"),
    ("insert or ", "write `on conflict`"),
    ("autoincrement", "ids are made in Rust"),
    (" serial", "ids are made in Rust"),
];

/// A statement outside `sql!` is a statement no test prepares.
pub(crate) fn only_in_macro(repo: &Repo) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, parts) in repo.rust().filter(|(file, _)| file.package().is_some_and(|p| p != STORAGE)) {
        let end = file.first_test_line();
        for literal in parts.literals.iter().filter(|l| l.line < end) {
            if !literal.in_sql && is_statement(&literal.text) {
                findings.push(Finding::new(&file.path, literal.line, "a statement outside `sql!`"));
            }
            if literal.in_sql && is_no_place(file) {
                findings.push(Finding::new(
                    &file.path,
                    literal.line,
                    "SQL in a module of rules, acts or pages: move it to `store`",
                ));
            }
        }
    }
    findings
}

/// Columns are named, always: a migration that adds one must not change what a query returns.
pub(crate) fn named_columns(repo: &Repo) -> Vec<Finding> {
    statements(repo)
        .filter(|(_, _, text)| {
            let flat = flat(text);
            flat.contains("select *") || flat.contains(".* from") || flat.contains(".*, ")
        })
        .map(|(file, line, _)| Finding::new(&file.path, line, "columns are not named"))
        .collect()
}

/// Only what means the same on both databases; files for one database and `store` itself are free.
pub(crate) fn portable_subset(repo: &Repo) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, line, text) in statements(repo) {
        let one_database = file.path.ends_with(".sqlite.sql") || file.path.ends_with(".postgres.sql");
        if one_database || file.package() == Some(STORAGE) {
            continue;
        }
        // Folded text and logins are lower case without diacritics: there `like` means the same on both.
        let flat = without_strings(&flat(&text)).replace("_fold like ", "= ").replace("login like ", "= ");
        let found = NOT_PORTABLE.iter().find(|(word, _)| flat.contains(word));
        findings.extend(found.map(|(word, way_out)| {
            Finding::new(&file.path, line, format!("`{}` is not portable: {way_out}", word.trim()))
        }));
    }
    findings
}

/// Every piece of SQL of the product: literals of `sql!` and migrations, without tests.
pub(crate) fn statements(repo: &Repo) -> impl Iterator<Item = (&File, usize, String)> {
    let in_code = repo.rust().flat_map(|(file, parts)| {
        let end = file.first_test_line();
        let ours = parts.literals.iter().filter(move |l| l.in_sql && l.line < end);
        ours.map(move |literal| (file, literal.line, literal.text.clone()))
    });
    let in_files = repo.ending(".sql").map(|file| (file, 0, without_comments(&file.text)));
    in_code.chain(in_files)
}

/// One line, single spaces, lower case, `\n\` of Rust literals gone.
pub(crate) fn flat(text: &str) -> String {
    let joined = text.replace("\\\n", " ").replace("\\n", " ");
    joined.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn without_comments(text: &str) -> String {
    text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn without_strings(text: &str) -> String {
    text.split('\'').step_by(2).collect::<Vec<_>>().join("''")
}

fn is_statement(text: &str) -> bool {
    let flat = flat(text);
    let begins = |word: &str| flat.starts_with(word);
    (begins("select ") && flat.contains(" from "))
        || begins("insert into ")
        || (begins("update ") && flat.contains(" set "))
        || begins("delete from ")
        || (begins("with ") && flat.contains(" as (") && flat.contains("select "))
        || begins("create table ")
}

/// The modules of a context that decide, act or show; storing is the business of `store` and of modules that
/// serve other crates.
fn is_no_place(file: &File) -> bool {
    let places = ["/domain/", "/domain.rs", "/acts/", "/pages/", "/labels.rs", "/urls.rs"];
    places.iter().any(|place| file.path.contains(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_stand_in_the_macro_and_the_macro_in_the_store() {
        let repo = Repo::of(&[
            ("crates/a/src/store.rs", "f(sql!(\"select id from x\"));\nf(\"select id from x\");\n"),
            ("crates/a/src/pages/show.rs", "f(sql!(\"select id from x\"));\nf(\"select a person\");\n"),
            ("crates/store/src/job.rs", "f(\"select id from job\");\n"),
        ]);
        let found: Vec<String> = only_in_macro(&repo).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "crates/a/src/store.rs:2: a statement outside `sql!`",
                "crates/a/src/pages/show.rs:1: SQL in a module of rules, acts or pages: move it to `store`"
            ]
        );
    }

    #[test]
    fn unnamed_columns_are_found_and_counts_are_not() {
        let repo = Repo::of(&[(
            "crates/a/src/store.rs",
            "sql!(\"select *\n from x\"); sql!(\"select count(*) from x\"); sql!(\"select x.* from x\");",
        )]);
        assert_eq!(named_columns(&repo).len(), 2);
    }

    #[test]
    fn what_only_one_database_knows_is_found() {
        let repo = Repo::of(&[
            (
                "crates/a/src/store.rs",
                "sql!(\"select id from x where name like $1\"); sql!(\"select id from x where name_fold like $1\");",
            ),
            (
                "crates/a/migrations/1.sql",
                "-- now()\ncreate table x (id bigint, kind text default 'like it');\n",
            ),
            ("crates/a/migrations/2.postgres.sql", "select now();\n"),
        ]);
        let paths: Vec<String> = portable_subset(&repo).into_iter().map(|f| f.path).collect();
        assert_eq!(paths, ["crates/a/src/store.rs"]);
    }
}
