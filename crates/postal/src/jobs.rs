//! Talking to the carrier, beside the requests: an order is handed over to its system, asked after until it is
//! over, called off. A job may run twice; the carrier and the acts take the same thing once.

use std::sync::Arc;

use kernel::{Acting, AgencyId, Instant};
use serde_json::json;
use store::jobs::{self, Job};
use store::{Db, StoreError};

use crate::acts::{self, notify, place};
use crate::domain::{Notice, Order, OrderId, PostalRefused, ReportedBy};
use crate::office::Postal;
use crate::{Carrier, CarrierError, Consignment, Tracked};

/// Hands an order to the carrier.
pub(crate) const PLACE_JOB: &str = "postal.place";
/// Asks how far an order is.
pub(crate) const TRACK_JOB: &str = "postal.track";
/// Calls an order off.
pub(crate) const CANCEL_JOB: &str = "postal.cancel";

/// The kinds of jobs that [`run_job`] does.
pub const JOBS: [&str; 3] = [PLACE_JOB, TRACK_JOB, CANCEL_JOB];

/// Why a job could not be done; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The carrier.
    #[error(transparent)]
    Carrier(#[from] CarrierError),
    /// An act refused.
    #[error(transparent)]
    Refused(#[from] PostalRefused),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The program itself, telling what the carrier told.
fn program(agency: AgencyId, at: Instant) -> Acting {
    Acting {
        agency,
        actor: None,
        on_behalf_of: None,
        unit: None,
        roles: Arc::default(),
        permissions: Arc::new(["postal.notify"].into()),
        at,
    }
}

/// Does a job of one of the kinds [`JOBS`].
pub fn run_job(postal: &Postal, db: &Db, job: &Job, at: Instant) -> Result<(), JobError> {
    // Without a driver clerks do by hand what the job would have done.
    let Some(carrier) = postal.carrier.clone() else { return Ok(()) };
    if job.kind == CANCEL_JOB {
        let tracking = job.payload.get("tracking").and_then(serde_json::Value::as_str).unwrap_or_default();
        return Ok(carrier.cancel(tracking)?);
    }
    let id = OrderId(job.payload.get("order").and_then(serde_json::Value::as_i64).unwrap_or_default());
    let order = db.read_now::<_, StoreError>(move |tx| crate::store::find(tx, id))?;
    if order.state.is_end() {
        return Ok(());
    }
    match job.kind.as_str() {
        PLACE_JOB => hand_to_carrier(postal, db, (&*carrier, &order), at),
        _ => ask_after(postal, db, (&*carrier, &order), at),
    }
}

fn hand_to_carrier(
    postal: &Postal,
    db: &Db,
    (carrier, order): (&dyn Carrier, &Order),
    at: Instant,
) -> Result<(), JobError> {
    if order.tracking.is_some() {
        return Ok(());
    }
    let placed = carrier.place(&Consignment::of(order))?;
    let (postal, id, acting) = (postal.clone(), order.id, program(order.agency, at));
    db.write_now::<_, PostalRefused>(move |tx| place(tx, &postal, &acting, (id, &placed)).map(drop))?;
    Ok(())
}

fn ask_after(
    postal: &Postal,
    db: &Db,
    (carrier, order): (&dyn Carrier, &Order),
    at: Instant,
) -> Result<(), JobError> {
    let Some(tracking) = &order.tracking else { return Ok(()) };
    let told = carrier.track(tracking)?;
    let (postal, order, acting) = (postal.clone(), order.clone(), program(order.agency, at));
    db.write_now::<_, PostalRefused>(move |tx| {
        for event in &told {
            if event.at >= order.registered_at {
                notify(tx, &postal, &acting, (order.id, &notice(event)))?;
            }
        }
        let after = crate::store::find(tx, order.id)?;
        if !after.state.is_end() {
            let run_at = acting.at.plus_minutes(acts::TRACK_AFTER);
            jobs::enqueue(tx, order.agency, TRACK_JOB, &json!({ "order": order.id }), run_at)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// What the carrier told, as the act takes it.
pub(crate) fn notice(event: &Tracked) -> Notice {
    Notice {
        event: format!("carrier {}", event.event_id),
        state: event.state,
        at: event.at,
        place: event.place.clone(),
        note: event.note.clone(),
        taken_by: event.taken_by.clone(),
        cod_collected: event.cod_collected,
        source: ReportedBy::Carrier,
    }
}
