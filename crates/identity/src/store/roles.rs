//! Dated roles and dated delegations.

use kernel::{AccountId, AgencyId, Date, Instant, Role};
use store::{Row, StoreError, Tx, params, sql};

use crate::domain::{Delegation, Powers, RoleGrant};

fn role_of(code: &str) -> Result<Role, StoreError> {
    Role::from_code(code).ok_or_else(|| StoreError::Corrupt { column: "account_role.role".to_owned() })
}

fn read(row: &Row<'_>) -> Result<RoleGrant, StoreError> {
    Ok(RoleGrant {
        id: row.get("id")?,
        account: row.get("account_id")?,
        role: role_of(&row.get::<String>("role")?)?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
    })
}

/// The roles of an account, past and future ones too.
pub(crate) fn of_account(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<RoleGrant>, StoreError> {
    tx.all(
        sql!(
            "select id, account_id, role, valid_from, valid_to
             from account_role
             where account_id = $1
             order by valid_from, id"
        ),
        params![account],
        read,
    )
}

/// All roles held in an agency on `on`.
pub(crate) fn in_force(tx: &mut Tx<'_>, agency: AgencyId, on: Date) -> Result<Vec<RoleGrant>, StoreError> {
    tx.all(
        sql!(
            "select id, account_id, role, valid_from, valid_to
             from account_role
             where agency_id = $1 and valid_from <= $2 and (valid_to is null or valid_to >= $2)
             order by account_id, id"
        ),
        params![agency, on],
        read,
    )
}

pub(crate) fn insert(tx: &mut Tx<'_>, agency: AgencyId, grant: &RoleGrant) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into account_role (id, agency_id, account_id, role, valid_from, valid_to)
             values ($1, $2, $3, $4, $5, $6)"
        ),
        params![grant.id, agency, grant.account, grant.role.code(), grant.valid_from, grant.valid_to],
    )
    .map(drop)
}

pub(crate) fn end(tx: &mut Tx<'_>, id: i64, last: Date) -> Result<(), StoreError> {
    tx.exec(sql!("update account_role set valid_to = $1 where id = $2"), params![last, id]).map(drop)
}

/// How many active accounts other than `account` hold `role` without an end.
pub(crate) fn others_with(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    role: Role,
    account: AccountId,
) -> Result<i64, StoreError> {
    tx.one(
        sql!(
            "select count(*)
             from account_role r
             join account a on a.id = r.account_id
             where r.agency_id = $1 and r.role = $2 and r.account_id <> $3 and r.valid_to is null and a.active"
        ),
        params![agency, role.code(), account],
        |row| row.at(0),
    )
}

fn delegation(row: &Row<'_>) -> Result<Delegation, StoreError> {
    Ok(Delegation {
        id: row.get("id")?,
        from: row.get("from_account_id")?,
        to: row.get("to_account_id")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
        reason: row.get("reason")?,
        powers: Powers::from_text(&row.get::<String>("permissions")?),
        created_at: row.get("created_at")?,
        ended_at: row.get("ended_at")?,
    })
}

/// The delegations to an account that hold at `at`.
pub(crate) fn to_account(
    tx: &mut Tx<'_>,
    account: AccountId,
    at: Instant,
) -> Result<Vec<Delegation>, StoreError> {
    tx.all(
        sql!(
            "select d.id, d.from_account_id, d.to_account_id, d.valid_from, d.valid_to, d.reason, d.permissions,
                    d.created_at, d.ended_at
             from delegation d
             join account a on a.id = d.from_account_id
             where d.to_account_id = $1 and d.valid_from <= $2 and d.valid_to >= $2
               and (d.ended_at is null or d.ended_at > $3) and a.active
             order by d.id"
        ),
        params![account, at.date(), at],
        delegation,
    )
}

/// The delegations by or to an account, newest first.
pub(crate) fn about(tx: &mut Tx<'_>, account: AccountId, most: i64) -> Result<Vec<Delegation>, StoreError> {
    tx.all(
        sql!(
            "select id, from_account_id, to_account_id, valid_from, valid_to, reason, permissions, created_at,
                    ended_at
             from delegation
             where from_account_id = $1 or to_account_id = $1
             order by id desc
             limit $2"
        ),
        params![account, most],
        delegation,
    )
}

pub(crate) fn delegation_by_id(tx: &mut Tx<'_>, id: i64) -> Result<Option<Delegation>, StoreError> {
    tx.maybe(
        sql!(
            "select id, from_account_id, to_account_id, valid_from, valid_to, reason, permissions, created_at,
                    ended_at
             from delegation
             where id = $1"
        ),
        params![id],
        delegation,
    )
}

pub(crate) fn insert_delegation(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    made: &Delegation,
) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into delegation
             (id, agency_id, from_account_id, to_account_id, valid_from, valid_to, reason, permissions, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        params![
            made.id,
            agency,
            made.from,
            made.to,
            made.valid_from,
            made.valid_to,
            made.reason,
            made.powers.to_text(),
            made.created_at
        ],
    )
    .map(drop)
}

pub(crate) fn end_delegation(tx: &mut Tx<'_>, id: i64, at: Instant) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!("update delegation set ended_at = $1 where id = $2 and ended_at is null"),
        params![at, id],
    )
}
