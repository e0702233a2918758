//! Why an act on an order is refused. Wording is in `labels.rs`.

use dossier::{DossierRefused, PublicStatus};
use kernel::{Forbidden, Instant};
use store::StoreError;

use super::PostalState;

/// The rule said no, or something failed.
#[derive(Debug, thiserror::Error)]
pub enum PostalRefused {
    /// The order is not in a state in which this can happen.
    #[error("not possible in state {0:?}")]
    WrongState(PostalState),
    /// The procedure is not on the list of those done by post (QĐ 45/2016/QĐ-TTg).
    #[error("the procedure is not done by post")]
    NotByPost,
    /// A result is delivered for a dossier, so the dossier must be named.
    #[error("the dossier is needed")]
    DossierNeeded,
    /// The form of the service has no such leg.
    #[error("the form of the service does not include this leg")]
    FormWithoutLeg,
    /// Name or address is missing.
    #[error("name and address are needed")]
    ContactMissing,
    /// There is an open order of this kind for the dossier already.
    #[error("there is an open order already: {0}")]
    OrderedBefore(String),
    /// The dossier is in a status in which nothing can be sent.
    #[error("not possible while the dossier is {0:?}")]
    DossierStatus(PublicStatus),
    /// The dossier was received before the post brought its papers (QĐ 45/2016/QĐ-TTg: the legal time runs from
    /// the receipt by the agency).
    #[error("the dossier was received before {0}, when the post brought the papers")]
    ReceivedBeforePost(Instant),
    /// The event lies in the future, or before the order was written.
    #[error("the moment is not possible")]
    Time,
    /// A reason is needed.
    #[error("a reason is needed")]
    ReasonMissing,
    /// Nothing was chosen for the hand-over.
    #[error("no order was chosen")]
    NothingChosen,
    /// The order chosen cannot be handed over: another leg, no result yet, or handed over already.
    #[error("order {0} cannot be handed over")]
    NotReady(String),
    /// Who takes the packets must be named.
    #[error("the postman is not named")]
    PostmanMissing,
    /// Nothing was collected on delivery, or it was paid already.
    #[error("nothing is to be paid")]
    NoCod,
    /// The dossier did not let its result be returned.
    #[error(transparent)]
    Dossier(#[from] DossierRefused),
    /// The actor may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
