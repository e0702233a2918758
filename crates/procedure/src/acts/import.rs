//! Brings packages in: each becomes a procedure with published version 1. Procedures that the agency has
//! already stay as they are, so that importing again changes nothing.

use std::collections::BTreeMap;

use kernel::Acting;
use serde_json::json;
use store::{Tx, journal};

use super::{ProcedureRefused, Publish, announce, digest, fact_of, unit_of};
use crate::domain::Procedure;
use crate::store as rows;

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Procedures made.
    pub n_new: usize,
    /// Procedures that were there already.
    pub n_known: usize,
}

/// Imports `packages`, each as file name and text. The program itself may always import; people need the
/// permission to publish. All or nothing: a package with an error refuses the import.
pub fn import(
    tx: &mut Tx<'_>,
    acting: &Acting,
    packages: &[(&str, &str)],
) -> Result<Imported, ProcedureRefused> {
    if acting.actor.is_some() {
        acting.permit::<Publish>()?;
    }
    let checked = crate::check_texts(packages.iter().copied());
    if !checked.is_usable() {
        return Err(ProcedureRefused::Findings(checked.findings));
    }
    let texts: BTreeMap<&str, &str> = packages.iter().copied().collect();
    let mut done = Imported::default();
    for (file, procedure) in &checked.procedures {
        let text = texts.get(file.as_str()).copied().unwrap_or_default();
        if rows::current_key(tx, acting.agency, procedure.code.as_str())?.is_some() {
            done.n_known += 1;
        } else {
            import_one(tx, acting, procedure, text)?;
            done.n_new += 1;
        }
    }
    Ok(done)
}

fn import_one(
    tx: &mut Tx<'_>,
    acting: &Acting,
    procedure: &Procedure,
    text: &str,
) -> Result<(), ProcedureRefused> {
    let unit = unit_of(tx, acting, procedure)?;
    let (id, version_id) = (tx.next_id(acting.at), tx.next_id(acting.at));
    rows::insert(tx, acting.agency, (id, version_id), unit, procedure)?;
    let version = rows::NewVersion {
        id: version_id,
        agency: acting.agency,
        procedure: id,
        number: 1,
        package: text,
        note: "Nạp từ gói thủ tục",
        published: true,
    };
    rows::insert_version(tx, acting, &version)?;
    let payload = json!({
        "code": procedure.code, "number": 1, "version_id": version_id, "package_sha256": digest(text),
    });
    journal::append(tx, acting, "procedure.imported", ("procedure", id), &payload)?;
    announce(tx, acting, id, None, fact_of(procedure, unit))?;
    Ok(())
}
