//! What several acts have in common: opening parts, ending them, messages, facts.

use kernel::{Acting, FactChange, Instant, Role};
use process::{Headline, Opening, Outcome, SortKey, StepRef};
use serde_json::{Value, json};
use store::{StoreError, Tx, jobs};

use crate::domain::{
    Consultation, ConsultationRefused, Direction, Part, SCHEMA, due, fact, remind_before, to_open,
};
use crate::exchange::{Envelope, MessageKind, Peer, VERSION};
use crate::jobs::{REMIND_JOB, SEND_JOB, SILENCE_JOB};
use crate::office::Cooperation;

/// Begins the clock of every part whose turn it is; those parts.
pub(super) fn open_next(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    consultation: &Consultation,
) -> Result<Vec<Part>, ConsultationRefused> {
    let parts = crate::store::parts(tx, consultation.id)?;
    let calendar = cooperation.office.calendars.of(tx, consultation.agency, None)?;
    let mut opened = Vec::new();
    for at in to_open(consultation.mode, &parts) {
        let Some(before) = parts.get(at) else { continue };
        let mut part = before.clone();
        part.opened_at = Some(acting.at);
        let due_at = part.due_at.unwrap_or_else(|| due(&calendar, acting.at, part.days));
        part.due_at = Some(due_at);
        save(tx, acting, consultation, (before, &part))?;
        let payload = |which: &str| json!({ "part": part.id, "which": which });
        if let Some(at) = remind_before(&calendar, acting.at, due_at) {
            jobs::enqueue(tx, part.agency, REMIND_JOB, &payload("before"), at)?;
        }
        let over = due_at.plus_minutes(1);
        jobs::enqueue(tx, part.agency, REMIND_JOB, &payload("after"), over)?;
        if !consultation.silence_basis.is_empty() {
            jobs::enqueue(tx, part.agency, SILENCE_JOB, &payload("silence"), over)?;
        }
        match part.body.unit {
            Some(_) => give_work(tx, cooperation, acting, (consultation, &part))?,
            None => send(
                tx,
                cooperation,
                acting,
                (consultation, &part),
                MessageKind::Request,
                request(consultation, &part),
            )?,
        }
        opened.push(part);
    }
    Ok(opened)
}

fn request(consultation: &Consultation, part: &Part) -> Value {
    json!({
        "number": consultation.number,
        "request": consultation.kind,
        "dossier": consultation.dossier_code,
        "subject": consultation.subject,
        "content": consultation.content,
        "legal_basis": consultation.legal_basis,
        "silence_basis": consultation.silence_basis,
        "days": part.days,
        "due_at": part.due_at,
    })
}

/// Puts a part into the inbox of the unit that is asked: with a specialist, else the head, else the clerk.
fn give_work(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    (consultation, part): (&Consultation, &Part),
) -> Result<(), ConsultationRefused> {
    let Some(unit) = part.body.unit else { return Ok(()) };
    let calendar = cooperation.office.calendars.of(tx, consultation.agency, Some(unit))?;
    let asker = if consultation.direction == Direction::Incoming {
        consultation.asker_name.clone()
    } else {
        format!("Hồ sơ {}", consultation.dossier_code)
    };
    let opening = |role: Role| Opening {
        subject: SCHEMA.subject,
        subject_id: part.id.get(),
        step: StepRef {
            code: "tra-loi".to_owned(),
            name: "Trả lời".to_owned(),
            role,
            allotted: None,
            reading: calendar::Reading::DayCount,
        },
        unit,
        account: None,
        headline: Headline {
            code: consultation.number.clone(),
            title: asker.clone(),
            topic: consultation.kind.code().to_owned(),
            topic_name: consultation.subject.clone(),
        },
        sort: part.due_at.map_or(SortKey::NO_DEADLINE, SortKey::due),
    };
    let roles = [Role::Specialist, Role::HeadOfDivision, Role::Clerk, Role::CounterOfficer, Role::Director];
    let mut nobody = None;
    for role in roles {
        match process::open(tx, acting, &calendar, &opening(role)) {
            Ok(_) => return Ok(()),
            Err(refused @ process::ProcessRefused::Nobody { .. }) => nobody = nobody.or(Some(refused)),
            Err(refused) => return Err(refused.into()),
        }
    }
    nobody.map_or(Ok(()), |refused| Err(refused.into()))
}

/// Takes a part's work out of the inbox.
pub(super) fn close_work(
    tx: &mut Tx<'_>,
    acting: &Acting,
    part: &Part,
    (outcome, reason): (Outcome, Option<&str>),
) -> Result<(), ConsultationRefused> {
    if let Some(work) = process::current(tx, part.id.get())? {
        process::close(tx, acting, &work, outcome, reason)?;
    }
    Ok(())
}

/// Keeps a message to another agency and has it sent. The asker of an incoming request is told the same way.
pub(super) fn send(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    (consultation, part): (&Consultation, &Part),
    kind: MessageKind,
    body: Value,
) -> Result<(), StoreError> {
    let to = match consultation.direction {
        Direction::Incoming => {
            Peer { code: consultation.asker_code.clone(), name: consultation.asker_name.clone() }
        }
        Direction::Own => Peer { code: part.body.code.clone(), name: part.body.name.clone() },
    };
    let envelope = Envelope {
        version: VERSION,
        id: format!("{}:{}", cooperation.own.code, tx.next_id(acting.at)),
        kind,
        conversation: conversation(consultation, part),
        in_reply_to: None,
        sent_at: acting.at,
        from: cooperation.own.clone(),
        to,
        body,
        signature: None,
    };
    let id = crate::store::keep_message(tx, (part.agency, false, part.id), &envelope, (acting.at, ""))?;
    jobs::enqueue(tx, part.agency, SEND_JOB, &json!({ "message": id }), acting.at)?;
    Ok(())
}

/// Each body has a conversation of its own with us.
pub(super) fn conversation(consultation: &Consultation, part: &Part) -> String {
    match consultation.direction {
        Direction::Incoming => consultation.conversation.clone(),
        Direction::Own => format!("{}:{}", consultation.conversation, part.id),
    }
}

/// Saves what an act made of a part and tells the indicators.
pub(super) fn save(
    tx: &mut Tx<'_>,
    acting: &Acting,
    consultation: &Consultation,
    (before, after): (&Part, &Part),
) -> Result<(), StoreError> {
    crate::store::save_part(tx, after)?;
    let day = acting.at.date();
    let (old, new) = (fact(consultation, before, day), fact(consultation, after, day));
    if old == new {
        return Ok(());
    }
    tx.announce(&FactChange {
        agency: after.agency,
        subject: SCHEMA.subject,
        id: after.id.get(),
        known_on: day,
        before: old,
        after: new,
    })
}

/// A part that ends now.
pub(super) fn ended(part: &Part, known_at: Instant) -> Part {
    Part { ended_known_at: Some(known_at), ..part.clone() }
}
