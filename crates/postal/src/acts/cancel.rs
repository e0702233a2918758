//! Calling an order off, before the postman takes it.

use kernel::Acting;
use serde_json::json;
use store::{Tx, jobs};

use super::{MayManage, note, save};
use crate::domain::{Notice, Order, OrderId, PostalRefused, PostalState, ReportedBy, Stage, take_notice};
use crate::jobs::CANCEL_JOB;
use crate::office::Postal;

/// Calls an order off, with the reason.
pub fn cancel(
    tx: &mut Tx<'_>,
    postal: &Postal,
    acting: &Acting,
    (id, reason): (OrderId, &str),
) -> Result<Order, PostalRefused> {
    acting.permit::<MayManage>()?;
    let before = crate::store::find(tx, id)?;
    if before.state.stage() != Stage::Waiting {
        return Err(PostalRefused::WrongState(before.state));
    }
    if reason.trim().is_empty() {
        return Err(PostalRefused::ReasonMissing);
    }
    let notice = Notice {
        event: "cancelled".to_owned(),
        state: PostalState::Cancelled,
        at: acting.at,
        place: String::new(),
        note: reason.to_owned(),
        taken_by: String::new(),
        cod_collected: false,
        source: ReportedBy::Program,
    };
    let calendar = postal.office.calendars.of(tx, before.agency, None)?;
    let (after, moved) = take_notice(&calendar, &before, &notice, acting.at);
    crate::store::keep_event(tx, &before, &notice, (acting.at, acting.actor, moved))?;
    save(tx, acting, (&before, &after))?;
    if let Some(tracking) = &before.tracking {
        jobs::enqueue(tx, before.agency, CANCEL_JOB, &json!({ "tracking": tracking }), acting.at)?;
    }
    let payload = json!({ "reason": reason, "changes": { "state": [before.state, after.state] } });
    note(tx, acting, "postal.cancelled", (&after, &payload))?;
    Ok(after)
}
