//! Style sheets and scripts: npm installs exactly what the lock says, and the build runs, each only when
//! its inputs changed. Install scripts of packages never run.

use crate::debian;
use crate::shell::{program, root, run};
use anyhow::{Context as _, Result};
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

/// Installs and builds `assets/` when stale.
pub(crate) fn build() -> Result<()> {
    let folder = root().join("assets");
    if !folder.join("package.json").exists() {
        return Ok(());
    }
    install(&folder)?;
    let stamp = root().join("target/assets/.stamp");
    let inputs = fingerprint(&folder)?;
    if std::fs::read_to_string(&stamp).is_ok_and(|known| known == inputs) {
        return Ok(());
    }
    run(program("npm").args(["run", "--silent", "build"]).current_dir(&folder))?;
    if let Some(parent) = stamp.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(&stamp, inputs).with_context(|| format!("failed to write `{}`", stamp.display()))
}

/// `npm ci` in a folder with a lock, when the lock changed since the last time.
pub(crate) fn install(folder: &Path) -> Result<()> {
    debian::node()?;
    let lock = std::fs::read_to_string(folder.join("package-lock.json"))
        .with_context(|| format!("failed to read the lock in `{}`", folder.display()))?;
    let stamp = folder.join("node_modules/.installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|known| known == lock) {
        return Ok(());
    }
    run(program("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder))?;
    std::fs::write(&stamp, lock).with_context(|| format!("failed to write `{}`", stamp.display()))
}

/// A hash over the names and contents of a folder, without what npm installed.
fn fingerprint(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(file.to_string_lossy().as_bytes());
        hasher.write(&std::fs::read(&file).with_context(|| format!("failed to read `{}`", file.display()))?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("failed to list `{}`", folder.display()))?
    {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name == "node_modules") {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
