//! What a figure is asked for: whose records, which days, as known when.

use kernel::{AgencyId, Date, UnitId};

/// 9999-12-31: a day by which everything is known.
pub(crate) const ALWAYS: Date = Date::from_days(2_932_896);
/// 0001-01-01: a day before everything.
pub(crate) const BEGINNING: Date = Date::from_days(-719_162);

/// Whose records, which days, as known when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// Agency.
    pub agency: AgencyId,
    /// One unit, or all.
    pub unit: Option<UnitId>,
    /// First day of the window.
    pub from: Date,
    /// Last day of the window; for a stock, the day whose state is asked for.
    pub to: Date,
    /// Only what was known at the end of this day.
    pub as_of: Date,
}

impl Scope {
    /// All units, from `from` to `to`, with everything that is known.
    pub const fn new(agency: AgencyId, from: Date, to: Date) -> Self {
        Self { agency, unit: None, from, to, as_of: ALWAYS }
    }

    /// The year that `day` lies in, from its first to its last day.
    pub fn year(agency: AgencyId, day: Date) -> Self {
        let from = Date::new(day.year(), 1, 1).unwrap_or(day);
        let to = Date::new(day.year(), 12, 31).unwrap_or(day);
        Self::new(agency, from, to)
    }

    /// The same for one unit.
    #[must_use]
    pub const fn of_unit(self, unit: Option<UnitId>) -> Self {
        Self { unit, ..self }
    }

    /// The same as known at the end of `day`.
    #[must_use]
    pub const fn known(self, day: Date) -> Self {
        Self { as_of: day, ..self }
    }

    /// Whether everything that is known is asked for.
    pub fn knows_all(&self) -> bool {
        self.as_of == ALWAYS
    }

    /// The window cut into calendar months; the first and the last may be shorter.
    pub fn months(&self) -> Vec<(Date, Date)> {
        let mut months = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let to = from.month_end().min(self.to);
            months.push((from, to));
            from = to.plus(1);
        }
        months
    }

    /// The state of a stock is that of the last day asked for, as far as it is known.
    pub(crate) fn state_day(&self) -> Date {
        self.to.min(self.as_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_bounds_are_the_days_they_are_said_to_be() {
        assert_eq!(ALWAYS, day("9999-12-31"));
        assert_eq!(BEGINNING, day("0001-01-01"));
    }

    #[test]
    fn a_window_is_cut_into_its_months() {
        let scope = Scope::new(AgencyId(1), day("2022-01-15"), day("2022-03-02"));
        let months: Vec<_> = scope.months().iter().map(|(from, to)| format!("{from}/{to}")).collect();
        assert_eq!(months, ["2022-01-15/2022-01-31", "2022-02-01/2022-02-28", "2022-03-01/2022-03-02"]);
        let backwards = Scope::new(AgencyId(1), day("2022-03-02"), day("2022-01-15"));
        assert!(backwards.months().is_empty());
    }
}
