//! The running side of work, for every kind of subject alike: steps opened and closed, handed over, sent back,
//! reassigned, each with its own clock; one inbox; routing by load with a line that says why; the agency's
//! calendar. What a step means is the business of the context that owns the subject.
//!
//! Legal basis: NĐ 61/2018/NĐ-CP, Đ.17–19 (hand-over, progress, responsibility of each unit).

pub mod acts;
mod calendars;
pub mod domain;
pub mod inbox;
pub mod labels;
mod store;

pub use acts::{Opening, StepRef, close, current, hand_over, may_work, open, reassign, resort, send_back};
pub use calendars::Calendars;
pub use domain::{Headline, Outcome, ProcessRefused, Routed, SortKey, Work};
pub use store::{history, load};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[::store::Migration] =
    &[::store::migration!(30, "process", "../migrations/0030_process.sql")];
