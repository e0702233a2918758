//! A notice of how far an order is: from the carrier's system, or from a clerk who heard it. The same notice counts
//! once; one that comes too late is kept and moves nothing. A result brought home is a result returned.

use std::sync::Arc;

use dossier::PublicStatus;
use dossier::acts::{ReturnResult, return_result};
use kernel::{Acting, Permits};
use serde_json::json;
use store::Tx;

use super::{MayManage, MayNotify, note, save};
use crate::domain::{Leg, Notice, Order, OrderId, PostalRefused, PostalState, ReportedBy, take_notice};
use crate::office::Postal;

/// What became of a notice.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The order after it.
    pub order: Order,
    /// It had been told before; nothing was done.
    pub repeated: bool,
    /// Whether it moved the order on.
    pub moved: bool,
    /// Whether the dossier's result is returned by it.
    pub result_returned: bool,
}

/// Takes a notice.
pub fn notify(
    tx: &mut Tx<'_>,
    postal: &Postal,
    acting: &Acting,
    (id, notice): (OrderId, &Notice),
) -> Result<Heard, PostalRefused> {
    match notice.source {
        ReportedBy::Carrier => acting.permit::<MayNotify>().map(drop)?,
        ReportedBy::Clerk | ReportedBy::Program => acting.permit::<MayManage>().map(drop)?,
    }
    let before = crate::store::find(tx, id)?;
    // A carrier's clock may run ahead a little; a clerk cannot know what has not happened.
    let ahead = if notice.source == ReportedBy::Carrier { 15 } else { 0 };
    let told_of_order = PostalState::TOLD.contains(&notice.state);
    if notice.at > acting.at.plus_minutes(ahead) || notice.at < before.registered_at || !told_of_order {
        return Err(PostalRefused::Time);
    }
    let calendar = postal.office.calendars.of(tx, before.agency, None)?;
    let (after, moved) = take_notice(&calendar, &before, notice, acting.at);
    if !crate::store::keep_event(tx, &before, notice, (acting.at, acting.actor, moved))? {
        return Ok(Heard { order: before, repeated: true, moved: false, result_returned: false });
    }
    if !moved && notice.source == ReportedBy::Clerk {
        return Err(PostalRefused::WrongState(before.state));
    }
    save(tx, acting, (&before, &after))?;
    let delivered = moved && notice.state == PostalState::Delivered;
    let result_returned = delivered && before.leg == Leg::Deliver && hand_out(tx, postal, acting, &after)?;
    let kind = if delivered { "postal.delivered" } else { "postal.notified" };
    let payload = json!({
        "event": notice.event,
        "told": notice.state,
        "at": notice.at,
        "source": notice.source.code(),
        "moved": moved,
        "result_returned": result_returned,
        "changes": { "state": [before.state, after.state] },
    });
    note(tx, acting, kind, (&after, &payload))?;
    let order = crate::store::find(tx, id)?;
    Ok(Heard { order, repeated: false, moved, result_returned })
}

/// Returns the result of the order's dossier, to whom the proof names. False where the dossier has no result to
/// return: papers of a refused dossier came home, or the counter was faster.
fn hand_out(tx: &mut Tx<'_>, postal: &Postal, acting: &Acting, order: &Order) -> Result<bool, PostalRefused> {
    let Some(id) = order.dossier else { return Ok(false) };
    let dossier = dossier::store::find(tx, id)?;
    if PublicStatus::of(&dossier) != PublicStatus::Finished {
        return Ok(false);
    }
    // QĐ 45/2016/QĐ-TTg: delivery against signature is the return; who may tell of it need not stand at the counter.
    let mut permissions = (*acting.permissions).clone();
    permissions.insert(dossier::acts::MayReturn::CODE);
    let acting = Acting { permissions: Arc::new(permissions), ..acting.clone() };
    let cmd = ReturnResult { receiver: order.taken_by.clone() };
    return_result(tx, &postal.office, &acting, (id, &cmd))?;
    Ok(true)
}
