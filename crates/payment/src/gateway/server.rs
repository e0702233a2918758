//! The simulator as a server of its own: messages at `/`, the page where somebody pretends to pay.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use kernel::Clock;
use serde_json::Value;

use super::http;
use super::{Simulator, Wish};
use crate::urls;

/// The code in the address.
struct Code(String);

impl axum::extract::FromRequestParts<Shared> for Code {
    type Rejection = StatusCode;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        _: &Shared,
    ) -> Result<Self, StatusCode> {
        let code = urls::simulated_code(parts.uri.path()).ok_or(StatusCode::NOT_FOUND)?;
        Ok(Self(code.to_owned()))
    }
}

#[derive(Clone)]
struct Shared {
    simulator: Arc<Simulator>,
    clock: Arc<dyn Clock>,
    agent: ureq::Agent,
}

/// The pages of the simulator as a server.
pub fn router(simulator: Arc<Simulator>, clock: Arc<dyn Clock>) -> Router {
    let shared = Shared { simulator, clock, agent: ureq::Agent::new_with_defaults() };
    Router::new().route("/", post(take)).route(urls::SIMULATED, get(show).post(pay)).with_state(shared)
}

async fn take(State(shared): State<Shared>, body: Bytes) -> Response {
    let answer =
        serde_json::from_slice::<Value>(&body).ok().and_then(|body| shared.simulator.answer(&body).ok());
    match answer {
        Some(answer) => ([(header::CONTENT_TYPE, "application/json")], answer.to_string()).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[derive(Template)]
#[template(path = "payment/simulator.html")]
struct SimulatorPage {
    code: String,
    description: String,
    amount: String,
    expired: bool,
}

async fn show(State(shared): State<Shared>, Code(code): Code) -> Response {
    let Some(held) = shared.simulator.order(&code) else { return StatusCode::NOT_FOUND.into_response() };
    let page = SimulatorPage {
        code,
        description: held.description,
        amount: held.amount.to_string(),
        expired: shared.clock.now() > held.expires_at,
    };
    page.render()
        .map_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response(), |text| Html(text).into_response())
}

async fn pay(State(shared): State<Shared>, Code(code): Code, body: String) -> Response {
    let Some(held) = shared.simulator.order(&code) else { return StatusCode::NOT_FOUND.into_response() };
    let wish = Wish::from_code(web::Fields::parse(&body).get("viec"));
    if wish != Wish::GiveUp
        && let Some((_, notification)) = shared.simulator.pay(&code, shared.clock.now())
        && wish == Wish::Pay
        && !held.notify_url.is_empty()
    {
        let (agent, url) = (shared.agent.clone(), held.notify_url.clone());
        let sent = tokio::task::spawn_blocking(move || http::post(&agent, &url, &notification)).await;
        // The partner finds the payment in the statement of the day.
        if !matches!(sent, Ok(Ok(_))) {
            tracing::warn!("failed to notify the partner");
        }
    }
    (StatusCode::SEE_OTHER, [(header::LOCATION, held.return_url)]).into_response()
}
