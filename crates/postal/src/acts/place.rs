//! The carrier accepted an order: its number, its postage.

use kernel::{Acting, Dong};
use serde_json::json;
use store::{Tx, jobs};

use super::{MayNotify, note, save};
use crate::Placed;
use crate::domain::{Notice, Order, OrderId, PostalRefused, PostalState, ReportedBy, take_notice};
use crate::jobs::TRACK_JOB;
use crate::office::Postal;

/// Minutes after which the carrier is asked how far an order is.
pub(crate) const TRACK_AFTER: i64 = 60;

/// Notes what the carrier answered. Noting the same answer again changes nothing.
pub fn place(
    tx: &mut Tx<'_>,
    postal: &Postal,
    acting: &Acting,
    (id, placed): (OrderId, &Placed),
) -> Result<Order, PostalRefused> {
    acting.permit::<MayNotify>()?;
    let before = crate::store::find(tx, id)?;
    if before.tracking.as_deref() == Some(placed.tracking_number.as_str()) {
        return Ok(before);
    }
    if before.tracking.is_some() || before.state.is_end() {
        return Err(PostalRefused::WrongState(before.state));
    }
    let notice = Notice {
        event: "placed".to_owned(),
        state: PostalState::Accepted,
        at: acting.at,
        place: String::new(),
        note: placed.tracking_number.clone(),
        taken_by: String::new(),
        cod_collected: false,
        source: ReportedBy::Carrier,
    };
    let calendar = postal.office.calendars.of(tx, before.agency, None)?;
    let (mut after, moved) = take_notice(&calendar, &before, &notice, acting.at);
    after.tracking = Some(placed.tracking_number.clone());
    after.cost = Dong(placed.fee);
    crate::store::keep_event(tx, &before, &notice, (acting.at, acting.actor, moved))?;
    save(tx, acting, (&before, &after))?;
    let payload = json!({
        "tracking": placed.tracking_number,
        "changes": { "cost": [before.cost, after.cost], "state": [before.state, after.state] },
    });
    note(tx, acting, "postal.placed", (&after, &payload))?;
    let run_at = acting.at.plus_minutes(TRACK_AFTER);
    jobs::enqueue(tx, before.agency, TRACK_JOB, &json!({ "order": id }), run_at)?;
    Ok(after)
}
