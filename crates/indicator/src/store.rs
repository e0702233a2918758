//! The SQL of this context: definitions, their generation, how far each has been counted.

use kernel::{AccountId, AgencyId, Instant};
use store::{Row, StoreError, Tx, params, sql};

/// Whether a definition counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Active,
    Superseded,
    Retired,
}

impl State {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Superseded => "superseded",
            Self::Retired => "retired",
        }
    }

    fn from_code(code: &str) -> Result<Self, StoreError> {
        [Self::Active, Self::Superseded, Self::Retired]
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| StoreError::Corrupt { column: "indicator_definition.state".to_owned() })
    }
}

/// A definition as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct DefinitionRow {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) number: i64,
    pub(crate) state: State,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) changed_at: Instant,
    pub(crate) changed_by: Option<AccountId>,
    pub(crate) version: i64,
    /// Whether it was counted over everything there was before it.
    pub(crate) ready: bool,
}

impl DefinitionRow {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            code: row.get("code")?,
            number: row.get("number")?,
            state: State::from_code(&row.get::<String>("state")?)?,
            title: row.get("title")?,
            body: row.get("body")?,
            changed_at: row.get("changed_at")?,
            changed_by: row.get("changed_by")?,
            version: row.get("version")?,
            ready: row.get::<Option<Instant>>("done_at")?.is_some(),
        })
    }
}

/// The number of the active definitions' present set; 0 where there is none.
pub(crate) fn generation(tx: &mut Tx<'_>, agency: AgencyId) -> Result<i64, StoreError> {
    let found = tx.maybe(
        sql!("select generation from indicator_state where agency_id = $1"),
        params![agency],
        |row| row.at(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// Says that the active definitions changed. The number is a fresh id, so that one that was rolled back never
/// comes again.
pub(crate) fn new_generation(tx: &mut Tx<'_>, agency: AgencyId, at: Instant) -> Result<(), StoreError> {
    let generation = tx.next_id(at);
    tx.exec(
        sql!(
            "insert into indicator_state (agency_id, generation)
             values ($1, $2)
             on conflict (agency_id) do update set generation = excluded.generation"
        ),
        params![agency, generation],
    )
    .map(drop)
}

/// The definitions in use, by title.
pub(crate) fn active(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<DefinitionRow>, StoreError> {
    tx.all(
        sql!(
            "select d.id, d.code, d.number, d.state, d.title, d.body, d.changed_at, d.changed_by, d.version, b.done_at
             from indicator_definition d
             join indicator_backfill b on b.definition_id = d.id
             where d.agency_id = $1 and d.state = 'active'
             order by d.title_sort, d.code"
        ),
        params![agency],
        DefinitionRow::read,
    )
}

/// Every version of a code, newest first.
pub(crate) fn versions(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    code: &str,
) -> Result<Vec<DefinitionRow>, StoreError> {
    tx.all(
        sql!(
            "select d.id, d.code, d.number, d.state, d.title, d.body, d.changed_at, d.changed_by, d.version, b.done_at
             from indicator_definition d
             join indicator_backfill b on b.definition_id = d.id
             where d.agency_id = $1 and d.code = $2
             order by d.number desc"
        ),
        params![agency, code],
        DefinitionRow::read,
    )
}

/// A definition that is to be stored.
pub(crate) struct NewDefinition<'a> {
    pub(crate) id: i64,
    pub(crate) agency: AgencyId,
    pub(crate) code: &'a str,
    pub(crate) number: i64,
    pub(crate) subject: &'a str,
    pub(crate) title: &'a str,
    pub(crate) body: &'a str,
    pub(crate) at: Instant,
    pub(crate) by: Option<AccountId>,
}

/// Stores an active definition; nothing is counted yet.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &NewDefinition<'_>) -> Result<(), StoreError> {
    let fold = kernel::fold(&format!("{} {}", new.code, new.title));
    tx.exec(
        sql!(
            "insert into indicator_definition
             (id, agency_id, code, number, state, subject, title, search_fold, title_sort, body, changed_at,
              changed_by, version)
             values ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9, $10, $11, 1)"
        ),
        params![
            new.id,
            new.agency,
            new.code,
            new.number,
            new.subject,
            new.title,
            fold,
            kernel::sort_key(new.title),
            new.body,
            new.at,
            new.by
        ],
    )?;
    let upto = tx.next_id(new.at);
    tx.exec(
        sql!(
            "insert into indicator_backfill (definition_id, agency_id, reached, upto_id, n_done, started_at)
             values ($1, $2, 0, $3, 0, $4)"
        ),
        params![new.id, new.agency, upto, new.at],
    )
    .map(drop)
}

/// Takes a definition out of use.
pub(crate) fn end(tx: &mut Tx<'_>, row: (i64, i64), state: State) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update indicator_definition
             set state = $1, version = version + 1
             where id = $2 and version = $3 and state = 'active'"
        ),
        params![state.code(), row.0, row.1],
    )
}

/// How far a definition has been counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BackfillRow {
    pub(crate) reached: i64,
    pub(crate) first_id: Option<i64>,
    pub(crate) upto_id: i64,
    pub(crate) n_done: i64,
    pub(crate) done_at: Option<Instant>,
}

/// How far a definition has been counted.
pub(crate) fn backfill(tx: &mut Tx<'_>, definition: i64) -> Result<BackfillRow, StoreError> {
    tx.one(
        sql!(
            "select reached, first_id, upto_id, n_done, done_at from indicator_backfill where definition_id = $1"
        ),
        params![definition],
        |row| {
            Ok(BackfillRow {
                reached: row.get("reached")?,
                first_id: row.get("first_id")?,
                upto_id: row.get("upto_id")?,
                n_done: row.get("n_done")?,
                done_at: row.get("done_at")?,
            })
        },
    )
}

/// Starts the count of a definition from the first subject.
pub(crate) fn restart(tx: &mut Tx<'_>, definition: i64, at: Instant) -> Result<(), StoreError> {
    let upto = tx.next_id(at);
    tx.exec(
        sql!(
            "update indicator_backfill
             set reached = 0, first_id = null, upto_id = $1, n_done = 0, started_at = $2, done_at = null
             where definition_id = $3"
        ),
        params![upto, at, definition],
    )
    .map(drop)
}

/// Notes how far a definition has been counted.
pub(crate) fn advance(tx: &mut Tx<'_>, definition: i64, row: &BackfillRow) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "update indicator_backfill
             set reached = $1, first_id = $2, n_done = $3, done_at = $4
             where definition_id = $5"
        ),
        params![row.reached, row.first_id, row.n_done, row.done_at, definition],
    )
    .map(drop)
}
