//! A procedure package of any text: a procedure that can be checked and drawn, or findings that name a line of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use procedure::domain::{layout, to_svg};

fuzz_target!(|text: &str| {
    let checked = procedure::check_texts([("package.toml", text)]);
    let lines = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    for finding in &checked.findings {
        assert!(finding.line <= lines && !finding.to_string().is_empty() && !finding.vi().what.is_empty());
    }
    for (_, procedure) in &checked.procedures {
        for process in &procedure.processes {
            assert!(to_svg(&layout(process)).ends_with("</svg>"));
        }
    }
});
