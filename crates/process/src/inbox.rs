//! The inbox: open works, the most urgent first, paged by key; the counts come from the same conditions as the
//! lists, so they cannot disagree.

use ::store::{Row, Sql, StoreError, Tx, journal, params, sql};
use kernel::{AccountId, Acting, AgencyId, Cursor, Instant, Page, UnitId};

use crate::domain::{SortKey, Work};
use crate::store::read_work;

/// Whose works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those of one account.
    Account(AccountId),
    /// Those of one unit.
    Unit(UnitId),
    /// All of the agency.
    Agency,
}

/// Which of them, by deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// All.
    All,
    /// Past the deadline.
    Overdue,
    /// Due by the given instant.
    DueBy(Instant),
    /// Standing still.
    Paused,
}

/// A filter of the inbox.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Agency.
    pub agency: AgencyId,
    /// Whose.
    pub scope: Scope,
    /// By deadline.
    pub urgency: Urgency,
    /// One step.
    pub step: Option<String>,
    /// One procedure or kind.
    pub topic: Option<String>,
    /// The present.
    pub now: Instant,
}

impl Filter {
    /// From which place to which (excluded) the works stand.
    const fn range(&self) -> (i64, i64) {
        match self.urgency {
            Urgency::All => (i64::MIN, i64::MAX),
            Urgency::Overdue => (i64::MIN, self.now.millis()),
            Urgency::DueBy(at) => (self.now.millis(), at.millis()),
            Urgency::Paused => (SortKey::PAUSED.0, i64::MAX),
        }
    }
}

/// The open works of agency `$1` between the places `$2` and `$3`, of step `$4` and topic `$5` or, where these are
/// null, of all; behind the place `($6, $7)`.
macro_rules! select_open {
    ($condition:literal) => {
        sql!(
            "select id, agency_id, subject, subject_id, step, step_name, role, unit_id, account_id, code, headline,
                    topic, topic_name, routed, opened_at, due_at, sort_at, closed_at, closed_by, outcome, reason,
                    version
             from work
             where closed_at is null and agency_id = $1
               and sort_at >= $2 and sort_at < $3
               and (cast($4 as text) is null or step = $4) and (cast($5 as text) is null or topic = $5)
               and (sort_at, id) > ($6, $7) ",
            $condition
        )
    };
}

const OF_AGENCY: Sql = select_open!("order by sort_at, id limit $8");
const OF_ACCOUNT: Sql = select_open!("and account_id = $8 order by sort_at, id limit $9");
const OF_UNIT: Sql = select_open!("and unit_id = $8 order by sort_at, id limit $9");

/// A page of the works of `filter`.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    after: Option<&Cursor>,
    size: usize,
) -> Result<Page<Work>, StoreError> {
    let (from, to) = filter.range();
    let start = after.and_then(|cursor| cursor.key.parse::<i64>().ok()).unwrap_or(i64::MIN);
    let start_id = after.map_or(i64::MIN, |cursor| cursor.id);
    let most = size as i64 + 1;
    let (agency, step, topic) = (filter.agency, &filter.step, &filter.topic);
    let rows = match filter.scope {
        Scope::Account(whose) => tx.all(
            OF_ACCOUNT,
            params![agency, from, to, step, topic, start, start_id, whose, most],
            read_work,
        ),
        Scope::Unit(whose) => {
            tx.all(OF_UNIT, params![agency, from, to, step, topic, start, start_id, whose, most], read_work)
        }
        Scope::Agency => {
            tx.all(OF_AGENCY, params![agency, from, to, step, topic, start, start_id, most], read_work)
        }
    }?;
    Ok(Page::cut(rows, size, |work| Cursor { key: work.sort.0.to_string(), id: work.id }))
}

/// How many works stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// All open works.
    pub all: i64,
    /// Past the deadline.
    pub overdue: i64,
    /// Due soon and not past.
    pub soon: i64,
    /// Standing still.
    pub paused: i64,
}

