//! Credentials, sessions, failed attempts.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{AccountId, AgencyId, Instant, Role};
use store::{Row, Sql, StoreError, Tx, params, sql};
use web::SignedIn;

use crate::domain::{Attempts, Session, idle_since};

/// The secrets of an account.
#[derive(Clone)]
pub(crate) struct Credential {
    pub(crate) account: AccountId,
    pub(crate) login: String,
    pub(crate) active: bool,
    pub(crate) must_change_password: bool,
    pub(crate) password_hash: String,
    pub(crate) totp_secret: Option<Vec<u8>>,
    pub(crate) totp_confirmed: bool,
    pub(crate) totp_last_step: i64,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Secrets never reach a log.
        f.debug_struct("Credential").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Credential {
    /// The secret of the second step, where it is in use.
    pub(crate) fn second_step(&self) -> Option<&[u8]> {
        self.totp_secret.as_deref().filter(|_| self.totp_confirmed)
    }
}

fn read(row: &Row<'_>) -> Result<Credential, StoreError> {
    Ok(Credential {
        account: row.get("id")?,
        login: row.get("login")?,
        active: row.get("active")?,
        must_change_password: row.get("must_change_password")?,
        password_hash: row.get("password_hash")?,
        totp_secret: row.get("totp_secret")?,
        totp_confirmed: row.get("totp_confirmed")?,
        totp_last_step: row.get("totp_last_step")?,
    })
}

/// The secrets of the accounts of a condition, in the columns that [`read`] reads.
macro_rules! select_credentials {
    ($condition:literal) => {
        sql!(
            "select a.id, a.login, a.active, a.must_change_password, c.password_hash, c.totp_secret,
                    c.totp_confirmed, c.totp_last_step
             from account a
             join credential c on c.account_id = a.id ",
            $condition
        )
    };
}

pub(crate) fn credential_by_login(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    login: &str,
) -> Result<Option<Credential>, StoreError> {
    tx.maybe(select_credentials!("where a.agency_id = $1 and a.login = $2"), params![agency, login], read)
}

pub(crate) fn credential(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Credential>, StoreError> {
    tx.maybe(select_credentials!("where a.id = $1"), params![account], read)
}

pub(crate) fn insert_credential(
    tx: &mut Tx<'_>,
    account: AccountId,
    password_hash: &str,
    at: Instant,
) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into credential (account_id, password_hash, totp_confirmed, totp_last_step, changed_at)
             values ($1, $2, false, 0, $3)"
        ),
        params![account, password_hash, at],
    )
    .map(drop)
}

pub(crate) fn set_password(
    tx: &mut Tx<'_>,
    account: AccountId,
    password_hash: &str,
    at: Instant,
) -> Result<(), StoreError> {
    tx.exec(
        sql!("update credential set password_hash = $1, changed_at = $2 where account_id = $3"),
        params![password_hash, at, account],
    )
    .map(drop)
}

pub(crate) fn set_totp(
    tx: &mut Tx<'_>,
    account: AccountId,
    secret: Option<&[u8]>,
    confirmed: bool,
    last_step: i64,
) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "update credential
             set totp_secret = $1, totp_confirmed = $2, totp_last_step = $3
             where account_id = $4"
        ),
        params![secret, confirmed, last_step, account],
    )
    .map(drop)
}

/// Marks a step as used. A step that was used meanwhile is [`StoreError::Conflict`].
pub(crate) fn use_totp_step(tx: &mut Tx<'_>, account: AccountId, step: i64) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!("update credential set totp_last_step = $1 where account_id = $2 and totp_last_step < $1"),
        params![step, account],
    )
}

pub(crate) fn attempts(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    login: &str,
) -> Result<Option<Attempts>, StoreError> {
    tx.maybe(
        sql!(
            "select n_failed, last_failed_at, locked_until
             from sign_in_attempt
             where agency_id = $1 and login = $2"
        ),
        params![agency, login],
        |row| {
            Ok(Attempts {
                n_failed: row.get("n_failed")?,
                last_failed_at: row.get("last_failed_at")?,
                locked_until: row.get("locked_until")?,
            })
        },
    )
}

