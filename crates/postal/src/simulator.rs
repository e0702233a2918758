//! A carrier for tests and the demonstration: accepts every order, and brings it home within two days by the
//! clock; one order in nine is tried twice, one in forty comes back. The same order has the same fate always. It
//! runs inside the program, or behind HTTP as `motcua simulate postal`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::{Clock, Instant};

use crate::domain::PostalState;
use crate::{Carrier, CarrierError, Consignment, Placed, Tracked};

/// Postage of a packet up to 100 grams, and for each 100 more.
const POSTAGE: (i64, i64) = (26_000, 2_000);

/// The simulated carrier; cheap to clone, all clones are one carrier.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    clock: Arc<dyn Clock>,
    packets: Mutex<BTreeMap<String, Packet>>,
}

#[derive(Debug, Clone)]
struct Packet {
    consignment: Consignment,
    placed_at: Instant,
    cancelled: bool,
}

impl std::fmt::Debug for Simulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Simulator").finish_non_exhaustive()
    }
}

impl Simulator {
    /// A carrier that goes by `clock`.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Inner { clock, packets: Mutex::default() }))
    }

    fn packets(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Packet>> {
        self.0.packets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same carrier behind HTTP.
    pub fn router(&self) -> axum::Router {
        axum::Router::new()
            .route("/orders", post(http_place))
            .route("/orders/{tracking}/events", get(http_track))
            .route("/orders/{tracking}/cancel", post(http_cancel))
            .with_state(self.clone())
    }
}

/// A number drawn from the order's number.
fn lot(number: &str) -> u64 {
    number
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// `EB123456785VN`, the form of international tracking numbers.
fn tracking(number: &str) -> String {
    format!("EB{:09}VN", lot(number) % 1_000_000_000)
}

/// What happens to a packet, with hours after it was placed.
fn fate(number: &str) -> Vec<(i64, PostalState, &'static str)> {
    let lot = lot(number);
    let start = vec![
        (0, PostalState::Accepted, "Bưu điện tỉnh"),
        (3, PostalState::Collected, "Bưu cục nhận"),
        (7, PostalState::InTransit, "Trung tâm khai thác"),
    ];
    let end = if lot.is_multiple_of(40) {
        vec![
            (26, PostalState::Failed, "Bưu cục phát"),
            (50, PostalState::Failed, "Bưu cục phát"),
            (98, PostalState::Returned, "Bưu cục nhận"),
        ]
    } else if lot.is_multiple_of(9) {
        vec![
            (26, PostalState::Failed, "Bưu cục phát"),
            (30, PostalState::InTransit, "Bưu cục phát"),
            (50, PostalState::Delivered, "Tại địa chỉ"),
        ]
    } else {
        vec![(26 + (lot % 24).cast_signed(), PostalState::Delivered, "Tại địa chỉ")]
    };
    start.into_iter().chain(end).collect()
}

fn tracked(packet: &Packet, now: Instant) -> Vec<Tracked> {
    let number = &packet.consignment.order_number;
    let happened = fate(number).into_iter().enumerate().map(|(place, (hours, state, where_))| {
        let delivered = state == PostalState::Delivered;
        Tracked {
            event_id: format!("{}-{place}", tracking(number)),
            state,
            at: packet.placed_at.plus_minutes(hours * 60),
            place: where_.to_owned(),
            note: if state == PostalState::Failed {
                "Người nhận đi vắng".to_owned()
            } else {
                String::new()
            },
            taken_by: if delivered { packet.consignment.receiver.name.clone() } else { String::new() },
            cod_collected: delivered && packet.consignment.cod_amount > 0,
        }
    });
    happened.filter(|event| event.at <= now).collect()
}

impl Carrier for Simulator {
    fn code(&self) -> &'static str {
        "simulated"
    }

    fn place(&self, consignment: &Consignment) -> Result<Placed, CarrierError> {
        if consignment.receiver.address.trim().is_empty() {
            return Err(CarrierError::Refused("the receiver has no address".to_owned()));
        }
        let tracking = tracking(&consignment.order_number);
        let placed_at = self.0.clock.now();
        self.packets().entry(tracking.clone()).or_insert_with(|| Packet {
            consignment: consignment.clone(),
            placed_at,
            cancelled: false,
        });
        let more = (consignment.weight - 1).max(0) / 100;
        Ok(Placed { tracking_number: tracking, fee: POSTAGE.0 + more * POSTAGE.1 })
    }

    fn track(&self, tracking: &str) -> Result<Vec<Tracked>, CarrierError> {
        let now = self.0.clock.now();
        let packets = self.packets();
        let packet = packets.get(tracking).filter(|packet| !packet.cancelled);
        Ok(packet.map(|packet| tracked(packet, now)).unwrap_or_default())
    }

    fn cancel(&self, tracking: &str) -> Result<(), CarrierError> {
        match self.packets().get_mut(tracking) {
            Some(packet) => {
                packet.cancelled = true;
                Ok(())
            }
            None => Err(CarrierError::Refused(format!("no order {tracking}"))),
        }
    }
}

fn answered<T: serde::Serialize>(answer: Result<T, CarrierError>) -> Response {
    match answer {
        Ok(value) => axum::Json(value).into_response(),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()).into_response(),
    }
}

async fn http_place(State(carrier): State<Simulator>, body: axum::Json<Consignment>) -> Response {
    answered(carrier.place(&body))
}

async fn http_track(State(carrier): State<Simulator>, Path(tracking): Path<String>) -> Response {
    answered(carrier.track(&tracking))
}

async fn http_cancel(State(carrier): State<Simulator>, Path(tracking): Path<String>) -> Response {
    answered(carrier.cancel(&tracking).map(|()| serde_json::json!({})))
}
