//! The books: written once, never changed.

use ::store::{StoreError, Tx, params, sql};
use kernel::{AccountId, Acting, AgencyId, Date, DossierId};

use super::word;
use crate::domain::{Balance, Duty, LedgerAccount, Posting};

/// What a posting is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About<'a> {
    /// What happened: the word of the act.
    pub(crate) what: &'static str,
    /// The receipt, order or refund; the dossier itself where it was assessed.
    pub(crate) ref_id: i64,
    /// The duty it belongs to.
    pub(crate) duty: &'a Duty,
    /// The day it belongs to.
    pub(crate) day: Date,
    /// Whose till or work it belongs to.
    pub(crate) officer: Option<AccountId>,
}

/// Writes a posting. One that does not balance is a failure of the program and is not written.
pub(crate) fn post(
    tx: &mut Tx<'_>,
    acting: &Acting,
    about: About<'_>,
    posting: &Posting,
) -> Result<(), StoreError> {
    if !posting.is_balanced() {
        return Err(StoreError::Corrupt { column: "ledger_entry.amount".to_owned() });
    }
    let posting_id = tx.next_id(acting.at);
    for leg in &posting.legs {
        let id = tx.next_id(acting.at);
        tx.exec(
            sql!(
                "insert into ledger_entry
                 (id, agency_id, posting_id, on_day, at, account, amount, dossier_id, unit_id, officer_id, what, ref_id)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
            ),
            params![
                id,
                about.duty.agency,
                posting_id,
                about.day,
                acting.at,
                leg.account.code(),
                leg.amount,
                about.duty.dossier,
                about.duty.unit,
                about.officer,
                about.what,
                about.ref_id
            ],
        )?;
    }
    Ok(())
}

/// One row of the books.
#[derive(Debug, Clone)]
pub(crate) struct LedgerRow {
    /// Day.
    pub(crate) day: Date,
    /// Account.
    pub(crate) account: LedgerAccount,
    /// Debit above zero, credit below.
    pub(crate) amount: i64,
    /// What happened.
    pub(crate) what: String,
    /// Who did it.
    pub(crate) officer: Option<AccountId>,
}

/// The rows of a dossier, oldest first.
pub(crate) fn of_dossier(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<LedgerRow>, StoreError> {
    tx.all(
        sql!(
            "select on_day, account, amount, what, officer_id
             from ledger_entry
             where dossier_id = $1
             order by id"
        ),
        params![dossier],
        |row| {
            Ok(LedgerRow {
                day: row.at(0)?,
                account: word(row, 1, LedgerAccount::from_code, "ledger_entry.account")?,
                amount: row.at(2)?,
                what: row.at(3)?,
                officer: row.at(4)?,
            })
        },
    )
}

/// Sums of a group of rows by account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sum {
    /// The unit or officer.
    pub(crate) of: Option<i64>,
    /// Account and sum.
    pub(crate) balance: Balance,
}

fn read_sum(row: &::store::Row<'_>) -> Result<Sum, StoreError> {
    Ok(Sum {
        of: row.at(0)?,
        balance: Balance {
            account: word(row, 1, LedgerAccount::from_code, "ledger_entry.account")?,
            amount: row.at(2)?,
        },
    })
}

/// A day's sums by officer.
pub(crate) fn by_officer(tx: &mut Tx<'_>, agency: AgencyId, day: Date) -> Result<Vec<Sum>, StoreError> {
    tx.all(
        sql!(
            "select officer_id, account, cast(sum(amount) as bigint)
             from ledger_entry
             where agency_id = $1 and on_day = $2
             group by officer_id, account
             order by officer_id, account"
        ),
        params![agency, day],
        read_sum,
    )
}

/// A day's sums by unit.
pub(crate) fn by_unit(tx: &mut Tx<'_>, agency: AgencyId, day: Date) -> Result<Vec<Sum>, StoreError> {
    tx.all(
        sql!(
            "select unit_id, account, cast(sum(amount) as bigint)
             from ledger_entry
             where agency_id = $1 and on_day = $2
             group by unit_id, account
             order by unit_id, account"
        ),
        params![agency, day],
        read_sum,
    )
}

/// The sum of an account on a day, of one officer or all.
pub(crate) fn sum(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    (day, account): (Date, LedgerAccount),
    officer: Option<AccountId>,
) -> Result<i64, StoreError> {
    tx.one(
        sql!(
            "select cast(coalesce(sum(amount), 0) as bigint)
             from ledger_entry
             where agency_id = $1 and on_day = $2 and account = $3
               and (cast($4 as bigint) is null or officer_id = $4)"
        ),
        params![agency, day, account.code(), officer],
        |row| row.at(0),
    )
}

/// What was received through the platform on a day, refunds left out.
pub(crate) fn received_online(tx: &mut Tx<'_>, agency: AgencyId, day: Date) -> Result<i64, StoreError> {
    tx.one(
        sql!(
            "select cast(coalesce(sum(amount), 0) as bigint)
             from ledger_entry
             where agency_id = $1 and on_day = $2 and account = 'gateway' and what = 'paid_online'"
        ),
        params![agency, day],
        |row| row.at(0),
    )
}

/// Postings whose rows do not cancel out: always none.
pub(crate) fn unbalanced(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<i64>, StoreError> {
    tx.all(
        sql!(
            "select posting_id
             from ledger_entry
             where agency_id = $1
             group by posting_id
             having sum(amount) <> 0
             order by posting_id"
        ),
        params![agency],
        |row| row.at(0),
    )
}

/// Dossiers whose receivable in the books is not what their duty says: always none.
pub(crate) fn astray(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<(DossierId, i64, i64)>, StoreError> {
    tx.all(
        sql!(
            "select d.dossier_id, d.owed - d.paid + d.refunded, cast(coalesce(l.paid_back, 0) + coalesce(l.open, 0) as bigint)
             from duty d
             left join (
                 select dossier_id,
                        sum(case when account = 'receivable' then amount else 0 end) as open,
                        sum(case when account = 'refunds' then amount else 0 end) as paid_back
                 from ledger_entry
                 where agency_id = $1
                 group by dossier_id
             ) l on l.dossier_id = d.dossier_id
             where d.agency_id = $2
               and d.owed - d.paid + d.refunded <> coalesce(l.paid_back, 0) + coalesce(l.open, 0)
             order by d.dossier_id"
        ),
        params![agency, agency],
        |row| Ok((row.at(0)?, row.at(1)?, row.at(2)?)),
    )
}
