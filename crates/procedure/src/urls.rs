//! Every address of this context, once. Codes of procedures are letters, digits, full stops and hyphens, so
//! they stand in addresses as they are.

/// The catalogue.
pub const INDEX: &str = "/thu-tuc";

/// A new procedure; no code is written so.
pub(crate) const NEW: &str = "/thu-tuc/moi";

pub(crate) const SHOW: &str = "/thu-tuc/{code}";
pub(crate) const PROCESS: &str = "/thu-tuc/{code}/quy-trinh";
pub(crate) const VERSIONS: &str = "/thu-tuc/{code}/phien-ban";
pub(crate) const VERSION: &str = "/thu-tuc/{code}/phien-ban/{number}";
pub(crate) const EDIT: &str = "/thu-tuc/{code}/sua";
pub(crate) const DRAFT: &str = "/thu-tuc/{code}/ban-thao";
pub(crate) const DISCARD: &str = "/thu-tuc/{code}/ban-thao/huy";
pub(crate) const PUBLISH: &str = "/thu-tuc/{code}/cong-bo";
pub(crate) const END: &str = "/thu-tuc/{code}/het-hieu-luc";
pub(crate) const API_LIST: &str = "/api/v1/procedures";
pub(crate) const API_SHOW: &str = "/api/v1/procedures/{code}";

/// A procedure.
pub fn show(code: &str) -> String {
    format!("/thu-tuc/{code}")
}

/// The processes of a procedure.
pub fn process(code: &str) -> String {
    format!("/thu-tuc/{code}/quy-trinh")
}

/// The versions of a procedure.
pub fn versions(code: &str) -> String {
    format!("/thu-tuc/{code}/phien-ban")
}

/// A version of a procedure.
pub fn version(code: &str, number: i64) -> String {
    format!("/thu-tuc/{code}/phien-ban/{number}")
}

/// The draft of a procedure.
pub fn edit(code: &str) -> String {
    format!("/thu-tuc/{code}/sua")
}

/// Starts a draft (POST).
pub(crate) fn draft(code: &str) -> String {
    format!("/thu-tuc/{code}/ban-thao")
}

/// Throws the draft away (POST).
pub(crate) fn discard(code: &str) -> String {
    format!("/thu-tuc/{code}/ban-thao/huy")
}

/// Publishes the draft (POST).
pub(crate) fn publish(code: &str) -> String {
    format!("/thu-tuc/{code}/cong-bo")
}

/// Says from when the procedure is no longer in force (POST).
pub(crate) fn end(code: &str) -> String {
    format!("/thu-tuc/{code}/het-hieu-luc")
}
