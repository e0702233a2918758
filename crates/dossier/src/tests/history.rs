//! Facts as they were known on an earlier day.

use ::store::{FactQuery, Measure, StoreError};
use kernel::{Date, Value};
use testkit::AGENCY;

use super::{BY_DAYS, each};
use crate::acts::{self, HandOver};
use crate::{DossierMeasure, SCHEMA};

fn field(name: &str) -> usize {
    SCHEMA.fields.iter().position(|field| field.name == name).unwrap()
}

#[test]
fn facts_are_what_was_known_at_the_end_of_the_day() {
    each(|db, staffed| {
        let id = staffed.receive(db, BY_DAYS, "2022-03-07T09:00").id;
        let acting = staffed.acting("tran.mai", "2022-03-09T09:00");
        staffed
            .run(db, acting, move |tx, office, acting| {
                acts::hand_over(tx, office, acting, (id, &HandOver::default())).map(drop)
            })
            .unwrap();
        let acting = staffed.acting("tran.mai", "2022-03-16T09:00");
        staffed
            .run(db, acting, move |tx, office, acting| {
                acts::withdraw(tx, office, acting, (id, "đổi ý")).map(drop)
            })
            .unwrap();
        let statuses = [
            ("2022-03-06", None),
            ("2022-03-07", Some(2)),
            ("2022-03-08", Some(2)),
            ("2022-03-09", Some(4)),
            ("2022-03-15", Some(4)),
            ("2022-03-16", Some(7)),
            ("2022-04-01", Some(7)),
        ];
        for (day, status) in statuses {
            let as_of: Date = day.parse().unwrap();
            let query = FactQuery { agency: AGENCY, unit: None, as_of };
            let facts = db
                .read_now::<_, StoreError>(move |tx| {
                    DossierMeasure.on_day(tx, &query, field("received_on"), "2022-03-07".parse().unwrap())
                })
                .unwrap();
            let found = facts.first().map(|(_, fact)| fact.0[field("status")].clone());
            assert_eq!(found, status.map(Value::Int), "{day}");
            let page =
                db.read_now::<_, StoreError>(move |tx| DossierMeasure.page(tx, &query, 0, 10)).unwrap();
            assert_eq!(page.facts, facts, "{day}: both ways give the same");
        }
        let query = FactQuery { agency: AGENCY, unit: None, as_of: "2022-03-15".parse().unwrap() };
        let ended = db
            .read_now::<_, StoreError>(move |tx| {
                DossierMeasure.on_day(tx, &query, field("ended_on"), "2022-03-16".parse().unwrap())
            })
            .unwrap();
        assert!(ended.is_empty(), "on the 15th nobody knew of the end");
    });
}
