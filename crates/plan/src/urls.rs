//! Every address of this context, once. Names of plans and clauses are letters, digits, full stops and hyphens, so
//! they stand in addresses as they are.

/// The list of plans; with one plan, its dashboard.
pub const INDEX: &str = "/ke-hoach";
/// The promises of the visitor's own unit.
pub const OWN_UNIT: &str = "/ke-hoach/don-vi";

pub(crate) const READ: &str = "/ke-hoach/doc";
pub(crate) const SHOW: &str = "/ke-hoach/{plan}";
pub(crate) const XLSX: &str = "/ke-hoach/{plan}/bang-tinh.xlsx";
pub(crate) const CSV: &str = "/ke-hoach/{plan}/bang-tinh.csv";
pub(crate) const UNIT: &str = "/ke-hoach/{plan}/don-vi/{code}";
pub(crate) const TARGET: &str = "/ke-hoach/{plan}/chi-tieu/{clause}";
pub(crate) const COMPLETE: &str = "/ke-hoach/{plan}/chi-tieu/{clause}/hoan-thanh";
pub(crate) const REOPEN: &str = "/ke-hoach/{plan}/chi-tieu/{clause}/mo-lai";
pub(crate) const PUBLISHED: &str = "/ke-hoach/{plan}/chi-tieu/{clause}/cong-bo";
pub(crate) const RESPONSIBLE: &str = "/ke-hoach/{plan}/chi-tieu/{clause}/phu-trach";
pub(crate) const DOCUMENT: &str = "/ke-hoach/{plan}/tai-lieu/{id}";
pub(crate) const API_LIST: &str = "/api/v1/plans";
pub(crate) const API_SHOW: &str = "/api/v1/plans/{plan}";
pub(crate) const API_TARGET: &str = "/api/v1/plans/{plan}/targets/{clause}";

/// The dashboard of a plan.
pub fn show(plan: &str) -> String {
    format!("/ke-hoach/{plan}")
}

/// A target.
pub fn target(plan: &str, clause: &str) -> String {
    format!("/ke-hoach/{plan}/chi-tieu/{clause}")
}

/// The promises of a unit.
pub fn unit(plan: &str, code: &str) -> String {
    format!("/ke-hoach/{plan}/don-vi/{code}")
}

/// The plan as a spreadsheet.
pub fn xlsx(plan: &str) -> String {
    format!("/ke-hoach/{plan}/bang-tinh.xlsx")
}

/// The plan as a CSV file.
pub fn csv(plan: &str) -> String {
    format!("/ke-hoach/{plan}/bang-tinh.csv")
}

/// A document behind a milestone or a published value.
pub(crate) fn document(plan: &str, id: i64) -> String {
    format!("/ke-hoach/{plan}/tai-lieu/{id}")
}

/// Completes a milestone (POST).
pub(crate) fn complete(plan: &str, clause: &str) -> String {
    format!("/ke-hoach/{plan}/chi-tieu/{clause}/hoan-thanh")
}

/// Opens a milestone again (POST).
pub(crate) fn reopen(plan: &str, clause: &str) -> String {
    format!("/ke-hoach/{plan}/chi-tieu/{clause}/mo-lai")
}

/// Records a published value (POST).
pub(crate) fn published(plan: &str, clause: &str) -> String {
    format!("/ke-hoach/{plan}/chi-tieu/{clause}/cong-bo")
}

/// Changes the responsible unit (POST).
pub(crate) fn responsible(plan: &str, clause: &str) -> String {
    format!("/ke-hoach/{plan}/chi-tieu/{clause}/phu-trach")
}

/// An address with a query, where there is one.
pub(crate) fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
