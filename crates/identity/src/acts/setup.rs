//! The first agency, units and accounts: made by the program itself (set-up, sample story, tests), not by a visitor.

use ::store::{Tx, journal};
use kernel::{AccountId, Acting, AgencyId, Date, Forbidden, Role, UnitId};
use serde_json::json;

use crate::IdentityRefused;
use crate::acts::account::{NewAccount, add_account};
use crate::acts::unit::{NewUnit, add_unit};
use crate::domain::RoleGrant;
use crate::store::{roles, units};

/// An agency to make; its id is the one of the acting.
#[derive(Debug, Clone)]
pub struct NewAgency {
    /// Code (mã định danh).
    pub code: String,
    /// Name.
    pub name: String,
    /// The agency above.
    pub parent_name: String,
}

fn by_program(acting: &Acting) -> Result<(), Forbidden> {
    if acting.actor.is_none() { Ok(()) } else { Err(Forbidden("identity.set_up")) }
}

/// Makes the agency `acting.agency`.
pub fn create_agency(tx: &mut Tx<'_>, acting: &Acting, new: &NewAgency) -> Result<AgencyId, IdentityRefused> {
    by_program(acting)?;
    units::insert_agency(tx, acting, (&new.code, &new.name, &new.parent_name))?;
    let subject = ("agency", acting.agency.get());
    journal::append(tx, acting, "identity.agency_created", subject, &json!({ "code": new.code }))?;
    Ok(acting.agency)
}

/// Makes a unit.
pub fn create_unit(tx: &mut Tx<'_>, acting: &Acting, new: &NewUnit) -> Result<UnitId, IdentityRefused> {
    by_program(acting)?;
    add_unit(tx, acting, new)
}

/// Makes an account with its roles, which it holds from `since` on.
pub fn create_account(
    tx: &mut Tx<'_>,
    acting: &Acting,
    new: &NewAccount,
    held: &[Role],
    since: Date,
) -> Result<AccountId, IdentityRefused> {
    by_program(acting)?;
    let id = add_account(tx, acting, new)?;
    for role in held {
        let grant = RoleGrant {
            id: tx.next_id(acting.at),
            account: id,
            role: *role,
            valid_from: since,
            valid_to: None,
        };
        roles::insert(tx, acting.agency, &grant)?;
    }
    let codes: Vec<_> = held.iter().map(|role| role.code()).collect();
    let payload = json!({ "login": new.login, "unit": new.unit, "roles": codes });
    journal::append(tx, acting, "identity.account_created", ("account", id.get()), &payload)?;
    Ok(id)
}

/// Names the head of a unit.
pub fn set_head(
    tx: &mut Tx<'_>,
    acting: &Acting,
    unit: UnitId,
    head: AccountId,
) -> Result<(), IdentityRefused> {
    by_program(acting)?;
    let mut unit = units::by_id(tx, unit)?.ok_or(IdentityRefused::Missing)?;
    unit.head = Some(head);
    units::save(tx, &unit)?;
    journal::append(tx, acting, "identity.unit_changed", ("unit", unit.id.get()), &json!({ "head": head }))?;
    Ok(())
}
