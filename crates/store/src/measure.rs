//! Where facts come from: a context implements [`Measure`] for its subject, `app` hands the implementations to
//! the indicator engine. The engine reads facts, never tables.

use kernel::{AgencyId, Date, Fact, FactSchema, UnitId};

use crate::{StoreError, Tx};

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

    /// The records of `ids`, in that order; unknown ids are left out.
    fn records(&self, tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Record>, StoreError>;
}

/// A page of facts.
#[derive(Debug, Clone, Default)]
pub struct FactPage {
    /// Id and fact.
    pub facts: Vec<(i64, Fact)>,
    /// Where the next page starts; `None` at the end.
    pub next: Option<i64>,
}
