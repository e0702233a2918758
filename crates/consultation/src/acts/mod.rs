//! Acts on consultations, one file each: load, permit, decide, save and announce; one transaction, one journal
//! entry. Messages to other agencies leave by jobs that are written in the act's transaction.

mod answer;
mod ask;
mod follow_up;
mod frame;
mod take;
mod withdraw;

pub use answer::{answer, enter_answer};
pub use ask::{Ask, ask};
pub use follow_up::{Reminder, assume, confirm, remind};
pub use take::take;
pub use withdraw::withdraw;

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
    /// Asking about dossiers that one works on.
    MayAsk = "consultation.ask";
    /// Answering what one's unit is asked.
    MayWork = "consultation.work";
    /// Exchanging messages: the systems of other agencies, and the program.
    MayExchange = "consultation.exchange";
}
