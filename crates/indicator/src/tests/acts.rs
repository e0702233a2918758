//! The acts on definitions.

use kernel::AgencyId;
use store::testing::each_db;
use store::{Db, StoreError, journal};

use super::fake::{World, acting, migrations};
use crate::acts::{self, IndicatorRefused, Retire, SaveDefinition, save_definition};
use crate::{Indicator, IndicatorError};

const AGENCY: AgencyId = AgencyId(31);
const CODE: &str = "ho-so-dung-han";

fn find(db: &Db, world: &World) -> Result<Indicator, IndicatorError> {
    let engine = world.engine.clone();
    db.read_now(move |tx| engine.indicator(tx, AGENCY, CODE))
}

fn kinds(db: &Db) -> Vec<String> {
    let entries = db.read_now(|tx| journal::recent(tx, AGENCY, None, 50)).unwrap();
    entries.into_iter().rev().map(|entry| entry.kind).collect()
}

fn save(
    db: &Db,
    world: &World,
    base: i64,
    change: impl Fn(&mut formula::IndicatorDefinition) + Send + 'static,
) -> Result<acts::Saved, IndicatorRefused> {
    let (engine, acting) = (world.engine.clone(), acting(AGENCY));
    db.write_now(move |tx| {
        let mut definition = engine.indicator(tx, AGENCY, CODE)?.definition().clone();
        change(&mut definition);
        save_definition(tx, &engine, &acting, &SaveDefinition { definition, base })
    })
}

#[test]
fn definitions_come_in_once_and_change_in_versions() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        world.import(&db, AGENCY);
        let engine = world.engine.clone();
        let list = db.read_now(move |tx| engine.list(tx, AGENCY)).unwrap();
        assert_eq!(list.len(), crate::builtin().len());
        assert!(list.iter().all(|item| item.ready && item.version == 1 && item.problem.is_none()));

        assert!(matches!(save(&db, &world, 1, |_| ()), Err(IndicatorRefused::Unchanged)));
        let saved = save(&db, &world, 1, |definition| definition.title.push_str(" (mới)")).unwrap();
        assert_eq!((saved.number, saved.ready), (2, true));
        let now = find(&db, &world).unwrap();
        assert!(now.definition().title.ends_with("(mới)") && now.definition().version == 2);
        assert_eq!(&*now.series, "ho-so-dung-han@2");

        // Two editors began from version 1: the second one hears of the first.
        let late = save(&db, &world, 1, |definition| definition.note = "x".to_owned());
        assert!(matches!(late, Err(IndicatorRefused::Store(StoreError::Conflict))));
        assert_eq!(kinds(&db), ["indicator.imported", "indicator.saved"]);
    });
}

#[test]
fn a_bad_expression_is_refused_with_its_place_and_nothing_is_written() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        let refused = save(&db, &world, 1, |definition| {
            definition.meets = Some("dossier.timelines == \"late\"".to_owned());
            definition.counts = "dossier.status ==".to_owned();
        });
        let Err(IndicatorRefused::Invalid(problems)) = refused else { panic!("{refused:?}") };
        let fields: Vec<_> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["counts", "meets"]);
        assert!(problems.iter().all(|problem| problem.place.is_some()));
        assert!(problems[1].message.contains("timeliness"), "{}", problems[1].message);
        assert_eq!(find(&db, &world).unwrap().number, 1);
        assert_eq!(kinds(&db), ["indicator.imported"]);

        let (engine, by) = (world.engine.clone(), acting(AgencyId(32)));
        let file = [("a.toml", "code = \"a\"\nversion = ")];
        let refused = db.write_now(move |tx| acts::import(tx, &engine, &by, &file)).unwrap_err();
        assert!(refused.to_string().contains("a.toml:2:"), "{refused}");
    });
}

#[test]
fn a_retired_indicator_is_gone_and_stays_in_the_history() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        let by = acting(AGENCY);
        let cmd = Retire { code: CODE.to_owned(), base: 1 };
        db.write_now(move |tx| acts::retire(tx, &by, &cmd)).unwrap();
        assert!(matches!(find(&db, &world), Err(IndicatorError::Unknown(_))));
        // An import does not bring back what somebody took out of use.
        world.import(&db, AGENCY);
        assert!(find(&db, &world).is_err());
        let versions = db.read_now(|tx| crate::store::versions(tx, AGENCY, CODE)).unwrap();
        assert_eq!(versions.len(), 1);
        assert_eq!(kinds(&db), ["indicator.imported", "indicator.retired"]);
    });
}

#[test]
fn who_may_not_edit_is_refused() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        let mut by = acting(AGENCY);
        by.permissions = std::sync::Arc::default();
        let (engine, cmd) = (world.engine.clone(), acts::Recount { code: CODE.to_owned() });
        let refused = db.write_now(move |tx| acts::recount(tx, &engine, &by, &cmd)).unwrap_err();
        assert!(matches!(refused, IndicatorRefused::Forbidden(_)));
    });
}

#[test]
fn a_definition_that_no_longer_fits_is_set_aside_and_the_others_count() {
    each_db(&migrations(), |db| {
        let world = World::new();
        db.observe(world.engine.clone());
        world.import(&db, AGENCY);
        // A program without procedures.
        let poorer = crate::Engine::new(vec![world.dossiers.clone()]);
        let set = db.read_now(move |tx| poorer.current(tx, AGENCY)).unwrap();
        assert!(!set.broken.is_empty() && !set.list.is_empty());
        assert!(set.broken.iter().any(|broken| broken.code.starts_with("tthc-")));
        assert!(set.broken.iter().all(|broken| !broken.code.starts_with("ho-so-")));
    });
}
