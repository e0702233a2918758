//! The facts of dossiers for the indicators, also as they were known on an earlier day: changes that became known
//! later are taken back with the help of the journal.

use kernel::{Date, DossierId, Fact, FactSchema};
use serde_json::{Map, Value};
use store::{FactPage, FactQuery, Measure, Record, StoreError, Tx, journal};

use crate::domain::{Dossier, PublicStatus, SCHEMA, fact, undo};

/// Facts of dossiers.
#[derive(Debug, Clone, Copy)]
pub struct DossierMeasure;

impl Measure for DossierMeasure {
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
        let dossiers = match name {
            "received_on" => crate::store::received_on(tx, query.agency, day, query.unit)?,
            "ended_on" => crate::store::ended_on(tx, query.agency, day, query.unit)?,
            _ => {
                return Err(StoreError::Corrupt {
                    column: format!("dossier.{name} does not place dossiers in time"),
                });
            }
        };
        let mut facts = Vec::with_capacity(dossiers.len());
        for dossier in dossiers {
            if let Some(known) = as_known(tx, dossier, query.as_of)? {
                let fact = fact(&known);
                if fact.date(field) == Some(day) {
                    facts.push((known.id.get(), fact));
                }
            }
        }
        Ok(facts)
    }

    fn page(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        after: i64,
        most: i64,
    ) -> Result<FactPage, StoreError> {
        let dossiers = crate::store::page(tx, query.agency, after, most)?;
        let full = dossiers.len() as i64 == most;
        let next = dossiers.last().map(|dossier| dossier.id.get()).filter(|_| full);
        let mut facts = Vec::with_capacity(dossiers.len());
        for dossier in dossiers {
            if query.unit.is_some_and(|unit| unit != dossier.unit) {
                continue;
            }
            if let Some(known) = as_known(tx, dossier, query.as_of)? {
                facts.push((known.id.get(), fact(&known)));
            }
        }
        Ok(FactPage { facts, next })
    }

    fn records(&self, tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            match crate::store::find(tx, DossierId(*id)) {
                Ok(dossier) => records.push(record(&dossier)),
                Err(StoreError::Missing) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(records)
    }
}

fn record(dossier: &Dossier) -> Record {
    Record {
        id: dossier.id.get(),
        code: dossier.code.clone(),
        title: dossier.applicant_name.clone(),
        href: crate::urls::dossier(&dossier.code),
        note: note(dossier),
    }
}

/// What explains how the dossier counts.
fn note(dossier: &Dossier) -> String {
    use kernel::vi;
    let due = dossier.due_at.or(dossier.first_due_at).map(|due| format!("hẹn {}", vi::date(due.date())));
    let ended = dossier.ended_on.map(|day| format!("xong {}", vi::date(day)));
    let asked = (dossier.n_supplements > 0).then(|| format!("bổ sung {} lần", dossier.n_supplements));
    let moved = (dossier.n_extensions > 0).then(|| "đã hẹn lại".to_owned());
    let status = Some(PublicStatus::of(dossier).label().to_owned());
    [due, ended, asked, moved, status].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The dossier as it was known at the end of `day`; `None` where it was not known then.
fn as_known(tx: &mut Tx<'_>, dossier: Dossier, day: Date) -> Result<Option<Dossier>, StoreError> {
    // Everything since `day` that changed the record stands in the journal; most dossiers have nothing.
    if last_change(&dossier).date() <= day {
        return Ok(Some(dossier));
    }
    if dossier.registered_at.date() > day {
        return Ok(None);
    }
    let id = dossier.id.get();
    let corrupt = || StoreError::Corrupt { column: format!("dossier {id}: row and journal disagree") };
    let Value::Object(mut held) = serde_json::to_value(&dossier)? else { return Err(corrupt()) };
    for entry in journal::about(tx, id)?.iter().rev().take_while(|entry| entry.at.date() > day) {
        let payload: Map<String, Value> = serde_json::from_str(&entry.payload)?;
        if let Some(Value::Object(changes)) = payload.get("changes") {
            undo(&mut held, changes).ok_or_else(corrupt)?;
        }
    }
    Ok(Some(serde_json::from_value(Value::Object(held))?))
}

/// The latest instant at which the record can have changed.
fn last_change(dossier: &Dossier) -> kernel::Instant {
    if dossier.returned_at.is_none() && dossier.refused_at.is_none() && dossier.withdrawn_at.is_none() {
        // Still open: it may have changed at any time.
        return kernel::Instant::from_millis(i64::MAX / 2);
    }
    [
        dossier.returned_at,
        dossier.refused_at,
        dossier.withdrawn_at,
        dossier.result_published_at,
        dossier.finished_at,
    ]
    .into_iter()
    .flatten()
    .max()
    .unwrap_or(dossier.registered_at)
}
