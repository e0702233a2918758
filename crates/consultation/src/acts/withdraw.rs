//! Taking a request back: what was not answered is no longer awaited.

use kernel::Acting;
use process::Outcome;
use serde_json::json;
use store::{Tx, journal};

use super::MayAsk;
use super::frame::{close_work, ended, save, send};
use crate::domain::{Consultation, ConsultationId, ConsultationRefused, Direction, SCHEMA};
use crate::exchange::MessageKind;
use crate::office::Cooperation;

/// Takes a request back, with the reason.
pub fn withdraw(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    (id, reason): (ConsultationId, &str),
) -> Result<Consultation, ConsultationRefused> {
    acting.permit::<MayAsk>()?;
    if reason.trim().is_empty() {
        return Err(ConsultationRefused::ReasonMissing);
    }
    let consultation = crate::store::find(tx, id)?;
    if consultation.direction != Direction::Own || consultation.withdrawn_at.is_some() {
        return Err(ConsultationRefused::NotOpen);
    }
    if acting.actor.is_some()
        && acting.unit != Some(consultation.unit)
        && acting.actor != consultation.asked_by
    {
        return Err(ConsultationRefused::NotHeld);
    }
    take_back(tx, cooperation, acting, (&consultation, reason))?;
    Ok(consultation)
}

/// Ends every part that is not over.
pub(super) fn take_back(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    (consultation, reason): (&Consultation, &str),
) -> Result<(), ConsultationRefused> {
    let parts = crate::store::parts(tx, consultation.id)?;
    let mut bodies = Vec::new();
    for part in parts.iter().filter(|part| part.ended_at().is_none()) {
        let mut after = ended(part, acting.at);
        after.withdrawn_at = Some(acting.at);
        save(tx, acting, consultation, (part, &after))?;
        close_work(tx, acting, part, (Outcome::Ended, Some(reason)))?;
        let outside = part.body.unit.is_none() && part.opened_at.is_some();
        if outside && consultation.direction == Direction::Own {
            let body = json!({ "reason": reason });
            send(tx, cooperation, acting, (consultation, &after), MessageKind::Withdraw, body)?;
        }
        bodies.push(part.body.code.clone());
    }
    if bodies.is_empty() {
        return Err(ConsultationRefused::NotOpen);
    }
    crate::store::set_withdrawn(tx, consultation, acting.at)?;
    let payload = json!({ "reason": reason, "bodies": bodies });
    let subject = (SCHEMA.subject, consultation.id.get());
    journal::append(tx, acting, "consultation.withdrawn", subject, &payload)?;
    Ok(())
}
