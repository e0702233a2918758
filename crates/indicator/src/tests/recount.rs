//! Counting anew, beside acts, on another node, and what a check finds.

use std::sync::Arc;

use kernel::{AgencyId, UnitId};
use store::tally::{Sums, TallyKey};
use store::testing::each_db;
use store::{Db, OpenOptions, StoreError, jobs};

use super::fake::{DOSSIER, Dice, World, acting, day, migrations};
use super::property::verify;
use crate::acts::{SaveDefinition, save_definition};
use crate::{BACKFILL_JOB, Engine, IndicatorError, Scope, run_job};

const AGENCY: AgencyId = AgencyId(31);
const CODE: &str = "ho-so-tiep-nhan";

/// Acts on subjects `ids`, each changed `times` times; a few acts in each transaction.
fn work(db: &Db, world: &World, ids: std::ops::Range<i64>, times: i32, seed: u64) {
    let mut dice = Dice(seed);
    let ids: Vec<i64> = ids.collect();
    for time in 0..times {
        let on = day("2022-02-01").plus(time * 3);
        for few in ids.chunks(20) {
            let facts: Vec<_> = few.iter().map(|id| (*id, dice.fact(&DOSSIER, None))).collect();
            let world = world.clone();
            db.write_now::<_, StoreError>(move |tx| {
                for (id, fact) in &facts {
                    world.dossiers.change(tx, AGENCY, (*id, on), Some(fact.clone()))?;
                }
                Ok(())
            })
            .unwrap();
        }
    }
}

/// Saves a changed definition of [`CODE`].
fn save(db: &Db, world: &World, base: i64) -> crate::acts::Saved {
    let (engine, acting) = (world.engine.clone(), acting(AGENCY));
    db.write_now(move |tx| {
        let mut definition = engine.indicator(tx, AGENCY, CODE)?.definition().clone();
        definition.counts = format!("{} && dossier.n_supplements < {}", definition.counts, 4 - base);
        save_definition(tx, &engine, &acting, &SaveDefinition { definition, base })
    })
    .unwrap()
}

fn step(db: &Db, engine: &Arc<Engine>, definition: i64) -> crate::Progress {
    let engine = engine.clone();
    db.write_now(move |tx| engine.step(tx, AGENCY, definition, acting(AGENCY).at)).unwrap()
}

fn find(db: &Db, world: &World) -> crate::Indicator {
    let engine = world.engine.clone();
    db.read_now(move |tx| engine.indicator(tx, AGENCY, CODE)).unwrap()
}

#[test]
fn a_new_version_is_counted_beside_the_acts() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        // More subjects than a chunk holds, so that the line stands between subjects: the first chunk is counted
        // at once.
        work(&db, &world, 1..601, 1, 1);
        assert!(!save(&db, &world, 1).ready);
        let indicator = find(&db, &world);
        assert_eq!((indicator.number, indicator.ready), (2, false));
        // On both sides of the line, and a subject that is new.
        work(&db, &world, 240..262, 3, 2);
        work(&db, &world, 590..620, 2, 3);
        let progress = step(&db, &world.engine, indicator.id);
        assert!(!progress.finished && progress.n_done == 500, "{progress:?}");
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (db, world) = (&db, &world);
                scope.spawn(move || {
                    work(db, world, 1 + thread * 150..81 + thread * 150, 1, 10 + thread as u64);
                });
            }
            while !step(&db, &world.engine, indicator.id).finished {}
        });
        assert!(find(&db, &world).ready);
        verify(&db, &world, AGENCY);
    });
}

#[test]
fn counting_anew_keeps_what_was_known_when() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        work(&db, &world, 1..40, 4, 5);
        let past = |world: &World| {
            let engine = world.engine.clone();
            db.read_now(move |tx| {
                let scope = Scope::year(AGENCY, day("2022-01-01"));
                let mut figures = Vec::new();
                for days in [0, 3, 5, 9, 12] {
                    figures.push(engine.figures(tx, &scope.known(day("2022-02-01").plus(days)))?);
                }
                let plain = figures
                    .iter()
                    .flatten()
                    .map(|(indicator, figure)| (indicator.code().to_owned(), *figure));
                Ok::<_, IndicatorError>(plain.collect::<Vec<_>>())
            })
            .unwrap()
        };
        let before = past(&world);
        let mut heard = std::collections::BTreeMap::new();
        let by = acting(AGENCY);
        world
            .engine
            .backfill_all(&db, &by, &mut |code, now| {
                heard.insert(code.to_owned(), now);
            })
            .unwrap();
        assert_eq!(heard.len(), crate::builtin().len());
        assert!(heard.values().all(|now| now.finished && now.percent == 100));
        assert_eq!(past(&world), before);
        verify(&db, &world, AGENCY);
    });
}

