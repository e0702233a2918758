//! Every path of this context, once.

/// Today's receipts and totals.
pub const TODAY: &str = "/thu-phi";
/// Receipt books.
pub const BOOKS: &str = "/thu-phi/so-bien-lai";
/// Refunds.
pub const REFUNDS: &str = "/thu-phi/hoan-tra";
/// Reconciliation.
pub const RECONCILE: &str = "/thu-phi/doi-soat";

pub(crate) const CLOSE_DAY: &str = "/thu-phi/chot-ngay";
pub(crate) const CLOSE_BOOK: &str = "/thu-phi/so-bien-lai/{id}/dong";
pub(crate) const RECEIPT: &str = "/thu-phi/bien-lai/{id}";
pub(crate) const CANCEL_RECEIPT: &str = "/thu-phi/bien-lai/{id}/huy";
pub(crate) const DECIDE_REFUND: &str = "/thu-phi/hoan-tra/{id}";
pub(crate) const RESOLVE: &str = "/thu-phi/doi-soat/sai-lech/{id}";

pub(crate) const DUTY: &str = "/ho-so/{code}/nghia-vu-tai-chinh";
pub(crate) const ASSESS: &str = "/ho-so/{code}/nghia-vu-tai-chinh/xac-dinh";
pub(crate) const COLLECT: &str = "/ho-so/{code}/nghia-vu-tai-chinh/thu";
pub(crate) const ASK: &str = "/ho-so/{code}/nghia-vu-tai-chinh/yeu-cau";
pub(crate) const ORDER: &str = "/ho-so/{code}/nghia-vu-tai-chinh/don";
pub(crate) const CHECK_ORDER: &str = "/ho-so/{code}/nghia-vu-tai-chinh/kiem-tra";
pub(crate) const ASK_REFUND: &str = "/ho-so/{code}/nghia-vu-tai-chinh/hoan-tra";

pub(crate) const PAY: &str = "/thanh-toan/{ma}";
pub(crate) const PAY_RETURN: &str = "/thanh-toan/{ma}/ket-qua";
pub(crate) const SIMULATED: &str = "/thanh-toan/{ma}/mo-phong";

/// Where the platform notifies (POST).
pub const NOTICES: &str = "/api/v1/payment/notices";

/// The duty of a dossier.
pub fn duty(code: &str) -> String {
    format!("/ho-so/{code}/nghia-vu-tai-chinh")
}

/// An act on the duty of a dossier (POST).
pub(crate) fn duty_act(code: &str, act: &str) -> String {
    format!("/ho-so/{code}/nghia-vu-tai-chinh/{act}")
}

/// A receipt, to be printed.
pub fn receipt(id: i64) -> String {
    format!("/thu-phi/bien-lai/{id}")
}

/// Cancels a receipt (POST).
pub(crate) fn cancel_receipt(id: i64) -> String {
    format!("/thu-phi/bien-lai/{id}/huy")
}

/// Closes a receipt book (POST).
pub(crate) fn close_book(id: i64) -> String {
    format!("/thu-phi/so-bien-lai/{id}/dong")
}

/// A refund to be decided.
pub(crate) fn refund(id: i64) -> String {
    format!("/thu-phi/hoan-tra/{id}")
}

/// A difference to be resolved (POST).
pub(crate) fn resolve(id: i64) -> String {
    format!("/thu-phi/doi-soat/sai-lech/{id}")
}

/// Reconciliation of a day.
pub(crate) fn reconcile(day: kernel::Date) -> String {
    format!("{RECONCILE}?ngay={}", kernel::vi::date(day).replace('/', "%2F"))
}

/// The public page of an order.
pub fn pay(code: &str) -> String {
    format!("/thanh-toan/{code}")
}

/// Where the platform sends the browser back to.
pub fn pay_return(code: &str) -> String {
    format!("/thanh-toan/{code}/ket-qua")
}

/// The simulator's page of an order.
pub(crate) fn simulated(code: &str) -> String {
    format!("/thanh-toan/{code}/mo-phong")
}

/// The code in the address of a simulator's page.
pub(crate) fn simulated_code(path: &str) -> Option<&str> {
    path.strip_prefix("/thanh-toan/")?.strip_suffix("/mo-phong")
}

/// A dossier's page.
pub(crate) fn dossier(code: &str) -> String {
    dossier::urls::dossier(code)
}
