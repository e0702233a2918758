//! `motcua plan read` on any bytes: a refusal with a reason, or a draft whose spans are what it says they are.
#![no_main]

use citation::{decode, explain, read_plan, to_json, to_toml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read_plan(bytes) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(draft) => {
            let text = decode(bytes).expect("what was read can be decoded").text;
            let squeeze = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
            for target in &draft.targets {
                assert_eq!(squeeze(target.span.slice(&text)), *target.text);
            }
            for milestone in &draft.milestones {
                assert_eq!(squeeze(milestone.span.slice(&text)), *milestone.text);
            }
            assert!(to_json(&draft).is_ok() && to_toml(&draft).is_ok() && !explain(&draft).is_empty());
        }
    }
});
