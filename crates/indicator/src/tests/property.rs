//! The law: the records listed behind a figure are as many as the figure says, for every indicator, part, unit,
//! window and day of knowledge; counters are what a recount finds; what becomes known later moves no figure of
//! before. After random acts in random order, on both databases.

use std::collections::BTreeMap;

use kernel::{AgencyId, Date, Fact, UnitId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::testing::{TestDb, each_db};
use store::{Db, StoreError, Tx};

use super::fake::{Dice, World, day, migrations};
use crate::{Engine, Figure, Indicator, IndicatorError, Part, Scope};

/// Subjects of each kind.
const SUBJECTS: u64 = 12;
/// What is asked before later acts, and must be answered so afterwards.
type Answers = BTreeMap<(String, Option<UnitId>), Vec<(Figure, [Vec<i64>; 5])>>;

#[test]
fn listed_records_are_the_figure_and_counters_are_the_recount() {
    each_db(&migrations(), |db: TestDb| {
        let world = World::new();
        db.observe(world.engine.clone());
        let agency = std::cell::Cell::new(0);
        let mut runner = TestRunner::new_with_rng(
            Config { cases: 3, failure_persistence: None, ..Config::default() },
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        let acts = prop::collection::vec((0..SUBJECTS, 0..9_i32, any::<u64>(), any::<bool>()), 5..70);
        runner
            .run(&(acts.clone(), acts), |(first, second)| {
                agency.set(agency.get() + 1);
                check(&db, &world, AgencyId(agency.get()), &first, &second);
                Ok(())
            })
            .unwrap();
    });
}

type Acts = [(u64, i32, u64, bool)];

fn check(db: &Db, world: &World, agency: AgencyId, first: &Acts, second: &Acts) {
    world.import(db, agency);
    // Each subject has a clock of its own: days become known in no order over all subjects.
    let mut clocks = [day("2022-01-10"); SUBJECTS as usize];
    play(db, world, agency, &mut clocks, first);
    let cut = clocks.iter().max().copied().unwrap();
    let before = answers(db, world, agency, cut);
    compare_with_facts(db, world, agency, cut);

    clocks = [cut.plus(1); SUBJECTS as usize];
    play(db, world, agency, &mut clocks, second);
    assert_eq!(answers(db, world, agency, cut), before, "what became known later moved a figure of before");
    compare_with_facts(db, world, agency, day("2022-12-31"));
    verify(db, world, agency);
}

/// Plays `acts`, a few in each transaction.
fn play(db: &Db, world: &World, agency: AgencyId, clocks: &mut [Date], acts: &Acts) {
    for few in acts.chunks(6) {
        let mut dated = Vec::with_capacity(few.len());
        for (subject, days, seed, procedure) in few.iter().copied() {
            let clock = &mut clocks[subject as usize];
            *clock = clock.plus(days);
            dated.push((subject as i64 + 1, *clock, seed, procedure));
        }
        let world = world.clone();
        db.write_now::<_, StoreError>(move |tx| {
            for (id, day, seed, procedure) in &dated {
                let measure = if *procedure { &world.procedures } else { &world.dossiers };
                let known = measure.known(agency, *day).into_iter().find(|(known, _)| known == id);
                let mut dice = Dice(*seed);
                let after = match &known {
                    Some(_) if dice.roll(12) == 0 => None,
                    known => Some(dice.fact(measure.schema, known.as_ref().map(|(_, fact)| fact))),
                };
                measure.change(tx, agency, (*id, *day), after)?;
            }
            Ok(())
        })
        .unwrap();
    }
}

fn scopes(agency: AgencyId, cut: Date) -> [Scope; 3] {
    [
        Scope::new(agency, day("2022-01-01"), day("2022-12-31")).known(cut),
        Scope::new(agency, day("2022-02-01"), day("2022-02-28")).known(cut),
        Scope::new(agency, day("2022-01-20"), cut.max(day("2022-01-20"))).known(cut.plus(-4)),
    ]
}

/// Every figure as known on `cut`, with the records that each part lists.
fn answers(db: &Db, world: &World, agency: AgencyId, cut: Date) -> Answers {
    let engine = world.engine.clone();
    db.read_now(move |tx| {
        let mut answers = Answers::new();
        for indicator in &engine.current(tx, agency)?.list {
            for unit in [None, Some(UnitId(2))] {
                let own = answers.entry((indicator.code().to_owned(), unit)).or_default();
                for scope in scopes(agency, cut) {
                    own.push(answer(tx, &engine, indicator, &scope.of_unit(unit))?);
                }
            }
        }
        Ok::<_, IndicatorError>(answers)
    })
    .unwrap()
}

/// A figure and what its parts list, page by page; the law is checked here.
fn answer(
    tx: &mut Tx<'_>,
    engine: &Engine,
    indicator: &Indicator,
    scope: &Scope,
) -> Result<(Figure, [Vec<i64>; 5]), IndicatorError> {
    let code = indicator.code();
    let figure = engine.figure(tx, code, scope)?;
    let mut lists: [Vec<i64>; 5] = Default::default();
    for (part, list) in Part::EACH.into_iter().zip(&mut lists) {
        let mut cursor = None;
        loop {
            let page = engine.evidence(tx, code, scope, part, (cursor.as_ref(), 4))?;
            assert!(page.rows.len() <= 4);
            for row in &page.rows {
                let fits = match part {
                    Part::All => true,
                    Part::Counted => row.part != Part::Excluded,
                    one => row.part == one,
                };
                assert!(fits, "{code}");
                assert!(scope.unit.is_none_or(|unit| unit == row.unit), "{code}");
                list.push(row.record.id);
            }
            match page.next {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(list.len() as i64, figure.of(part), "{code}: {part:?} of {figure:?} in {scope:?}");
        let mut once = list.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), list.len(), "{code}: a record is listed twice");
        let mut all = Vec::new();
        engine.evidence_all(tx, code, scope, part, &mut |row| {
            all.push(row.record.id);
            Ok(())
        })?;
        assert_eq!(&all, list, "{code}: the export differs from the pages");
    }
    Ok((figure, lists))
}

/// Every figure against the facts themselves, classified one by one.
fn compare_with_facts(db: &Db, world: &World, agency: AgencyId, as_of: Date) {
    let world = world.clone();
    db.read_now(move |tx| {
        let engine = &world.engine;
        for indicator in &engine.current(tx, agency)?.list {
            let measure = world.of(&indicator.definition().subject);
            for (place, scope) in
                scopes(agency, as_of).map(|scope| scope.known(as_of)).into_iter().enumerate()
            {
                let known = if indicator.is_stock() { scope.to.min(as_of) } else { as_of };
                let facts = measure.known(agency, known);
                let expected = by_hand(indicator, &scope, &facts);
                assert_eq!(engine.figure(tx, indicator.code(), &scope)?, expected, "{}", indicator.code());
                if place == 2 {
                    check_sums(tx, engine, indicator, &scope, expected)?;
                }
            }
        }
        Ok::<_, IndicatorError>(())
    })
    .unwrap();
}

fn by_hand(indicator: &Indicator, scope: &Scope, facts: &[(i64, Fact)]) -> Figure {
    let mut figure = Figure::default();
    for (_, fact) in facts {
        let placed = indicator.compiled.place(fact);
        if !indicator.is_stock() && !placed.is_some_and(|day| scope.from <= day && day <= scope.to) {
            continue;
        }
        match Part::of(indicator.compiled.classify(fact)) {
            Some(Part::Met) => figure = figure.plus(Figure { n_of: 1, n_in: 1, n_out: 0 }),
            Some(Part::Missed) => figure.n_of += 1,
            Some(_) => figure.n_out += 1,
            None => {}
        }
    }
    figure
}

/// Units, months and days add up to the figure, and all figures at once are the same figures.
fn check_sums(
    tx: &mut Tx<'_>,
    engine: &Engine,
    indicator: &Indicator,
    scope: &Scope,
    figure: Figure,
) -> Result<(), IndicatorError> {
    let code = indicator.code();
    let units = engine.by_unit(tx, code, scope)?;
    let sum = units.iter().fold(Figure::default(), |sum, (_, figure)| sum.plus(*figure));
    assert_eq!(sum, figure, "{code} by unit");
    for (unit, of_unit) in units {
        assert_eq!(engine.figure(tx, code, &scope.of_unit(Some(unit)))?, of_unit, "{code} of {unit}");
    }
    let months = engine.series_by_month(tx, code, scope)?;
    if indicator.is_stock() {
        assert_eq!(months.last().map(|month| month.figure), Some(figure), "{code} by month");
    } else {
        let sum = months.iter().fold(Figure::default(), |sum, month| sum.plus(month.figure));
        assert_eq!(sum, figure, "{code} by month");
        let days = engine.by_day(tx, code, scope)?;
        let sum = days.iter().fold(Figure::default(), |sum, (_, figure)| sum.plus(*figure));
        assert_eq!(sum, figure, "{code} by day");
    }
    for month in months {
        let own = Scope { from: month.from, to: month.to, ..*scope };
        assert_eq!(engine.figure(tx, code, &own)?, month.figure, "{code} in {}", month.from);
    }
    let all = engine.figures(tx, scope)?;
    let same = all.iter().find(|(found, _)| found.code() == code).map(|(_, figure)| *figure);
    assert_eq!(same, Some(figure), "{code} among all");
    Ok(())
}

pub(super) fn verify(db: &Db, world: &World, agency: AgencyId) {
    let engine = world.engine.clone();
    let report = db.read_now(move |tx| engine.verify(tx, agency, &mut |_| ())).unwrap();
    assert_eq!(report.mismatches, []);
    assert!(report.is_sound() && report.pending.is_empty(), "{report:?}");
    assert_eq!(report.n_indicators, crate::builtin().len());
}
