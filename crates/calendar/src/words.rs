//! Working time in words: `4 ngày 2 giờ`, `Còn 4 ngày 2 giờ làm việc`, `Quá 1 ngày 2 giờ`.

use std::fmt;

use kernel::Instant;

use crate::WorkCalendar;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// A length of working time, and how long a full working day is where it was worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkSpan {
    ms: i64,
    full_day: i64,
}

impl WorkSpan {
    pub(crate) const fn new(ms: i64, full_day: i64) -> Self {
        Self { ms, full_day }
    }

    /// Milliseconds.
    pub const fn millis(self) -> i64 {
        self.ms
    }

    /// Whole minutes.
    pub const fn minutes(self) -> i64 {
        self.ms / MINUTE
    }

    /// In full working days.
    pub fn days(self) -> f64 {
        if self.full_day == 0 { 0.0 } else { self.ms as f64 / self.full_day as f64 }
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.ms == 0
    }

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { ms: self.ms + other.ms, full_day: self.full_day }
    }

    /// `part` of `whole` equal parts of it, cut off to the millisecond.
    #[must_use]
    pub const fn share(self, part: i64, whole: i64) -> Self {
        if whole == 0 {
            return Self { ms: 0, full_day: self.full_day };
        }
        Self { ms: (self.ms as i128 * part as i128 / whole as i128) as i64, full_day: self.full_day }
    }

    /// What is left after `other`, never below nothing.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        let rest = self.ms - other.ms;
        Self { ms: if rest < 0 { 0 } else { rest }, full_day: self.full_day }
    }
}

impl fmt::Display for WorkSpan {
    /// Cut off, never rounded up: days and hours from one day on, under a day hours, under an hour minutes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = if self.full_day > 0 { self.ms / self.full_day } else { 0 };
        let hours = (self.ms - days * self.full_day) / HOUR;
        match (days, hours) {
            (0, 0) => write!(f, "{} phút", self.ms / MINUTE),
            (0, _) => write!(f, "{hours} giờ"),
            (_, 0) => write!(f, "{days} ngày"),
            _ => write!(f, "{days} ngày {hours} giờ"),
        }
    }
}

/// How a deadline stands at a moment, in working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeLeft {
    /// Not yet past the deadline.
    Left(WorkSpan),
    /// Past it.
    Over(WorkSpan),
}

impl TimeLeft {
    /// In words, as the dossier page says it: `Còn 4 ngày 2 giờ làm việc`, `Quá 1 ngày 2 giờ`.
    pub fn words(self) -> String {
        let short = self.short();
        if matches!(self, Self::Left(span) if span.minutes() > 0) {
            format!("{short} làm việc")
        } else {
            short
        }
    }

    /// In words, as a column of the queue says it: `Còn 4 ngày 2 giờ`, `Quá 1 ngày 2 giờ`.
    pub fn short(self) -> String {
        match self {
            Self::Left(span) if span.minutes() > 0 => format!("Còn {span}"),
            Self::Left(_) => "Đến hạn".to_owned(),
            Self::Over(span) if span.minutes() > 0 => format!("Quá {span}"),
            Self::Over(_) => "Vừa quá hạn".to_owned(),
        }
    }

    /// Whether the deadline has passed.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Over(_))
    }

    /// The length, left or over.
    pub const fn span(self) -> WorkSpan {
        match self {
            Self::Left(span) | Self::Over(span) => span,
        }
    }
}

impl WorkCalendar {
    /// The working time left until `due` at `now`, or gone by since.
    pub fn time_left(&self, now: Instant, due: Instant) -> TimeLeft {
        if now > due { TimeLeft::Over(self.worked(due, now)) } else { TimeLeft::Left(self.worked(now, due)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HolidayBook, WorkWeek};

    /// The vectors of the design: 8 hours a day, now 27/09/2022 09:40.
    #[test]
    fn time_left_is_cut_off_and_said_in_words() {
        let week = WorkWeek::parse("07:30-11:30,13:30-17:30", "").unwrap();
        let calendar = WorkCalendar::new(&week, HolidayBook::builtin());
        let at = |text: &str| Instant::parse(text).unwrap();
        let now = at("2022-09-27T09:40");
        for (due, expected) in [
            ("2022-10-03T14:10", "Còn 4 ngày 2 giờ làm việc"),
            ("2022-10-03T09:20", "Còn 3 ngày 7 giờ làm việc"),
            ("2022-09-28T08:40", "Còn 7 giờ làm việc"),
            ("2022-09-27T16:40", "Còn 5 giờ làm việc"),
            ("2022-09-27T10:39", "Còn 59 phút làm việc"),
            ("2022-09-27T09:40", "Đến hạn"),
            ("2022-09-27T09:39:30", "Vừa quá hạn"),
            ("2022-09-26T14:40", "Quá 5 giờ"),
            ("2022-09-26T07:45", "Quá 1 ngày 1 giờ"),
            ("2022-09-27T08:10", "Quá 1 giờ"),
        ] {
            assert_eq!(calendar.time_left(now, at(due)).words(), expected, "{due}");
        }
        assert_eq!(calendar.time_left(now, at("2022-09-28T09:40")).short(), "Còn 1 ngày");
        assert_eq!(calendar.time_left(now, at("2022-09-26T07:45")).span().minutes(), 8 * 60 + 115);
        let used = calendar.worked(at("2022-09-14T14:10"), at("2022-09-20T17:30"));
        let since = calendar.worked(at("2022-09-22T07:30"), now);
        assert_eq!(used.plus(since).to_string(), "7 ngày 5 giờ");
    }
}
