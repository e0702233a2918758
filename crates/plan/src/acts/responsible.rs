//! Says which unit is responsible for a target.

use kernel::{Acting, UnitId};
use serde_json::json;
use store::{Tx, journal};

use super::{At, Edit, PlanRefused, find};
use crate::store as rows;

/// Change the responsible unit.
#[derive(Debug, Clone)]
pub struct SetResponsible {
    /// Which target.
    pub at: At,
    /// The unit.
    pub unit: UnitId,
    /// Version of the target that was looked at.
    pub version: i64,
}

/// Changes; the former unit stays in the journal.
pub fn set_responsible(tx: &mut Tx<'_>, acting: &Acting, cmd: &SetResponsible) -> Result<(), PlanRefused> {
    acting.permit::<Edit>()?;
    let (_, mut target) = find(tx, acting.agency, &cmd.at)?;
    let unit = identity::unit(tx, cmd.unit)?.filter(|unit| unit.agency == acting.agency);
    let unit = unit.ok_or(PlanRefused::NoUnit)?;
    let before = target.unit;
    target.version = cmd.version;
    rows::save_responsible(tx, &target, Some(unit.id))?;
    let payload = json!({ "clause": target.clause, "before": before, "after": unit.id });
    journal::append(tx, acting, "plan.responsible_changed", ("target", target.id.get()), &payload)?;
    Ok(())
}
