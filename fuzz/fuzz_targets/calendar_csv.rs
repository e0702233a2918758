//! `motcua calendar due` on any bytes: an answer for the whole table, or a refusal and nothing written.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut out = Vec::new();
    match calendar::csv::run(bytes, &mut out) {
        Ok(_) => assert!(out.starts_with(b"id,due_at,trace\n")),
        Err(error) => assert!(out.is_empty() && !error.to_string().is_empty()),
    }
});
