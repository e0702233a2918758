//! Which optional fields are surely present once a test is known to be true, or false; and which decide a test by
//! being present.

use crate::FieldSet;
use crate::tree::Test;

/// The fields that are present wherever `test` is true.
pub(crate) fn present_if_true(test: &Test) -> FieldSet {
    present(test, true)
}

/// The fields that are present wherever `test` is false.
pub(crate) fn present_if_false(test: &Test) -> FieldSet {
    present(test, false)
}

fn present(test: &Test, outcome: bool) -> FieldSet {
    match test {
        Test::Has(field) if outcome => FieldSet::of(*field),
        Test::Not(inner) => present(inner, !outcome),
        Test::And(parts) => all_or_common(parts, outcome, outcome),
        Test::Or(parts) => all_or_common(parts, outcome, !outcome),
        Test::If(parts) => {
            let [condition, then, otherwise] = parts.as_ref();
            let yes = present(condition, true).union(present(then, outcome));
            let no = present(condition, false).union(present(otherwise, outcome));
            yes.both(no)
        }
        _ => FieldSet::EMPTY,
    }
}

/// A true conjunction has every part true, a false one has at least one part false and nobody knows which.
fn all_or_common(parts: &[Test], outcome: bool, all: bool) -> FieldSet {
    let mut sets = parts.iter().map(|part| present(part, outcome));
    if all {
        sets.fold(FieldSet::EMPTY, FieldSet::union)
    } else {
        sets.next().map_or(FieldSet::EMPTY, |first| sets.fold(first, FieldSet::both))
    }
}

/// The fields whose presence alone makes `test` false, whatever the other fields say.
pub(crate) fn false_if_present(test: &Test) -> FieldSet {
    decided(test, false)
}

/// The fields whose presence alone makes `test` come out as `outcome`. A test that could fail instead does not
/// count: a record on which it fails is shown among the excluded.
fn decided(test: &Test, outcome: bool) -> FieldSet {
    match test {
        Test::Has(field) if outcome => FieldSet::of(*field),
        Test::Not(inner) => decided(inner, !outcome),
        // One false part makes a conjunction false, also where another part fails; true it is if all parts are.
        Test::And(parts) => any_or_common(parts, outcome, !outcome),
        Test::Or(parts) => any_or_common(parts, outcome, outcome),
        _ => FieldSet::EMPTY,
    }
}

fn any_or_common(parts: &[Test], outcome: bool, any: bool) -> FieldSet {
    let mut sets = parts.iter().map(|part| decided(part, outcome));
    if any {
        sets.fold(FieldSet::EMPTY, FieldSet::union)
    } else {
        sets.next().map_or(FieldSet::EMPTY, |first| sets.fold(first, FieldSet::both))
    }
}
