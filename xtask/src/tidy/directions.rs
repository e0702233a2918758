//! Which crate may use which. The table in `ARCHITECTURE.md` is the one definition: this module reads it,
//! compares it with `cargo metadata`, and refuses any edge that does not follow from it.

use super::Finding;
use super::repo::Repo;
use super::workspace::{Package, Workspace};
use crate::shell::root;
use anyhow::{Context as _, Result, bail};
use std::collections::{BTreeMap, BTreeSet};

const DOCUMENT: &str = "ARCHITECTURE.md";
const MANIFEST: &str = "Cargo.toml";
const BEGIN: &str = "<!-- directions: begin -->";
const END: &str = "<!-- directions: end -->";
const ACTUAL_BEGIN: &str = "<!-- edges as they are: begin -->";
const ACTUAL_END: &str = "<!-- edges as they are: end -->";

/// Crates that serve tests alone: anyone above `web` may have them as a dev-dependency.
const FOR_TESTS: &str = "testkit";
/// The tools, outside the product.
const TOOLS: &str = "xtask";

type Table<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// No edge but those that follow from the table.
pub(crate) fn edges(repo: &Repo, workspace: &Workspace) -> Vec<Finding> {
    let Some(table) = repo.text(DOCUMENT).and_then(allowed) else {
        return vec![Finding::new(
            DOCUMENT,
            0,
            format!("the table between `{BEGIN}` and `{END}` is missing"),
        )];
    };
    let ours = workspace.names();
    let mut findings = Vec::new();
    for package in workspace.members().filter(|p| p.name != TOOLS) {
        let Some(reachable) = closure(&table, &package.name) else {
            findings.push(Finding::new(
                DOCUMENT,
                0,
                format!("crate `{}` is not in the table of directions", package.name),
            ));
            continue;
        };
        for (to, for_tests) in own_edges(package, &ours) {
            let excused = for_tests && to == FOR_TESTS && reachable.contains("web");
            if !reachable.contains(to) && !excused {
                let path = format!("crates/{}/{MANIFEST}", package.name);
                findings.push(Finding::new(
                    &path,
                    0,
                    format!("`{}` must not use `{to}` (see {DOCUMENT})", package.name),
                ));
            }
        }
    }
    findings
}

/// The generated list of edges in the document is what cargo says.
pub(crate) fn document(repo: &Repo, workspace: &Workspace) -> Vec<Finding> {
    let text = repo.text(DOCUMENT).unwrap_or_default();
    match between(text, ACTUAL_BEGIN, ACTUAL_END) {
        Some(listed) if listed.trim() == actual(workspace).trim() => Vec::new(),
        Some(_) => {
            vec![Finding::new(DOCUMENT, 0, "the list of edges is stale: run `cargo xtask tidy --write`")]
        }
        None => vec![Finding::new(
            DOCUMENT,
            0,
            format!("the list between `{ACTUAL_BEGIN}` and `{ACTUAL_END}` is missing"),
        )],
    }
}

/// Renews the generated list of edges.
pub(crate) fn write(repo: &Repo, workspace: &Workspace) -> Result<()> {
    let text = repo.text(DOCUMENT).context("ARCHITECTURE.md is missing")?;
    let (Some((head, rest)), true) = (text.split_once(ACTUAL_BEGIN), text.contains(ACTUAL_END)) else {
        bail!("the list between `{ACTUAL_BEGIN}` and `{ACTUAL_END}` is missing in {DOCUMENT}");
    };
    let tail = rest.split_once(ACTUAL_END).map_or("", |(_, tail)| tail);
    let renewed = format!("{head}{ACTUAL_BEGIN}\n{}{ACTUAL_END}{tail}", actual(workspace));
    std::fs::write(root().join(DOCUMENT), renewed).context("failed to write ARCHITECTURE.md")
}

