//! The close of an officer's day: what was counted against what the books say.

use kernel::{Acting, Date, Dong, Forbidden};
use serde_json::json;
use store::{Tx, journal};

use super::MayCollect;
use crate::domain::{LedgerAccount, PaymentRefused};
use crate::store::days::{ClosedDay, insert};
use crate::store::ledger;

/// A day to close.
#[derive(Debug, Clone)]
pub struct CloseDay {
    /// Which.
    pub day: Date,
    /// The notes and coins counted.
    pub counted: Dong,
    /// Why they are not what the books say, where they are not.
    pub note: String,
}

/// Closes the officer's own day. After it nothing more is collected or cancelled on that day.
pub fn close_day(tx: &mut Tx<'_>, acting: &Acting, cmd: &CloseDay) -> Result<Dong, PaymentRefused> {
    acting.permit::<MayCollect>()?;
    let officer = acting.actor.ok_or(Forbidden("payment.collect"))?;
    let booked = Dong(ledger::sum(tx, acting.agency, (cmd.day, LedgerAccount::Cash), Some(officer))?);
    let note = cmd.note.trim();
    if booked != cmd.counted && note.is_empty() {
        return Err(PaymentRefused::CountDiffers(booked));
    }
    let closed =
        ClosedDay { officer, booked, counted: cmd.counted, note: note.to_owned(), closed_at: acting.at };
    insert(tx, acting.agency, cmd.day, &closed)?;
    let payload = json!({ "day": cmd.day, "booked": booked, "counted": cmd.counted, "note": note });
    journal::append(tx, acting, "payment.day_closed", ("account", officer.get()), &payload)?;
    Ok(booked)
}
