//! Signing in and out. The password was compared before, outside the transaction; here the outcome is written.

use std::sync::Arc;

use ::store::{StoreError, Tx, journal};
use kernel::{AccountId, Acting, AgencyId, Instant};
use serde_json::json;

use crate::domain::{Attempts, expires_at, totp};
use crate::store::sign_in::{self, Credential, NewSession};

/// Minutes to enter the one-time code.
const SECOND_STEP_MINUTES: i64 = 5;

/// Where somebody signs in from.
#[derive(Debug, Clone, Default)]
pub(crate) struct From {
    /// What the browser calls itself, cut short.
    pub(crate) agent: String,
    /// Hash of the address.
    pub(crate) ip_hash: Option<Vec<u8>>,
}

/// An attempt to sign in whose password has been compared.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) agency: AgencyId,
    pub(crate) login: String,
    pub(crate) account: Option<AccountId>,
    pub(crate) password_right: bool,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) from: From,
    pub(crate) at: Instant,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Signed in; the password must be changed first.
    In { must_change_password: bool },
    /// The one-time code comes next.
    SecondStep,
    /// Refused; closed for so many minutes, if closed.
    Refused { minutes: Option<i64> },
}

/// The circumstances of an act of somebody who is not signed in (yet).
fn acting(agency: AgencyId, actor: Option<AccountId>, at: Instant) -> Acting {
    Acting {
        agency,
        actor,
        on_behalf_of: None,
        unit: None,
        roles: Arc::default(),
        permissions: Arc::default(),
        at,
    }
}

/// Closed for so many minutes.
pub(crate) fn minutes_closed(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    login: &str,
    now: Instant,
) -> Result<Option<i64>, StoreError> {
    Ok(sign_in::attempts(tx, agency, login)?.and_then(|attempts| attempts.minutes_left(now)))
}

/// Writes the outcome of the first step.
pub(crate) fn first_step(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<Outcome, StoreError> {
    if let Some(minutes) = minutes_closed(tx, attempt.agency, &attempt.login, attempt.at)? {
        return Ok(Outcome::Refused { minutes: Some(minutes) });
    }
    let known = match attempt.account {
        Some(account) => sign_in::credential(tx, account)?,
        None => None,
    };
    let Some(known) = known.filter(|known| attempt.password_right && known.active) else {
        return failed(tx, attempt, if attempt.password_right { "locked_account" } else { "password" });
    };
    let second = known.second_step().is_some();
    let session = NewSession {
        token_hash: attempt.token_hash.clone(),
        account: known.account,
        verified: !second,
        expires_at: if second {
            attempt.at.plus_minutes(SECOND_STEP_MINUTES)
        } else {
            expires_at(attempt.at)
        },
        agent: attempt.from.agent.clone(),
        ip_hash: attempt.from.ip_hash.clone(),
    };
    sign_in::sweep_sessions(tx, known.account, attempt.at)?;
    sign_in::insert_session(tx, attempt.agency, &session, attempt.at)?;
    if second {
        // The name stays counted until the second step is done: a right password does not buy more guesses.
        note(tx, attempt, known.account, "identity.second_step_asked")?;
        return Ok(Outcome::SecondStep);
    }
    sign_in::clear_attempts(tx, attempt.agency, &attempt.login)?;
    note(tx, attempt, known.account, "identity.signed_in")?;
    Ok(Outcome::In { must_change_password: known.must_change_password })
}

/// Writes the outcome of the second step: `waiting` names the session of the first one.
pub(crate) fn second_step(
    tx: &mut Tx<'_>,
    attempt: &Attempt,
    waiting: &[u8],
    code: &str,
) -> Result<Outcome, StoreError> {
    if let Some(minutes) = minutes_closed(tx, attempt.agency, &attempt.login, attempt.at)? {
        return Ok(Outcome::Refused { minutes: Some(minutes) });
    }
    let account = sign_in::waiting_session(tx, waiting, attempt.at)?;
    let known = match account {
        Some(account) if attempt.account == Some(account) => sign_in::credential(tx, account)?,
        _ => None,
    };
    let Some(known) = known.filter(|known| known.active) else {
        return Ok(Outcome::Refused { minutes: None });
    };
    let step = known
        .second_step()
        .and_then(|secret| totp::matching_step(secret, code, attempt.at, known.totp_last_step));
    let Some(step) = step else { return failed(tx, attempt, "code") };
    open_second(tx, attempt, waiting, &known, step)
}

fn open_second(
    tx: &mut Tx<'_>,
    attempt: &Attempt,
    waiting: &[u8],
    known: &Credential,
    step: i64,
) -> Result<Outcome, StoreError> {
    sign_in::use_totp_step(tx, known.account, step)?;
    // A new token: the one of the first step stood in a form.
    sign_in::delete_session(tx, waiting)?;
    let session = NewSession {
        token_hash: attempt.token_hash.clone(),
        account: known.account,
        verified: true,
        expires_at: expires_at(attempt.at),
        agent: attempt.from.agent.clone(),
        ip_hash: attempt.from.ip_hash.clone(),
    };
    sign_in::insert_session(tx, attempt.agency, &session, attempt.at)?;
    sign_in::clear_attempts(tx, attempt.agency, &attempt.login)?;
    note(tx, attempt, known.account, "identity.signed_in")?;
    Ok(Outcome::In { must_change_password: known.must_change_password })
}

fn note(tx: &mut Tx<'_>, attempt: &Attempt, account: AccountId, kind: &str) -> Result<(), StoreError> {
    let acting = acting(attempt.agency, Some(account), attempt.at);
    journal::append(tx, &acting, kind, ("account", account.get()), &json!({})).map(drop)
}

/// Counts a failure. The name typed is not kept in the journal: people type passwords into the wrong field.
fn failed(tx: &mut Tx<'_>, attempt: &Attempt, reason: &str) -> Result<Outcome, StoreError> {
    let before = sign_in::attempts(tx, attempt.agency, &attempt.login)?;
    let after = Attempts::after_failure(before, attempt.at);
    sign_in::save_attempts(tx, attempt.agency, &attempt.login, &after)?;
    let minutes = after.minutes_left(attempt.at);
    let subject = ("account", attempt.account.map_or(0, AccountId::get));
    let payload = json!({ "reason": reason, "n_failed": after.n_failed, "closed_minutes": minutes });
    journal::append(
        tx,
        &acting(attempt.agency, None, attempt.at),
        "identity.sign_in_failed",
        subject,
        &payload,
    )?;
    Ok(Outcome::Refused { minutes })
}

/// Ends a session.
pub(crate) fn sign_out(tx: &mut Tx<'_>, acting: &Acting, token_hash: &[u8]) -> Result<(), StoreError> {
    sign_in::delete_session(tx, token_hash)?;
    let account = acting.actor.map_or(0, AccountId::get);
    journal::append(tx, acting, "identity.signed_out", ("account", account), &json!({})).map(drop)
}
