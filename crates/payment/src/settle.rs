//! What joins acts and platform: a notification is confirmed by a query before it settles; a statement settles what
//! it lists and what a query confirms, then is compared. Calls to the platform stay outside transactions.

use dossier::Office;
use kernel::{Acting, AgencyId, Date, Instant};
use serde_json::Value;
use store::{Db, StoreError};

use crate::acts::{self, Confirmed, NoticeOutcome, Reconciled};
use crate::domain::{PaymentRefused, SettledHow, StatementLine};
use crate::gateway::{Answer, GatewayError, Platform, read_notification};
use crate::store::orders;

impl From<GatewayError> for PaymentRefused {
    fn from(error: GatewayError) -> Self {
        tracing::warn!(error = %error, "the payment platform failed");
        Self::PlatformSilent
    }
}

/// Takes a notification of the platform: checks its checksum, asks the platform, settles. `None` where the checksum
/// is wrong. Blocks; where the platform does not answer, it is refused, and the platform notifies again.
pub fn notified(
    db: &Db,
    (platform, office): (&Platform, &Office),
    (agency, at): (AgencyId, Instant),
    body: &Value,
) -> Result<Option<NoticeOutcome>, PaymentRefused> {
    let Ok(notice) = read_notification(&platform.secret, body) else { return Ok(None) };
    let digest = notice.digest.clone();
    // A repeat needs no question.
    if db.read_now::<_, StoreError>(move |tx| orders::notice_known(tx, agency, &digest))? {
        return Ok(Some(NoticeOutcome::Repeated));
    }
    let answer = platform.gateway.query(&notice.line.reference)?;
    let (office, acting) = (office.clone(), acts::program(agency, at));
    let outcome = db.write_now(move |tx| acts::take_notice(tx, &office, &acting, (&notice, &answer)))?;
    Ok(Some(outcome))
}

/// Asks the platform about an order and settles it where the platform confirms a payment: for a payer who waits.
/// False where it does not. Blocks.
pub(crate) fn ask_about(
    db: &Db,
    (platform, office): (&Platform, &Office),
    (agency, at): (AgencyId, Instant),
    code: &str,
) -> Result<bool, PaymentRefused> {
    let Answer::Paid { transaction, amount, at: paid_at } = platform.gateway.query(code)? else {
        return Ok(false);
    };
    let confirmed = Confirmed { transaction, amount, paid_at, how: SettledHow::Reconciled };
    let (office, acting, code) = (office.clone(), acts::program(agency, at), code.to_owned());
    db.write_now::<_, PaymentRefused>(move |tx| {
        acts::settle_order(tx, &office, &acting, (&code, &confirmed))
    })?;
    Ok(true)
}

/// Reads the platform's statement of a day, settles what it lists and a query confirms, compares. Blocks.
pub fn settle_and_reconcile(
    db: &Db,
    (platform, office): (&Platform, &Office),
    acting: &Acting,
    day: Date,
) -> Result<Reconciled, PaymentRefused> {
    acting.permit::<acts::MayReconcile>()?;
    let lines = platform.gateway.statement(day)?;
    for line in &lines {
        if is_open(db, acting.agency, line)? {
            match ask_about(db, (platform, office), (acting.agency, acting.at), &line.reference) {
                // What cannot be settled stays a difference.
                Ok(_) | Err(PaymentRefused::NotConfirmed | PaymentRefused::OrderNotOpen) => {}
                Err(refused) => return Err(refused),
            }
        }
    }
    let acting = acting.clone();
    db.write_now(move |tx| acts::reconcile(tx, &acting, (day, &lines)))
}

fn is_open(db: &Db, agency: AgencyId, line: &StatementLine) -> Result<bool, StoreError> {
    let code = line.reference.clone();
    let order = db.read_now::<_, StoreError>(move |tx| orders::by_code(tx, agency, &code))?;
    Ok(order.is_some_and(|order| order.settled_at.is_none()))
}
