//! Acts on dossiers, one file each: load, permit, decide, save and announce; one transaction, one journal entry.

mod ask_supplement;
mod bulk;
mod command;
mod duty;
mod ends;
pub(crate) mod frame;
mod hand_over;
mod pause;
mod reappoint;
mod reassign;
mod receive;
mod return_result;
mod send_back;
mod take_supplement;

pub use ask_supplement::{AskSupplement, Asked, ask_supplement};
pub use bulk::{BulkAct, BulkOutcome, bulk};
pub use command::{Command, require_unchanged, stamp};
pub use duty::{AskPayment, AssessDuty, SettlePayment, ask_payment, assess_duty, settle_payment};
pub use ends::{Refusal, close_after_silence, note_digitised, publish_result, refuse, stop, withdraw};
pub use frame::{next_step, step_ref};
pub use hand_over::{HandOver, NewResult, hand_over};
pub use pause::{Pausing, pause, resume};
pub use reappoint::{Reappoint, reappoint};
pub use reassign::{Reassign, reassign};
pub use receive::{Filing, Receive, Received, Who, receive};
pub use return_result::{ReturnResult, return_result};
pub use send_back::{SendBack, send_back};
pub use take_supplement::{TakeSupplement, take_supplement};

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
    /// Taking in at the counter.
    MayReceive = "dossier.receive";
    /// Working the steps one holds.
    MayWork = "dossier.work";
    /// Giving work to others.
    MayAssign = "dossier.assign";
    /// Asking a second time for a supplement.
    MayOverride = "dossier.override";
    /// Handing out results.
    MayReturn = "dossier.return";
}
