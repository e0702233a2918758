//! Decimal numbers of goals, exactly: `98,5` is 985 tenths, never a float.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most decimals a goal may have.
const MAX_SCALE: u32 = 6;
/// The greatest magnitude: keeps every product of the arithmetic inside 128 bits.
const MAX_UNITS: i64 = 1_000_000_000_000_000;

/// A decimal number: `units / 10^scale`. Kept without trailing zeros, so equal numbers are equal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    units: i64,
    scale: u32,
}

/// Why a text is not such a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number: expected digits with at most {MAX_SCALE} decimals after a comma or a point")]
pub struct DecimalError;

impl Decimal {
    /// A whole number; magnitudes above 10^15 are cut to it.
    pub const fn whole(value: i64) -> Self {
        let units = if value > MAX_UNITS {
            MAX_UNITS
        } else if value < -MAX_UNITS {
            -MAX_UNITS
        } else {
            value
        };
        Self { units, scale: 0 }
    }

    /// The number as a fraction: numerator and (positive) denominator.
    pub const fn fraction(self) -> (i128, i128) {
        (self.units as i128, 10_i128.pow(self.scale))
    }

    /// As Vietnamese readers write it, with a decimal comma.
    pub fn vietnamese(self) -> String {
        self.to_string().replace('.', ",").replace('-', "−")
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
        let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !number(whole) || !number(fraction) {
            return Err(DecimalError);
        }
        let fraction = fraction.trim_end_matches('0');
        let scale = fraction.len() as u32;
        if scale > MAX_SCALE {
            return Err(DecimalError);
        }
        let units: i64 = format!("{whole}{fraction}").parse().map_err(|_| DecimalError)?;
        if units > MAX_UNITS {
            return Err(DecimalError);
        }
        Ok(Self { units: sign * units, scale })
    }
}

impl fmt::Display for Decimal {
    /// With a decimal point: `98.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let (magnitude, one) = (self.units.unsigned_abs(), 10_u64.pow(self.scale));
        write!(f, "{sign}{}", magnitude / one)?;
        if self.scale > 0 {
            write!(f, ".{:0width$}", magnitude % one, width = self.scale as usize)?;
        }
        Ok(())
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_and_written_exactly() {
        for (text, shown, fraction) in [
            ("98,5", "98.5", (985, 10)),
            ("98.50", "98.5", (985, 10)),
            ("100", "100", (100, 1)),
            ("-1,5", "-1.5", (-15, 10)),
            ("0,05", "0.05", (5, 100)),
            ("−2", "-2", (-2, 1)),
        ] {
            let number: Decimal = text.parse().unwrap();
            assert_eq!((number.to_string().as_str(), number.fraction()), (shown, fraction), "{text}");
        }
        assert_eq!("98.5".parse::<Decimal>().unwrap().vietnamese(), "98,5");
        for text in ["", "98,", ",5", "1e3", "9 8", "1.000,5", "0.1234567", "9999999999999999", "NaN"] {
            assert_eq!(text.parse::<Decimal>(), Err(DecimalError), "{text}");
        }
    }
}