#[test]
fn a_recount_in_the_middle_of_a_group_forgets_what_waits() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        let id = find(&db, &world).id;
        // Sent at once, so that on SQLite they share a commit.
        let threads: Vec<_> = (0..8_i64)
            .map(|thread| {
                let (db, world) = (db.db.clone(), world.clone());
                std::thread::spawn(move || {
                    work(&db, &world, thread * 100 + 1..thread * 100 + 11, 2, thread as u64);
                    if thread % 4 == 0 {
                        let engine = world.engine.clone();
                        db.write_now(move |tx| {
                            engine.restart(tx, &acting(AGENCY), &[CODE.to_owned()]).map(drop)
                        })
                        .unwrap();
                    }
                    work(&db, &world, thread * 100 + 5..thread * 100 + 21, 2, thread as u64 + 50);
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        while !step(&db, &world.engine, id).finished {}
        verify(&db, &world, AGENCY);
    });
}

#[test]
fn another_node_counts_by_the_new_version_at_once() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        let other = world.other_node();
        let url = db.url.clone();
        let second =
            Db::open(&OpenOptions { node: 1, files: Some(std::env::temp_dir()), ..OpenOptions::new(url) })
                .unwrap();
        second.observe(other.engine.clone());
        work(&second, &other, 1..10, 2, 1);
        work(&db, &world, 20..30, 2, 2);
        let saved = save(&db, &world, 1);
        work(&second, &other, 1..10, 2, 3);
        assert_eq!(find(&second, &other).number, saved.number);
        while !step(&second, &other.engine, find(&db, &world).id).finished {}
        work(&second, &other, 1..10, 3, 4);
        work(&db, &world, 20..30, 3, 5);
        verify(&db, &world, AGENCY);
        verify(&second, &other, AGENCY);
    });
}

#[test]
fn the_job_of_a_new_version_counts_it() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        work(&db, &world, 1..301, 1, 1);
        save(&db, &world, 1);
        let at = acting(AGENCY).at;
        let claimed = db.write_now(move |tx| jobs::claim(tx, at, 5, 9)).unwrap();
        assert_eq!(claimed.iter().map(|job| job.kind.as_str()).collect::<Vec<_>>(), [BACKFILL_JOB]);
        // At least once: a second run changes nothing.
        run_job(&world.engine, &db, &claimed[0], at).unwrap();
        run_job(&world.engine, &db, &claimed[0], at).unwrap();
        verify(&db, &world, AGENCY);
        // A version that was replaced meanwhile has nothing left to count.
        save(&db, &world, 2);
        run_job(&world.engine, &db, &claimed[0], at).unwrap();
        assert!(!find(&db, &world).ready);
    });
}

#[test]
fn a_wrong_counter_is_found_and_put_right() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        work(&db, &world, 1..20, 1, 1);
        let series = find(&db, &world).series;
        let key = TallyKey {
            agency: AGENCY,
            series,
            unit: UnitId(2),
            day: day("2022-02-03"),
            known_on: day("2022-02-03"),
        };
        let wrong = key.clone();
        db.write_now::<_, StoreError>(move |tx| {
            tx.tally(wrong.clone(), Sums { n_of: 1, n_in: 0, n_out: 0 });
            Ok(())
        })
        .unwrap();
        let engine = world.engine.clone();
        let report = db.read_now(move |tx| engine.verify(tx, AGENCY, &mut |_| ())).unwrap();
        assert!(!report.is_sound());
        let found: Vec<_> =
            report.mismatches.iter().map(|row| (row.code.as_str(), row.unit, row.day)).collect();
        assert_eq!(found, [(CODE, key.unit, key.day)]);
        let done = world.engine.backfill(&db, &acting(AGENCY), CODE, &mut |_| ()).unwrap();
        assert!(done.finished && done.n_done == 19);
        verify(&db, &world, AGENCY);
    });
}
