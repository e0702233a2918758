//! Any order of acts leaves the record, the deadline, the inbox and the journal in agreement.

use ::store::{Db, FactQuery, Measure, StoreError, journal};
use kernel::{Date, DossierId, Instant};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use testkit::AGENCY;

use super::{BY_CALENDAR, BY_DAYS, Staffed, at, dossier_of, each, load};
use crate::acts::frame::Case;
use crate::acts::{
    self, AskPayment, AskSupplement, Asked, Command, HandOver, NewResult, Pausing, Reappoint, Refusal,
    ReturnResult, SendBack, SettlePayment, TakeSupplement,
};
use crate::domain::{DossierRefused, clocks, sort_key};
use crate::{DossierMeasure, PublicStatus, SCHEMA};

/// One try: what, how many minutes later, how far a new date lies ahead.
#[derive(Debug, Clone)]
struct Try {
    act: u8,
    minutes: i64,
    days: i64,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = (0_u8..15, 1_i64..4_000, 1_i64..20).prop_map(|(act, minutes, days)| Try { act, minutes, days });
    vec(one, 1..24)
}

fn command(staffed: &Staffed, step: &Try, now: Instant, finishes: bool) -> Command {
    let reason = || "lý do".to_owned();
    let legal_basis = || "căn cứ".to_owned();
    match step.act {
        // Handing over is the usual thing to do.
        0..=3 => Command::HandOver(HandOver {
            result: finishes.then(|| NewResult {
                number: "1/QĐ".to_owned(),
                name: "Quyết định".to_owned(),
                publish: step.days % 2 == 0,
            }),
            ..HandOver::default()
        }),
        4 => Command::AskSupplement(AskSupplement {
            papers: vec![Asked { code: "gt-01".to_owned(), name: "Đơn".to_owned(), reason: reason() }],
            legal_basis: legal_basis(),
            override_reason: reason(),
            respond_by: (step.days % 2 == 0).then(|| now.plus_minutes(step.days * 60)),
        }),
        5 => Command::TakeSupplement(TakeSupplement::default()),
        6 => Command::Pause(Pausing { reason: reason(), legal_basis: legal_basis() }),
        7 => Command::Resume,
        8 => {
            Command::Reappoint(Reappoint { due_at: now.plus_minutes(step.days * 24 * 60), reason: reason() })
        }
        9 => Command::SendBack(SendBack { reason: reason() }),
        10 if step.days > 17 => Command::Refuse(Refusal { reason: reason(), legal_basis: legal_basis() }),
        10 if step.days > 15 => Command::Withdraw(reason()),
        10 => Command::PublishResult,
        11 => Command::AskPayment(AskPayment { amount: 8_000, legal_basis: legal_basis() }),
        12 => Command::CloseAfterSilence,
        13 if step.days > 15 => Command::Stop(Refusal { reason: reason(), legal_basis: legal_basis() }),
        13 => Command::SettlePayment(SettlePayment { online: step.days % 2 == 0, reference: reason() }),
        _ => {
            let _ = staffed;
            Command::ReturnResult(ReturnResult::default())
        }
    }
}

/// Who would do it: the counter what belongs to the counter, whoever holds the step all else.
fn who(staffed: &Staffed, db: &Db, id: DossierId, command: &Command) -> &'static str {
    let at_counter =
        matches!(command, Command::TakeSupplement(_) | Command::SettlePayment(_) | Command::ReturnResult(_));
    let open = db.read_now(move |tx| process::current(tx, id.get())).unwrap();
    if at_counter || open.is_none() { "tran.mai" } else { staffed.holder(db, id) }
}

fn run(staffed: &Staffed, db: &Db, procedure: &'static str, tries: &[Try]) {
    let mut now = at("2022-03-07T09:00");
    let acting = staffed.acting_at("tran.mai", now);
    let id = staffed
        .run(db, acting, move |tx, office, acting| acts::receive(tx, office, acting, &dossier_of(procedure)))
        .unwrap()
        .id;
    let mut n_done = 1;
    let mut finishes = false;
    for step in tries {
        now = now.plus_minutes(step.minutes);
        let command = command(staffed, step, now, finishes);
        let acting = staffed.acting_at(who(staffed, db, id, &command), now);
        match staffed.run(db, acting, move |tx, office, acting| command.run(tx, office, acting, id)) {
            Ok(()) => n_done += 1,
            Err(DossierRefused::ResultNeeded) => finishes = true,
            Err(DossierRefused::Store(failure)) => panic!("{failure}"),
            Err(_) => {}
        }
        check(staffed, db, id, n_done);
    }
}

