//! SQLite: one writer thread that commits many acts together, a few reader connections.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use crossbeam_channel::Receiver;
use rusqlite::{Connection, OpenFlags};

use crate::batch::Batch;
use crate::column::Param;
use crate::db::{Job, Queue, Shared};
use crate::tx::Link;
use crate::{StoreError, Tx};

/// At most so many acts share one commit.
const GROUP: usize = 256;
/// Reader connections.
pub(crate) const READERS: usize = 3;

pub(crate) fn connect(path: &Path, read_only: bool) -> Result<Connection, StoreError> {
    if !read_only
        && let Some(folder) = path.parent()
        && !folder.as_os_str().is_empty()
    {
        std::fs::create_dir_all(folder)
            .map_err(|source| StoreError::File { path: folder.display().to_string(), source })?;
    }
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(512);
    // Without this guarantee SQLite compares parameters with the conditions of partial indexes and prepares the
    // statement anew whenever another value is bound: 40 % of an act's time when measured.
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    // FULL: a commit that was acknowledged survives the loss of power.
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory;
         pragma wal_autocheckpoint = 4000;",
    )?;
    // Negative: KiB. The writer touches the tree's hot paths; readers keep a little each.
    connection.execute_batch(if read_only {
        "pragma cache_size = -8000; pragma query_only = on;"
    } else {
        "pragma cache_size = -64000;"
    })?;
    Ok(connection)
}

/// The writer's loop; ends when every sender is gone.
pub(crate) fn write_loop(connection: &Connection, shared: &Arc<Shared>, jobs: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = jobs.recv() {
        let mut done = Vec::with_capacity(GROUP);
        let outcome = group(connection, shared, first, jobs, &mut done);
        if outcome.is_err() {
            // The transaction may be gone already; then this has nothing to do.
            let _ = connection.execute_batch("rollback");
        }
        let cause = outcome.err().map(Arc::new);
        for job in done {
            job.finish(cause.as_ref());
        }
    }
}

fn group(
    connection: &Connection,
    shared: &Shared,
    first: Box<dyn Job>,
    jobs: &Receiver<Box<dyn Job>>,
    done: &mut Vec<Box<dyn Job>>,
) -> Result<(), StoreError> {
    let begun = connection.execute_batch("begin immediate");
    let mut batch = Batch::default();
    let mut next = Some(first);
    while let Some(mut job) = next.take() {
        if begun.is_ok() {
            run(connection, shared, &mut batch, job.as_mut())?;
        }
        done.push(job);
        if done.len() < GROUP {
            next = jobs.try_recv().ok();
        }
    }
    begun?;
    let mut tx = Tx::new(Link::Sqlite(connection), shared, batch);
    tx.flush()?;
    connection.execute_batch("commit")?;
    Ok(())
}

/// Runs one act in its savepoint.
fn run(
    connection: &Connection,
    shared: &Shared,
    batch: &mut Batch,
    job: &mut dyn Job,
) -> Result<(), StoreError> {
    exec(connection, "savepoint act", &[])?;
    let mut tx = Tx::new(Link::Sqlite(connection), shared, batch.fork());
    let kept = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx))).unwrap_or(false);
    let act = tx.batch;
    if kept {
        batch.merge(act);
    } else {
        exec(connection, "rollback to act", &[])?;
    }
    exec(connection, "release act", &[])?;
    Ok(())
}

/// A reader's loop.
pub(crate) fn read_loop(connection: &Connection, shared: &Arc<Shared>, jobs: &Receiver<Box<dyn Job>>) {
    while let Ok(mut job) = jobs.recv() {
        let outcome = (|| -> Result<(), StoreError> {
            exec(connection, "begin", &[])?;
            let mut tx = Tx::new(Link::Sqlite(connection), shared, Batch::default());
            let _ = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx)));
            exec(connection, "rollback", &[])?;
            Ok(())
        })();
        job.finish(outcome.err().map(Arc::new).as_ref());
    }
}

