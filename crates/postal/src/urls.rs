//! Every path of this context, once.

/// All orders.
pub const ORDERS: &str = "/buu-chinh";
/// A new order.
pub const NEW: &str = "/buu-chinh/moi";
/// Handing over to the postman.
pub const HAND_OVER: &str = "/buu-chinh/ban-giao";
/// The orders as a file.
pub(crate) const EXPORT: &str = "/buu-chinh/xuat.csv";
pub(crate) const LIST: &str = "/buu-chinh/ban-giao/{number}";
pub(crate) const SHOW: &str = "/buu-chinh/{number}";
pub(crate) const ACT: &str = "/buu-chinh/{number}/ghi";
pub(crate) const OF_DOSSIER: &str = "/ho-so/{code}/buu-chinh";

/// An order's page.
pub fn order(number: &str) -> String {
    format!("/buu-chinh/{number}")
}

/// Acts on an order (POST).
pub(crate) fn act(number: &str) -> String {
    format!("/buu-chinh/{number}/ghi")
}

/// The hand-over list of a number.
pub fn list(number: &str) -> String {
    format!("/buu-chinh/ban-giao/{number}")
}

/// The orders of a dossier.
pub fn of_dossier(code: &str) -> String {
    format!("/ho-so/{code}/buu-chinh")
}

/// A new order for a dossier.
pub fn new_for(code: &str) -> String {
    format!("/buu-chinh/moi?ho-so={code}")
}

/// The orders under a query.
pub(crate) fn orders(query: &str) -> String {
    if query.is_empty() { ORDERS.to_owned() } else { format!("{ORDERS}?{query}") }
}
