//! Drafts of procedures that are not published yet.

use kernel::{Acting, AgencyId};
use store::{Row, StoreError, Tx, params, sql};

/// The draft of a new procedure, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProposalRow {
    /// The id that the procedure will have.
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) note: String,
    pub(crate) version: i64,
}

impl ProposalRow {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            code: row.get("code")?,
            name: row.get("name")?,
            note: row.get("note")?,
            version: row.get("version")?,
        })
    }
}

/// The draft of a new procedure.
pub(crate) fn proposal(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    code: &str,
) -> Result<Option<ProposalRow>, StoreError> {
    tx.maybe(
        sql!("select id, code, name, note, version from procedure_new where agency_id = $1 and code = $2"),
        params![agency, code],
        ProposalRow::read,
    )
}

/// The first drafts of new procedures, by code.
pub(crate) fn proposals(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    most: i64,
) -> Result<Vec<ProposalRow>, StoreError> {
    tx.all(
        sql!(
            "select id, code, name, note, version
             from procedure_new
             where agency_id = $1
             order by code
             limit $2"
        ),
        params![agency, most],
        ProposalRow::read,
    )
}

/// The text of the draft of a new procedure.
pub(crate) fn proposal_package(tx: &mut Tx<'_>, id: i64) -> Result<String, StoreError> {
    tx.one(sql!("select package from procedure_new where id = $1"), params![id], |row| row.get("package"))
}

/// Writes the draft of a new procedure.
pub(crate) fn insert_proposal(
    tx: &mut Tx<'_>,
    acting: &Acting,
    row: &ProposalRow,
    package: &str,
) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into procedure_new (id, agency_id, code, name, package, note, edited_at, edited_by, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1)"
        ),
        params![row.id, acting.agency, row.code, row.name, package, row.note, acting.at, acting.actor],
    )
    .map(drop)
}

/// Writes its text anew; `row` carries the version that was read.
pub(crate) fn save_proposal(
    tx: &mut Tx<'_>,
    acting: &Acting,
    row: &ProposalRow,
    package: &str,
) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update procedure_new
             set name = $1, package = $2, note = $3, edited_at = $4, edited_by = $5, version = version + 1
             where id = $6 and version = $7"
        ),
        params![row.name, package, row.note, acting.at, acting.actor, row.id, row.version],
    )
}

/// Removes a draft that was read as `(id, version)`.
pub(crate) fn delete_proposal(tx: &mut Tx<'_>, draft: (i64, i64)) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!("delete from procedure_new where id = $1 and version = $2"),
        params![draft.0, draft.1],
    )
}
