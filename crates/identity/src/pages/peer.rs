//! Where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use sha2::{Digest as _, Sha256};
use web::App;

use crate::acts::sign_in::From;

/// The other end.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    /// Address; `None` where the server does not say.
    pub(crate) address: Option<IpAddr>,
    agent: String,
}

impl FromRequestParts<App> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        // A proxy on this machine is believed; anybody else could write what they like.
        let address = match direct {
            Some(near) if near.is_loopback() => text("x-forwarded-for")
                .and_then(|list| list.rsplit(',').next())
                .and_then(|last| last.trim().parse().ok())
                .or(direct),
            other => other,
        };
        let agent = text(header::USER_AGENT.as_str()).unwrap_or_default();
        Ok(Self { address, agent: short_agent(agent) })
    }
}

impl Peer {
    /// What a session keeps of it.
    pub(crate) fn from(&self) -> From {
        let ip_hash = self.address.map(|address| Sha256::digest(address.to_string().as_bytes()).to_vec());
        From { agent: self.agent.clone(), ip_hash }
    }
}

/// "Chrome trên Windows" of what a browser says of itself.
fn short_agent(agent: &str) -> String {
    let find =
        |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| agent.contains(mark)).map(|pair| pair.1);
    // Each also names the ones it descends from: the youngest stands first.
    let browser = find(&[
        ("Edg/", "Edge"),
        ("coc_coc", "Cốc Cốc"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} trên {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Trình duyệt khác".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_shortly() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 Safari/537.36 Edg/99.0",
                "Edge trên Windows",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:98.0) Gecko/20100101 Firefox/98.0", "Firefox trên Linux"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 15_3 like Mac OS X) AppleWebKit/605.1.15 Version/15.3 Safari/604.1",
                "Safari trên iPhone",
            ),
            ("curl/7.88", "Trình duyệt khác"),
        ] {
            assert_eq!(short_agent(agent), expected);
        }
    }
}
