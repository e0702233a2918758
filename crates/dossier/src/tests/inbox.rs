//! Many at once, and the inbox: counts and lists agree, the urgent come first.

use ::store::StoreError;
use process::inbox::{self, Filter, Scope, Urgency};
use testkit::AGENCY;

use super::{BY_CALENDAR, BY_DAYS, at, each};
use crate::acts::{self, BulkAct, BulkOutcome};
use crate::domain::DossierRefused;

#[test]
fn each_row_of_a_bulk_act_has_its_own_outcome() {
    each(|db, staffed| {
        let ids = ["2022-03-07T09:00", "2022-03-07T09:10", "2022-03-07T09:20"]
            .map(|when| staffed.receive(db, BY_DAYS, when).id);
        // One of them ends in between.
        let gone = ids[1];
        staffed
            .run(db, staffed.acting("tran.mai", "2022-03-07T10:00"), move |tx, office, acting| {
                acts::withdraw(tx, office, acting, (gone, "đổi ý")).map(drop)
            })
            .unwrap();
        let mut outcomes = Vec::new();
        for id in ids {
            let done =
                staffed.run(db, staffed.acting("tran.mai", "2022-03-07T11:00"), move |tx, office, acting| {
                    acts::bulk(tx, office, acting, (id, &BulkAct::HandOver))
                });
            outcomes.push(BulkOutcome::of(id, String::new(), done).unwrap());
        }
        let refused: Vec<bool> = outcomes.iter().map(|outcome| outcome.refused.is_some()).collect();
        assert_eq!(refused, [false, true, false]);
        let to = staffed.account("lan.anh");
        let act = BulkAct::Assign { to, reason: "nghỉ phép".to_owned() };
        let id = ids[0];
        let unsuitable = staffed
            .run(db, staffed.acting("le.huy", "2022-03-07T14:00"), move |tx, office, acting| {
                acts::bulk(tx, office, acting, (id, &act))
            })
            .unwrap_err();
        assert!(matches!(unsuitable, DossierRefused::Work(process::ProcessRefused::NotSuitable)));
    });
}

#[test]
fn counts_and_lists_of_the_inbox_agree_and_the_urgent_come_first() {
    each(|db, staffed| {
        for (procedure, when) in [
            (BY_DAYS, "2022-03-14T09:00"),
            (BY_CALENDAR, "2022-03-01T09:00"),
            (BY_DAYS, "2022-03-01T10:00"),
            (BY_DAYS, "2022-02-10T09:00"),
        ] {
            staffed.receive(db, procedure, when);
        }
        let (now, soon) = (at("2022-03-10T09:00"), at("2022-03-14T09:00"));
        let mine = Scope::Account(staffed.account("tran.mai"));
        for scope in [mine, Scope::Agency, Scope::Unit(staffed.office.places.desk.unwrap())] {
            let filter = |urgency, topic: Option<&str>| Filter {
                agency: AGENCY,
                scope,
                urgency,
                step: None,
                topic: topic.map(str::to_owned),
                now,
            };
            let read = |urgency, topic| {
                let filter = filter(urgency, topic);
                let (list, counts) = db
                    .read_now::<_, StoreError>(move |tx| {
                        Ok((inbox::list(tx, &filter, None, 50)?, inbox::counts(tx, &filter, soon)?))
                    })
                    .unwrap();
                (list.rows, counts)
            };
            let (all, counts) = read(Urgency::All, None);
            assert!(all.windows(2).all(|pair| pair[0].sort <= pair[1].sort));
            assert_eq!((counts.all, counts.overdue, counts.soon, counts.paused), (4, 1, 2, 0));
            assert_eq!(all.len() as i64, counts.all);
            assert_eq!(read(Urgency::Overdue, None).0.len() as i64, counts.overdue);
            assert_eq!(read(Urgency::DueBy(soon), None).0.len() as i64, counts.soon);
            assert_eq!(read(Urgency::Paused, None).0.len() as i64, counts.paused);
            let (some, counts) = read(Urgency::All, Some(BY_CALENDAR));
            assert_eq!((some.len(), counts.all), (1, 1));
        }
    });
}
