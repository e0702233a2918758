//! A throw-away PostgreSQL cluster on a free loopback port, for tests and measurements.
//!
//! PostgreSQL refuses to run as root, so the cluster then belongs to the unprivileged `postgres` user that
//! Debian's package makes. A guard process in its own process group watches a pipe to us: whatever ends us
//! (success, failure, Ctrl-C, a kill), the pipe closes, the guard stops the cluster and removes its folder.

use crate::debian;
use crate::shell::{program, read, run};
use anyhow::{Context as _, Result, bail};
use std::io::Read as _;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The name under which this program starts itself as the guard of a cluster.
pub(crate) const GUARD: &str = "postgres-guard";

/// Where the tests find PostgreSQL.
pub(crate) const VARIABLE: &str = "MOTCUA_TEST_POSTGRES";

/// Whether a commit must survive a power cut: measurements want it, tests do not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    Full,
    None,
}

/// A running cluster; stopped and removed when dropped.
pub(crate) struct Cluster {
    url: String,
    guard: Child,
}

impl Cluster {
    /// Creates and starts a cluster; returns when it accepts connections.
    pub(crate) fn start(durability: Durability) -> Result<Self> {
        let programs = debian::postgres_programs()?;
        let owner = Owner::choose()?;
        let folder = std::env::temp_dir().join(format!("motcua-postgres-{}", std::process::id()));
        std::fs::create_dir(&folder).with_context(|| format!("failed to create `{}`", folder.display()))?;
        let guard = start_guard(&folder, &programs, &owner)?;
        let port = free_port()?;
        let cluster = Self { url: format!("postgres://motcua@127.0.0.1:{port}/postgres"), guard };
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700))?;
        chown(&folder, Some(owner.uid), Some(owner.gid))
            .context("failed to hand the folder to PostgreSQL's user")?;
        let data = folder.join("data");
        run(owner
            .command(&programs.join("initdb"))
            .arg("--pgdata")
            .arg(&data)
            .args(["--username=motcua", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
            .stdout(Stdio::null()))?;
        run(owner
            .command(&programs.join("pg_ctl"))
            .arg("--pgdata")
            .arg(&data)
            .arg("--log")
            .arg(folder.join("log"))
            .args(["--silent", "--wait", "--timeout=60", "start", "--options"])
            .arg(settings(&folder, port, durability)))
        .with_context(|| std::fs::read_to_string(folder.join("log")).unwrap_or_default())?;
        Ok(cluster)
    }

    /// The address of its administrative database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        if let Err(error) = self.guard.wait() {
            eprintln!("failed to wait for the guard of PostgreSQL: {error}");
        }
    }
}

/// `xtask postgres [--durable] [-- COMMAND…]`.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let (options, command) = match arguments.iter().position(|a| a == "--") {
        Some(at) => (arguments.get(..at).unwrap_or_default(), arguments.get(at + 1..).unwrap_or_default()),
        None => (arguments, [].as_slice()),
    };
    let mut durability = Durability::None;
    for option in options {
        match option.as_str() {
            "--durable" => durability = Durability::Full,
            other => bail!("unknown option `{other}`"),
        }
    }
    let cluster = Cluster::start(durability)?;
    if let Some((name, rest)) = command.split_first() {
        return run(program(name).args(rest).env(VARIABLE, cluster.url()));
    }
    println!("{VARIABLE}={}\nrunning until Ctrl-C", cluster.url());
    loop {
        std::thread::park();
    }
}

/// The guard: waits for the end of its standard input, then stops the cluster and removes its folder.
pub(crate) fn guard(arguments: &[String]) -> Result<()> {
    let [folder, programs, uid, gid] = arguments else { bail!("the guard is started by this program alone") };
    let owner = Owner { uid: uid.parse()?, gid: gid.parse()?, switch: debian::is_root()? };
    std::io::stdin().read_to_end(&mut Vec::new())?;
    let data = Path::new(folder).join("data");
    if data.join("postmaster.pid").exists() {
        run(owner.command(&Path::new(programs).join("pg_ctl")).arg("--pgdata").arg(&data).args([
            "--silent",
            "--wait",
            "--mode=immediate",
            "stop",
        ]))?;
    }
    std::fs::remove_dir_all(folder).with_context(|| format!("failed to remove `{folder}`"))
}

/// Who owns and runs the cluster.
struct Owner {
    uid: u32,
    gid: u32,
    switch: bool,
}

impl Owner {
    fn choose() -> Result<Self> {
        let switch = debian::is_root()?;
        let who = if switch { vec!["postgres"] } else { vec![] };
        let number = |flag: &str| -> Result<u32> {
            let printed = read(program("id").arg(flag).args(&who))
                .context("the user `postgres` of Debian's package `postgresql` is missing")?;
            printed.trim().parse().with_context(|| format!("`id` printed {printed:?}"))
        };
        Ok(Self { uid: number("-u")?, gid: number("-g")?, switch })
    }

    fn command(&self, name: &Path) -> Command {
        let mut command = Command::new(name);
        // The workspace may be unreadable for that user; PostgreSQL wants a folder it can enter.
        command.current_dir("/").env("LC_ALL", "C");
        if self.switch {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }
}

fn start_guard(folder: &Path, programs: &Path, owner: &Owner) -> Result<Child> {
    let this: PathBuf = std::env::current_exe().context("failed to find this program")?;
    Command::new(this)
        .arg(GUARD)
        .arg(folder)
        .arg(programs)
        .arg(owner.uid.to_string())
        .arg(owner.gid.to_string())
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()
        .context("failed to start the guard of PostgreSQL")
}

fn settings(folder: &Path, port: u16, durability: Durability) -> String {
    let mut settings = format!(
        "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} \
         -c max_connections=200 -c shared_buffers=128MB -c max_locks_per_transaction=256 -c timezone=UTC",
        folder.display()
    );
    if durability == Durability::None {
        settings.push_str(" -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
    }
    settings
}

/// A loopback port nobody listens on.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("failed to find a free loopback port")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_trade_durability_for_speed_and_measurements_do_not() {
        let folder = Path::new("x");
        assert!(settings(folder, 1, Durability::None).contains("fsync=off"));
        assert!(!settings(folder, 1, Durability::Full).contains("fsync"));
    }

    #[test]
    fn two_ports_asked_for_together_differ() {
        assert_ne!(free_port().unwrap(), 0);
    }
}
