//! Ten thousand, a hundred thousand, a million dossiers: how long their story takes through the acts, how soon the
//! server answers, how long pages take, how much memory it holds. The databases are kept under `target/bench`. The
//! million takes its time: it is measured where `MOTCUA_BENCH_FULL` is set, or where its database is there.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::parts::{self, Report, percentile, setting, timed};
use super::rig;
use testkit::{HttpClient, Server};

const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];
const MILLION: u64 = 1_000_000;
/// How often each page is asked for.
const TIMES: usize = 300;

/// A page, who asks for it, what it may take at most.
struct Page {
    what: &'static str,
    login: &'static str,
    paths: &'static [&'static str],
    target: f64,
}

const PAGES: [Page; 4] = [
    Page { what: "dashboard", login: "giam-doc", paths: &[], target: 20.0 },
    Page { what: "target page", login: "giam-doc", paths: &[], target: 20.0 },
    Page {
        what: "queue",
        login: "chuyen-vien",
        paths: &["/hang-cho", "/hang-cho?loc=qua-han"],
        target: 50.0,
    },
    Page {
        what: "search",
        login: "tiep-nhan",
        paths: &["/tim?q=nguyen+thi", "/tim?q=tran+van+dinh", "/tim?q=H31.12-220315-0007", "/tim?q=le+mai"],
        target: 50.0,
    },
];

pub(crate) fn measure() {
    let mut report = Report::new("scale");
    let full = setting("MOTCUA_BENCH_FULL").is_some();
    let mut smallest: BTreeMap<&str, f64> = BTreeMap::new();
    for size in SIZES {
        let database = parts::folder().join(format!("story-{size}.db"));
        if size == MILLION && !full && !database.exists() {
            println!("a million dossiers are left out: set MOTCUA_BENCH_FULL=1");
            continue;
        }
        written(&mut report, size, &database);
        served(&mut report, size, &database, &mut smallest);
    }
    report.finish();
}

/// Writes the story where it is not there whole: the note of its time is written last.
fn written(report: &mut Report, size: u64, database: &Path) {
    let noted = database.with_extension("seconds");
    if !noted.exists() {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", database.display()));
        }
        let url = format!("sqlite:{}", database.display());
        let mut demo = Command::new(parts::binary());
        demo.args(["demo", "--no-serve", "--dossiers", &size.to_string(), "--database", &url]);
        let (done, took) = timed(|| demo.status().unwrap());
        assert!(done.success());
        std::fs::write(&noted, took.as_secs_f64().to_string()).unwrap();
    }
    let seconds: f64 =
        std::fs::read_to_string(&noted).ok().and_then(|text| text.parse().ok()).unwrap_or_default();
    let what = format!("{size} dossiers written through the acts");
    report.at_most(&what, seconds, "s", (size * 15 * 60) as f64 / MILLION as f64);
    let bytes = std::fs::metadata(database).unwrap().len();
    report.note(&format!("{size} dossiers, database"), bytes as f64 / 1e6, "MB");
}

fn served(report: &mut Report, size: u64, database: &Path, smallest: &mut BTreeMap<&'static str, f64>) {
    let url = format!("sqlite:{}", database.display());
    let program = rig::open(&url);
    let keys: BTreeMap<&str, String> =
        PAGES.iter().map(|page| (page.login, rig::key(&program, page.login))).collect();
    drop(program);
    let arguments = ["demo", "--database", &url];
    let mut starts: Vec<Duration> = (0..5).map(|_| start(&arguments).1).collect();
    report.at_most(
        &format!("{size} dossiers, start to ready, median"),
        percentile(&mut starts, 50),
        "ms",
        300.0,
    );
    let (server, _) = start(&arguments);
    report.at_most(&format!("{size} dossiers, idle, resident"), server.memory().0 as f64 / 1e6, "MB", 60.0);
    for page in PAGES {
        let mut client = server.client();
        let heads = [("authorization", &*keys[page.login]), ("accept", "text/html")];
        let (dashboard, target) = plan_pages(&mut client, &[("authorization", &*keys["giam-doc"])]);
        let paths: Vec<&str> = match page.what {
            "dashboard" => vec![dashboard.as_str()],
            "target page" => vec![target.as_str()],
            _ => page.paths.to_vec(),
        };
        let mut times = Vec::new();
        for turn in 0..TIMES + 20 {
            let path = paths[turn % paths.len()];
            let (answer, took) = timed(|| client.get(path, &heads).unwrap());
            // A whole code leads straight to its dossier.
            assert!(matches!(answer.status, 200 | 303), "{path}: {}", answer.status);
            if turn >= 20 {
                times.push(took);
            }
        }
        let (p50, p99) = (percentile(&mut times, 50), percentile(&mut times, 99));
        report.note(&format!("{size} dossiers, {}, p50", page.what), p50, "ms");
        report.at_most(&format!("{size} dossiers, {}, p99", page.what), p99, "ms", page.target);
        let base = *smallest.entry(page.what).or_insert(p50);
        if size > SIZES[0] {
            report.at_most(
                &format!("{size} dossiers, {}, p50 against 10000", page.what),
                p50 / base,
                "times",
                1.5,
            );
        }
    }
    let (now, most) = server.memory();
    report.at_most(&format!("{size} dossiers, serving, resident"), now as f64 / 1e6, "MB", 300.0);
    report.note(&format!("{size} dossiers, serving, most ever resident"), most as f64 / 1e6, "MB");
    server.stop(Duration::from_secs(10)).expect("the server stops");
}

/// Starts the server; how long until it answers that it is ready.
fn start(arguments: &[&str]) -> (Server, Duration) {
    timed(|| {
        let server = Server::start(parts::binary(), arguments);
        assert_eq!(server.client().get("/readyz", &[]).unwrap().status, 200);
        server
    })
}

/// The pages of a plan: its dashboard, and the first target that the dashboard links to.
fn plan_pages(client: &mut HttpClient, heads: &[(&str, &str)]) -> (String, String) {
    let index = client.get("/ke-hoach", heads).unwrap();
    let dashboard = match index.header("location") {
        Some(to) => to.to_owned(),
        None => link(&index.text(), |href| href.starts_with("/ke-hoach/kh-")).expect("a plan"),
    };
    let page = client.get(&dashboard, heads).unwrap().text();
    let target = link(&page, |href| href.contains("/chi-tieu/")).expect("a target on the dashboard");
    (dashboard, target)
}

/// The first link of a page that is wanted.
fn link(page: &str, wanted: impl Fn(&str) -> bool) -> Option<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|href| href.replace("&amp;", "&")).find(|href| wanted(href))
}
