//! When a term ends: the walk over its stages and pauses that both the answer and its trace come from.

use kernel::{Date, Instant};

use crate::work_calendar::at;
use crate::{Amount, Pause, Pauses, Reading, Stage, Unit, WorkCalendar};

/// What has to be counted: from when, how much, read how, and what does not count.
#[derive(Debug, Clone, Copy)]
pub struct Term<'a> {
    /// The moment from which the term runs: receipt of the dossier, handing over of a step.
    pub received: Instant,
    /// Its stages, one after the other; an extension is one stage more.
    pub stages: &'a [Stage],
    /// How working days are read.
    pub reading: Reading,
    /// What does not count.
    pub pauses: &'a Pauses,
}

impl<'a> Term<'a> {
    /// A term without pauses.
    pub fn new(received: Instant, stages: &'a [Stage], reading: Reading) -> Self {
        Self { received, stages, reading, pauses: Pauses::none() }
    }

    /// The same with pauses.
    #[must_use]
    pub const fn with_pauses(mut self, pauses: &'a Pauses) -> Self {
        self.pauses = pauses;
        self
    }
}

/// When a term ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last moment that is still on time. While a pause runs, the moment it would be had the pause ended at
    /// once.
    pub at: Instant,
    /// Since when a pause without an end has held the term up.
    pub suspended: Option<Instant>,
}

/// What happens on the way, told to a listener: the trace listens, the bare answer does not.
pub(crate) trait Steps {
    /// The receipt lay outside opening hours and counts from `from`.
    fn out_of_hours(&mut self, _from: Instant) {}
    /// A stage begins.
    fn stage(&mut self, _stage: &Stage) {}
    /// A pause took `cost` units of the stage's own axis off.
    fn paused(&mut self, _pause: &Pause, _cost: i64, _stage: &Stage) {}
    /// The last day was a day off and the end moved.
    fn rolled(&mut self, _from: Date, _to: Date) {}
}

/// Listens to nothing.
struct Silent;
impl Steps for Silent {}

/// Thousandths of a working day; amounts carry three decimals.
const DAY: i64 = 1_000;

impl WorkCalendar {
    /// When the term ends. Costs a handful of binary searches over the exceptions of the week, allocates nothing.
    ///
    /// *Pauses.* In working time the working minutes of a pause do not count. In day-count the days of a pause
    /// are counted as every period of days is (Civil Code 2015, Art. 147(2), 148(3)): the day of the request is
    /// not among them, the day on which the answer comes is; so the pause `12/5 – 15/5` takes off the working
    /// days 13, 14, 15, a pause that covers no working time takes off nothing, k whole working days take off
    /// exactly k, and splitting a pause changes nothing. A pause that begins at or after the end changes nothing.
    pub fn due(&self, term: &Term<'_>) -> Due {
        self.walk(term, &mut Silent)
    }

    /// When each step of a process ends if each takes what it is allotted, one after the other; a step without
    /// an allotment ("không tính thời gian") has no deadline and takes no time. Fractions of days add up exactly.
    pub fn step_dues(&self, term: &Term<'_>, allotments: &[Option<Stage>]) -> Vec<Option<Due>> {
        let mut walk = Walk::new(self, term);
        allotments
            .iter()
            .map(|allotted| allotted.as_ref().map(|stage| walk.step(stage, &mut Silent)))
            .collect()
    }

    pub(crate) fn walk(&self, term: &Term<'_>, steps: &mut impl Steps) -> Due {
        if let Some(from) = self.counts_from(term) {
            steps.out_of_hours(from);
        }
        let mut walk = Walk::new(self, term);
        let mut due = Due { at: walk.at, suspended: None };
        for stage in term.stages {
            steps.stage(stage);
            due = walk.step(stage, steps);
        }
        due
    }

    /// Where the receipt lies outside opening hours, the moment it counts as received; `None` otherwise.
    fn counts_from(&self, term: &Term<'_>) -> Option<Instant> {
        let clock_only = term.stages.iter().all(|stage| stage.unit == Unit::Hour);
        let date = self.receipt_day(term.received);
        let opening = self.opening(date);
        (!clock_only && (date != term.received.date() || term.received < opening)).then_some(opening)
    }
}

struct Walk<'a> {
    calendar: &'a WorkCalendar,
    reading: Reading,
    received: Instant,
    pauses: std::slice::Iter<'a, Pause>,
    /// Where the stages so far have come to.
    at: Instant,
    /// The same on the axis of working days, in thousandths, while only day-counted stages have passed: half a
    /// day and half a day make one day, although the first half ended at noon.
    days: Option<i64>,
}

impl<'a> Walk<'a> {
    fn new(calendar: &'a WorkCalendar, term: &Term<'a>) -> Self {
        let (received, pauses) = (term.received, term.pauses.as_slice().iter());
        Self { calendar, reading: term.reading, received, pauses, at: received, days: None }
    }

