//! Giving money back: one asks, another approves.

use kernel::{Acting, Dong, DossierId, Forbidden};
use serde_json::json;
use store::{StoreError, Tx, journal};

use super::frame::{dossier_of, require_open_day};
use super::{MayApproveRefund, MayRefund};
use crate::domain::{Method, PaymentRefused, Posting, Refund, RefundState};
use crate::store::ledger::About;
use crate::store::{duty as duties, ledger, refunds as rows};

/// A refund that somebody asks for.
#[derive(Debug, Clone)]
pub struct AskRefund {
    /// How much.
    pub amount: Dong,
    /// How it goes back.
    pub method: Method,
    /// Why.
    pub reason: String,
    /// By which article.
    pub legal_basis: String,
}

/// Asks for a refund, of all or a part.
pub fn ask_refund(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (id, cmd): (DossierId, &AskRefund),
) -> Result<Refund, PaymentRefused> {
    acting.permit::<MayRefund>()?;
    if cmd.reason.trim().is_empty() || cmd.legal_basis.trim().is_empty() {
        return Err(PaymentRefused::ReasonMissing);
    }
    let dossier = dossier_of(tx, acting, id)?;
    let duty = duties::find(tx, id)?.ok_or(PaymentRefused::NotAssessed)?;
    let waiting = rows::of_dossier(tx, id)?;
    let waiting = waiting.iter().filter(|refund| refund.state() == RefundState::Asked);
    let most = duty.refundable().0 - waiting.map(|refund| refund.amount.0).sum::<i64>();
    if cmd.amount.0 <= 0 || cmd.amount.0 > most {
        return Err(PaymentRefused::RefundTooLarge { most: Dong(most.max(0)) });
    }
    let refund = Refund {
        id: tx.next_id(acting.at),
        agency: acting.agency,
        dossier: id,
        dossier_code: dossier.code,
        unit: dossier.unit,
        amount: cmd.amount,
        method: cmd.method,
        reason: cmd.reason.trim().to_owned(),
        legal_basis: cmd.legal_basis.trim().to_owned(),
        asked_by: acting.actor,
        asked_at: acting.at,
        decided_by: None,
        decided_at: None,
        approved: None,
        decision_note: String::new(),
        version: 1,
    };
    rows::insert(tx, &refund)?;
    let payload = json!({
        "dossier": id,
        "amount": refund.amount,
        "method": refund.method,
        "reason": refund.reason,
        "legal_basis": refund.legal_basis,
    });
    journal::append(tx, acting, "payment.refund_asked", ("refund", refund.id), &payload)?;
    Ok(refund)
}

/// A decision on a refund.
#[derive(Debug, Clone)]
pub struct DecideRefund {
    /// Whether the money goes back.
    pub approve: bool,
    /// What is said with it; needed with a rejection.
    pub note: String,
}

/// Decides on a refund; whoever asked cannot.
pub fn decide_refund(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (id, cmd): (i64, &DecideRefund),
) -> Result<Refund, PaymentRefused> {
    acting.permit::<MayApproveRefund>()?;
    let actor = acting.actor.ok_or(Forbidden("payment.approve_refund"))?;
    let mut refund = rows::find(tx, acting.agency, id)?;
    if refund.state() != RefundState::Asked {
        return Err(PaymentRefused::DecidedAlready);
    }
    // Luật Kế toán 88/2015/QH13, Đ.39: nobody approves what they asked for themselves, also not for somebody else.
    if refund.asked_by == Some(actor)
        || (acting.on_behalf_of.is_some() && refund.asked_by == acting.on_behalf_of)
    {
        return Err(PaymentRefused::SamePerson);
    }
    if !cmd.approve && cmd.note.trim().is_empty() {
        return Err(PaymentRefused::ReasonMissing);
    }
    refund.decided_by = Some(actor);
    refund.decided_at = Some(acting.at);
    refund.approved = Some(cmd.approve);
    cmd.note.trim().clone_into(&mut refund.decision_note);
    if cmd.approve {
        give_back(tx, acting, &refund)?;
    }
    rows::save(tx, &refund)?;
    let kind = if cmd.approve { "payment.refund_approved" } else { "payment.refund_rejected" };
    let payload = json!({ "dossier": refund.dossier, "amount": refund.amount, "note": refund.decision_note });
    journal::append(tx, acting, kind, ("refund", refund.id), &payload)?;
    Ok(refund)
}

fn give_back(tx: &mut Tx<'_>, acting: &Acting, refund: &Refund) -> Result<(), PaymentRefused> {
    let before = duties::find(tx, refund.dossier)?.ok_or(StoreError::Missing)?;
    if refund.amount > before.refundable() {
        return Err(PaymentRefused::RefundTooLarge { most: before.refundable() });
    }
    // Whoever asked pays it out: it leaves that officer's till.
    if refund.method == Method::Cash {
        require_open_day(tx, acting, refund.asked_by)?;
    }
    let mut after = before.clone();
    after.refunded = Dong(before.refunded.0 + refund.amount.0);
    duties::save(tx, &after)?;
    let about = About {
        what: "refunded",
        ref_id: refund.id,
        duty: &after,
        day: acting.at.date(),
        officer: refund.asked_by,
    };
    Ok(ledger::post(tx, acting, about, &Posting::refunded(&before, refund.method, refund.amount))?)
}
