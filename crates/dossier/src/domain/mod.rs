//! What a dossier is and what the law lets happen to it. Pure: no database, no clock.

mod change;
mod code;
mod fact;
mod record;
mod refused;
mod rules;
pub mod scoring;
mod status;

pub use change::{Changes, diff, same, undo};
pub use code::{CodeError, DossierCode};
pub use fact::{FIELDS, SCHEMA, fact};
pub use record::{Channel, ClockRow, Dossier, Paper, PaperState, ReturnBy};
pub use refused::DossierRefused;
pub use rules::{End, Ended, clocks, end, entries, require_open, sort_key};
pub use status::PublicStatus;
