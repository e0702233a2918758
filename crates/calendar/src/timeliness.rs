//! Early, on time or late: the one definition, used by lists, dashboards, reports and printed forms alike.

use kernel::Instant;
use serde::{Deserialize, Serialize};

/// How a finished piece of work stands to its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timeliness {
    /// Trước hạn: finished on an earlier civil date than the deadline's. Hours do not make it early.
    Early,
    /// Đúng hạn: finished on the deadline's date and not after the deadline.
    OnTime,
    /// Quá hạn: finished after the deadline.
    Late,
}

impl Timeliness {
    /// Classifies work finished at `finished` against `due`. There is no other place that does.
    pub fn of(finished: Instant, due: Instant) -> Self {
        if finished > due {
            Self::Late
        } else if finished.date() < due.date() {
            Self::Early
        } else {
            Self::OnTime
        }
    }

    /// Whether the promise was kept: early or on time.
    pub const fn is_kept(self) -> bool {
        !matches!(self, Self::Late)
    }

    /// In Vietnamese.
    pub const fn vi(self) -> &'static str {
        match self {
            Self::Early => "trước hạn",
            Self::OnTime => "đúng hạn",
            Self::Late => "quá hạn",
        }
    }

    /// The name in facts and data.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::OnTime => "on_time",
            Self::Late => "late",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_decides_early_and_instant_decides_late() {
        let due = Instant::parse("2022-01-10T17:00").unwrap();
        for (finished, expected) in [
            ("2022-01-09T23:59:59.999", Timeliness::Early),
            ("2022-01-10T00:00", Timeliness::OnTime),
            ("2022-01-10T07:30", Timeliness::OnTime),
            ("2022-01-10T17:00", Timeliness::OnTime),
            ("2022-01-10T17:00:00.001", Timeliness::Late),
            ("2022-01-11T07:30", Timeliness::Late),
        ] {
            assert_eq!(Timeliness::of(Instant::parse(finished).unwrap(), due), expected, "{finished}");
        }
    }
}
