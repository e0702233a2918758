//! What acts on consultations need besides the database.

use std::sync::Arc;

use dossier::Office;

use crate::exchange::{Exchange, Peer};

/// The dossiers' office, who we are to others, and the way to them. Cheap to clone.
#[derive(Clone)]
pub struct Cooperation {
    /// Calendars and procedures.
    pub office: Office,
    /// We, as other agencies know us.
    pub own: Peer,
    /// The agencies that can be asked.
    pub peers: Vec<Peer>,
    /// The way to them; `None`: their answers are entered by hand.
    pub exchange: Option<Arc<dyn Exchange>>,
}

impl std::fmt::Debug for Cooperation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cooperation").field("own", &self.own.code).finish_non_exhaustive()
    }
}

impl Cooperation {
    /// Without a way to other agencies.
    pub fn new(office: Office, name: &str) -> Self {
        let own = Peer { code: office.code_prefix.clone(), name: name.to_owned() };
        Self { office, own, peers: Vec::new(), exchange: None }
    }

    /// With a way to other agencies.
    #[must_use]
    pub fn with_exchange(mut self, peers: Vec<Peer>, exchange: Arc<dyn Exchange>) -> Self {
        self.peers = peers;
        self.exchange = Some(exchange);
        self
    }
}
