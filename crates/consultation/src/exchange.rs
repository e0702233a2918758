//! The border to other agencies: one message shape (`docs/inter-agency-json.md`), one trait, two drivers. A driver
//! carries an envelope and brings back the acknowledgement; it never touches the database.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::Instant;
use serde::{Deserialize, Serialize};

/// Version of the message shape.
pub const VERSION: u16 = 1;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Asks.
    Request,
    /// Confirms that a message arrived.
    Acknowledge,
    /// Answers a request.
    Answer,
    /// Reminds of a request.
    Remind,
    /// Takes a request back.
    Withdraw,
}

impl MessageKind {
    /// The word stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Acknowledge => "acknowledge",
            Self::Answer => "answer",
            Self::Remind => "remind",
            Self::Withdraw => "withdraw",
        }
    }
}

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Peer {
    /// Code, such as `H31.16`.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A message between agencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Envelope {
    /// Version of the shape.
    pub version: u16,
    /// The sender's name of the message: the same name is the same message.
    pub id: String,
    /// What it is.
    pub kind: MessageKind,
    /// Name of the conversation: given by the asker, the same in all its messages.
    pub conversation: String,
    /// The message that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
    /// When it was sent.
    #[schema(value_type = String)]
    pub sent_at: Instant,
    /// From whom.
    pub from: Peer,
    /// To whom.
    pub to: Peer,
    /// The particulars, by kind.
    #[schema(value_type = Object)]
    pub body: serde_json::Value,
    /// The place of the digital signature: null until messages are signed.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub signature: Option<serde_json::Value>,
}

impl Envelope {
    /// The bytes that a signature covers: the envelope without it, keys sorted, no blanks.
    pub fn signed_text(&self) -> Result<String, serde_json::Error> {
        let bare = Self { signature: None, ..self.clone() };
        Ok(store::journal::canonical(&serde_json::to_value(bare)?))
    }
}

/// Why a message did not arrive. It is sent again.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The other side does not answer.
    #[error("the other agency does not answer: {0}")]
    Unreachable(String),
    /// Nobody knows how to reach the agency.
    #[error("no way to agency {0} is known")]
    NoWay(String),
    /// The other side refused the message.
    #[error("the other agency refused: {0}")]
    Refused(String),
    /// The answer is not an acknowledgement.
    #[error("the answer is not understood: {0}")]
    Answer(String),
}

/// A way to other agencies.
pub trait Exchange: Send + Sync {
    /// Carries a message; the acknowledgement of the other side.
    fn deliver(&self, envelope: &Envelope) -> Result<Envelope, ExchangeError>;
}

type Receiver = Arc<dyn Fn(&Envelope) -> Result<Envelope, ExchangeError> + Send + Sync>;

/// Agencies within this process: for tests and the demonstration.
#[derive(Clone, Default)]
pub struct InProcess(Arc<Mutex<BTreeMap<String, Receiver>>>);

impl std::fmt::Debug for InProcess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InProcess").finish_non_exhaustive()
    }
}

impl InProcess {
    /// Agency `code` is reached through `receiver`.
    pub fn connect(
        &self,
        code: &str,
        receiver: impl Fn(&Envelope) -> Result<Envelope, ExchangeError> + Send + Sync + 'static,
    ) {
        let mut agencies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        agencies.insert(code.to_owned(), Arc::new(receiver));
    }
}

impl Exchange for InProcess {
    fn deliver(&self, envelope: &Envelope) -> Result<Envelope, ExchangeError> {
        let agencies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = agencies.get(&envelope.to.code).cloned();
        drop(agencies);
        receiver.ok_or_else(|| ExchangeError::NoWay(envelope.to.code.clone()))?(envelope)
    }
}

/// Agencies behind addresses: each takes `POST {address}/api/v1/exchange/messages` with a bearer token.
pub struct HttpExchange {
    agent: ureq::Agent,
    /// Address and token by code.
    agencies: BTreeMap<String, (String, String)>,
}

impl std::fmt::Debug for HttpExchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Tokens stay out of logs.
        f.debug_struct("HttpExchange").field("agencies", &self.agencies.len()).finish_non_exhaustive()
    }
}

impl HttpExchange {
    /// The agencies by code, with address and token.
    pub fn new(agencies: BTreeMap<String, (String, String)>) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(20)))
            .http_status_as_error(false)
            .build();
        Self { agent: config.into(), agencies }
    }
}

impl Exchange for HttpExchange {
    fn deliver(&self, envelope: &Envelope) -> Result<Envelope, ExchangeError> {
        let unclear = |error: &dyn std::fmt::Display| ExchangeError::Answer(error.to_string());
        let known = self.agencies.get(&envelope.to.code);
        let (address, token) = known.ok_or_else(|| ExchangeError::NoWay(envelope.to.code.clone()))?;
        let body = serde_json::to_string(envelope).map_err(|error| unclear(&error))?;
        let request = self
            .agent
            .post(format!("{}/api/v1/exchange/messages", address.trim_end_matches('/')))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        let mut answer =
            request.send(&body).map_err(|error| ExchangeError::Unreachable(error.to_string()))?;
        let text = answer.body_mut().read_to_string().map_err(|error| unclear(&error))?;
        let status = answer.status();
        if status.is_server_error() {
            return Err(ExchangeError::Unreachable(format!("status {}", status.as_u16())));
        }
        if !status.is_success() {
            return Err(ExchangeError::Refused(format!("status {}: {text}", status.as_u16())));
        }
        serde_json::from_str(&text).map_err(|error| unclear(&error))
    }
}
