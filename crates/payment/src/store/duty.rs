//! Duties.

use ::store::{Row, Sql, StoreError, Tx, params, sql};
use kernel::DossierId;

use crate::domain::{Duty, Exemption};

macro_rules! select_duties {
    ($condition:literal) => {
        sql!(
            "select dossier_id, agency_id, dossier_code, unit_id, items, legal_basis, exempt_reason, exempt_basis,
                    exempt_amount, paid, refunded, assessed_at, assessed_by, version
             from duty ",
            $condition
        )
    };
}

const BY_ID: Sql = select_duties!("where dossier_id = $1");

fn read(row: &Row<'_>) -> Result<Duty, StoreError> {
    let items: String = row.at(4)?;
    let reason: Option<String> = row.at(6)?;
    let exemption = match reason {
        Some(reason) => Some(Exemption { reason, legal_basis: row.at(7)?, amount: row.at(8)? }),
        None => None,
    };
    Ok(Duty {
        dossier: row.at(0)?,
        agency: row.at(1)?,
        dossier_code: row.at(2)?,
        unit: row.at(3)?,
        items: serde_json::from_str(&items)?,
        legal_basis: row.at(5)?,
        exemption,
        paid: row.at(9)?,
        refunded: row.at(10)?,
        assessed_at: row.at(11)?,
        assessed_by: row.at(12)?,
        version: row.at(13)?,
    })
}

/// The duty of a dossier, where one is stored.
pub(crate) fn find(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Option<Duty>, StoreError> {
    tx.maybe(BY_ID, params![dossier], read)
}

/// Writes a duty; [`StoreError::Conflict`] where somebody was faster.
pub(crate) fn save(tx: &mut Tx<'_>, duty: &Duty) -> Result<(), StoreError> {
    if duty.version == 0 { insert(tx, duty) } else { update(tx, duty) }
}

fn insert(tx: &mut Tx<'_>, d: &Duty) -> Result<(), StoreError> {
    let items = serde_json::to_string(&d.items)?;
    // Two people who assess at once: the second finds the row and reads it again.
    tx.exec_versioned(
        sql!(
            "insert into duty
             (dossier_id, agency_id, dossier_code, unit_id, items, legal_basis, exempt_reason, exempt_basis,
              exempt_amount, owed, paid, refunded, assessed_at, assessed_by, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)
             on conflict (dossier_id) do nothing"
        ),
        params![
            d.dossier,
            d.agency,
            d.dossier_code,
            d.unit,
            items,
            d.legal_basis,
            d.exemption.as_ref().map(|exemption| exemption.reason.clone()),
            d.exemption.as_ref().map(|exemption| exemption.legal_basis.clone()),
            d.exemption.as_ref().map(|exemption| exemption.amount),
            d.owed(),
            d.paid,
            d.refunded,
            d.assessed_at,
            d.assessed_by
        ],
    )
}

fn update(tx: &mut Tx<'_>, d: &Duty) -> Result<(), StoreError> {
    let items = serde_json::to_string(&d.items)?;
    tx.exec_versioned(
        sql!(
            "update duty
             set items = $1, legal_basis = $2, exempt_reason = $3, exempt_basis = $4, exempt_amount = $5, owed = $6,
                 paid = $7, refunded = $8, assessed_at = $9, assessed_by = $10, version = version + 1
             where dossier_id = $11 and version = $12"
        ),
        params![
            items,
            d.legal_basis,
            d.exemption.as_ref().map(|exemption| exemption.reason.clone()),
            d.exemption.as_ref().map(|exemption| exemption.legal_basis.clone()),
            d.exemption.as_ref().map(|exemption| exemption.amount),
            d.owed(),
            d.paid,
            d.refunded,
            d.assessed_at,
            d.assessed_by,
            d.dossier,
            d.version
        ],
    )
}
