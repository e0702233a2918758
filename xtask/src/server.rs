//! A demonstration server for the browser tests: its own database, its own port, stopped when dropped.

use crate::postgres::free_port;
use anyhow::{Context as _, Result, bail};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// How long the story may take to be told before the server must answer.
const PATIENCE: Duration = Duration::from_mins(4);

/// A running `motcua demo`.
pub(crate) struct Server {
    child: Child,
    folder: PathBuf,
    url: String,
}

impl Server {
    /// Starts `motcua demo` with `dossiers` on a fresh database and returns when it is ready.
    pub(crate) fn start(binary: &Path, dossiers: u32) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("motcua-browser-{}", std::process::id()));
        std::fs::create_dir(&folder).with_context(|| format!("failed to create `{}`", folder.display()))?;
        let address = format!("127.0.0.1:{}", free_port()?);
        let child = Command::new(binary)
            .arg("demo")
            .arg("--database")
            .arg(format!("sqlite:{}", folder.join("demo.db").display()))
            .args(["--dossiers", &dossiers.to_string(), "--listen", &address])
            .current_dir(&folder)
            .stdout(std::fs::File::create(folder.join("stdout"))?)
            .stderr(std::fs::File::create(folder.join("stderr"))?)
            .spawn()
            .with_context(|| format!("failed to start `{}`", binary.display()))?;
        let mut server = Self { child, folder, url: format!("http://{address}") };
        server.wait_until_ready(&address)?;
        Ok(server)
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn wait_until_ready(&mut self, address: &str) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                bail!("`motcua demo` ended early ({status}): {}", self.last_words());
            }
            if ready(address) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("`motcua demo` was not ready after {} s: {}", PATIENCE.as_secs(), self.last_words())
    }

    fn last_words(&self) -> String {
        let text = std::fs::read_to_string(self.folder.join("stderr")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines.get(lines.len().saturating_sub(20)..).unwrap_or_default().join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for outcome in
            [self.child.kill(), self.child.wait().map(|_| ()), std::fs::remove_dir_all(&self.folder)]
        {
            if let Err(error) = outcome {
                eprintln!("failed to clear away the demonstration server: {error}");
            }
        }
    }
}

/// Whether the server says that it serves.
fn ready(address: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
