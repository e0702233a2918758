//! Programs that come from Debian packages: found, or installed when we may, or named.

use crate::shell::{answers, program, run};
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};

/// Makes sure something is there; otherwise installs `package` (as root, or through `sudo -n`) and looks again.
pub(crate) fn ensure<T>(package: &str, look: impl Fn() -> Option<T>) -> Result<T> {
    if let Some(found) = look() {
        return Ok(found);
    }
    install(package)?;
    look().with_context(|| {
        format!("the Debian package `{package}` is installed, yet what it should bring is not there")
    })
}

/// Debian's Chromium.
pub(crate) fn chromium() -> Result<PathBuf> {
    ensure("chromium", || {
        let path = Path::new("/usr/bin/chromium");
        path.exists().then(|| path.to_path_buf())
    })
}

/// The folder with `initdb` and `pg_ctl` of the newest installed PostgreSQL.
pub(crate) fn postgres_programs() -> Result<PathBuf> {
    ensure("postgresql", || {
        let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
            .ok()?
            .filter_map(|entry| {
                let folder = entry.ok()?.path();
                let version = folder.file_name()?.to_str()?.parse().ok()?;
                let programs = folder.join("bin");
                programs.join("initdb").exists().then_some((version, programs))
            })
            .collect();
        versions.sort();
        versions.pop().map(|(_, programs)| programs)
    })
}

/// A C compiler, for the bundled SQLite.
pub(crate) fn c_compiler() -> Result<()> {
    ensure("gcc libc6-dev", || answers("cc", "--version").then_some(()))
}

/// Poppler's tools, with which the tests read the printed forms.
pub(crate) fn poppler() -> Result<()> {
    ensure("poppler-utils", || answers("pdftotext", "-v").then_some(()))
}

/// Node.js 20 or later with npm. Debian 12 itself has 18, so this one is named and not installed.
pub(crate) fn node() -> Result<()> {
    let advice = "install Node.js 20 or later with npm (Debian 13: packages `nodejs` and `npm`)";
    let version = crate::shell::read(program("node").arg("--version")).context(advice)?;
    let major: u32 =
        version.trim().trim_start_matches('v').split('.').next().unwrap_or("").parse().unwrap_or(0);
    if major < 20 {
        bail!("Node.js {} is too old: {advice}", version.trim());
    }
    if !answers("npm", "--version") {
        bail!("npm is missing: {advice}");
    }
    Ok(())
}

fn install(package: &str) -> Result<()> {
    let mut prefix: Vec<&str> = Vec::new();
    if !is_root()? {
        if !answers("sudo", "-nv") {
            bail!("the Debian package `{package}` is missing: run `apt-get install {package}` as root");
        }
        prefix.extend(["sudo", "-n"]);
    }
    println!("installing the Debian package `{package}`");
    let as_root = |arguments: &[&str]| {
        let mut words = prefix.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive"]);
        let mut command = program(words.next().unwrap_or("env"));
        command.args(words).args(arguments);
        run(&mut command)
    };
    let failed = || format!("the Debian package `{package}` is missing and could not be installed");
    as_root(&["apt-get", "update", "-qq"]).with_context(failed)?;
    let mut arguments = vec!["apt-get", "install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(package.split(' '));
    as_root(&arguments).with_context(failed)
}

/// Whether we run as root. PostgreSQL refuses to, and `apt-get` demands it.
pub(crate) fn is_root() -> Result<bool> {
    Ok(crate::shell::read(program("id").arg("-u"))?.trim() == "0")
}
