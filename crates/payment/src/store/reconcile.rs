//! Statements of the platform and what differs.

use ::store::{Row, Sql, StoreError, Tx, params, sql};
use kernel::{AccountId, AgencyId, Cursor, Date, Dong, Instant, Page};

use super::word;
use crate::domain::{Difference, DifferenceKind, StatementLine};

/// A statement as it was last read.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) id: i64,
    pub(crate) day: Date,
    pub(crate) read_at: Instant,
    pub(crate) read_by: Option<AccountId>,
    pub(crate) n_lines: i64,
    pub(crate) theirs: Dong,
    pub(crate) ours: Dong,
    pub(crate) version: i64,
}

fn read_statement(row: &Row<'_>) -> Result<Statement, StoreError> {
    Ok(Statement {
        id: row.at(0)?,
        day: row.at(1)?,
        read_at: row.at(2)?,
        read_by: row.at(3)?,
        n_lines: row.at(4)?,
        theirs: row.at(5)?,
        ours: row.at(6)?,
        version: row.at(7)?,
    })
}

/// The statement of a day.
pub(crate) fn statement(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    day: Date,
) -> Result<Option<Statement>, StoreError> {
    tx.maybe(
        sql!(
            "select id, on_day, read_at, read_by, n_lines, theirs, ours, version
             from statement
             where agency_id = $1 and on_day = $2"
        ),
        params![agency, day],
        read_statement,
    )
}

/// The newest statements.
pub(crate) fn statements(tx: &mut Tx<'_>, agency: AgencyId, most: i64) -> Result<Vec<Statement>, StoreError> {
    tx.all(
        sql!(
            "select id, on_day, read_at, read_by, n_lines, theirs, ours, version
             from statement
             where agency_id = $1
             order by on_day desc
             limit $2"
        ),
        params![agency, most],
        read_statement,
    )
}

/// Every line of every statement: for a simulator that starts anew.
pub(crate) fn all_lines(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<StatementLine>, StoreError> {
    tx.all(
        sql!(
            "select l.order_code, l.transaction_code, l.amount, l.paid_at
             from statement_line l
             join statement s on s.id = l.statement_id
             where s.agency_id = $1
             order by s.on_day, l.place"
        ),
        params![agency],
        |row| {
            Ok(StatementLine {
                reference: row.at(0)?,
                transaction: row.at(1)?,
                amount: row.at(2)?,
                paid_at: row.at(3)?,
            })
        },
    )
}

/// Keeps a statement in place of the one read before.
pub(crate) fn save_statement(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    statement: &Statement,
    lines: &[StatementLine],
) -> Result<(), StoreError> {
    let s = statement;
    if s.version == 0 {
        tx.exec_versioned(
            sql!(
                "insert into statement (id, agency_id, on_day, read_at, read_by, n_lines, theirs, ours, version)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, 1)
                 on conflict (agency_id, on_day) do nothing"
            ),
            params![s.id, agency, s.day, s.read_at, s.read_by, s.n_lines, s.theirs, s.ours],
        )?;
    } else {
        tx.exec_versioned(
            sql!(
                "update statement
                 set read_at = $1, read_by = $2, n_lines = $3, theirs = $4, ours = $5, version = version + 1
                 where id = $6 and version = $7"
            ),
            params![s.read_at, s.read_by, s.n_lines, s.theirs, s.ours, s.id, s.version],
        )?;
        tx.exec(sql!("delete from statement_line where statement_id = $1"), params![s.id])?;
    }
    for (place, line) in lines.iter().enumerate() {
        tx.exec(
            sql!(
                "insert into statement_line (statement_id, place, order_code, transaction_code, amount, paid_at)
                 values ($1, $2, $3, $4, $5, $6)"
            ),
            params![s.id, place as i64, line.reference, line.transaction, line.amount, line.paid_at],
        )?;
    }
    Ok(())
}

/// A difference as stored.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) id: i64,
    pub(crate) day: Date,
    pub(crate) difference: Difference,
    pub(crate) owner: Option<AccountId>,
    pub(crate) found_at: Instant,
    pub(crate) resolved_at: Option<Instant>,
    pub(crate) resolved_by: Option<AccountId>,
    pub(crate) resolution: String,
    pub(crate) version: i64,
}

