//! A goal and its verdict, in integers only: 79,999 % is not 80 %.

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::figure::{Figure, ceil, floor};

/// What a goal looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Numerator in percent of the denominator.
    Percent,
    /// The numerator itself.
    Count,
}

/// How the value is compared. Bounds are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// At least (ít nhất, tối thiểu, phấn đấu).
    AtLeast(Decimal),
    /// At most (không quá, dưới mức).
    AtMost(Decimal),
    /// Exactly.
    Equal(Decimal),
    /// From the first to the second.
    Between(Decimal, Decimal),
}

/// A goal: the value an indicator should reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// What it looks at.
    pub measure: Measure,
    /// How it is compared, and with what.
    pub comparator: Comparator,
}

/// Whether a figure meets a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Meets it.
    Met,
    /// Does not meet it.
    NotMet,
    /// Nothing counts yet, so nothing can be said.
    NotApplicable,
}

impl Goal {
    /// At least `percent` percent.
    pub const fn at_least(percent: Decimal) -> Self {
        Self { measure: Measure::Percent, comparator: Comparator::AtLeast(percent) }
    }

    /// At most `percent` percent.
    pub const fn at_most(percent: Decimal) -> Self {
        Self { measure: Measure::Percent, comparator: Comparator::AtMost(percent) }
    }

    /// The lower and the upper bound, where there is one.
    pub(crate) const fn limits(&self) -> (Option<Decimal>, Option<Decimal>) {
        match self.comparator {
            Comparator::AtLeast(lower) => (Some(lower), None),
            Comparator::AtMost(upper) => (None, Some(upper)),
            Comparator::Equal(value) => (Some(value), Some(value)),
            Comparator::Between(lower, upper) => (Some(lower), Some(upper)),
        }
    }

    /// The least and the greatest numerator that meet the goal when `denominator` records count. There may be
    /// none between them ("exactly 33 %" of 10).
    pub(crate) fn numerators(&self, denominator: i64) -> (Option<i128>, Option<i128>) {
        let whole = match self.measure {
            Measure::Percent => i128::from(denominator),
            Measure::Count => 100,
        };
        let (lower, upper) = self.limits();
        let scaled = |bound: Decimal| {
            let (value, one) = bound.fraction();
            (value * whole, one * 100)
        };
        let least = lower.map(scaled).map(|(dividend, divisor)| ceil(dividend, divisor));
        let greatest = upper.map(scaled).map(|(dividend, divisor)| floor(dividend, divisor));
        (least, greatest)
    }
}

/// Whether `figure` meets `goal`.
pub fn verdict(figure: Figure, goal: &Goal) -> Verdict {
    if goal.measure == Measure::Percent && figure.denominator <= 0 {
        return Verdict::NotApplicable;
    }
    let (least, greatest) = goal.numerators(figure.denominator);
    let numerator = i128::from(figure.numerator);
    let met =
        least.is_none_or(|least| numerator >= least) && greatest.is_none_or(|greatest| numerator <= greatest);
    if met { Verdict::Met } else { Verdict::NotMet }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn verdicts_are_exact() {
        use Comparator::{AtLeast, AtMost, Between, Equal};
        for (numerator, denominator, comparator, expected) in [
            (80, 100, AtLeast(number("80")), Verdict::Met),
            (79_999, 100_000, AtLeast(number("80")), Verdict::NotMet),
            (2, 3, AtLeast(number("66,666666")), Verdict::Met),
            (1_999_999, 3_000_000, AtLeast(number("66,666667")), Verdict::NotMet),
            (5, 100, AtMost(number("5")), Verdict::Met),
            (50_001, 1_000_000, AtMost(number("5")), Verdict::NotMet),
            (7, 7, Equal(number("100")), Verdict::Met),
            (6, 7, Equal(number("100")), Verdict::NotMet),
            (15, 1_000, Between(number("1,5"), number("2")), Verdict::Met),
            (20, 1_000, Between(number("1,5"), number("2")), Verdict::Met),
            (21, 1_000, Between(number("1,5"), number("2")), Verdict::NotMet),
            (0, 0, AtLeast(number("0")), Verdict::NotApplicable),
            (0, 0, AtMost(number("5")), Verdict::NotApplicable),
        ] {
            let goal = Goal { measure: Measure::Percent, comparator };
            assert_eq!(
                verdict(Figure::new(numerator, denominator), &goal),
                expected,
                "{numerator}/{denominator} {comparator:?}"
            );
        }
    }

    #[test]
    fn counts_look_at_the_numerator_alone() {
        let goal = Goal { measure: Measure::Count, comparator: Comparator::AtLeast(number("40")) };
        assert_eq!(verdict(Figure::new(40, 40), &goal), Verdict::Met);
        assert_eq!(verdict(Figure::new(39, 39), &goal), Verdict::NotMet);
        assert_eq!(verdict(Figure::new(0, 0), &goal), Verdict::NotMet);
    }
}
