//! A new date with a letter of apology: once, at least one day before the limit ends
//! (NĐ 61/2018/NĐ-CP, Đ.19 k.9).

use kernel::{Acting, DossierId, Instant};
use serde_json::json;
use store::Tx;

use super::MayWork;
use super::frame::{Case, paper_number, save};
use crate::domain::{ClockRow, Dossier, DossierRefused, PublicStatus, require_open, sort_key};
use crate::office::Office;

/// A new date.
#[derive(Debug, Clone)]
pub struct Reappoint {
    /// The new deadline.
    pub due_at: Instant,
    /// Why the old one cannot be kept.
    pub reason: String,
}

/// Appoints a new date.
pub fn reappoint(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &Reappoint),
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayWork>()?;
    if cmd.reason.trim().is_empty() {
        return Err(DossierRefused::ReasonMissing);
    }
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let (work, acting) = case.held(tx, acting)?;
    let before = &case.dossier;
    if before.paused_at.is_some() {
        return Err(DossierRefused::WrongState(PublicStatus::of(before)));
    }
    let due = before.due_at.ok_or(DossierRefused::NoDeadline)?;
    calendar::rules::may_reappoint(&case.calendar, before.n_extensions as usize, acting.at, due, cmd.due_at)
        .map_err(DossierRefused::Apology)?;
    let mut after = before.clone();
    after.due_at = Some(cmd.due_at);
    after.index_due_at = if before.n_supplements == 0 { Some(cmd.due_at) } else { before.index_due_at };
    after.n_extensions += 1;
    let number = paper_number(tx, &acting, "form-04")?;
    let row = ClockRow {
        at: acting.at,
        event: "reappointed".to_owned(),
        due_before: before.due_at,
        due_after: after.due_at,
        account: acting.actor,
        reason: cmd.reason.clone(),
        legal_basis: "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9".to_owned(),
        detail: json!({ "number": number }),
    };
    crate::store::insert_clock(tx, id, &row)?;
    process::resort(tx, id.get(), sort_key(&after))?;
    save(
        tx,
        &acting,
        "dossier.reappointed",
        (before, &after),
        json!({ "step": work.step, "reason": cmd.reason, "number": number }),
    )?;
    Ok(after)
}
