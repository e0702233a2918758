//! The facts of dossiers for the indicators, also as they were known on an earlier day: changes that became known
//! later are taken back with the help of the journal.

use kernel::{AgencyId, Date, DossierId, Fact, FactSchema};
use serde_json::{Map, Value};
use store::{FactPage, FactQuery, History, HistoryPage, Measure, Record, StoreError, Tx, journal};

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
        Ok(self.on_day_page(tx, query, (field, day), i64::MIN, i64::MAX)?.facts)
    }

    fn on_day_page(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        (field, day): (usize, Date),
        after: i64,
        most: i64,
    ) -> Result<FactPage, StoreError> {
        let name = SCHEMA.fields.get(field).map_or("", |field| field.name);
        let which = (day, query.unit);
        let dossiers = match name {
            "received_on" => crate::store::received_on(tx, query.agency, which, (after, most))?,
            "ended_on" => crate::store::ended_on(tx, query.agency, which, (after, most))?,
            _ => {
                return Err(StoreError::Corrupt {
                    column: format!("dossier.{name} does not place dossiers in time"),
                });
            }
        };
        let mut page = known_page(tx, query, dossiers, most)?;
        page.facts.retain(|(_, fact)| fact.date(field) == Some(day));
        Ok(page)
    }

    fn page_lacking(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        field: usize,
        after: i64,
        most: i64,
    ) -> Result<Option<FactPage>, StoreError> {
        if SCHEMA.fields.get(field).is_none_or(|field| field.name != "ended_on") {
            return Ok(None);
        }
        let ids = crate::store::open_at(tx, query.agency, query.as_of, after, most)?;
        let mut dossiers = Vec::with_capacity(ids.len());
        for id in ids {
            dossiers.push(crate::store::find(tx, id)?);
        }
        known_page(tx, query, dossiers, most).map(Some)
    }

    fn page(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        after: i64,
        most: i64,
    ) -> Result<FactPage, StoreError> {
        let dossiers = crate::store::page(tx, query.agency, after, most)?;
        known_page(tx, query, dossiers, most)
    }

    fn history(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        after: i64,
        most: i64,
    ) -> Result<HistoryPage, StoreError> {
        let dossiers = crate::store::page(tx, agency, after, most)?;
        let full = dossiers.len() as i64 == most;
        let next = dossiers.last().map(|dossier| dossier.id.get()).filter(|_| full);
        let mut subjects = Vec::with_capacity(dossiers.len());
        for dossier in dossiers {
            subjects.push((dossier.id.get(), states(tx, &dossier)?));
        }
        Ok(HistoryPage { subjects, next })
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

/// The facts of dossiers read as a page of at most `most`, as they were known then.
fn known_page(
    tx: &mut Tx<'_>,
    query: &FactQuery,
    dossiers: Vec<Dossier>,
    most: i64,
) -> Result<FactPage, StoreError> {
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
    let mut past = Past::of(&dossier)?;
    for entry in journal::about(tx, dossier.id.get())?.iter().rev().take_while(|entry| entry.at.date() > day)
    {
        past.take_back(entry)?;
    }
    past.dossier().map(Some)
}

/// The facts of a dossier at the end of every day on which something was done about it.
fn states(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<History, StoreError> {
    let entries = journal::about(tx, dossier.id.get())?;
    let mut past = Past::of(dossier)?;
    let mut states = History::new();
    for entry in entries.iter().rev() {
        let day = entry.at.date();
        if states.last().is_none_or(|(known, _)| *known != day) {
            states.push((day, Some(fact(&past.dossier()?))));
        }
        past.take_back(entry)?;
    }
    states.reverse();
    Ok(states)
}

/// A dossier on its way back through the journal.
struct Past {
    id: DossierId,
    held: Map<String, Value>,
}

impl Past {
    fn of(dossier: &Dossier) -> Result<Self, StoreError> {
        match serde_json::to_value(dossier)? {
            Value::Object(held) => Ok(Self { id: dossier.id, held }),
            _ => Err(StoreError::Corrupt { column: "dossier".to_owned() }),
        }
    }

    /// Undoes what an entry says was changed.
    fn take_back(&mut self, entry: &journal::Entry) -> Result<(), StoreError> {
        let payload: Map<String, Value> = serde_json::from_str(&entry.payload)?;
        if let Some(Value::Object(changes)) = payload.get("changes") {
            undo(&mut self.held, changes).ok_or_else(|| StoreError::Corrupt {
                column: format!("dossier {}: row and journal disagree", self.id),
            })?;
        }
        Ok(())
    }

    fn dossier(&self) -> Result<Dossier, StoreError> {
        Ok(serde_json::from_value(Value::Object(self.held.clone()))?)
    }
}

/// The latest instant at which the record can have changed.
fn last_change(dossier: &Dossier) -> kernel::Instant {
    let over = [dossier.returned_at, dossier.refused_at, dossier.withdrawn_at, dossier.stopped_at];
    if over.iter().all(Option::is_none) {
        // Still open: it may have changed at any time.
        return kernel::Instant::from_millis(i64::MAX / 2);
    }
    let later = [
        dossier.result_published_at,
        dossier.finished_at,
        dossier.payment_settled_at,
        dossier.result_approved_at,
        dossier.digitised_at,
    ];
    over.into_iter().chain(later).flatten().max().unwrap_or(dossier.registered_at)
}
