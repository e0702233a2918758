//! How long a form takes: the first, and the middle of many with data that differ. The goal is 25 ms warm.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement measures time, prints its figures and stops at what is wrong"
)]

use std::time::{Duration, Instant};

use pdf::Typesetter;
use serde_json::{Value, json};

const ROUNDS: usize = 30;

fn main() {
    let on = "2022-07-15".parse().unwrap();
    let begun = Instant::now();
    let typesetter = Typesetter::new().unwrap();
    println!("set up {:.1} ms", millis(begun.elapsed()));
    let mut codes: Vec<&str> = typesetter.forms().iter().map(|form| form.code.as_str()).collect();
    codes.dedup();
    for code in codes {
        let path = format!("{}/tests/data/{code}.json", env!("CARGO_MANIFEST_DIR"));
        let mut data: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut times = Vec::new();
        let mut bytes = 0;
        for round in 0..=ROUNDS {
            let name = format!("Nguyễn Thị Phượng {round}");
            data.as_object_mut().unwrap().insert("filer".to_owned(), json!(name));
            if let Some(applicant) = data.get_mut("applicant").and_then(Value::as_object_mut) {
                applicant.insert("name".to_owned(), json!(name));
            }
            let begun = Instant::now();
            bytes = typesetter.set(code, on, &data).unwrap().pdf.len();
            times.push(begun.elapsed());
        }
        let first = times.remove(0);
        times.sort_unstable();
        let at = |share: usize| millis(times.get(times.len() * share / 100).copied().unwrap_or_default());
        println!(
            "{code:<20} first {:>6.1} ms, p50 {:>6.1} ms, p95 {:>6.1} ms, {} KB",
            millis(first),
            at(50),
            at(95),
            bytes / 1024
        );
    }
}

fn millis(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}
