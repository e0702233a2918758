//! The dossier: taken in at the counter, worked step by step, supplemented, decided, returned. Law: NĐ
//! 61/2018/NĐ-CP (one-stop mechanism), TT 01/2018/TT-VPCP (forms, codes).
//!
//! Invariants: a date once set stays; the public status is computed from the dates; there is one classifier of
//! early, on time and late; every act leaves one journal entry with what it changed.

pub mod acts;
pub mod domain;
pub mod labels;
mod measures;
mod office;
pub mod person;
pub mod store;
pub mod urls;

pub use domain::{Dossier, DossierRefused, PublicStatus, SCHEMA};
pub use measures::DossierMeasure;
pub use office::{Office, Places};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[::store::Migration] =
    &[::store::migration!(40, "dossier", "../migrations/0040_dossier.sql")];
