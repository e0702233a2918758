//! The interface for programs: reading a duty, collecting, and the platform's notifications.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::Dong;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::StoreError;
use utoipa::{OpenApi, ToSchema};
use web::{Access, Json, PageError, Path, Routes, Visit, json_text};

use crate::acts::{self, Collect, duty_of};
use crate::domain::{Method, PaymentRefused};
use crate::pages::{blocking, office, platform};
use crate::{settle, urls};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/dossiers/{code}/duty", Access::Needs("payment.see"), duty)
        .post("/api/v1/dossiers/{code}/collection", Access::Needs("payment.collect"), collect)
        .post(urls::NOTICES, Access::Public, notice)
}

#[derive(OpenApi)]
#[openapi(
    paths(duty, collect, notice),
    tags((name = "payment", description = "Fees and charges of dossiers"))
)]
struct Api;

/// The description of this part.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// A duty.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DutyBody {
    /// Code of the dossier.
    dossier: String,
    /// Fee + charge − exemption, in đồng.
    owed: i64,
    /// Received and not cancelled.
    paid: i64,
    /// Given back.
    refunded: i64,
    /// Still to be paid.
    remaining: i64,
    /// What it consists of, in Vietnamese.
    items: String,
    /// Version, for `collection`.
    version: i64,
}

/// The financial duty of a dossier.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{code}/duty",
    tag = "payment",
    params(("code" = String, Path, description = "code of the dossier")),
    responses((status = 200, body = DutyBody), (status = 404, description = "no dossier, or nothing assessed"))
)]
async fn duty(visit: Visit, Path(code): Path<String>) -> Result<Json<DutyBody>, PageError> {
    let (office, agency) = (office(&visit), visit.agency());
    let duty = visit
        .read::<_, PaymentRefused>(move |tx| {
            let dossier = dossier::store::by_code(tx, agency, &code)?.ok_or(StoreError::Missing)?;
            duty_of(tx, &office, &dossier)
        })
        .await?
        .ok_or(PageError::NotFound)?;
    Ok(Json(DutyBody {
        owed: duty.owed().0,
        paid: duty.paid.0,
        refunded: duty.refunded.0,
        remaining: duty.remaining().0,
        items: crate::labels::duty_in_words(&duty),
        version: duty.version,
        dossier: duty.dossier_code,
    }))
}

/// A collection at the counter.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CollectBody {
    /// `cash` or `transfer`.
    method: String,
    /// What is still to be paid, in đồng; refused where another amount is.
    amount: i64,
    /// Who pays.
    payer: String,
    /// The payer's address.
    #[serde(default)]
    payer_address: String,
    /// The version of the duty that was read.
    version: Option<i64>,
}

/// Collects what is still owed; answers with the receipt.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/collection",
    tag = "payment",
    params(("code" = String, Path, description = "code of the dossier")),
    request_body = CollectBody,
    responses((status = 201, description = "the receipt"), (status = 409, description = "somebody was faster"), (status = 422, description = "refused"))
)]
async fn collect(
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<CollectBody>,
) -> Result<Response, PageError> {
    let method = Method::from_code(&body.method).filter(|method| *method != Method::Online);
    let method = method.ok_or_else(|| PageError::Bad("Tham số “method” không đúng.".to_owned()))?;
    let cmd = Collect {
        method,
        amount: Dong(body.amount),
        payer: body.payer,
        payer_address: body.payer_address,
        seen: body.version,
    };
    let (office, acting) = (office(&visit), visit.acting()?);
    let (text, repeated) = visit
        .write_once::<PaymentRefused>(None, move |tx| {
            let dossier = dossier::store::by_code(tx, acting.agency, &code)?.ok_or(StoreError::Missing)?;
            let receipt = acts::collect(tx, &office, &acting, (dossier.id, &cmd))?;
            Ok(json!({ "receipt": receipt.id, "reference": receipt.reference(), "amount": receipt.amount })
                .to_string())
        })
        .await?;
    Ok(json_text(if repeated { StatusCode::OK } else { StatusCode::CREATED }, text))
}

/// Takes a notification of the payment platform. Its checksum (MaXacThuc) says that the platform wrote it; the
/// platform is asked before anything is settled; a repeat changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/payment/notices",
    tag = "payment",
    responses((status = 200, description = "taken"), (status = 400, description = "the checksum is wrong"))
)]
async fn notice(visit: Visit, Json(body): Json<Value>) -> Result<Response, PageError> {
    let platform = platform(&visit)?;
    let (db, office, who) = (visit.app.db().clone(), office(&visit), (visit.agency(), visit.now));
    match blocking(move || settle::notified(&db, (&platform, &office), who, &body)).await? {
        Some(_) => Ok(json_text(StatusCode::OK, json!({ "MaLoi": "00" }).to_string())),
        None => Err(PageError::Bad("Mã xác thực của thông báo không đúng.".to_owned())),
    }
}
