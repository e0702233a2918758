//! A message of another agency arrives: its request becomes work in the inbox of the competent unit, its answer ends
//! what we await. The same message counts once and gets the same acknowledgement.

use kernel::{Acting, Instant, UnitId};
use serde::Deserialize;
use serde_json::json;
use store::{StoreError, Tx, journal};

use super::MayExchange;
use super::answer::record;
use super::ask::new_part;
use super::frame::{open_next, save};
use super::withdraw::take_back;
use crate::domain::{
    Answer, Body, Consultation, ConsultationId, ConsultationKind, ConsultationRefused, Direction, Part,
    PartId, Position, SCHEMA, SendMode,
};
use crate::exchange::{Envelope, MessageKind, VERSION};
use crate::office::Cooperation;

#[derive(Deserialize)]
struct RequestBody {
    request: ConsultationKind,
    #[serde(default)]
    dossier: String,
    subject: String,
    content: String,
    #[serde(default)]
    legal_basis: String,
    /// Code of our unit, where the asker knows it.
    #[serde(default)]
    unit: String,
    /// Code of the procedure, where the asker knows it.
    #[serde(default)]
    procedure: String,
    days: u16,
    due_at: Option<Instant>,
}

#[derive(Deserialize)]
struct AnswerBody {
    position: Position,
    #[serde(default)]
    text: String,
    file: Option<String>,
    #[serde(default)]
    file_name: String,
    #[serde(default)]
    signed_by: String,
}

/// Takes a message; the acknowledgement.
pub fn take(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    envelope: &Envelope,
) -> Result<Envelope, ConsultationRefused> {
    acting.permit::<MayExchange>()?;
    if envelope.version != VERSION {
        return Err(ConsultationRefused::Message("version"));
    }
    if envelope.to.code != cooperation.own.code {
        return Err(ConsultationRefused::Message("to"));
    }
    if let Some(reply) = crate::store::reply_before(tx, acting.agency, envelope)? {
        return Ok(serde_json::from_str(&reply).map_err(StoreError::from)?);
    }
    let part = match envelope.kind {
        MessageKind::Request => asked(tx, cooperation, acting, envelope)?,
        MessageKind::Answer => answered(tx, cooperation, acting, envelope)?,
        MessageKind::Remind => reminded(tx, acting, envelope)?,
        MessageKind::Withdraw => withdrawn(tx, cooperation, acting, envelope)?,
        MessageKind::Acknowledge => return Err(ConsultationRefused::Message("kind")),
    };
    let reply = Envelope {
        version: VERSION,
        id: format!("{}:{}", cooperation.own.code, tx.next_id(acting.at)),
        kind: MessageKind::Acknowledge,
        conversation: envelope.conversation.clone(),
        in_reply_to: Some(envelope.id.clone()),
        sent_at: acting.at,
        from: cooperation.own.clone(),
        to: envelope.from.clone(),
        body: json!({}),
        signature: None,
    };
    let text = serde_json::to_string(&reply).map_err(StoreError::from)?;
    crate::store::keep_message(tx, (acting.agency, true, part), envelope, (acting.at, &text))?;
    Ok(reply)
}

fn asked(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    envelope: &Envelope,
) -> Result<PartId, ConsultationRefused> {
    let body: RequestBody = read(envelope)?;
    if body.subject.trim().is_empty() || body.content.trim().is_empty() {
        return Err(ConsultationRefused::ContentMissing);
    }
    let (unit, name) = competent(tx, cooperation, acting, &body)?;
    let year = acting.at.date().year();
    let number = tx.next_number(acting.agency, "consultation", &year.to_string())?;
    let consultation = Consultation {
        id: ConsultationId(tx.next_id(acting.at)),
        agency: acting.agency,
        number: format!("LT-{year}-{number:06}"),
        direction: Direction::Incoming,
        kind: body.request,
        mode: SendMode::Parallel,
        dossier: None,
        dossier_code: body.dossier,
        subject: body.subject,
        content: body.content,
        legal_basis: body.legal_basis,
        silence_basis: String::new(),
        unit,
        asker_code: envelope.from.code.clone(),
        asker_name: envelope.from.name.clone(),
        conversation: envelope.conversation.clone(),
        asked_at: acting.at,
        asked_by: None,
        withdrawn_at: None,
        version: 1,
    };
    crate::store::insert(tx, &consultation)?;
    let body_of = Body { unit: Some(unit), code: name.0, name: name.1 };
    let part = new_part(&consultation, PartId(tx.next_id(acting.at)), 0, (&body_of, body.days));
    crate::store::insert_part(tx, &part)?;
    if let Some(due_at) = body.due_at {
        // The asker's limit is the limit; without one the days are counted by our calendar.
        let before = crate::store::part(tx, part.id)?;
        let after = Part { due_at: Some(due_at), ..before.clone() };
        save(tx, acting, &consultation, (&before, &after))?;
    }
    open_next(tx, cooperation, acting, &consultation)?;
    let payload = json!({
        "number": consultation.number,
        "from": envelope.from.code,
        "message": envelope.id,
        "unit": unit,
    });
    let subject = (SCHEMA.subject, consultation.id.get());
    journal::append(tx, acting, "consultation.received", subject, &payload)?;
    Ok(part.id)
}

