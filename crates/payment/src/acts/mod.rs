//! Acts on money, one file each: load, permit, decide, save; one transaction, one journal entry. Where an act
//! also changes the dossier, the dossier's entry is the act's entry.

mod assess;
mod book;
mod close_day;
mod collect;
mod frame;
mod notice;
mod order;
mod reconcile;
mod refund;

pub use assess::{ask, assess};
pub use book::{NewBook, close_book, open_book};
pub use close_day::{CloseDay, close_day};
pub use collect::{CancelReceipt, Collect, cancel_receipt, collect};
pub(crate) use frame::channel_of;
pub use frame::{duty_of, program};
pub use notice::{NoticeOutcome, take_notice};
pub use order::{Confirmed, OrderWish, Settled, create_order, settle_order};
pub use reconcile::{Reconciled, assign_difference, reconcile, resolve_difference};
pub use refund::{AskRefund, DecideRefund, ask_refund, decide_refund};

use kernel::Permits;

macro_rules! permissions {
    ($($(#[$meta:meta])* $name:ident = $code:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl Permits for $name {
            const CODE: &'static str = $code;
        }
    )*};
}

permissions! {
    /// Saying what is owed and asking for it.
    MayAssess = "payment.assess";
    /// Collecting at the counter.
    MayCollect = "payment.collect";
    /// Asking for a refund.
    MayRefund = "payment.refund";
    /// Approving a refund.
    MayApproveRefund = "payment.approve_refund";
    /// Reconciling with the platform; keeping the receipt books.
    MayReconcile = "payment.reconcile";
}
