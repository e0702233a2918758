//! Refunds.

use ::store::{Row, Sql, StoreError, Tx, params, sql};
use kernel::{AgencyId, Cursor, DossierId, Page};

use super::word;
use crate::domain::{Method, Refund};

macro_rules! select_refunds {
    ($condition:literal) => {
        sql!(
            "select id, agency_id, dossier_id, dossier_code, unit_id, amount, method, reason, legal_basis, asked_by,
                    asked_at, decided_by, decided_at, approved, decision_note, version
             from refund ",
            $condition
        )
    };
}

const BY_ID: Sql = select_refunds!("where id = $1 and agency_id = $2");
const OF_DOSSIER: Sql = select_refunds!("where dossier_id = $1 order by id");
const OPEN: Sql = select_refunds!("where agency_id = $1 and approved is null order by id limit 200");
const DECIDED: Sql =
    select_refunds!("where agency_id = $1 and approved is not null and id < $2 order by id desc limit $3");

fn read(row: &Row<'_>) -> Result<Refund, StoreError> {
    Ok(Refund {
        id: row.at(0)?,
        agency: row.at(1)?,
        dossier: row.at(2)?,
        dossier_code: row.at(3)?,
        unit: row.at(4)?,
        amount: row.at(5)?,
        method: word(row, 6, Method::from_code, "refund.method")?,
        reason: row.at(7)?,
        legal_basis: row.at(8)?,
        asked_by: row.at(9)?,
        asked_at: row.at(10)?,
        decided_by: row.at(11)?,
        decided_at: row.at(12)?,
        approved: row.at(13)?,
        decision_note: row.at(14)?,
        version: row.at(15)?,
    })
}

/// A refund of the agency.
pub(crate) fn find(tx: &mut Tx<'_>, agency: AgencyId, id: i64) -> Result<Refund, StoreError> {
    tx.one(BY_ID, params![id, agency], read)
}

/// The refunds of a dossier, oldest first.
pub(crate) fn of_dossier(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<Refund>, StoreError> {
    tx.all(OF_DOSSIER, params![dossier], read)
}

/// The refunds that wait, oldest first.
pub(crate) fn open(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Refund>, StoreError> {
    tx.all(OPEN, params![agency], read)
}

/// The refunds decided, newest first, a page.
pub(crate) fn decided(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    before: Option<&Cursor>,
    size: usize,
) -> Result<Page<Refund>, StoreError> {
    let before = before.map_or(i64::MAX, |cursor| cursor.id);
    let rows = tx.all(DECIDED, params![agency, before, size as i64 + 1], read)?;
    Ok(Page::cut(rows, size, |refund| Cursor { key: String::new(), id: refund.id }))
}

/// How many wait.
pub(crate) fn n_open(tx: &mut Tx<'_>, agency: AgencyId) -> Result<i64, StoreError> {
    tx.one(
        sql!("select count(*) from refund where agency_id = $1 and approved is null"),
        params![agency],
        |row| row.at(0),
    )
}

pub(crate) fn insert(tx: &mut Tx<'_>, refund: &Refund) -> Result<(), StoreError> {
    let r = refund;
    tx.exec(
        sql!(
            "insert into refund
             (id, agency_id, dossier_id, dossier_code, unit_id, amount, method, reason, legal_basis, asked_by,
              asked_at, decision_note, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)"
        ),
        params![
            r.id,
            r.agency,
            r.dossier,
            r.dossier_code,
            r.unit,
            r.amount,
            r.method.code(),
            r.reason,
            r.legal_basis,
            r.asked_by,
            r.asked_at,
            r.decision_note
        ],
    )
    .map(drop)
}

/// Notes a decision.
pub(crate) fn save(tx: &mut Tx<'_>, refund: &Refund) -> Result<(), StoreError> {
    let r = refund;
    tx.exec_versioned(
        sql!(
            "update refund
             set decided_by = $1, decided_at = $2, approved = $3, decision_note = $4, version = version + 1
             where id = $5 and version = $6"
        ),
        params![r.decided_by, r.decided_at, r.approved, r.decision_note, r.id, r.version],
    )
}
