//! The interface for other agencies: one address that takes messages (`docs/inter-agency-json.md`).

use utoipa::OpenApi;
use web::{Access, Json, PageError, Routes, Visit};

use crate::acts::take;
use crate::domain::ConsultationRefused;
use crate::exchange::Envelope;
use crate::pages::cooperation;

pub(crate) fn routes() -> Routes {
    Routes::new().post("/api/v1/exchange/messages", Access::Needs("consultation.exchange"), message)
}

#[derive(OpenApi)]
#[openapi(paths(message), tags((name = "exchange", description = "Messages between agencies")))]
struct Api;

/// The description of this part.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// Takes a message of another agency and answers with its acknowledgement. The same message gets the same one.
#[utoipa::path(
    post,
    path = "/api/v1/exchange/messages",
    tag = "exchange",
    request_body = Envelope,
    responses((status = 200, body = Envelope), (status = 422, description = "not understood or not possible"))
)]
pub(crate) async fn message(
    visit: Visit,
    Json(envelope): Json<Envelope>,
) -> Result<Json<Envelope>, PageError> {
    let (cooperation, acting) = (cooperation(&visit), visit.acting()?);
    let reply =
        visit.write::<_, ConsultationRefused>(move |tx| take(tx, &cooperation, &acting, &envelope)).await?;
    Ok(Json(reply))
}
