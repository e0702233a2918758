//! The payment platform, seen from here: an order, a query, the statement of a day. Shaped as the national payment
//! platform speaks (MaDoiTac, MaThamChieu, MaXacThuc, MaLoi "00"); the simulator answers the same messages.

mod http;
mod platform;
mod server;
mod simulator;
mod wire;

use std::sync::Arc;

use kernel::{Date, Dong, Instant};

use crate::domain::StatementLine;

pub use http::HttpTransport;
pub use platform::{PlatformGateway, Transport};
pub use server::router;
pub use simulator::{Simulator, Wish};
pub use wire::{Notification, read_notification};

/// What goes wrong between here and the platform.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// It does not answer, or what it answers cannot be read.
    #[error("the payment platform does not answer: {0}")]
    Silent(String),
    /// The checksum (MaXacThuc) is not the platform's.
    #[error("the checksum of the message is wrong")]
    Checksum,
    /// It refuses; its code.
    #[error("the payment platform refuses with code {0}")]
    Refused(String),
}

/// An order for the platform.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// Our code (MaThamChieu).
    pub code: String,
    /// How much.
    pub amount: Dong,
    /// What for.
    pub description: String,
    /// When it is made.
    pub at: Instant,
    /// Until when it can be paid.
    pub expires_at: Instant,
    /// Where the platform notifies.
    pub notify_url: String,
    /// Where it sends the browser back to.
    pub return_url: String,
}

/// What the platform knows of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It does not know the order.
    Unknown,
    /// Not paid.
    Unpaid,
    /// Paid: the first payment of the order.
    Paid {
        /// Number of the transaction (MaGiaoDich).
        transaction: String,
        /// How much.
        amount: Dong,
        /// When.
        at: Instant,
    },
}

/// A payment platform. Calls block; they never run inside a transaction.
pub trait Gateway: Send + Sync + std::fmt::Debug {
    /// Makes an order; where the payer goes.
    fn create(&self, order: &NewOrder) -> Result<String, GatewayError>;
    /// What the platform knows of an order.
    fn query(&self, code: &str) -> Result<Answer, GatewayError>;
    /// All payments of a day.
    fn statement(&self, day: Date) -> Result<Vec<StatementLine>, GatewayError>;
}

/// The platform as the program is connected to it; cheap to clone.
#[derive(Debug, Clone)]
pub struct Platform {
    /// How to call it.
    pub gateway: Arc<dyn Gateway>,
    /// The secret that both sides share.
    pub secret: Arc<str>,
    /// The address under which this program is reached from outside; empty where it is not known.
    pub own_url: Arc<str>,
    /// The simulator, where the platform is one in this process.
    pub simulator: Option<Arc<Simulator>>,
}

impl Platform {
    /// A platform reached over HTTP.
    pub fn http(url: &str, partner: &str, secret: &str, own_url: &str) -> Self {
        let transport = Arc::new(HttpTransport::new(url));
        Self {
            gateway: Arc::new(PlatformGateway::new(partner, secret, transport)),
            secret: secret.into(),
            own_url: own_url.trim_end_matches('/').into(),
            simulator: None,
        }
    }

    /// A simulator in this process, for the demo and for tests; its page stands among the pages of this context.
    pub fn simulated() -> Self {
        let simulator = Arc::new(Simulator::new(SIMULATED_PARTNER, SIMULATED_SECRET, ""));
        Self {
            gateway: Arc::new(PlatformGateway::new(SIMULATED_PARTNER, SIMULATED_SECRET, simulator.clone())),
            secret: SIMULATED_SECRET.into(),
            own_url: "".into(),
            simulator: Some(simulator),
        }
    }
}

/// The partner's code (MaDoiTac) towards simulators.
pub const SIMULATED_PARTNER: &str = "H31.12";
/// The secret shared with simulators: it protects nothing.
pub const SIMULATED_SECRET: &str = "mo-phong-khong-bi-mat";
