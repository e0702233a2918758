//! Orders on the payment platform: made here, settled by what the platform confirms.

use dossier::acts::{SettlePayment, settle_payment};
use dossier::{DossierRefused, Office};
use kernel::{Acting, Dong, DossierId, Instant};
use serde_json::json;
use store::{StoreError, Tx, journal};

use super::frame::{dossier_of, owed_of};
use super::{MayAssess, MayCollect};
use crate::domain::{OrderState, PaymentOrder, PaymentRefused, Posting, SettledHow, order_code};
use crate::store::ledger::About;
use crate::store::{duty as duties, ledger, orders as rows};

/// An order as the platform has taken it. The platform is asked first, outside the transaction.
#[derive(Debug, Clone)]
pub struct OrderWish {
    /// Code, from [`order_code`].
    pub code: String,
    /// The amount that the platform was told; refused where another is owed.
    pub amount: Dong,
    /// What for.
    pub description: String,
    /// Where the payer goes.
    pub pay_url: String,
    /// Until when it can be paid.
    pub expires_at: Instant,
}

/// How long an order can be paid: three days.
const LIFE_MINUTES: i64 = 3 * 24 * 60;

impl OrderWish {
    /// An order that the platform has not taken yet: `number` is used once.
    pub fn new(secret: &str, dossier_code: &str, amount: Dong, at: Instant, number: i64) -> Self {
        Self {
            code: order_code(secret, at, number),
            amount,
            description: format!("Phí, lệ phí hồ sơ {dossier_code}"),
            pay_url: String::new(),
            expires_at: at.plus_minutes(LIFE_MINUTES),
        }
    }
}

/// Keeps an order that the platform has taken.
pub fn create_order(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &OrderWish),
) -> Result<PaymentOrder, PaymentRefused> {
    if acting.permit::<MayCollect>().is_err() {
        acting.permit::<MayAssess>()?;
    }
    let dossier = dossier_of(tx, acting, id)?;
    let duty = owed_of(tx, office, acting, &dossier)?;
    if cmd.amount != duty.remaining() {
        return Err(PaymentRefused::AmountChanged(duty.remaining()));
    }
    if rows::of_dossier(tx, id)?.iter().any(|order| order.state(acting.at) == OrderState::Open) {
        return Err(PaymentRefused::OrderOpen);
    }
    let order = PaymentOrder {
        id: tx.next_id(acting.at),
        agency: acting.agency,
        code: cmd.code.clone(),
        dossier: id,
        dossier_code: dossier.code.clone(),
        unit: dossier.unit,
        amount: cmd.amount,
        description: cmd.description.clone(),
        pay_url: cmd.pay_url.clone(),
        created_at: acting.at,
        created_by: acting.actor,
        expires_at: cmd.expires_at,
        paid_at: None,
        transaction: None,
        settled_at: None,
        settled_how: None,
        cancelled_at: None,
        version: 1,
    };
    rows::insert(tx, &order)?;
    let payload = json!({
        "dossier": id,
        "reference": order.code,
        "amount": order.amount,
        "expires_at": order.expires_at,
    });
    journal::append(tx, acting, "payment.order_created", ("payment_order", order.id), &payload)?;
    Ok(order)
}

/// What the platform confirmed when it was asked.
#[derive(Debug, Clone)]
pub struct Confirmed {
    /// Number of the transaction.
    pub transaction: String,
    /// How much.
    pub amount: Dong,
    /// When it was paid.
    pub paid_at: Instant,
    /// What led to the question.
    pub how: SettledHow,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// Settled now.
    Now,
    /// Settled before by the same payment: nothing is written.
    Before,
}

/// Settles an order with a payment that the platform confirmed. The money is recorded whatever happened to the
/// dossier meanwhile; what was not owed any more stands as paid too much.
pub fn settle_order(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (code, confirmed): (&str, &Confirmed),
) -> Result<Settled, PaymentRefused> {
    let mut order = rows::by_code(tx, acting.agency, code)?.ok_or(StoreError::Missing)?;
    if order.settled_at.is_some() {
        let same = order.transaction.as_deref() == Some(confirmed.transaction.as_str());
        return if same { Ok(Settled::Before) } else { Err(PaymentRefused::OrderNotOpen) };
    }
    if confirmed.amount != order.amount {
        return Err(PaymentRefused::NotConfirmed);
    }
    order.paid_at = Some(confirmed.paid_at);
    order.transaction = Some(confirmed.transaction.clone());
    order.settled_at = Some(acting.at);
    order.settled_how = Some(confirmed.how);
    rows::save(tx, &order)?;
    let mut duty = duties::find(tx, order.dossier)?.ok_or(StoreError::Missing)?;
    duty.paid = Dong(duty.paid.0 + order.amount.0);
    duties::save(tx, &duty)?;
    let about = About {
        what: "paid_online",
        ref_id: order.id,
        duty: &duty,
        day: confirmed.paid_at.date(),
        officer: None,
    };
    ledger::post(tx, acting, about, &Posting::received(crate::domain::Method::Online, order.amount))?;
    if duty.remaining().0 == 0 && tell_dossier(tx, office, acting, &order)? {
        return Ok(Settled::Now);
    }
    let payload = json!({
        "dossier": order.dossier,
        "reference": order.code,
        "transaction": confirmed.transaction,
        "amount": order.amount,
        "how": confirmed.how,
        "surplus": duty.surplus(),
    });
    journal::append(tx, acting, "payment.order_settled", ("payment_order", order.id), &payload)?;
    Ok(Settled::Now)
}

/// Settles the dossier's duty; false where the dossier does not take it (it was settled before): money that came is
/// recorded all the same.
fn tell_dossier(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    order: &PaymentOrder,
) -> Result<bool, PaymentRefused> {
    let told = SettlePayment { online: true, reference: order.code.clone() };
    match settle_payment(tx, office, acting, (order.dossier, &told)) {
        Ok(_) => Ok(true),
        Err(DossierRefused::PaidAlready | DossierRefused::NothingOwed | DossierRefused::TooEarly(_)) => {
            Ok(false)
        }
        Err(refused) => Err(refused.into()),
    }
}
