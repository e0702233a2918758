//! A linear forecast to the end of a window: what has arisen, plus the pace of the latest days for the days to
//! come, numerator and denominator apart. Simple on purpose, so that a reader can check it by hand.

use kernel::Date;

use crate::figure::Figure;

/// The pace is taken from at most this many latest days.
const PACE_DAYS: i64 = 90;
/// With fewer days gone nothing is forecast.
const LEAST_DAYS: i64 = 14;

/// The window of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The last day whose records are known.
    pub as_of: Date,
    /// What stood before the first day: zero for a flow, the opening state for a stock.
    pub opening: Figure,
}

/// A forecast and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// The figure expected at the end of the window.
    pub figure: Figure,
    /// The pace comes from this many days up to the known one.
    pub pace_days: i64,
    /// Days still to come.
    pub days_left: i64,
}

/// The figure expected at the end of `window`, from the changes of each day (in any order, days without a
/// change left out; monthly sums may stand on a day of their month). `None` before the window's 15th day.
pub fn forecast(series: &[(Date, Figure)], window: &Window) -> Option<Forecast> {
    let as_of = window.as_of.min(window.to);
    let gone = i64::from(window.from.days_until(as_of)) + 1;
    let days_left = i64::from(as_of.days_until(window.to));
    if gone < LEAST_DAYS && days_left > 0 {
        return None;
    }
    let pace_days = gone.min(PACE_DAYS);
    let sum = |from: Date| {
        let days = series.iter().filter(|(day, _)| (from..=as_of).contains(day));
        days.fold(Figure::default(), |total, (_, change)| total.plus(*change))
    };
    let known = window.opening.plus(sum(window.from));
    let pace = sum(as_of.plus(1 - pace_days as i32));
    let extend = |known: i64, pace: i64| {
        // Rounded to the nearest record; a half counts as one.
        let twice = i128::from(pace) * i128::from(days_left) * 2 + i128::from(pace_days);
        let coming = twice.div_euclid(i128::from(pace_days) * 2);
        i64::try_from(i128::from(known) + coming).unwrap_or(known).max(0)
    };
    let denominator = extend(known.denominator, pace.denominator);
    let numerator = extend(known.numerator, pace.numerator).min(denominator);
    Some(Forecast { figure: Figure::new(numerator, denominator), pace_days, days_left })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn window(as_of: &str) -> Window {
        Window {
            from: day("2022-01-01"),
            to: day("2022-12-31"),
            as_of: day(as_of),
            opening: Figure::default(),
        }
    }

    fn every_day(from: &str, to: &str, change: Figure) -> Vec<(Date, Figure)> {
        (day(from).days()..=day(to).days()).map(|days| (Date::from_days(days), change)).collect()
    }

    #[test]
    fn an_even_pace_goes_on() {
        let series = every_day("2022-01-01", "2022-06-30", Figure::new(9, 10));
        let found = forecast(&series, &window("2022-06-30")).unwrap();
        assert_eq!(found, Forecast { figure: Figure::new(9 * 365, 10 * 365), pace_days: 90, days_left: 184 });
    }

    #[test]
    fn the_latest_days_set_the_pace() {
        // 90 days with all on time after 90 days with half late: the rest of the year is expected on time.
        let mut series = every_day("2022-01-01", "2022-03-31", Figure::new(1, 2));
        series.extend(every_day("2022-04-01", "2022-06-29", Figure::new(2, 2)));
        let found = forecast(&series, &window("2022-06-29")).unwrap();
        assert_eq!(found.figure, Figure::new(90 + 180 + 2 * 185, 730));
    }

    #[test]
    fn a_window_that_is_over_shows_what_was() {
        let series = every_day("2022-01-01", "2023-02-01", Figure::new(1, 1));
        let found = forecast(&series, &window("2023-02-01")).unwrap();
        assert_eq!((found.figure, found.days_left), (Figure::new(365, 365), 0));
    }

    #[test]
    fn a_stock_starts_from_its_opening_state_and_stays_sound() {
        let mut window = window("2022-04-10");
        window.opening = Figure::new(10, 20);
        let found = forecast(&[(day("2022-02-01"), Figure::new(5, 0))], &window).unwrap();
        assert_eq!(found.figure.denominator, 20);
        assert_eq!(found.figure.numerator, 20, "not more than all");
        let falling = forecast(&[(day("2022-02-01"), Figure::new(-9, 0))], &window).unwrap();
        assert_eq!(falling.figure.numerator, 0, "not less than none");
    }

    #[test]
    fn too_early_is_not_guessed_and_nothing_stays_nothing() {
        assert_eq!(forecast(&[], &window("2022-01-10")), None);
        let empty = forecast(&[], &window("2022-03-10")).unwrap();
        assert_eq!(empty.figure, Figure::default());
    }
}
