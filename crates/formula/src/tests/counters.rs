//! Counters and records say the same: whatever happens to the facts, the deltas add up to the classification
//! of what the facts are in the end, for every shipped indicator and on every day.

use std::collections::BTreeMap;

use kernel::{Date, Fact, FieldKind, Value};
use proptest::prelude::*;

use super::indicators::shipped;
use super::schema::{DOSSIER, dossier};
use crate::{CompiledIndicator, Delta, FieldSet, Membership};

/// Denominator, numerator, excluded per unit and day.
type Rows = BTreeMap<(i64, Date), [i64; 3]>;

fn add(rows: &mut Rows, delta: Delta) {
    let row = rows.entry((delta.unit, delta.day)).or_default();
    row[0] += delta.denominator;
    row[1] += delta.numerator;
    row[2] += delta.excluded;
    if *row == [0; 3] {
        rows.remove(&(delta.unit, delta.day));
    }
}

/// The rows by looking at every record: for a flow per day, for a stock all under one day.
fn recount(indicator: &CompiledIndicator, facts: &[Option<Fact>], today: Date) -> Rows {
    let mut rows = Rows::new();
    for fact in facts.iter().flatten() {
        let (denominator, numerator, excluded) = match indicator.classify(fact) {
            Membership::Outside => continue,
            Membership::Excluded(_) => (0, 0, 1),
            Membership::Missed => (1, 0, 0),
            Membership::Met => (1, 1, 0),
        };
        let day = indicator.place(fact).unwrap_or(today);
        add(&mut rows, Delta { unit: indicator.unit(fact).unwrap(), day, denominator, numerator, excluded });
    }
    rows
}

/// All days of each unit put together, as a stock is read.
fn summed(rows: &Rows, day: Date) -> Rows {
    let mut sums = Rows::new();
    for ((unit, _), row) in rows {
        let [denominator, numerator, excluded] = *row;
        add(&mut sums, Delta { unit: *unit, day, denominator, numerator, excluded });
    }
    sums
}

/// A random value for a field; few different ones, so that values come back.
fn value(kind: FieldKind, optional: bool, name: &'static str) -> BoxedStrategy<Value> {
    let some = match (kind, name) {
        (FieldKind::Bool, _) => any::<bool>().prop_map(Value::Bool).boxed(),
        (FieldKind::Int, "status") => (1_i64..=10).prop_map(Value::Int).boxed(),
        (FieldKind::Int, _) => (0_i64..5).prop_map(Value::Int).boxed(),
        (FieldKind::Text, "timeliness") => {
            prop::sample::select(vec!["early", "on_time", "late"]).prop_map(Value::from).boxed()
        }
        (FieldKind::Text, _) => {
            prop::sample::select(vec!["counter", "online", "postal"]).prop_map(Value::from).boxed()
        }
        (FieldKind::Date, _) => {
            (19_050_i32..19_060).prop_map(|days| Value::Date(Date::from_days(days))).boxed()
        }
    };
    if optional { prop_oneof![1 => Just(Value::Null), 2 => some].boxed() } else { some }
}

#[derive(Debug, Clone)]
enum Change {
    Make,
    Set(usize, Value),
    Remove,
}

fn change() -> impl Strategy<Value = Change> {
    let set = (0..DOSSIER.fields.len()).prop_flat_map(|index| {
        let field = &DOSSIER.fields[index];
        value(field.kind, field.optional, field.name).prop_map(move |value| Change::Set(index, value))
    });
    prop_oneof![2 => Just(Change::Make), 30 => set, 1 => Just(Change::Remove)]
}

fn apply(before: Option<&Fact>, change: &Change) -> Option<Fact> {
    match (before, change) {
        (None, Change::Make) => Some(dossier("")),
        (Some(fact), Change::Set(index, value)) => {
            let mut fact = fact.clone();
            fact.0[*index] = value.clone();
            Some(fact)
        }
        (_, Change::Remove) => None,
        (before, _) => before.cloned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn deltas_add_up_to_the_records(changes in prop::collection::vec((0_usize..4, change()), 1..120)) {
        let indicators: Vec<_> = shipped().into_iter().filter(|i| i.definition.subject == "dossier").collect();
        let mut facts: Vec<Option<Fact>> = vec![None; 4];
        let mut counters = vec![Rows::new(); indicators.len()];
        let start = Date::from_days(19_000);
        for (step, (record, change)) in changes.iter().enumerate() {
            let known_on = start.plus(step as i32 / 4);
            let before = facts[*record].take();
            let after = apply(before.as_ref(), change);
            for (indicator, rows) in indicators.iter().zip(&mut counters) {
                let deltas = indicator.delta(before.as_ref(), after.as_ref(), known_on);
                if let (Some(before), Some(after)) = (&before, &after)
                    && !indicator.reads().intersects(FieldSet::changed(before, after))
                {
                    prop_assert!(deltas.is_empty(), "{} counts a change it does not read", indicator.definition.code);
                }
                deltas.into_iter().for_each(|delta| add(rows, delta));
            }
            facts[*record] = after;
            // At every moment, not only at the end: a stock summed up to a day is the state known that day.
            for (indicator, rows) in indicators.iter().zip(&counters) {
                let expected = recount(indicator, &facts, known_on);
                let found = if indicator.definition.stock { summed(rows, known_on) } else { rows.clone() };
                prop_assert_eq!(found, expected, "{} at step {}", indicator.definition.code, step);
            }
        }
    }
}

#[test]
fn a_moved_record_touches_two_rows_and_a_changed_one_only_its_own() {
    let indicators = shipped();
    let on_time = indicators.iter().find(|i| i.definition.code == "ho-so-dung-han").unwrap();
    let (today, ended) = (Date::from_days(19_080), "status=9 ended_on=2022-03-10 timeliness=early");
    let early = dossier(ended);
    let late = dossier(&format!("{ended} timeliness=late"));
    let moved = dossier(&format!("{ended} unit_id=8"));
    let supplemented = dossier(&format!("{ended} n_supplements=1"));
    let deltas = |before, after| on_time.delta(before, after, today).into_iter().collect::<Vec<_>>();

    let row =
        Delta { unit: 7, day: "2022-03-10".parse().unwrap(), denominator: 1, numerator: 1, excluded: 0 };
    assert_eq!(deltas(None, Some(&early)), [row]);
    assert_eq!(deltas(Some(&early), Some(&late)), [Delta { denominator: 0, numerator: -1, ..row }]);
    assert_eq!(
        deltas(Some(&early), Some(&moved)),
        [Delta { denominator: -1, numerator: -1, ..row }, Delta { unit: 8, ..row }]
    );
    assert_eq!(deltas(Some(&early), Some(&supplemented)), []);
    assert_eq!(deltas(Some(&early), None), [Delta { denominator: -1, numerator: -1, ..row }]);
    assert_eq!(deltas(None, None), []);
}

#[test]
fn a_stock_is_placed_on_the_day_of_the_change() {
    let indicators = shipped();
    let open = indicators.iter().find(|i| i.definition.code == "ho-so-dang-giai-quyet").unwrap();
    let today = Date::from_days(19_080);
    let row = Delta { unit: 7, day: today, denominator: 1, numerator: 1, excluded: 0 };
    assert_eq!(open.delta(None, Some(&dossier("")), today).into_iter().collect::<Vec<_>>(), [row]);
    let ended = dossier("status=9 ended_on=2022-03-10");
    let out = open.delta(Some(&dossier("")), Some(&ended), today);
    assert_eq!(out.into_iter().collect::<Vec<_>>(), [Delta { denominator: -1, numerator: -1, ..row }]);
}
