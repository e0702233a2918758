//! The record of a consultation and of what each body is asked.

use calendar::Timeliness;
use kernel::{AccountId, AgencyId, DossierId, Instant, UnitId};

use super::{ConsultationKind, Direction, Position, SendMode};

kernel::id_type!(
    /// A consultation (yêu cầu lấy ý kiến, phối hợp).
    ConsultationId
);
kernel::id_type!(
    /// What one body is asked (phần việc của một cơ quan).
    PartId
);

/// A body that is asked: one of our units, or another agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Our unit; `None` for another agency.
    pub unit: Option<UnitId>,
    /// Code of the unit or agency.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A consultation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// Id.
    pub id: ConsultationId,
    /// Agency.
    pub agency: AgencyId,
    /// Number, `LT-2022-000012`.
    pub number: String,
    /// Who asks whom.
    pub direction: Direction,
    /// What is asked.
    pub kind: ConsultationKind,
    /// In which order the bodies are asked.
    pub mode: SendMode,
    /// Our dossier; `None` where another agency asks about its own.
    pub dossier: Option<DossierId>,
    /// Code of the dossier, ours or theirs.
    pub dossier_code: String,
    /// In one line.
    pub subject: String,
    /// The question.
    pub content: String,
    /// Why it may be asked.
    pub legal_basis: String,
    /// The law under which silence is consent; empty: silence is only late.
    pub silence_basis: String,
    /// Our unit that asks, or that received the request.
    pub unit: UnitId,
    /// Code of the other agency that asks; empty for ours.
    pub asker_code: String,
    /// Its name.
    pub asker_name: String,
    /// The name of the conversation, the same on both sides.
    pub conversation: String,
    /// When it was asked, or received.
    pub asked_at: Instant,
    /// Who asked.
    pub asked_by: Option<AccountId>,
    /// When it was taken back.
    pub withdrawn_at: Option<Instant>,
    /// Version of the row.
    pub version: i64,
}

/// What one body is asked, with its own clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Id.
    pub id: PartId,
    /// Agency.
    pub agency: AgencyId,
    /// The consultation.
    pub consultation: ConsultationId,
    /// Place in the order of asking.
    pub place: i64,
    /// Who is asked.
    pub body: Body,
    /// Working days given.
    pub days: u16,
    /// When its clock began; `None` while others come first.
    pub opened_at: Option<Instant>,
    /// Until when it should answer.
    pub due_at: Option<Instant>,
    /// When the other side confirmed that it has the request.
    pub acknowledged_at: Option<Instant>,
    /// When it was reminded before the limit.
    pub reminded_before_at: Option<Instant>,
    /// When it was reminded after the limit.
    pub reminded_after_at: Option<Instant>,
    /// When it answered.
    pub answered_at: Option<Instant>,
    /// What.
    pub position: Option<Position>,
    /// In words.
    pub answer: String,
    /// SHA-256 of the file that goes with it.
    pub file: Option<String>,
    /// Name of that file.
    pub file_name: String,
    /// Who signed the answer, in words.
    pub answered_by: String,
    /// When silence became consent.
    pub assumed_at: Option<Instant>,
    /// When the asker took it back.
    pub withdrawn_at: Option<Instant>,
    /// When its end became known.
    pub ended_known_at: Option<Instant>,
    /// Version of the row.
    pub version: i64,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What.
    pub position: Position,
    /// In words.
    pub text: String,
    /// SHA-256 of the file that goes with it.
    pub file: Option<String>,
    /// Name of that file.
    pub file_name: String,
    /// Who signed it, in words; empty: the account that answers.
    pub signed_by: String,
}

impl Part {
    /// Whether it is over: answered, assumed, withdrawn.
    pub fn ended_at(&self) -> Option<Instant> {
        self.answered_at.or(self.assumed_at).or(self.withdrawn_at)
    }

    /// Whether it is awaited now.
    pub fn is_open(&self) -> bool {
        self.opened_at.is_some() && self.ended_at().is_none()
    }

    /// Whether the body is late: the answer is due and did not come.
    pub fn is_late(&self, now: Instant) -> bool {
        self.is_open() && self.due_at.is_some_and(|due| due < now)
    }

    /// How the answer stands to its limit, by the one classifier. Silence that became consent is an answer that
    /// was not given in time.
    pub fn timeliness(&self) -> Option<Timeliness> {
        match (self.answered_at, self.assumed_at, self.due_at) {
            (Some(answered), _, Some(due)) => Some(Timeliness::of(answered, due)),
            (None, Some(_), Some(_)) => Some(Timeliness::Late),
            _ => None,
        }
    }
}
