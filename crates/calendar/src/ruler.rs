//! The data of the deadline ruler: one entry per civil day, how its working time is spent, and the marks.

use kernel::{Date, Instant};

use crate::work_calendar::of_day;
use crate::{Pauses, WorkCalendar};

/// One civil day of the ruler. The four parts are working minutes; they need not fill the day (before receipt
/// and after the end nothing is counted).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulerDay {
    /// The date.
    pub date: Date,
    /// Working minutes of the day; 0 = a day off, drawn thin and grey.
    pub minutes: i64,
    /// The name of the holiday, where it is one.
    pub off: Option<String>,
    /// Counted and gone by.
    pub past: i64,
    /// Still left until the deadline.
    pub left: i64,
    /// Gone by after the deadline.
    pub overdue: i64,
    /// Not counted: paused.
    pub paused: i64,
}

impl RulerDay {
    /// Whether the agency does not work on it.
    pub const fn is_off(&self) -> bool {
        self.minutes == 0
    }

    /// Whether most of its working time is paused: drawn hatched.
    pub const fn is_paused(&self) -> bool {
        self.paused * 2 > self.minutes && self.minutes > 0
    }
}

/// A place on the ruler: a day and the part of it (0 to 1) that lies before the mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Index into the ruler's days.
    pub day: usize,
    /// Part of the day's working time; of the 24 hours on a day off.
    pub part: f32,
}

/// The ruler of one deadline.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruler {
    /// The days from receipt to the later of the deadline and now.
    pub days: Vec<RulerDay>,
    /// Receipt.
    pub start: Mark,
    /// Now; `None` when beyond the drawn days.
    pub now: Option<Mark>,
    /// The deadline in force; `None` when beyond the drawn days.
    pub due: Option<Mark>,
    /// The deadline first promised, where it was moved.
    pub first_due: Option<Mark>,
}

/// What a ruler is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct RulerInput<'a> {
    /// Receipt.
    pub start: Instant,
    /// The moment of looking; the finish, for a finished dossier.
    pub now: Instant,
    /// The deadline in force.
    pub due: Instant,
    /// The deadline first promised, where it was moved.
    pub first_due: Option<Instant>,
    /// What did not count.
    pub pauses: &'a Pauses,
}

/// Longer rulers are cut: a page cannot show more, and the sentence above the ruler says it all.
const MOST_DAYS: i32 = 400;

impl WorkCalendar {
    /// The ruler of a deadline.
    pub fn ruler(&self, input: &RulerInput<'_>) -> Ruler {
        let first = input.start.date();
        let end = input.due.max(input.now).max(input.first_due.unwrap_or(input.due)).date();
        let count = first.days_until(end).clamp(0, MOST_DAYS - 1);
        let days = (0..=count).map(|place| self.ruler_day(first.plus(place), input)).collect();
        let mark = |at: Instant| {
            let day =
                usize::try_from(first.days_until(at.date())).ok().filter(|day| *day <= count as usize)?;
            Some(Mark { day, part: self.part_of_day(at) })
        };
        Ruler {
            days,
            start: Mark { day: 0, part: self.part_of_day(input.start) },
            now: mark(input.now),
            due: mark(input.due),
            first_due: input.first_due.filter(|first| *first != input.due).and_then(mark),
        }
    }

    fn part_of_day(&self, at: Instant) -> f32 {
        let pattern = self.pattern(at.date());
        let (gone, whole) = if pattern.is_open() {
            (pattern.elapsed(of_day(at)), pattern.ms)
        } else {
            (of_day(at), 24 * 3_600_000)
        };
        gone as f32 / whole as f32
    }

    fn ruler_day(&self, date: Date, input: &RulerInput<'_>) -> RulerDay {
        let (begin, end) = (date.start(), date.plus(1).start());
        let until = input.due.max(input.now);
        // Working minutes of the day within [from, to), with and without the pauses.
        let within = |from: Instant, to: Instant| {
            let (from, to) = (from.max(begin), to.min(end));
            if from < to { self.worked(from, to).minutes() } else { 0 }
        };
        let paused_within = |from: Instant, to: Instant| -> i64 {
            let ends = |pause: &crate::Pause| pause.to.unwrap_or(input.now).min(to);
            input.pauses.as_slice().iter().map(|pause| within(pause.from.max(from), ends(pause))).sum()
        };
        let counted = |from: Instant, to: Instant| within(from, to) - paused_within(from, to.max(from));
        RulerDay {
            date,
            minutes: self.pattern(date).ms / 60_000,
            off: self.off_day(date).map(|day| day.name.clone()),
            past: counted(input.start, input.now.min(input.due)),
            left: counted(input.now.max(input.start), input.due),
            overdue: within(input.due, input.now),
            paused: paused_within(input.start, until),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HolidayBook, Pause, WorkWeek};

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    /// The dossier of the design: 12 days from 14/09 14:10, one day paused, now 27/09 09:40.
    #[test]
    fn the_ruler_of_the_designs_dossier() {
        let week = WorkWeek::parse("07:30-11:30,13:30-17:30", "").unwrap();
        let calendar = WorkCalendar::new(&week, HolidayBook::builtin());
        let pauses =
            Pauses::new(vec![Pause::closed(at("2022-09-20T17:30"), at("2022-09-22T07:30"))]).unwrap();
        let input = RulerInput {
            start: at("2022-09-14T14:10"),
            now: at("2022-09-27T09:40"),
            due: at("2022-10-03T14:10"),
            first_due: Some(at("2022-09-30T14:10")),
            pauses: &pauses,
        };
        let ruler = calendar.ruler(&input);
        assert_eq!(ruler.days.len(), 20);
        assert_eq!(ruler.days.iter().filter(|day| day.is_off()).count(), 6);
        assert_eq!(
            ruler.days.iter().filter(|day| day.is_paused()).map(|d| d.date.day()).collect::<Vec<_>>(),
            [21]
        );
        let sum = |part: fn(&RulerDay) -> i64| ruler.days.iter().map(part).sum::<i64>();
        assert_eq!(sum(|day| day.past), (7 * 8 + 5) * 60 + 30);
        assert_eq!(sum(|day| day.left), (4 * 8 + 2) * 60 + 30);
        assert_eq!((sum(|day| day.paused), sum(|day| day.overdue)), (480, 0));
        let now = ruler.now.unwrap();
        assert_eq!(now.day, 13);
        assert!((now.part - 130.0 / 480.0).abs() < 1e-6);
        assert_eq!((ruler.due.unwrap().day, ruler.first_due.unwrap().day), (19, 16));
    }

    #[test]
    fn an_overdue_ruler_runs_to_now_and_a_long_one_is_cut() {
        let calendar = WorkCalendar::standard();
        let input = RulerInput {
            start: at("2022-09-15T11:30"),
            now: at("2022-09-27T09:30"),
            due: at("2022-09-26T17:00"),
            first_due: None,
            pauses: Pauses::none(),
        };
        let ruler = calendar.ruler(&input);
        let last = ruler.days.last().unwrap();
        assert_eq!((last.date.day(), last.overdue, last.left), (27, 120, 0));
        let late = calendar.ruler(&RulerInput { now: at("2032-09-27T09:30"), ..input });
        assert_eq!(late.days.len(), 400);
        assert_eq!(late.now, None);
    }
}
