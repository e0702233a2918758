//! What everybody does with the own account: password, second step, sessions.

use ::store::{Tx, journal};
use kernel::{AccountId, Acting, Forbidden};
use serde_json::json;

use crate::IdentityRefused;
use crate::domain::totp;
use crate::store::{accounts, sign_in};

fn own(acting: &Acting) -> Result<AccountId, Forbidden> {
    acting.actor.ok_or(Forbidden("identity.own_account"))
}

/// Changes the password, known to be right and good, and ends the other sessions.
pub fn change_password(
    tx: &mut Tx<'_>,
    acting: &Acting,
    password_hash: &str,
    session: &[u8],
) -> Result<(), IdentityRefused> {
    let account = own(acting)?;
    sign_in::set_password(tx, account, password_hash, acting.at)?;
    accounts::set_must_change(tx, account, false)?;
    let ended = sign_in::delete_sessions(tx, account, Some(session))?;
    let payload = json!({ "sessions_ended": ended });
    journal::append(tx, acting, "identity.password_changed", ("account", account.get()), &payload)?;
    Ok(())
}

/// Keeps a new secret for the second step, not yet in use.
pub fn begin_second_step(tx: &mut Tx<'_>, acting: &Acting, secret: &[u8]) -> Result<(), IdentityRefused> {
    let account = own(acting)?;
    let known = sign_in::credential(tx, account)?.ok_or(IdentityRefused::Missing)?;
    if known.totp_confirmed {
        return Err(IdentityRefused::WrongCode);
    }
    sign_in::set_totp(tx, account, Some(secret), false, 0)?;
    journal::append(tx, acting, "identity.second_step_begun", ("account", account.get()), &json!({}))?;
    Ok(())
}

/// Puts the second step into use, once its owner has shown a right code.
pub fn confirm_second_step(tx: &mut Tx<'_>, acting: &Acting, code: &str) -> Result<(), IdentityRefused> {
    let account = own(acting)?;
    let known = sign_in::credential(tx, account)?.ok_or(IdentityRefused::Missing)?;
    let secret = known.totp_secret.ok_or(IdentityRefused::WrongCode)?;
    let step = totp::matching_step(&secret, code, acting.at, known.totp_last_step)
        .ok_or(IdentityRefused::WrongCode)?;
    sign_in::set_totp(tx, account, Some(&secret), true, step)?;
    journal::append(tx, acting, "identity.second_step_on", ("account", account.get()), &json!({}))?;
    Ok(())
}

/// Takes the second step off; the password, asked for again, is known to be right.
pub fn remove_second_step(tx: &mut Tx<'_>, acting: &Acting) -> Result<(), IdentityRefused> {
    let account = own(acting)?;
    sign_in::set_totp(tx, account, None, false, 0)?;
    journal::append(tx, acting, "identity.second_step_off", ("account", account.get()), &json!({}))?;
    Ok(())
}

/// Ends the other sessions of the account; how many.
pub fn sign_out_others(tx: &mut Tx<'_>, acting: &Acting, session: &[u8]) -> Result<u64, IdentityRefused> {
    let account = own(acting)?;
    let ended = sign_in::delete_sessions(tx, account, Some(session))?;
    let payload = json!({ "sessions_ended": ended });
    journal::append(tx, acting, "identity.signed_out_everywhere", ("account", account.get()), &payload)?;
    Ok(ended)
}

/// Ends one other session of the account.
pub fn sign_out_one(tx: &mut Tx<'_>, acting: &Acting, token_hash: &[u8]) -> Result<(), IdentityRefused> {
    let account = own(acting)?;
    let theirs = sign_in::sessions(tx, account, acting.at)?;
    if !theirs.iter().any(|session| session.token_hash == token_hash) {
        return Err(IdentityRefused::Missing);
    }
    sign_in::delete_session(tx, token_hash)?;
    let payload = json!({ "sessions_ended": 1 });
    journal::append(tx, acting, "identity.signed_out_everywhere", ("account", account.get()), &payload)?;
    Ok(())
}
