//! Counting anew from the facts: to check the counters, and to count a new definition over older subjects.
//!
//! A recount runs beside the acts, a chunk of subjects in each transaction, in order of id. The row
//! `indicator_backfill.reached` divides the subjects: acts count those up to it, the recount counts the others
//! when it comes to them, so every subject is counted exactly once. This is safe because nobody acts while the line
//! moves: on SQLite there is one writer at a time; on PostgreSQL every act that changes a fact holds the shared
//! lock [`LOCK`] of its agency until it commits, and a chunk takes that lock alone, so that it sees all that was
//! done by definitions and line of before, and whoever comes later sees the new ones. A new definition comes into
//! use under the same lock.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{Acting, AgencyId, Date, Fact, Instant, UnitId};
use serde::Serialize;
use serde_json::json;
use store::jobs::{self, Job};
use store::tally::{self, MonthSums, Span, Sums, TallyKey};
use store::{Db, Tx, journal};

use crate::engine::{LOCK, changes};
use crate::scope::{ALWAYS, BEGINNING};
use crate::store as rows;
use crate::{Engine, Indicator, IndicatorError};

/// Kind of the jobs that count a definition over older subjects.
pub const BACKFILL_JOB: &str = "indicator.backfill";
/// Subjects counted in one transaction.
const CHUNK: i64 = 250;

/// How far a recount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Subjects counted.
    pub n_done: i64,
    /// Part of the way in percent, as far as ids tell.
    pub percent: i64,
    /// Whether nothing is left.
    pub finished: bool,
}

impl Progress {
    fn of(row: &rows::BackfillRow) -> Self {
        let finished = row.done_at.is_some();
        let way = row.first_id.map_or(0, |first| {
            let (gone, all) = (row.reached.saturating_sub(first), row.upto_id.saturating_sub(first).max(1));
            (i128::from(gone) * 100 / i128::from(all)).clamp(0, 99) as i64
        });
        Self { n_done: row.n_done, percent: if finished { 100 } else { way }, finished }
    }
}

/// A counter that is not what the facts say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// Code of the indicator.
    pub code: String,
    /// Unit of the counter.
    pub unit: UnitId,
    /// Its day; the first of the month where the sum of a month differs from its days.
    pub day: Date,
    /// Since when it is known; `None` for the sum of a month.
    pub known_on: Option<Date>,
    /// What the counter holds.
    pub counted: Sums,
    /// What the facts say.
    pub recounted: Sums,
}

/// What a check of all counters found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Indicators checked.
    pub n_indicators: usize,
    /// Subjects whose facts were read.
    pub n_subjects: i64,
    /// Counters compared.
    pub n_counters: usize,
    /// Indicators left out because they are being counted now.
    pub pending: Vec<String>,
    /// Indicators that cannot be computed.
    pub broken: Vec<String>,
    /// What differs.
    pub mismatches: Vec<Mismatch>,
}

impl Report {
    /// Whether every counter is what the facts say.
    pub fn is_sound(&self) -> bool {
        self.mismatches.is_empty() && self.broken.is_empty()
    }
}

impl Engine {
    /// Counts all counters of an agency anew and compares. Changes nothing; `progress` hears of subjects read.
    pub fn verify(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        progress: &mut dyn FnMut(i64),
    ) -> Result<Report, IndicatorError> {
        let set = self.current(tx, agency)?;
        let mut report = Report {
            broken: set.broken.iter().map(|broken| broken.code.clone()).collect(),
            ..Report::default()
        };
        let everything = Span { from: BEGINNING, to: ALWAYS, as_of: ALWAYS };
        let months = tally::months(tx, agency, everything)?;
        for schema in self.schemas() {
            let (ready, pending): (Vec<_>, Vec<_>) =
                set.of_subject(schema.subject).partition(|indicator| indicator.ready);
            report.n_indicators += ready.len();
            report.pending.extend(pending.iter().map(|indicator| indicator.code().to_owned()));
            if ready.is_empty() {
                continue;
            }
            let mut sums = BTreeMap::new();
            let measure = self.measure(schema.subject)?;
            let mut next = Some(i64::MIN);
            while let Some(after) = next {
                let page = measure.history(tx, agency, after, CHUNK)?;
                for (_, states) in &page.subjects {
                    report.n_subjects += 1;
                    for indicator in &ready {
                        replay(agency, indicator, states, &mut |key, delta| {
                            sums.entry(key).or_insert_with(Sums::default).add(delta);
                        });
                    }
                }
                progress(report.n_subjects);
                next = page.next;
            }
            for indicator in ready {
                compare(tx, agency, indicator, &mut sums, &mut report)?;
                compare_months(tx, agency, (indicator, &months), &mut report)?;
            }
        }
        Ok(report)
    }

