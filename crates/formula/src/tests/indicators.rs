//! The shipped indicators: they compile, they speak Vietnamese, and on a table of records each decides as the
//! clause it counts for says.

use std::collections::BTreeSet;
use std::path::PathBuf;

use kernel::Fact;

use super::schema::{CONSULTATION, DOSSIER, IN_FORCE, POSTAL, PROCEDURE, dossier, fact};
use crate::Membership::{Excluded, Met, Missed, Outside};
use crate::{CompiledIndicator, Membership, judge, load_all};

/// File names and texts of `data/indicators`.
pub(super) fn files() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data/indicators");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

pub(super) fn shipped() -> Vec<CompiledIndicator> {
    let files = files();
    let texts: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    load_all(&texts, &[&DOSSIER, &PROCEDURE, &POSTAL, &CONSULTATION]).unwrap_or_else(|errors| {
        let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

#[test]
fn every_shipped_indicator_is_complete_and_vietnamese() {
    let accented = |text: &str| !text.is_ascii();
    for indicator in shipped() {
        let definition = &indicator.definition;
        let code = &definition.code;
        assert!(accented(&definition.title) && accented(&definition.denominator), "{code}");
        assert_eq!(definition.meets.is_some(), accented(&definition.numerator), "{code}");
        assert!(definition.excluded.iter().all(|exclusion| accented(&exclusion.reason)), "{code}");
        assert!(definition.note.is_empty() || definition.note.ends_with('.'), "{code}");
        let words = indicator.counts().words(indicator.schema);
        assert!(accented(&words) && !words.contains('_'), "{code}: {words}");
    }
}

/// Every clause of the plan's section 2 that dossiers and procedures can answer has its indicator.
#[test]
fn the_clauses_of_the_plan_are_counted() {
    let bases: String =
        shipped().iter().flat_map(|indicator| indicator.definition.legal_basis.clone()).collect();
    for clause in ["a", "b", "d", "e", "g", "h", "i"] {
        assert!(bases.contains(&format!("mục 2 điểm {clause}")), "2.{clause}");
    }
}

const DONE: &str = "status=9 finished_on=2022-03-10 ended_on=2022-03-10 timeliness=early handling_days=7";
const LATE: &str = "status=10 finished_on=2022-03-20 ended_on=2022-03-20 returned_on=2022-03-21 timeliness=late index_late=yes";
const ON_TIME: &str = "status=9 finished_on=2022-03-15 ended_on=2022-03-15 timeliness=on_time result_signed=yes \
    result_published_on=2022-03-15 n_supplements=1";
const REFUSED: &str = "status=8 refused_on=2022-03-08 ended_on=2022-03-08 timeliness=early";
const WITHDRAWN: &str = "status=7 withdrawn_on=2022-03-05 ended_on=2022-03-05 timeliness=early";
const NO_TERM: &str = "due_on=- status=9 finished_on=2022-03-10 ended_on=2022-03-10";
/// Refused while a supplement was awaited: no due date, and by the classifier not late.
const REFUSED_WAITING: &str =
    "due_on=- status=8 refused_on=2022-03-08 ended_on=2022-03-08 timeliness=on_time";
const NOT_TAKEN: &str = "status=3 refused_on=2022-03-01 ended_on=2022-03-01 due_on=-";
const NEW: &str = "status=1 channel=online due_on=-";

/// What the indicator says of each of these records; a changed field stands after the record's name.
#[rustfmt::skip]
const DOSSIERS: &[(&str, &[(&str, Membership)])] = &[
    ("ho-so-dung-han", &[
        ("", Outside), (DONE, Met), (ON_TIME, Met), (LATE, Missed), (REFUSED, Met), (REFUSED_WAITING, Met), (WITHDRAWN, Excluded(1)),
        (NO_TERM, Excluded(2)), (NOT_TAKEN, Excluded(0)), ("status=8 ended_on=2022-03-30 timeliness=late", Missed),
    ]),
    ("ho-so-truoc-han", &[
        ("", Outside), (DONE, Met), (ON_TIME, Missed), (LATE, Missed), (WITHDRAWN, Excluded(1)), (NO_TERM, Excluded(2)),
        (NOT_TAKEN, Excluded(0)),
    ]),
    ("ket-qua-cap-nhat", &[("", Outside), (DONE, Missed), (ON_TIME, Met), (REFUSED, Outside), (WITHDRAWN, Outside)]),
    ("ho-so-ky-so-luu-tru", &[("", Outside), (DONE, Missed), (ON_TIME, Met), (REFUSED, Outside)]),
    ("ho-so-truc-tuyen-du-dieu-kien", &[
        ("", Met), ("online_level=4", Met), ("online_level=2", Missed), ("channel=online", Met),
        ("online_eligible=no", Excluded(2)), ("online_eligible=no postal_eligible=no", Outside),
        (NEW, Excluded(0)), (NOT_TAKEN, Excluded(1)),
    ]),
    ("ho-so-cap-nhat", &[
        ("", Met), ("registered_on=2022-03-02", Missed), ("registered_on=2022-02-28", Met), (NEW, Excluded(0)),
        (NOT_TAKEN, Met),
    ]),
    ("ho-so-nop-truc-tuyen", &[
        ("", Missed), ("channel=online", Met), ("channel=postal", Missed), ("channel=online online_level=2", Outside),
        ("channel=online online_level=4", Met), (NEW, Excluded(0)), (NOT_TAKEN, Excluded(1)),
    ]),
    ("ho-so-tiep-nhan", &[("", Met), (DONE, Met), (WITHDRAWN, Met), (NEW, Excluded(0)), (NOT_TAKEN, Excluded(1))]),
    ("ho-so-da-giai-quyet", &[("", Outside), (DONE, Met), (LATE, Met), (REFUSED, Outside), (WITHDRAWN, Outside)]),
    ("ho-so-dang-giai-quyet", &[
        ("", Met), ("status=5 paused=yes", Met), (DONE, Outside), (REFUSED, Outside), (NEW, Outside), (NOT_TAKEN, Outside),
    ]),
    ("ho-so-cho-bo-sung", &[("", Missed), ("status=5 paused=yes", Met), (DONE, Outside), (NEW, Outside)]),
    ("ho-so-bo-sung", &[("", Missed), ("n_supplements=1", Met), ("n_supplements=2", Met), (NEW, Excluded(0)), (NOT_TAKEN, Excluded(1))]),
    ("ho-so-bo-sung-nhieu-lan", &[
        ("", Missed), ("n_supplements=1", Missed), ("n_supplements=2", Met), (NEW, Excluded(0)), (NOT_TAKEN, Excluded(1)),
    ]),
    ("ho-so-tre-chi-so-quoc-gia", &[
        ("", Outside), (DONE, Missed), (LATE, Met), (WITHDRAWN, Missed), (REFUSED, Missed), (NOT_TAKEN, Excluded(0)),
    ]),
    ("ho-so-tu-choi", &[("", Outside), (DONE, Missed), (REFUSED, Met), (WITHDRAWN, Excluded(1)), (NOT_TAKEN, Excluded(0))]),
    ("ho-so-hen-lai", &[
        ("n_extensions=1", Outside), (DONE, Missed), ("status=9 ended_on=2022-03-18 timeliness=late n_extensions=1", Met),
        (WITHDRAWN, Excluded(1)), (NO_TERM, Excluded(2)), (NOT_TAKEN, Excluded(0)),
    ]),
    ("ho-so-buu-chinh", &[
        ("", Missed), ("channel=postal", Met), ("channel=postal postal_eligible=no", Outside), (NEW, Excluded(0)),
        (NOT_TAKEN, Excluded(1)),
    ]),
    ("ho-so-thanh-toan-truc-tuyen", &[
        ("", Outside), ("payable=yes", Missed), ("payable=yes paid_online=yes", Met), ("status=1 payable=yes", Excluded(0)),
        ("status=3 payable=yes", Excluded(1)),
    ]),
];

const SENT: &str = "unit_id=7 leg=deliver sent_on=2022-03-16 due_on=2022-03-18 delivered_on=2022-03-17";
const ASKED: &str =
    "unit_id=7 direction=own outside=no kind=opinion opened_on=2022-03-01 due_on=2022-03-05 withdrawn=no";

#[rustfmt::skip]
const POSTAL_ORDERS: &[(&str, &[(&str, Membership)])] = &[
    ("buu-chinh-phat-dung-hen", &[
        ("", Outside), ("timeliness=early", Met), ("timeliness=on_time", Met), ("timeliness=late", Missed),
        ("delivered_on=-", Outside),
    ]),
];

#[rustfmt::skip]
const CONSULTATIONS: &[(&str, &[(&str, Membership)])] = &[
    ("y-kien-dung-han", &[
        ("", Outside), ("ended_on=2022-03-04 timeliness=early", Met), ("ended_on=2022-03-08 timeliness=late", Missed),
        ("ended_on=2022-03-04 timeliness=early withdrawn=yes", Outside),
    ]),
    ("tra-loi-co-quan-khac-dung-han", &[
        ("ended_on=2022-03-04 timeliness=early", Outside), ("ended_on=2022-03-04 timeliness=early direction=incoming", Met),
        ("ended_on=2022-03-08 timeliness=late direction=incoming", Missed),
    ]),
];

#[rustfmt::skip]
const PROCEDURES: &[(&str, &[(&str, Membership)])] = &[
    ("tthc-truc-tuyen", &[
        ("", Met), ("online_level=4", Met), ("online_level=2", Missed), ("online_eligible=no", Outside),
        ("ended_on=2022-06-01", Outside),
    ]),
    ("tthc-tich-hop-dvcqg", &[
        ("", Missed), ("national_portal=yes", Met), ("national_portal=yes online_level=2", Outside),
        ("national_portal=yes online_eligible=no", Outside), ("national_portal=yes ended_on=2022-06-01", Outside),
    ]),
    ("tthc-muc-do-3", &[("", Met), ("online_level=4", Missed), ("online_level=2", Missed), ("ended_on=2022-06-01", Outside)]),
    ("tthc-muc-do-4", &[("", Missed), ("online_level=4", Met), ("online_level=4 ended_on=2022-06-01", Outside)]),
    ("tthc-quy-trinh-noi-bo", &[("", Missed), ("process_published=yes", Met), ("process_published=yes ended_on=2022-06-01", Outside)]),
];

fn rows() -> Vec<(&'static str, Fact, &'static str, Membership)> {
    let of_dossiers = DOSSIERS.iter().flat_map(|(code, rows)| {
        rows.iter().map(|(changes, expected)| (*code, dossier(changes), *changes, *expected))
    });
    let others = [
        (PROCEDURES, &PROCEDURE, IN_FORCE),
        (POSTAL_ORDERS, &POSTAL, SENT),
        (CONSULTATIONS, &CONSULTATION, ASKED),
    ];
    let of_others = others.into_iter().flat_map(|(table, schema, base)| {
        table.iter().flat_map(move |(code, rows)| {
            rows.iter()
                .map(move |(changes, expected)| (*code, fact(schema, base, changes), *changes, *expected))
        })
    });
    of_dossiers.chain(of_others).collect()
}

#[test]
fn every_indicator_decides_as_its_clause_says() {
    let indicators = shipped();
    let mut tried = BTreeSet::new();
    let mut wrong = Vec::new();
    for (code, fact, changes, expected) in rows() {
        let indicator = indicators.iter().find(|indicator| indicator.definition.code == code).expect(code);
        let found = indicator.classify(&fact);
        if found != expected {
            wrong.push(format!("{code} on `{changes}`: {found:?}, expected {expected:?}"));
        }
        tried.insert((code, format!("{expected:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for indicator in &indicators {
        let code = indicator.definition.code.as_str();
        assert!(tried.contains(&(code, "Met".into())), "{code} is never met in the table");
        if indicator.meets().is_some() {
            assert!(tried.contains(&(code, "Missed".into())), "{code} is never missed in the table");
        }
        for index in 0..indicator.excluded().len() {
            assert!(
                tried.contains(&(code, format!("Excluded({index})"))),
                "{code}: {} is never tried",
                indicator.reason(index)
            );
        }
    }
}

/// The shipped predicates give the same answer by the interpreter, on every record of the table.
#[test]
fn the_judge_agrees_on_every_shipped_predicate() {
    for indicator in shipped() {
        let parts = [Some(indicator.counts()), indicator.meets()];
        for predicate in parts.into_iter().flatten().chain(indicator.excluded()) {
            for (code, fact, changes, _) in rows() {
                if code == indicator.definition.code {
                    let judged = judge(indicator.schema, predicate.source(), &fact);
                    assert_eq!(
                        predicate.eval(&fact).ok(),
                        judged.ok(),
                        "{code} {} on {changes}",
                        predicate.source()
                    );
                }
            }
        }
    }
}