/// The table: rows of `| crate | may use | … |`, names in backquotes.
fn allowed(text: &str) -> Option<Table<'_>> {
    let mut table = Table::new();
    for row in between(text, BEGIN, END)?.lines() {
        let mut cells = row.trim().trim_matches('|').split('|').map(names);
        if let (Some(sources), Some(targets)) = (cells.next(), cells.next()) {
            for source in sources {
                table.entry(source).or_default().extend(&targets);
            }
        }
    }
    Some(table)
}

/// The words in backquotes.
fn names(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Everything reachable from a crate; nothing when the table does not know it.
fn closure<'a>(table: &Table<'a>, from: &str) -> Option<BTreeSet<&'a str>> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = table.get(from)?.iter().copied().collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(table.get(next).into_iter().flatten().copied());
        }
    }
    Some(reached)
}

fn own_edges<'a>(package: &'a Package, ours: &BTreeSet<&str>) -> Vec<(&'a str, bool)> {
    let mut edges: Vec<(&str, bool)> = package
        .dependencies
        .iter()
        .filter(|dependency| ours.contains(dependency.name.as_str()) && dependency.name != package.name)
        .map(|dependency| (dependency.name.as_str(), dependency.kind.as_deref() == Some("dev")))
        .collect();
    edges.sort_unstable();
    edges
}

fn actual(workspace: &Workspace) -> String {
    let ours = workspace.names();
    let mut lines: Vec<String> = workspace
        .members()
        .filter(|p| p.name != TOOLS)
        .map(|package| {
            let edges: Vec<&str> =
                own_edges(package, &ours).into_iter().filter(|(_, dev)| !dev).map(|(to, _)| to).collect();
            let to = if edges.is_empty() { "nothing of ours".to_owned() } else { edges.join(", ") };
            format!("- {} → {to}\n", package.name)
        })
        .collect();
    lines.sort();
    lines.concat()
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(begin)?.1.split_once(end)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = "<!-- directions: begin -->\n\
        | crate | may use |\n|---|---|\n\
        | `kernel` | |\n| `store` | `kernel` |\n| `web` | `store` |\n| `testkit` | `web` |\n\
        | `identity`, `process` | `web` |\n\
        <!-- directions: end -->\n\
        <!-- edges as they are: begin -->\n- store → kernel\n<!-- edges as they are: end -->\n";

    fn findings(edges_: &[(&str, &[&str])]) -> Vec<String> {
        let repo = Repo::of(&[("ARCHITECTURE.md", MAP)]);
        edges(&repo, &Workspace::of(edges_)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_follows_from_the_table_is_allowed() {
        assert!(
            findings(&[("kernel", &[]), ("store", &[]), ("web", &[]), ("identity", &["kernel", "web"])])
                .is_empty()
        );
    }

    #[test]
    fn an_arrow_upwards_is_refused() {
        let found = findings(&[("kernel", &["store"]), ("store", &["kernel"])]);
        assert_eq!(found, ["crates/kernel/Cargo.toml: `kernel` must not use `store` (see ARCHITECTURE.md)"]);
    }

    #[test]
    fn neighbours_are_refused() {
        assert_eq!(findings(&[("identity", &["process"]), ("process", &[])]).len(), 1);
    }

    #[test]
    fn a_crate_the_table_does_not_know_is_found() {
        assert_eq!(
            findings(&[("portal", &[])]),
            ["ARCHITECTURE.md: crate `portal` is not in the table of directions"]
        );
    }

    #[test]
    fn a_stale_list_is_found() {
        let repo = Repo::of(&[("ARCHITECTURE.md", MAP)]);
        assert!(document(&repo, &Workspace::of(&[("store", &["kernel"])])).len() == 1);
        let fresh = MAP.replace("- store → kernel\n", "- kernel → nothing of ours\n- store → kernel\n");
        let repo = Repo::of(&[("ARCHITECTURE.md", &fresh)]);
        assert!(document(&repo, &Workspace::of(&[("kernel", &[]), ("store", &["kernel"])])).is_empty());
    }
}
