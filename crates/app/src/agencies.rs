//! The other agencies: read from a file of their codes, names and addresses; in the sample some that confirm whatever
//! they are sent.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use consultation::Cooperation;
use consultation::exchange::{Envelope, HttpExchange, InProcess, MessageKind, Peer, VERSION};
use dossier::Office;
use serde::Deserialize;

/// The agencies that can be asked.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Agencies {
    /// Each with the way to it, if there is one.
    #[serde(default)]
    agency: Vec<Way>,
}

#[derive(Clone, Deserialize)]
struct Way {
    code: String,
    name: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    token: String,
}

impl std::fmt::Debug for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Tokens stay out of logs.
        f.debug_struct("Way").field("code", &self.code).finish_non_exhaustive()
    }
}

impl Agencies {
    /// Reads the file: `[[agency]]` with `code`, `name`, and where messages can be sent `url`, `token`.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("failed to read the agencies in {}", file.display()))?;
        toml::from_str(&text).with_context(|| format!("failed to understand {}", file.display()))
    }

    /// What acts on consultations need.
    pub(crate) fn cooperation(&self, office: Office, own_name: &str, demo: bool) -> Cooperation {
        let bare = Cooperation::new(office, own_name);
        if demo && self.agency.is_empty() {
            return sample(bare);
        }
        let peers = self.agency.iter().map(|way| Peer { code: way.code.clone(), name: way.name.clone() });
        let ways: BTreeMap<String, (String, String)> = self
            .agency
            .iter()
            .filter(|way| !way.url.is_empty())
            .map(|way| (way.code.clone(), (way.url.clone(), way.token.clone())))
            .collect();
        if ways.is_empty() {
            return Cooperation { peers: peers.collect(), ..bare };
        }
        bare.with_exchange(peers.collect(), Arc::new(HttpExchange::new(ways)))
    }
}

/// Neighbours of the sample department.
const SAMPLE: [(&str, &str); 4] = [
    ("H31.MAU.1", "Sở Tài chính (mẫu)"),
    ("H31.MAU.2", "Sở Y tế (mẫu)"),
    ("H31.MAU.3", "Công an tỉnh (mẫu)"),
    ("H31.MAU.4", "Bảo hiểm xã hội tỉnh (mẫu)"),
];

fn sample(cooperation: Cooperation) -> Cooperation {
    let network = InProcess::default();
    let mut peers = Vec::new();
    for (code, name) in SAMPLE {
        network.connect(code, |envelope| Ok(confirmed(envelope)));
        peers.push(Peer { code: code.to_owned(), name: name.to_owned() });
    }
    cooperation.with_exchange(peers, Arc::new(network))
}

fn confirmed(envelope: &Envelope) -> Envelope {
    Envelope {
        version: VERSION,
        id: format!("{}:{}", envelope.to.code, envelope.id),
        kind: MessageKind::Acknowledge,
        conversation: envelope.conversation.clone(),
        in_reply_to: Some(envelope.id.clone()),
        sent_at: envelope.sent_at,
        from: envelope.to.clone(),
        to: envelope.from.clone(),
        body: serde_json::json!({}),
        signature: None,
    }
}
