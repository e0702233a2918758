//! The driver that speaks JSON over HTTP: `POST orders`, `GET orders/{tracking}/events`,
//! `POST orders/{tracking}/cancel`, with a bearer token.

use std::time::Duration;

use serde::de::DeserializeOwned;
use ureq::Agent;

use crate::{Carrier, CarrierError, Consignment, Placed, Tracked};

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A carrier behind an address.
pub struct HttpCarrier {
    agent: Agent,
    base: String,
    customer: String,
    token: String,
}

impl std::fmt::Debug for HttpCarrier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The token stays out of logs.
        f.debug_struct("HttpCarrier").field("base", &self.base).finish_non_exhaustive()
    }
}

impl HttpCarrier {
    /// The carrier at `base`, to which the agency is known as `customer`.
    pub fn new(base: &str, customer: &str, token: &str) -> Self {
        let config =
            Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false).build();
        Self {
            agent: config.into(),
            base: base.trim_end_matches('/').to_owned(),
            customer: customer.to_owned(),
            token: token.to_owned(),
        }
    }

    fn post<T: DeserializeOwned>(&self, path: &str, body: &str) -> Result<T, CarrierError> {
        let request = self
            .agent
            .post(format!("{}/{path}", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json");
        read(request.send(body))
    }
}

fn read<T: DeserializeOwned>(
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<T, CarrierError> {
    let mut answer = answer.map_err(|error| CarrierError::Unreachable(error.to_string()))?;
    let text = answer.body_mut().read_to_string().map_err(|error| CarrierError::Answer(error.to_string()))?;
    let status = answer.status();
    if status.is_server_error() {
        return Err(CarrierError::Unreachable(format!("status {}", status.as_u16())));
    }
    if !status.is_success() {
        return Err(CarrierError::Refused(format!("status {}: {text}", status.as_u16())));
    }
    serde_json::from_str(&text).map_err(|error| CarrierError::Answer(error.to_string()))
}

impl Carrier for HttpCarrier {
    fn code(&self) -> &'static str {
        "http"
    }

    fn place(&self, consignment: &Consignment) -> Result<Placed, CarrierError> {
        let told = Consignment { customer_code: self.customer.clone(), ..consignment.clone() };
        let body = serde_json::to_string(&told).map_err(|error| CarrierError::Answer(error.to_string()))?;
        self.post("orders", &body)
    }

    fn track(&self, tracking: &str) -> Result<Vec<Tracked>, CarrierError> {
        let request = self
            .agent
            .get(format!("{}/orders/{tracking}/events", self.base))
            .header("authorization", format!("Bearer {}", self.token));
        read(request.call())
    }

    fn cancel(&self, tracking: &str) -> Result<(), CarrierError> {
        self.post::<serde_json::Value>(&format!("orders/{tracking}/cancel"), "{}").map(drop)
    }
}
