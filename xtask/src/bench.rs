//! Measurements: every file `crates/*/benches/*.rs`, in release, with the machine and its load printed first.
//! A measurement that needs PostgreSQL finds a cluster that keeps its commits through a power cut.

use crate::postgres::{Cluster, Durability, VARIABLE};
use crate::shell::{cargo, program, read, root, run};
use crate::{assets, debian};
use anyhow::{Context as _, Result, bail};
use std::path::Path;

/// Where a measurement may leave its figures as JSON.
const RESULTS: &str = "MOTCUA_BENCH_JSON";

/// `xtask bench [NAME…]`.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let found = measurements()?;
    let known = |wanted: &String| found.iter().any(|(_, name)| name == wanted);
    if let Some(unknown) = arguments.iter().find(|wanted| !known(wanted)) {
        let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
        bail!("no measurement is called `{unknown}`; there are: {}", names.join(", "));
    }
    if found.is_empty() {
        bail!("there is nothing to measure: no `crates/*/benches/*.rs`");
    }
    debian::c_compiler()?;
    assets::build()?;
    println!("{}", machine()?);
    let results = root().join("target/bench");
    std::fs::create_dir_all(&results).with_context(|| format!("failed to create `{}`", results.display()))?;
    let cluster = Cluster::start(Durability::Full)?;
    for (package, name) in found.iter().filter(|(_, name)| arguments.is_empty() || arguments.contains(name)) {
        println!("── {package}: {name} (load {})", load());
        run(cargo()
            .args(["bench", "--locked", "--package", package, "--bench", name])
            .env(VARIABLE, cluster.url())
            .env(RESULTS, results.join(format!("{package}-{name}.json"))))?;
    }
    println!("figures as JSON in `{}`", results.display());
    Ok(())
}

/// The measurements by crate and name, in order.
fn measurements() -> Result<Vec<(String, String)>> {
    let listed = read(program("git").args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "crates/*/benches/*.rs",
    ]))?;
    let mut found: Vec<(String, String)> = listed.lines().filter_map(place).collect();
    found.sort();
    Ok(found)
}

/// `crates/store/benches/acts.rs` is the measurement `acts` of `store`; files in deeper folders are parts.
fn place(path: &str) -> Option<(String, String)> {
    let (package, file) = path.strip_prefix("crates/")?.split_once("/benches/")?;
    let name = file.strip_suffix(".rs").filter(|name| !name.contains('/'))?;
    Some((package.to_owned(), name.to_owned()))
}

/// The machine in one line.
fn machine() -> Result<String> {
    let kernel = read(program("uname").arg("-sr"))?;
    let processors = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = |line: &str| line.split_once(':').map(|(_, name)| name.trim().to_owned());
    let model =
        processors.lines().find(|line| line.starts_with("model name")).and_then(named).unwrap_or_default();
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory.lines().next().and_then(named).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    Ok(format!("machine: {cores} × {model}, {memory}, {}; load {}", kernel.trim(), load()))
}

/// The load of the last minute, five and fifteen.
fn load() -> String {
    let text = std::fs::read_to_string(Path::new("/proc/loadavg")).unwrap_or_default();
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measurements_are_found_by_their_place() {
        let found = |crate_name: &str, name: &str| Some((crate_name.to_owned(), name.to_owned()));
        assert_eq!(place("crates/store/benches/acts.rs"), found("store", "acts"));
        assert_eq!(place("crates/store/benches/parts/mod.rs"), None);
        assert_eq!(place("xtask/benches/x.rs"), None);
    }
}
