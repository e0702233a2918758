//! The pages of this context: one sheet of facts, lists and small forms each; the printed receipt; the public page.

mod duty;
mod duty_acts;
mod pay;
mod receipt;
mod sheet;
mod till;

use dossier::Office;
use kernel::Dong;
use store::StoreError;
use web::{Access, PageError, Routes, Visit};

use crate::domain::PaymentRefused;
use crate::gateway::Platform;
use crate::{labels, urls};

const SEE: Access = Access::Needs("payment.see");
const COLLECT: Access = Access::Needs("payment.collect");
const ASSESS: Access = Access::Needs("payment.assess");
const RECONCILE: Access = Access::Needs("payment.reconcile");
const APPROVE: Access = Access::Needs("payment.approve_refund");

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(urls::DUTY, SEE, duty::show)
        .post(urls::ASSESS, ASSESS, duty_acts::assess)
        .post(urls::COLLECT, COLLECT, duty_acts::collect)
        .post(urls::ASK, ASSESS, duty_acts::ask)
        .post(urls::ORDER, ASSESS, duty_acts::order)
        .post(urls::CHECK_ORDER, ASSESS, duty_acts::check)
        .post(urls::ASK_REFUND, Access::Needs("payment.refund"), duty_acts::refund)
        .get(urls::RECEIPT, SEE, receipt::show)
        .post(urls::CANCEL_RECEIPT, COLLECT, receipt::cancel)
        .get(urls::TODAY, SEE, till::today)
        .post(urls::CLOSE_DAY, COLLECT, till::close_day)
        .get(urls::BOOKS, SEE, till::books)
        .post(urls::BOOKS, RECONCILE, till::open_book)
        .post(urls::CLOSE_BOOK, RECONCILE, till::close_book)
        .get(urls::REFUNDS, SEE, till::refunds)
        .post(urls::DECIDE_REFUND, APPROVE, till::decide_refund)
        .get(urls::RECONCILE, RECONCILE, till::reconciliation)
        .post(urls::RECONCILE, RECONCILE, till::reconcile)
        .post(urls::RESOLVE, RECONCILE, till::resolve)
        .get(urls::PAY, Access::Public, pay::show)
        .get(urls::PAY_RETURN, Access::Public, pay::back)
        .get(urls::SIMULATED, Access::Public, pay::simulated)
        .post(urls::SIMULATED, Access::Public, pay::simulate)
}

impl From<PaymentRefused> for PageError {
    fn from(refused: PaymentRefused) -> Self {
        match refused {
            PaymentRefused::Store(error) => error.into(),
            PaymentRefused::Forbidden(forbidden) => forbidden.into(),
            PaymentRefused::Dossier(refused) => refused.into(),
            refused => Self::Refused(labels::refused(&refused).unwrap_or_default()),
        }
    }
}

pub(crate) fn office(visit: &Visit) -> Office {
    visit.app.extension::<Office>().unwrap_or_default()
}

pub(crate) fn platform(visit: &Visit) -> Result<Platform, PaymentRefused> {
    visit.app.extension::<Platform>().ok_or(PaymentRefused::NoPlatform)
}

/// Reads `600.000`, `600000` or `600.000 đồng`.
fn money(text: &str) -> Option<Dong> {
    let text = text.trim().trim_end_matches("đồng").trim_end_matches('đ');
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
    if digits.is_empty() || digits.len() > 12 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().map(Dong)
}

/// What blocks runs beside the requests.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PaymentRefused> + Send + 'static,
) -> Result<T, PaymentRefused> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(PaymentRefused::Store(StoreError::Panicked)))
}
