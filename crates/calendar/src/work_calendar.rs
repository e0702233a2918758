//! The working calendar of an agency or unit: its week and its days off, cheap to clone, quick to ask.

use std::sync::{Arc, LazyLock};

use kernel::{Date, Instant};

use crate::grid::{Grid, MS_PER_MINUTE, Pattern};
use crate::holidays::{HolidayBook, MakeupDay, OffDay};
use crate::{Session, WorkSpan, WorkWeek};

/// Opening hours and days off, ready for counting. Cloning copies a pointer.
///
/// Days outside the years its book covers follow the weekly pattern alone, without public holidays, and the
/// trace says so: a holiday nobody has announced is not invented.
#[derive(Debug, Clone)]
pub struct WorkCalendar(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    grid: Grid,
    week: WorkWeek,
    book: HolidayBook,
}

impl WorkCalendar {
    /// From a week and a book of days off.
    pub fn new(week: &WorkWeek, book: &HolidayBook) -> Self {
        let mut book = book.clone();
        book.off.sort_by_key(|day| day.date);
        book.working.sort_by_key(|day| day.date);
        let off = book.off.iter().map(|day| (day.date.days(), None));
        let working = book.working.iter().map(|day| {
            let as_weekday = day.replaces.map_or(1, Date::weekday);
            (day.date.days(), Some(as_weekday))
        });
        let grid = Grid::new(week, off.chain(working));
        Self(Arc::new(Inner { grid, week: week.clone(), book }))
    }

    /// The office week with the built-in days off 2015–2030.
    pub fn standard() -> Self {
        static STANDARD: LazyLock<WorkCalendar> =
            LazyLock::new(|| WorkCalendar::new(&WorkWeek::office(), HolidayBook::builtin()));
        STANDARD.clone()
    }

    pub(crate) fn grid(&self) -> &Grid {
        &self.0.grid
    }

    /// Its week.
    pub fn week(&self) -> &WorkWeek {
        &self.0.week
    }

    /// Its days off and make-up days.
    pub fn book(&self) -> &HolidayBook {
        &self.0.book
    }

    /// The opening hours of a date; empty when closed.
    pub fn sessions(&self, date: Date) -> &[Session] {
        &self.pattern(date).sessions
    }

    pub(crate) fn pattern(&self, date: Date) -> &Pattern {
        self.grid().pattern(date.days())
    }

    /// Whether the agency works on `date`.
    pub fn is_working(&self, date: Date) -> bool {
        self.pattern(date).is_open()
    }

    /// Whether `at` lies within opening hours (both ends included).
    pub fn is_open(&self, at: Instant) -> bool {
        let ms = of_day(at);
        let inside = |s: &Session| (s.open() * MS_PER_MINUTE..=s.close() * MS_PER_MINUTE).contains(&ms);
        self.sessions(at.date()).iter().any(inside)
    }

    /// The day off entered for `date`, if any.
    pub fn off_day(&self, date: Date) -> Option<&OffDay> {
        let off = &self.book().off;
        off.binary_search_by_key(&date, |day| day.date).ok().and_then(|place| off.get(place))
    }

    /// The make-up day entered for `date`, if any.
    pub fn makeup_day(&self, date: Date) -> Option<&MakeupDay> {
        let working = &self.book().working;
        working.binary_search_by_key(&date, |day| day.date).ok().and_then(|place| working.get(place))
    }

    /// `date` if it is a working day, else the next one.
    pub fn working_day_on_or_after(&self, date: Date) -> Date {
        self.day_at(self.grid().index(date.days()))
    }

    /// `date` if it is a working day, else the one before.
    pub fn working_day_on_or_before(&self, date: Date) -> Date {
        self.day_at(self.grid().index(date.plus(1).days()) - 1)
    }

    /// The working day after `date`.
    pub fn next_working_day(&self, date: Date) -> Date {
        self.working_day_on_or_after(date.plus(1))
    }

    /// The `count`th working day after `date` (before it where negative); for 0 the working day on or after it.
    pub fn plus_working_days(&self, date: Date, count: i32) -> Date {
        let index = if count < 0 {
            self.grid().index(date.days()) + i64::from(count)
        } else {
            self.grid().index(date.plus(i32::from(count > 0)).days()) + i64::from(count.max(1)) - 1
        };
        self.day_at(index)
    }

    /// Working days from `from` (included) to `until` (excluded).
    pub fn working_days(&self, from: Date, until: Date) -> i64 {
        self.grid().index(until.days()) - self.grid().index(from.days())
    }

