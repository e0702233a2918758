//! Plans: what was promised, how each promise stands, and by which records.
//!
//! Invariants: a figure is read in one place ([`reading`]) wherever it is shown; nothing is typed in that the program
//! could count; what others publish is recorded only with the published document; a target whose records come with a
//! part of the program that is not there yet is never met; numerator and denominator are summed apart, and with
//! denominator 0 there is no value.

pub mod acts;
mod api;
pub mod domain;
pub mod labels;
mod module;
mod outlook;
mod pages;
mod periods;
pub mod reading;
mod sheet;
mod store;
#[cfg(test)]
mod tests;
pub mod urls;
mod views;

use ::store::{Migration, migration};

pub use module::module;
pub use store::{DocumentRow, MilestoneEvent, PublicationRow};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[Migration] = &[migration!(60, "plan", "../migrations/0060_plan.sql")];

/// The plans that come with the program, as pairs of file name and text.
pub fn builtin() -> &'static [(&'static str, &'static str)] {
    &[("data/plans/kh-5119-2022.toml", include_str!("../../../data/plans/kh-5119-2022.toml"))]
}
