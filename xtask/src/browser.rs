//! The browser tests: Debian's Chromium against a demonstration server, driven from `tests/browser`.

use crate::shell::{cargo, program, root, run};
use crate::{assets, debian, pipeline, server::Server};
use anyhow::Result;

/// Enough work in the story for every page to have rows, few enough to be told in seconds.
const DOSSIERS: u32 = 400;

/// `xtask browser [--shots] [TEST…]`.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let shots = arguments.iter().any(|a| a == "--shots");
    let chosen: Vec<&String> = arguments.iter().filter(|a| !a.starts_with("--")).collect();
    assets::build()?;
    run(cargo().args(["build", "--quiet", "--locked", "--package", "app", "--bin", "motcua"]))?;
    tests(&chosen, shots)
}

/// Runs the tests against a freshly started server; `--shots` renews the pictures of the documents.
pub(crate) fn tests(chosen: &[&String], shots: bool) -> Result<()> {
    let folder = root().join("tests/browser");
    let chromium = debian::chromium()?;
    assets::install(&folder)?;
    let server = Server::start(&pipeline::binary("debug")?, DOSSIERS)?;
    let mut node = program("node");
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]);
    if chosen.is_empty() {
        node.arg(folder.join("tests/"));
    }
    node.args(chosen.iter().map(|name| folder.join("tests").join(format!("{name}.test.mjs"))));
    node.env("MOTCUA_URL", server.url())
        .env("MOTCUA_CHROMIUM", chromium)
        .env("MOTCUA_SHOTS", root().join("target/shots"))
        .current_dir(&folder);
    if shots {
        node.env("MOTCUA_DOCUMENT_SHOTS", root().join("docs/screenshots"));
    }
    run(&mut node)
}
