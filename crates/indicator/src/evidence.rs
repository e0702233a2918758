//! The records behind a figure. Counters say which days have any, so only those days' facts are read. The number
//! of records listed is the figure, always.

use formula::Membership;
use kernel::{Cursor, Date, Fact, Page, UnitId};
use serde::Serialize;
use store::tally;
use store::{FactPage, FactQuery, Measure, Record, Tx};

use crate::reading::range;
use crate::{Engine, Figure, Indicator, IndicatorError, Scope};

/// The fewest and the most facts read at once.
const CHUNK: (usize, usize) = (50, 500);
/// Records that an export reads at once.
const EXPORT: usize = 500;

/// Which records of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Those in the numerator.
    Met,
    /// Those in the denominator only.
    Missed,
    /// Those left out.
    Excluded,
    /// Those in the denominator: met or missed.
    Counted,
    /// All of them, those left out too.
    All,
}

impl Part {
    /// In the order of the page's tabs.
    pub const EACH: [Self; 5] = [Self::Counted, Self::Met, Self::Missed, Self::Excluded, Self::All];

    /// Where a record stands; `None` outside the indicator.
    pub const fn of(membership: Membership) -> Option<Self> {
        match membership {
            Membership::Outside => None,
            Membership::Excluded(_) => Some(Self::Excluded),
            Membership::Missed => Some(Self::Missed),
            Membership::Met => Some(Self::Met),
        }
    }

    fn lists(self, part: Self) -> bool {
        match self {
            Self::All => true,
            Self::Counted => matches!(part, Self::Met | Self::Missed),
            one => one == part,
        }
    }
}

/// A record behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceRow {
    /// The record.
    #[serde(flatten)]
    pub record: Record,
    /// The day on which it counts; for a stock, the day whose state is shown.
    pub day: Date,
    /// Whose record it is.
    pub unit: UnitId,
    /// Where it stands.
    pub part: Part,
    /// Why: the reason of an exclusion, else what explains the record.
    pub reason: String,
}

impl EvidenceRow {
    /// Where the page after this record starts.
    pub fn cursor(&self) -> Cursor {
        Cursor { key: self.day.to_string(), id: self.record.id }
    }
}

/// A record found, before its words are read.
struct Found {
    id: i64,
    day: Date,
    unit: UnitId,
    part: Part,
    excluded: Option<usize>,
}

/// What to look for.
struct Search<'a> {
    indicator: &'a Indicator,
    measure: &'a dyn Measure,
    scope: &'a Scope,
    part: Part,
}

