//! The border to a carrier: what is said to it, what it says. Shaped like the interfaces of the public postal
//! service, so that a driver is a mapping of names. A driver never touches the database.

use kernel::Instant;
use serde::{Deserialize, Serialize};

use crate::domain::{Order, PostalState};

/// A sender or receiver, as a carrier wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Full name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
}

/// An order, as a carrier wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consignment {
    /// The agency's number with the carrier; drivers fill it in.
    #[serde(default)]
    pub customer_code: String,
    /// The number of the order: the same number is the same order.
    pub order_number: String,
    /// What to collect on delivery, in đồng.
    pub cod_amount: i64,
    /// Weight in grams.
    pub weight: i64,
    /// What is in it.
    pub content: String,
    /// From whom.
    pub sender: Party,
    /// To whom.
    pub receiver: Party,
}

impl Consignment {
    /// What a carrier is told of an order.
    pub fn of(order: &Order) -> Self {
        let party = |contact: &crate::domain::Contact| Party {
            name: contact.name.clone(),
            phone: contact.phone.clone(),
            address: contact.address.clone(),
        };
        Self {
            customer_code: String::new(),
            order_number: order.number.clone(),
            cod_amount: order.cod_amount.0,
            weight: order.weight,
            content: order.content.clone(),
            sender: party(&order.sender),
            receiver: party(&order.receiver),
        }
    }
}

/// An order that the carrier accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Placed {
    /// The carrier's number.
    pub tracking_number: String,
    /// Postage in đồng.
    pub fee: i64,
}

/// An event that the carrier tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tracked {
    /// The carrier's name of the event: the same name is the same event.
    pub event_id: String,
    /// How far.
    pub state: PostalState,
    /// When.
    pub at: Instant,
    /// Where.
    #[serde(default)]
    pub place: String,
    /// More about it.
    #[serde(default)]
    pub note: String,
    /// Who took it.
    #[serde(default)]
    pub taken_by: String,
    /// Whether the amount due on delivery was collected.
    #[serde(default)]
    pub cod_collected: bool,
}

/// Why a carrier could not be reached or did not accept.
#[derive(Debug, thiserror::Error)]
pub enum CarrierError {
    /// The carrier does not answer; it may later.
    #[error("the carrier does not answer: {0}")]
    Unreachable(String),
    /// The carrier refused the order.
    #[error("the carrier refused: {0}")]
    Refused(String),
    /// The carrier answered something that is not understood.
    #[error("the carrier's answer is not understood: {0}")]
    Answer(String),
}

/// A carrier's driver. Placing the same order number twice must give the same answer and only one order.
pub trait Carrier: Send + Sync {
    /// A short word for the carrier, stored with its orders.
    fn code(&self) -> &str;

    /// Hands an order to the carrier.
    fn place(&self, consignment: &Consignment) -> Result<Placed, CarrierError>;

    /// What the carrier knows of an order, in any order, told as often as asked.
    fn track(&self, tracking: &str) -> Result<Vec<Tracked>, CarrierError>;

    /// Calls an order off.
    fn cancel(&self, tracking: &str) -> Result<(), CarrierError>;
}