/// Our unit that answers: the one named, else the one of the procedure, else the office.
fn competent(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    body: &RequestBody,
) -> Result<(UnitId, (String, String)), ConsultationRefused> {
    let mut found = None;
    if !body.unit.is_empty() {
        found = identity::unit_by_code(tx, acting.agency, &body.unit)?;
    }
    if found.is_none() && !body.procedure.is_empty() {
        let current = cooperation.office.catalogue.current(tx, acting.agency, &body.procedure)?;
        if let Some(current) = current {
            found = identity::unit(tx, current.unit)?;
        }
    }
    if found.is_none()
        && let Some(office) = cooperation.office.places.office.or(cooperation.office.places.desk)
    {
        found = identity::unit(tx, office)?;
    }
    let unit = found.ok_or(ConsultationRefused::Message("unit"))?;
    Ok((unit.id, (unit.code, unit.name)))
}

/// Our part that a message of an asked body is about.
fn own_part(tx: &mut Tx<'_>, acting: &Acting, envelope: &Envelope) -> Result<Part, ConsultationRefused> {
    let (conversation, part) =
        envelope.conversation.rsplit_once(':').ok_or(ConsultationRefused::UnknownConversation)?;
    let consultation = crate::store::by_conversation(tx, acting.agency, Direction::Own, conversation)?
        .ok_or(ConsultationRefused::UnknownConversation)?;
    let parts = crate::store::parts(tx, consultation.id)?;
    parts
        .into_iter()
        .find(|one| one.id.to_string() == part && one.body.code == envelope.from.code)
        .ok_or(ConsultationRefused::UnknownConversation)
}

fn answered(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    envelope: &Envelope,
) -> Result<PartId, ConsultationRefused> {
    let body: AnswerBody = read(envelope)?;
    let part = own_part(tx, acting, envelope)?;
    let given = Answer {
        position: body.position,
        text: body.text,
        file: body.file,
        file_name: body.file_name,
        signed_by: body.signed_by,
    };
    record(tx, cooperation, acting, (&part, &given))?;
    Ok(part.id)
}

/// The request of another agency that a message is about, and our part of it.
fn asked_part(
    tx: &mut Tx<'_>,
    acting: &Acting,
    envelope: &Envelope,
) -> Result<(Consultation, Part), ConsultationRefused> {
    let unknown = ConsultationRefused::UnknownConversation;
    let found =
        crate::store::by_conversation(tx, acting.agency, Direction::Incoming, &envelope.conversation)?;
    let Some(consultation) = found.filter(|one| one.asker_code == envelope.from.code) else {
        return Err(unknown);
    };
    let part = crate::store::parts(tx, consultation.id)?.into_iter().next().ok_or(unknown)?;
    Ok((consultation, part))
}

fn reminded(tx: &mut Tx<'_>, acting: &Acting, envelope: &Envelope) -> Result<PartId, ConsultationRefused> {
    let (_, part) = asked_part(tx, acting, envelope)?;
    let payload = json!({ "from": envelope.from.code, "message": envelope.id });
    journal::append(tx, acting, "consultation.reminded", (SCHEMA.subject, part.id.get()), &payload)?;
    Ok(part.id)
}

fn withdrawn(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    envelope: &Envelope,
) -> Result<PartId, ConsultationRefused> {
    let (consultation, part) = asked_part(tx, acting, envelope)?;
    let reason = envelope.body.get("reason").and_then(serde_json::Value::as_str).unwrap_or_default();
    take_back(tx, cooperation, acting, (&consultation, reason))?;
    Ok(part.id)
}

fn read<T: serde::de::DeserializeOwned>(envelope: &Envelope) -> Result<T, ConsultationRefused> {
    serde_json::from_value(envelope.body.clone()).map_err(|_| ConsultationRefused::Message("body"))
}
