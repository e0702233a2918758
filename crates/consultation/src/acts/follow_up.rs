//! What the program does by itself: reminders, each once; silence that becomes consent where a law says so; the
//! confirmation that a message arrived.

use kernel::Acting;
use process::Outcome;
use serde_json::json;
use store::{Tx, journal};

use super::MayExchange;
use super::frame::{close_work, ended, open_next, save, send};
use crate::domain::{ConsultationRefused, Direction, Part, PartId, SCHEMA};
use crate::exchange::MessageKind;
use crate::office::Cooperation;

/// Which reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// Before the limit.
    Before,
    /// After it.
    After,
}

/// Reminds a body, once; false where it answered or was reminded already.
pub fn remind(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    (id, which): (PartId, Reminder),
) -> Result<bool, ConsultationRefused> {
    acting.permit::<MayExchange>()?;
    let before = crate::store::part(tx, id)?;
    let reminded = match which {
        Reminder::Before => before.reminded_before_at,
        Reminder::After => before.reminded_after_at,
    };
    if !before.is_open() || reminded.is_some() {
        return Ok(false);
    }
    let consultation = crate::store::find(tx, before.consultation)?;
    let mut after = before.clone();
    match which {
        Reminder::Before => after.reminded_before_at = Some(acting.at),
        Reminder::After => after.reminded_after_at = Some(acting.at),
    }
    save(tx, acting, &consultation, (&before, &after))?;
    let late = which == Reminder::After;
    if consultation.direction == Direction::Own && before.body.unit.is_none() {
        let body = json!({ "due_at": before.due_at, "late": late });
        send(tx, cooperation, acting, (&consultation, &after), MessageKind::Remind, body)?;
    }
    // NĐ 61/2018/NĐ-CP, Đ.19 k.5: the body that is late is named.
    let payload = json!({ "body": before.body.code, "late": late, "due_at": before.due_at });
    journal::append(tx, acting, "consultation.reminded", (SCHEMA.subject, id.get()), &payload)?;
    Ok(true)
}

/// Takes silence as consent after the limit, where the request names the law that says so; false elsewhere.
pub fn assume(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    id: PartId,
) -> Result<bool, ConsultationRefused> {
    acting.permit::<MayExchange>()?;
    let before = crate::store::part(tx, id)?;
    let consultation = crate::store::find(tx, before.consultation)?;
    let silent = before.is_late(acting.at) && consultation.direction == Direction::Own;
    if !silent || consultation.silence_basis.is_empty() {
        return Ok(false);
    }
    let mut after = ended(&before, acting.at);
    after.assumed_at = Some(acting.at);
    save(tx, acting, &consultation, (&before, &after))?;
    close_work(tx, acting, &before, (Outcome::Ended, Some(&consultation.silence_basis)))?;
    open_next(tx, cooperation, acting, &consultation)?;
    let payload = json!({ "body": before.body.code, "silence_basis": consultation.silence_basis });
    journal::append(tx, acting, "consultation.assumed", (SCHEMA.subject, id.get()), &payload)?;
    Ok(true)
}

/// Notes that a message arrived at the other side.
pub fn confirm(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (message, id): (i64, PartId),
) -> Result<Part, ConsultationRefused> {
    acting.permit::<MayExchange>()?;
    crate::store::set_confirmed(tx, message, acting.at)?;
    let before = crate::store::part(tx, id)?;
    if before.acknowledged_at.is_some() {
        return Ok(before);
    }
    let consultation = crate::store::find(tx, before.consultation)?;
    let after = Part { acknowledged_at: Some(acting.at), ..before.clone() };
    save(tx, acting, &consultation, (&before, &after))?;
    let payload = json!({ "body": before.body.code });
    journal::append(tx, acting, "consultation.acknowledged", (SCHEMA.subject, id.get()), &payload)?;
    Ok(after)
}
