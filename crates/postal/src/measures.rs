//! The facts of orders for the indicators, also as they were known on an earlier day.

use kernel::{AgencyId, Date, Fact, FactSchema, vi};
use store::{FactPage, FactQuery, History, HistoryPage, Measure, Record, StoreError, Tx};

use crate::domain::{Order, OrderId, SCHEMA, fact, known_days};
use crate::{labels, store as rows, urls};

/// Facts of orders.
#[derive(Debug, Clone, Copy)]
pub struct PostalMeasure;

impl Measure for PostalMeasure {
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
        let name = SCHEMA.fields.get(field).map_or("", |field| field.name);
        let orders = match name {
            "registered_on" => rows::registered_on(tx, query.agency, day, query.unit)?,
            "delivered_on" => rows::delivered_on(tx, query.agency, day, query.unit)?,
            _ => {
                return Err(StoreError::Corrupt {
                    column: format!("postal.{name} does not place orders in time"),
                });
            }
        };
        let known = |order: Order| Some((order.id.get(), fact(&order, query.as_of)?));
        Ok(orders.into_iter().filter_map(known).filter(|(_, fact)| fact.date(field) == Some(day)).collect())
    }

    fn page(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        after: i64,
        most: i64,
    ) -> Result<FactPage, StoreError> {
        let orders = rows::page(tx, query.agency, after, most)?;
        let next = next(&orders, most);
        let wanted = orders.into_iter().filter(|order| query.unit.is_none_or(|unit| unit == order.unit));
        let facts = wanted.filter_map(|order| Some((order.id.get(), fact(&order, query.as_of)?))).collect();
        Ok(FactPage { facts, next })
    }

    fn history(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        after: i64,
        most: i64,
    ) -> Result<HistoryPage, StoreError> {
        let orders = rows::page(tx, agency, after, most)?;
        let next = next(&orders, most);
        let history = |order: &Order| -> History {
            known_days(order).into_iter().map(|day| (day, fact(order, day))).collect()
        };
        Ok(HistoryPage {
            subjects: orders.iter().map(|order| (order.id.get(), history(order))).collect(),
            next,
        })
    }

    fn records(&self, tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            match rows::find(tx, OrderId(*id)) {
                Ok(order) => records.push(record(&order)),
                Err(StoreError::Missing) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(records)
    }
}

fn next(orders: &[Order], most: i64) -> Option<i64> {
    let full = orders.len() as i64 == most;
    orders.last().map(|order| order.id.get()).filter(|_| full)
}

fn record(order: &Order) -> Record {
    let due = order.due_at.map(|due| format!("hẹn phát {}", vi::date(due.date())));
    let done = order.delivered_at.map(|at| format!("phát {}", vi::date(at.date())));
    let tried = (order.n_attempts > 0).then(|| format!("không phát được {} lần", order.n_attempts));
    let state = Some(labels::state(order).to_owned());
    Record {
        id: order.id.get(),
        code: order.number.clone(),
        title: order.receiver.name.clone(),
        href: urls::order(&order.number),
        note: [due, done, tried, state].into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}
