//! The financial duty: what is owed, asking for it, its settlement. While the applicant is asked to pay, the clock
//! stands still (public status 6). Who paid what, and how, is kept by the context of payments above this one.

use kernel::{Acting, DossierId};
use serde_json::json;
use store::Tx;

use super::frame::{Case, save};
use super::pause::run_again;
use super::{MayReceive, MayWork};
use crate::domain::{ClockRow, Dossier, DossierRefused, PublicStatus, require_open, sort_key};
use crate::office::Office;

/// What is owed, as somebody found.
#[derive(Debug, Clone)]
pub struct AssessDuty {
    /// Fee and charge less exemptions, in đồng.
    pub amount: i64,
    /// What it consists of, and why less is owed where less is.
    pub reason: String,
}

/// A request to pay.
#[derive(Debug, Clone)]
pub struct AskPayment {
    /// What is owed, in đồng.
    pub amount: i64,
    /// The act that sets it.
    pub legal_basis: String,
}

/// A duty settled.
#[derive(Debug, Clone)]
pub struct SettlePayment {
    /// Whether it was paid online.
    pub online: bool,
    /// Number of the receipt or code of the order.
    pub reference: String,
}

/// Sets what is owed, as long as nothing was settled.
pub fn assess_duty(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &AssessDuty),
) -> Result<Dossier, DossierRefused> {
    if acting.permit::<MayReceive>().is_err() {
        acting.permit::<MayWork>()?;
    }
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let before = &case.dossier;
    require_later(before, acting)?;
    if before.payment_settled_at.is_some() {
        return Err(DossierRefused::PaidAlready);
    }
    if cmd.amount < 0 || cmd.amount > MOST_OWED {
        return Err(DossierRefused::NothingOwed);
    }
    let mut after = before.clone();
    after.duty = cmd.amount;
    let detail = json!({ "amount": cmd.amount, "reason": cmd.reason });
    save(tx, acting, "dossier.duty_assessed", (before, &after), detail)?;
    Ok(after)
}

/// Asks the applicant to pay; the clock stops until the duty is settled.
pub fn ask_payment(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &AskPayment),
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayWork>()?;
    if cmd.legal_basis.trim().is_empty() {
        return Err(DossierRefused::ReasonMissing);
    }
    if cmd.amount <= 0 || cmd.amount > MOST_OWED {
        return Err(DossierRefused::NothingOwed);
    }
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let (work, acting) = case.held(tx, acting)?;
    let before = &case.dossier;
    if before.payment_asked_at.is_some() || before.payment_settled_at.is_some() {
        return Err(DossierRefused::PaidAlready);
    }
    if before.paused_at.is_some() {
        return Err(DossierRefused::WrongState(PublicStatus::of(before)));
    }
    let mut after = before.clone();
    after.started_at = after.started_at.or(Some(acting.at));
    after.paused_at = Some(acting.at);
    after.payment_asked_at = Some(acting.at);
    after.duty = cmd.amount;
    let row = ClockRow {
        at: acting.at,
        event: "paused".to_owned(),
        due_before: before.due_at,
        due_after: before.due_at,
        account: acting.actor,
        reason: "Chờ thực hiện nghĩa vụ tài chính".to_owned(),
        legal_basis: cmd.legal_basis.clone(),
        detail: json!({ "amount": cmd.amount }),
    };
    crate::store::insert_clock(tx, id, &row)?;
    process::resort(tx, id.get(), sort_key(&after))?;
    let detail = json!({ "step": work.step, "amount": cmd.amount, "legal_basis": cmd.legal_basis });
    save(tx, &acting, "dossier.payment_asked", (before, &after), detail)?;
    Ok(after)
}

/// Notes that the duty is settled. Where the clock stood still for it, it runs again. Also after the end: what
/// is owed is owed until the result is handed out.
pub fn settle_payment(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &SettlePayment),
) -> Result<Dossier, DossierRefused> {
    // A payment confirmed by the gateway has no actor: the context of payments has checked it.
    if acting.actor.is_some() && acting.permit::<MayReceive>().is_err() {
        acting.permit::<MayWork>()?;
    }
    let case = Case::load(tx, office, id)?;
    let before = &case.dossier;
    require_later(before, acting)?;
    if before.payment_settled_at.is_some() {
        return Err(DossierRefused::PaidAlready);
    }
    if before.duty <= 0 {
        return Err(DossierRefused::NothingOwed);
    }
    let mut after = before.clone();
    after.payment_settled_at = Some(acting.at);
    after.paid_online = cmd.online;
    if before.awaits_payment() && !PublicStatus::of(before).is_end() {
        run_again(tx, acting, &case, &mut after)?;
        process::resort(tx, id.get(), sort_key(&after))?;
    }
    let detail = json!({ "amount": before.duty, "online": cmd.online, "reference": cmd.reference });
    save(tx, acting, "dossier.payment_settled", (before, &after), detail)?;
    Ok(after)
}

/// No procedure of a department costs a billion đồng.
const MOST_OWED: i64 = 1_000_000_000;

/// Refuses what lies before the receipt or before the clock stopped.
fn require_later(dossier: &Dossier, acting: &Acting) -> Result<(), DossierRefused> {
    let earliest = dossier.paused_at.unwrap_or(dossier.registered_at).max(dossier.registered_at);
    if acting.at < earliest { Err(DossierRefused::TooEarly(earliest)) } else { Ok(()) }
}
