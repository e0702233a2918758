//! Every path of this context, once.

/// The inbox.
pub const QUEUE: &str = "/hang-cho";
/// Reception at the counter.
pub const RECEIVE: &str = "/tiep-nhan";
/// All dossiers.
pub const DOSSIERS: &str = "/ho-so";

/// A dossier's page.
pub fn dossier(code: &str) -> String {
    format!("/ho-so/{code}")
}
