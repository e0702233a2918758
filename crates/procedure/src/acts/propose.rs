//! A procedure that is not there yet: its draft is written, saved, thrown away or published like the draft of any
//! procedure; with its first publication it becomes one.

use kernel::Acting;
use serde_json::json;
use store::{StoreError, Tx, journal};

use super::draft::SaveDraft;
use super::publish::{self, Published};
use super::{Edit, ProcedureRefused, Publish, announce, digest, fact_of, unit_of};
use crate::domain::{Sketch, parse};
use crate::store::{self as rows, ProposalRow};

/// Starts the draft of a new procedure.
pub fn propose(tx: &mut Tx<'_>, acting: &Acting, sketch: &Sketch) -> Result<(), ProcedureRefused> {
    acting.permit::<Edit>()?;
    let code = sketch.code.as_str();
    if let Some(row) = rows::by_code(tx, acting.agency, code)? {
        return Err(ProcedureRefused::CodeTaken { code: row.code, name: row.name });
    }
    if let Some(row) = rows::proposal(tx, acting.agency, code)? {
        return Err(ProcedureRefused::CodeTaken { code: row.code, name: row.name });
    }
    let row = ProposalRow {
        id: tx.next_id(acting.at),
        code: code.to_owned(),
        name: sketch.name.clone(),
        note: "Ban hành lần đầu".to_owned(),
        version: 1,
    };
    let package = sketch.package();
    rows::insert_proposal(tx, acting, &row, &package)?;
    let payload = json!({ "code": row.code, "package_sha256": digest(&package) });
    journal::append(tx, acting, "procedure.proposed", ("procedure", row.id), &payload)?;
    Ok(())
}

/// Saves the text as it is. The list shows the name that the text gives, once it can be read.
pub(super) fn save(
    tx: &mut Tx<'_>,
    acting: &Acting,
    row: &ProposalRow,
    cmd: &SaveDraft,
) -> Result<(), ProcedureRefused> {
    let name = parse(&cmd.package, "").map_or_else(|_| row.name.clone(), |procedure| procedure.name);
    let saved = ProposalRow { name, note: cmd.note.clone(), version: cmd.version, ..row.clone() };
    rows::save_proposal(tx, acting, &saved, &cmd.package)?;
    let payload = json!({ "code": row.code, "number": 1, "package_sha256": digest(&cmd.package) });
    journal::append(tx, acting, "procedure.draft_saved", ("procedure", row.id), &payload)?;
    Ok(())
}

/// Throws the draft away, and the procedure with it.
pub(super) fn discard(
    tx: &mut Tx<'_>,
    acting: &Acting,
    row: &ProposalRow,
    version: i64,
) -> Result<(), ProcedureRefused> {
    rows::delete_proposal(tx, (row.id, version))?;
    let payload = json!({ "code": row.code, "number": 1 });
    journal::append(tx, acting, "procedure.draft_discarded", ("procedure", row.id), &payload)?;
    Ok(())
}

/// Publishes the draft as the procedure's version 1.
pub(super) fn publish(
    tx: &mut Tx<'_>,
    acting: &Acting,
    row: &ProposalRow,
    version: i64,
) -> Result<Published, ProcedureRefused> {
    acting.permit::<Publish>()?;
    if row.version != version {
        return Err(StoreError::Conflict.into());
    }
    let text = rows::proposal_package(tx, row.id)?;
    let (procedure, findings) = publish::read(&row.code, &text)?;
    let unit = unit_of(tx, acting, &procedure)?;
    let version_id = tx.next_id(acting.at);
    rows::insert(tx, acting.agency, (row.id, version_id), unit, &procedure)?;
    let first = rows::NewVersion {
        id: version_id,
        agency: acting.agency,
        procedure: row.id,
        number: 1,
        package: &text,
        note: &row.note,
        published: true,
    };
    rows::insert_version(tx, acting, &first)?;
    rows::delete_proposal(tx, (row.id, version))?;
    let payload =
        json!({ "code": row.code, "number": 1, "version_id": version_id, "package_sha256": digest(&text) });
    journal::append(tx, acting, "procedure.published", ("procedure", row.id), &payload)?;
    announce(tx, acting, row.id, None, fact_of(&procedure, unit))?;
    Ok(Published { number: 1, findings })
}

/// The draft of a procedure that is not there yet.
pub(super) fn find(
    tx: &mut Tx<'_>,
    acting: &Acting,
    code: &str,
) -> Result<Option<ProposalRow>, ProcedureRefused> {
    if rows::current_key(tx, acting.agency, code)?.is_some() {
        return Ok(None);
    }
    Ok(rows::proposal(tx, acting.agency, code)?)
}
