//! A notification of the platform, with what the platform said when it was asked about it. A repeat changes nothing.

use dossier::Office;
use kernel::Acting;
use serde_json::json;
use store::{Tx, journal};

use super::order::{Confirmed, Settled, settle_order};
use crate::domain::{PaymentRefused, SettledHow};
use crate::gateway::{Answer, Notification};
use crate::store::orders as rows;

/// What came of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeOutcome {
    /// It settled the order.
    Settled,
    /// The order is settled by the same payment.
    Known,
    /// The same notification came before.
    Repeated,
    /// The platform, asked, does not confirm it, or the order is not ours or was settled by another payment. The
    /// reconciliation of the day names it.
    Doubted,
}

impl NoticeOutcome {
    const fn code(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Known => "known",
            Self::Repeated => "repeated",
            Self::Doubted => "doubted",
        }
    }
}

/// Takes a notification whose checksum is right.
pub fn take_notice(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (notice, answer): (&Notification, &Answer),
) -> Result<NoticeOutcome, PaymentRefused> {
    if rows::notice_known(tx, acting.agency, &notice.digest)? {
        return Ok(NoticeOutcome::Repeated);
    }
    let order = rows::by_code(tx, acting.agency, &notice.line.reference)?;
    let outcome = match (&order, confirmed(notice, answer)) {
        (Some(_), Some(confirmed)) => {
            match settle_order(tx, office, acting, (&notice.line.reference, &confirmed)) {
                Ok(Settled::Now) => NoticeOutcome::Settled,
                Ok(Settled::Before) => NoticeOutcome::Known,
                // These two are decided before anything is written.
                Err(PaymentRefused::NotConfirmed | PaymentRefused::OrderNotOpen) => NoticeOutcome::Doubted,
                Err(refused) => return Err(refused),
            }
        }
        _ => NoticeOutcome::Doubted,
    };
    rows::insert_notice(tx, acting, (&notice.digest, &notice.line), outcome.code())?;
    if outcome == NoticeOutcome::Settled {
        return Ok(outcome);
    }
    let subject = order.map_or_else(|| tx.next_id(acting.at), |order| order.id);
    let payload = json!({
        "reference": notice.line.reference,
        "transaction": notice.line.transaction,
        "amount": notice.line.amount,
        "outcome": outcome.code(),
    });
    journal::append(tx, acting, "payment.notice_taken", ("payment_order", subject), &payload)?;
    Ok(outcome)
}

/// The payment, where the platform confirms what its notification says.
fn confirmed(notice: &Notification, answer: &Answer) -> Option<Confirmed> {
    match answer {
        Answer::Paid { transaction, amount, at }
            if notice.success && *transaction == notice.line.transaction && *amount == notice.line.amount =>
        {
            Some(Confirmed {
                transaction: transaction.clone(),
                amount: *amount,
                paid_at: *at,
                how: SettledHow::Notified,
            })
        }
        _ => None,
    }
}