fn check(staffed: &Staffed, db: &Db, id: DossierId, n_done: usize) {
    let dossier = load(db, id);
    let status = PublicStatus::of(&dossier);
    let office = staffed.office.clone();
    let (case, rows, entries) = db
        .read_now::<_, DossierRefused>(move |tx| {
            let rows = crate::store::clock_rows(tx, id)?;
            Ok((Case::load(tx, &office, id)?, rows, journal::about(tx, id.get())?))
        })
        .unwrap();
    // One entry an act, and taking every change back gives what was received.
    assert_eq!(entries.len(), n_done);
    let audit = db.read_now::<_, StoreError>(|tx| crate::audit(tx, AGENCY)).unwrap();
    assert!(audit.altered.is_empty(), "{:?}", audit.altered);
    // Somebody has the work until the end, and the inbox shows it at the dossier's deadline.
    let over = status.is_end() && status != PublicStatus::Finished;
    assert_eq!(case.work.is_none(), over, "{status:?}");
    if let Some(work) = &case.work {
        assert_eq!(work.sort, sort_key(&dossier), "{status:?}");
    }
    // Dates and status say the same.
    let awaiting = dossier.paused_at.is_some() && dossier.due_at.is_none();
    assert_eq!(status == PublicStatus::AwaitingSupplement, awaiting && !status.is_end());
    assert_eq!(status == PublicStatus::AwaitingPayment, dossier.awaits_payment() && !status.is_end());
    assert!(!dossier.awaits_payment() || dossier.paused_at.is_some());
    assert!(dossier.returned_at.is_none() || !dossier.owes());
    assert_eq!(dossier.ended_on.is_some(), status.is_end());
    assert_eq!(dossier.timeliness.is_some(), status.is_end());
    let limit = case.limit().unwrap();
    let clocks = clocks(&case.calendar, &limit, &dossier, &rows).unwrap();
    if dossier.paused_at.is_none() {
        assert_eq!(dossier.due_at, clocks.statutory.due.map(|due| due.at));
        assert_eq!(dossier.index_due_at, Some(clocks.national.due.at));
    }
    assert_eq!(dossier.n_supplements as usize, clocks.national.requests);
    let first = crate::domain::clocks(&case.calendar, &limit, &dossier, &[]).unwrap();
    assert_eq!(dossier.first_due_at, first.statutory.due.map(|due| due.at), "the first promise stays");
}

#[test]
fn any_order_of_acts_leaves_everything_in_agreement() {
    each(|db, staffed| {
        for procedure in [BY_DAYS, BY_CALENDAR] {
            let mut runner =
                TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
            runner
                .run(&tries(), |tries| {
                    run(staffed, db, procedure, &tries);
                    Ok(())
                })
                .unwrap();
        }
        known_in_pages(db);
        // What the accounts are said to hold is what they hold.
        let mut open = 0;
        for (_, account, ..) in &staffed.people {
            let account = *account;
            let said = db.read_now(move |tx| process::load(tx, AGENCY, account)).unwrap();
            let filter = process::inbox::Filter {
                agency: AGENCY,
                scope: process::inbox::Scope::Account(account),
                urgency: process::inbox::Urgency::All,
                step: None,
                topic: None,
                now: at("2022-12-01T09:00"),
            };
            let counts = db
                .read_now::<_, StoreError>(move |tx| process::inbox::counts(tx, &filter, filter.now))
                .unwrap();
            assert_eq!(said, counts.all);
            open += said;
        }
        assert!(open > 0);
    });
}

/// What was open, and what a day holds, is the same read in small pages from the lists made for it as read from all
/// dossiers, on every day of the past.
fn known_in_pages(db: &Db) {
    let place = |name: &str| SCHEMA.fields.iter().position(|field| field.name == name).unwrap();
    let (received, ended) = (place("received_on"), place("ended_on"));
    db.read_now::<_, StoreError>(move |tx| {
        let first: Date = "2022-03-05".parse().unwrap();
        for ahead in (0..80).step_by(7).chain([20_000]) {
            let as_of = first.plus(ahead);
            let query = FactQuery { agency: AGENCY, unit: None, as_of };
            let all = DossierMeasure.page(tx, &query, i64::MIN, i64::MAX)?.facts;
            let (mut open, mut next) = (Vec::new(), Some(i64::MIN));
            while let Some(after) = next {
                let page = DossierMeasure.page_lacking(tx, &query, ended, after, 5)?.unwrap();
                open.extend(page.facts.into_iter().filter(|(_, fact)| fact.date(ended).is_none()));
                next = page.next;
            }
            let expected: Vec<_> =
                all.iter().filter(|(_, fact)| fact.date(ended).is_none()).cloned().collect();
            assert_eq!(open, expected, "open at the end of {as_of}");
            for (field, day) in [(received, "2022-03-07".parse().unwrap()), (ended, first.plus(10))] {
                let (mut placed, mut next) = (Vec::new(), Some(i64::MIN));
                while let Some(after) = next {
                    let page = DossierMeasure.on_day_page(tx, &query, (field, day), after, 4)?;
                    placed.extend(page.facts);
                    next = page.next;
                }
                assert_eq!(placed, DossierMeasure.on_day(tx, &query, field, day)?, "{day} as of {as_of}");
            }
        }
        let other = FactQuery { agency: AGENCY, unit: None, as_of: first };
        assert!(DossierMeasure.page_lacking(tx, &other, received, i64::MIN, 5)?.is_none());
        Ok(())
    })
    .unwrap();
}
