//! Where facts come from: a context implements [`Measure`] for its subject, `app` hands the implementations to
//! the indicator engine. The engine reads facts, never tables.

use std::collections::BTreeSet;

use kernel::{AgencyId, Date, Fact, FactSchema, UnitId};

use crate::{StoreError, Tx, journal};

/// Which facts to read.
#[derive(Debug, Clone, Copy)]
pub struct FactQuery {
    /// Agency.
    pub agency: AgencyId,
    /// One unit, or all.
    pub unit: Option<UnitId>,
    /// The facts as they were known at the end of this day.
    pub as_of: Date,
}

/// A record as a list of evidence shows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Record {
    /// Id.
    pub id: i64,
    /// Its code, such as `H31.12-220914-0023`.
    pub code: String,
    /// What it is, in words.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What explains it: where it is late, at which step, why.
    pub note: String,
}

/// The facts of one subject.
pub trait Measure: Send + Sync {
    /// Their fields. One field is named `unit_id`.
    fn schema(&self) -> &'static FactSchema;

    /// The facts placed on `day` by date field number `field`, by ascending id.
    fn on_day(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        field: usize,
        day: Date,
    ) -> Result<Vec<(i64, Fact)>, StoreError>;

    /// A page of all facts with an id above `after`, by ascending id; fewer than `most` where it is the last.
    /// Facts of subjects that did not exist at `query.as_of` are left out, so a page may be short without being
    /// the last: the id to go on from is returned, `None` at the end.
    fn page(&self, tx: &mut Tx<'_>, query: &FactQuery, after: i64, most: i64)
    -> Result<FactPage, StoreError>;

    /// A page of the facts placed on `day` by date field number `field`, with an id above `after`, by ascending id;
    /// at most `most`. As in [`Measure::page`], the id to go on from is returned, `None` at the end. By default the
    /// whole day is read for it; a context whose days are long overrides it.
    fn on_day_page(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        (field, day): (usize, Date),
        after: i64,
        most: i64,
    ) -> Result<FactPage, StoreError> {
        let mut facts = self.on_day(tx, query, field, day)?;
        facts.retain(|(id, _)| *id > after);
        facts.sort_unstable_by_key(|(id, _)| *id);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let next = if facts.len() > most {
            facts.truncate(most);
            facts.last().map(|(id, _)| *id)
        } else {
            None
        };
        Ok(FactPage { facts, next })
    }

    /// As [`Measure::page`], without the facts that have a value in field number `field` as far as the context can
    /// leave them out quickly: every fact that lacks the value is there. `None` where it has no quicker way than to
    /// look through all facts. The list of a state is read with this, such as dossiers that have not ended, so that
    /// it costs what it lists.
    fn page_lacking(
        &self,
        tx: &mut Tx<'_>,
        query: &FactQuery,
        field: usize,
        after: i64,
        most: i64,
    ) -> Result<Option<FactPage>, StoreError> {
        let _ = (tx, query, field, after, most);
        Ok(None)
    }

    /// The records of `ids`, in that order; unknown ids are left out.
    fn records(&self, tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Record>, StoreError>;

    /// A page of subjects with an id above `after`, by ascending id, each with what its fact was at the end of
    /// every day on which it may have changed. Counters are counted anew from this. By default the days are those
    /// of the subject's journal entries; a context that can tell with fewer queries overrides it.
    fn history(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        after: i64,
        most: i64,
    ) -> Result<HistoryPage, StoreError> {
        let query = FactQuery { agency, unit: None, as_of: ALWAYS };
        let page = self.page(tx, &query, after, most)?;
        let mut subjects = Vec::with_capacity(page.facts.len());
        for (id, fact) in page.facts {
            let days: BTreeSet<Date> =
                journal::about(tx, id)?.into_iter().map(|entry| entry.at.date()).collect();
            let mut states = Vec::with_capacity(days.len());
            let last = days.last().copied();
            for day in days {
                let known = if Some(day) == last {
                    Some(fact.clone())
                } else {
                    let query = FactQuery { as_of: day, ..query };
                    let facts = self.page(tx, &query, id - 1, 1)?.facts;
                    facts.into_iter().find(|(found, _)| *found == id).map(|(_, fact)| fact)
                };
                states.push((day, known));
            }
            subjects.push((id, states));
        }
        Ok(HistoryPage { subjects, next: page.next })
    }
}

/// 9999-12-31: a day by which everything is known.
const ALWAYS: Date = Date::from_days(2_932_896);

/// A page of facts.
#[derive(Debug, Clone, Default)]
pub struct FactPage {
    /// Id and fact.
    pub facts: Vec<(i64, Fact)>,
    /// Where the next page starts; `None` at the end.
    pub next: Option<i64>,
}

/// What a subject's fact was at the end of each day on which it may have changed, in order of day; `None` while the
/// subject was not known.
pub type History = Vec<(Date, Option<Fact>)>;

/// A page of histories.
#[derive(Debug, Clone, Default)]
pub struct HistoryPage {
    /// Id and history.
    pub subjects: Vec<(i64, History)>,
    /// Where the next page starts; `None` at the end.
    pub next: Option<i64>,
}
