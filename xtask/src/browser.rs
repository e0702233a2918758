//! The browser tests: Debian's Chromium against a demonstration server, driven from `tests/browser`.

use crate::shell::{cargo, program, root, run};
use crate::{assets, debian, pipeline, server::Server};
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};

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
    node.args(files(&folder.join("tests"), chosen)?);
    node.env("MOTCUA_URL", server.url())
        .env("MOTCUA_CHROMIUM", chromium)
        .env("MOTCUA_SHOTS", root().join("target/shots"))
        .current_dir(&folder);
    if shots {
        node.env("MOTCUA_DOCUMENT_SHOTS", root().join("docs/screenshots"));
    }
    run(&mut node)
}

/// The test files, all or those named; a name nobody has is a mistake, not an empty run.
fn files(folder: &Path, chosen: &[&String]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("failed to list `{}`", folder.display()))?
    {
        let path = entry?.path();
        let name =
            path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".test.mjs"));
        if name.is_some_and(|name| chosen.is_empty() || chosen.iter().any(|wanted| *wanted == name)) {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() || (!chosen.is_empty() && found.len() != chosen.len()) {
        bail!("no such browser test in `{}`: {chosen:?}", folder.display());
    }
    Ok(found)
}
