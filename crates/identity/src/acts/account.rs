//! Accounts: made, changed, locked, given a new password, signed out everywhere by an administrator.

use ::store::{Tx, journal};
use kernel::{AccountId, Acting, Role, UnitId};
use serde_json::json;

use super::Manage;
use crate::IdentityRefused;
use crate::domain::{Account, Login};
use crate::store::{accounts, keys, roles, sign_in, units};

/// An account to make.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The name to sign in with.
    pub login: String,
    /// Full name.
    pub name: String,
    /// Unit.
    pub unit: Option<UnitId>,
    /// Position in words.
    pub position: Option<String>,
    /// Official e-mail.
    pub email: Option<String>,
    /// Phone at work.
    pub phone: Option<String>,
    /// Hash of the first password, see [`crate::password::hash`].
    pub password_hash: String,
    /// Whether it must be changed at the first sign-in.
    pub must_change_password: bool,
}

/// What may change of an account.
#[derive(Debug, Clone)]
pub struct ChangeAccount {
    /// Which.
    pub id: AccountId,
    /// Version read.
    pub version: i64,
    /// Full name.
    pub name: String,
    /// Unit.
    pub unit: Option<UnitId>,
    /// Position in words.
    pub position: Option<String>,
    /// Official e-mail.
    pub email: Option<String>,
    /// Phone at work.
    pub phone: Option<String>,
}

/// Makes an account without roles.
pub fn create(tx: &mut Tx<'_>, acting: &Acting, new: &NewAccount) -> Result<AccountId, IdentityRefused> {
    acting.permit::<Manage>()?;
    let id = add_account(tx, acting, new)?;
    let payload = json!({ "login": new.login, "unit": new.unit });
    journal::append(tx, acting, "identity.account_created", ("account", id.get()), &payload)?;
    Ok(id)
}

pub(crate) fn add_account(
    tx: &mut Tx<'_>,
    acting: &Acting,
    new: &NewAccount,
) -> Result<AccountId, IdentityRefused> {
    let login = Login::parse(&new.login).map_err(IdentityRefused::Login)?;
    check_unit(tx, acting, new.unit)?;
    let account = Account {
        id: AccountId(tx.next_id(acting.at)),
        agency: acting.agency,
        login: login.as_str().to_owned(),
        name: new.name.clone(),
        unit: new.unit,
        position: new.position.clone(),
        email: new.email.clone(),
        phone: new.phone.clone(),
        active: true,
        must_change_password: new.must_change_password,
        created_at: acting.at,
        version: 1,
    };
    let position = position_id(tx, acting, account.position.as_deref())?;
    accounts::insert(tx, &account, position)?;
    sign_in::insert_credential(tx, account.id, &new.password_hash, acting.at)?;
    Ok(account.id)
}

fn check_unit(tx: &mut Tx<'_>, acting: &Acting, unit: Option<UnitId>) -> Result<(), IdentityRefused> {
    let Some(unit) = unit else { return Ok(()) };
    let found = units::by_id(tx, unit)?;
    if found.is_some_and(|unit| unit.agency == acting.agency) {
        Ok(())
    } else {
        Err(IdentityRefused::Missing)
    }
}

fn position_id(
    tx: &mut Tx<'_>,
    acting: &Acting,
    position: Option<&str>,
) -> Result<Option<i64>, IdentityRefused> {
    Ok(position.map(|name| units::position(tx, acting, name)).transpose()?)
}

pub(super) fn find(tx: &mut Tx<'_>, acting: &Acting, id: AccountId) -> Result<Account, IdentityRefused> {
    accounts::by_id(tx, id)?.filter(|account| account.agency == acting.agency).ok_or(IdentityRefused::Missing)
}

