//! Says from which day a procedure is no longer in force, or takes that back.

use kernel::{Acting, Date};
use serde_json::json;
use store::{Tx, journal};

use super::{ProcedureRefused, Publish, announce, with_end};
use crate::store as rows;

/// End a procedure.
#[derive(Debug, Clone)]
pub struct EndProcedure {
    /// Code of the procedure.
    pub code: String,
    /// Version of the procedure's row as it was read.
    pub version: i64,
    /// First day no longer in force; `None`: it stays in force.
    pub ended_on: Option<Date>,
}

/// Ends a procedure, or lets it go on.
pub fn end_procedure(tx: &mut Tx<'_>, acting: &Acting, cmd: &EndProcedure) -> Result<(), ProcedureRefused> {
    acting.permit::<Publish>()?;
    let mut row = rows::by_code(tx, acting.agency, &cmd.code)?.ok_or(ProcedureRefused::NotFound)?;
    if cmd.ended_on.is_some_and(|end| end <= row.in_force_on) {
        return Err(ProcedureRefused::EndBeforeStart { in_force_on: row.in_force_on });
    }
    row.version = cmd.version;
    rows::set_ended(tx, &row, cmd.ended_on)?;
    let payload = json!({ "code": row.code, "ended_on": cmd.ended_on, "before": row.ended_on });
    journal::append(tx, acting, "procedure.ended", ("procedure", row.id), &payload)?;
    if let Some(before) = rows::latest_fact(tx, row.id)? {
        let after = with_end(&before, cmd.ended_on);
        announce(tx, acting, row.id, Some(before), after)?;
    }
    Ok(())
}
