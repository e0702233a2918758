//! People: agencies, units as a tree with dates, accounts, dated roles and delegations, sign-in, sessions, API keys,
//! and the pages that show them and the journal. Invariants: no secret leaves `store::sign_in`; every act, and every
//! failed sign-in, leaves exactly one journal entry; whoever must change the password holds no role until then.

pub mod acts;
pub mod domain;
mod journal_words;
pub mod labels;
mod limits;
mod module;
mod pages;
pub mod password;
mod refused;
mod sessions;
mod store;
#[cfg(test)]
mod tests;
mod urls;

use std::collections::BTreeMap;

use ::store::{Migration, StoreError, Tx, migration};
use kernel::{AccountId, AgencyId, Date, Instant, Role, UnitId};

pub use domain::{Account, AccountBrief, Agency, Delegation, Powers, RoleGrant, Unit, UnitKind, UnitNode};
pub use journal_words::{JournalWords, Named, Naming};
pub use module::module;
pub use refused::IdentityRefused;
pub use sessions::Sessions;

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[Migration] = &[
    migration!(10, "people", "../migrations/0010_people.sql"),
    migration!(11, "sign_in", "../migrations/0011_sign_in.sql"),
];

/// The password of every sample account.
pub const DEMO_PASSWORD: &str = "motcua-2022";

/// The agency that this installation serves: the one made first.
pub fn first_agency(tx: &mut Tx<'_>) -> Result<Option<Agency>, StoreError> {
    store::units::first_agency(tx)
}

/// All units of an agency, closed ones too; see [`domain::tree`] for those of a day.
pub fn units(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Unit>, StoreError> {
    store::units::all(tx, agency)
}

/// The unit of a code.
pub fn unit_by_code(tx: &mut Tx<'_>, agency: AgencyId, code: &str) -> Result<Option<Unit>, StoreError> {
    store::units::by_code(tx, agency, code)
}

/// A unit.
pub fn unit(tx: &mut Tx<'_>, id: UnitId) -> Result<Option<Unit>, StoreError> {
    store::units::by_id(tx, id)
}

/// All accounts of an agency, by name.
pub fn accounts(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Account>, StoreError> {
    store::accounts::all(tx, agency)
}

/// An account.
pub fn account(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Account>, StoreError> {
    store::accounts::by_id(tx, id)
}

/// The account of a login.
pub fn account_by_login(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    login: &str,
) -> Result<Option<Account>, StoreError> {
    store::accounts::by_login(tx, agency, login)
}

/// The names of accounts, for lists.
pub fn names(tx: &mut Tx<'_>, ids: &[AccountId]) -> Result<BTreeMap<AccountId, String>, StoreError> {
    store::accounts::names(tx, ids)
}

/// The active accounts that hold `role` on `on`, in one unit or in the whole agency, by name.
pub fn accounts_with_role(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    unit: Option<UnitId>,
    role: Role,
    on: Date,
) -> Result<Vec<AccountBrief>, StoreError> {
    store::accounts::with_role(tx, agency, unit, role, on)
}

/// The roles held in an agency on `on`.
pub fn roles_in_force(tx: &mut Tx<'_>, agency: AgencyId, on: Date) -> Result<Vec<RoleGrant>, StoreError> {
    store::roles::in_force(tx, agency, on)
}

/// The roles of an account, past and future ones too.
pub fn roles_of(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<RoleGrant>, StoreError> {
    store::roles::of_account(tx, account)
}

/// The delegations to `account` that hold at `at`.
pub fn delegations_to(
    tx: &mut Tx<'_>,
    account: AccountId,
    at: Instant,
) -> Result<Vec<Delegation>, StoreError> {
    store::roles::to_account(tx, account, at)
}

/// For whom `account` may act at `at`, whatever the powers; see [`delegations_to`] for these.
pub fn acting_for(tx: &mut Tx<'_>, account: AccountId, at: Instant) -> Result<Vec<AccountId>, StoreError> {
    let mut from: Vec<AccountId> =
        delegations_to(tx, account, at)?.into_iter().map(|delegation| delegation.from).collect();
    from.sort_unstable();
    from.dedup();
    Ok(from)
}
