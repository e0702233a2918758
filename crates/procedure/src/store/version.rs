//! Versions: the texts of packages. A published text is never written again.

use kernel::{AccountId, Acting, AgencyId, Instant};
use store::{Row, StoreError, Tx, params, sql};

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionState {
    /// Being written.
    Draft,
    /// In use.
    Published,
    /// Replaced by a later one; dossiers received under it keep it.
    Superseded,
}

impl VersionState {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Superseded => "superseded",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Superseded].into_iter().find(|state| state.code() == code)
    }
}

/// A version without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// Id, which dossiers keep.
    pub id: i64,
    /// Number, from 1.
    pub number: i64,
    /// Where it stands.
    pub state: VersionState,
    /// What changed, in the words of who published it.
    pub note: String,
    /// When it was last written.
    pub edited_at: Instant,
    /// Who wrote it.
    pub edited_by: Option<AccountId>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// Who published it.
    pub published_by: Option<AccountId>,
    /// Version of the row, for optimistic saving.
    pub version: i64,
}

impl VersionRow {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let state: String = row.get("state")?;
        let corrupt = || StoreError::Corrupt { column: "procedure_version.state".to_owned() };
        Ok(Self {
            id: row.get("id")?,
            number: row.get("number")?,
            state: VersionState::from_code(&state).ok_or_else(corrupt)?,
            note: row.get("note")?,
            edited_at: row.get("edited_at")?,
            edited_by: row.get("edited_by")?,
            published_at: row.get("published_at")?,
            published_by: row.get("published_by")?,
            version: row.get("version")?,
        })
    }
}

/// The versions of a procedure, newest first.
pub(crate) fn versions_of(tx: &mut Tx<'_>, procedure: i64) -> Result<Vec<VersionRow>, StoreError> {
    tx.all(
        sql!(
            "select id, number, state, note, edited_at, edited_by, published_at, published_by, version
             from procedure_version
             where procedure_id = $1
             order by number desc"
        ),
        params![procedure],
        VersionRow::read,
    )
}

/// The draft of a procedure, if one is being written.
pub(crate) fn draft_of(tx: &mut Tx<'_>, procedure: i64) -> Result<Option<VersionRow>, StoreError> {
    tx.maybe(
        sql!(
            "select id, number, state, note, edited_at, edited_by, published_at, published_by, version
             from procedure_version
             where procedure_id = $1 and state = 'draft'"
        ),
        params![procedure],
        VersionRow::read,
    )
}

/// The text of a version, drafts too.
pub(crate) fn package(tx: &mut Tx<'_>, version_id: i64) -> Result<String, StoreError> {
    tx.one(sql!("select package from procedure_version where id = $1"), params![version_id], |row| {
        row.get("package")
    })
}

/// The text of a version that is or was published.
pub(crate) fn published_package(tx: &mut Tx<'_>, version_id: i64) -> Result<String, StoreError> {
    tx.one(
        sql!("select package from procedure_version where id = $1 and state <> 'draft'"),
        params![version_id],
        |row| row.get("package"),
    )
}

/// A version on its way into the table.
pub(crate) struct NewVersion<'a> {
    pub(crate) id: i64,
    pub(crate) agency: AgencyId,
    pub(crate) procedure: i64,
    pub(crate) number: i64,
    pub(crate) package: &'a str,
    pub(crate) note: &'a str,
    pub(crate) published: bool,
}

/// Writes a new version, as a draft or published at once.
pub(crate) fn insert_version(
    tx: &mut Tx<'_>,
    acting: &Acting,
    version: &NewVersion<'_>,
) -> Result<(), StoreError> {
    let state = if version.published { VersionState::Published } else { VersionState::Draft };
    let published_at = version.published.then_some(acting.at);
    let published_by = acting.actor.filter(|_| version.published);
    tx.exec(
        sql!(
            "insert into procedure_version
             (id, agency_id, procedure_id, number, state, package, note, edited_at, edited_by, published_at,
              published_by, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)"
        ),
        params![
            version.id,
            version.agency,
            version.procedure,
            version.number,
            state.code(),
            version.package,
            version.note,
            acting.at,
            acting.actor,
            published_at,
            published_by
        ],
    )
    .map(drop)
}

/// Writes the text of a draft that was read as `(id, version)`.
pub(crate) fn save_draft(
    tx: &mut Tx<'_>,
    acting: &Acting,
    draft: (i64, i64),
    package: &str,
    note: &str,
) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update procedure_version
             set package = $1, note = $2, edited_at = $3, edited_by = $4, version = version + 1
             where id = $5 and state = 'draft' and version = $6"
        ),
        params![package, note, acting.at, acting.actor, draft.0, draft.1],
    )
}

/// Removes a draft that was read as `(id, version)`.
pub(crate) fn delete_draft(tx: &mut Tx<'_>, draft: (i64, i64)) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!("delete from procedure_version where id = $1 and state = 'draft' and version = $2"),
        params![draft.0, draft.1],
    )
}

/// The draft becomes the published version.
pub(crate) fn mark_published(tx: &mut Tx<'_>, acting: &Acting, draft: (i64, i64)) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update procedure_version
             set state = 'published', published_at = $1, published_by = $2, version = version + 1
             where id = $3 and state = 'draft' and version = $4"
        ),
        params![acting.at, acting.actor, draft.0, draft.1],
    )
}

/// The version that was in use no longer is.
pub(crate) fn mark_superseded(tx: &mut Tx<'_>, version_id: i64) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update procedure_version
             set state = 'superseded', version = version + 1
             where id = $1 and state = 'published'"
        ),
        params![version_id],
    )
}