impl Search<'_> {
    fn query(&self, as_of: Date) -> FactQuery {
        // The unit is compared here: it is the indicator that says which field holds it.
        FactQuery { agency: self.scope.agency, unit: None, as_of }
    }

    fn take(&self, id: i64, day: Date, fact: &Fact) -> Option<Found> {
        let compiled = &self.indicator.compiled;
        let membership = compiled.classify(fact);
        let part = Part::of(membership).filter(|part| self.part.lists(*part))?;
        let unit = UnitId(compiled.unit(fact)?);
        if self.scope.unit.is_some_and(|wanted| wanted != unit) {
            return None;
        }
        let excluded = match membership {
            Membership::Excluded(reason) => Some(reason),
            _ => None,
        };
        Some(Found { id, day, unit, part, excluded })
    }

    /// Up to `most` records after `after`, by day and id.
    fn flow(
        &self,
        tx: &mut Tx<'_>,
        on: usize,
        after: Option<(Date, i64)>,
        most: usize,
    ) -> Result<Vec<Found>, IndicatorError> {
        let mut wanted = range(self.indicator, self.scope);
        if let Some((day, _)) = after {
            wanted.from = wanted.from.max(day);
        }
        let mut found = Vec::new();
        for (day, sums) in tally::by_day(tx, &wanted)? {
            if Figure::from(sums).of(self.part) == 0 {
                continue;
            }
            let start = after.filter(|(first, _)| *first == day).map_or(i64::MIN, |(_, id)| id);
            let mut next = Some(start);
            while let Some(from) = next.filter(|_| found.len() < most) {
                let query = self.query(self.scope.as_of);
                let page =
                    self.measure.on_day_page(tx, &query, (on, day), from, chunk(most - found.len()))?;
                found.extend(page.facts.iter().filter_map(|(id, fact)| self.take(*id, day, fact)));
                next = page.next;
            }
            if found.len() >= most {
                found.truncate(most);
                break;
            }
        }
        Ok(found)
    }

    /// Up to `most` records after `after`, by id. A state has no day: the facts are looked through, as far as the
    /// indicator can count them.
    fn stock(&self, tx: &mut Tx<'_>, after: i64, most: usize) -> Result<Vec<Found>, IndicatorError> {
        let day = self.scope.state_day();
        let all = Engine::figure_of(tx, self.indicator, self.scope)?.of(self.part);
        let most = most.min(usize::try_from(all).unwrap_or(0));
        let (mut found, mut next) = (Vec::new(), Some(after));
        while let Some(from) = next.filter(|_| found.len() < most) {
            let page = self.candidates(tx, day, from, chunk(most - found.len()))?;
            found.extend(page.facts.iter().filter_map(|(id, fact)| self.take(*id, day, fact)));
            next = page.next;
        }
        found.truncate(most);
        Ok(found)
    }

    /// A page of the facts that can be part of the state of `day`: a record that has what rules it out is left out
    /// where the context can do so quickly.
    fn candidates(
        &self,
        tx: &mut Tx<'_>,
        day: Date,
        after: i64,
        most: i64,
    ) -> Result<FactPage, IndicatorError> {
        let query = self.query(day);
        for field in self.indicator.compiled.counts().false_if_present().iter() {
            if let Some(page) = self.measure.page_lacking(tx, &query, field, after, most)? {
                return Ok(page);
            }
        }
        Ok(self.measure.page(tx, &query, after, most)?)
    }

    /// The words of the records found.
    fn rows(&self, tx: &mut Tx<'_>, found: Vec<Found>) -> Result<Vec<EvidenceRow>, IndicatorError> {
        let ids: Vec<i64> = found.iter().map(|found| found.id).collect();
        let mut records = self.measure.records(tx, &ids)?.into_iter().peekable();
        let rows = found.into_iter().map(|found| {
            // A record that its context cannot show is still a record that was counted.
            let record = records.next_if(|record| record.id == found.id).unwrap_or_else(|| Record {
                id: found.id,
                code: found.id.to_string(),
                title: String::new(),
                href: String::new(),
                note: String::new(),
            });
            let reason = found.excluded.map(|index| self.indicator.compiled.reason(index).to_owned());
            EvidenceRow {
                reason: reason.unwrap_or_else(|| record.note.clone()),
                record,
                day: found.day,
                unit: found.unit,
                part: found.part,
            }
        });
        Ok(rows.collect())
    }

    fn find(
        &self,
        tx: &mut Tx<'_>,
        after: Option<&Cursor>,
        most: usize,
    ) -> Result<Vec<EvidenceRow>, IndicatorError> {
        let found = match self.indicator.compiled.on() {
            Some(on) => {
                let after = after.and_then(|cursor| Some((cursor.key.parse().ok()?, cursor.id)));
                self.flow(tx, on, after, most)?
            }
            None => self.stock(tx, after.map_or(i64::MIN, |cursor| cursor.id), most)?,
        };
        self.rows(tx, found)
    }
}

impl Engine {
    /// A page of the records behind the figure of `code` with the same scope, by day and id.
    pub fn evidence(
        &self,
        tx: &mut Tx<'_>,
        code: &str,
        scope: &Scope,
        part: Part,
        (after, size): (Option<&Cursor>, usize),
    ) -> Result<Page<EvidenceRow>, IndicatorError> {
        let indicator = self.indicator(tx, scope.agency, code)?;
        let measure = self.measure(&indicator.definition().subject)?;
        let search = Search { indicator: &indicator, measure: &**measure, scope, part };
        Ok(Page::cut(search.find(tx, after, size + 1)?, size, EvidenceRow::cursor))
    }

    /// All records behind a figure, one after the other: for exports.
    pub fn evidence_all(
        &self,
        tx: &mut Tx<'_>,
        code: &str,
        scope: &Scope,
        part: Part,
        sink: &mut dyn FnMut(&EvidenceRow) -> Result<(), IndicatorError>,
    ) -> Result<(), IndicatorError> {
        let mut start = None;
        loop {
            let page = self.evidence(tx, code, scope, part, (start.as_ref(), EXPORT))?;
            page.rows.iter().try_for_each(&mut *sink)?;
            match page.next {
                Some(next) => start = Some(next),
                None => return Ok(()),
            }
        }
    }
}

/// How many facts to read where so many records are wanted.
fn chunk(wanted: usize) -> i64 {
    wanted.clamp(CHUNK.0, CHUNK.1) as i64
}
