//! The two axes deadlines are measured on: working days and working milliseconds, counted from a fixed Monday.
//!
//! The regular week is pure arithmetic; the days that differ from it are a short sorted list with running
//! sums. Both directions (day → count, count → day) are one binary search and a division, for any year.

use crate::week::{Session, WorkWeek};

pub(crate) const MS_PER_MINUTE: i64 = 60_000;

/// Days from Monday 1969-12-29, the origin of both axes, to 1970-01-01.
const TO_MONDAY: i32 = 3;

/// The opening hours of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) sessions: Vec<Session>,
    pub(crate) ms: i64,
}

impl Pattern {
    fn of(sessions: &[Session]) -> Self {
        let minutes: i64 = sessions.iter().map(|session| session.minutes()).sum();
        Self { sessions: sessions.to_vec(), ms: minutes * MS_PER_MINUTE }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.ms > 0
    }

    /// Milliseconds since midnight at the day's close; midnight for a closed day.
    pub(crate) fn close(&self) -> i64 {
        self.sessions.last().map_or(0, |session| session.close() * MS_PER_MINUTE)
    }

    /// Milliseconds since midnight at the day's opening; midnight for a closed day.
    pub(crate) fn open(&self) -> i64 {
        self.sessions.first().map_or(0, |session| session.open() * MS_PER_MINUTE)
    }

    /// Working milliseconds of the day that lie before `ms` (since midnight).
    pub(crate) fn elapsed(&self, ms: i64) -> i64 {
        let within = |session: &Session| {
            let open = session.open() * MS_PER_MINUTE;
            (ms - open).clamp(0, session.minutes() * MS_PER_MINUTE)
        };
        self.sessions.iter().map(within).sum()
    }

    /// The first moment (since midnight) by which `work` milliseconds, 1 to `self.ms`, have been worked.
    pub(crate) fn reached(&self, mut work: i64) -> i64 {
        for session in &self.sessions {
            let length = session.minutes() * MS_PER_MINUTE;
            if work <= length {
                return session.open() * MS_PER_MINUTE + work;
            }
            work -= length;
        }
        self.close()
    }
}

/// Running counts strictly before a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Before {
    days: i64,
    ms: i64,
}

impl Before {
    fn and(self, pattern: &Pattern) -> Self {
        Self { days: self.days + i64::from(pattern.is_open()), ms: self.ms + pattern.ms }
    }
}

#[derive(Debug, Clone)]
struct Week {
    days: [Pattern; 7],
    before: [Before; 7],
    total: Before,
}

impl Week {
    fn new(week: &WorkWeek) -> Self {
        let days: [Pattern; 7] = std::array::from_fn(|place| Pattern::of(week.sessions(place as u8 + 1)));
        let mut total = Before::default();
        let before = std::array::from_fn(|place| {
            let so_far = total;
            total = days.get(place).map_or(total, |pattern| total.and(pattern));
            so_far
        });
        Self { days, before, total }
    }

    fn split(day: i32) -> (i64, usize) {
        let from_origin = i64::from(day) + i64::from(TO_MONDAY);
        (from_origin.div_euclid(7), from_origin.rem_euclid(7) as usize)
    }

    fn pattern(&self, day: i32) -> &Pattern {
        let [monday, ..] = &self.days;
        self.days.get(Self::split(day).1).unwrap_or(monday)
    }

    fn before(&self, day: i32) -> Before {
        let (weeks, place) = Self::split(day);
        let part = self.before.get(place).copied().unwrap_or_default();
        Before { days: weeks * self.total.days + part.days, ms: weeks * self.total.ms + part.ms }
    }

    fn join(weeks: i64, place: usize) -> i32 {
        i32::try_from(weeks * 7 + place as i64 - i64::from(TO_MONDAY)).unwrap_or(i32::MAX)
    }

    /// The open day with `count` open days before it.
    fn day_at(&self, count: i64) -> i32 {
        let (weeks, rest) = (count.div_euclid(self.total.days), count.rem_euclid(self.total.days));
        let places = self.days.iter().zip(&self.before);
        let place = places.enumerate().position_or(|(day, before)| day.is_open() && before.days == rest);
        Self::join(weeks, place)
    }

    /// The day on which `work` milliseconds since the origin are reached.
    fn day_of(&self, work: i64) -> i32 {
        let weeks = (work - 1).div_euclid(self.total.ms);
        let rest = work - weeks * self.total.ms;
        let places = self.days.iter().zip(&self.before);
        let place =
            places.enumerate().position_or(|(day, before)| before.ms < rest && rest <= before.ms + day.ms);
        Self::join(weeks, place)
    }
}

trait PositionOr<'a> {
    fn position_or(self, hit: impl Fn((&'a Pattern, &'a Before)) -> bool) -> usize;
}

impl<'a, I: Iterator<Item = (usize, (&'a Pattern, &'a Before))>> PositionOr<'a> for I {
    /// The place of the first hit. There is always one: a week has an open hour.
    fn position_or(mut self, hit: impl Fn((&'a Pattern, &'a Before)) -> bool) -> usize {
        self.find(|(_, pair)| hit(*pair)).map_or(0, |(place, _)| place)
    }
}

