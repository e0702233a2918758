//! The interface for programs: dossiers, their acts, the inbox, as JSON under `/api/v1`. The same acts as on the
//! pages, with the same refusals.

mod acts;
mod queue;
mod read;
mod receive;

use utoipa::OpenApi;
use web::{Access, PageError, Routes};

const SEE: Access = Access::Needs("dossier.see");
const WORK: Access = Access::Needs("dossier.work");

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/dossiers", SEE, read::list)
        .post("/api/v1/dossiers", Access::Needs("dossier.receive"), receive::receive)
        .get("/api/v1/dossiers/{code}", SEE, read::show)
        .get("/api/v1/queue", SEE, queue::queue)
        .post("/api/v1/dossiers/{code}/hand-over", WORK, acts::hand_over)
        .post("/api/v1/dossiers/{code}/send-back", WORK, acts::send_back)
        .post("/api/v1/dossiers/{code}/reassign", WORK, acts::reassign)
        .post("/api/v1/dossiers/{code}/supplement-request", WORK, acts::supplement_request)
        .post("/api/v1/dossiers/{code}/supplement", WORK, acts::supplement)
        .post("/api/v1/dossiers/{code}/pause", WORK, acts::pause)
        .post("/api/v1/dossiers/{code}/resume", WORK, acts::resume)
        .post("/api/v1/dossiers/{code}/reappoint", WORK, acts::reappoint)
        .post("/api/v1/dossiers/{code}/refusal", WORK, acts::refusal)
        .post("/api/v1/dossiers/{code}/withdrawal", WORK, acts::withdrawal)
        .post("/api/v1/dossiers/{code}/result-publication", WORK, acts::result_publication)
        .post("/api/v1/dossiers/{code}/result-return", Access::Needs("dossier.return"), acts::result_return)
}

#[derive(OpenApi)]
#[openapi(
    paths(
        read::list,
        read::show,
        queue::queue,
        receive::receive,
        acts::hand_over,
        acts::send_back,
        acts::reassign,
        acts::supplement_request,
        acts::supplement,
        acts::pause,
        acts::resume,
        acts::reappoint,
        acts::refusal,
        acts::withdrawal,
        acts::result_publication,
        acts::result_return
    ),
    tags((name = "dossiers", description = "Dossiers and the acts on them"))
)]
struct Api;

/// The description of this part.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

fn bad(name: &str) -> PageError {
    PageError::Bad(format!("Tham số “{name}” không đúng."))
}
