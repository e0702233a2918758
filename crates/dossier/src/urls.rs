//! Every path of this context, once. Dossier codes are letters, digits, full stops and hyphens, so they stand in
//! addresses as they are.

/// The inbox.
pub const QUEUE: &str = "/hang-cho";
/// Reception at the counter.
pub const RECEIVE: &str = "/tiep-nhan";
/// All dossiers.
pub const DOSSIERS: &str = "/ho-so";

pub(crate) const BULK: &str = "/hang-cho/xu-ly";
pub(crate) const VIEWS: &str = "/hang-cho/bo-loc";
pub(crate) const FORGET_VIEW: &str = "/hang-cho/bo-loc/{id}/xoa";
pub(crate) const SHOW: &str = "/ho-so/{code}";
pub(crate) const REVEAL: &str = "/ho-so/{code}/hien";
pub(crate) const HISTORY: &str = "/ho-so/{code}/nhat-ky";
pub(crate) const SLIP: &str = "/ho-so/{code}/giay-tiep-nhan";

pub(crate) const FORM: &str = "/ho-so/{code}/mau/{form}";
/// The register of dossiers.
pub const REGISTER: &str = "/so-theo-doi-ho-so";
pub(crate) const PRINT_REGISTER: &str = "/so-theo-doi-ho-so/in.pdf";

/// A printed form of a dossier.
pub fn form(code: &str, slug: &str) -> String {
    format!("/ho-so/{code}/mau/{slug}.pdf")
}

/// A dossier's page.
pub fn dossier(code: &str) -> String {
    format!("/ho-so/{code}")
}

/// The receipt slip of a dossier.
pub fn slip(code: &str) -> String {
    format!("/ho-so/{code}/giay-tiep-nhan")
}

/// The whole journal of a dossier.
pub(crate) fn history(code: &str) -> String {
    format!("/ho-so/{code}/nhat-ky")
}

/// Shows the applicant's identifiers (POST, journaled).
pub(crate) fn reveal(code: &str) -> String {
    format!("/ho-so/{code}/hien")
}

/// An act on a dossier.
pub(crate) fn act(code: &str, slug: &str) -> String {
    format!("/ho-so/{code}/{slug}")
}

/// Forgets a saved view of the inbox (POST).
pub(crate) fn forget_view(id: i64) -> String {
    format!("/hang-cho/bo-loc/{id}/xoa")
}

/// The inbox under a query.
pub(crate) fn queue(query: &str) -> String {
    if query.is_empty() { QUEUE.to_owned() } else { format!("{QUEUE}?{query}") }
}

/// A procedure's page.
pub(crate) fn procedure(code: &str) -> String {
    format!("/thu-tuc/{code}")
}
