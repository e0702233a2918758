//! Publishes a draft as the version in use. Dossiers received before keep the version they were received under.

use kernel::Acting;
use serde_json::json;
use store::{Tx, journal};

use super::{ProcedureRefused, Publish, announce, digest, draft, fact_of, propose, unit_of, with_end};
use crate::domain::{Finding, Procedure};
use crate::store as rows;

/// Publish the draft of a procedure.
#[derive(Debug, Clone)]
pub struct PublishDraft {
    /// Code of the procedure.
    pub code: String,
    /// Version of the draft's row as it was read: what was looked at is what is published.
    pub version: i64,
}

/// The number of the version that is now in use, and the warnings it was published with.
#[derive(Debug, Clone)]
pub struct Published {
    /// Number.
    pub number: i64,
    /// Warnings and notes of the checker.
    pub findings: Vec<Finding>,
}

/// Publishes the draft; a package with an error is refused with everything that is wrong.
pub fn publish_draft(
    tx: &mut Tx<'_>,
    acting: &Acting,
    cmd: &PublishDraft,
) -> Result<Published, ProcedureRefused> {
    acting.permit::<Publish>()?;
    if let Some(new) = propose::find(tx, acting, &cmd.code)? {
        return propose::publish(tx, acting, &new, cmd.version);
    }
    let (row, draft) = draft::find(tx, acting, &cmd.code)?;
    let text = rows::package(tx, draft.id)?;
    if text.trim_end() == rows::package(tx, row.version_id)?.trim_end() {
        return Err(ProcedureRefused::Unchanged);
    }
    let (procedure, findings) = read(&row.code, &text)?;
    let unit = unit_of(tx, acting, &procedure)?;
    let ended_on = procedure.ended_on.or(row.ended_on);
    let procedure = Procedure { ended_on, ..procedure };

    rows::mark_superseded(tx, row.version_id)?;
    rows::mark_published(tx, acting, (draft.id, cmd.version))?;
    rows::save(tx, &row, draft.id, unit, &procedure)?;
    let payload = json!({
        "code": row.code, "number": draft.number, "version_id": draft.id,
        "replaces": row.version_id, "package_sha256": digest(&text),
    });
    journal::append(tx, acting, "procedure.published", ("procedure", row.id), &payload)?;
    let before = rows::latest_fact(tx, row.id)?;
    let after = with_end(&fact_of(&procedure, unit), ended_on);
    announce(tx, acting, row.id, before, after)?;
    Ok(Published { number: draft.number, findings })
}

/// Reads and checks the package of procedure `code`.
pub(super) fn read(code: &str, text: &str) -> Result<(Procedure, Vec<Finding>), ProcedureRefused> {
    let mut checked = crate::check_texts([(code, text)]);
    if !checked.is_usable() {
        return Err(ProcedureRefused::Findings(checked.findings));
    }
    match checked.procedures.pop() {
        Some((_, procedure)) if procedure.code.as_str() == code => Ok((procedure, checked.findings)),
        Some((_, procedure)) => Err(ProcedureRefused::CodeDiffers {
            expected: code.to_owned(),
            found: procedure.code.to_string(),
        }),
        None => Err(ProcedureRefused::Findings(checked.findings)),
    }
}
