//! What `make run`, `make build`, `make lint` and `make test` do, in order, the cheap steps first.

use crate::postgres::{Cluster, Durability, VARIABLE};
use crate::shell::{cargo, program, read, root, run as run_to_end, step};
use crate::tidy::workspace::Workspace;
use crate::{assets, browser, debian, tidy};
use anyhow::{Context as _, Result, bail};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;

/// Starts the demonstration: assets, binary, then the binary takes our place.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    debian::c_compiler()?;
    assets::build()?;
    run_to_end(cargo().args([
        "build",
        "--locked",
        "--profile",
        "quick",
        "--package",
        "app",
        "--bin",
        "motcua",
    ]))?;
    std::fs::create_dir_all(root().join("var")).context("failed to create `var`")?;
    let mut demo = program(binary("quick")?);
    demo.arg("demo");
    if !arguments.iter().any(|a| a.starts_with("--database")) {
        demo.args(["--database", "sqlite:var/motcua.db"]);
    }
    Err(demo.args(arguments).exec()).context("failed to start `motcua demo`")
}

/// The optimised release.
pub(crate) fn build() -> Result<()> {
    debian::c_compiler()?;
    assets::build()?;
    run_to_end(cargo().args(["build", "--locked", "--release", "--package", "app", "--bin", "motcua"]))
}

/// What a change must pass before it is looked at.
pub(crate) fn lint() -> Result<()> {
    step("format", || run_to_end(cargo().args(["fmt", "--all", "--check"])))?;
    step("tidy", || tidy::command(&[]))?;
    step("assets", assets::build)?;
    // The assets are embedded in the binary, so they are built before anything is compiled.
    step("clippy", || {
        debian::c_compiler()?;
        run_to_end(cargo().args([
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    })
}

/// Everything that must hold.
pub(crate) fn test() -> Result<()> {
    let before = tree_state()?;
    lint()?;
    step("tests on SQLite and PostgreSQL", on_both_databases)?;
    step("documentation", documentation)?;
    step("generated files", || {
        let after = tree_state()?;
        if before != after {
            bail!("the run changed files; look at them and commit them:\n{after}");
        }
        Ok(())
    })?;
    step("browser", || {
        run_to_end(cargo().args(["build", "--locked", "--package", "app", "--bin", "motcua"]))?;
        browser::tests(&[], false)
    })?;
    println!("all steps passed");
    Ok(())
}

/// All tests; what stores something is tried on SQLite and on a throw-away PostgreSQL in the same run.
fn on_both_databases() -> Result<()> {
    debian::poppler()?;
    let cluster = Cluster::start(Durability::None)?;
    run_to_end(cargo().args(["test", "--locked", "--workspace"]).env(VARIABLE, cluster.url()))
}

fn documentation() -> Result<()> {
    run_to_end(
        cargo()
            .args(["doc", "--quiet", "--locked", "--workspace", "--no-deps", "--document-private-items"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

/// Where cargo leaves the binary of a profile's folder.
pub(crate) fn binary(profile_folder: &str) -> Result<PathBuf> {
    Ok(Workspace::read()?.target_directory().join(profile_folder).join("motcua"))
}

/// What git says about the tree: which files differ and how.
fn tree_state() -> Result<String> {
    let listed = read(program("git").args(["status", "--porcelain"]))?;
    let changes = read(program("git").args(["diff", "--no-ext-diff"]))?;
    Ok(format!("{listed}{changes}"))
}
