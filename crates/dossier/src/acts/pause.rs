//! Stopping the clock for another reason that the law provides for, and letting it run again.

use kernel::{Acting, DossierId};
use serde_json::json;
use store::Tx;

use super::MayWork;
use super::frame::{Case, save};
use crate::domain::{ClockRow, Dossier, DossierRefused, PublicStatus, clocks, require_open, sort_key};
use crate::office::Office;

/// A pause.
#[derive(Debug, Clone)]
pub struct Pausing {
    /// Why.
    pub reason: String,
    /// By which article.
    pub legal_basis: String,
}

/// Stops the clock.
pub fn pause(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &Pausing),
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayWork>()?;
    if cmd.reason.trim().is_empty() || cmd.legal_basis.trim().is_empty() {
        return Err(DossierRefused::ReasonMissing);
    }
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let (work, acting) = case.held(tx, acting)?;
    let before = &case.dossier;
    if before.paused_at.is_some() {
        return Err(DossierRefused::WrongState(PublicStatus::of(before)));
    }
    let mut after = before.clone();
    after.started_at = after.started_at.or(Some(acting.at));
    after.paused_at = Some(acting.at);
    let row = ClockRow {
        at: acting.at,
        event: "paused".to_owned(),
        due_before: before.due_at,
        due_after: before.due_at,
        account: acting.actor,
        reason: cmd.reason.clone(),
        legal_basis: cmd.legal_basis.clone(),
        detail: json!({}),
    };
    crate::store::insert_clock(tx, id, &row)?;
    process::resort(tx, id.get(), sort_key(&after))?;
    let detail = json!({ "step": work.step, "reason": cmd.reason, "legal_basis": cmd.legal_basis });
    save(tx, &acting, "dossier.paused", (before, &after), detail)?;
    Ok(after)
}

/// Lets the clock run again.
pub fn resume(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    id: DossierId,
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayWork>()?;
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let (work, acting) = case.held(tx, acting)?;
    let before = &case.dossier;
    if before.paused_at.is_none() || before.awaits_supplement() || before.awaits_payment() {
        return Err(DossierRefused::WrongState(PublicStatus::of(before)));
    }
    let mut after = before.clone();
    run_again(tx, &acting, &case, &mut after)?;
    process::resort(tx, id.get(), sort_key(&after))?;
    save(tx, &acting, "dossier.resumed", (before, &after), json!({ "step": work.step }))?;
    Ok(after)
}

/// Writes that the clock runs again, and what the deadline is now.
pub(super) fn run_again(
    tx: &mut Tx<'_>,
    acting: &Acting,
    case: &Case,
    after: &mut Dossier,
) -> Result<(), DossierRefused> {
    let before = &case.dossier;
    let mut row = ClockRow {
        at: acting.at,
        event: "resumed".to_owned(),
        due_before: before.due_at,
        due_after: None,
        account: acting.actor,
        reason: String::new(),
        legal_basis: String::new(),
        detail: json!({}),
    };
    let mut rows = crate::store::clock_rows(tx, before.id)?;
    rows.push(row.clone());
    let limit = case.limit().ok_or(DossierRefused::NotOffered)?;
    let clocks = clocks(&case.calendar, &limit, before, &rows)?;
    after.paused_at = None;
    after.due_at = clocks.statutory.due.map(|due| due.at);
    row.due_after = after.due_at;
    Ok(crate::store::insert_clock(tx, before.id, &row)?)
}
