//! Days that officers counted and closed.

use ::store::{StoreError, Tx, params, sql};
use kernel::{AccountId, AgencyId, Date, Dong, Instant};

/// A closed day.
#[derive(Debug, Clone)]
pub(crate) struct ClosedDay {
    /// Who.
    pub(crate) officer: AccountId,
    /// What the books said.
    pub(crate) booked: Dong,
    /// What was counted.
    pub(crate) counted: Dong,
    /// Why they differ.
    pub(crate) note: String,
    /// When.
    pub(crate) closed_at: Instant,
}

/// The closed days of all officers on a day.
pub(crate) fn of_day(tx: &mut Tx<'_>, agency: AgencyId, day: Date) -> Result<Vec<ClosedDay>, StoreError> {
    tx.all(
        sql!(
            "select account_id, booked, counted, note, closed_at
             from cash_day
             where agency_id = $1 and on_day = $2
             order by closed_at"
        ),
        params![agency, day],
        |row| {
            Ok(ClosedDay {
                officer: row.at(0)?,
                booked: row.at(1)?,
                counted: row.at(2)?,
                note: row.at(3)?,
                closed_at: row.at(4)?,
            })
        },
    )
}

/// Whether an officer closed a day.
pub(crate) fn is_closed(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    day: Date,
    officer: AccountId,
) -> Result<bool, StoreError> {
    Ok(of_day(tx, agency, day)?.iter().any(|closed| closed.officer == officer))
}

/// Closes a day; [`StoreError::Conflict`] where it is closed.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    day: Date,
    closed: &ClosedDay,
) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "insert into cash_day (agency_id, on_day, account_id, booked, counted, note, closed_at)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (agency_id, on_day, account_id) do nothing"
        ),
        params![agency, day, closed.officer, closed.booked, closed.counted, closed.note, closed.closed_at],
    )
}
