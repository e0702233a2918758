//! Why an act on money is refused. Wording is in `labels.rs`.

use dossier::DossierRefused;
use kernel::{Date, Dong, Forbidden};
use store::StoreError;

/// The rule said no, or something failed.
#[derive(Debug, thiserror::Error)]
pub enum PaymentRefused {
    /// The procedure has no fee or charge for this case and channel, or all of it is remitted.
    #[error("nothing is owed")]
    NothingOwed,
    /// The duty was not assessed.
    #[error("the duty was not assessed")]
    NotAssessed,
    /// The amount is set by law (Luật Phí và lệ phí 97/2015/QH13, Đ.16 k.1).
    #[error("the amount of `{name}` is set")]
    AmountFixed {
        /// Which.
        name: String,
        /// How much.
        amount: Dong,
    },
    /// Amounts that the procedure does not name must be typed.
    #[error("amounts are missing: {0:?}")]
    AmountMissing(Vec<String>),
    /// What sets the typed amounts is needed.
    #[error("the legal basis of the amount is needed")]
    BasisOfAmount,
    /// Reason and article of the exemption are needed (Luật Phí và lệ phí 97/2015/QH13, Đ.10).
    #[error("reason and legal basis of the exemption are needed")]
    BasisOfExemption,
    /// More cannot be remitted than is owed.
    #[error("at most {most} can be remitted")]
    ReductionTooLarge {
        /// The most.
        most: Dong,
    },
    /// It was paid already (Luật Phí và lệ phí 97/2015/QH13, Đ.16 k.2: nothing is collected twice).
    #[error("paid already")]
    PaidAlready,
    /// The applicant was asked to pay; an exemption from all of it comes before that.
    #[error("asked already")]
    AskedAlready,
    /// Another amount is owed now.
    #[error("{0} is owed now")]
    AmountChanged(Dong),
    /// No receipt book is open (Luật Phí và lệ phí 97/2015/QH13, Đ.14: who collects gives a receipt).
    #[error("no receipt book is open")]
    NoBook,
    /// All numbers of the book are used.
    #[error("the receipt book is full")]
    BookFull,
    /// The range of numbers is not possible, or the series exists.
    #[error("the series or its numbers are not possible")]
    BookRange,
    /// The officer closed the day.
    #[error("the day {0} is closed")]
    DayClosed(Date),
    /// The receipt was cancelled before.
    #[error("cancelled before")]
    CancelledAlready,
    /// Of what it received, something was given back.
    #[error("something of it was given back")]
    RefundedAlready,
    /// A reason is needed.
    #[error("a reason is needed")]
    ReasonMissing,
    /// No payment platform is connected.
    #[error("no payment platform is connected")]
    NoPlatform,
    /// The platform does not answer.
    #[error("the payment platform does not answer")]
    PlatformSilent,
    /// An order that can still be paid is there.
    #[error("an order is open")]
    OrderOpen,
    /// The order is paid or withdrawn.
    #[error("the order is not open")]
    OrderNotOpen,
    /// The platform does not confirm the payment.
    #[error("not confirmed")]
    NotConfirmed,
    /// More cannot be given back than was received.
    #[error("at most {most} can be given back")]
    RefundTooLarge {
        /// The most.
        most: Dong,
    },
    /// Another person must approve (Luật Kế toán 88/2015/QH13, Đ.39: internal control).
    #[error("another person must approve")]
    SamePerson,
    /// It was decided before.
    #[error("decided before")]
    DecidedAlready,
    /// What was counted is not what the books say, and no reason was given.
    #[error("the books say {0}")]
    CountDiffers(Dong),
    /// The dossier's rules say no.
    #[error(transparent)]
    Dossier(#[from] DossierRefused),
    /// The actor may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
