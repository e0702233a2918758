//! The server is killed at random moments under load, many times, and asked to stop under load. Nothing that it
//! acknowledged may be lost, nothing may be done twice, and what it counts and proves must still agree.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use app::story::AGENCY;
use dossier::Dossier;
use dossier::acts::Receive;
use kernel::{Clock as _, SystemClock};
use store::{StoreError, journal};
use testkit::{HttpClient, Server};

use crate::rig;

const CLIENTS: usize = 8;
const SAMPLE: u64 = 40;
/// Asked to stop, the server must be gone by then.
const PATIENCE: Duration = Duration::from_secs(10);

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_motcua"))
}

/// A small department in a database of its own, and what is needed to post dossiers to it.
struct Town {
    url: String,
    folder: PathBuf,
    key: String,
    sorts: Vec<Receive>,
    /// The number of the next dossier.
    next: AtomicU64,
}

/// What became of the dossiers of a round, by number.
#[derive(Default)]
struct Told {
    /// The code that the server answered.
    answered: BTreeMap<u64, String>,
    /// Sent, but the server was gone before it answered.
    unanswered: BTreeSet<u64>,
}

impl Town {
    fn found(url: String, folder: PathBuf) -> Self {
        let mut program = rig::open(&url);
        rig::tell(&mut program, SAMPLE);
        let key = rig::key(&program, "tiep-nhan");
        Self { url, folder, key, sorts: rig::sorts(SystemClock.now()), next: AtomicU64::new(0) }
    }

    fn serve(&self) -> Server {
        let files = self.folder.join("files");
        Server::start(binary(), &["serve", "--database", &self.url, "--files", &files.display().to_string()])
    }

    /// Posts dossier `number`: its code, or `None` where the server is gone.
    fn post(&self, client: &mut HttpClient, number: u64) -> Option<String> {
        let body = rig::body(&self.sorts, number).to_string();
        let once = format!("dossier-{number}");
        let heads =
            [("authorization", &*self.key), ("content-type", "application/json"), ("idempotency-key", &once)];
        let answer = client.post(rig::DOSSIERS, &heads, body.as_bytes()).ok()?;
        assert!(matches!(answer.status, 200 | 201), "{}: {}", answer.status, answer.text());
        Some(answer.json()["code"].as_str().expect("a code").to_owned())
    }

