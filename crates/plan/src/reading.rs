//! How every target of a plan stands. Dashboard, target page, unit page, export and API all read through here, so a
//! figure is the same wherever it is shown.
//!
//! All figures of a plan come from one query for each window (nearly always one), and one more where a state at a date
//! is asked for; see [`store::tally::months`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indicator::{Engine, Figure, Indicator, Scope};
use kernel::{AgencyId, Date, UnitId};
use store::tally::{self, MonthSums, Span};
use store::{StoreError, Tx};

use crate::domain::{
    Assessed, Binding, Course, Days, Group, Plan, Published, Status, Target, TargetId, assess, expected,
    kept, milestone_status, over_units, publication_status,
};
use crate::periods::{baseline_period, period};
use crate::store::{self as rows, MilestoneEvent, PublicationRow};

/// What is asked: which days, as known when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// Agency.
    pub agency: AgencyId,
    /// A window in place of that of each target.
    pub period: Option<(Date, Date)>,
    /// Known up to the end of this day.
    pub as_of: Date,
    /// Whether that day was chosen: links to records then name it.
    pub past: bool,
}

impl Ask {
    /// Every target over its own window, as known today.
    pub const fn today(agency: AgencyId, today: Date) -> Self {
        Self { agency, period: None, as_of: today, past: false }
    }

    fn days(&self, target: &Target) -> Days {
        let (from, to) = self.period.unwrap_or((target.from, target.to));
        Days { from, to, as_of: self.as_of }
    }

    fn scope(&self, days: Days) -> Scope {
        let scope = Scope::new(self.agency, days.from, days.to.min(days.as_of));
        if self.past { scope.known(self.as_of) } else { scope }
    }
}

/// A plan and how its targets stand.
#[derive(Debug, Clone)]
pub struct Board {
    /// The plan.
    pub plan: Plan,
    /// Its groups, in order.
    pub groups: Vec<Group>,
    /// Its targets, in order.
    pub readings: Vec<Reading>,
    /// The names of the agency's units.
    pub units: BTreeMap<UnitId, String>,
    /// What was asked.
    pub ask: Ask,
}

/// How one target stands.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The target.
    pub target: Target,
    /// Its window and the last day known.
    pub days: Days,
    /// The same as indicators are asked.
    pub scope: Scope,
    /// Where it stands.
    pub state: State,
}

/// Where a target stands, by what it is bound to.
#[derive(Debug, Clone)]
pub enum State {
    /// Counted by an indicator.
    Counted(Box<Counted>),
    /// Not countable now.
    Uncounted(Why),
    /// A duty, with the last event known on the day.
    Milestone(Option<MilestoneEvent>),
    /// Published by others.
    Published(Publications),
    /// Awaits a part of the program.
    Awaits,
}

/// Why an indicator gives no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is not in use.
    Missing,
    /// Its definition does not fit the facts.
    Broken,
    /// It is being counted over older records.
    Counting,
    /// The promise is none that a figure can be held against.
    NoGoal,
}

/// A counted target.
#[derive(Debug, Clone)]
pub struct Counted {
    /// The indicator.
    pub indicator: Indicator,
    /// The figure of all units.
    pub figure: Figure,
    /// The figure held against the goal.
    pub assessed: Assessed,
    /// Whether every unit has to meet by itself.
    pub per_unit: bool,
    /// Month by month: for a flow what arose in the month, for a stock the state at its end.
    pub months: Vec<(Date, Figure)>,
    /// Every unit that has any records.
    pub units: Vec<UnitReading>,
}

/// The same of one unit.
#[derive(Debug, Clone)]
pub struct UnitReading {
    /// The unit.
    pub unit: UnitId,
    /// Its figure.
    pub figure: Figure,
    /// Held against the goal.
    pub assessed: Assessed,
}

/// What was published of a target.
#[derive(Debug, Clone)]
pub struct Publications {
    /// Of the target's own year.
    pub current: Option<PublicationRow>,
    /// Of the year it is compared with.
    pub baseline: Option<PublicationRow>,
    /// Whether the promise is kept; `None` where that cannot be said yet.
    pub kept: Option<bool>,
}

impl Reading {
    /// How it stands.
    pub fn status(&self) -> Status {
        match &self.state {
            State::Counted(counted) if counted.per_unit => {
                if self.days.as_of < self.days.from {
                    return Status::NotDue;
                }
                over_units(counted.units.iter().map(|unit| &unit.assessed))
            }
            State::Counted(counted) => counted.assessed.status,
            State::Uncounted(_) => Status::Uncounted,
            State::Milestone(last) => {
                let done_on = last.as_ref().and_then(|event| event.done_on);
                milestone_status(done_on, self.target.to, self.days.as_of)
            }
            State::Published(published) => publication_status(published.kept),
            State::Awaits => Status::AwaitsPart,
        }
    }

