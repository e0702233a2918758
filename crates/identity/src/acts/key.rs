//! API keys: made by their owner for named scopes, revoked by their owner.

use ::store::{Tx, journal};
use kernel::{Acting, Forbidden};
use serde_json::json;

use super::MakeKeys;
use crate::IdentityRefused;
use crate::domain::ApiKey;
use crate::store::keys;

/// A key to make.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What it is for.
    pub name: String,
    /// The permissions it is limited to.
    pub scopes: Vec<String>,
    /// For how many days.
    pub days: i64,
    /// Hash of the key; the key itself is never stored.
    pub key_hash: Vec<u8>,
    /// Its first characters.
    pub hint: String,
}

/// Makes a key for the actor.
pub fn create(tx: &mut Tx<'_>, acting: &Acting, new: &NewKey) -> Result<i64, IdentityRefused> {
    acting.permit::<MakeKeys>()?;
    let account = acting.actor.ok_or(Forbidden("identity.make_keys"))?;
    if let Some(foreign) = new.scopes.iter().find(|code| !acting.may(code)) {
        return Err(IdentityRefused::Scope(foreign.clone()));
    }
    let key = ApiKey {
        id: tx.next_id(acting.at),
        account,
        name: new.name.clone(),
        hint: new.hint.clone(),
        scopes: new.scopes.clone(),
        created_at: acting.at,
        expires_at: acting.at.plus_minutes(new.days * 24 * 60),
        last_used_at: None,
        revoked_at: None,
    };
    keys::insert(tx, acting.agency, &key, &new.key_hash)?;
    let payload = json!({ "scopes": key.scopes, "expires_at": key.expires_at });
    journal::append(tx, acting, "identity.key_created", ("api_key", key.id), &payload)?;
    Ok(key.id)
}

/// Revokes a key of the actor.
pub fn revoke(tx: &mut Tx<'_>, acting: &Acting, id: i64) -> Result<(), IdentityRefused> {
    let account = acting.actor.ok_or(Forbidden("identity.make_keys"))?;
    keys::revoke(tx, account, id, acting.at)?;
    journal::append(tx, acting, "identity.key_revoked", ("api_key", id), &json!({}))?;
    Ok(())
}
