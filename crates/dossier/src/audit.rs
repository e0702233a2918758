//! Whether the rows say what the journal says: every change taken back must give the dossier as it was received.
//! A row altered behind the program's back is found and named, with the fields that differ.

use std::collections::BTreeSet;

use kernel::AgencyId;
use serde_json::{Map, Value};
use store::{StoreError, Tx, journal};

use crate::domain::{Dossier, same, undo};

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    /// Dossiers that agree.
    pub sound: u64,
    /// Code and what differs, for those that do not.
    pub altered: Vec<(String, String)>,
}

const PAGE: i64 = 500;

/// Checks all dossiers of an agency.
pub fn audit(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Audit, StoreError> {
    let mut audit = Audit::default();
    let mut after = 0;
    loop {
        let dossiers = crate::store::page(tx, agency, after, PAGE)?;
        let Some(last) = dossiers.last() else { return Ok(audit) };
        after = last.id.get();
        for dossier in dossiers {
            match check(tx, &dossier)? {
                None => audit.sound += 1,
                Some(what) => audit.altered.push((dossier.code, what)),
            }
        }
    }
}

fn check(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Option<String>, StoreError> {
    let Value::Object(mut held) = serde_json::to_value(dossier)? else {
        return Ok(Some("it is not a record".to_owned()));
    };
    for entry in journal::about(tx, dossier.id.get())?.iter().rev() {
        let payload: Map<String, Value> = serde_json::from_str(&entry.payload)?;
        if entry.kind == "dossier.received" {
            let Some(Value::Object(received)) = payload.get("dossier") else { continue };
            return Ok(differing(&held, received));
        }
        if let Some(Value::Object(changes)) = payload.get("changes")
            && undo(&mut held, changes).is_none()
        {
            let fields: Vec<&str> = changes.keys().map(String::as_str).collect();
            return Ok(Some(format!(
                "what entry {} says of {} is not what the row says",
                entry.id,
                fields.join(", ")
            )));
        }
    }
    Ok(Some("the journal has no receipt of it".to_owned()))
}

/// The fields in which the row, with all changes taken back, is not what was received.
fn differing(held: &Map<String, Value>, received: &Map<String, Value>) -> Option<String> {
    let names: BTreeSet<&String> = held.keys().chain(received.keys()).collect();
    let fields: Vec<&str> = names
        .into_iter()
        .filter(|field| *field != "version" && !same(held.get(*field), received.get(*field)))
        .map(String::as_str)
        .collect();
    (!fields.is_empty()).then(|| format!("{} differ from the receipt", fields.join(", ")))
}