/// Starts the threads of a database file.
pub(crate) fn start(path: &Path, shared: &Arc<Shared>) -> Result<(Queue, Queue), StoreError> {
    let (write, write_jobs) = crossbeam_channel::unbounded();
    let (read, read_jobs) = crossbeam_channel::unbounded();
    let writer = connect(path, false)?;
    let for_writer = shared.clone();
    spawn("motcua-writer", move || write_loop(&writer, &for_writer, &write_jobs))?;
    for _ in 0..READERS {
        let reader = connect(path, true)?;
        let (shared, jobs) = (shared.clone(), read_jobs.clone());
        spawn("motcua-reader", move || read_loop(&reader, &shared, &jobs))?;
    }
    Ok((write, read))
}

pub(crate) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map(drop)
        .map_err(|source| StoreError::File { path: name.to_owned(), source })
}

fn bind(statement: &mut rusqlite::Statement<'_>, params: &[Param<'_>]) -> rusqlite::Result<()> {
    use rusqlite::types::{ToSqlOutput, Value, ValueRef};
    for (place, param) in params.iter().enumerate() {
        let value = match param {
            Param::Null => ToSqlOutput::Owned(Value::Null),
            Param::Int(value) => ToSqlOutput::Owned(Value::Integer(*value)),
            Param::Bool(value) => ToSqlOutput::Owned(Value::Integer(i64::from(*value))),
            Param::Real(value) => ToSqlOutput::Owned(Value::Real(*value)),
            Param::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Param::Bytes(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
        };
        statement.raw_bind_parameter(place + 1, value)?;
    }
    Ok(())
}

pub(crate) fn exec(connection: &Connection, text: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(text)?;
    bind(&mut statement, params)?;
    let touched = statement.raw_execute().map_err(|error| named(connection, error))?;
    Ok(touched as u64)
}

pub(crate) fn each(
    connection: &Connection,
    text: &str,
    params: &[Param<'_>],
    mut visit: impl FnMut(&rusqlite::Row<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(text)?;
    bind(&mut statement, params)?;
    let mut rows = statement.raw_query();
    loop {
        match rows.next() {
            Ok(Some(row)) => visit(row)?,
            Ok(None) => return Ok(()),
            Err(error) => return Err(named(connection, error)),
        }
    }
}

/// Gives a constraint its name: SQLite names the columns of a unique index, PostgreSQL names the index.
fn named(connection: &Connection, error: rusqlite::Error) -> StoreError {
    let message = match &error {
        rusqlite::Error::SqliteFailure(code, Some(message))
            if code.code == rusqlite::ErrorCode::ConstraintViolation =>
        {
            message.clone()
        }
        _ => return error.into(),
    };
    if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
        let name = index_name(connection, columns).ok().flatten();
        return StoreError::Constraint(name.unwrap_or_else(|| columns.to_owned()));
    }
    let name = message.rsplit(": ").next().unwrap_or(&message);
    StoreError::Constraint(name.to_owned())
}

fn index_name(connection: &Connection, columns: &str) -> rusqlite::Result<Option<String>> {
    if let Some(index) = columns.strip_prefix("index '") {
        return Ok(Some(index.trim_end_matches('\'').to_owned()));
    }
    let Some((table, _)) = columns.split_once('.') else { return Ok(None) };
    let wanted: Vec<&str> =
        columns.split(", ").filter_map(|column| column.split_once('.').map(|pair| pair.1)).collect();
    let mut list = connection.prepare("select name from pragma_index_list(?1) where \"unique\" = 1")?;
    let names: Vec<String> = list.query_map([table], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut info = connection.prepare("select name from pragma_index_info(?1) order by seqno")?;
    for name in names {
        let found: Vec<String> =
            info.query_map([&name], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        if found == wanted {
            return Ok(Some(name));
        }
    }
    Ok(None)
}