    fn step(&mut self, stage: &Stage, steps: &mut impl Steps) -> Due {
        let thousandths = stage.amount.thousandths();
        let calendar = self.calendar;
        let (end, due) = match (stage.unit, self.reading) {
            (Unit::WorkingDay, Reading::DayCount) => {
                let start = self.days.unwrap_or_else(|| DAY * (calendar.index_at(self.at, true) + 1));
                let (end, due) = self.settle(&WorkingDays(start + thousandths), stage, steps);
                (Some(end.0), due)
            }
            (Unit::WorkingDay, Reading::WorkingTime) => {
                let work = thousandths * (calendar.grid().full_day_ms() / DAY);
                (None, self.settle(&WorkingTime(calendar.work_at(self.at) + work), stage, steps).1)
            }
            (Unit::WorkingHour, _) => {
                let work = thousandths * (3_600_000 / DAY);
                (None, self.settle(&WorkingTime(calendar.work_at(self.at) + work), stage, steps).1)
            }
            (Unit::CalendarDay, _) => {
                let first = calendar.receipt_day(self.at);
                let last = first.plus(whole_days(stage.amount));
                let (end, due) = self.settle(&CalendarDays(last), stage, steps);
                let rolled = calendar.working_day_on_or_after(end.0);
                if rolled != end.0 {
                    steps.rolled(end.0, rolled);
                }
                (None, due)
            }
            (Unit::Hour, _) => {
                let end = self.at.millis() + thousandths * (3_600_000 / DAY);
                (None, self.settle(&ClockTime(end), stage, steps).1)
            }
        };
        self.days = end;
        self.at = due.at.max(self.at);
        Due { at: self.at, ..due }
    }

    /// Takes off the pauses that begin before the end of this stage.
    fn settle<A: Axis>(&mut self, end: &A, stage: &Stage, steps: &mut impl Steps) -> (A, Due) {
        let mut end = *end;
        let mut due = end.instant(self.calendar);
        while let Some(pause) = self.pauses.as_slice().first() {
            let from = pause.from.max(self.received);
            if from >= due {
                break;
            }
            let Some(to) = pause.to else {
                return (end, Due { at: due, suspended: Some(from) });
            };
            self.pauses.next();
            if to <= from {
                continue;
            }
            let moved = end.without(self.calendar, from, to);
            let cost = moved.minus(&end);
            if cost != 0 {
                end = moved;
                due = end.instant(self.calendar);
            }
            steps.paused(pause, cost, stage);
        }
        (end, Due { at: due, suspended: None })
    }
}

/// Calendar days are whole; a fraction of one (no text has it) takes the whole day.
fn whole_days(amount: Amount) -> i32 {
    i32::try_from((amount.thousandths() + DAY - 1) / DAY).unwrap_or(i32::MAX)
}

/// A place on an axis of time that a stage is counted on.
trait Axis: Copy {
    /// The last moment of it.
    fn instant(&self, calendar: &WorkCalendar) -> Instant;
    /// The place when what lies between `from` and `to` does not count.
    fn without(&self, calendar: &WorkCalendar, from: Instant, to: Instant) -> Self;
    /// The distance from `other`, in the unit of the axis.
    fn minus(&self, other: &Self) -> i64;
}

/// Thousandths of working days; a whole number is the close of a day.
#[derive(Clone, Copy)]
struct WorkingDays(i64);

impl Axis for WorkingDays {
    fn instant(&self, calendar: &WorkCalendar) -> Instant {
        let (index, part) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY));
        if part == 0 {
            return calendar.closing(calendar.day_at(index - 1));
        }
        let date = calendar.day_at(index);
        let pattern = calendar.pattern(date);
        at(date, pattern.reached(pattern.ms / DAY * part))
    }

    fn without(&self, calendar: &WorkCalendar, from: Instant, to: Instant) -> Self {
        Self(self.0 + DAY * (calendar.index_at(to, false) - calendar.index_at(from, false)))
    }

    fn minus(&self, other: &Self) -> i64 {
        self.0 - other.0
    }
}

/// Working milliseconds.
#[derive(Clone, Copy)]
struct WorkingTime(i64);

impl Axis for WorkingTime {
    fn instant(&self, calendar: &WorkCalendar) -> Instant {
        calendar.at_work(self.0)
    }

    fn without(&self, calendar: &WorkCalendar, from: Instant, to: Instant) -> Self {
        Self(self.0 + calendar.work_at(to) - calendar.work_at(from))
    }

    fn minus(&self, other: &Self) -> i64 {
        self.0 - other.0
    }
}

/// A civil date; the end is the close of it, or of the next working day.
#[derive(Clone, Copy)]
struct CalendarDays(Date);

impl Axis for CalendarDays {
    fn instant(&self, calendar: &WorkCalendar) -> Instant {
        calendar.closing(calendar.working_day_on_or_after(self.0))
    }

    fn without(&self, calendar: &WorkCalendar, from: Instant, to: Instant) -> Self {
        let first = calendar.day_at(calendar.index_at(from, false));
        let last = calendar.day_at(calendar.index_at(to, false));
        if first == last {
            return *self;
        }
        // A pause that begins after the last day, within its extension to a working day, moves that day on.
        let reached = if from.date() > self.0 { calendar.working_day_on_or_after(self.0) } else { self.0 };
        Self(reached.plus(first.days_until(last)))
    }

    fn minus(&self, other: &Self) -> i64 {
        i64::from(other.0.days_until(self.0))
    }
}

/// Milliseconds by the clock.
#[derive(Clone, Copy)]
struct ClockTime(i64);

impl Axis for ClockTime {
    fn instant(&self, _: &WorkCalendar) -> Instant {
        Instant::from_millis(self.0)
    }

    fn without(&self, _: &WorkCalendar, from: Instant, to: Instant) -> Self {
        Self(self.0 + to.millis() - from.millis())
    }

    fn minus(&self, other: &Self) -> i64 {
        self.0 - other.0
    }
}
