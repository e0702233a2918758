//! Money that goes back: asked for by one, approved by another.

use kernel::{AccountId, AgencyId, Dong, DossierId, Instant, UnitId};

use super::Method;

/// A refund (hoàn trả phí, lệ phí).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Id.
    pub id: i64,
    /// Agency.
    pub agency: AgencyId,
    /// Dossier.
    pub dossier: DossierId,
    /// Its code.
    pub dossier_code: String,
    /// Competent unit.
    pub unit: UnitId,
    /// How much.
    pub amount: Dong,
    /// How it goes back.
    pub method: Method,
    /// Why.
    pub reason: String,
    /// By which article.
    pub legal_basis: String,
    /// Who asked.
    pub asked_by: Option<AccountId>,
    /// When.
    pub asked_at: Instant,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<Instant>,
    /// How it was decided.
    pub approved: Option<bool>,
    /// What was said with it.
    pub decision_note: String,
    /// Version of the row.
    pub version: i64,
}

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundState {
    /// Waits for the second person.
    Asked,
    /// Approved: the money goes back.
    Approved,
    /// Rejected.
    Rejected,
}

impl Refund {
    /// Where it stands.
    pub const fn state(&self) -> RefundState {
        match self.approved {
            None => RefundState::Asked,
            Some(true) => RefundState::Approved,
            Some(false) => RefundState::Rejected,
        }
    }
}
