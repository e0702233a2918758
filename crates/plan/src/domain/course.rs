//! The course of a figure: its changes by month, and what they let expect at the end of the window.

use formula::{Figure, Forecast, Window, forecast};
use kernel::Date;

/// The forecast looks back this many days.
const PACE_DAYS: i32 = 90;

/// The changes of a figure over a window.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// What stood before the first day: nothing for a flow, the opening state for a stock.
    pub opening: Figure,
    /// The changes of each month that has any: first day of the month, change.
    pub months: Vec<(Date, Figure)>,
}

impl Course {
    /// The figure at the end of what is known.
    pub fn figure(&self) -> Figure {
        self.months.iter().fold(self.opening, |total, (_, change)| total.plus(*change))
    }
}

/// What is expected at the end of `from`–`to`, from what is known at the end of `as_of`. The month in which the pace's
/// ninety days begin gives the share of its days.
pub fn expected(course: &Course, from: Date, to: Date, as_of: Date) -> Option<Forecast> {
    let known = as_of.min(to);
    if known < from {
        return None;
    }
    let pace_from = known.plus(1 - PACE_DAYS).max(from);
    let mut series = Vec::with_capacity(course.months.len() + 1);
    for (month, change) in &course.months {
        let (first, last) = ((*month).max(from), month.month_end().min(known));
        if first >= pace_from || last < pace_from {
            series.push((last, *change));
            continue;
        }
        let share = share(*change, pace_from.days_until(last) + 1, first.days_until(last) + 1);
        series.push((last, share));
        series.push((
            first,
            Figure::new(change.numerator - share.numerator, change.denominator - share.denominator),
        ));
    }
    forecast(&series, &Window { from, to, as_of: known, opening: course.opening })
}

/// `days` of `length` days of a change, rounded to the nearest record.
fn share(change: Figure, days: i32, length: i32) -> Figure {
    let part = |count: i64| {
        let (twice, length) = (i128::from(count) * i128::from(days) * 2, i128::from(length.max(1)));
        i64::try_from((twice + length).div_euclid(length * 2)).unwrap_or(count)
    };
    Figure::new(part(change.numerator), part(change.denominator))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// A year in which every day brings ten records, nine of them met, known up to `as_of`.
    fn even(as_of: &str) -> Course {
        let mut months = Vec::new();
        let mut month = day("2022-01-01");
        while month <= day(as_of) {
            let days = i64::from(month.days_until(month.month_end().min(day(as_of)))) + 1;
            months.push((month, Figure::new(9 * days, 10 * days)));
            month = month.month_end().plus(1);
        }
        Course { opening: Figure::default(), months }
    }

    #[test]
    fn an_even_year_goes_on_evenly_whatever_the_day() {
        for as_of in ["2022-01-20", "2022-04-01", "2022-06-30", "2022-09-15", "2022-12-31"] {
            let found = expected(&even(as_of), day("2022-01-01"), day("2022-12-31"), day(as_of)).unwrap();
            assert!((found.figure.denominator - 3_650).abs() <= 15, "{as_of} {found:?}");
            assert!((found.figure.numerator - 3_285).abs() <= 15, "{as_of} {found:?}");
        }
    }

    #[test]
    fn a_stock_goes_on_from_its_state() {
        let course =
            Course { opening: Figure::new(30, 100), months: vec![(day("2022-03-01"), Figure::new(9, 0))] };
        assert_eq!(course.figure(), Figure::new(39, 100));
        let found = expected(&course, day("2022-01-01"), day("2022-12-31"), day("2022-03-31")).unwrap();
        assert_eq!(found.figure, Figure::new(39 + 28, 100));
    }

    #[test]
    fn nothing_is_expected_before_the_window_or_in_its_first_days() {
        let course = even("2022-01-05");
        assert_eq!(expected(&course, day("2022-01-01"), day("2022-12-31"), day("2022-01-05")), None);
        assert_eq!(
            expected(&Course::default(), day("2022-01-01"), day("2022-12-31"), day("2021-12-05")),
            None
        );
    }
}
