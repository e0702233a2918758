//! Roles: given from a day on, ended with a day; what was held stays on record.

use ::store::{Tx, journal};
use kernel::{AccountId, Acting, Date, Role};
use serde_json::json;

use super::Manage;
use super::account::find;
use crate::IdentityRefused;
use crate::domain::RoleGrant;
use crate::store::roles;

/// A role to give.
#[derive(Debug, Clone, Copy)]
pub struct GrantRole {
    /// To whom.
    pub account: AccountId,
    /// Which.
    pub role: Role,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Option<Date>,
}

/// Gives an account a role.
pub fn grant(tx: &mut Tx<'_>, acting: &Acting, cmd: &GrantRole) -> Result<(), IdentityRefused> {
    acting.permit::<Manage>()?;
    find(tx, acting, cmd.account)?;
    if cmd.valid_to.is_some_and(|last| last < cmd.valid_from) {
        return Err(IdentityRefused::DatesReversed);
    }
    let overlaps = |held: &RoleGrant| {
        held.role == cmd.role
            && cmd.valid_to.is_none_or(|last| held.valid_from <= last)
            && held.valid_to.is_none_or(|last| cmd.valid_from <= last)
    };
    if roles::of_account(tx, cmd.account)?.iter().any(overlaps) {
        return Err(IdentityRefused::RoleHeld);
    }
    let grant = RoleGrant {
        id: tx.next_id(acting.at),
        account: cmd.account,
        role: cmd.role,
        valid_from: cmd.valid_from,
        valid_to: cmd.valid_to,
    };
    roles::insert(tx, acting.agency, &grant)?;
    let payload = json!({ "role": cmd.role, "valid_from": cmd.valid_from, "valid_to": cmd.valid_to });
    journal::append(tx, acting, "identity.role_granted", ("account", cmd.account.get()), &payload)?;
    Ok(())
}

/// Ends a role with `last` as its last day.
pub fn end(
    tx: &mut Tx<'_>,
    acting: &Acting,
    account: AccountId,
    grant: i64,
    last: Date,
) -> Result<(), IdentityRefused> {
    acting.permit::<Manage>()?;
    find(tx, acting, account)?;
    let held = roles::of_account(tx, account)?
        .into_iter()
        .find(|held| held.id == grant)
        .ok_or(IdentityRefused::Missing)?;
    // A role that has not begun ends on the day before it would.
    if last < held.valid_from.plus(-1) {
        return Err(IdentityRefused::DatesReversed);
    }
    if held.role == Role::Administrator
        && held.valid_to.is_none()
        && roles::others_with(tx, acting.agency, Role::Administrator, account)? == 0
    {
        return Err(IdentityRefused::LastAdministrator);
    }
    roles::end(tx, grant, last)?;
    let payload = json!({ "role": held.role, "valid_to": last });
    journal::append(tx, acting, "identity.role_ended", ("account", account.get()), &payload)?;
    Ok(())
}