/// How many works of agency `$4` are open, past the present `$1`, due by `$2`, standing still from place `$3` on;
/// of step `$5` and topic `$6` or, where these are null, of all.
macro_rules! count_open {
    ($condition:literal) => {
        sql!(
            "select count(*) as n_all,
                    count(*) filter (where sort_at < $1) as n_overdue,
                    count(*) filter (where sort_at >= $1 and sort_at < $2) as n_soon,
                    count(*) filter (where sort_at >= $3) as n_paused
             from work
             where closed_at is null and agency_id = $4
               and (cast($5 as text) is null or step = $5) and (cast($6 as text) is null or topic = $6) ",
            $condition
        )
    };
}

const COUNT_AGENCY: Sql = count_open!("");
const COUNT_ACCOUNT: Sql = count_open!("and account_id = $7");
const COUNT_UNIT: Sql = count_open!("and unit_id = $7");

/// The counts of a scope with the filter's step and topic; `soon` ends the span of what is due soon.
pub fn counts(tx: &mut Tx<'_>, filter: &Filter, soon: Instant) -> Result<Counts, StoreError> {
    let (now, paused) = (filter.now, SortKey::PAUSED.0);
    let (agency, step, topic) = (filter.agency, &filter.step, &filter.topic);
    let read = |row: &Row<'_>| {
        Ok(Counts { all: row.at(0)?, overdue: row.at(1)?, soon: row.at(2)?, paused: row.at(3)? })
    };
    match filter.scope {
        Scope::Account(whose) => {
            tx.one(COUNT_ACCOUNT, params![now, soon, paused, agency, step, topic, whose], read)
        }
        Scope::Unit(whose) => {
            tx.one(COUNT_UNIT, params![now, soon, paused, agency, step, topic, whose], read)
        }
        Scope::Agency => tx.one(COUNT_AGENCY, params![now, soon, paused, agency, step, topic], read),
    }
}

/// A filter that somebody keeps under a name.
#[derive(Debug, Clone)]
pub struct SavedView {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// The query of the inbox's address.
    pub query: String,
    /// Whether colleagues see it.
    pub shared: bool,
    /// Whose it is.
    pub owner: AccountId,
}

/// The views that an account keeps, and those that others share.
pub fn saved_views(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    account: AccountId,
) -> Result<Vec<SavedView>, StoreError> {
    tx.all(
        sql!(
            "select id, name, query, shared, account_id
             from saved_view
             where agency_id = $1 and (account_id = $2 or shared)
             order by name, id"
        ),
        params![agency, account],
        |row| {
            Ok(SavedView {
                id: row.get("id")?,
                name: row.get("name")?,
                query: row.get("query")?,
                shared: row.get("shared")?,
                owner: row.get("account_id")?,
            })
        },
    )
}

/// Keeps a view of the actor under a name; the same name of the same account is replaced.
pub fn save_view(
    tx: &mut Tx<'_>,
    acting: &Acting,
    account: AccountId,
    (name, query, shared): (&str, &str, bool),
) -> Result<(), StoreError> {
    let id = tx.next_id(acting.at);
    tx.exec(
        sql!(
            "insert into saved_view (id, agency_id, account_id, name, query, shared)
             values ($1, $2, $3, $4, $5, $6)
             on conflict (account_id, name) do update set query = excluded.query, shared = excluded.shared"
        ),
        params![id, acting.agency, account, name, query, shared],
    )?;
    let payload = serde_json::json!({ "query": query, "shared": shared });
    journal::append(tx, acting, "inbox.view_saved", ("account", account.get()), &payload).map(drop)
}

/// Forgets a view of the account; [`StoreError::Missing`] where it has no such view.
pub fn forget_view(tx: &mut Tx<'_>, acting: &Acting, account: AccountId, id: i64) -> Result<(), StoreError> {
    let gone =
        tx.exec(sql!("delete from saved_view where id = $1 and account_id = $2"), params![id, account])?;
    if gone == 0 {
        return Err(StoreError::Missing);
    }
    let subject = ("account", account.get());
    journal::append(tx, acting, "inbox.view_forgotten", subject, &serde_json::json!({})).map(drop)
}
