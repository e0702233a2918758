//! Many dossiers at once: each in an act of its own, with an outcome a row. One refusal does not stop the others.

use kernel::{AccountId, Acting, DossierId};
use store::{StoreError, Tx};

use super::{HandOver, Reassign, hand_over, reassign};
use crate::domain::DossierRefused;
use crate::office::Office;

/// What to do with each.
#[derive(Debug, Clone)]
pub enum BulkAct {
    /// Hand over to the next step, by rule.
    HandOver,
    /// Give to an account, with a reason.
    Assign {
        /// To whom.
        to: AccountId,
        /// Why.
        reason: String,
    },
}

/// How it went with one dossier.
#[derive(Debug)]
pub struct BulkOutcome {
    /// Which.
    pub id: DossierId,
    /// Its code, where it was found.
    pub code: String,
    /// Why not, where it was not done.
    pub refused: Option<DossierRefused>,
}

/// Runs one row of a bulk act. The caller runs each row in a transaction of its own.
pub fn bulk(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, act): (DossierId, &BulkAct),
) -> Result<(), DossierRefused> {
    match act {
        BulkAct::HandOver => hand_over(tx, office, acting, (id, &HandOver::default())).map(drop),
        BulkAct::Assign { to, reason } => {
            reassign(tx, office, acting, (id, &Reassign { to: *to, reason: reason.clone() }))
        }
    }
}

impl BulkOutcome {
    /// The outcome of one row; a failure of storage is not an outcome but a failure.
    pub fn of(id: DossierId, code: String, done: Result<(), DossierRefused>) -> Result<Self, StoreError> {
        match done {
            Ok(()) => Ok(Self { id, code, refused: None }),
            Err(DossierRefused::Store(StoreError::Conflict)) => {
                Ok(Self { id, code, refused: Some(DossierRefused::Store(StoreError::Conflict)) })
            }
            Err(DossierRefused::Store(failure)) => Err(failure),
            Err(refused) => Ok(Self { id, code, refused: Some(refused) }),
        }
    }
}
