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

#[test]
fn fact_16_percentages_have_exceptions_bounds_ranges_and_hidden_denominators() {
    let table = [
        // An exception belongs to the sentence and never becomes a figure of its own.
        (
            "100% văn bản trao đổi dưới dạng điện tử, trừ văn bản mật.",
            "ratio\t=\t100\t-\t%",
            "văn bản trao đổi dưới dạng điện tử, trừ văn bản mật",
        ),
        // Bounds, inclusive as the plans mean them.
        ("Tối thiểu 65% hồ sơ được nộp trực tuyến.", "ratio\t>=\t65\t-\t%", "hồ sơ được nộp trực tuyến"),
        ("Trên 95% hồ sơ được giải quyết đúng hạn.", "ratio\t>=\t95\t-\t%", "hồ sơ được giải quyết đúng hạn"),
        ("Tỷ lệ hồ sơ quá hạn không quá 5%.", "ratio\t<=\t5\t-\t%", "Tỷ lệ hồ sơ quá hạn"),
        // A range is one target with two ends.
        (
            "20-25% thủ tục được cung cấp toàn trình.",
            "ratio\trange\t20\t25\t%",
            "thủ tục được cung cấp toàn trình",
        ),
        // The denominator is not all records: it stands in the sentence and stays in the measure.
        (
            "90% số hồ sơ đủ điều kiện được nộp trực tuyến.",
            "ratio\t=\t90\t-\t%",
            "số hồ sơ đủ điều kiện được nộp trực tuyến",
        ),
    ];
    for (sentence, figure, measure) in table {
        let draft = read_text(sentence);
        let found: Vec<String> = draft.targets.iter().map(line).collect();
        let [only] = found.as_slice() else { panic!("{sentence}: {found:#?}") };
        assert!(only.contains(figure) && only.ends_with(measure), "{sentence}: {only}");
    }
}
