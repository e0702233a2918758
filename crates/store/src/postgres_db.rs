//! PostgreSQL: a few connections, a thread each, fed by one queue; a transaction an act.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::Receiver;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement, Transaction};

use crate::batch::Batch;
use crate::column::Param;
use crate::db::{Job, Queue, Shared};
use crate::tx::Link;
use crate::{StoreError, Tx};

/// Writing connections.
const WRITERS: usize = 8;
/// Reading connections.
const READERS: usize = 4;
/// How often a transaction is tried when the database asks to try again.
const TRIES: u32 = 8;

/// Prepared statements of one connection, by text.
pub(crate) type Statements = BTreeMap<String, Statement>;

pub(crate) fn connect(url: &str) -> Result<Client, StoreError> {
    Ok(Client::connect(url, NoTls)?)
}

/// Starts the threads of a database.
pub(crate) fn start(url: &str, shared: &Arc<Shared>) -> Result<(Queue, Queue), StoreError> {
    let (write, write_jobs) = crossbeam_channel::unbounded();
    let (read, read_jobs) = crossbeam_channel::unbounded();
    // One connection is made here, so that a wrong address fails at once and not at the first act.
    drop(connect(url)?);
    for _ in 0..WRITERS {
        let (url, shared, jobs) = (url.to_owned(), shared.clone(), write_jobs.clone());
        crate::sqlite_db::spawn("motcua-writer", move || serve(&url, &shared, &jobs, true))?;
    }
    for _ in 0..READERS {
        let (url, shared, jobs) = (url.to_owned(), shared.clone(), read_jobs.clone());
        crate::sqlite_db::spawn("motcua-reader", move || serve(&url, &shared, &jobs, false))?;
    }
    Ok((write, read))
}

fn serve(url: &str, shared: &Arc<Shared>, jobs: &Receiver<Box<dyn Job>>, writes: bool) {
    let mut held: Option<(Client, Statements)> = None;
    while let Ok(mut job) = jobs.recv() {
        if held.as_ref().is_none_or(|(client, _)| client.is_closed()) {
            held = connect(url).ok().map(|client| (client, Statements::new()));
        }
        let outcome = match &mut held {
            Some((client, statements)) if writes => write(client, statements, shared, job.as_mut()),
            Some((client, statements)) => read(client, statements, shared, job.as_mut()),
            None => Err(StoreError::Closed),
        };
        job.finish(outcome.err().map(Arc::new).as_ref());
    }
}

fn write(
    client: &mut Client,
    statements: &mut Statements,
    shared: &Shared,
    job: &mut dyn Job,
) -> Result<(), StoreError> {
    let mut tries = 0;
    loop {
        tries += 1;
        let transaction = client.transaction()?;
        let mut tx = Tx::new(Link::Postgres { tx: transaction, statements }, shared, Batch::default());
        let kept = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx))).unwrap_or(false);
        let flushed = if kept { tx.flush() } else { Ok(()) };
        let again = tx.transient && tries < TRIES;
        let Link::Postgres { tx: transaction, .. } = tx.link else { return Err(StoreError::Closed) };
        let outcome = match flushed {
            Ok(()) if kept && !again => transaction.commit().map_err(StoreError::from),
            Ok(()) => transaction.rollback().map_err(StoreError::from),
            Err(error) => transaction.rollback().map_err(StoreError::from).and(Err(error)),
        };
        let again = again || (outcome.as_ref().is_err_and(StoreError::is_transient) && tries < TRIES);
        if !again {
            return outcome;
        }
        #[expect(clippy::disallowed_methods, reason = "a thread of its own backs off before it tries again")]
        std::thread::sleep(Duration::from_millis(u64::from(tries * tries)));
    }
}

fn read(
    client: &mut Client,
    statements: &mut Statements,
    shared: &Shared,
    job: &mut dyn Job,
) -> Result<(), StoreError> {
    let transaction = client
        .build_transaction()
        .isolation_level(postgres::IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()?;
    let mut tx = Tx::new(Link::Postgres { tx: transaction, statements }, shared, Batch::default());
    let _ = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx)));
    match tx.link {
        Link::Postgres { tx: transaction, .. } => transaction.rollback().map_err(StoreError::from),
        Link::Sqlite(_) => Err(StoreError::Closed),
    }
}

fn prepared(
    tx: &mut Transaction<'_>,
    statements: &mut Statements,
    text: &str,
) -> Result<Statement, StoreError> {
    if let Some(statement) = statements.get(text) {
        return Ok(statement.clone());
    }
    let statement = tx.prepare(text)?;
    statements.insert(text.to_owned(), statement.clone());
    Ok(statement)
}

pub(crate) fn exec(
    tx: &mut Transaction<'_>,
    statements: &mut Statements,
    text: &str,
    params: &[Param<'_>],
) -> Result<u64, StoreError> {
    let statement = prepared(tx, statements, text)?;
    let params: Vec<Bound<'_>> = params.iter().map(Bound).collect();
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|param| param as &(dyn ToSql + Sync)).collect();
    Ok(tx.execute(&statement, &params)?)
}

pub(crate) fn each(
    tx: &mut Transaction<'_>,
    statements: &mut Statements,
    text: &str,
    params: &[Param<'_>],
    mut visit: impl FnMut(&postgres::Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let statement = prepared(tx, statements, text)?;
    let params: Vec<Bound<'_>> = params.iter().map(Bound).collect();
    let mut rows = tx.query_raw(&statement, params.iter().map(|param| param as &(dyn ToSql + Sync)))?;
    while let Some(row) = rows.next()? {
        visit(&row)?;
    }
    Ok(())
}

/// A parameter as PostgreSQL binds it: the column's type decides the width of numbers.
#[derive(Debug)]
struct Bound<'a>(&'a Param<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.0 {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(value) if *kind == Type::INT4 => i32::try_from(*value)?.to_sql(kind, out),
            Param::Int(value) if *kind == Type::FLOAT8 => (*value as f64).to_sql(kind, out),
            Param::Int(value) if *kind == Type::BOOL => (*value != 0).to_sql(kind, out),
            Param::Int(value) => value.to_sql(kind, out),
            Param::Bool(value) => value.to_sql(kind, out),
            Param::Text(value) => value.to_sql(kind, out),
            Param::Bytes(value) => value.to_sql(kind, out),
            Param::Real(value) => value.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