    /// How far the count of an indicator is; `None` where it is complete.
    pub fn progress(
        &self,
        tx: &mut Tx<'_>,
        indicator: &Indicator,
    ) -> Result<Option<Progress>, IndicatorError> {
        if indicator.ready {
            return Ok(None);
        }
        Ok(Some(Progress::of(&rows::backfill(tx, indicator.id)?)))
    }

    /// Forgets the counters of `codes` and puts the line before the first subject; [`Engine::step`] counts, and a
    /// job does where nobody else comes to the end. The journal says that it was done.
    pub fn restart(
        &self,
        tx: &mut Tx<'_>,
        acting: &Acting,
        codes: &[String],
    ) -> Result<Vec<Indicator>, IndicatorError> {
        tx.lock(acting.agency, LOCK)?;
        let mut restarted = Vec::with_capacity(codes.len());
        for code in codes {
            let indicator = self.indicator(tx, acting.agency, code)?;
            tally::forget(tx, acting.agency, &indicator.series)?;
            rows::restart(tx, indicator.id, acting.at)?;
            enqueue(tx, acting.agency, indicator.id, acting.at)?;
            restarted.push(indicator);
        }
        rows::new_generation(tx, acting.agency, acting.at)?;
        let subject = match restarted.as_slice() {
            [one] => ("indicator", one.id),
            _ => ("agency", acting.agency.get()),
        };
        journal::append(tx, acting, "indicator.recount_started", subject, &json!({ "codes": codes }))?;
        Ok(restarted)
    }

    /// Counts the next subjects of a definition that is not complete, and of all others whose line stands at the
    /// same place, so that facts are read once for all of them. A definition that is out of use is finished.
    pub fn step(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        definition: i64,
        at: Instant,
    ) -> Result<Progress, IndicatorError> {
        tx.lock(agency, LOCK)?;
        let set = self.current(tx, agency)?;
        let row = rows::backfill(tx, definition)?;
        let asked = set.list.iter().find(|indicator| indicator.id == definition);
        let Some(asked) = asked.filter(|_| row.done_at.is_none()) else {
            return Ok(Progress { finished: true, ..Progress::of(&row) });
        };
        let subject = &asked.definition().subject;
        let page = self.measure(subject)?.history(tx, agency, row.reached, CHUNK)?;
        let mut progress = Progress::of(&row);
        for indicator in set.of_subject(subject).filter(|indicator| !indicator.ready) {
            let mut own = rows::backfill(tx, indicator.id)?;
            if own.reached != row.reached || own.done_at.is_some() {
                continue;
            }
            for (id, states) in &page.subjects {
                own.first_id.get_or_insert(*id);
                own.n_done += 1;
                replay(agency, indicator, states, &mut |key, sums| tx.tally(key, sums));
            }
            own.reached = page.next.unwrap_or(i64::MAX);
            own.done_at = page.next.is_none().then_some(at);
            rows::advance(tx, indicator.id, &own)?;
            if indicator.id == definition {
                progress = Progress::of(&own);
            }
        }
        if progress.finished {
            rows::new_generation(tx, agency, at)?;
        }
        Ok(progress)
    }

