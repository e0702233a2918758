//! Sentences from plans of districts, provinces and ministries, each with what is read in it and nothing else.

use std::fmt::Write as _;

use citation::read_text;

use crate::line;

/// A sentence stands at the margin; under it, indented, its targets, "= duty" for a milestone, nothing for neither.
const SENTENCES: &str = include_str!("../expected/sentences.txt");

#[test]
fn every_sentence_is_read_as_a_person_reads_it() {
    let mut cases: Vec<(&str, Vec<String>)> = Vec::new();
    for text in SENTENCES.lines().filter(|text| !text.trim().is_empty() && !text.starts_with('#')) {
        match text.strip_prefix("    ") {
            Some(expected) => cases.last_mut().expect("a sentence first").1.push(expected.to_owned()),
            None => cases.push((text, Vec::new())),
        }
    }
    assert!(cases.len() > 100);
    let mut wrong = String::new();
    for (sentence, expected) in cases {
        let draft = read_text(sentence);
        let targets = draft.targets.iter().map(|target| line(target).replace('\t', " | "));
        let found: Vec<String> =
            targets.chain(draft.milestones.iter().map(|_| "= duty".to_owned())).collect();
        if found != expected {
            let _ = write!(wrong, "{sentence}\n  read     {found:#?}\n  expected {expected:#?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
