//! Acts on a dossier. Each answers with the dossier after it.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::{AccountId, Instant};
use serde::Deserialize;
use store::StoreError;
use utoipa::ToSchema;
use web::{Json, PageError, Path, Visit, json_text};

use super::bad;
use super::read::DossierItem;
use crate::acts::{
    AskSupplement, Asked, Command, HandOver, NewResult, Pausing, Reappoint, Reassign, Refusal, ReturnResult,
    SendBack, TakeSupplement,
};
use crate::domain::DossierRefused;
use crate::pages::office;
use crate::store as rows;

/// Runs an act once for its `Idempotency-Key`. The parameter `version` refuses where the record changed since.
async fn act(visit: Visit, code: String, command: Command) -> Result<Response, PageError> {
    let seen: Option<i64> =
        visit.query.some("version").map(|text| text.parse().map_err(|_| bad("version"))).transpose()?;
    let (office, acting) = (office(&visit), visit.acting()?);
    let (text, _) = visit
        .write_once::<DossierRefused>(None, move |tx| {
            let dossier = rows::by_code(tx, acting.agency, &code)?.ok_or(StoreError::Missing)?;
            if seen.is_some_and(|seen| seen != dossier.version) {
                return Err(StoreError::Conflict.into());
            }
            command.run(tx, &office, &acting, dossier.id)?;
            let after = rows::find(tx, dossier.id)?;
            Ok(serde_json::to_string(&DossierItem::of(after)).map_err(StoreError::from)?)
        })
        .await?;
    Ok(json_text(StatusCode::OK, text))
}

/// The result of a dossier.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ResultBody {
    /// Number of the decision or certificate.
    number: String,
    /// What it is.
    name: String,
    /// Whether it is put on the portal at once.
    #[serde(default)]
    publish: bool,
}

/// A hand-over.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct HandOverBody {
    /// Account that gets it; by rule where absent.
    to: Option<i64>,
    /// The opinion that goes with it.
    #[serde(default)]
    opinion: String,
    /// The result; needed where the next step hands it out.
    result: Option<ResultBody>,
}

/// Hands the dossier over to the next step.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/hand-over",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = HandOverBody,
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn hand_over(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<HandOverBody>,
) -> Result<Response, PageError> {
    let result = body.result.map(|result| NewResult {
        number: result.number,
        name: result.name,
        publish: result.publish,
    });
    let command = HandOver { to: body.to.map(AccountId), opinion: body.opinion, result };
    act(visit, code, Command::HandOver(command)).await
}

/// A reason.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ReasonBody {
    /// Why.
    reason: String,
}

/// Sends the dossier back to the step before.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/send-back",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = ReasonBody,
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn send_back(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<ReasonBody>,
) -> Result<Response, PageError> {
    act(visit, code, Command::SendBack(SendBack { reason: body.reason })).await
}

/// A reassignment.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ReassignBody {
    /// Account that gets it.
    to: i64,
    /// Why.
    reason: String,
}

/// Gives the open step to another account of the same unit and role.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/reassign",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = ReassignBody,
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn reassign(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<ReassignBody>,
) -> Result<Response, PageError> {
    let command = Reassign { to: AccountId(body.to), reason: body.reason };
    act(visit, code, Command::Reassign(command)).await
}

/// A paper asked for.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct AskedBody {
    /// Code of the paper.
    code: String,
    /// Its name.
    name: String,
    /// What is wrong or missing.
    reason: String,
}

/// A request for a supplement.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SupplementRequestBody {
    /// The papers.
    papers: Vec<AskedBody>,
    /// The legal basis.
    legal_basis: String,
    /// Why a second request is unavoidable; only with the head's permission.
    #[serde(default)]
    override_reason: String,
}

/// Asks the applicant for a supplement; the clock stops.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/supplement-request",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = SupplementRequestBody,
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn supplement_request(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<SupplementRequestBody>,
) -> Result<Response, PageError> {
    let asked = |paper: AskedBody| Asked { code: paper.code, name: paper.name, reason: paper.reason };
    let command = AskSupplement {
        papers: body.papers.into_iter().map(asked).collect(),
        legal_basis: body.legal_basis,
        override_reason: body.override_reason,
        respond_by: None,
    };
    act(visit, code, Command::AskSupplement(command)).await
}

/// A supplement that came.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SupplementBody {
    /// Codes of the papers that came and are in order.
    papers: Vec<String>,
    /// A remark.
    #[serde(default)]
    note: String,
}

/// Takes the supplement; the legal time counts again from the beginning.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/supplement",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = SupplementBody,
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn supplement(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<SupplementBody>,
) -> Result<Response, PageError> {
    let command = TakeSupplement { papers: body.papers, note: body.note };
    act(visit, code, Command::TakeSupplement(command)).await
}

/// A reason with its legal basis.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct LegalReasonBody {
    /// Why.
    reason: String,
    /// By which article.
    legal_basis: String,
}

/// Stops the clock.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/pause",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = LegalReasonBody,
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn pause(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<LegalReasonBody>,
) -> Result<Response, PageError> {
    let command = Pausing { reason: body.reason, legal_basis: body.legal_basis };
    act(visit, code, Command::Pause(command)).await
}

/// Lets the clock run again.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/resume",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn resume(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    act(visit, code, Command::Resume).await
}

/// A new date.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ReappointBody {
    /// The new deadline.
    #[schema(value_type = String, format = DateTime)]
    due_at: Instant,
    /// Why the old one cannot be kept.
    reason: String,
}

/// Apologises and appoints a new date, once.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/reappoint",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = ReappointBody,
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn reappoint(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<ReappointBody>,
) -> Result<Response, PageError> {
    let command = Reappoint { due_at: body.due_at, reason: body.reason };
    act(visit, code, Command::Reappoint(command)).await
}

/// Refuses the dossier.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/refusal",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = LegalReasonBody,
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn refusal(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<LegalReasonBody>,
) -> Result<Response, PageError> {
    let command = Refusal { reason: body.reason, legal_basis: body.legal_basis };
    act(visit, code, Command::Refuse(command)).await
}

/// Records that the applicant withdrew the dossier.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/withdrawal",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = ReasonBody,
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn withdrawal(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<ReasonBody>,
) -> Result<Response, PageError> {
    act(visit, code, Command::Withdraw(body.reason)).await
}

/// Puts the result of a finished dossier on the portal.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/result-publication",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn result_publication(
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response, PageError> {
    act(visit, code, Command::PublishResult).await
}

/// A result handed out.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ResultReturnBody {
    /// Who received it; empty for the applicant.
    #[serde(default)]
    receiver: String,
}

/// Hands the result to the applicant.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/result-return",
    tag = "dossiers",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = ResultReturnBody,
    responses((status = 200, body = DossierItem), (status = 422, description = "refused"))
)]
pub(super) async fn result_return(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<ResultReturnBody>,
) -> Result<Response, PageError> {
    act(visit, code, Command::ReturnResult(ReturnResult { receiver: body.receiver })).await
}