/// Changes an account's particulars.
pub fn change(tx: &mut Tx<'_>, acting: &Acting, cmd: &ChangeAccount) -> Result<(), IdentityRefused> {
    acting.permit::<Manage>()?;
    let before = find(tx, acting, cmd.id)?;
    check_unit(tx, acting, cmd.unit)?;
    let after = Account {
        name: cmd.name.clone(),
        unit: cmd.unit,
        position: cmd.position.clone(),
        email: cmd.email.clone(),
        phone: cmd.phone.clone(),
        version: cmd.version,
        ..before.clone()
    };
    let position = position_id(tx, acting, after.position.as_deref())?;
    accounts::save(tx, &after, position)?;
    // Which fields changed, not what stands in them: the journal keeps no personal data.
    let changed: Vec<&str> = [
        ("name", before.name != after.name),
        ("unit", before.unit != after.unit),
        ("position", before.position != after.position),
        ("email", before.email != after.email),
        ("phone", before.phone != after.phone),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect();
    let payload = json!({ "changed": changed, "unit": after.unit });
    journal::append(tx, acting, "identity.account_changed", ("account", cmd.id.get()), &payload)?;
    Ok(())
}

/// Locks an account: it cannot sign in, its sessions and keys end.
pub fn lock(tx: &mut Tx<'_>, acting: &Acting, id: AccountId) -> Result<(), IdentityRefused> {
    acting.permit::<Manage>()?;
    let account = find(tx, acting, id)?;
    if acting.actor == Some(id) {
        return Err(IdentityRefused::OwnAccount);
    }
    let administers = roles::of_account(tx, id)?
        .iter()
        .any(|grant| grant.role == Role::Administrator && grant.in_force(acting.at.date()));
    if administers && roles::others_with(tx, acting.agency, Role::Administrator, id)? == 0 {
        return Err(IdentityRefused::LastAdministrator);
    }
    accounts::set_active(tx, account.id, false)?;
    let sessions = sign_in::delete_sessions(tx, id, None)?;
    let revoked = keys::revoke_all(tx, id, acting.at)?;
    let payload = json!({ "sessions_ended": sessions, "keys_revoked": revoked });
    journal::append(tx, acting, "identity.account_locked", ("account", id.get()), &payload)?;
    Ok(())
}

/// Opens a locked account again and forgets its failed attempts.
pub fn unlock(tx: &mut Tx<'_>, acting: &Acting, id: AccountId) -> Result<(), IdentityRefused> {
    acting.permit::<Manage>()?;
    let account = find(tx, acting, id)?;
    accounts::set_active(tx, id, true)?;
    sign_in::clear_attempts(tx, acting.agency, &account.login)?;
    journal::append(tx, acting, "identity.account_unlocked", ("account", id.get()), &json!({}))?;
    Ok(())
}

/// Gives an account a password that its owner must change; its sessions end, the second step is taken off.
pub fn reset_password(
    tx: &mut Tx<'_>,
    acting: &Acting,
    id: AccountId,
    password_hash: &str,
) -> Result<(), IdentityRefused> {
    acting.permit::<Manage>()?;
    let account = find(tx, acting, id)?;
    sign_in::set_password(tx, id, password_hash, acting.at)?;
    sign_in::set_totp(tx, id, None, false, 0)?;
    sign_in::clear_attempts(tx, acting.agency, &account.login)?;
    accounts::set_must_change(tx, id, true)?;
    let sessions = sign_in::delete_sessions(tx, id, None)?;
    let payload = json!({ "sessions_ended": sessions });
    journal::append(tx, acting, "identity.password_reset", ("account", id.get()), &payload)?;
    Ok(())
}

/// Ends all sessions of an account.
pub fn sign_out_everywhere(tx: &mut Tx<'_>, acting: &Acting, id: AccountId) -> Result<u64, IdentityRefused> {
    acting.permit::<Manage>()?;
    find(tx, acting, id)?;
    let ended = sign_in::delete_sessions(tx, id, None)?;
    let payload = json!({ "sessions_ended": ended });
    journal::append(tx, acting, "identity.signed_out_everywhere", ("account", id.get()), &payload)?;
    Ok(ended)
}