macro_rules! select_differences {
    ($condition:literal) => {
        sql!(
            "select id, on_day, kind, order_code, transaction_code, place, ours, theirs, owner_id, found_at,
                    resolved_at, resolved_by, resolution, version
             from payment_difference ",
            $condition
        )
    };
}

const OPEN: Sql = select_differences!("where agency_id = $1 and resolved_at is null order by id limit 500");
const OF_DAY: Sql = select_differences!("where agency_id = $1 and on_day = $2 order by id");
const BY_ID: Sql = select_differences!("where id = $1 and agency_id = $2");
const RESOLVED: Sql = select_differences!(
    "where agency_id = $1 and resolved_at is not null and id < $2 order by id desc limit $3"
);

fn read_named(row: &Row<'_>) -> Result<Named, StoreError> {
    Ok(Named {
        id: row.at(0)?,
        day: row.at(1)?,
        difference: Difference {
            kind: word(row, 2, DifferenceKind::from_code, "payment_difference.kind")?,
            reference: row.at(3)?,
            transaction: row.at(4)?,
            place: row.at(5)?,
            ours: row.at(6)?,
            theirs: row.at(7)?,
        },
        owner: row.at(8)?,
        found_at: row.at(9)?,
        resolved_at: row.at(10)?,
        resolved_by: row.at(11)?,
        resolution: row.at(12)?,
        version: row.at(13)?,
    })
}

/// The differences that wait, oldest first.
pub(crate) fn open(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Named>, StoreError> {
    tx.all(OPEN, params![agency], read_named)
}

/// The differences of a day.
pub(crate) fn of_day(tx: &mut Tx<'_>, agency: AgencyId, day: Date) -> Result<Vec<Named>, StoreError> {
    tx.all(OF_DAY, params![agency, day], read_named)
}

/// A difference of the agency.
pub(crate) fn find(tx: &mut Tx<'_>, agency: AgencyId, id: i64) -> Result<Named, StoreError> {
    tx.one(BY_ID, params![id, agency], read_named)
}

/// The differences resolved, newest first, a page.
pub(crate) fn resolved(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    before: Option<&Cursor>,
    size: usize,
) -> Result<Page<Named>, StoreError> {
    let before = before.map_or(i64::MAX, |cursor| cursor.id);
    let rows = tx.all(RESOLVED, params![agency, before, size as i64 + 1], read_named)?;
    Ok(Page::cut(rows, size, |named| Cursor { key: String::new(), id: named.id }))
}

/// How many wait.
pub(crate) fn n_open(tx: &mut Tx<'_>, agency: AgencyId) -> Result<i64, StoreError> {
    tx.one(
        sql!("select count(*) from payment_difference where agency_id = $1 and resolved_at is null"),
        params![agency],
        |row| row.at(0),
    )
}

/// Keeps a difference that was not known.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    (day, found_at): (Date, Instant),
    difference: &Difference,
    owner: Option<AccountId>,
) -> Result<(), StoreError> {
    let id = tx.next_id(found_at);
    let d = difference;
    tx.exec_versioned(
        sql!(
            "insert into payment_difference
             (id, agency_id, on_day, kind, order_code, transaction_code, place, ours, theirs, owner_id, found_at,
              resolution, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', 1)"
        ),
        params![
            id,
            agency,
            day,
            d.kind.code(),
            d.reference,
            d.transaction,
            d.place,
            d.ours,
            d.theirs,
            owner,
            found_at
        ],
    )
}

/// Notes a resolution, another owner or changed amounts.
pub(crate) fn save(tx: &mut Tx<'_>, named: &Named) -> Result<(), StoreError> {
    let n = named;
    tx.exec_versioned(
        sql!(
            "update payment_difference
             set ours = $1, theirs = $2, owner_id = $3, resolved_at = $4, resolved_by = $5, resolution = $6,
                 version = version + 1
             where id = $7 and version = $8"
        ),
        params![
            n.difference.ours,
            n.difference.theirs,
            n.owner,
            n.resolved_at,
            n.resolved_by,
            n.resolution,
            n.id,
            n.version
        ],
    )
}
