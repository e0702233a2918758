//! Procedures (thủ tục hành chính) and their internal processes, as packages of text that are checked before
//! they are used (NĐ 63/2010/NĐ-CP; NĐ 61/2018/NĐ-CP; TT 01/2018/TT-VPCP, Đ.8).
//!
//! Invariants: a package with an error is never used; facts keep the mark that says how sure they are; units
//! of time are never added to one another; what a source contradicts is reported, not corrected.

pub mod acts;
mod api;
mod catalogue;
mod compare;
pub mod domain;
mod facts;
pub mod labels;
mod measures;
mod module;
mod packages;
mod pages;
mod store;
pub mod urls;
mod view;

pub use self::store::{ProcedureRow, VersionRow, VersionState};
pub use acts::ProcedureRefused;
pub use acts::import::{Imported, import};
pub use catalogue::{Catalogue, Current};
pub use facts::{SCHEMA, fact};
pub use measures::ProcedureMeasure;
pub use module::module;
pub use packages::{BUILTIN, Checked, builtin, check_folder, check_texts};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[::store::Migration] = &[
    ::store::migration!(20, "procedure", "../migrations/0020_procedure.sql"),
    ::store::migration!(21, "procedure_new", "../migrations/0021_procedure_new.sql"),
];

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_acts;
#[cfg(test)]
mod tests_pages;
