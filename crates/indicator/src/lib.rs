//! How the work is counted: indicators as data, counters kept in the transaction of every act, figures that are
//! range sums over counters, and the records behind each figure.
//!
//! Invariants: no figure without its records (listed records = figure, always); numerator and denominator are
//! summed separately and divided last; counters can be counted anew from the facts at any time and agree; what
//! became known later does not move a figure as it was known before. This context knows no other: facts come
//! through [`::store::Measure`].
//!
//! For other contexts: [`Engine::figure`], [`Engine::series_by_month`], [`Engine::by_unit`], [`Engine::by_day`],
//! [`Engine::evidence`], [`Engine::indicator`]; [`urls::show`] and [`urls::evidence`] lead to the pages.
#![deny(missing_docs)]

pub mod acts;
mod api;
mod engine;
mod error;
mod evidence;
pub mod export;
mod figure;
pub mod labels;
mod listing;
mod module;
mod pages;
mod reading;
mod recount;
mod scope;
mod store;
#[cfg(test)]
mod tests;
pub mod urls;

pub use engine::{Broken, Engine, Indicator, Set};
pub use error::IndicatorError;
pub use evidence::{EvidenceRow, Part};
pub use figure::Figure;
pub use listing::{Listed, Shown};
pub use module::module;
pub use reading::MonthFigure;
pub use recount::{BACKFILL_JOB, Mismatch, Progress, Report, run_job};
pub use scope::Scope;

use ::store::{Migration, migration};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[Migration] = &[migration!(50, "indicator", "../migrations/0050_indicator.sql")];

mod builtin {
    include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
}

/// The indicators that come with the program, as pairs of file name and TOML text.
pub fn builtin() -> &'static [(&'static str, &'static str)] {
    builtin::BUILTIN
}
