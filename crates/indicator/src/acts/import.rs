//! Brings definitions in: each becomes version 1 of its code. Codes that the agency has already, in use or not,
//! stay as they are, so that importing again changes nothing.

use kernel::Acting;
use serde_json::json;
use store::{Tx, journal};

use super::{Edit, IndicatorRefused};
use crate::Engine;
use crate::engine::LOCK;
use crate::store::{self as rows, NewDefinition};

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Indicators made.
    pub n_new: usize,
    /// Indicators that were there already.
    pub n_known: usize,
}

/// Imports `files`, each as file name and TOML text, usually [`crate::builtin()`]. The program itself may always
/// import; people need the permission to edit. All or nothing: one mistake refuses the import.
pub fn import(
    tx: &mut Tx<'_>,
    engine: &Engine,
    acting: &Acting,
    files: &[(&str, &str)],
) -> Result<Imported, IndicatorRefused> {
    if acting.actor.is_some() {
        acting.permit::<Edit>()?;
    }
    let compiled = formula::load_all(files, &engine.schemas()).map_err(IndicatorRefused::Files)?;
    tx.lock(acting.agency, LOCK)?;
    let mut done = Imported::default();
    let mut new = Vec::new();
    for (indicator, (_, text)) in compiled.iter().zip(files) {
        let definition = &indicator.definition;
        if !rows::versions(tx, acting.agency, &definition.code)?.is_empty() {
            done.n_known += 1;
            continue;
        }
        let id = tx.next_id(acting.at);
        let row = NewDefinition {
            id,
            agency: acting.agency,
            code: &definition.code,
            number: 1,
            subject: &definition.subject,
            title: &definition.title,
            body: text,
            at: acting.at,
            by: acting.actor,
        };
        rows::insert(tx, &row)?;
        new.push((id, definition.code.clone()));
        done.n_new += 1;
    }
    if !new.is_empty() {
        rows::new_generation(tx, acting.agency, acting.at)?;
        for (id, _) in &new {
            super::save::count_first(tx, engine, acting, *id)?;
        }
        let codes: Vec<&str> = new.iter().map(|(_, code)| code.as_str()).collect();
        let payload = json!({ "codes": codes });
        journal::append(tx, acting, "indicator.imported", ("agency", acting.agency.get()), &payload)?;
    }
    Ok(done)
}
