//! Taking in a dossier. Lean: one transaction, no query beside the act's own.

use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Instant, PersonId};
use serde::{Deserialize, Serialize};
use store::StoreError;
use utoipa::ToSchema;
use web::{FieldErrors, Json, PageError, Visit, json_text};

use crate::acts::{self, Filing, Receive, Who};
use crate::domain::{Channel, DossierRefused, Paper, ReturnBy};
use crate::pages::office;
use crate::person::Person;

/// The applicant: `id` of a known person, or a new one.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ApplicantBody {
    /// Id of a known person; the other fields are then not looked at.
    id: Option<i64>,
    /// Whether it is an organisation.
    #[serde(default)]
    organisation: bool,
    /// Full name.
    #[serde(default)]
    name: String,
    /// Số định danh cá nhân or mã số doanh nghiệp.
    id_number: Option<String>,
    /// Date of birth.
    #[schema(value_type = Option<String>, format = Date)]
    born_on: Option<Date>,
    /// Telephone.
    phone: Option<String>,
    /// E-mail.
    email: Option<String>,
    /// Address.
    #[serde(default)]
    address: String,
}

/// A dossier to take in.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ReceiveBody {
    /// Code of the procedure.
    procedure: String,
    /// Case of the procedure.
    case: String,
    /// How it came.
    channel: Channel,
    /// The applicant.
    applicant: ApplicantBody,
    /// Who handed it in, where another person.
    #[serde(default)]
    filer_name: String,
    /// What it is about.
    #[serde(default)]
    summary: String,
    /// How the result goes back.
    return_by: ReturnBy,
    /// The papers as checked.
    papers: Vec<Paper>,
    /// When it was received, where not now.
    #[schema(value_type = Option<String>, format = DateTime)]
    received_at: Option<Instant>,
}

/// What the slip says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceivedBody {
    /// Id.
    id: i64,
    /// Code.
    code: String,
    /// Deadline.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Instant>,
    /// How the deadline was counted, in Vietnamese.
    trace: Vec<String>,
    /// Who got the work and why, in Vietnamese.
    routed: String,
}

/// Takes in a dossier. With the header `Idempotency-Key` a repeat gives the first answer (status 200).
#[utoipa::path(
    post,
    path = "/api/v1/dossiers",
    tag = "dossiers",
    params(("Idempotency-Key" = Option<String>, Header, description = "names the request; a repeat acts once")),
    request_body = ReceiveBody,
    responses(
        (status = 201, body = ReceivedBody),
        (status = 200, body = ReceivedBody, description = "the answer of the first request of this key"),
        (status = 422, description = "refused; the problem says why")
    )
)]
pub(super) async fn receive(visit: Visit, Json(body): Json<ReceiveBody>) -> Result<Response, PageError> {
    let command = command(body)?;
    let (office, acting) = (office(&visit), visit.acting()?);
    let (text, repeated) = visit
        .write_once::<DossierRefused>(None, move |tx| {
            let received = acts::receive(tx, &office, &acting, &command)?;
            let body = ReceivedBody {
                id: received.id.get(),
                code: received.code,
                due_at: received.due_at,
                trace: received.trace,
                routed: received.routed,
            };
            Ok(serde_json::to_string(&body).map_err(StoreError::from)?)
        })
        .await?;
    let status = if repeated { StatusCode::OK } else { StatusCode::CREATED };
    Ok(json_text(status, text))
}

fn command(body: ReceiveBody) -> Result<Receive, PageError> {
    let applicant = match body.applicant.id {
        Some(id) => Who::Known(PersonId(id)),
        None => Who::New(person(body.applicant)?),
    };
    Ok(Receive {
        procedure: body.procedure,
        case: body.case,
        channel: body.channel,
        applicant,
        filer_name: body.filer_name,
        summary: body.summary,
        return_by: body.return_by,
        papers: body.papers,
        received_at: body.received_at,
        filing: Filing::default(),
    })
}

fn person(body: ApplicantBody) -> Result<Person, PageError> {
    let mut errors = FieldErrors::new();
    errors.require("applicant.name", &body.name, "Nhập họ tên người nộp");
    errors.require("applicant.address", &body.address, "Nhập nơi ở hoặc trụ sở");
    let some = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(errors.or(Person {
        id: PersonId(0),
        organisation: body.organisation,
        name: body.name.trim().to_owned(),
        id_number: some(body.id_number),
        born_on: body.born_on,
        phone: some(body.phone),
        email: some(body.email),
        address: body.address.trim().to_owned(),
        version: 1,
    })?)
}
