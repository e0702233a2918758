//! The draft of a procedure: made as a copy of what is published, saved as often as one likes, with errors or
//! without, thrown away or published.

use kernel::Acting;
use serde_json::json;
use store::{Tx, journal};

use super::{Edit, ProcedureRefused, digest, propose};
use crate::domain::MOST_BYTES;
use crate::store::{self as rows, ProcedureRow, VersionRow};

/// Save the text of a draft.
#[derive(Debug, Clone)]
pub struct SaveDraft {
    /// Code of the procedure.
    pub code: String,
    /// Version of the draft's row as it was read.
    pub version: i64,
    /// The text; it may have errors.
    pub package: String,
    /// What changes, in words.
    pub note: String,
}

/// Starts a draft as a copy of the published version; a draft that is there already is kept.
pub fn create_draft(tx: &mut Tx<'_>, acting: &Acting, code: &str) -> Result<(), ProcedureRefused> {
    acting.permit::<Edit>()?;
    let row = rows::by_code(tx, acting.agency, code)?.ok_or(ProcedureRefused::NotFound)?;
    if rows::draft_of(tx, row.id)?.is_some() {
        return Ok(());
    }
    let text = rows::package(tx, row.version_id)?;
    let version = rows::NewVersion {
        id: tx.next_id(acting.at),
        agency: acting.agency,
        procedure: row.id,
        number: row.number + 1,
        package: &text,
        note: "",
        published: false,
    };
    rows::insert_version(tx, acting, &version)?;
    let payload = json!({ "code": row.code, "number": version.number, "version_id": version.id });
    journal::append(tx, acting, "procedure.draft_created", ("procedure", row.id), &payload)?;
    Ok(())
}

/// Saves the text of a draft as it is: what is wrong with it is shown beside it, nothing is lost.
pub fn save_draft(tx: &mut Tx<'_>, acting: &Acting, cmd: &SaveDraft) -> Result<(), ProcedureRefused> {
    acting.permit::<Edit>()?;
    if cmd.package.len() > MOST_BYTES {
        return Err(ProcedureRefused::TooLarge { most: MOST_BYTES });
    }
    if let Some(new) = propose::find(tx, acting, &cmd.code)? {
        return propose::save(tx, acting, &new, cmd);
    }
    let (row, draft) = find(tx, acting, &cmd.code)?;
    rows::save_draft(tx, acting, (draft.id, cmd.version), &cmd.package, &cmd.note)?;
    let payload = json!({
        "code": row.code, "number": draft.number, "version_id": draft.id,
        "package_sha256": digest(&cmd.package),
    });
    journal::append(tx, acting, "procedure.draft_saved", ("procedure", row.id), &payload)?;
    Ok(())
}

/// Throws a draft away. Whether the procedure is still there: one that was never published goes with its draft.
pub fn discard_draft(
    tx: &mut Tx<'_>,
    acting: &Acting,
    code: &str,
    version: i64,
) -> Result<bool, ProcedureRefused> {
    acting.permit::<Edit>()?;
    if let Some(new) = propose::find(tx, acting, code)? {
        propose::discard(tx, acting, &new, version)?;
        return Ok(false);
    }
    let (row, draft) = find(tx, acting, code)?;
    rows::delete_draft(tx, (draft.id, version))?;
    let payload = json!({ "code": row.code, "number": draft.number, "version_id": draft.id });
    journal::append(tx, acting, "procedure.draft_discarded", ("procedure", row.id), &payload)?;
    Ok(true)
}

/// The procedure of a code and its draft.
pub(super) fn find(
    tx: &mut Tx<'_>,
    acting: &Acting,
    code: &str,
) -> Result<(ProcedureRow, VersionRow), ProcedureRefused> {
    let row = rows::by_code(tx, acting.agency, code)?.ok_or(ProcedureRefused::NotFound)?;
    let draft = rows::draft_of(tx, row.id)?.ok_or(ProcedureRefused::NoDraft)?;
    Ok((row, draft))
}
