//! Collecting at the counter against a numbered receipt, and cancelling a receipt.

use dossier::Office;
use dossier::acts::{SettlePayment, settle_payment};
use kernel::{Acting, Dong, DossierId};
use serde_json::json;
use store::{StoreError, Tx, journal};

use super::MayCollect;
use super::frame::{dossier_of, owed_of, require_open_day, withdraw_orders};
use crate::domain::{Duty, FeeReceipt, Method, PaymentRefused, Posting, ReceiptBook};
use crate::store::ledger::About;
use crate::store::{duty as duties, ledger, receipts as rows};

/// A collection.
#[derive(Debug, Clone)]
pub struct Collect {
    /// Cash or transfer.
    pub method: Method,
    /// The amount as the officer saw it; refused where another is owed.
    pub amount: Dong,
    /// Who pays.
    pub payer: String,
    /// The payer's address.
    pub payer_address: String,
    /// The version of the duty that was seen; another one is a conflict.
    pub seen: Option<i64>,
}

/// Collects what is still owed and writes a receipt with the next number of the open book.
pub fn collect(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &Collect),
) -> Result<FeeReceipt, PaymentRefused> {
    acting.permit::<MayCollect>()?;
    if cmd.payer.trim().is_empty() || cmd.method == Method::Online {
        return Err(PaymentRefused::ReasonMissing);
    }
    require_open_day(tx, acting, acting.actor)?;
    let dossier = dossier_of(tx, acting, id)?;
    let stored = duties::find(tx, id)?.map_or(0, |duty| duty.version);
    if cmd.seen.is_some_and(|seen| seen != stored) {
        return Err(StoreError::Conflict.into());
    }
    let mut duty = owed_of(tx, office, acting, &dossier)?;
    if cmd.amount != duty.remaining() {
        return Err(PaymentRefused::AmountChanged(duty.remaining()));
    }
    withdraw_orders(tx, acting, id)?;
    let receipt = write(tx, acting, (&duty, cmd))?;
    duty.paid = Dong(duty.paid.0 + receipt.amount.0);
    duties::save(tx, &duty)?;
    let about = About {
        what: "collected",
        ref_id: receipt.id,
        duty: &duty,
        day: receipt.issued_on,
        officer: acting.actor,
    };
    ledger::post(tx, acting, about, &Posting::received(cmd.method, receipt.amount))?;
    if dossier.payment_settled_at.is_none() {
        let told = SettlePayment { online: false, reference: receipt.reference() };
        settle_payment(tx, office, acting, (id, &told))?;
    } else {
        let payload = json!({ "dossier": id, "reference": receipt.reference(), "amount": receipt.amount });
        journal::append(tx, acting, "payment.collected", ("fee_receipt", receipt.id), &payload)?;
    }
    Ok(receipt)
}

fn write(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (duty, cmd): (&Duty, &Collect),
) -> Result<FeeReceipt, PaymentRefused> {
    let (book, number) = next_number(tx, acting)?;
    let receipt = FeeReceipt {
        id: tx.next_id(acting.at),
        agency: acting.agency,
        book: book.id,
        form_symbol: book.form_symbol,
        series: book.series,
        number,
        dossier: duty.dossier,
        dossier_code: duty.dossier_code.clone(),
        payer: cmd.payer.trim().to_owned(),
        payer_address: cmd.payer_address.trim().to_owned(),
        items: duty.items.clone(),
        amount: cmd.amount,
        method: cmd.method,
        issued_at: acting.at,
        issued_on: acting.at.date(),
        officer: acting.actor,
        unit: duty.unit,
        cancelled_at: None,
        cancelled_by: None,
        cancel_reason: None,
        version: 1,
    };
    rows::insert(tx, &receipt)?;
    Ok(receipt)
}

/// The next number of the open book. A refused act gives its number back, so that numbers have no gap.
fn next_number(tx: &mut Tx<'_>, acting: &Acting) -> Result<(ReceiptBook, i64), PaymentRefused> {
    let mut book = rows::open_book(tx, acting.agency)?.ok_or(PaymentRefused::NoBook)?;
    let scope = format!("{} {}", book.series, book.first);
    let number = book.first - 1 + tx.next_number(acting.agency, "fee_receipt", &scope)?;
    if number > book.last {
        return Err(PaymentRefused::BookFull);
    }
    book.used = number;
    rows::save_book(tx, &book)?;
    Ok((book, number))
}

/// A cancellation.
#[derive(Debug, Clone)]
pub struct CancelReceipt {
    /// Why.
    pub reason: String,
}

/// Cancels a receipt: its number is kept, its money no longer counts as received. Another one can be written.
pub fn cancel_receipt(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (id, cmd): (i64, &CancelReceipt),
) -> Result<FeeReceipt, PaymentRefused> {
    acting.permit::<MayCollect>()?;
    if cmd.reason.trim().is_empty() {
        return Err(PaymentRefused::ReasonMissing);
    }
    let mut receipt = rows::find(tx, acting.agency, id)?;
    if receipt.cancelled_at.is_some() {
        return Err(PaymentRefused::CancelledAlready);
    }
    require_open_day(tx, acting, receipt.officer)?;
    let mut duty = duties::find(tx, receipt.dossier)?.ok_or(StoreError::Missing)?;
    if duty.paid.0 - receipt.amount.0 < duty.refunded.0 {
        return Err(PaymentRefused::RefundedAlready);
    }
    receipt.cancelled_at = Some(acting.at);
    receipt.cancelled_by = acting.actor;
    receipt.cancel_reason = Some(cmd.reason.trim().to_owned());
    rows::save_cancelled(tx, &receipt)?;
    duty.paid = Dong(duty.paid.0 - receipt.amount.0);
    duties::save(tx, &duty)?;
    let about = About {
        what: "cancelled",
        ref_id: receipt.id,
        duty: &duty,
        day: acting.at.date(),
        officer: receipt.officer,
    };
    ledger::post(tx, acting, about, &Posting::cancelled(receipt.method, receipt.amount))?;
    let payload = json!({
        "dossier": receipt.dossier,
        "reference": receipt.reference(),
        "amount": receipt.amount,
        "reason": cmd.reason.trim(),
    });
    journal::append(tx, acting, "payment.receipt_cancelled", ("fee_receipt", receipt.id), &payload)?;
    Ok(receipt)
}
