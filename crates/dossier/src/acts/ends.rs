//! Ends without a result, and the result put on the portal.

use kernel::{Acting, DossierId};
use process::Outcome;
use serde_json::json;
use store::Tx;

use super::frame::{Case, paper_number, save};
use super::{MayReceive, MayWork};
use crate::domain::{Dossier, DossierRefused, End, PublicStatus, end, require_open};
use crate::office::Office;

/// A refusal with its legal reason (NĐ 61/2018/NĐ-CP, Đ.17, Đ.19 k.8).
#[derive(Debug, Clone)]
pub struct Refusal {
    /// Why.
    pub reason: String,
    /// By which article.
    pub legal_basis: String,
}

/// Refuses: at the counter it was not taken in, later its processing is stopped.
pub fn refuse(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &Refusal),
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayWork>()?;
    if cmd.reason.trim().is_empty() || cmd.legal_basis.trim().is_empty() {
        return Err(DossierRefused::ReasonMissing);
    }
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let (work, acting) = case.held(tx, acting)?;
    let after = end(&case.calendar, &case.dossier, End::Refused, acting.at);
    process::close(tx, &acting, &work, Outcome::Ended, Some(&cmd.reason))?;
    let number = paper_number(tx, &acting, "form-03")?;
    let detail =
        json!({ "step": work.step, "reason": cmd.reason, "legal_basis": cmd.legal_basis, "number": number });
    save(tx, &acting, "dossier.refused", (&case.dossier, &after), detail)?;
    Ok(after)
}

/// Stops the processing for a reason in law that lies in the matter, not in the papers.
pub fn stop(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &Refusal),
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayWork>()?;
    if cmd.reason.trim().is_empty() || cmd.legal_basis.trim().is_empty() {
        return Err(DossierRefused::ReasonMissing);
    }
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let (work, acting) = case.held_or_headed(tx, acting)?;
    let detail = json!({ "step": work.step, "reason": cmd.reason, "legal_basis": cmd.legal_basis });
    stopped(tx, &acting, (&case, &work), (&cmd.reason, "dossier.stopped", detail))
}

/// Stops the processing of a dossier whose supplement did not come in the time given for it.
pub fn close_after_silence(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    id: DossierId,
) -> Result<Dossier, DossierRefused> {
    if acting.actor.is_some() && acting.permit::<MayReceive>().is_err() {
        acting.permit::<MayWork>()?;
    }
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let answer_by = case.dossier.citizen_due_at.filter(|_| case.dossier.awaits_supplement());
    if answer_by.is_none_or(|answer_by| acting.at <= answer_by) {
        return Err(DossierRefused::MayStillAnswer);
    }
    let work = case.work.clone().ok_or(process::ProcessRefused::Closed)?;
    let reason = "Hết thời hạn bổ sung mà người nộp không bổ sung hồ sơ.";
    let detail = json!({ "step": work.step, "reason": reason, "answer_by": answer_by });
    stopped(tx, acting, (&case, &work), (reason, "dossier.closed_after_silence", detail))
}

fn stopped(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (case, work): (&Case, &process::Work),
    (reason, kind, detail): (&str, &str, serde_json::Value),
) -> Result<Dossier, DossierRefused> {
    let after = end(&case.calendar, &case.dossier, End::Stopped, acting.at);
    process::close(tx, acting, work, Outcome::Ended, Some(reason))?;
    save(tx, acting, kind, (&case.dossier, &after), detail)?;
    Ok(after)
}

/// Notes that papers and result are archived digitally with their data (NĐ 107/2021/NĐ-CP, Đ.1).
pub fn note_digitised(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    id: DossierId,
) -> Result<Dossier, DossierRefused> {
    if acting.permit::<MayReceive>().is_err() {
        acting.permit::<MayWork>()?;
    }
    let case = Case::load(tx, office, id)?;
    let before = &case.dossier;
    if before.digitised_at.is_some() || before.finished_at.is_none_or(|finished| acting.at < finished) {
        return Err(DossierRefused::WrongState(PublicStatus::of(before)));
    }
    let mut after = before.clone();
    after.digitised_at = Some(acting.at);
    save(tx, acting, "dossier.digitised", (before, &after), json!({}))?;
    Ok(after)
}

/// The applicant takes the dossier back; entered at the counter or by whoever holds it.
pub fn withdraw(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, reason): (DossierId, &str),
) -> Result<Dossier, DossierRefused> {
    if acting.permit::<MayReceive>().is_err() {
        acting.permit::<MayWork>()?;
    }
    if reason.trim().is_empty() {
        return Err(DossierRefused::ReasonMissing);
    }
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let work = case.work.clone().ok_or(process::ProcessRefused::Closed)?;
    if acting.at < work.opened_at {
        return Err(DossierRefused::TooEarly(work.opened_at));
    }
    let after = end(&case.calendar, &case.dossier, End::Withdrawn, acting.at);
    process::close(tx, acting, &work, Outcome::Ended, Some(reason))?;
    save(
        tx,
        acting,
        "dossier.withdrawn",
        (&case.dossier, &after),
        json!({ "step": work.step, "reason": reason }),
    )?;
    Ok(after)
}

/// Puts the result of a finished dossier on the portal, where that was not done when it was issued.
pub fn publish_result(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    id: DossierId,
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayWork>()?;
    let case = Case::load(tx, office, id)?;
    let before = &case.dossier;
    if before.finished_at.is_none() || before.result_published_at.is_some() {
        return Err(DossierRefused::WrongState(PublicStatus::of(before)));
    }
    let mut after = before.clone();
    after.result_published_at = Some(acting.at);
    save(tx, acting, "dossier.result_published", (before, &after), json!({}))?;
    Ok(after)
}
