//! Why a work cannot be moved.

use kernel::Forbidden;
use store::StoreError;

/// The rule said no, or the database failed.
#[derive(Debug, thiserror::Error)]
pub enum ProcessRefused {
    /// The work is with somebody else, who has not delegated.
    #[error("the work is with somebody else")]
    NotYours,
    /// The step is closed already.
    #[error("the step is closed")]
    Closed,
    /// Sending back, reassigning and pausing need a reason.
    #[error("a reason is needed")]
    ReasonMissing,
    /// Nobody in the unit has the role that the step needs.
    #[error("nobody holds role {role} in the unit")]
    Nobody {
        /// Role.
        role: String,
    },
    /// The account chosen does not hold the role in the unit.
    #[error("the account chosen cannot do the step")]
    NotSuitable,
    /// The work is with this account already.
    #[error("the work is with this account already")]
    SameAccount,
    /// The actor may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
