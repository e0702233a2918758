//! Asking other units and agencies about a dossier (NĐ 61/2018/NĐ-CP, Đ.19 k.5, k.6, k.7).

use dossier::PublicStatus;
use kernel::{Acting, DossierId};
use serde_json::json;
use store::{Tx, journal};

use super::MayAsk;
use super::frame::open_next;
use crate::domain::{
    Body, Consultation, ConsultationId, ConsultationKind, ConsultationRefused, Direction, Part, PartId,
    SCHEMA, SendMode,
};
use crate::office::Cooperation;

/// The longest limit, in working days.
const LONGEST: u16 = 30;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// About which dossier.
    pub dossier: DossierId,
    /// An opinion or a part of the work.
    pub kind: ConsultationKind,
    /// In which order.
    pub mode: SendMode,
    /// In one line.
    pub subject: String,
    /// The question.
    pub content: String,
    /// Why it may be asked.
    pub legal_basis: String,
    /// The law under which silence is consent; empty: silence is only late.
    pub silence_basis: String,
    /// Who is asked, with the working days given.
    pub bodies: Vec<(Body, u16)>,
}

/// Asks. The dossier's own clock runs on: the time for opinions lies within its limit.
pub fn ask(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    cmd: &Ask,
) -> Result<Consultation, ConsultationRefused> {
    acting.permit::<MayAsk>()?;
    check(cmd)?;
    let dossier = dossier::store::find(tx, cmd.dossier)?;
    let status = PublicStatus::of(&dossier);
    if status.is_end() {
        return Err(ConsultationRefused::DossierStatus(status));
    }
    let work = process::current(tx, dossier.id.get())?.ok_or(ConsultationRefused::NotHeld)?;
    let on_behalf_of = match process::may_work(tx, acting, &work) {
        Ok(on_behalf_of) => on_behalf_of,
        // The unit that settles the dossier asks, also while its head holds the step.
        Err(process::ProcessRefused::NotYours) if acting.unit == Some(dossier.unit) => None,
        Err(process::ProcessRefused::NotYours) => return Err(ConsultationRefused::NotHeld),
        Err(refused) => return Err(refused.into()),
    };
    let acting = Acting { on_behalf_of, ..acting.clone() };
    let year = acting.at.date().year();
    let number = tx.next_number(acting.agency, "consultation", &year.to_string())?;
    let id = ConsultationId(tx.next_id(acting.at));
    let consultation = Consultation {
        id,
        agency: acting.agency,
        number: format!("LT-{year}-{number:06}"),
        direction: Direction::Own,
        kind: cmd.kind,
        mode: cmd.mode,
        dossier: Some(dossier.id),
        dossier_code: dossier.code.clone(),
        subject: cmd.subject.clone(),
        content: cmd.content.clone(),
        legal_basis: cmd.legal_basis.clone(),
        silence_basis: cmd.silence_basis.trim().to_owned(),
        unit: dossier.unit,
        asker_code: String::new(),
        asker_name: String::new(),
        conversation: format!("{}:{id}", cooperation.own.code),
        asked_at: acting.at,
        asked_by: acting.actor,
        withdrawn_at: None,
        version: 1,
    };
    crate::store::insert(tx, &consultation)?;
    for (place, (body, days)) in cmd.bodies.iter().enumerate() {
        let id = PartId(tx.next_id(acting.at));
        crate::store::insert_part(tx, &new_part(&consultation, id, place, (body, *days)))?;
    }
    let opened = open_next(tx, cooperation, &acting, &consultation)?;
    let payload = json!({
        "number": consultation.number,
        "dossier": dossier.id,
        "kind": cmd.kind,
        "mode": cmd.mode,
        "bodies": cmd.bodies.iter().map(|(body, days)| json!([body.code, days])).collect::<Vec<_>>(),
        "due_at": opened.iter().map(|part| part.due_at).collect::<Vec<_>>(),
        "silence_basis": consultation.silence_basis,
    });
    journal::append(tx, &acting, "consultation.asked", (SCHEMA.subject, id.get()), &payload)?;
    Ok(consultation)
}

fn check(cmd: &Ask) -> Result<(), ConsultationRefused> {
    // NĐ 61/2018/NĐ-CP, Đ.19 k.5: the request states its content and the limit.
    if cmd.subject.trim().is_empty() || cmd.content.trim().is_empty() {
        return Err(ConsultationRefused::ContentMissing);
    }
    if cmd.bodies.is_empty() {
        return Err(ConsultationRefused::NobodyAsked);
    }
    if cmd.bodies.iter().any(|(_, days)| !(1..=LONGEST).contains(days)) {
        return Err(ConsultationRefused::Limit);
    }
    Ok(())
}

/// A part whose clock has not begun.
pub(super) fn new_part(
    consultation: &Consultation,
    id: PartId,
    place: usize,
    (body, days): (&Body, u16),
) -> Part {
    Part {
        id,
        agency: consultation.agency,
        consultation: consultation.id,
        place: place as i64 + 1,
        body: body.clone(),
        days,
        opened_at: None,
        due_at: None,
        acknowledged_at: None,
        reminded_before_at: None,
        reminded_after_at: None,
        answered_at: None,
        position: None,
        answer: String::new(),
        file: None,
        file_name: String::new(),
        answered_by: String::new(),
        assumed_at: None,
        withdrawn_at: None,
        ended_known_at: None,
        version: 1,
    }
}
