//! The facts of what bodies are asked, for the indicators; also as they were known on an earlier day.

use kernel::{AgencyId, Date, Fact, FactSchema, vi};
use store::{FactPage, FactQuery, HistoryPage, Measure, Record, StoreError, Tx};

use crate::domain::{Part, PartId, SCHEMA, fact, known_days};
use crate::{store as rows, urls};

/// Facts of consultations.
#[derive(Debug, Clone, Copy)]
pub struct ConsultationMeasure;

impl Measure for ConsultationMeasure {
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
        let parts = match name {
            "opened_on" => rows::opened_on(tx, query.agency, day)?,
            "ended_on" => rows::ended_on(tx, query.agency, day)?,
            _ => {
                return Err(StoreError::Corrupt {
                    column: format!("consultation.{name} does not place requests in time"),
                });
            }
        };
        let mut facts = known(tx, query, parts)?;
        facts.retain(|(_, fact)| fact.date(field) == Some(day));
        Ok(facts)
    }

    fn page(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        after: i64,
        most: i64,
    ) -> Result<FactPage, StoreError> {
        let parts = rows::page(tx, query.agency, after, most)?;
        let next = next(&parts, most);
        Ok(FactPage { facts: known(tx, query, parts)?, next })
    }

    fn history(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        after: i64,
        most: i64,
    ) -> Result<HistoryPage, StoreError> {
        let parts = rows::page(tx, agency, after, most)?;
        let next = next(&parts, most);
        let mut subjects = Vec::with_capacity(parts.len());
        for part in parts {
            let consultation = rows::find(tx, part.consultation)?;
            let days = known_days(&part);
            let states = days.into_iter().map(|day| (day, fact(&consultation, &part, day))).collect();
            subjects.push((part.id.get(), states));
        }
        Ok(HistoryPage { subjects, next })
    }

    fn records(&self, tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            let part = match rows::part(tx, PartId(*id)) {
                Ok(part) => part,
                Err(StoreError::Missing) => continue,
                Err(error) => return Err(error),
            };
            let consultation = rows::find(tx, part.consultation)?;
            let due = part.due_at.map(|due| format!("hạn {}", vi::date(due.date())));
            let ended = part.ended_at().map(|at| format!("xong {}", vi::date(at.date())));
            records.push(Record {
                id: *id,
                code: consultation.number,
                title: format!("{}: {}", part.body.name, consultation.subject),
                href: urls::part(part.id),
                note: [due, ended].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            });
        }
        Ok(records)
    }
}

fn known(tx: &mut Tx<'_>, query: &FactQuery, parts: Vec<Part>) -> Result<Vec<(i64, Fact)>, StoreError> {
    let unit_at = SCHEMA.index("unit_id").unwrap_or_default();
    let mut facts = Vec::with_capacity(parts.len());
    for part in parts {
        let consultation = rows::find(tx, part.consultation)?;
        let Some(fact) = fact(&consultation, &part, query.as_of) else { continue };
        if query.unit.is_none_or(|unit| fact.int(unit_at) == Some(unit.get())) {
            facts.push((part.id.get(), fact));
        }
    }
    Ok(facts)
}

fn next(parts: &[Part], most: i64) -> Option<i64> {
    let full = parts.len() as i64 == most;
    parts.last().map(|part| part.id.get()).filter(|_| full)
}
