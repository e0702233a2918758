//! The acts on plans.

use kernel::Acting;
use store::{StoreError, journal};

use super::office::{Office, PLAN, SLUG, agency, day};
use crate::acts::{
    At, Attached, Complete, PlanRefused, RecordPublication, Reopen, SetResponsible, complete_milestone,
    import, record_publication, reopen_milestone, set_responsible,
};
use crate::domain::Status;
use crate::reading::{Ask, board_of};
use crate::store as rows;

fn place(clause: &str) -> At {
    At { plan: SLUG.to_owned(), clause: clause.to_owned() }
}

fn file(name: &str) -> Attached {
    Attached { hash: "a".repeat(64), name: name.to_owned(), mime: "application/pdf".to_owned(), n_bytes: 9 }
}

fn act<C: Send + Sync + 'static>(
    office: &Office,
    cmd: C,
    act: fn(&mut store::Tx<'_>, &Acting, &C) -> Result<(), PlanRefused>,
) -> Result<(), PlanRefused> {
    let acting = office.app.program();
    office.app.db().write_now(move |tx| act(tx, &acting, &cmd))
}

fn status(office: &Office, clause: &'static str, as_of: Option<&str>) -> Status {
    let engine = office.engine.clone();
    let today = office.app.program().at.date();
    let ask = Ask::today(agency(), as_of.map_or(today, day));
    office.app.read(move |tx| {
        let plan = rows::by_slug(tx, agency(), SLUG)?.unwrap();
        Ok(board_of(tx, &engine, plan, clause, ask)?.unwrap().readings[0].status())
    })
}

fn entries(office: &Office, prefix: &'static str) -> Vec<String> {
    let entries = office.app.read(|tx| journal::recent(tx, agency(), None, 200));
    entries.into_iter().rev().map(|entry| entry.kind).filter(|kind| kind.starts_with(prefix)).collect()
}

#[test]
fn a_plan_comes_in_once() {
    Office::each(|office| {
        let again = office.app.write(|tx, acting| import(tx, acting, PLAN));
        assert_eq!((again.slug.as_str(), again.new, again.n_targets), (SLUG, false, 9));
        let acting = office.app.program();
        let other = PLAN.replace("value = 40", "value = 30");
        let refused = office.app.db().write_now(move |tx| import(tx, &acting, &other)).unwrap_err();
        assert!(matches!(refused, PlanRefused::OtherText(_)));
        let acting = office.app.program();
        let unknown = PLAN.replace("1/KH-", "2/KH-").replace("\"NCC\"", "\"XYZ\"");
        let refused = office.app.db().write_now(move |tx| import(tx, &acting, &unknown)).unwrap_err();
        let PlanRefused::Units(units) = &refused else { panic!("{refused:?}") };
        assert_eq!(
            units,
            &["target 2.i: no unit has the code \"XYZ\"", "target 2.k: no unit has the code \"XYZ\""]
        );
        let acting = office.app.program();
        let refused = office.app.db().write_now(move |tx| import(tx, &acting, "number = ")).unwrap_err();
        assert!(matches!(refused, PlanRefused::File(_)));
        let list = office.app.read(|tx| rows::list(tx, agency()));
        assert_eq!(list.len(), 1, "nothing half-written");
        assert_eq!(entries(&office, "plan."), ["plan.imported"]);
    });
}

#[test]
fn the_plan_that_comes_with_the_program_comes_in_whole() {
    Office::each(|office| {
        for (name, text) in crate::builtin() {
            let made = office.app.write(move |tx, acting| import(tx, acting, text));
            assert_eq!((made.slug.as_str(), made.new), ("kh-5119-2022", true), "{name}");
            let targets = office.app.read(|tx| {
                let plan = rows::by_slug(tx, agency(), "kh-5119-2022")?.unwrap();
                rows::targets(tx, plan.id)
            });
            assert_eq!(targets.len(), made.n_targets);
            assert!(targets.iter().all(|target| target.unit.is_some()));
        }
    });
}

