//! A figure: numerator and denominator, summed separately and divided last. With denominator 0 there is no
//! value: "chưa phát sinh", never 0 % and never 100 %.

use kernel::vi;
use serde::{Deserialize, Serialize};

/// What is shown where nothing has happened yet.
pub const NOT_YET: &str = "chưa phát sinh";

/// Numerator and denominator of an indicator over units and days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figure {
    /// Records that meet.
    pub numerator: i64,
    /// Records that count.
    pub denominator: i64,
}

/// The direction of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// The more the better.
    Higher,
    /// The less the better.
    Lower,
}

impl Figure {
    /// A figure of `numerator` among `denominator`.
    pub const fn new(numerator: i64, denominator: i64) -> Self {
        Self { numerator, denominator }
    }

    /// Both halves added.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self::new(self.numerator + other.numerator, self.denominator + other.denominator)
    }

    /// Records that count but do not meet.
    pub const fn rest(self) -> i64 {
        self.denominator - self.numerator
    }

    /// The ratio in percent, in units of `10^-decimals`, cut towards the bad side: a figure never looks better
    /// than it is (99,999 % is not shown as 100 %, 0,001 % late not as 0 %). `None` where nothing counts.
    pub fn percent_units(self, decimals: u32, better: Better) -> Option<i64> {
        if self.denominator == 0 {
            return None;
        }
        let scaled = i128::from(self.numerator) * 100 * 10_i128.pow(decimals.min(6));
        let denominator = i128::from(self.denominator);
        let units = match better {
            Better::Higher => floor(scaled, denominator),
            Better::Lower => ceil(scaled, denominator),
        };
        i64::try_from(units).ok()
    }

    /// The ratio as Vietnamese readers write it: `98,97%`, or [`NOT_YET`].
    pub fn percent(self, decimals: u32, better: Better) -> String {
        let decimals = decimals.min(6);
        let Some(units) = self.percent_units(decimals, better) else {
            return NOT_YET.to_owned();
        };
        let (magnitude, one) = (units.unsigned_abs(), 10_u64.pow(decimals));
        let fraction = format!("{:0width$}", magnitude % one, width = decimals as usize);
        let fraction = if decimals == 0 { "" } else { fraction.trim_end_matches('0') };
        let sign = if units < 0 { "−" } else { "" };
        let comma = if fraction.is_empty() { "" } else { "," };
        format!("{sign}{}{comma}{fraction}%", vi::number((magnitude / one) as i64))
    }
}

/// Division rounded down; the divisor is positive.
pub(crate) const fn floor(dividend: i128, divisor: i128) -> i128 {
    dividend.div_euclid(divisor)
}

/// Division rounded up; the divisor is positive.
pub(crate) const fn ceil(dividend: i128, divisor: i128) -> i128 {
    -(-dividend).div_euclid(divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_never_look_better_than_they_are() {
        for (numerator, denominator, decimals, better, shown) in [
            (1_842, 1_861, 2, Better::Higher, "98,97%"),
            (99_999, 100_000, 2, Better::Higher, "99,99%"),
            (1, 100_000, 2, Better::Lower, "0,01%"),
            (1, 2, 2, Better::Higher, "50%"),
            (1, 3, 0, Better::Higher, "33%"),
            (1, 3, 0, Better::Lower, "34%"),
            (5, 5, 2, Better::Higher, "100%"),
            (0, 5, 2, Better::Higher, "0%"),
            (0, 0, 2, Better::Higher, NOT_YET),
            (1, 8, 1, Better::Higher, "12,5%"),
            (401, 8_000, 2, Better::Lower, "5,02%"),
        ] {
            assert_eq!(
                Figure::new(numerator, denominator).percent(decimals, better),
                shown,
                "{numerator}/{denominator}"
            );
        }
    }
}
