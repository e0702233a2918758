//! API keys.

use kernel::{AccountId, AgencyId, Instant};
use store::{Row, StoreError, Tx, params, sql};

use crate::domain::ApiKey;

fn read(row: &Row<'_>) -> Result<ApiKey, StoreError> {
    let scopes: String = row.get("scopes")?;
    Ok(ApiKey {
        id: row.get("id")?,
        account: row.get("account_id")?,
        name: row.get("name")?,
        hint: row.get("hint")?,
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        last_used_at: row.get("last_used_at")?,
        revoked_at: row.get("revoked_at")?,
    })
}

/// The keys of an account, newest first.
pub(crate) fn of_account(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<ApiKey>, StoreError> {
    tx.all(
        sql!(
            "select id, account_id, name, hint, scopes, created_at, expires_at, last_used_at, revoked_at
             from api_key
             where account_id = $1
             order by id desc
             limit 100"
        ),
        params![account],
        read,
    )
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    key: &ApiKey,
    key_hash: &[u8],
) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into api_key
             (id, agency_id, account_id, name, key_hash, hint, scopes, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        params![
            key.id,
            agency,
            key.account,
            key.name,
            key_hash,
            key.hint,
            key.scopes.join(" "),
            key.created_at,
            key.expires_at
        ],
    )
    .map(drop)
}

/// Revokes a key of `account`; a key that is not theirs or revoked already is [`StoreError::Conflict`].
pub(crate) fn revoke(tx: &mut Tx<'_>, account: AccountId, id: i64, at: Instant) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!("update api_key set revoked_at = $1 where id = $2 and account_id = $3 and revoked_at is null"),
        params![at, id, account],
    )
}

/// Revokes all keys of an account.
pub(crate) fn revoke_all(tx: &mut Tx<'_>, account: AccountId, at: Instant) -> Result<u64, StoreError> {
    tx.exec(
        sql!("update api_key set revoked_at = $1 where account_id = $2 and revoked_at is null"),
        params![at, account],
    )
}
