//! Reading dossiers.

use kernel::{Cursor, Instant, PersonId, UnitId};
use process::Work;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Json, PageError, Path, Visit};

use super::bad;
use crate::domain::{ClockRow, Dossier, Paper, PublicStatus};
use crate::store as rows;

/// Dossiers in one answer, at most.
pub(super) const MOST: usize = 200;

/// A dossier.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierItem {
    /// Id.
    id: i64,
    /// Code, such as `H31.12-220914-0023`.
    code: String,
    /// Code of the procedure.
    procedure: String,
    /// Case of the procedure.
    case: String,
    /// `counter`, `online` or `postal`.
    channel: &'static str,
    /// Id of the competent unit.
    unit: i64,
    /// The applicant's name.
    applicant: String,
    /// Public status of the national portal, 1 to 10.
    status: i64,
    /// The same in Vietnamese.
    status_label: &'static str,
    /// When it was received.
    #[schema(value_type = String, format = DateTime)]
    received_at: Instant,
    /// The first deadline.
    #[schema(value_type = Option<String>, format = DateTime)]
    first_due_at: Option<Instant>,
    /// The deadline; absent while a supplement is awaited.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// Since when the clock stands still.
    #[schema(value_type = Option<String>, format = DateTime)]
    paused_at: Option<Instant>,
    /// When the result was ready.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Instant>,
    /// When the result was handed out.
    #[schema(value_type = Option<String>, format = DateTime)]
    returned_at: Option<Instant>,
    /// `early`, `on_time` or `late`, once it ended.
    timeliness: Option<String>,
    /// How often a supplement was asked for.
    n_supplements: i64,
    /// How often a new date was appointed.
    n_extensions: i64,
    /// Version of the record: the parameter `version` of an act refuses where it changed.
    version: i64,
}

impl DossierItem {
    pub(super) fn of(dossier: Dossier) -> Self {
        let status = PublicStatus::of(&dossier);
        Self {
            id: dossier.id.get(),
            procedure: dossier.procedure_code,
            case: dossier.case_code,
            channel: dossier.channel.code(),
            unit: dossier.unit.get(),
            applicant: dossier.applicant_name,
            status: status.number(),
            status_label: status.label(),
            received_at: dossier.received_at,
            first_due_at: dossier.first_due_at,
            due_at: dossier.due_at,
            paused_at: dossier.paused_at,
            finished_at: dossier.finished_at,
            returned_at: dossier.returned_at,
            timeliness: dossier.timeliness,
            n_supplements: dossier.n_supplements,
            n_extensions: dossier.n_extensions,
            version: dossier.version,
            code: dossier.code,
        }
    }
}

/// A page of dossiers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierList {
    /// The dossiers, newest first.
    items: Vec<DossierItem>,
    /// Where the next page starts: the parameter `after`.
    next: Option<String>,
}

/// A step that was worked or is open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkItem {
    /// Code of the step.
    step: String,
    /// Its name.
    name: String,
    /// Role that does it.
    role: String,
    /// Unit.
    unit: i64,
    /// Account.
    account: Option<i64>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    opened_at: Instant,
    /// When the step should be done.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
    /// How it ended: `handed_over`, `sent_back`, `reassigned`, `finished`, `ended`.
    outcome: Option<&'static str>,
}

impl WorkItem {
    pub(super) fn of(work: Work) -> Self {
        Self {
            step: work.step,
            name: work.step_name,
            role: work.role,
            unit: work.unit.get(),
            account: work.account.map(kernel::AccountId::get),
            opened_at: work.opened_at,
            due_at: work.due_at,
            closed_at: work.closed_at,
            outcome: work.outcome.map(process::Outcome::code),
        }
    }
}

/// Something that happened to the dossier's time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClockItem {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// `supplement_asked`, `supplement_received`, `paused`, `resumed`, `reappointed`.
    event: String,
    /// The deadline after it; absent where there is none.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// Why.
    reason: String,
    /// By which article.
    legal_basis: String,
}

impl ClockItem {
    fn of(row: ClockRow) -> Self {
        Self {
            at: row.at,
            event: row.event,
            due_at: row.due_after,
            reason: row.reason,
            legal_basis: row.legal_basis,
        }
    }
}

/// A dossier with its papers, steps and deadlines.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierBody {
    /// The dossier.
    #[serde(flatten)]
    dossier: DossierItem,
    /// What it is about.
    summary: String,
    /// Number of the result.
    result_number: Option<String>,
    /// Name of the result.
    result_name: Option<String>,
    /// Its papers.
    papers: Vec<Paper>,
    /// Its steps, oldest first.
    steps: Vec<WorkItem>,
    /// What happened to its time after the receipt, oldest first.
    clock: Vec<ClockItem>,
}

/// Dossiers, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers",
    tag = "dossiers",
    params(
        ("unit" = Option<i64>, Query, description = "id of the competent unit"),
        ("person" = Option<i64>, Query, description = "id of the applicant"),
        ("limit" = Option<usize>, Query, description = "dossiers in the answer, at most 200"),
        ("after" = Option<String>, Query, description = "`next` of the page before")
    ),
    responses((status = 200, body = DossierList))
)]
pub(super) async fn list(visit: Visit) -> Result<Json<DossierList>, PageError> {
    let query = &visit.query;
    let number = |name: &'static str| -> Result<Option<i64>, PageError> {
        query.some(name).map(|text| text.parse().map_err(|_| bad(name))).transpose()
    };
    let (unit, person) = (number("unit")?.map(UnitId), number("person")?.map(PersonId));
    let size = size(&visit)?;
    let after = after(&visit)?;
    let agency = visit.agency();
    let (found, next) = visit
        .read::<_, PageError>(move |tx| {
            let Some(person) = person else {
                let page = rows::newest(tx, agency, unit, after.as_ref(), size)?;
                return Ok((page.rows, page.next));
            };
            let mut found = rows::of_person(tx, person, size as i64)?;
            found.retain(|dossier| dossier.agency == agency);
            Ok((found, None))
        })
        .await?;
    let items = found.into_iter().map(DossierItem::of).collect();
    Ok(Json(DossierList { items, next: next.map(|cursor| cursor.to_string()) }))
}

pub(super) fn size(visit: &Visit) -> Result<usize, PageError> {
    let size: usize =
        visit.query.some("limit").map_or(Ok(50), |text| text.parse().map_err(|_| bad("limit")))?;
    Ok(size.clamp(1, MOST))
}

pub(super) fn after(visit: &Visit) -> Result<Option<Cursor>, PageError> {
    visit.query.some("after").map(|text| Cursor::parse(text).ok_or_else(|| bad("after"))).transpose()
}

/// One dossier by its code.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{code}",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    responses((status = 200, body = DossierBody), (status = 404, description = "no such dossier"))
)]
pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Json<DossierBody>, PageError> {
    let agency = visit.agency();
    let body = visit
        .read::<_, PageError>(move |tx| {
            let dossier = rows::by_code(tx, agency, &code)?.ok_or(PageError::NotFound)?;
            let id = dossier.id;
            Ok(DossierBody {
                papers: rows::papers(tx, id)?.0,
                steps: process::history(tx, id.get())?.into_iter().map(WorkItem::of).collect(),
                clock: rows::clock_rows(tx, id)?.into_iter().map(ClockItem::of).collect(),
                summary: dossier.summary.clone(),
                result_number: dossier.result_number.clone(),
                result_name: dossier.result_name.clone(),
                dossier: DossierItem::of(dossier),
            })
        })
        .await?;
    Ok(Json(body))
}