    /// The counted state, where there is one.
    pub fn counted(&self) -> Option<&Counted> {
        match &self.state {
            State::Counted(counted) => Some(counted),
            _ => None,
        }
    }
}

impl Counted {
    /// How many of the units that have records meet the goal.
    pub fn units_met(&self) -> (usize, usize) {
        let with_records =
            self.units.iter().filter(|unit| unit.assessed.now != formula::Verdict::NotApplicable);
        let met = self.units.iter().filter(|unit| unit.assessed.now == formula::Verdict::Met);
        (met.count(), with_records.count())
    }
}

/// Reads a plan and how all its targets stand.
pub fn board(tx: &mut Tx<'_>, engine: &Engine, plan: Plan, ask: Ask) -> Result<Board, StoreError> {
    let targets = rows::targets(tx, plan.id)?;
    read(tx, engine, plan, targets, ask)
}

/// The same of one target only; `None` where the plan has no such clause.
pub fn board_of(
    tx: &mut Tx<'_>,
    engine: &Engine,
    plan: Plan,
    clause: &str,
    ask: Ask,
) -> Result<Option<Board>, StoreError> {
    let mut targets = rows::targets(tx, plan.id)?;
    targets.retain(|target| target.clause == clause);
    if targets.is_empty() { Ok(None) } else { read(tx, engine, plan, targets, ask).map(Some) }
}

fn read(
    tx: &mut Tx<'_>,
    engine: &Engine,
    plan: Plan,
    targets: Vec<Target>,
    ask: Ask,
) -> Result<Board, StoreError> {
    let set = engine.current(tx, ask.agency)?;
    let bound: Vec<(&Target, &Indicator)> = targets
        .iter()
        .filter_map(|target| match &target.binding {
            Binding::Indicator { code, .. } => Some((target, set.get(code)?)),
            _ => None,
        })
        .collect();
    let sums = Sums::read(tx, &ask, &bound)?;
    let mut states = BTreeMap::new();
    for (target, indicator) in bound {
        states.insert(target.id, counted(target, indicator, &ask, &sums));
    }
    let mut events = last_events(tx, &plan, &targets, ask.as_of)?;
    let mut published = last_publications(tx, &plan, &targets, ask.as_of)?;
    let readings = targets.into_iter().map(|target| {
        let days = ask.days(&target);
        let state = match &target.binding {
            Binding::Indicator { code, .. } => states.remove(&target.id).unwrap_or_else(|| {
                let broken = set.broken.iter().any(|broken| broken.code == *code);
                State::Uncounted(if broken { Why::Broken } else { Why::Missing })
            }),
            Binding::Milestone => State::Milestone(events.remove(&target.id)),
            Binding::Publication { .. } => State::Published(publications(&target, &mut published)),
            Binding::Awaits { .. } => State::Awaits,
        };
        Reading { scope: ask.scope(days), days, state, target }
    });
    let readings = readings.collect();
    let groups = rows::groups(tx, plan.id)?;
    let units = identity::units(tx, ask.agency)?.into_iter().map(|unit| (unit.id, unit.name)).collect();
    Ok(Board { plan, groups, readings, units, ask })
}

/// By series.
type Series<T> = BTreeMap<Arc<str>, Vec<T>>;

/// The sums that the targets need, by window and series.
#[derive(Default)]
struct Sums {
    months: BTreeMap<(Date, Date), Series<MonthSums>>,
    /// What stood before the first day of a window, by series and unit.
    before: BTreeMap<Date, Series<(UnitId, tally::Sums)>>,
}

impl Sums {
    fn read(tx: &mut Tx<'_>, ask: &Ask, bound: &[(&Target, &Indicator)]) -> Result<Self, StoreError> {
        let mut sums = Self::default();
        let windows: BTreeSet<(Date, Date)> = bound
            .iter()
            .map(|(target, _)| ask.days(target))
            .map(|days| (days.from, days.to.min(days.as_of)))
            .collect();
        for (from, to) in windows {
            let by_series = sums.months.entry((from, to)).or_default();
            for row in tally::months(tx, ask.agency, Span { from, to, as_of: ask.as_of })? {
                by_series.entry(row.series.clone()).or_default().push(row);
            }
        }
        let stocks = bound.iter().filter(|(_, indicator)| indicator.is_stock());
        let starts: BTreeSet<Date> = stocks.map(|(target, _)| ask.days(target).from).collect();
        for from in starts {
            let by_series = sums.before.entry(from).or_default();
            for (series, unit, total) in tally::before(tx, ask.agency, from, ask.as_of)? {
                by_series.entry(series).or_default().push((unit, total));
            }
        }
        Ok(sums)
    }

