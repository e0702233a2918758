//! Every statement of the program is prepared on both databases: the substitute for compile-time checks, which
//! could know only one of them.

use std::path::{Path, PathBuf};

use store::StoreError;
use store::testing::{each_db, prepare};

/// A statement and where it stands.
struct Statement {
    place: String,
    text: String,
}

fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned();
    let mut open = vec![root];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir()
                && !matches!(name.as_str(), "target" | "tests" | "benches" | "templates" | "node_modules")
            {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && name != "tests.rs" {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The string literals at the head of `rest`, joined, and whether something else than a literal follows.
fn literals(rest: &str) -> Option<(String, bool)> {
    let mut rest = rest.trim_start();
    let mut text = String::new();
    loop {
        rest = literal(rest.strip_prefix('"')?, &mut text)?.trim_start();
        match rest.strip_prefix(',').map(str::trim_start) {
            Some(next) if next.starts_with('"') => rest = next,
            Some(next) => return Some((text, !next.starts_with(')'))),
            None => return Some((text, false)),
        }
    }
}

/// Reads a literal up to its closing quote into `text`; what stands behind it.
fn literal<'a>(body: &'a str, text: &mut String) -> Option<&'a str> {
    let mut letters = body.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return body.get(at + 1..),
            '\\' => text.push(letters.next()?.1),
            other => text.push(other),
        }
    }
    None
}

fn statements() -> Vec<Statement> {
    let mut found = Vec::new();
    for path in sources() {
        let source = std::fs::read_to_string(&path).unwrap();
        let code: String =
            source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
        let place = path.display().to_string();
        let mut prefixes: Vec<(String, String)> = Vec::new();
        for (at, _) in code.match_indices("sql!(") {
            if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let Some((text, open)) = literals(&code[at + 5..]) else {
                assert!(
                    code[at..].starts_with("sql!($") || code[..at].contains("macro_rules! sql"),
                    "{place}: sql! without a literal"
                );
                continue;
            };
            if open {
                // A macro of the context: the columns are shared, the condition is its argument.
                let name = code[..at]
                    .rsplit("macro_rules! ")
                    .next()
                    .unwrap()
                    .split_whitespace()
                    .next()
                    .unwrap()
                    .to_owned();
                prefixes.push((name, text));
            } else {
                found.push(Statement { place: place.clone(), text });
            }
        }
        for (name, prefix) in prefixes {
            let call = format!("{name}!(");
            for (at, _) in code.match_indices(&call) {
                let (condition, _) = literals(&code[at + call.len()..]).expect("a condition as a literal");
                found.push(Statement { place: place.clone(), text: format!("{prefix}{condition}") });
            }
        }
    }
    found
}

#[test]
fn every_statement_prepares_on_both_databases() {
    let statements = statements();
    assert!(
        statements.len() > 100,
        "only {} statements were found: the search for them is broken",
        statements.len()
    );
    each_db(&app::migrations(), |db| {
        let list: Vec<(String, String)> =
            statements.iter().map(|s| (s.place.clone(), s.text.clone())).collect();
        for (place, text) in list {
            let shown = text.clone();
            let prepared = db.write_now::<_, StoreError>(move |tx| prepare(tx, &text));
            assert!(prepared.is_ok(), "{place}\n{shown}\n{:?}", prepared.err());
        }
    });
}
