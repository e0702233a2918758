//! Reads the cases of a package and their terms.

use calendar::Reading;
use kernel::Dong;

use super::finding::{FindingKind, Part};
use super::package::{part_code, time, unique};
use super::procedure::{Case, Charge, Fee, Price, Terms};
use super::reader::{Reader, Table};

const CASE_KEYS: &[&str] = &["code", "name", "process", "note", "terms"];
const TERMS_KEYS: &[&str] = &[
    "channels",
    "statutory",
    "published",
    "internal",
    "reading",
    "statutory_mark",
    "published_mark",
    "fees",
    "charges",
    "fees_mark",
];
const PRICE_KEYS: &[&str] = &["name", "amount", "mark"];

/// The most đồng a fee can be: beyond it a figure is a slip of the pen.
const MOST_DONG: i64 = 1_000_000_000_000;

/// The cases of a package.
pub(super) fn cases(r: &mut Reader<'_>, t: Table<'_, '_>) -> Vec<Case> {
    let mut cases = Vec::new();
    for t in r.tables(t, "case") {
        r.only(t, CASE_KEYS);
        let (code, name) = (part_code(r, t, Part::Case), r.text(t, "name"));
        let process = r.text_opt(t, "process");
        let note = r.text_opt(t, "note");
        let terms = terms(r, t);
        if let (Some(code), Some(name)) = (code, name) {
            cases.push(Case { code, name, process, terms, note, line: r.line_of(t) });
        }
    }
    unique(r, Part::Case, cases.iter().map(|case| (case.code.as_str(), case.line)));
    cases
}

fn terms(r: &mut Reader<'_>, t: Table<'_, '_>) -> Vec<Terms> {
    let tables = r.tables(t, "terms");
    tables.into_iter().map(|t| one_terms(r, t)).collect()
}

fn one_terms(r: &mut Reader<'_>, t: Table<'_, '_>) -> Terms {
    r.only(t, TERMS_KEYS);
    if !t.has("channels") {
        r.report_line(r.line_of(t), FindingKind::MissingKey { key: "channels" });
    }
    Terms {
        channels: r.words(t, "channels"),
        statutory: time(r, t, "statutory"),
        published: time(r, t, "published"),
        internal: time(r, t, "internal"),
        reading: r.word_opt(t, "reading").unwrap_or(Reading::DayCount),
        statutory_mark: r.mark(t, "statutory_mark"),
        published_mark: r.mark(t, "published_mark"),
        fees: prices(r, t, "fees").into_iter().map(Fee).collect(),
        charges: prices(r, t, "charges").into_iter().map(Charge).collect(),
        fees_mark: r.mark(t, "fees_mark"),
        line: r.line_of(t),
    }
}

fn prices(r: &mut Reader<'_>, t: Table<'_, '_>, key: &'static str) -> Vec<Price> {
    let mut prices = Vec::new();
    for t in r.tables(t, key) {
        r.only(t, PRICE_KEYS);
        let name = r.text(t, "name");
        let amount = r.whole(t, "amount", (0, MOST_DONG)).map(Dong);
        let mark = r.mark(t, "mark");
        prices.extend(name.map(|name| Price { name, amount, mark }));
    }
    prices
}
