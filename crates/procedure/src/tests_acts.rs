//! Tests of the acts on both databases: import, drafts, publishing, ending, and the facts they leave.

use std::sync::{Arc, Mutex};

use identity::UnitKind;
use identity::acts::setup::{NewAgency, create_agency, create_unit};
use identity::acts::unit::NewUnit;
use kernel::{AccountId, Acting, AgencyId, Date, Fact, FactChange, Instant};
use store::testing::TestDb;
use store::{Db, FactQuery, Measure, Migration, Observer, StoreError, Tx};

use crate::acts::draft::{SaveDraft, create_draft, discard_draft, save_draft};
use crate::acts::end::{EndProcedure, end_procedure};
use crate::acts::propose::propose;
use crate::acts::publish::{PublishDraft, publish_draft};
use crate::domain::{Channel, ProcedureCode, Sector, Sketch, TimeLimit, Unit};
use crate::store as rows;
use crate::{Catalogue, Imported, ProcedureMeasure, ProcedureRefused, SCHEMA, builtin, import};

pub(crate) const AGENCY: AgencyId = AgencyId(31);
/// A procedure with two cases and processes.
pub(crate) const CODE: &str = "1.010801";

fn migrations() -> Vec<Migration> {
    [store::MIGRATIONS, web::MIGRATIONS, identity::MIGRATIONS, crate::MIGRATIONS].concat()
}

