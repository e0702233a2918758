//! How long a procedure may take: stages of mixed units, and the three lengths that are never one number.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Amount, Unit};

/// One stretch of a time limit: so much of one unit, usually at one agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stage {
    /// How much.
    #[serde(alias = "value")]
    pub amount: Amount,
    /// Of what.
    pub unit: Unit,
}

impl Stage {
    /// `amount` of `unit`.
    pub const fn new(amount: Amount, unit: Unit) -> Self {
        Self { amount, unit }
    }
}

impl fmt::Display for Stage {
    /// `5 ngày làm việc`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount.vi(), self.unit.vi())
    }
}

/// How "N working days" is read. Both are in use, so each procedure says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// Civil Code 2015, Art. 147(2) and 148: the day of receipt is not counted, the limit ends with the close of
    /// the Nth working day; receipt out of hours is receipt on the next working day.
    #[default]
    DayCount,
    /// N working days are N times a full day's working minutes, counted from the moment of receipt.
    WorkingTime,
}

impl Reading {
    /// In Vietnamese.
    pub const fn vi(self) -> &'static str {
        match self {
            Self::DayCount => "đếm ngày",
            Self::WorkingTime => "đếm giờ làm việc",
        }
    }
}

/// A time limit: stages one after the other, and how its working days are read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Limit {
    /// The stages in order.
    pub stages: Vec<Stage>,
    /// How working days are read.
    #[serde(default)]
    pub reading: Reading,
}

impl Limit {
    /// A limit of one stage under the default reading.
    pub fn of(amount: Amount, unit: Unit) -> Self {
        Self { stages: vec![Stage::new(amount, unit)], reading: Reading::default() }
    }

    /// So many working days, counted by days.
    pub fn working_days(days: u16) -> Self {
        Self::of(Amount::whole(days), Unit::WorkingDay)
    }

    /// The amount, where every stage has this one unit; `None` for a mixture.
    pub fn in_unit(&self, unit: Unit) -> Option<Amount> {
        self.stages
            .iter()
            .try_fold(Amount::ZERO, |sum, stage| (stage.unit == unit).then(|| sum.plus(stage.amount)))
    }

    /// Whether it is longer than `other`; `None` where the units differ and the question has no answer.
    pub fn is_longer_than(&self, other: &Self) -> Option<bool> {
        let unit = self.stages.first().or(other.stages.first())?.unit;
        Some(self.in_unit(unit)? > other.in_unit(unit)?)
    }
}

impl fmt::Display for Limit {
    /// `12 ngày làm việc, 12 ngày`; stages of one unit that follow each other are added up.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.stages.as_slice();
        let mut first = true;
        while let Some(head) = rest.first() {
            let run = rest.iter().take_while(|stage| stage.unit == head.unit).count();
            let (same, later) = rest.split_at(run);
            let amount = same.iter().fold(Amount::ZERO, |sum, stage| sum.plus(stage.amount));
            if !first {
                f.write_str(", ")?;
            }
            write!(f, "{}", Stage::new(amount, head.unit))?;
            first = false;
            rest = later;
        }
        Ok(())
    }
}

/// The three lengths of a procedure. They are kept apart: the law's, the one the agency has promised after
/// cutting it (in 2025 a city cut 7 to 5 and 27 to 18 working days), and the one it plans its steps with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLimits {
    /// What the law gives (thời hạn theo quy định).
    pub statutory: Limit,
    /// What the agency has published after cutting (thời hạn đã cắt giảm, công bố); none where nothing was cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Limit>,
    /// What its internal process plans (thời gian nội bộ); none where the steps carry no other total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal: Option<Limit>,
}

impl TimeLimits {
    /// Only what the law gives.
    pub const fn statutory(limit: Limit) -> Self {
        Self { statutory: limit, published: None, internal: None }
    }

    /// What the applicant was promised: the published limit, else the statutory one. The appointment on the
    /// receipt is counted from this.
    pub fn promised(&self) -> &Limit {
        self.published.as_ref().unwrap_or(&self.statutory)
    }

    /// What the steps are measured against: the internal limit, else the promised one.
    pub fn planned(&self) -> &Limit {
        self.internal.as_ref().unwrap_or_else(|| self.promised())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_say_themselves_in_vietnamese() {
        let mixed = Limit {
            stages: vec![
                Stage::new(Amount::whole(5), Unit::WorkingDay),
                Stage::new(Amount::whole(7), Unit::WorkingDay),
                Stage::new(Amount::whole(12), Unit::CalendarDay),
            ],
            reading: Reading::DayCount,
        };
        assert_eq!(mixed.to_string(), "12 ngày làm việc, 12 ngày");
        assert_eq!(mixed.in_unit(Unit::WorkingDay), None);
        assert_eq!(mixed.is_longer_than(&Limit::working_days(3)), None);
        assert_eq!(Limit::working_days(7).is_longer_than(&Limit::working_days(5)), Some(true));
    }
}
