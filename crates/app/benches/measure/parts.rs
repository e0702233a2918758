//! What the measurements share: figures with their targets, told to people and written as JSON.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The figures of one measurement.
pub(crate) struct Report {
    name: &'static str,
    figures: Vec<Value>,
}

impl Report {
    pub(crate) fn new(name: &'static str) -> Self {
        // A debug build would only measure itself.
        if cfg!(debug_assertions) {
            println!("this is not an optimised build: use `make bench`");
        }
        Self { name, figures: Vec::new() }
    }

    /// Notes a figure that only tells.
    pub(crate) fn note(&mut self, what: &str, value: f64, unit: &str) {
        println!("{what:<58} {value:>10.1} {unit}");
        self.figures.push(json!({ "what": what, "value": value, "unit": unit }));
    }

    /// Notes a figure that shall be at most `target`.
    pub(crate) fn at_most(&mut self, what: &str, value: f64, unit: &str, target: f64) {
        self.judge(what, (value, unit), ("≤", target), value <= target);
    }

    /// Notes a figure that shall be at least `target`.
    pub(crate) fn at_least(&mut self, what: &str, value: f64, unit: &str, target: f64) {
        self.judge(what, (value, unit), ("≥", target), value >= target);
    }

    fn judge(&mut self, what: &str, (value, unit): (f64, &str), (sign, target): (&str, f64), met: bool) {
        let verdict = if met { "met" } else { "MISSED" };
        println!("{what:<58} {value:>10.1} {unit:<8} {sign} {target} {verdict}");
        self.figures.push(json!({
            "what": what, "value": value, "unit": unit, "target": format!("{sign} {target}"), "met": met
        }));
    }

    /// Writes the figures where `make bench` wants them.
    pub(crate) fn finish(self) {
        if let Some(file) = setting("MOTCUA_BENCH_JSON") {
            let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
            let cores = std::thread::available_parallelism().map_or(0, usize::from);
            let text = json!({
                "measurement": self.name, "cores": cores, "load": load.trim(), "figures": self.figures
            });
            let file = PathBuf::from(file).with_extension(format!("{}.json", self.name));
            std::fs::write(file, text.to_string()).unwrap();
        }
    }
}

/// What the caller says in the environment.
#[expect(clippy::disallowed_methods, reason = "measurements are told by the environment, as tests are")]
pub(crate) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// How long `work` takes.
#[expect(clippy::disallowed_methods, reason = "measuring is the purpose")]
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

/// The time below which so many of a hundred lie, in milliseconds.
pub(crate) fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let place = (times.len() * percent).div_ceil(100).max(1) - 1;
    times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

/// The program to measure.
pub(crate) fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_motcua"))
}

/// `target/bench`, where databases to measure are kept.
pub(crate) fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
