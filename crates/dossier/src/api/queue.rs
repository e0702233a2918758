//! The inbox.

use kernel::Instant;
use process::inbox::{self, Counts, Filter, Scope, Urgency};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Json, PageError, Visit};

use super::bad;
use super::read::{WorkItem, after, size};
use crate::pages::{Horizon, may_see_agency, office};

/// A work in the inbox.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueueItem {
    /// Code of the dossier.
    code: String,
    /// The applicant's name.
    applicant: String,
    /// Code of the procedure.
    procedure: String,
    /// The dossier's deadline, where it runs.
    #[schema(value_type = Option<String>, format = DateTime)]
    dossier_due_at: Option<Instant>,
    /// Whether the clock stands still.
    paused: bool,
    /// The step.
    #[serde(flatten)]
    work: WorkItem,
}

/// How many works stand where, under the same filters.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueueCounts {
    /// All open works.
    all: i64,
    /// Past the deadline.
    overdue: i64,
    /// Due within two working days.
    soon: i64,
    /// Standing still.
    paused: i64,
}

/// A page of the inbox.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueueBody {
    /// The works, most urgent first.
    items: Vec<QueueItem>,
    /// The counts.
    counts: QueueCounts,
    /// Where the next page starts: the parameter `after`.
    next: Option<String>,
}

/// The inbox, most urgent first.
#[utoipa::path(
    get,
    path = "/api/v1/queue",
    tag = "dossiers",
    params(
        ("scope" = Option<String>, Query, description = "`mine` (default), `unit` or `agency`"),
        ("urgency" = Option<String>, Query, description = "`all` (default), `overdue`, `soon` or `paused`"),
        ("step" = Option<String>, Query, description = "code of a step"),
        ("procedure" = Option<String>, Query, description = "code of a procedure"),
        ("limit" = Option<usize>, Query, description = "works in the answer, at most 200"),
        ("after" = Option<String>, Query, description = "`next` of the page before")
    ),
    responses((status = 200, body = QueueBody))
)]
pub(super) async fn queue(visit: Visit) -> Result<Json<QueueBody>, PageError> {
    let who = visit.signed_in()?.clone();
    let scope = match visit.query.get("scope") {
        "" | "mine" => Scope::Account(who.account),
        "unit" => Scope::Unit(who.unit.ok_or_else(|| bad("scope"))?),
        "agency" if may_see_agency(&who) => Scope::Agency,
        "agency" => return Err(PageError::Forbidden("dossier.see")),
        _ => return Err(bad("scope")),
    };
    let urgency = visit.query.get("urgency").to_owned();
    let text = |name: &str| visit.query.some(name).map(str::to_owned);
    let (step, topic) = (text("step"), text("procedure"));
    let (size, after) = (size(&visit)?, after(&visit)?);
    let (office, now) = (office(&visit), visit.now);
    let (page, counts) = visit
        .read::<_, PageError>(move |tx| {
            let calendar = office.calendars.of(tx, who.agency, who.unit)?;
            let horizon = Horizon::of(&calendar, now);
            let urgency = match urgency.as_str() {
                "" | "all" => Urgency::All,
                "overdue" => Urgency::Overdue,
                "soon" => Urgency::DueBy(horizon.soon),
                "paused" => Urgency::Paused,
                _ => return Err(bad("urgency")),
            };
            let filter =
                Filter { agency: who.agency, scope, urgency, step: step.clone(), topic: topic.clone(), now };
            let counts = inbox::counts(tx, &filter, horizon.soon)?;
            Ok((inbox::list(tx, &filter, after.as_ref(), size)?, counts))
        })
        .await?;
    let Counts { all, overdue, soon, paused } = counts;
    let item = |work: process::Work| QueueItem {
        code: work.headline.code.clone(),
        applicant: work.headline.title.clone(),
        procedure: work.headline.topic.clone(),
        dossier_due_at: work.sort.deadline(),
        paused: work.sort.is_paused(),
        work: WorkItem::of(work),
    };
    Ok(Json(QueueBody {
        items: page.rows.into_iter().map(item).collect(),
        counts: QueueCounts { all, overdue, soon, paused },
        next: page.next.map(|cursor| cursor.to_string()),
    }))
}
