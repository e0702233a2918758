//! How much time: an exact amount (thousandths, so that 0.25 and 0.5 of a day stay exact) of a unit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An exact, non-negative number of days or hours with at most three decimals, at most one million.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i64);

/// Why a text or a number is not an [`Amount`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not digits with at most one decimal sign.
    #[error("not a number: write digits such as 5 or 0.5")]
    NotANumber,
    /// Below zero.
    #[error("negative: write zero or more")]
    Negative,
    /// More than three decimals.
    #[error("too fine: write at most three decimals")]
    TooFine,
    /// Above one million.
    #[error("too large: write at most 1000000")]
    TooLarge,
}

const SCALE: i64 = 1_000;
const MOST: i64 = 1_000_000 * SCALE;

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A whole number of units.
    pub const fn whole(units: u16) -> Self {
        Self(units as i64 * SCALE)
    }

    /// From thousandths of a unit.
    pub const fn from_thousandths(thousandths: i64) -> Result<Self, AmountError> {
        if thousandths < 0 {
            Err(AmountError::Negative)
        } else if thousandths > MOST {
            Err(AmountError::TooLarge)
        } else {
            Ok(Self(thousandths))
        }
    }

    /// Thousandths of a unit.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Whether there is no fraction.
    pub const fn is_whole(self) -> bool {
        self.0 % SCALE == 0
    }

    /// The sum, held at the largest amount.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        let sum = self.0 + other.0;
        Self(if sum > MOST { MOST } else { sum })
    }

    /// As Vietnamese readers write it: `0,5`.
    pub fn vi(self) -> String {
        self.to_string().replace('.', ",")
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Reads `5`, `5.0`, `0.25` and, as Vietnamese texts have it, `0,25`.
    fn from_str(text: &str) -> Result<Self, AmountError> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix(['-', '−']) {
            return Err(rest.parse::<Self>().err().unwrap_or(AmountError::Negative));
        }
        let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || text.ends_with(['.', ',']) {
            return Err(AmountError::NotANumber);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > 3 {
            return Err(AmountError::TooFine);
        }
        if whole.trim_start_matches('0').len() > 7 {
            return Err(AmountError::TooLarge);
        }
        let whole: i64 = whole.parse().map_err(|_| AmountError::TooLarge)?;
        let thousandths: i64 = format!("{fraction:0<3}").parse().map_err(|_| AmountError::NotANumber)?;
        Self::from_thousandths(whole * SCALE + thousandths)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / SCALE, self.0 % SCALE);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let rest = format!("{rest:03}");
        write!(f, "{whole}.{}", rest.trim_end_matches('0'))
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_whole() {
            serializer.serialize_i64(self.0 / SCALE)
        } else {
            serializer.serialize_f64(self.0 as f64 / SCALE as f64)
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Amount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of days or hours such as 5 or 0.5")
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Amount, E> {
                let thousandths = value.checked_mul(SCALE).ok_or_else(|| E::custom(AmountError::TooLarge))?;
                Amount::from_thousandths(thousandths).map_err(E::custom)
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Amount, E> {
                let value = i64::try_from(value).map_err(|_| E::custom(AmountError::TooLarge))?;
                self.visit_i64(value)
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Amount, E> {
                // The shortest text of the float is what its author wrote.
                value.to_string().parse().map_err(E::custom)
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Amount, E> {
                value.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// What an amount is counted in. One procedure may mix them by stage (Decree 131/2021: communes and districts
/// have working days, the department has calendar days).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Ngày làm việc.
    #[serde(alias = "wd")]
    WorkingDay,
    /// Giờ làm việc: only the agency's opening hours count.
    WorkingHour,
    /// Ngày: days off count too, but the last day moves off a day off (Civil Code 2015, Art. 148(5)).
    #[serde(alias = "d")]
    CalendarDay,
    /// Giờ by the clock, day and night (urgent child protection), Civil Code 2015, Art. 147(1).
    Hour,
}

impl Unit {
    /// In Vietnamese, as it follows a number.
    pub const fn vi(self) -> &'static str {
        match self {
            Self::WorkingDay => "ngày làm việc",
            Self::WorkingHour => "giờ làm việc",
            Self::CalendarDay => "ngày",
            Self::Hour => "giờ",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_what_people_write() {
        for (text, thousandths) in [("5", 5_000), ("5.0", 5_000), ("0.25", 250), ("0,5", 500), ("007", 7_000)]
        {
            assert_eq!(text.parse::<Amount>().map(Amount::thousandths), Ok(thousandths), "{text}");
        }
        assert_eq!("0.5".parse::<Amount>().unwrap().vi(), "0,5");
        assert_eq!("12.50".parse::<Amount>().unwrap().to_string(), "12.5");
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        for (text, why) in [
            ("", AmountError::NotANumber),
            ("ba", AmountError::NotANumber),
            ("1e3", AmountError::NotANumber),
            ("5.", AmountError::NotANumber),
            (".5", AmountError::NotANumber),
            ("NaN", AmountError::NotANumber),
            ("-1", AmountError::Negative),
            ("0.0001", AmountError::TooFine),
            ("1000001", AmountError::TooLarge),
            ("99999999999999999999", AmountError::TooLarge),
        ] {
            assert_eq!(text.parse::<Amount>(), Err(why), "{text}");
        }
    }

    #[test]
    fn numbers_in_files_are_exact() {
        for (text, expected) in [("0.1", "0.1"), ("3.5", "3.5"), ("12", "12"), ("\"0,25\"", "0.25")] {
            let amount: Amount = serde_json::from_str(text).unwrap();
            assert_eq!(amount.to_string(), expected);
        }
        assert!(serde_json::from_str::<Amount>("-2").is_err());
    }
}
