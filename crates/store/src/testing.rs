//! Databases for tests: a fresh, migrated SQLite file each, and a fresh schema on the PostgreSQL that
//! `MOTCUA_TEST_POSTGRES` names (as `make test` does). Without it only SQLite is used, and the test says so.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{Db, Migration, OpenOptions, StoreError};

/// A database for one test; removed with it.
#[derive(Debug)]
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Its address.
    pub url: String,
    folder: PathBuf,
    schema: Option<String>,
}

impl std::ops::Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        // Left-overs in the temporary folder are harmless; the cluster is thrown away as a whole.
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Some(schema) = self.schema.take()
            && let Some(url) = postgres_url()
        {
            let _ = std::thread::spawn(move || {
                if let Ok(mut client) = crate::postgres_db::connect(&url) {
                    let _ = client.batch_execute(&format!("drop schema {schema} cascade"));
                }
            });
        }
    }
}

static NEXT: AtomicU32 = AtomicU32::new(0);

fn label() -> String {
    format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn postgres_url() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "tests are told of their database by the environment")]
    std::env::var("MOTCUA_TEST_POSTGRES").ok()
}

/// A migrated SQLite database.
pub fn sqlite(migrations: &[Migration]) -> Result<TestDb, StoreError> {
    let folder = std::env::temp_dir().join(format!("motcua_{}", label()));
    // A run that was killed may have left a folder under a process number that has come round again.
    let _ = std::fs::remove_dir_all(&folder);
    let url = format!("sqlite:{}", folder.join("test.db").display());
    let db = Db::open(&OpenOptions::new(url.clone()))?;
    migrate(&db, migrations)?;
    Ok(TestDb { db, url, folder, schema: None })
}

/// A migrated PostgreSQL schema, where a server is named.
pub fn postgres(migrations: &[Migration]) -> Result<Option<TestDb>, StoreError> {
    let Some(server) = postgres_url() else { return Ok(None) };
    let schema = label();
    let made = schema.clone();
    let on = server.clone();
    std::thread::spawn(move || {
        crate::postgres_db::connect(&on)?
            // A run that was killed may have left a schema under a process number that has come round again.
            .batch_execute(&format!("drop schema if exists {made} cascade; create schema {made}"))
            .map_err(StoreError::from)
    })
    .join()
    .map_err(|_| StoreError::Panicked)??;
    let mark = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{mark}options=-c%20search_path%3D{schema}");
    let folder = std::env::temp_dir().join(format!("motcua_{schema}"));
    let options = OpenOptions { files: Some(folder.join("files")), ..OpenOptions::new(url.clone()) };
    let opened = std::thread::spawn(move || Db::open(&options)).join().map_err(|_| StoreError::Panicked)?;
    let db = opened?;
    migrate(&db, migrations)?;
    Ok(Some(TestDb { db, url, folder, schema: Some(schema) }))
}

/// Outside or inside an async runtime alike.
fn migrate(db: &Db, migrations: &[Migration]) -> Result<(), StoreError> {
    let (db, migrations) = (db.clone(), migrations.to_vec());
    std::thread::spawn(move || db.migrate(&migrations)).join().map_err(|_| StoreError::Panicked)?.map(drop)
}

/// Calls `test` with a fresh database of each kind at hand.
///
/// # Panics
/// Where a database cannot be made.
#[expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "tests may stop, and must say what they did not cover"
)]
pub fn each_db(migrations: &[Migration], mut test: impl FnMut(TestDb)) {
    test(sqlite(migrations).expect("a SQLite database"));
    match postgres(migrations).expect("a PostgreSQL schema") {
        Some(db) => test(db),
        None => eprintln!("note: MOTCUA_TEST_POSTGRES is not set; this test ran on SQLite only"),
    }
}

/// Prepares a statement without running it: the test that replaces compile-time checks of SQL.
///
/// # Errors
/// What the database says of the statement.
pub fn prepare(tx: &mut crate::Tx<'_>, text: &str) -> Result<(), StoreError> {
    match &mut tx.link {
        crate::tx::Link::Sqlite(connection) => connection.prepare(text).map(drop).map_err(StoreError::from),
        crate::tx::Link::Postgres { tx, .. } => tx.prepare(text).map(drop).map_err(StoreError::from),
    }
}