    /// Counts `code` anew from the first subject to the last, in many short transactions. To be called outside
    /// the async runtime; `progress` hears of every chunk.
    pub fn backfill(
        self: &Arc<Self>,
        db: &Db,
        acting: &Acting,
        code: &str,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Progress, IndicatorError> {
        let mut last = Progress { n_done: 0, percent: 0, finished: false };
        self.backfill_codes(db, acting, vec![code.to_owned()], &mut |_, now| {
            last = now;
            progress(now);
        })?;
        Ok(last)
    }

    /// Counts all indicators anew; the facts of a subject are read once for all of them.
    pub fn backfill_all(
        self: &Arc<Self>,
        db: &Db,
        acting: &Acting,
        progress: &mut dyn FnMut(&str, Progress),
    ) -> Result<(), IndicatorError> {
        let (engine, agency) = (self.clone(), acting.agency);
        let set = db.read_now(move |tx| engine.current(tx, agency))?;
        let codes = set.list.iter().map(|indicator| indicator.code().to_owned()).collect();
        self.backfill_codes(db, acting, codes, progress)
    }

    fn backfill_codes(
        self: &Arc<Self>,
        db: &Db,
        acting: &Acting,
        codes: Vec<String>,
        progress: &mut dyn FnMut(&str, Progress),
    ) -> Result<(), IndicatorError> {
        let (engine, by) = (self.clone(), acting.clone());
        let restarted = db.write_now(move |tx| engine.restart(tx, &by, &codes))?;
        for indicator in restarted {
            let code = indicator.code();
            self.finish(db, acting.agency, indicator.id, acting.at, &mut |now| progress(code, now))?;
        }
        Ok(())
    }

    /// Counts what is left of a definition. To be called outside the async runtime.
    pub fn finish(
        self: &Arc<Self>,
        db: &Db,
        agency: AgencyId,
        definition: i64,
        at: Instant,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Progress, IndicatorError> {
        loop {
            let engine = self.clone();
            let now = db.write_now(move |tx| engine.step(tx, agency, definition, at))?;
            progress(now);
            if now.finished {
                return Ok(now);
            }
        }
    }
}

/// Runs one job of kind [`BACKFILL_JOB`] to its end. May be repeated.
pub fn run_job(engine: &Arc<Engine>, db: &Db, job: &Job, at: Instant) -> Result<(), IndicatorError> {
    let definition = job.payload.get("definition_id").and_then(serde_json::Value::as_i64).unwrap_or(0);
    engine.finish(db, job.agency, definition, at, &mut |_| ()).map(drop)
}

/// Puts the count of a definition over older subjects in the queue.
pub(crate) fn enqueue(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    definition: i64,
    at: Instant,
) -> Result<(), IndicatorError> {
    let payload = json!({ "definition_id": definition });
    jobs::enqueue(tx, agency, BACKFILL_JOB, &payload, at)?;
    Ok(())
}

/// Counts one subject from what its fact was over time, as acts would have counted it day by day.
fn replay(
    agency: AgencyId,
    indicator: &Indicator,
    states: &[(Date, Option<Fact>)],
    add: &mut dyn FnMut(TallyKey, Sums),
) {
    let mut before = None;
    for (day, after) in states {
        for (key, sums) in changes(agency, indicator, (before, after.as_ref()), *day) {
            add(key, sums);
        }
        before = after.as_ref();
    }
}

/// Compares the counters of an indicator with what was recounted, which is taken out of `sums`.
fn compare(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    indicator: &Indicator,
    sums: &mut BTreeMap<TallyKey, Sums>,
    report: &mut Report,
) -> Result<(), IndicatorError> {
    let own = sums.extract_if(.., |key, _| key.series == indicator.series);
    let mut both: BTreeMap<TallyKey, (Sums, Sums)> =
        own.filter(|(_, sums)| !sums.is_zero()).map(|(key, sums)| (key, (Sums::default(), sums))).collect();
    for (key, counted) in tally::rows(tx, agency, &indicator.series)? {
        both.entry(key).or_default().0 = counted;
    }
    report.n_counters += both.len();
    let differing = both.into_iter().filter(|(_, (counted, recounted))| counted != recounted);
    report.mismatches.extend(differing.map(|(key, (counted, recounted))| Mismatch {
        code: indicator.code().to_owned(),
        unit: key.unit,
        day: key.day,
        known_on: Some(key.known_on),
        counted,
        recounted,
    }));
    Ok(())
}

/// Compares the sums of the months of an indicator with those of its days.
fn compare_months(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    (indicator, months): (&Indicator, &[MonthSums]),
    report: &mut Report,
) -> Result<(), IndicatorError> {
    let mut both: BTreeMap<(UnitId, Date), (Sums, Sums)> = BTreeMap::new();
    for (key, sums) in tally::rows(tx, agency, &indicator.series)? {
        both.entry((key.unit, key.day.month_start())).or_default().1.add(sums);
    }
    for row in months.iter().filter(|row| row.series == indicator.series) {
        both.entry((row.unit, row.month)).or_default().0.add(row.sums);
    }
    let differing = both.into_iter().filter(|(_, (counted, recounted))| counted != recounted);
    report.mismatches.extend(differing.map(|((unit, day), (counted, recounted))| Mismatch {
        code: indicator.code().to_owned(),
        unit,
        day,
        known_on: None,
        counted,
        recounted,
    }));
    Ok(())
}