pub(crate) fn save_attempts(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    login: &str,
    attempts: &Attempts,
) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into sign_in_attempt (agency_id, login, n_failed, last_failed_at, locked_until)
             values ($1, $2, $3, $4, $5)
             on conflict (agency_id, login) do update
             set n_failed = excluded.n_failed, last_failed_at = excluded.last_failed_at,
                 locked_until = excluded.locked_until"
        ),
        params![agency, login, attempts.n_failed, attempts.last_failed_at, attempts.locked_until],
    )
    .map(drop)
}

pub(crate) fn clear_attempts(tx: &mut Tx<'_>, agency: AgencyId, login: &str) -> Result<(), StoreError> {
    tx.exec(sql!("delete from sign_in_attempt where agency_id = $1 and login = $2"), params![agency, login])
        .map(drop)
}

/// A session to write.
#[derive(Debug, Clone)]
pub(crate) struct NewSession {
    pub(crate) token_hash: Vec<u8>,
    pub(crate) account: AccountId,
    pub(crate) verified: bool,
    pub(crate) expires_at: Instant,
    pub(crate) agent: String,
    pub(crate) ip_hash: Option<Vec<u8>>,
}

pub(crate) fn insert_session(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    session: &NewSession,
    at: Instant,
) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into session
             (token_hash, agency_id, account_id, verified, created_at, last_seen_at, expires_at, agent, ip_hash)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        params![
            session.token_hash,
            agency,
            session.account,
            session.verified,
            at,
            at,
            session.expires_at,
            session.agent,
            session.ip_hash
        ],
    )
    .map(drop)
}

/// The account of a session that waits for its second step.
pub(crate) fn waiting_session(
    tx: &mut Tx<'_>,
    token_hash: &[u8],
    now: Instant,
) -> Result<Option<AccountId>, StoreError> {
    tx.maybe(
        sql!("select account_id from session where token_hash = $1 and not verified and expires_at > $2"),
        params![token_hash, now],
        |row| row.get("account_id"),
    )
}

pub(crate) fn delete_session(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<u64, StoreError> {
    tx.exec(sql!("delete from session where token_hash = $1"), params![token_hash])
}

/// Ends all sessions of an account but one; how many.
pub(crate) fn delete_sessions(
    tx: &mut Tx<'_>,
    account: AccountId,
    except: Option<&[u8]>,
) -> Result<u64, StoreError> {
    tx.exec(
        sql!("delete from session where account_id = $1 and token_hash <> $2"),
        params![account, except.unwrap_or_default()],
    )
}

/// Removes sessions that are over; called when somebody signs in.
pub(crate) fn sweep_sessions(tx: &mut Tx<'_>, account: AccountId, now: Instant) -> Result<(), StoreError> {
    tx.exec(
        sql!("delete from session where account_id = $1 and (expires_at <= $2 or last_seen_at <= $3)"),
        params![account, now, idle_since(now)],
    )
    .map(drop)
}

/// The living sessions of an account, newest first.
pub(crate) fn sessions(
    tx: &mut Tx<'_>,
    account: AccountId,
    now: Instant,
) -> Result<Vec<Session>, StoreError> {
    tx.all(
        sql!(
            "select token_hash, created_at, last_seen_at, agent
             from session
             where account_id = $1 and verified and expires_at > $2 and last_seen_at > $3
             order by created_at desc"
        ),
        params![account, now, idle_since(now)],
        |row| {
            Ok(Session {
                token_hash: row.get("token_hash")?,
                created_at: row.get("created_at")?,
                last_seen_at: row.get("last_seen_at")?,
                agent: row.get("agent")?,
            })
        },
    )
}

pub(crate) fn touch_session(tx: &mut Tx<'_>, token_hash: &[u8], now: Instant) -> Result<(), StoreError> {
    tx.exec(
        sql!("update session set last_seen_at = $1 where token_hash = $2 and last_seen_at < $1"),
        params![now, token_hash],
    )
    .map(drop)
}

pub(crate) fn touch_key(tx: &mut Tx<'_>, key_hash: &[u8], now: Instant) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "update api_key set last_used_at = $1
             where key_hash = $2 and (last_used_at is null or last_used_at < $1)"
        ),
        params![now, key_hash],
    )
    .map(drop)
}