    /// Clients post until the server is gone, or `enough`.
    fn load(&self, server: &Server, enough: &AtomicBool, meanwhile: impl FnOnce()) -> Told {
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|_| {
                    scope.spawn(|| {
                        let (mut client, mut told) = (server.client(), Told::default());
                        while !enough.load(Ordering::Relaxed) {
                            let number = self.next.fetch_add(1, Ordering::Relaxed);
                            if let Some(code) = self.post(&mut client, number) {
                                told.answered.insert(number, code);
                            } else {
                                told.unanswered.insert(number);
                                break;
                            }
                        }
                        told
                    })
                })
                .collect();
            meanwhile();
            let mut all = Told::default();
            for client in clients {
                let told = client.join().unwrap();
                all.answered.extend(told.answered);
                all.unanswered.extend(told.unanswered);
            }
            all
        })
    }

    /// Posts again what had no answer, and some of what had: the same key gives the same code.
    fn repeat(&self, server: &Server, told: &mut Told) {
        let mut client = server.client();
        for number in std::mem::take(&mut told.unanswered) {
            let code = self.post(&mut client, number).expect("the server answers");
            told.answered.insert(number, code);
        }
        for (number, code) in told.answered.iter().rev().take(10) {
            assert_eq!(
                self.post(&mut client, *number).as_ref(),
                Some(code),
                "dossier {number} was taken in twice"
            );
        }
    }

    /// All dossiers of the database by code.
    fn stored(&self) -> BTreeMap<String, Dossier> {
        let program = rig::open(&self.url);
        let all =
            program.db.read_now::<_, StoreError>(|tx| dossier::store::page(tx, AGENCY, 0, i64::MAX)).unwrap();
        let stored: BTreeMap<_, _> = all.into_iter().map(|dossier| (dossier.code.clone(), dossier)).collect();
        numbers_run_from_one(&stored);
        stored
    }

    /// Every answered dossier is there, as itself, once; nothing else is.
    fn holds(&self, answered: &BTreeMap<u64, String>) {
        let stored = self.stored();
        for (number, code) in answered {
            let dossier =
                stored.get(code).unwrap_or_else(|| panic!("{code} was acknowledged and is not there"));
            assert_eq!(dossier.summary, rig::command(&self.sorts, *number).summary, "{code}");
        }
        let codes: BTreeSet<&String> = answered.values().collect();
        assert_eq!(codes.len(), answered.len(), "a code was given twice");
        assert_eq!(stored.len() as u64, SAMPLE + answered.len() as u64, "dossiers that nobody was told of");
        self.proves(stored.values());
    }

    /// The journal is whole, knows each dossier's receipt once, and the counters are what the facts say.
    fn proves<'a>(&self, dossiers: impl Iterator<Item = &'a Dossier>) {
        let ids: Vec<i64> = dossiers.map(|dossier| dossier.id.get()).collect();
        let program = rig::open(&self.url);
        while program.db.write_now::<_, StoreError>(|tx| journal::link_pending(tx, 1_000)).unwrap() > 0 {}
        let (report, received) = program
            .db
            .read_now::<_, StoreError>(move |tx| {
                let mut received = Vec::new();
                for id in &ids {
                    let entries = journal::about(tx, *id)?;
                    received.push(entries.iter().filter(|entry| entry.kind == "dossier.received").count());
                }
                Ok((journal::verify(tx, AGENCY)?, received))
            })
            .unwrap();
        assert_eq!((report.finding, report.pending), (None, 0));
        assert!(received.iter().all(|times| *times == 1), "a receipt is not in the journal exactly once");
        drop(program);
        for command in [["journal", "verify"], ["indicators", "verify"]] {
            let done = Command::new(binary()).args(command).args(["--database", &self.url]).output().unwrap();
            assert!(done.status.success(), "{command:?} says: {}", String::from_utf8_lossy(&done.stdout));
        }
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        // Left-overs in the temporary folder are harmless.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The codes of a day are numbered 1, 2, 3 … without a gap.
fn numbers_run_from_one(stored: &BTreeMap<String, Dossier>) {
    let mut days: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for code in stored.keys() {
        let (day, number) = code.rsplit_once('-').expect("a code with a number");
        days.entry(day).or_default().push(number.parse().unwrap());
    }
    for (day, mut numbers) in days {
        numbers.sort_unstable();
        let wanted: Vec<i64> = (1..=numbers.len() as i64).collect();
        assert_eq!(numbers, wanted, "numbers of {day}");
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("motcua_{name}_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn sqlite_town(name: &str) -> Town {
    let folder = folder(name);
    Town::found(format!("sqlite:{}", folder.join("crash.db").display()), folder)
}

/// Calls `test` with a town on PostgreSQL, where one is at hand.
fn with_postgres(name: &str, test: impl FnOnce(&Town)) {
    match store::testing::postgres(&[]).unwrap() {
        // A folder of its own: the towns of both databases live side by side.
        Some(db) => test(&Town::found(db.url.clone(), folder(&format!("{name}-postgres")))),
        None => eprintln!("note: MOTCUA_TEST_POSTGRES is not set; this test ran on SQLite only"),
    }
}

/// A while that nobody can foresee, of at least so many milliseconds.
#[expect(
    clippy::disallowed_methods,
    reason = "the moment of the kill must not depend on what the server does"
)]
fn some_time(least: u64) {
    let chance = RandomState::new().hash_one(0);
    std::thread::sleep(Duration::from_millis(least + chance % 400));
}

fn killed_again_and_again(town: &Town, rounds: usize) {
    let mut answered = BTreeMap::new();
    for _ in 0..rounds {
        let server = town.serve();
        let process = server.process();
        let mut killed = None;
        let mut told = town.load(&server, &AtomicBool::new(false), || {
            some_time(20);
            killed = Some(Command::new("sh").args(["-c", &format!("kill -KILL {process}")]).status());
        });
        assert!(killed.is_some_and(|sent| sent.is_ok_and(|status| status.success())));
        drop(server);
        let again = town.serve();
        town.repeat(&again, &mut told);
        answered.append(&mut told.answered);
        again.kill();
    }
    assert!(answered.len() > rounds * CLIENTS, "only {} dossiers: that is no load", answered.len());
    town.holds(&answered);
}

#[test]
fn killed_under_load_nothing_acknowledged_is_lost_on_sqlite() {
    killed_again_and_again(&sqlite_town("kill"), 12);
}

#[test]
fn killed_under_load_nothing_acknowledged_is_lost_on_postgres() {
    with_postgres("kill", |town| killed_again_and_again(town, 6));
}

fn stopped_under_load(town: &Town) {
    let server = town.serve();
    // Somebody who began to ask and fell silent must not keep the server from stopping.
    let mut silent = TcpStream::connect(server.address()).unwrap();
    silent.write_all(b"POST /api/v1/dossiers HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{").unwrap();
    let enough = AtomicBool::new(false);
    let told = town.load(&server, &enough, || {
        some_time(300);
        server.ask_to_stop();
    });
    let mut server = server;
    let status = server.ended(PATIENCE).expect("the server stops in time");
    assert!(status.success(), "{status}");
    let _ = silent.read(&mut [0]);
    assert!(told.answered.len() > CLIENTS, "only {} dossiers: that is no load", told.answered.len());
    // Whoever had no answer was not heard at all: every request in hand was finished and answered.
    town.holds(&told.answered);
}

#[test]
fn asked_to_stop_under_load_it_finishes_what_it_has_in_hand_on_sqlite() {
    stopped_under_load(&sqlite_town("stop"));
}

#[test]
fn asked_to_stop_under_load_it_finishes_what_it_has_in_hand_on_postgres() {
    with_postgres("stop", stopped_under_load);
}
