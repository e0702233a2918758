//! What happened to milestones, what was published, and the documents behind both. Rows are only added.

use kernel::{AccountId, AgencyId, Date, Instant};
use store::{Row, StoreError, Tx, params, sql};

use crate::domain::TargetId;

/// Something that happened to a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MilestoneEvent {
    /// Id.
    pub id: i64,
    /// The target.
    pub target: TargetId,
    /// The day on which the work was done; `None` where the milestone was opened again.
    pub done_on: Option<Date>,
    /// Why it was opened again, or a remark.
    pub reason: String,
    /// When it was recorded.
    pub at: Instant,
    /// Who recorded it.
    pub actor: Option<AccountId>,
}

/// A published value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationRow {
    /// Id.
    pub id: i64,
    /// The target.
    pub target: TargetId,
    /// What it is about, usually a year.
    pub period: String,
    /// The value as stored.
    pub value: String,
    /// When it was published.
    pub published_on: Date,
    /// Number and issuer of the document.
    pub source: String,
    /// When it was recorded.
    pub at: Instant,
    /// Who recorded it.
    pub actor: Option<AccountId>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// Id.
    pub id: i64,
    /// The milestone event or publication it belongs to.
    pub owner: i64,
    /// SHA-256 of its content.
    pub hash: String,
    /// Name of the file.
    pub name: String,
    /// Type of the content.
    pub mime: String,
    /// Size.
    pub n_bytes: i64,
}

fn event(row: &Row<'_>) -> Result<MilestoneEvent, StoreError> {
    Ok(MilestoneEvent {
        id: row.get("id")?,
        target: TargetId(row.get("target_id")?),
        done_on: row.get("done_on")?,
        reason: row.get("reason")?,
        at: row.get("at")?,
        actor: row.get("actor_id")?,
    })
}

/// What happened to the milestones of a plan, in order.
pub(crate) fn milestone_events(tx: &mut Tx<'_>, plan: i64) -> Result<Vec<MilestoneEvent>, StoreError> {
    tx.all(
        sql!(
            "select e.id, e.target_id, e.done_on, e.reason, e.at, e.actor_id
             from milestone_event e
             join target t on t.id = e.target_id
             where t.plan_id = $1
             order by e.id"
        ),
        params![plan],
        event,
    )
}

/// Stores an event.
pub(crate) fn insert_milestone_event(tx: &mut Tx<'_>, event: &MilestoneEvent) -> Result<(), StoreError> {
    let kind = if event.done_on.is_some() { "completed" } else { "reopened" };
    tx.exec(
        sql!(
            "insert into milestone_event (id, target_id, kind, done_on, reason, at, actor_id)
             values ($1, $2, $3, $4, $5, $6, $7)"
        ),
        params![event.id, event.target.get(), kind, event.done_on, event.reason, event.at, event.actor],
    )
    .map(drop)
}

/// What was published about the targets of a plan, in order of recording.
pub(crate) fn publications(tx: &mut Tx<'_>, plan: i64) -> Result<Vec<PublicationRow>, StoreError> {
    tx.all(
        sql!(
            "select p.id, p.target_id, p.period, p.value, p.published_on, p.source, p.at, p.actor_id
             from publication p
             join target t on t.id = p.target_id
             where t.plan_id = $1
             order by p.id"
        ),
        params![plan],
        |row| {
            Ok(PublicationRow {
                id: row.get("id")?,
                target: TargetId(row.get("target_id")?),
                period: row.get("period")?,
                value: row.get("value")?,
                published_on: row.get("published_on")?,
                source: row.get("source")?,
                at: row.get("at")?,
                actor: row.get("actor_id")?,
            })
        },
    )
}

/// A publication that is to be stored.
pub(crate) type NewPublication = PublicationRow;

/// Stores a publication.
pub(crate) fn insert_publication(tx: &mut Tx<'_>, new: &NewPublication) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into publication (id, target_id, period, value, published_on, source, at, actor_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        params![
            new.id,
            new.target.get(),
            new.period,
            new.value,
            new.published_on,
            new.source,
            new.at,
            new.actor
        ],
    )
    .map(drop)
}

fn read_document(row: &Row<'_>) -> Result<DocumentRow, StoreError> {
    Ok(DocumentRow {
        id: row.get("id")?,
        owner: row.get("owner_id")?,
        hash: row.get("hash")?,
        name: row.get("name")?,
        mime: row.get("mime")?,
        n_bytes: row.get("n_bytes")?,
    })
}

/// The documents of a target, in order.
pub(crate) fn documents(tx: &mut Tx<'_>, target: TargetId) -> Result<Vec<DocumentRow>, StoreError> {
    tx.all(
        sql!(
            "select id, owner_id, hash, name, mime, n_bytes
             from plan_document
             where target_id = $1
             order by id"
        ),
        params![target.get()],
        read_document,
    )
}

/// A document of a plan of an agency.
pub(crate) fn document(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    slug: &str,
    id: i64,
) -> Result<Option<DocumentRow>, StoreError> {
    tx.maybe(
        sql!(
            "select d.id, d.owner_id, d.hash, d.name, d.mime, d.n_bytes
             from plan_document d
             join target t on t.id = d.target_id
             join plan p on p.id = t.plan_id
             where p.agency_id = $1 and p.slug = $2 and d.id = $3"
        ),
        params![agency, slug, id],
        read_document,
    )
}

/// A document that is to be stored.
pub(crate) struct NewDocument<'a> {
    pub(crate) target: TargetId,
    pub(crate) document: &'a DocumentRow,
}

/// Stores a document; its content is in the file store already.
pub(crate) fn insert_document(tx: &mut Tx<'_>, new: &NewDocument<'_>) -> Result<(), StoreError> {
    let document = new.document;
    tx.exec(
        sql!(
            "insert into plan_document (id, target_id, owner_id, hash, name, mime, n_bytes)
             values ($1, $2, $3, $4, $5, $6, $7)"
        ),
        params![
            document.id,
            new.target.get(),
            document.owner,
            document.hash,
            document.name,
            document.mime,
            document.n_bytes
        ],
    )
    .map(drop)
}
