//! Orders and notifications of the platform.

use ::store::{Row, Sql, StoreError, Tx, params, sql};
use kernel::{Acting, AgencyId, Date, DossierId, Instant};

use super::word_opt;
use crate::domain::{PaymentOrder, SettledHow, StatementLine};

macro_rules! select_orders {
    ($condition:literal) => {
        sql!(
            "select id, agency_id, code, dossier_id, dossier_code, unit_id, amount, description, pay_url, created_at,
                    created_by, expires_at, paid_at, transaction_code, settled_at, settled_how, cancelled_at, version
             from payment_order ",
            $condition
        )
    };
}

const BY_CODE: Sql = select_orders!("where agency_id = $1 and code = $2");
const OF_DOSSIER: Sql = select_orders!("where dossier_id = $1 order by id");
const PAID_ON: Sql = select_orders!("where agency_id = $1 and paid_on = $2 order by id");
const ALL: Sql = select_orders!("where agency_id = $1 order by id");

fn read(row: &Row<'_>) -> Result<PaymentOrder, StoreError> {
    Ok(PaymentOrder {
        id: row.at(0)?,
        agency: row.at(1)?,
        code: row.at(2)?,
        dossier: row.at(3)?,
        dossier_code: row.at(4)?,
        unit: row.at(5)?,
        amount: row.at(6)?,
        description: row.at(7)?,
        pay_url: row.at(8)?,
        created_at: row.at(9)?,
        created_by: row.at(10)?,
        expires_at: row.at(11)?,
        paid_at: row.at(12)?,
        transaction: row.at(13)?,
        settled_at: row.at(14)?,
        settled_how: word_opt(row, 15, SettledHow::from_code, "payment_order.settled_how")?,
        cancelled_at: row.at(16)?,
        version: row.at(17)?,
    })
}

/// The order of a code.
pub(crate) fn by_code(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    code: &str,
) -> Result<Option<PaymentOrder>, StoreError> {
    tx.maybe(BY_CODE, params![agency, code], read)
}

/// The orders of a dossier, oldest first.
pub(crate) fn of_dossier(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<PaymentOrder>, StoreError> {
    tx.all(OF_DOSSIER, params![dossier], read)
}

/// The orders that were paid on a day.
pub(crate) fn paid_on(tx: &mut Tx<'_>, agency: AgencyId, day: Date) -> Result<Vec<PaymentOrder>, StoreError> {
    tx.all(PAID_ON, params![agency, day], read)
}

/// Every order: for a simulator that starts anew.
pub(crate) fn all(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<PaymentOrder>, StoreError> {
    tx.all(ALL, params![agency], read)
}

pub(crate) fn insert(tx: &mut Tx<'_>, order: &PaymentOrder) -> Result<(), StoreError> {
    let o = order;
    tx.exec(
        sql!(
            "insert into payment_order
             (id, agency_id, code, dossier_id, dossier_code, unit_id, amount, description, pay_url, created_at,
              created_by, expires_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)"
        ),
        params![
            o.id,
            o.agency,
            o.code,
            o.dossier,
            o.dossier_code,
            o.unit,
            o.amount,
            o.description,
            o.pay_url,
            o.created_at,
            o.created_by,
            o.expires_at
        ],
    )
    .map(drop)
}

/// Notes that an order was settled or withdrawn; [`StoreError::Conflict`] where somebody was faster.
pub(crate) fn save(tx: &mut Tx<'_>, order: &PaymentOrder) -> Result<(), StoreError> {
    let o = order;
    tx.exec_versioned(
        sql!(
            "update payment_order
             set paid_at = $1, paid_on = $2, transaction_code = $3, settled_at = $4, settled_how = $5,
                 cancelled_at = $6, version = version + 1
             where id = $7 and version = $8"
        ),
        params![
            o.paid_at,
            o.paid_at.map(Instant::date),
            o.transaction,
            o.settled_at,
            o.settled_how.map(SettledHow::code),
            o.cancelled_at,
            o.id,
            o.version
        ],
    )
}

/// Whether a notification of this content was taken before.
pub(crate) fn notice_known(tx: &mut Tx<'_>, agency: AgencyId, digest: &str) -> Result<bool, StoreError> {
    let found = tx.maybe(
        sql!("select id from payment_notice where agency_id = $1 and digest = $2"),
        params![agency, digest],
        |row| row.at::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Keeps a notification; [`StoreError::Conflict`] where it is kept already.
pub(crate) fn insert_notice(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (digest, line): (&str, &StatementLine),
    outcome: &str,
) -> Result<(), StoreError> {
    let id = tx.next_id(acting.at);
    tx.exec_versioned(
        sql!(
            "insert into payment_notice
             (id, agency_id, digest, order_code, transaction_code, amount, received_at, outcome)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (agency_id, digest) do nothing"
        ),
        params![id, acting.agency, digest, line.reference, line.transaction, line.amount, acting.at, outcome],
    )
}