pub(crate) fn acting(at: &str, permissions: &[&'static str]) -> Acting {
    Acting {
        agency: AGENCY,
        actor: (!permissions.is_empty()).then_some(AccountId(5)),
        on_behalf_of: None,
        unit: None,
        roles: Arc::default(),
        permissions: Arc::new(permissions.iter().copied().collect()),
        at: Instant::parse(at).unwrap(),
    }
}

/// The agency, the units that packages name, every package.
pub(crate) fn set_up(
    tx: &mut Tx<'_>,
    acting: &Acting,
    packages: &[(&str, &str)],
) -> Result<Imported, ProcedureRefused> {
    let agency = NewAgency {
        code: "H31.12".to_owned(),
        name: "Sở Lao động – Thương binh và Xã hội".to_owned(),
        parent_name: "Tỉnh Hưng Yên".to_owned(),
    };
    create_agency(tx, acting, &agency).unwrap();
    let units = [
        ("NCC", "Phòng Người có công"),
        ("LDVL", "Phòng Lao động – Việc làm"),
        ("BTXH", "Phòng Bảo trợ xã hội"),
        ("PCTNXH", "Phòng Phòng, chống tệ nạn xã hội"),
        ("GDNN", "Phòng Giáo dục nghề nghiệp"),
    ];
    for (place, (code, name)) in units.into_iter().enumerate() {
        let unit = NewUnit {
            code: code.to_lowercase(),
            name: name.to_owned(),
            kind: UnitKind::Division,
            parent: None,
            place: place as i64,
            valid_from: Date::new(2016, 1, 1).unwrap(),
        };
        create_unit(tx, acting, &unit).unwrap();
    }
    import(tx, acting, packages)
}

/// A few packages, among them the one of [`CODE`].
pub(crate) fn few() -> Vec<(&'static str, &'static str)> {
    let wanted = |file: &str| file.contains("1.0108") || file.contains("2.000477");
    builtin().iter().copied().filter(|(file, _)| wanted(file)).collect()
}

/// Remembers what was announced.
#[derive(Default)]
struct Heard(Mutex<Vec<FactChange>>);

impl Observer for Heard {
    fn fact_changed(&self, _: &mut Tx<'_>, change: &FactChange) -> Result<(), StoreError> {
        self.0.lock().unwrap().push(change.clone());
        Ok(())
    }
}

fn each(test: impl Fn(&Db, &Heard)) {
    each_with(&few(), test);
}

fn each_with(packages: &[(&'static str, &'static str)], test: impl Fn(&Db, &Heard)) {
    store::testing::each_db(&migrations(), |db: TestDb| {
        let heard = Arc::new(Heard::default());
        db.observe(heard.clone());
        let wanted = packages.to_vec();
        let done = act(&db, "2022-01-04T08:00", &[], move |tx, acting| set_up(tx, acting, &wanted));
        assert_eq!(done.unwrap(), Imported { n_new: packages.len(), n_known: 0 });
        test(&db, &heard);
    });
}

fn act<T: Send + 'static>(
    db: &Db,
    at: &str,
    permissions: &[&'static str],
    mut body: impl FnMut(&mut Tx<'_>, &Acting) -> Result<T, ProcedureRefused> + Send + 'static,
) -> Result<T, ProcedureRefused> {
    let acting = acting(at, permissions);
    db.write_now(move |tx| body(tx, &acting))
}

const BOTH: &[&str] = &["procedure.edit", "procedure.publish"];

/// Drafts and saves a text made from the published one.
fn write_draft(db: &Db, at: &str, change: fn(&str) -> String) -> Result<i64, ProcedureRefused> {
    act(db, at, BOTH, move |tx, acting| {
        create_draft(tx, acting, CODE)?;
        let row = rows::by_code(tx, AGENCY, CODE)?.unwrap();
        let draft = rows::draft_of(tx, row.id)?.unwrap();
        let package = change(&rows::package(tx, row.version_id)?);
        let cmd =
            SaveDraft { code: CODE.to_owned(), version: draft.version, package, note: "Thử".to_owned() };
        save_draft(tx, acting, &cmd)?;
        Ok(draft.version + 1)
    })
}

fn publish(db: &Db, at: &str, version: i64) -> Result<i64, ProcedureRefused> {
    act(db, at, BOTH, move |tx, acting| {
        publish_draft(tx, acting, &PublishDraft { code: CODE.to_owned(), version }).map(|done| done.number)
    })
}

fn facts(db: &Db, as_of: &str) -> Vec<(i64, Fact)> {
    let query = FactQuery { agency: AGENCY, unit: None, as_of: as_of.parse().unwrap() };
    db.read_now::<_, StoreError>(move |tx| {
        let (mut all, mut after) = (Vec::new(), 0);
        loop {
            let page = ProcedureMeasure.page(tx, &query, after, 50)?;
            all.extend(page.facts);
            match page.next {
                Some(next) => after = next,
                None => return Ok(all),
            }
        }
    })
    .unwrap()
}

#[test]
fn every_builtin_package_is_imported_once() {
    each_with(builtin(), |db, heard| {
        let again = act(db, "2022-01-05T08:00", &[], |tx, acting| import(tx, acting, builtin())).unwrap();
        assert_eq!(again, Imported { n_new: 0, n_known: builtin().len() });
        let heard = heard.0.lock().unwrap();
        assert_eq!(heard.len(), builtin().len());
        assert!(heard.iter().all(|change| change.before.is_none() && change.subject == "procedure"));
        assert_eq!(facts(db, "2022-01-04").len(), builtin().len());
        assert_eq!(facts(db, "2022-01-03").len(), 0);
    });
}

#[test]
fn a_dossier_keeps_the_version_it_was_received_under() {
    each(|db, heard| {
        let catalogue = Catalogue::default();
        let known = catalogue.clone();
        let read = move |tx: &mut Tx<'_>| known.current(tx, AGENCY, CODE).map(Option::unwrap);
        let before = db.read_now::<_, StoreError>(read.clone()).unwrap();
        let draft = write_draft(db, "2022-03-01T08:00", |text| {
            text.replace("amount = 20, unit = \"calendar_day\"", "amount = 22, unit = \"calendar_day\"")
        });
        assert_eq!(publish(db, "2022-03-01T09:00", draft.unwrap()).unwrap(), 2);

        let after = db.read_now::<_, StoreError>(read).unwrap();
        assert_ne!(after.version_id, before.version_id);
        assert_eq!(after.id, before.id);
        let limit =
            |procedure: &crate::domain::Procedure| procedure.cases[0].terms[0].limit().unwrap().to_string();
        assert_eq!(limit(&after.procedure), "22 ngày");
        // A fresh catalogue reads the old version as it was.
        let kept = before.version_id;
        let old = db.read_now::<_, StoreError>(move |tx| Catalogue::default().get(tx, kept)).unwrap();
        assert_eq!(limit(&old), "20 ngày");
        assert_eq!(heard.0.lock().unwrap().last().unwrap().known_on, "2022-03-01".parse().unwrap());
    });
}

#[test]
fn drafts_are_invisible_to_the_catalogue() {
    each(|db, _| {
        write_draft(db, "2022-03-01T08:00", |text| format!("{text}# thử\n")).unwrap();
        let missing = db.read_now::<_, StoreError>(|tx| {
            let row = rows::by_code(tx, AGENCY, CODE)?.unwrap();
            let draft = rows::draft_of(tx, row.id)?.unwrap();
            Catalogue::default().get(tx, draft.id)
        });
        assert!(matches!(missing, Err(StoreError::Missing)));
    });
}

#[test]
fn a_text_with_errors_is_saved_and_not_published() {
    each(|db, _| {
        let draft =
            write_draft(db, "2022-03-01T08:00", |text| text.replace("level = 4", "level = 9")).unwrap();
        let refused = publish(db, "2022-03-01T09:00", draft).unwrap_err();
        let ProcedureRefused::Findings(findings) = refused else { panic!("{refused}") };
        assert!(findings.iter().any(|finding| finding.is_error() && finding.line > 0));
        let stored = db.read_now::<_, StoreError>(|tx| {
            let row = rows::by_code(tx, AGENCY, CODE)?.unwrap();
            let draft = rows::draft_of(tx, row.id)?.unwrap();
            Ok((row.number, rows::package(tx, draft.id)?))
        });
        let (number, text) = stored.unwrap();
        assert_eq!(number, 1);
        assert!(text.contains("level = 9"));
    });
}

#[test]
fn publishing_is_refused_where_nothing_changed_or_the_code_did() {
    each(|db, _| {
        let same = write_draft(db, "2022-03-01T08:00", |text| text.to_owned() + "\n").unwrap();
        assert!(matches!(publish(db, "2022-03-01T09:00", same), Err(ProcedureRefused::Unchanged)));
        let other = write_draft(db, "2022-03-01T10:00", |text| text.replacen(CODE, "1.999999", 1)).unwrap();
        assert!(matches!(publish(db, "2022-03-01T11:00", other), Err(ProcedureRefused::CodeDiffers { .. })));
        let unit =
            write_draft(db, "2022-03-01T12:00", |text| text.replacen("unit = \"NCC\"", "unit = \"XYZ\"", 1));
        let refused = publish(db, "2022-03-01T13:00", unit.unwrap());
        assert!(matches!(refused, Err(ProcedureRefused::UnknownUnit { .. })), "{refused:?}");
    });
}

#[test]
fn the_second_of_two_editors_is_told() {
    each(|db, _| {
        let version = write_draft(db, "2022-03-01T08:00", |text| format!("{text}# một\n")).unwrap();
        write_draft(db, "2022-03-01T08:01", |text| format!("{text}# hai\n")).unwrap();
        let stale = publish(db, "2022-03-01T08:02", version);
        assert!(matches!(stale, Err(ProcedureRefused::Store(StoreError::Conflict))), "{stale:?}");
        let stale =
            act(db, "2022-03-01T08:03", BOTH, move |tx, acting| discard_draft(tx, acting, CODE, version));
        assert!(matches!(stale, Err(ProcedureRefused::Store(StoreError::Conflict))), "{stale:?}");
    });
}

#[test]
fn a_discarded_draft_leaves_the_published_version() {
    each(|db, _| {
        let version = write_draft(db, "2022-03-01T08:00", |text| format!("{text}# thử\n")).unwrap();
        act(db, "2022-03-01T08:05", BOTH, move |tx, acting| discard_draft(tx, acting, CODE, version))
            .unwrap();
        let refused =
            act(db, "2022-03-01T08:06", BOTH, move |tx, acting| discard_draft(tx, acting, CODE, version));
        assert!(matches!(refused, Err(ProcedureRefused::NoDraft)));
        let versions = db.read_now::<_, StoreError>(|tx| {
            let row = rows::by_code(tx, AGENCY, CODE)?.unwrap();
            rows::versions_of(tx, row.id)
        });
        assert_eq!(versions.unwrap().len(), 1);
    });
}

#[test]
fn an_ended_procedure_is_known_as_ended_from_that_day_on() {
    each(|db, _| {
        let end = |at: &str, ended_on: Option<&str>, version| {
            let ended_on = ended_on.map(|day| day.parse().unwrap());
            act(db, at, BOTH, move |tx, acting| {
                end_procedure(tx, acting, &EndProcedure { code: CODE.to_owned(), version, ended_on })
            })
        };
        let early = end("2022-05-02T08:00", Some("2022-02-15"), 1);
        assert!(matches!(early, Err(ProcedureRefused::EndBeforeStart { .. })));
        end("2022-05-02T08:00", Some("2022-07-01"), 1).unwrap();
        let ended = |as_of: &str| {
            let place = SCHEMA.index("ended_on").unwrap();
            let code = kernel::Value::from(CODE);
            let fact = facts(db, as_of).into_iter().find(|(_, fact)| fact.0[0] == code).unwrap().1;
            fact.date(place)
        };
        assert_eq!(ended("2022-05-01"), None);
        assert_eq!(ended("2022-05-02"), Some("2022-07-01".parse().unwrap()));
        let placed = db.read_now::<_, StoreError>(|tx| {
            let query = FactQuery { agency: AGENCY, unit: None, as_of: "2022-06-01".parse().unwrap() };
            let place = SCHEMA.index("ended_on").unwrap();
            ProcedureMeasure.on_day(tx, &query, place, "2022-07-01".parse().unwrap())
        });
        assert_eq!(placed.unwrap().len(), 1);
        // A new version does not bring it back by accident; taking the day back does.
        let draft = write_draft(db, "2022-05-03T08:00", |text| format!("{text}# thử\n")).unwrap();
        publish(db, "2022-05-03T09:00", draft).unwrap();
        assert_eq!(ended("2022-05-03"), Some("2022-07-01".parse().unwrap()));
        end("2022-05-04T08:00", None, 3).unwrap();
        assert_eq!(ended("2022-05-04"), None);
    });
}

#[test]
fn acts_need_their_permission() {
    each(|db, _| {
        let refused =
            act(db, "2022-03-01T08:00", &["procedure.see"], |tx, acting| create_draft(tx, acting, CODE));
        assert!(matches!(refused, Err(ProcedureRefused::Forbidden(_))));
        let refused = act(db, "2022-03-01T08:00", &["procedure.edit"], |tx, acting| {
            publish_draft(tx, acting, &PublishDraft { code: CODE.to_owned(), version: 1 })
        });
        assert!(matches!(refused, Err(ProcedureRefused::Forbidden(_))));
        let refused = act(db, "2022-03-01T08:00", &["procedure.edit"], |tx, acting| import(tx, acting, &[]));
        assert!(matches!(refused, Err(ProcedureRefused::Forbidden(_))));
    });
}

#[test]
fn the_history_of_facts_has_a_state_for_each_day_of_change() {
    each(|db, _| {
        let draft = write_draft(db, "2022-03-01T08:00", |text| text.replace("level = 4", "level = 3"));
        publish(db, "2022-03-01T09:00", draft.unwrap()).unwrap();
        let (subjects, pages) = db
            .read_now::<_, StoreError>(|tx| {
                let (mut all, mut after, mut pages) = (Vec::new(), 0, 0);
                loop {
                    let page = ProcedureMeasure.history(tx, AGENCY, after, 4)?;
                    pages += 1;
                    all.extend(page.subjects);
                    match page.next {
                        Some(next) => after = next,
                        None => return Ok((all, pages)),
                    }
                }
            })
            .unwrap();
        assert_eq!(subjects.len(), few().len());
        assert!(pages > 1);
        let days = |(_, states): &&(i64, Vec<(Date, Option<Fact>)>)| states.len() == 2;
        let changed: Vec<_> = subjects.iter().filter(days).collect();
        assert_eq!(changed.len(), 1);
        assert_eq!(changed[0].1[1].0, "2022-03-01".parse().unwrap());
    });
}

#[test]
fn records_lead_to_their_pages() {
    each(|db, _| {
        let record = db.read_now::<_, StoreError>(|tx| {
            let row = rows::by_code(tx, AGENCY, CODE)?.unwrap();
            ProcedureMeasure.records(tx, &[row.id, 7])
        });
        let records = record.unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].href, "/thu-tuc/1.010801");
        assert_eq!(records[0].note, "Mức độ 4, hiệu lực từ 15/02/2022");
    });
}

