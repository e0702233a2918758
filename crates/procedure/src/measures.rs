//! What this context offers to indicators: the facts of procedures and the records behind them.

use kernel::{AgencyId, Date, Fact, FactSchema};
use store::{FactPage, FactQuery, HistoryPage, Measure, Record, StoreError, Tx};

use crate::{SCHEMA, store as rows, urls};

/// The facts of procedures.
#[derive(Debug, Clone, Copy)]
pub struct ProcedureMeasure;

impl Measure for ProcedureMeasure {
    fn schema(&self) -> &'static FactSchema {
        &SCHEMA
    }

    fn on_day(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        field: usize,
        day: Date,
    ) -> Result<Vec<(i64, Fact)>, StoreError> {
        match SCHEMA.fields.get(field).map(|field| field.name) {
            Some("in_force_on") => rows::facts_started_on(tx, query, day),
            Some("ended_on") => rows::facts_ended_on(tx, query, day),
            // No other field of the schema is a date.
            _ => Ok(Vec::new()),
        }
    }

    fn page(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        after: i64,
        most: i64,
    ) -> Result<FactPage, StoreError> {
        let facts = rows::facts_page(tx, query, after, most)?;
        let full = i64::try_from(facts.len()).is_ok_and(|n| n >= most);
        let next = facts.last().map(|(id, _)| *id).filter(|_| full);
        Ok(FactPage { facts, next })
    }

    fn history(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        after: i64,
        most: i64,
    ) -> Result<HistoryPage, StoreError> {
        let mut page = HistoryPage::default();
        for (id, known_on, fact) in rows::facts_history(tx, agency, after, most)? {
            match page.subjects.last_mut() {
                Some((last, states)) if *last == id => states.push((known_on, Some(fact))),
                _ => page.subjects.push((id, vec![(known_on, Some(fact))])),
            }
        }
        let full = i64::try_from(page.subjects.len()).is_ok_and(|n| n >= most);
        page.next = page.subjects.last().map(|(id, _)| *id).filter(|_| full);
        Ok(page)
    }

    fn records(&self, tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            records.extend(rows::by_id(tx, *id)?.map(|row| Record {
                id: row.id,
                href: urls::show(&row.code),
                note: crate::labels::record_note(&row),
                code: row.code,
                title: row.name,
            }));
        }
        Ok(records)
    }
}
