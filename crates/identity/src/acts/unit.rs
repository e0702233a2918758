//! Units: made, changed, closed. A unit is never removed; its last day ends it.

use ::store::{Tx, journal};
use kernel::{AccountId, Acting, Date, UnitId};
use serde_json::json;

use super::Manage;
use crate::IdentityRefused;
use crate::domain::{Unit, UnitKind, would_cycle};
use crate::store::units;

/// A unit to make.
#[derive(Debug, Clone)]
pub struct NewUnit {
    /// Code: letters without marks, digits, hyphens.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: UnitKind,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Place among its siblings.
    pub place: i64,
    /// First day.
    pub valid_from: Date,
}

/// What may change of a unit.
#[derive(Debug, Clone)]
pub struct ChangeUnit {
    /// Which.
    pub id: UnitId,
    /// Version read.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: UnitKind,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Head.
    pub head: Option<AccountId>,
    /// Place among its siblings.
    pub place: i64,
    /// First day.
    pub valid_from: Date,
}

/// Makes a unit.
pub fn create(tx: &mut Tx<'_>, acting: &Acting, new: &NewUnit) -> Result<UnitId, IdentityRefused> {
    acting.permit::<Manage>()?;
    add_unit(tx, acting, new)
}

pub(crate) fn add_unit(tx: &mut Tx<'_>, acting: &Acting, new: &NewUnit) -> Result<UnitId, IdentityRefused> {
    let unit = Unit {
        id: UnitId(tx.next_id(acting.at)),
        agency: acting.agency,
        code: new.code.clone(),
        name: new.name.clone(),
        kind: new.kind,
        parent: new.parent,
        head: None,
        place: new.place,
        valid_from: new.valid_from,
        valid_to: None,
        version: 1,
    };
    if let Some(parent) = new.parent {
        units::by_id(tx, parent)?
            .filter(|parent| parent.agency == acting.agency)
            .ok_or(IdentityRefused::Missing)?;
    }
    units::insert(tx, &unit)?;
    let payload = json!({ "code": unit.code, "parent": unit.parent, "valid_from": unit.valid_from });
    journal::append(tx, acting, "identity.unit_created", ("unit", unit.id.get()), &payload)?;
    Ok(unit.id)
}

fn find(tx: &mut Tx<'_>, acting: &Acting, id: UnitId) -> Result<Unit, IdentityRefused> {
    units::by_id(tx, id)?.filter(|unit| unit.agency == acting.agency).ok_or(IdentityRefused::Missing)
}

/// Changes a unit.
pub fn change(tx: &mut Tx<'_>, acting: &Acting, cmd: &ChangeUnit) -> Result<(), IdentityRefused> {
    acting.permit::<Manage>()?;
    let before = find(tx, acting, cmd.id)?;
    let all = units::all(tx, acting.agency)?;
    if would_cycle(&all, cmd.id, cmd.parent) {
        return Err(IdentityRefused::UnitUnderItself);
    }
    if before.valid_to.is_some_and(|last| last < cmd.valid_from) {
        return Err(IdentityRefused::DatesReversed);
    }
    let after = Unit {
        name: cmd.name.clone(),
        kind: cmd.kind,
        parent: cmd.parent,
        head: cmd.head,
        place: cmd.place,
        valid_from: cmd.valid_from,
        version: cmd.version,
        ..before.clone()
    };
    units::save(tx, &after)?;
    let payload = json!({
        "before": { "name": before.name, "parent": before.parent, "head": before.head, "valid_from": before.valid_from },
        "after": { "name": after.name, "parent": after.parent, "head": after.head, "valid_from": after.valid_from },
    });
    journal::append(tx, acting, "identity.unit_changed", ("unit", cmd.id.get()), &payload)?;
    Ok(())
}

/// Ends a unit with `last` as its last day. Its people and units must have gone elsewhere first.
pub fn close(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (id, version): (UnitId, i64),
    last: Date,
) -> Result<(), IdentityRefused> {
    acting.permit::<Manage>()?;
    let unit = find(tx, acting, id)?;
    if last < unit.valid_from {
        return Err(IdentityRefused::DatesReversed);
    }
    let (people, under) = (units::people_in(tx, id)?, units::children_after(tx, id, last)?);
    if people + under > 0 {
        return Err(IdentityRefused::UnitInUse { people, units: under });
    }
    units::save(tx, &Unit { valid_to: Some(last), version, ..unit })?;
    journal::append(tx, acting, "identity.unit_closed", ("unit", id.get()), &json!({ "valid_to": last }))?;
    Ok(())
}
