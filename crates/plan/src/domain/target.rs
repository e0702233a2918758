//! A plan, its groups and its targets.

use formula::{Goal, Measure};
use kernel::{AgencyId, Date, UnitId, id_type};

use super::Promise;

id_type!(
    /// A target of a plan.
    TargetId
);

/// A plan (kế hoạch).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Id.
    pub id: i64,
    /// Agency.
    pub agency: AgencyId,
    /// Its name in addresses: `kh-5119-2022`.
    pub slug: String,
    /// Number and symbol: `5119/KH-SLĐTBXH`.
    pub number: String,
    /// Title.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// When it was issued.
    pub issued_on: Date,
    /// First day of its period.
    pub from: Date,
    /// Last day of its period.
    pub to: Date,
}

/// A group of targets: a section of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Id.
    pub id: i64,
    /// Its number in the plan: `2`.
    pub code: String,
    /// Title.
    pub title: String,
}

/// The kinds of promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// A share in percent.
    Ratio,
    /// A number of things.
    Count,
    /// A length of time.
    Duration,
    /// An increase or a decrease against a baseline.
    Change,
    /// A place in a ranking, or steps in it.
    Rank,
    /// A grade.
    Grade,
    /// Something to be done.
    Milestone,
}

impl TargetKind {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Ratio, Self::Count, Self::Duration, Self::Change, Self::Rank, Self::Grade, Self::Milestone];

    /// The word stored in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ratio => "ratio",
            Self::Count => "count",
            Self::Duration => "duration",
            Self::Change => "change",
            Self::Rank => "rank",
            Self::Grade => "grade",
            Self::Milestone => "milestone",
        }
    }

    /// The kind of a stored word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where a target's state comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// It is counted.
    Indicator {
        /// Code of the indicator.
        code: String,
        /// Every unit has to keep the promise by itself.
        per_unit: bool,
    },
    /// It is done when it is done, with documents.
    Milestone,
    /// Somebody else publishes it.
    Publication {
        /// Who.
        publisher: String,
    },
    /// Its records come with a part of the program that is not there yet; until then it is never met.
    Awaits {
        /// Name of that part.
        part: String,
    },
}

impl Binding {
    /// The word stored in the database.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Indicator { .. } => "indicator",
            Self::Milestone => "milestone",
            Self::Publication { .. } => "publication",
            Self::Awaits { .. } => "awaits",
        }
    }
}

/// A target (chỉ tiêu).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Id.
    pub id: TargetId,
    /// The plan.
    pub plan: i64,
    /// The group.
    pub group: i64,
    /// Clause: `2.a1`.
    pub clause: String,
    /// What is promised, in a few words.
    pub title: String,
    /// The sentence of the plan.
    pub sentence: String,
    /// Kind.
    pub kind: TargetKind,
    /// The promise.
    pub promise: Promise,
    /// What the figure is measured in: `%`, `bậc`.
    pub measured_in: String,
    /// What it is compared with: `2021`; empty where with nothing.
    pub baseline: String,
    /// First day that counts.
    pub from: Date,
    /// Last day that counts; the day by which a duty is to be done.
    pub to: Date,
    /// The responsible unit.
    pub unit: Option<UnitId>,
    /// Who is responsible, in the plan's words; empty where the unit says it.
    pub responsible: String,
    /// Where its state comes from.
    pub binding: Binding,
    /// What a reader should know.
    pub note: String,
    /// Version for saving.
    pub version: i64,
}

impl Target {
    /// The goal that its indicator's figure is held against.
    pub const fn goal(&self, measure: Measure) -> Option<Goal> {
        self.promise.goal(measure)
    }
}