    /// The changes of an indicator by unit: what stood before, and each month.
    fn of(&self, indicator: &Indicator, days: Days) -> BTreeMap<UnitId, (Figure, Vec<(Date, Figure)>)> {
        let mut units: BTreeMap<UnitId, (Figure, Vec<(Date, Figure)>)> = BTreeMap::new();
        if indicator.is_stock() {
            let before = self.before.get(&days.from).and_then(|by_series| by_series.get(&indicator.series));
            for (unit, sums) in before.into_iter().flatten() {
                units.entry(*unit).or_default().0 = Figure::from(*sums);
            }
        }
        let window = (days.from, days.to.min(days.as_of));
        let months = self.months.get(&window).and_then(|by_series| by_series.get(&indicator.series));
        for row in months.into_iter().flatten() {
            units.entry(row.unit).or_default().1.push((row.month, Figure::from(row.sums)));
        }
        units
    }
}

fn counted(target: &Target, indicator: &Indicator, ask: &Ask, sums: &Sums) -> State {
    if !indicator.ready {
        return State::Uncounted(Why::Counting);
    }
    let Some(goal) = target.goal(indicator.definition().measure()) else {
        return State::Uncounted(Why::NoGoal);
    };
    let days = ask.days(target);
    let by_unit = sums.of(indicator, days);
    let mut opening = Figure::default();
    let mut changes: BTreeMap<Date, Figure> = BTreeMap::new();
    let mut units = Vec::new();
    for (unit, (before, months)) in by_unit {
        opening = opening.plus(before);
        for (month, change) in &months {
            let total = changes.entry(*month).or_default();
            *total = total.plus(*change);
        }
        let figure = total(before, &months);
        if figure != Figure::default() {
            let assessed = judged(before, &months, &goal, days);
            units.push(UnitReading { unit, figure, assessed });
        }
    }
    let changes: Vec<(Date, Figure)> = changes.into_iter().collect();
    let per_unit = matches!(target.binding, Binding::Indicator { per_unit: true, .. });
    State::Counted(Box::new(Counted {
        figure: total(opening, &changes),
        assessed: judged(opening, &changes, &goal, days),
        per_unit,
        months: by_month(indicator, opening, &changes, days),
        units,
        indicator: indicator.clone(),
    }))
}

fn total(opening: Figure, changes: &[(Date, Figure)]) -> Figure {
    changes.iter().fold(opening, |total, (_, change)| total.plus(*change))
}

fn judged(opening: Figure, changes: &[(Date, Figure)], goal: &formula::Goal, days: Days) -> Assessed {
    let months = changes.iter().map(|(month, change)| (*month, change.ratio())).collect();
    let course = Course { opening: opening.ratio(), months };
    assess(course.figure(), goal, days, expected(&course, days.from, days.to, days.as_of))
}

/// Every month of the window up to what is known.
fn by_month(
    indicator: &Indicator,
    opening: Figure,
    changes: &[(Date, Figure)],
    days: Days,
) -> Vec<(Date, Figure)> {
    let mut state = opening;
    let mut changes = changes.iter().peekable();
    let mut months = Vec::new();
    let mut month = days.from.month_start();
    while month <= days.to.min(days.as_of) {
        let change = changes.next_if(|(at, _)| *at == month).map(|(_, change)| *change).unwrap_or_default();
        state = state.plus(change);
        months.push((month, if indicator.is_stock() { state } else { change }));
        month = month.month_end().plus(1);
    }
    months
}

/// The last event of each milestone known on `as_of`.
fn last_events(
    tx: &mut Tx<'_>,
    plan: &Plan,
    targets: &[Target],
    as_of: Date,
) -> Result<BTreeMap<TargetId, MilestoneEvent>, StoreError> {
    if !targets.iter().any(|target| target.binding == Binding::Milestone) {
        return Ok(BTreeMap::new());
    }
    let events = rows::milestone_events(tx, plan.id)?;
    Ok(events
        .into_iter()
        .filter(|event| event.at.date() <= as_of)
        .map(|event| (event.target, event))
        .collect())
}

type Latest = BTreeMap<(TargetId, String), PublicationRow>;

/// The last record about each target and period known on `as_of`.
fn last_publications(
    tx: &mut Tx<'_>,
    plan: &Plan,
    targets: &[Target],
    as_of: Date,
) -> Result<Latest, StoreError> {
    if !targets.iter().any(|target| matches!(target.binding, Binding::Publication { .. })) {
        return Ok(BTreeMap::new());
    }
    let rows = rows::publications(tx, plan.id)?.into_iter().filter(|row| row.at.date() <= as_of);
    Ok(rows.map(|row| ((row.target, row.period.clone()), row)).collect())
}

fn publications(target: &Target, latest: &mut Latest) -> Publications {
    let current = latest.remove(&(target.id, period(target)));
    let baseline = baseline_period(target).and_then(|period| latest.remove(&(target.id, period)));
    let value = |row: &Option<PublicationRow>| {
        row.as_ref().and_then(|row| Published::read(&target.promise, &row.value).ok())
    };
    let kept = value(&current).and_then(|current| kept(&target.promise, current, value(&baseline)));
    Publications { current, baseline, kept }
}