#[test]
fn search_ignores_accents_and_pages_by_key() {
    each_with(builtin(), |db, _| {
        let find = |words: &str, after: Option<i64>, size| {
            let search = rows::Search { words: words.to_owned(), ..rows::Search::default() };
            db.read_now::<_, StoreError>(move |tx| {
                Ok((rows::search(tx, AGENCY, &search, after, size)?, rows::count(tx, AGENCY, &search)?))
            })
            .unwrap()
        };
        let (page, n) = find("THAN NHAN liệt si", None, 100);
        assert_eq!(page.rows.len() as i64, n);
        assert!(page.rows.iter().any(|row| row.code == CODE));
        assert_eq!(find("100%", None, 10).1, 0);
        assert_eq!(find("1.010801", None, 10).1, 1);
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let (page, _) = find("", after, 17);
            seen.extend(page.rows.into_iter().map(|row| row.code));
            match page.next {
                Some(next) => after = Some(next.id),
                None => break,
            }
        }
        assert_eq!(seen.len(), builtin().len());
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), builtin().len());
    });
}

#[test]
fn a_new_procedure_counts_from_its_first_publication() {
    each(|db, heard| {
        let may: &[&str] = &["procedure.edit", "procedure.publish"];
        let sketch = Sketch {
            code: ProcedureCode::parse("1.019999").unwrap(),
            name: "Cấp giấy xác nhận thử".to_owned(),
            sector: Sector::Ncc,
            unit: "NCC".to_owned(),
            in_force_on: Date::new(2022, 3, 1).unwrap(),
            legal_basis: "Nghị định 131/2021/NĐ-CP".to_owned(),
            case: "Trường hợp chung".to_owned(),
            channels: vec![Channel::Counter],
            statutory: TimeLimit::new("10".parse().unwrap(), Unit::WorkingDay),
            published: None,
        };
        let first = sketch.clone();
        act(db, "2022-03-01T08:00", may, move |tx, acting| propose(tx, acting, &first)).unwrap();
        let again = act(db, "2022-03-01T08:05", may, move |tx, acting| propose(tx, acting, &sketch));
        assert!(matches!(again, Err(ProcedureRefused::CodeTaken { .. })));
        heard.0.lock().unwrap().clear();

        let publish = |version| {
            let cmd = PublishDraft { code: "1.019999".to_owned(), version };
            act(db, "2022-03-02T08:00", may, move |tx, acting| publish_draft(tx, acting, &cmd))
        };
        assert!(matches!(publish(7), Err(ProcedureRefused::Store(StoreError::Conflict))));
        assert!(heard.0.lock().unwrap().is_empty(), "a draft is not counted");
        let cmd = PublishDraft { code: "1.019999".to_owned(), version: 1 };
        let denied = act(db, "2022-03-02T08:00", &["procedure.edit"], move |tx, acting| {
            publish_draft(tx, acting, &cmd)
        });
        assert!(matches!(denied, Err(ProcedureRefused::Forbidden(_))));
        assert_eq!(publish(1).unwrap().number, 1);
        let changes = heard.0.lock().unwrap();
        assert_eq!(changes.len(), 1);
        assert!(changes[0].before.is_none() && changes[0].after.is_some());
        drop(changes);
        let current = db
            .read_now::<_, StoreError>(|tx| Catalogue::default().current(tx, AGENCY, "1.019999"))
            .unwrap()
            .unwrap();
        assert!(current.procedure.is_receivable());
        assert!(db.read_now(|tx| rows::proposal(tx, AGENCY, "1.019999")).unwrap().is_none());
    });
}
