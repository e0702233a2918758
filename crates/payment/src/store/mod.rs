//! SQL for the tables of this context.

pub(crate) mod days;
pub(crate) mod duty;
pub(crate) mod ledger;
pub(crate) mod orders;
pub(crate) mod receipts;
pub(crate) mod reconcile;
pub(crate) mod refunds;

use ::store::{Row, StoreError};

/// A stored word as a value of a closed vocabulary.
fn word<T>(row: &Row<'_>, place: usize, read: fn(&str) -> Option<T>, column: &str) -> Result<T, StoreError> {
    let code: String = row.at(place)?;
    read(&code).ok_or_else(|| StoreError::Corrupt { column: column.to_owned() })
}

/// A stored word that may be absent.
fn word_opt<T>(
    row: &Row<'_>,
    place: usize,
    read: fn(&str) -> Option<T>,
    column: &str,
) -> Result<Option<T>, StoreError> {
    let code: Option<String> = row.at(place)?;
    code.map(|code| read(&code).ok_or_else(|| StoreError::Corrupt { column: column.to_owned() })).transpose()
}
