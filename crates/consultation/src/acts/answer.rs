//! Answering: by the unit that is asked, or entered by the asker where an answer came on paper.

use kernel::Acting;
use process::Outcome;
use serde_json::json;
use store::{Tx, journal};

use super::frame::{close_work, ended, open_next, save, send};
use super::{MayAsk, MayWork};
use crate::domain::{Answer, ConsultationRefused, Direction, Part, PartId, Position, SCHEMA};
use crate::exchange::MessageKind;
use crate::office::Cooperation;

/// Answers what one's unit is asked. An asker outside gets the answer as a message.
pub fn answer(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    (id, given): (PartId, &Answer),
) -> Result<Part, ConsultationRefused> {
    acting.permit::<MayWork>()?;
    let part = crate::store::part(tx, id)?;
    if !part.is_open() {
        return Err(ConsultationRefused::NotOpen);
    }
    let work = process::current(tx, id.get())?.ok_or(ConsultationRefused::NotOpen)?;
    let on_behalf_of = process::may_work(tx, acting, &work)?;
    let acting = Acting { on_behalf_of, ..acting.clone() };
    record(tx, cooperation, &acting, (&part, given))
}

/// Enters an answer of another agency that came on paper.
pub fn enter_answer(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    (id, given): (PartId, &Answer),
) -> Result<Part, ConsultationRefused> {
    acting.permit::<MayAsk>()?;
    let part = crate::store::part(tx, id)?;
    if part.body.unit.is_some() {
        return Err(process::ProcessRefused::NotYours.into());
    }
    record(tx, cooperation, acting, (&part, given))
}

/// Writes an answer down, wherever it came from; the next body's clock begins where paper goes in turn.
pub(super) fn record(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    (before, given): (&Part, &Answer),
) -> Result<Part, ConsultationRefused> {
    if !before.is_open() {
        return Err(ConsultationRefused::NotOpen);
    }
    let plain = matches!(given.position, Position::Agree | Position::Done);
    if given.text.trim().is_empty() && !plain {
        return Err(ConsultationRefused::AnswerMissing);
    }
    let consultation = crate::store::find(tx, before.consultation)?;
    let mut after = ended(before, acting.at);
    after.answered_at = Some(acting.at);
    after.position = Some(given.position);
    after.answer.clone_from(&given.text);
    after.file.clone_from(&given.file);
    after.file_name.clone_from(&given.file_name);
    after.answered_by.clone_from(&given.signed_by);
    save(tx, acting, &consultation, (before, &after))?;
    close_work(tx, acting, before, (Outcome::Finished, None))?;
    if consultation.direction == Direction::Incoming {
        let body = json!({
            "position": given.position,
            "text": given.text,
            "file": given.file,
            "file_name": given.file_name,
            "signed_by": given.signed_by,
            "answered_at": acting.at,
        });
        send(tx, cooperation, acting, (&consultation, &after), MessageKind::Answer, body)?;
    }
    open_next(tx, cooperation, acting, &consultation)?;
    let payload = json!({
        "consultation": consultation.id,
        "body": after.body.code,
        "position": given.position,
        "file": given.file,
        "timeliness": after.timeliness().map(calendar::Timeliness::code),
    });
    journal::append(tx, acting, "consultation.answered", (SCHEMA.subject, after.id.get()), &payload)?;
    Ok(after)
}
