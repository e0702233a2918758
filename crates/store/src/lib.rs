//! The only crate that names SQLite or PostgreSQL. One SQL text and one migration list serve both; acts are
//! plain functions over [`Tx`], run as durable transactions by [`Db::write`] (group commit on SQLite, pooled
//! connections on PostgreSQL); [`Db::read`] never blocks a writer. Knows nothing of the domain.
#![deny(missing_docs)]

pub mod backup;
mod batch;
mod column;
mod db;
mod error;
pub mod files;
pub mod jobs;
pub mod journal;
mod journal_search;
mod measure;
mod merkle;
mod migrate;
mod postgres_db;
pub mod search;
mod sequence;
mod sql;
mod sqlite_db;
pub mod tally;
mod tally_month;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod words;

#[doc(hidden)]
pub use column::Column as __Column;
pub use column::{FromColumn, Param, Row, ToParam};
pub use db::{Backend, Db, Observer, OpenOptions};
pub use error::StoreError;
pub use measure::{FactPage, FactQuery, History, HistoryPage, Measure, Record};
pub use migrate::{Migration, MigrationState};
pub use sql::Sql;
pub use tx::Tx;

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[Migration] = &[
    migration!(1, "journal", "../migrations/0001_journal.sql"),
    migration!(
        2,
        "journal_guard",
        sqlite "../migrations/0002_journal_guard.sqlite.sql",
        postgres "../migrations/0002_journal_guard.postgres.sql"
    ),
    migration!(3, "machinery", "../migrations/0003_machinery.sql"),
    migration!(
        4,
        "search",
        sqlite "../migrations/0004_search.sqlite.sql",
        postgres "../migrations/0004_search.postgres.sql"
    ),
    migration!(6, "tally_month", "../migrations/0006_tally_month.sql"),
];

#[cfg(test)]
mod tests;
