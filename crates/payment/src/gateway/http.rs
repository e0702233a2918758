//! The platform over HTTP: one address that takes every message as JSON. Encryption is the work of the reverse
//! proxy or of the government's network, as for the other connections of the program.

use std::time::Duration;

use serde_json::Value;

use super::{GatewayError, Transport};

/// How long the platform may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// A client of the platform.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    url: String,
    agent: ureq::Agent,
}

impl HttpTransport {
    /// A client that posts to `url`.
    pub fn new(url: &str) -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build();
        Self { url: url.to_owned(), agent: config.into() }
    }
}

impl Transport for HttpTransport {
    fn send(&self, message: &Value) -> Result<Value, GatewayError> {
        post(&self.agent, &self.url, message)
    }
}

/// Posts JSON; the answer as JSON.
pub(super) fn post(agent: &ureq::Agent, url: &str, body: &Value) -> Result<Value, GatewayError> {
    let silent = |error: ureq::Error| GatewayError::Silent(error.to_string());
    let mut answer =
        agent.post(url).header("content-type", "application/json").send(body.to_string()).map_err(silent)?;
    let text = answer.body_mut().read_to_string().map_err(silent)?;
    serde_json::from_str(&text).map_err(|error| GatewayError::Silent(error.to_string()))
}
