//! A transaction: the only thing through which acts and queries speak to the database.

use kernel::{AgencyId, FactChange, Instant};

use crate::batch::Batch;
use crate::column::{Inner as RowInner, Param, Row, ToParam};
use crate::db::Shared;
use crate::{Backend, Sql, StoreError};

/// A running transaction.
pub struct Tx<'c> {
    pub(crate) link: Link<'c>,
    pub(crate) shared: &'c Shared,
    pub(crate) batch: Batch,
    /// Set when the database asked to try the whole transaction again.
    pub(crate) transient: bool,
}

/// The connection behind a transaction.
pub(crate) enum Link<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres { tx: postgres::Transaction<'c>, statements: &'c mut crate::postgres_db::Statements },
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("backend", &self.backend()).finish_non_exhaustive()
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn new(link: Link<'c>, shared: &'c Shared, batch: Batch) -> Self {
        Self { link, shared, batch, transient: false }
    }

    /// Which database serves.
    pub const fn backend(&self) -> Backend {
        match self.link {
            Link::Sqlite(_) => Backend::Sqlite,
            Link::Postgres { .. } => Backend::Postgres,
        }
    }

    /// A fresh id for something made at `at`.
    pub fn next_id(&self, at: Instant) -> i64 {
        self.shared.ids.next(at)
    }

    /// Runs a statement; the number of rows it touched.
    pub fn exec(&mut self, sql: Sql, params: &[&dyn ToParam]) -> Result<u64, StoreError> {
        self.exec_text(sql.text(), params)
    }

    /// Runs a statement that must touch exactly one row; none is [`StoreError::Conflict`]: the version that the
    /// caller read is no longer the version stored.
    pub fn exec_versioned(&mut self, sql: Sql, params: &[&dyn ToParam]) -> Result<(), StoreError> {
        if self.exec(sql, params)? == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// All rows.
    pub fn all<T>(
        &mut self,
        sql: Sql,
        params: &[&dyn ToParam],
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut out = Vec::new();
        self.each(sql, params, |row| {
            out.push(read(row)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// The first row, if there is one.
    pub fn maybe<T>(
        &mut self,
        sql: Sql,
        params: &[&dyn ToParam],
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut out = None;
        self.each(sql, params, |row| {
            if out.is_none() {
                out = Some(read(row)?);
            }
            Ok(())
        })?;
        Ok(out)
    }

    /// The first row; none is [`StoreError::Missing`].
    pub fn one<T>(
        &mut self,
        sql: Sql,
        params: &[&dyn ToParam],
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.maybe(sql, params, read)?.ok_or(StoreError::Missing)
    }

    /// Calls `visit` for every row as it arrives: for exports that must not be held in memory.
    pub fn each(
        &mut self,
        sql: Sql,
        params: &[&dyn ToParam],
        visit: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.each_text(sql.text(), params, visit)
    }

    /// Keeps other holders of `name` of this agency out until the transaction ends, and waits for those that run.
    /// SQLite has one writer at a time and needs no lock.
    pub fn lock(&mut self, agency: AgencyId, name: &str) -> Result<(), StoreError> {
        self.advisory("select pg_advisory_xact_lock($1)", agency, name)
    }

    /// Keeps whoever calls [`Tx::lock`] out until the transaction ends; others may share.
    pub fn lock_shared(&mut self, agency: AgencyId, name: &str) -> Result<(), StoreError> {
        self.advisory("select pg_advisory_xact_lock_shared($1)", agency, name)
    }

    fn advisory(&mut self, text: &str, agency: AgencyId, name: &str) -> Result<(), StoreError> {
        if self.backend() == Backend::Sqlite {
            return Ok(());
        }
        // FNV-1a of the name and the agency: two names that meet by chance only wait for each other.
        let bytes = name.bytes().chain(agency.get().to_be_bytes());
        let key = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        self.each_text(text, crate::params![key.cast_signed()], |_| Ok(()))
    }

    /// Tells the observer (the indicator engine) what an act did to a subject, in the act's transaction.
    pub fn announce(&mut self, change: &FactChange) -> Result<(), StoreError> {
        match self.shared.observer.get() {
            Some(observer) => {
                let observer = observer.clone();
                observer.fact_changed(self, change)
            }
            None => Ok(()),
        }
    }

    pub(crate) fn exec_text(&mut self, text: &str, params: &[&dyn ToParam]) -> Result<u64, StoreError> {
        let params: Vec<Param<'_>> = params.iter().map(|param| param.to_param()).collect();
        let done = match &mut self.link {
            Link::Sqlite(connection) => crate::sqlite_db::exec(connection, text, &params),
            Link::Postgres { tx, statements } => crate::postgres_db::exec(tx, statements, text, &params),
        };
        self.note(done)
    }

    pub(crate) fn each_text(
        &mut self,
        text: &str,
        params: &[&dyn ToParam],
        mut visit: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let params: Vec<Param<'_>> = params.iter().map(|param| param.to_param()).collect();
        let done = match &mut self.link {
            Link::Sqlite(connection) => {
                crate::sqlite_db::each(connection, text, &params, |row| visit(&Row(RowInner::Sqlite(row))))
            }
            Link::Postgres { tx, statements } => {
                crate::postgres_db::each(tx, statements, text, &params, |row| {
                    visit(&Row(RowInner::Postgres(row)))
                })
            }
        };
        self.note(done)
    }

    /// Runs several statements without parameters, as migrations are written.
    pub(crate) fn script(&mut self, text: &str) -> Result<(), StoreError> {
        let done = match &mut self.link {
            Link::Sqlite(connection) => connection.execute_batch(text).map_err(StoreError::from),
            Link::Postgres { tx, .. } => tx.batch_execute(text).map_err(StoreError::from),
        };
        self.note(done)
    }

    /// Writes what the transaction kept in memory: sums, heads of chains.
    pub(crate) fn flush(&mut self) -> Result<(), StoreError> {
        crate::tally::flush(self)?;
        crate::search::flush(self)?;
        crate::journal::flush(self)
    }

    fn note<T>(&mut self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &done {
            self.transient |= error.is_transient();
        }
        done
    }
}
