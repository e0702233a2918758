//! Citations to legal bases: each document once, the document itself left out.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Date;

use crate::cite::RawCitation;
use crate::draft::{Base, Because};

/// Numbers by which the text calls itself.
pub(crate) fn own_numbers(citations: &[RawCitation]) -> BTreeSet<String> {
    citations.iter().filter(|raw| raw.own).filter_map(|raw| raw.number.clone()).collect()
}

/// The documents cited, in order of appearance.
pub(crate) fn collect(text: &str, citations: &[RawCitation], own: &BTreeSet<String>) -> Vec<Base> {
    let mut bases: Vec<Base> = Vec::new();
    let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for raw in citations {
        if raw.number.as_ref().is_some_and(|number| own.contains(number)) {
            continue;
        }
        let same = known.entry(key(raw)).or_default();
        let fits =
            same.iter().copied().find(|at| bases.get(*at).is_some_and(|base| agree(base.date, raw.date)));
        if let Some(base) = fits.and_then(|at| bases.get_mut(at)) {
            complete(base, raw);
        } else {
            same.push(bases.len());
            bases.push(base(text, raw));
        }
    }
    bases
}

fn base(text: &str, raw: &RawCitation) -> Base {
    let rule = match (raw.number.is_some(), raw.issuer_inferred) {
        (false, _) => "law-by-name",
        (true, true) => "number, issuer from its symbol",
        (true, false) => "number",
    };
    let words = text
        .get(raw.start..raw.number_end)
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    Base {
        number: raw.number.clone(),
        date: raw.date,
        issuer: raw.issuer.clone(),
        title: raw.title.clone(),
        kind: raw.kind.clone(),
        because: Because::new(rule, words),
    }
}

/// One document cited twice; numbers repeat from year to year, so two dates mean two documents.
fn agree(one: Option<Date>, other: Option<Date>) -> bool {
    one.is_none() || other.is_none() || one == other
}

fn key(raw: &RawCitation) -> String {
    raw.number.clone().or_else(|| raw.title.clone()).unwrap_or_default().to_uppercase()
}

/// A later citation may say more.
fn complete(base: &mut Base, raw: &RawCitation) {
    base.date = base.date.or(raw.date);
    if base.because.rule == "number, issuer from its symbol" && !raw.issuer_inferred && raw.issuer.is_some() {
        base.issuer.clone_from(&raw.issuer);
        base.because.rule = "number";
    }
    if base.title.is_none() {
        base.title.clone_from(&raw.title);
    }
    if base.kind.is_none() {
        base.kind.clone_from(&raw.kind);
    }
}