    /// Opening of `date`, a working day; local midnight of a closed day.
    pub fn opening(&self, date: Date) -> Instant {
        at(date, self.pattern(date).open())
    }

    /// Close of `date`, a working day; local midnight of a closed day.
    pub fn closing(&self, date: Date) -> Instant {
        at(date, self.pattern(date).close())
    }

    /// The working time between two instants; zero where `until` is not later.
    pub fn worked(&self, from: Instant, until: Instant) -> WorkSpan {
        let ms = (self.work_at(until) - self.work_at(from)).max(0);
        self.span(ms)
    }

    pub(crate) fn span(&self, ms: i64) -> WorkSpan {
        WorkSpan::new(ms, self.grid().full_day_ms())
    }

    /// Working milliseconds of a full day: what "one working day" means in the working-time reading.
    pub fn full_day(&self) -> WorkSpan {
        self.span(self.grid().full_day_ms())
    }

    /// The first instant by which `work` has been worked since `from`; `from` itself for no work.
    pub fn after_working(&self, from: Instant, work: WorkSpan) -> Instant {
        self.at_work(self.work_at(from) + work.millis()).max(from)
    }

    /// Working milliseconds before `at`, from the axis' origin.
    pub(crate) fn work_at(&self, at: Instant) -> i64 {
        let date = at.date();
        self.grid().work_before(date.days()) + self.pattern(date).elapsed(of_day(at))
    }

    /// The first instant by which so many working milliseconds have passed.
    pub(crate) fn at_work(&self, work: i64) -> Instant {
        let (day, ms) = self.grid().reached(work);
        at(Date::from_days(day), ms)
    }

    /// The index of the working day that `at` belongs to. After the close of a working day, and on a day off,
    /// it is the next working day's. `close_counts`: whether the very moment of closing still belongs to the day.
    pub(crate) fn index_at(&self, at: Instant, close_counts: bool) -> i64 {
        let date = at.date();
        let (pattern, ms) = (self.pattern(date), of_day(at));
        let gone = pattern.is_open() && (ms > pattern.close() || (ms == pattern.close() && !close_counts));
        self.grid().index(date.days()) + i64::from(gone)
    }

    pub(crate) fn day_at(&self, index: i64) -> Date {
        Date::from_days(self.grid().day_at(index))
    }

    /// The working day on which something received at `received` counts as received: the same day up to its
    /// close, else the next working day.
    pub fn receipt_day(&self, received: Instant) -> Date {
        self.day_at(self.index_at(received, true))
    }
}

pub(crate) fn of_day(at: Instant) -> i64 {
    at.local().minute * MS_PER_MINUTE + at.millis().rem_euclid(MS_PER_MINUTE)
}

pub(crate) fn at(date: Date, ms: i64) -> Instant {
    Instant::from_millis(date.start().millis() + ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn working_days_are_found_around_tet() {
        let calendar = WorkCalendar::standard();
        assert!(!calendar.is_working(date("2022-02-01")));
        assert_eq!(calendar.off_day(date("2022-02-01")).unwrap().name, "Mùng một Tết Nguyên đán");
        assert_eq!(calendar.next_working_day(date("2022-01-28")), date("2022-02-07"));
        assert_eq!(calendar.working_day_on_or_before(date("2022-02-06")), date("2022-01-28"));
        assert_eq!(calendar.plus_working_days(date("2022-01-26"), 5), date("2022-02-09"));
        assert_eq!(calendar.plus_working_days(date("2022-02-09"), -5), date("2022-01-26"));
        assert_eq!(calendar.plus_working_days(date("2022-02-05"), 0), date("2022-02-07"));
        assert_eq!(calendar.working_days(date("2022-01-26"), date("2022-02-09")), 5);
    }

    #[test]
    fn a_make_up_saturday_is_worked_with_the_hours_of_the_day_it_replaces() {
        let calendar = WorkCalendar::standard();
        let saturday = date("2026-01-10");
        assert_eq!(calendar.sessions(saturday), calendar.sessions(date("2026-01-09")));
        assert_eq!(calendar.makeup_day(saturday).unwrap().replaces, Some(date("2026-01-02")));
    }

    #[test]
    fn years_without_data_follow_the_week() {
        let calendar = WorkCalendar::standard();
        assert!(calendar.is_working(date("2041-01-01")));
        assert!(calendar.is_working(date("1975-04-30")));
        assert!(!calendar.is_working(date("2041-01-05")));
    }
}
