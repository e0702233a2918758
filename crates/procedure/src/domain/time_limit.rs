//! Lengths of time in packages, in the words of the calendar: amount and unit. Units are never added to one
//! another: one act can count commune and district in working days and the department in calendar days
//! (NĐ 131/2021/NĐ-CP).

use calendar::{Amount, Reading, Stage, Unit};

use super::words::Word;

/// A length of time: so much of one unit.
pub type TimeLimit = Stage;

/// Every unit, in the order in which sums are shown.
pub(super) const UNITS: [Unit; 4] = [Unit::WorkingDay, Unit::CalendarDay, Unit::WorkingHour, Unit::Hour];

/// Ten years of days: longer limits are slips of the pen.
const MOST_THOUSANDTHS: i64 = 3_650_000;

impl Word for Unit {
    fn all() -> &'static [(Self, &'static str)] {
        &[
            (Self::WorkingDay, "working_day"),
            (Self::CalendarDay, "calendar_day"),
            (Self::WorkingHour, "working_hour"),
            (Self::Hour, "hour"),
        ]
    }
}

impl Word for Reading {
    fn all() -> &'static [(Self, &'static str)] {
        &[(Self::DayCount, "day-count"), (Self::WorkingTime, "working-time")]
    }
}

/// An amount from the digits of a package: more than nothing, at most ten years.
pub(crate) fn amount(digits: &str) -> Option<Amount> {
    let amount: Amount = digits.parse().ok()?;
    (amount > Amount::ZERO && amount.thousandths() <= MOST_THOUSANDTHS).then_some(amount)
}

/// Whether `a` is longer than `b`; `None` where the units differ and no comparison is right.
pub(super) fn is_longer(a: TimeLimit, b: TimeLimit) -> Option<bool> {
    (a.unit == b.unit).then(|| a.amount > b.amount)
}

/// `0.5 working days`, for the command line.
pub(super) fn english(time: TimeLimit) -> String {
    let unit = match time.unit {
        Unit::WorkingDay => "working days",
        Unit::CalendarDay => "calendar days",
        Unit::WorkingHour => "working hours",
        Unit::Hour => "hours",
    };
    format!("{} {unit}", time.amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_sensible() {
        assert_eq!(amount("0.25").map(Amount::thousandths), Some(250));
        for digits in ["0", "-1", "0.0001", "nan", "inf", "3651", "1e3", ""] {
            assert_eq!(amount(digits), None, "{digits}");
        }
    }

    #[test]
    fn units_are_not_compared_with_each_other() {
        let limit = |digits, unit| TimeLimit::new(amount(digits).unwrap(), unit);
        let days = limit("12", Unit::CalendarDay);
        assert_eq!(is_longer(days, limit("10", Unit::CalendarDay)), Some(true));
        assert_eq!(is_longer(days, limit("12", Unit::CalendarDay)), Some(false));
        assert_eq!(is_longer(days, limit("10", Unit::WorkingDay)), None);
        assert_eq!(english(limit("0.5", Unit::WorkingDay)), "0.5 working days");
    }
}
