//! Why an act on a consultation is refused. Wording is in `labels.rs`.

use dossier::{DossierRefused, PublicStatus};
use kernel::Forbidden;
use process::ProcessRefused;
use store::StoreError;

/// The rule said no, or something failed.
#[derive(Debug, thiserror::Error)]
pub enum ConsultationRefused {
    /// The dossier has ended: nothing is to be asked.
    #[error("not possible while the dossier is {0:?}")]
    DossierStatus(PublicStatus),
    /// The dossier is with somebody else, who alone may ask about it.
    #[error("the dossier is with somebody else")]
    NotHeld,
    /// The request must state its content and limit (NĐ 61/2018/NĐ-CP, Đ.19 k.5).
    #[error("the request does not state what is asked")]
    ContentMissing,
    /// No body is asked.
    #[error("no body is asked")]
    NobodyAsked,
    /// The limit is not between one and thirty working days.
    #[error("the limit is not possible")]
    Limit,
    /// The part is over, or not open yet.
    #[error("the part is not open")]
    NotOpen,
    /// An answer needs words: what is agreed to, what is not, why it is sent back.
    #[error("the answer needs words")]
    AnswerMissing,
    /// A reason is needed.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The message is about a request that is not known here.
    #[error("the conversation is not known")]
    UnknownConversation,
    /// The message is not what its kind says.
    #[error("the message is not understood: {0}")]
    Message(&'static str),
    /// The work cannot be moved.
    #[error(transparent)]
    Work(#[from] ProcessRefused),
    /// The dossier refused.
    #[error(transparent)]
    Dossier(#[from] DossierRefused),
    /// The actor may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
