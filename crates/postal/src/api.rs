//! The interface for programs: the carrier tells how far an order is; orders are read.

use axum::response::Response;
use kernel::Instant;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::{Access, Json, PageError, Path, Routes, Visit};

use crate::acts::notify;
use crate::domain::{Order, PostalRefused, PostalState};
use crate::jobs::notice;
use crate::{Tracked, pages, store as rows};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/api/v1/postal/orders/{number}", Access::Needs("postal.see"), show).post(
        "/api/v1/postal/notifications",
        Access::Needs("postal.notify"),
        notification,
    )
}

#[derive(OpenApi)]
#[openapi(paths(show, notification), tags((name = "postal", description = "Orders to the postal service")))]
struct Api;

/// The description of this part.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// An order. Names, telephones and addresses are not given out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderItem {
    /// Number of the order.
    number: String,
    /// The carrier's number.
    tracking_number: Option<String>,
    /// Code of the dossier; empty without one.
    dossier: String,
    /// How far.
    state: PostalState,
    /// When the post took it.
    #[schema(value_type = Option<String>)]
    sent_at: Option<Instant>,
    /// When it should be home.
    #[schema(value_type = Option<String>)]
    due_at: Option<Instant>,
    /// When it was handed over.
    #[schema(value_type = Option<String>)]
    delivered_at: Option<Instant>,
    /// Postage in dong.
    cost: i64,
    /// To be collected on delivery, in dong.
    cod_amount: i64,
}

impl OrderItem {
    fn of(order: &Order) -> Self {
        Self {
            number: order.number.clone(),
            tracking_number: order.tracking.clone(),
            dossier: order.dossier_code.clone(),
            state: order.state,
            sent_at: order.sent_at,
            due_at: order.due_at,
            delivered_at: order.delivered_at,
            cost: order.cost.0,
            cod_amount: order.cod_amount.0,
        }
    }
}

/// One order.
#[utoipa::path(
    get,
    path = "/api/v1/postal/orders/{number}",
    tag = "postal",
    params(("number" = String, Path, description = "number of the order")),
    responses((status = 200, body = OrderItem), (status = 404, description = "no such order"))
)]
pub(crate) async fn show(visit: Visit, Path(number): Path<String>) -> Result<Json<OrderItem>, PageError> {
    let agency = visit.agency();
    let order = visit.read::<_, PageError>(move |tx| Ok(rows::by_number(tx, agency, &number)?)).await?;
    Ok(Json(OrderItem::of(&order.ok_or(PageError::NotFound)?)))
}

/// What the carrier tells.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Notification {
    /// The carrier's number of the order.
    tracking_number: String,
    /// The carrier's name of the event: the same name is the same event.
    event_id: String,
    /// How far.
    state: PostalState,
    /// When it happened.
    #[schema(value_type = String)]
    at: Instant,
    /// Where.
    #[serde(default)]
    place: String,
    /// More about it.
    #[serde(default)]
    note: String,
    /// Who took it.
    #[serde(default)]
    taken_by: String,
    /// Whether the amount due on delivery was collected.
    #[serde(default)]
    cod_collected: bool,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotificationAnswer {
    /// `moved`, `kept` (came too late, kept in the history) or `repeated`.
    outcome: &'static str,
    /// Whether the result of the dossier is returned by it.
    result_returned: bool,
    /// How far the order is now.
    state: PostalState,
}

/// Takes a notice from the carrier. The same event counts once; one that comes too late moves nothing.
#[utoipa::path(
    post,
    path = "/api/v1/postal/notifications",
    tag = "postal",
    request_body = Notification,
    responses((status = 200, body = NotificationAnswer), (status = 404, description = "no such order"))
)]
pub(crate) async fn notification(
    visit: Visit,
    Json(body): Json<Notification>,
) -> Result<Response, PageError> {
    let (postal, acting) = (pages::postal(&visit), visit.acting()?);
    let heard = visit
        .write::<_, PostalRefused>(move |tx| {
            let order = rows::by_tracking(tx, acting.agency, &body.tracking_number)?;
            let order = order.ok_or(store::StoreError::Missing)?;
            let told = body.clone();
            let event = Tracked {
                event_id: told.event_id,
                state: told.state,
                at: told.at,
                place: told.place,
                note: told.note,
                taken_by: told.taken_by,
                cod_collected: told.cod_collected,
            };
            notify(tx, &postal, &acting, (order.id, &notice(&event)))
        })
        .await?;
    let outcome = match (heard.repeated, heard.moved) {
        (true, _) => "repeated",
        (false, true) => "moved",
        (false, false) => "kept",
    };
    let answer =
        NotificationAnswer { outcome, result_returned: heard.result_returned, state: heard.order.state };
    Ok(axum::response::IntoResponse::into_response(Json(answer)))
}
