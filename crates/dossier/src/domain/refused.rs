//! Why an act on a dossier is refused. Wording is in `labels.rs`.

use calendar::clock::ClockError;
use calendar::rules::ApologyRefused;
use kernel::{Forbidden, Instant};
use process::ProcessRefused;
use store::StoreError;

use super::PublicStatus;

/// The rule said no, or something failed.
#[derive(Debug, thiserror::Error)]
pub enum DossierRefused {
    /// The dossier is not in a state in which this can happen.
    #[error("not possible in status {0:?}")]
    WrongState(PublicStatus),
    /// The procedure is not known, not in force or not received here.
    #[error("the procedure cannot be received")]
    NotReceivable,
    /// The procedure does not have this case, or not through this channel.
    #[error("the case or channel is not offered")]
    NotOffered,
    /// Papers that are required are missing or wrong (NĐ 61/2018/NĐ-CP, Đ.17: they are asked for, not taken in).
    #[error("papers are missing: {0:?}")]
    PapersMissing(Vec<String>),
    /// The receipt lies in the future, or further back than allowed.
    #[error("the moment of receipt is not possible")]
    ReceiptTime,
    /// A reason is needed.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The process has no next step from here.
    #[error("there is no next step")]
    NoNextStep,
    /// The process has no step before.
    #[error("there is no step to send back to")]
    NoStepBefore,
    /// The next step hands out the result, so the result must be entered.
    #[error("the result is needed")]
    ResultNeeded,
    /// A supplement was asked for before; a second request needs the head's override
    /// (NĐ 61/2018/NĐ-CP, Đ.11 k.2, Đ.17).
    #[error("a supplement was asked for before")]
    SupplementBefore,
    /// The request names no paper.
    #[error("the request names no paper")]
    NothingAsked,
    /// A new date cannot be appointed (NĐ 61/2018/NĐ-CP, Đ.19 k.9).
    #[error("a new date cannot be appointed: {0:?}")]
    Apology(ApologyRefused),
    /// Nothing is owed, or an amount that cannot be owed.
    #[error("nothing is owed")]
    NothingOwed,
    /// The duty was settled or asked for before.
    #[error("the duty was settled or asked for before")]
    PaidAlready,
    /// The result is handed out only when the duty is settled.
    #[error("the financial duty is not settled")]
    PaymentDue,
    /// The applicant's time to answer is not over, or none was set.
    #[error("the applicant may still answer")]
    MayStillAnswer,
    /// There is no deadline to move.
    #[error("there is no deadline")]
    NoDeadline,
    /// The act lies before something that already happened to the dossier.
    #[error("earlier than {0}")]
    TooEarly(Instant),
    /// The clock's events contradict each other.
    #[error("the clock's events contradict each other: {0}")]
    Clock(#[from] ClockError),
    /// The work cannot be moved.
    #[error(transparent)]
    Work(#[from] ProcessRefused),
    /// The actor may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
