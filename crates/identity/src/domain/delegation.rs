//! Delegation: somebody acts for somebody else, from one day to another, for a stated reason, and it is recorded.

use std::collections::BTreeSet;

use kernel::{AccountId, Date, Instant};

/// What is delegated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Powers {
    /// All permissions of the one who delegates.
    All,
    /// These permissions only.
    Only(BTreeSet<String>),
}

impl Powers {
    /// Whether `permission` is delegated.
    pub fn include(&self, permission: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(codes) => codes.contains(permission),
        }
    }

    /// As stored: `*`, or codes separated by blanks.
    pub fn to_text(&self) -> String {
        match self {
            Self::All => "*".to_owned(),
            Self::Only(codes) => codes.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
        }
    }

    /// Reads what [`Powers::to_text`] wrote.
    pub fn from_text(text: &str) -> Self {
        if text == "*" {
            return Self::All;
        }
        Self::Only(text.split_whitespace().map(str::to_owned).collect())
    }
}

/// A delegation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Id.
    pub id: i64,
    /// Who delegates.
    pub from: AccountId,
    /// Who acts.
    pub to: AccountId,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
    /// Why.
    pub reason: String,
    /// What.
    pub powers: Powers,
    /// When it was made.
    pub created_at: Instant,
    /// When it was ended before its last day.
    pub ended_at: Option<Instant>,
}

impl Delegation {
    /// Whether the one may act for the other at `at`.
    pub fn in_force(&self, at: Instant) -> bool {
        super::covers(self.valid_from, Some(self.valid_to), at.date())
            && self.ended_at.is_none_or(|ended| at < ended)
    }
}

/// Why a delegation cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelegationProblem {
    /// To oneself.
    ToOneself,
    /// The last day lies before the first.
    Reversed,
    /// The last day lies in the past.
    Past,
    /// Longer than a year: a delegation is for a time, not for good.
    TooLong,
    /// Nothing is delegated.
    Nothing,
}

/// A delegation lasts at most so many days.
const MOST_DAYS: i32 = 366;

impl DelegationProblem {
    /// What is wrong with a delegation from `from` to `to`, if anything.
    pub fn find(
        (from, to): (AccountId, AccountId),
        (first, last): (Date, Date),
        powers: &Powers,
        today: Date,
    ) -> Option<Self> {
        if from == to {
            return Some(Self::ToOneself);
        }
        if last < first {
            return Some(Self::Reversed);
        }
        if last < today {
            return Some(Self::Past);
        }
        if first.days_until(last) >= MOST_DAYS {
            return Some(Self::TooLong);
        }
        matches!(powers, Powers::Only(codes) if codes.is_empty()).then_some(Self::Nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_delegation_has_an_end_and_a_content() {
        let nothing = Powers::Only(BTreeSet::new());
        for (from, to, first, last, powers, expected) in [
            (1, 2, "2022-03-15", "2022-03-20", &Powers::All, None),
            (1, 1, "2022-03-15", "2022-03-20", &Powers::All, Some(DelegationProblem::ToOneself)),
            (1, 2, "2022-03-20", "2022-03-15", &Powers::All, Some(DelegationProblem::Reversed)),
            (1, 2, "2022-03-01", "2022-03-14", &Powers::All, Some(DelegationProblem::Past)),
            (1, 2, "2022-03-15", "2023-03-15", &Powers::All, None),
            (1, 2, "2022-03-15", "2023-03-16", &Powers::All, Some(DelegationProblem::TooLong)),
            (1, 2, "2022-03-15", "2022-03-15", &nothing, Some(DelegationProblem::Nothing)),
        ] {
            let found = DelegationProblem::find(
                (AccountId(from), AccountId(to)),
                (day(first), day(last)),
                powers,
                day("2022-03-15"),
            );
            assert_eq!(found, expected, "{first} to {last}");
        }
    }

    #[test]
    fn it_holds_on_its_days_until_it_is_ended() {
        let mut delegation = Delegation {
            id: 1,
            from: AccountId(1),
            to: AccountId(2),
            valid_from: day("2022-03-15"),
            valid_to: day("2022-03-17"),
            reason: String::new(),
            powers: Powers::from_text("dossier.approve dossier.assign"),
            created_at: day("2022-03-01").start(),
            ended_at: None,
        };
        let at = |text: &str| Instant::parse(text).unwrap();
        assert!(!delegation.in_force(at("2022-03-14T23:59")));
        assert!(delegation.in_force(at("2022-03-15T00:00")));
        assert!(delegation.in_force(at("2022-03-17T23:59")));
        assert!(!delegation.in_force(at("2022-03-18T00:00")));
        delegation.ended_at = Some(at("2022-03-16T10:00"));
        assert!(delegation.in_force(at("2022-03-16T09:59")));
        assert!(!delegation.in_force(at("2022-03-16T10:00")));
        assert!(delegation.powers.include("dossier.approve"));
        assert!(!delegation.powers.include("dossier.receive"));
        assert_eq!(Powers::from_text(&delegation.powers.to_text()), delegation.powers);
    }
}
