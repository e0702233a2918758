//! Durable acts a second, through HTTP and direct on the store, on both databases; what counting costs an act.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::parts::{self, Report, percentile, setting, timed};
use super::rig;
use app::Program;
use app::story::{self, Cast, Plot};
use kernel::{Clock as _, FactChange, SystemClock};
use store::testing::TestDb;
use store::{Db, Observer, OpenOptions, StoreError, Tx};
use testkit::Server;

const CLIENTS: [usize; 3] = [1, 8, 64];
const SECONDS: u64 = 5;
/// Dossiers of the story told with and without counting: about seven acts each.
const STORY: u64 = 3_000;

pub(crate) fn measure() {
    let mut report = Report::new("acts");
    let sqlite = Place::sqlite("acts");
    through_http(&mut report, "SQLite", &sqlite.url, Some(2_500.0));
    direct(&mut report, "SQLite", &sqlite.url);
    drop(sqlite);
    match store::testing::postgres(&[]).unwrap() {
        Some(TestDb { ref url, .. }) => {
            through_http(&mut report, "PostgreSQL", url, None);
            direct(&mut report, "PostgreSQL", url);
        }
        None => println!("no PostgreSQL at hand: measured on SQLite only"),
    }
    counting(&mut report);
    report.finish();
}

/// A SQLite database on the disk that holds the workspace: the temporary folder may be memory.
struct Place {
    url: String,
    folder: PathBuf,
}

impl Place {
    fn sqlite(name: &str) -> Self {
        // The threads of a database that was dropped may end later: no two share a folder.
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = parts::folder().join(format!("{name}-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { url: format!("sqlite:{}", folder.join("bench.db").display()), folder }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn through_http(report: &mut Report, database: &str, url: &str, target: Option<f64>) {
    let mut program = rig::open(url);
    rig::tell(&mut program, 500);
    let key = rig::key(&program, "tiep-nhan");
    drop(program);
    let sorts = rig::sorts(SystemClock.now());
    let files = parts::folder().join("files").display().to_string();
    let server = Server::start(parts::binary(), &["serve", "--database", url, "--files", &files]);
    let next = AtomicU64::new(0);
    for clients in CLIENTS {
        let (times, took) = run(clients, |stop| {
            let mut client = server.client();
            let mut times = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let (body, once) = (rig::body(&sorts, number).to_string(), number.to_string());
                let heads = [
                    ("authorization", &*key),
                    ("content-type", "application/json"),
                    ("idempotency-key", &once),
                ];
                let (answer, time) = timed(|| client.post(rig::DOSSIERS, &heads, body.as_bytes()));
                let answer = answer.unwrap();
                assert!(matches!(answer.status, 200 | 201), "{}", answer.text());
                times.push(time);
            }
            times
        });
        tell(
            report,
            &format!("{database}, HTTP, {clients} clients"),
            times,
            took,
            target.filter(|_| clients == 64),
        );
    }
    report.note(&format!("{database}, server after that, resident"), server.memory().0 as f64 / 1e6, "MB");
    server.stop(Duration::from_secs(10)).expect("the server stops");
}

fn direct(report: &mut Report, database: &str, url: &str) {
    let program = rig::open(url);
    let acting = rig::acting(&program, "tiep-nhan", SystemClock.now());
    let sorts = rig::sorts(acting.at);
    let next = AtomicU64::new(10_000_000);
    for clients in CLIENTS {
        let (times, took) = run(clients, |stop| {
            let mut times = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let cmd = rig::command(&sorts, next.fetch_add(1, Ordering::Relaxed));
                let (acting, office) = (acting.clone(), program.office.clone());
                let act = move |tx: &mut Tx<'_>| dossier::acts::receive(tx, &office, &acting, &cmd);
                let (done, time) = timed(|| program.db.write_now(act));
                done.unwrap();
                times.push(time);
            }
            times
        });
        tell(report, &format!("{database}, direct, {clients} threads"), times, took, None);
    }
}

/// Runs `clients` threads for a while; all their times, and how long it took.
fn run(clients: usize, work: impl Fn(&AtomicBool) -> Vec<Duration> + Sync) -> (Vec<Duration>, Duration) {
    let stop = AtomicBool::new(false);
    timed(|| {
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..clients).map(|_| scope.spawn(|| work(&stop))).collect();
            wait(Duration::from_secs(SECONDS));
            stop.store(true, Ordering::Relaxed);
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        })
    })
}

#[expect(clippy::disallowed_methods, reason = "the measurement lasts so long")]
fn wait(time: Duration) {
    std::thread::sleep(time);
}

fn tell(report: &mut Report, what: &str, mut times: Vec<Duration>, took: Duration, target: Option<f64>) {
    let rate = times.len() as f64 / took.as_secs_f64();
    match target {
        Some(target) => report.at_least(what, rate, "acts/s", target),
        None => report.note(what, rate, "acts/s"),
    }
    report.note(&format!("{what}, p50"), percentile(&mut times, 50), "ms");
    report.note(&format!("{what}, p99"), percentile(&mut times, 99), "ms");
}

/// The indicator engine with a watch on it.
struct Watched {
    inner: Arc<dyn Observer>,
    nanoseconds: AtomicU64,
}

impl Observer for Watched {
    fn fact_changed(&self, tx: &mut Tx<'_>, change: &FactChange) -> Result<(), StoreError> {
        let (done, took) = timed(|| self.inner.fact_changed(tx, change));
        self.nanoseconds.fetch_add(took.as_nanos() as u64, Ordering::Relaxed);
        done
    }
}

/// The same story told with the engine and without; the difference is what counting costs, writes included.
fn counting(report: &mut Report) {
    let runs = if setting("MOTCUA_BENCH_FULL").is_some() { 3 } else { 2 };
    let mut best = [f64::MAX; 2];
    let mut inside = f64::MAX;
    for _ in 0..runs {
        for (counted, best) in [false, true].into_iter().zip(&mut best) {
            let place = Place::sqlite("counting");
            let mut program: Program = rig::open(&place.url);
            let plot = Plot::new(STORY, story::SEED).unwrap();
            let staff = story::begin(&mut program, plot).unwrap();
            let cast = Cast::new(program.office.clone(), &program.modules);
            let db = Db::open(&OpenOptions::new(&place.url)).unwrap();
            let watched = Arc::new(Watched { inner: program.engine.clone(), nanoseconds: AtomicU64::new(0) });
            if counted {
                db.observe(watched.clone());
            }
            let (told, took) = timed(|| story::tell(&db, staff, cast, plot, |_| ()).unwrap());
            *best = best.min(took.as_secs_f64() * 1e6 / told.acts as f64);
            if counted {
                inside =
                    inside.min(watched.nanoseconds.load(Ordering::Relaxed) as f64 / 1e3 / told.acts as f64);
            }
        }
    }
    report.note("an act of the story, not counted", best[0], "µs");
    report.note("an act of the story, counted by all indicators", best[1], "µs");
    report.note("of that in the engine", inside, "µs");
    report.at_most("counting, all indicators, an act", best[1] - best[0], "µs", 60.0);
}