#[test]
fn a_milestone_is_done_with_documents_and_opened_with_a_reason() {
    Office::each(|office| {
        let complete = |done_on: &str, documents: Vec<Attached>| Complete {
            at: place("6.b"),
            done_on: day(done_on),
            documents,
            remark: String::new(),
        };
        assert_eq!(status(&office, "6.b", None), Status::NotDue);
        office.at("2022-06-20");
        assert_eq!(status(&office, "6.b", None), Status::AtRisk);
        let refused = act(&office, complete("2022-06-18", vec![]), complete_milestone);
        assert!(matches!(refused, Err(PlanRefused::NoDocument)));
        let refused = act(&office, complete("2022-06-21", vec![file("a.pdf")]), complete_milestone);
        assert!(matches!(refused, Err(PlanRefused::Future)));
        act(&office, complete("2022-06-18", vec![file("a.pdf"), file("b.pdf")]), complete_milestone).unwrap();
        assert_eq!(status(&office, "6.b", None), Status::Met);
        let refused = act(&office, complete("2022-06-18", vec![file("a.pdf")]), complete_milestone);
        assert!(matches!(refused, Err(PlanRefused::Completed)));

        office.at("2022-07-05");
        let reopen = |reason: &str| Reopen { at: place("6.b"), reason: reason.to_owned() };
        assert!(matches!(act(&office, reopen(" "), reopen_milestone), Err(PlanRefused::NoReason)));
        act(&office, reopen("Còn thiếu mục thông tin"), reopen_milestone).unwrap();
        assert_eq!(status(&office, "6.b", None), Status::Missed);
        assert_eq!(status(&office, "6.b", Some("2022-06-30")), Status::Met, "a past day does not move");
        assert!(matches!(act(&office, reopen("x"), reopen_milestone), Err(PlanRefused::Open)));
        act(&office, complete("2022-07-04", vec![file("c.pdf")]), complete_milestone).unwrap();
        assert_eq!(status(&office, "6.b", None), Status::Missed, "done after its day");
        let kinds = ["plan.milestone_completed", "plan.milestone_reopened", "plan.milestone_completed"];
        assert_eq!(entries(&office, "plan.milestone"), kinds);
    });
}

#[test]
fn what_others_publish_comes_in_with_its_document_and_what_is_counted_never_does() {
    Office::each(|office| {
        office.at("2023-04-15");
        let record = |clause: &str, period: &str, value: &str| RecordPublication {
            at: place(clause),
            period: period.to_owned(),
            value: value.to_owned(),
            published_on: day("2023-04-12"),
            source: "12/BC-UBND".to_owned(),
            document: Some(file("papi.pdf")),
        };
        let without = RecordPublication { document: None, ..record("M.1", "2022", "Tốt") };
        assert!(matches!(act(&office, without, record_publication), Err(PlanRefused::NoDocument)));
        for clause in ["2.a1", "6.a", "6.b"] {
            let refused = act(&office, record(clause, "2022", "100"), record_publication);
            assert!(matches!(refused, Err(PlanRefused::NotBoundSo)), "{clause}");
        }
        let refused = act(&office, record("M.1", "2022", "99"), record_publication);
        assert!(matches!(refused, Err(PlanRefused::Value(_))));
        let refused = act(&office, record("M.1", "2019", "Tốt"), record_publication);
        assert!(matches!(refused, Err(PlanRefused::Period)));
        act(&office, record("M.1", "2022", "khá"), record_publication).unwrap();
        assert_eq!(status(&office, "M.1", None), Status::Missed);
        act(&office, record("M.1", "2022", "Tốt"), record_publication).unwrap();
        assert_eq!(status(&office, "M.1", None), Status::Met, "the later record stands");
        assert_eq!(status(&office, "M.1", Some("2023-01-01")), Status::AwaitsPublication);

        act(&office, record("M.4", "2022", "8"), record_publication).unwrap();
        assert_eq!(status(&office, "M.4", None), Status::AwaitsPublication, "nothing to compare with");
        act(&office, record("M.4", "2021", "9"), record_publication).unwrap();
        assert_eq!(status(&office, "M.4", None), Status::Met);
        assert_eq!(entries(&office, "plan.published").len(), 4);
    });
}

#[test]
fn the_responsible_unit_changes_by_version() {
    Office::each(|office| {
        let change = |unit, version| SetResponsible { at: place("2.a1"), unit, version };
        let unit = office.units["BTXH"];
        act(&office, change(unit, 1), set_responsible).unwrap();
        let late = act(&office, change(unit, 1), set_responsible);
        assert!(matches!(late, Err(PlanRefused::Store(StoreError::Conflict))));
        let refused = act(&office, change(kernel::UnitId(7), 2), set_responsible);
        assert!(matches!(refused, Err(PlanRefused::NoUnit)));
        assert_eq!(entries(&office, "plan.responsible"), ["plan.responsible_changed"]);
    });
}

#[test]
fn who_may_not_edit_is_refused_everything() {
    Office::each(|office| {
        let mut acting = office.app.program();
        acting.permissions = std::sync::Arc::default();
        acting.actor = Some(kernel::AccountId(5));
        let refused = office.app.db().write_now(move |tx| {
            let unit = kernel::UnitId(1);
            let all = [
                import(tx, &acting, PLAN).map(drop),
                complete_milestone(
                    tx,
                    &acting,
                    &Complete {
                        at: place("6.b"),
                        done_on: day("2022-03-01"),
                        documents: vec![file("a.pdf")],
                        remark: String::new(),
                    },
                ),
                reopen_milestone(tx, &acting, &Reopen { at: place("6.b"), reason: "x".to_owned() }),
                set_responsible(tx, &acting, &SetResponsible { at: place("2.a1"), unit, version: 1 }),
            ];
            Ok::<_, StoreError>(all.iter().all(|result| matches!(result, Err(PlanRefused::Forbidden(_)))))
        });
        assert!(refused.unwrap());
    });
}