/// Who a session or key belongs to, and when it was seen last.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) who: SignedIn,
    pub(crate) last_seen: Option<Instant>,
}

/// The account of a session: one statement, a row a role.
pub(crate) fn session(tx: &mut Tx<'_>, token_hash: &[u8], now: Instant) -> Result<Option<Found>, StoreError> {
    let found = lookup(
        tx,
        sql!(
            "select a.id, a.agency_id, a.unit_id, a.name, a.must_change_password, p.name as position,
                    u.name as unit, r.role, s.last_seen_at as seen, '' as scopes
             from session s
             join account a on a.id = s.account_id
             left join unit u on u.id = a.unit_id
             left join position p on p.id = a.position_id
             left join account_role r
               on r.account_id = a.id and r.valid_from <= $1 and (r.valid_to is null or r.valid_to >= $1)
             where s.token_hash = $2 and s.verified and s.expires_at > $3 and s.last_seen_at > $4 and a.active"
        ),
        token_hash,
        now,
        idle_since(now),
    )?;
    Ok(found.map(|(found, _)| found))
}

/// The account of an API key: the same.
pub(crate) fn key(tx: &mut Tx<'_>, key_hash: &[u8], now: Instant) -> Result<Option<Found>, StoreError> {
    let found = lookup(
        tx,
        sql!(
            "select a.id, a.agency_id, a.unit_id, a.name, a.must_change_password, p.name as position,
                    u.name as unit, r.role, k.last_used_at as seen, k.scopes
             from api_key k
             join account a on a.id = k.account_id
             left join unit u on u.id = a.unit_id
             left join position p on p.id = a.position_id
             left join account_role r
               on r.account_id = a.id and r.valid_from <= $1 and (r.valid_to is null or r.valid_to >= $1)
             where k.key_hash = $2 and k.expires_at > $3 and k.created_at <= $4 and k.revoked_at is null and a.active"
        ),
        key_hash,
        now,
        now,
    )?;
    Ok(found.map(|(mut found, scopes)| {
        found.who.scopes = Some(scopes.split_whitespace().map(str::to_owned).collect());
        found
    }))
}

fn lookup(
    tx: &mut Tx<'_>,
    statement: Sql,
    hash: &[u8],
    now: Instant,
    bound: Instant,
) -> Result<Option<(Found, String)>, StoreError> {
    let mut roles = BTreeSet::new();
    let mut found: Option<(Found, String)> = None;
    tx.each(statement, params![now.date(), hash, now, bound], |row| {
        // Who must change a password first holds no role until then: denied by default.
        let must_change: bool = row.get("must_change_password")?;
        let role: Option<String> = row.get("role")?;
        roles.extend(role.filter(|_| !must_change).and_then(|code| Role::from_code(&code)));
        if found.is_none() {
            found = Some((read_found(row, hash)?, row.get("scopes")?));
        }
        Ok(())
    })?;
    Ok(found.map(|(mut found, scopes)| {
        found.who.roles = Arc::new(roles);
        (found, scopes)
    }))
}

fn read_found(row: &Row<'_>, hash: &[u8]) -> Result<Found, StoreError> {
    let (position, unit): (Option<String>, Option<String>) = (row.get("position")?, row.get("unit")?);
    let words = [position, unit].into_iter().flatten().collect::<Vec<_>>().join(", ");
    Ok(Found {
        who: SignedIn {
            account: row.get("id")?,
            agency: row.get("agency_id")?,
            unit: row.get("unit_id")?,
            name: row.get("name")?,
            position: words,
            roles: Arc::default(),
            scopes: None,
            session: hash.to_vec(),
        },
        last_seen: row.get("seen")?,
    })
}
