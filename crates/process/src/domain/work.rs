//! A piece of work: one step of one subject, with one account or one unit.

use kernel::{AccountId, AgencyId, Instant, UnitId};

/// Where a work stands in the inbox: by the subject's deadline; what stands still or has no deadline comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(pub i64);

impl SortKey {
    /// The subject has no deadline.
    pub const NO_DEADLINE: Self = Self(8_000_000_000_000_000);
    /// The clock stands still (a supplement is awaited).
    pub const PAUSED: Self = Self(9_000_000_000_000_000);

    /// By deadline.
    pub const fn due(at: Instant) -> Self {
        Self(at.millis())
    }

    /// The deadline, where there is one and it runs.
    pub fn deadline(self) -> Option<Instant> {
        (self < Self::NO_DEADLINE).then_some(Instant::from_millis(self.0))
    }

    /// Whether the clock stands still.
    pub fn is_paused(self) -> bool {
        self == Self::PAUSED
    }
}

/// What the inbox shows of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// Code, such as `H31.12-220914-0023`.
    pub code: String,
    /// Who or what it is about.
    pub title: String,
    /// Code of the procedure or kind, to filter by.
    pub topic: String,
    /// Its name.
    pub topic_name: String,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Handed over to the next step.
    HandedOver,
    /// Sent back to be done again.
    SentBack,
    /// Given to another account at the same step.
    Reassigned,
    /// The subject came to its end here.
    Finished,
    /// The subject was refused, withdrawn or stopped.
    Ended,
}

impl Outcome {
    const ALL: [Self; 5] = [Self::HandedOver, Self::SentBack, Self::Reassigned, Self::Finished, Self::Ended];

    /// The word stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::HandedOver => "handed_over",
            Self::SentBack => "sent_back",
            Self::Reassigned => "reassigned",
            Self::Finished => "finished",
            Self::Ended => "ended",
        }
    }

    /// The outcome of a stored word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A piece of work.
#[derive(Debug, Clone)]
pub struct Work {
    /// Id.
    pub id: i64,
    /// Agency.
    pub agency: AgencyId,
    /// Kind of subject.
    pub subject: String,
    /// Which subject.
    pub subject_id: i64,
    /// Code of the step.
    pub step: String,
    /// Its name.
    pub step_name: String,
    /// Role that does it.
    pub role: String,
    /// Unit that does it.
    pub unit: UnitId,
    /// Who does it; `None` where the unit has not decided.
    pub account: Option<AccountId>,
    /// What the inbox shows.
    pub headline: Headline,
    /// Why it came to this account.
    pub routed: String,
    /// When it began.
    pub opened_at: Instant,
    /// When the step should be done; `None` where no time is allotted.
    pub due_at: Option<Instant>,
    /// Place in the inbox.
    pub sort: SortKey,
    /// When it ended.
    pub closed_at: Option<Instant>,
    /// Who ended it.
    pub closed_by: Option<AccountId>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// Version of the row.
    pub version: i64,
}
