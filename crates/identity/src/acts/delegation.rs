//! Delegation of one's own powers to a colleague, for a time.

use ::store::{Tx, journal};
use kernel::{AccountId, Acting, Date, Forbidden};
use serde_json::json;

use super::Delegate;
use super::account::find;
use crate::IdentityRefused;
use crate::domain::{Delegation, DelegationProblem, Powers};
use crate::store::roles;

/// A delegation to make.
#[derive(Debug, Clone)]
pub struct NewDelegation {
    /// Who shall act.
    pub to: AccountId,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
    /// Why.
    pub reason: String,
    /// What.
    pub powers: Powers,
}

/// Delegates the actor's powers.
pub fn create(tx: &mut Tx<'_>, acting: &Acting, new: &NewDelegation) -> Result<i64, IdentityRefused> {
    acting.permit::<Delegate>()?;
    let from = acting.actor.ok_or(Forbidden("identity.delegate"))?;
    let days = (new.valid_from, new.valid_to);
    if let Some(problem) = DelegationProblem::find((from, new.to), days, &new.powers, acting.at.date()) {
        return Err(IdentityRefused::Delegation(problem));
    }
    let to = find(tx, acting, new.to)?;
    if !to.active {
        return Err(IdentityRefused::Missing);
    }
    if let Powers::Only(codes) = &new.powers
        && let Some(foreign) = codes.iter().find(|code| !acting.may(code))
    {
        return Err(IdentityRefused::Scope(foreign.clone()));
    }
    let made = Delegation {
        id: tx.next_id(acting.at),
        from,
        to: new.to,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        reason: new.reason.clone(),
        powers: new.powers.clone(),
        created_at: acting.at,
        ended_at: None,
    };
    roles::insert_delegation(tx, acting.agency, &made)?;
    let payload = json!({
        "from": from, "to": made.to, "valid_from": made.valid_from, "valid_to": made.valid_to,
        "permissions": made.powers.to_text(), "reason": made.reason,
    });
    journal::append(tx, acting, "identity.delegation_created", ("delegation", made.id), &payload)?;
    Ok(made.id)
}

/// Ends a delegation of the actor, or one to the actor, now.
pub fn end(tx: &mut Tx<'_>, acting: &Acting, id: i64) -> Result<(), IdentityRefused> {
    let actor = acting.actor.ok_or(Forbidden("identity.delegate"))?;
    let found = roles::delegation_by_id(tx, id)?
        .filter(|found| found.from == actor || found.to == actor)
        .ok_or(IdentityRefused::Missing)?;
    roles::end_delegation(tx, found.id, acting.at)?;
    let payload = json!({ "from": found.from, "to": found.to });
    journal::append(tx, acting, "identity.delegation_ended", ("delegation", id), &payload)?;
    Ok(())
}
