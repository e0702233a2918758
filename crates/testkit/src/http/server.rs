//! The real program as a process of its own: started on a free port, killed or asked to stop.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::HttpClient;

/// What the program says once it listens, before address and port.
const LISTENING: &str = "http://";
/// How long it may take to listen: the machine may be busy.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server; killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts `binary` with `arguments`, such as `serve --database URL`, on a free port of this machine and waits
    /// until it listens.
    ///
    /// # Panics
    /// Where it ends or says nothing in time; with what it said.
    pub fn start(binary: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(binary)
            .args(arguments)
            .args(["--listen", "127.0.0.1:0"])
            .env("MOTCUA_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let said = BufReader::new(child.stderr.take().expect("its messages"));
        let (tell, told) = mpsc::channel();
        // Reads on to the end, so that the program never waits for somebody to read its messages.
        std::thread::spawn(move || {
            let mut listens = false;
            for line in said.lines().map_while(Result::ok) {
                match line.split_once(LISTENING) {
                    Some((_, address)) if !listens => {
                        listens = true;
                        drop(tell.send(address.trim().to_owned()));
                    }
                    _ if line.contains(" WARN ") || line.contains(" ERROR ") => eprintln!("server: {line}"),
                    _ => {}
                }
            }
        });
        let address = told.recv_timeout(PATIENCE);
        let mut server = Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        match address.ok().and_then(|address| address.parse().ok()) {
            Some(address) => server.address = address,
            None => panic!("the program does not listen: {:?}", server.child.try_wait()),
        }
        server
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// A client of it.
    pub fn client(&self) -> HttpClient {
        HttpClient::new(self.address)
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Its resident memory in bytes, and the most it ever was.
    pub fn memory(&self) -> (u64, u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process())).unwrap_or_default();
        let kib = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() * 1_024
        };
        (kib("VmRSS:"), kib("VmHWM:"))
    }

    /// Kills it at once, as a power cut would end it (SIGKILL).
    pub fn kill(mut self) {
        self.end();
    }

    /// Asks it to stop (SIGTERM); how it ended, `None` where it did not in time.
    pub fn stop(mut self, patience: Duration) -> Option<ExitStatus> {
        self.ask_to_stop();
        self.ended(patience)
    }

    /// Sends SIGTERM.
    pub fn ask_to_stop(&self) {
        // The standard library sends only SIGKILL; the shell's own `kill` is everywhere.
        let sent = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.process())]).status();
        assert!(sent.is_ok_and(|sent| sent.success()), "SIGTERM could not be sent");
    }

    /// How it ended, `None` where it did not in time.
    #[expect(clippy::disallowed_methods, reason = "a process tells nobody that it ended: it must be asked")]
    pub fn ended(&mut self, patience: Duration) -> Option<ExitStatus> {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        None
    }

    fn end(&mut self) {
        // It may have ended by itself; then there is nothing to kill, only to wait for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}
