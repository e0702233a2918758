//! Accounts.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AccountId, AgencyId, Cursor, Date, Page, Role, UnitId, fold, sort_key};
use store::{Row, StoreError, Tx, params, sql};

use crate::domain::{Account, AccountBrief};

fn read(row: &Row<'_>) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.get("id")?,
        agency: row.get("agency_id")?,
        login: row.get("login")?,
        name: row.get("name")?,
        unit: row.get("unit_id")?,
        position: row.get("position")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        active: row.get("active")?,
        must_change_password: row.get("must_change_password")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}

fn brief(row: &Row<'_>) -> Result<AccountBrief, StoreError> {
    Ok(AccountBrief { id: row.get("id")?, name: row.get("name")?, unit: row.get("unit_id")? })
}

/// The accounts of a condition, in the columns that [`read`] reads; `name_sort` is the key of pages.
macro_rules! select_accounts {
    ($condition:literal) => {
        sql!(
            "select a.id, a.agency_id, a.login, a.name, a.unit_id, p.name as position, a.email, a.phone, a.active,
                    a.must_change_password, a.created_at, a.version, a.name_sort
             from account a
             left join position p on p.id = a.position_id ",
            $condition
        )
    };
}

/// All accounts of an agency, by name.
pub(crate) fn all(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Account>, StoreError> {
    tx.all(
        select_accounts!(
            "where a.agency_id = $1
             order by a.name_sort, a.id"
        ),
        params![agency],
        read,
    )
}

/// The active accounts of a unit, by name.
pub(crate) fn of_unit(tx: &mut Tx<'_>, unit: UnitId) -> Result<Vec<Account>, StoreError> {
    tx.all(
        select_accounts!(
            "where a.unit_id = $1 and a.active
             order by a.name_sort, a.id"
        ),
        params![unit],
        read,
    )
}

pub(crate) fn by_id(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Account>, StoreError> {
    tx.maybe(select_accounts!("where a.id = $1"), params![id], read)
}

pub(crate) fn by_login(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    login: &str,
) -> Result<Option<Account>, StoreError> {
    tx.maybe(select_accounts!("where a.agency_id = $1 and a.login = $2"), params![agency, login], read)
}

/// What the list of accounts is cut to.
#[derive(Debug, Clone, Default)]
pub(crate) struct AccountFilter {
    /// Part of the name or the login, folded.
    pub(crate) text: String,
    /// Unit.
    pub(crate) unit: Option<UnitId>,
    /// Active only, or locked only.
    pub(crate) active: Option<bool>,
    /// Where the page starts.
    pub(crate) after: Option<Cursor>,
}

/// One page of accounts, by name.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    filter: &AccountFilter,
    size: usize,
) -> Result<Page<Account>, StoreError> {
    // `\` is not special in SQLite's like; what is typed is matched by its letters alone.
    let wanted: String = fold(&filter.text).chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    let (key, id) =
        filter.after.as_ref().map_or((String::new(), 0), |cursor| (cursor.key.clone(), cursor.id));
    let rows = tx.all(
        select_accounts!(
            "where a.agency_id = $1
               and (a.name_fold like $2 or a.login like $3)
               and (cast($4 as bigint) is null or a.unit_id = $4)
               and (cast($5 as boolean) is null or a.active = $5)
               and (a.name_sort, a.id) > ($6, $7)
             order by a.name_sort, a.id
             limit $8"
        ),
        params![
            agency,
            format!("%{wanted}%"),
            format!("%{wanted}%"),
            filter.unit,
            filter.active,
            key,
            id,
            size as i64 + 1
        ],
        |row| Ok((read(row)?, row.get::<String>("name_sort")?)),
    )?;
    let page = Page::cut(rows, size, |(account, key)| Cursor { key: key.clone(), id: account.id.get() });
    Ok(Page { rows: page.rows.into_iter().map(|row| row.0).collect(), next: page.next })
}

/// How many names one statement asks for.
const BATCH: usize = 16;

/// The names of accounts. Several statements of a fixed size, so that each is prepared once.
pub(crate) fn names(tx: &mut Tx<'_>, ids: &[AccountId]) -> Result<BTreeMap<AccountId, String>, StoreError> {
    let wanted: Vec<AccountId> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut out = BTreeMap::new();
    for chunk in wanted.chunks(BATCH) {
        let at = |place: usize| chunk.get(place).or(chunk.last()).copied().unwrap_or(AccountId(0));
        tx.each(
            sql!(
                "select id, name
                 from account
                 where id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
            ),
            params![
                at(0),
                at(1),
                at(2),
                at(3),
                at(4),
                at(5),
                at(6),
                at(7),
                at(8),
                at(9),
                at(10),
                at(11),
                at(12),
                at(13),
                at(14),
                at(15)
            ],
            |row| {
                out.insert(row.get("id")?, row.get("name")?);
                Ok(())
            },
        )?;
    }
    Ok(out)
}

/// The active accounts that hold `role` on `on`, in one unit or in the whole agency, by name.
pub(crate) fn with_role(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    unit: Option<UnitId>,
    role: Role,
    on: Date,
) -> Result<Vec<AccountBrief>, StoreError> {
    tx.all(
        sql!(
            "select a.id, a.name, a.unit_id
             from account a
             where a.agency_id = $1
               and a.active
               and (cast($2 as bigint) is null or a.unit_id = $2)
               and exists (
                   select 1 from account_role r
                   where r.account_id = a.id and r.role = $3 and r.valid_from <= $4
                     and (r.valid_to is null or r.valid_to >= $4))
             order by a.name_sort, a.id"
        ),
        params![agency, unit, role.code(), on],
        brief,
    )
}

pub(crate) fn insert(tx: &mut Tx<'_>, account: &Account, position: Option<i64>) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into account
             (id, agency_id, login, name, name_fold, name_sort, unit_id, position_id, email, phone, active,
              must_change_password, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)"
        ),
        params![
            account.id,
            account.agency,
            account.login,
            account.name,
            fold(&account.name),
            sort_key(&account.name),
            account.unit,
            position,
            account.email,
            account.phone,
            account.active,
            account.must_change_password,
            account.created_at
        ],
    )
    .map(drop)
}

/// Saves what may change of an account; the version must be the one read.
pub(crate) fn save(tx: &mut Tx<'_>, account: &Account, position: Option<i64>) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update account
             set name = $1, name_fold = $2, name_sort = $3, unit_id = $4, position_id = $5, email = $6, phone = $7,
                 version = version + 1
             where id = $8 and version = $9"
        ),
        params![
            account.name,
            fold(&account.name),
            sort_key(&account.name),
            account.unit,
            position,
            account.email,
            account.phone,
            account.id,
            account.version
        ],
    )
}

pub(crate) fn set_active(tx: &mut Tx<'_>, id: AccountId, active: bool) -> Result<(), StoreError> {
    tx.exec(sql!("update account set active = $1, version = version + 1 where id = $2"), params![active, id])
        .map(drop)
}

pub(crate) fn set_must_change(tx: &mut Tx<'_>, id: AccountId, must: bool) -> Result<(), StoreError> {
    tx.exec(sql!("update account set must_change_password = $1 where id = $2"), params![must, id]).map(drop)
}
