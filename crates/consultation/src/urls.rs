//! Every path of this context, once.

use crate::domain::PartId;

/// What we await, and what is asked of us.
pub const INDEX: &str = "/lien-thong";
pub(crate) const PART: &str = "/lien-thong/{id}";
pub(crate) const ANSWER: &str = "/lien-thong/{id}/tra-loi";
pub(crate) const OF_DOSSIER: &str = "/ho-so/{code}/lay-y-kien";
pub(crate) const WITHDRAW: &str = "/ho-so/{code}/lay-y-kien/thu-hoi";

/// What one body is asked.
pub fn part(id: PartId) -> String {
    format!("/lien-thong/{id}")
}

/// Answers it (POST).
pub(crate) fn answer(id: PartId) -> String {
    format!("/lien-thong/{id}/tra-loi")
}

/// The consultations of a dossier.
pub fn of_dossier(code: &str) -> String {
    format!("/ho-so/{code}/lay-y-kien")
}

/// Takes a request back (POST).
pub(crate) fn withdraw(code: &str) -> String {
    format!("/ho-so/{code}/lay-y-kien/thu-hoi")
}