/// A day that does not follow the regular week.
#[derive(Debug, Clone)]
struct Exception {
    day: i32,
    pattern: Pattern,
    before: Before,
    after: Before,
}

/// The regular week and its exceptions, ready for counting.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    week: Week,
    exceptions: Vec<Exception>,
    full_day_ms: i64,
}

impl Grid {
    /// `days`: the exceptions, `None` = closed, `Some` = worked with the hours of that weekday (or of a full
    /// day where that weekday is closed). Of two entries for one day the last holds.
    pub(crate) fn new(week: &WorkWeek, days: impl IntoIterator<Item = (i32, Option<u8>)>) -> Self {
        let regular = Week::new(week);
        let full = Pattern::of(week.full_day());
        let by_day: std::collections::BTreeMap<i32, Option<u8>> = days.into_iter().collect();
        let (mut exceptions, mut extra) = (Vec::with_capacity(by_day.len()), Before::default());
        for (day, worked_as) in by_day {
            let pattern = match worked_as.map(|weekday| Pattern::of(week.sessions(weekday))) {
                None => Pattern::default(),
                Some(own) if own.is_open() => own,
                Some(_) => full.clone(),
            };
            let usual = regular.pattern(day);
            if pattern == *usual {
                continue;
            }
            let base = regular.before(day);
            let before = Before { days: base.days + extra.days, ms: base.ms + extra.ms };
            extra.days += i64::from(pattern.is_open()) - i64::from(usual.is_open());
            extra.ms += pattern.ms - usual.ms;
            exceptions.push(Exception { day, after: before.and(&pattern), before, pattern });
        }
        Self { week: regular, exceptions, full_day_ms: full.ms }
    }

    pub(crate) const fn full_day_ms(&self) -> i64 {
        self.full_day_ms
    }

    /// Whether the regular week has this day open.
    pub(crate) fn is_usually_open(&self, day: i32) -> bool {
        self.week.pattern(day).is_open()
    }

    pub(crate) fn pattern(&self, day: i32) -> &Pattern {
        let found = self.exceptions.binary_search_by_key(&day, |exception| exception.day).ok();
        found
            .and_then(|place| self.exceptions.get(place))
            .map_or_else(|| self.week.pattern(day), |e| &e.pattern)
    }

    fn before(&self, day: i32) -> Before {
        let place = self.exceptions.partition_point(|exception| exception.day < day);
        let regular = self.week.before(day);
        match place.checked_sub(1).and_then(|last| self.exceptions.get(last)) {
            None => regular,
            Some(last) => {
                let then = self.week.before(last.day + 1);
                Before {
                    days: last.after.days + regular.days - then.days,
                    ms: last.after.ms + regular.ms - then.ms,
                }
            }
        }
    }

    /// Open days before `day`: the index of `day` where it is open, else of the next open day.
    pub(crate) fn index(&self, day: i32) -> i64 {
        self.before(day).days
    }

    /// Working milliseconds before `day`.
    pub(crate) fn work_before(&self, day: i32) -> i64 {
        self.before(day).ms
    }

    /// The open day with this index.
    pub(crate) fn day_at(&self, index: i64) -> i32 {
        let place = self.exceptions.partition_point(|exception| exception.before.days <= index);
        match place.checked_sub(1).and_then(|last| self.exceptions.get(last)) {
            None => self.week.day_at(index),
            Some(last) if index < last.after.days => last.day,
            Some(last) => self.week.day_at(self.week.before(last.day + 1).days + index - last.after.days),
        }
    }

    /// The first moment by which `work` milliseconds have been worked: day and milliseconds since midnight.
    pub(crate) fn reached(&self, work: i64) -> (i32, i64) {
        let place = self.exceptions.partition_point(|exception| exception.before.ms < work);
        let day = match place.checked_sub(1).and_then(|last| self.exceptions.get(last)) {
            None => self.week.day_of(work),
            Some(last) if work <= last.after.ms => last.day,
            Some(last) => self.week.day_of(self.week.before(last.day + 1).ms + work - last.after.ms),
        };
        (day, self.pattern(day).reached(work - self.work_before(day)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_and_finding_are_inverse_and_agree_with_walking() {
        let week = WorkWeek::parse("07:30-11:30,13:30-17:00", "07:30-11:30").unwrap();
        let off = [18_993, 19_023, 19_024, 19_025, 19_026, 19_027].map(|day| (day, None));
        let grid = Grid::new(&week, off.into_iter().chain([(19_028, Some(1)), (19_030, Some(1))]));
        let (mut days, mut ms) = (grid.index(18_900), grid.work_before(18_900));
        for day in 18_900..19_200 {
            assert_eq!((grid.index(day), grid.work_before(day)), (days, ms), "{day}");
            let pattern = grid.pattern(day);
            if pattern.is_open() {
                assert_eq!(grid.day_at(days), day);
                assert_eq!(grid.reached(ms + 1), (day, pattern.open() + 1));
                assert_eq!(grid.reached(ms + pattern.ms), (day, pattern.close()));
                days += 1;
                ms += pattern.ms;
            }
        }
    }
}
