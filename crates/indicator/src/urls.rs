//! Every address of this context, once. Codes of indicators are lower-case letters, digits and hyphens, so they
//! stand in addresses as they are.

use crate::{Part, Scope};

/// The list of indicators.
pub const INDEX: &str = "/chi-so";

/// The page of a new indicator. Not below the list: any word there is the code of an indicator.
pub(crate) const NEW: &str = "/chi-so-moi";
/// The same from a TOML text.
pub(crate) const NEW_FILE: &str = "/chi-so-moi/toml";

pub(crate) const SHOW: &str = "/chi-so/{code}";
pub(crate) const EVIDENCE: &str = "/chi-so/{code}/can-cu";
pub(crate) const EVIDENCE_CSV: &str = "/chi-so/{code}/can-cu.csv";
pub(crate) const EDIT: &str = "/chi-so/{code}/sua";
pub(crate) const RETIRE: &str = "/chi-so/{code}/ngung";
pub(crate) const RECOUNT: &str = "/chi-so/{code}/tinh-lai";
pub(crate) const API_LIST: &str = "/api/v1/indicators";
pub(crate) const API_FIGURE: &str = "/api/v1/indicators/{code}/figure";
pub(crate) const API_EVIDENCE: &str = "/api/v1/indicators/{code}/evidence";

/// An indicator.
pub fn show(code: &str) -> String {
    format!("/chi-so/{code}")
}

/// The records behind a figure: the same scope, so that the list has as many records as the figure says.
pub fn evidence(code: &str, part: Part, scope: &Scope) -> String {
    format!("/chi-so/{code}/can-cu?{}", query(part, scope))
}

/// The same records as a file.
pub fn evidence_csv(code: &str, part: Part, scope: &Scope) -> String {
    format!("/chi-so/{code}/can-cu.csv?{}", query(part, scope))
}

/// The page of a new indicator that counts `subject`.
pub(crate) fn new(subject: &str) -> String {
    format!("{NEW}?doi-tuong={subject}")
}

/// The editor of an indicator.
pub(crate) fn edit(code: &str) -> String {
    format!("/chi-so/{code}/sua")
}

/// Takes an indicator out of use (POST).
pub(crate) fn retire(code: &str) -> String {
    format!("/chi-so/{code}/ngung")
}

/// Counts an indicator anew (POST).
pub(crate) fn recount(code: &str) -> String {
    format!("/chi-so/{code}/tinh-lai")
}

/// The name of a part in addresses.
pub(crate) const fn part_code(part: Part) -> &'static str {
    match part {
        Part::Met => "dat",
        Part::Missed => "khong-dat",
        Part::Excluded => "loai-tru",
        Part::Counted => "duoc-tinh",
        Part::All => "tat-ca",
    }
}

fn query(part: Part, scope: &Scope) -> String {
    let unit = scope.unit.map(|unit| format!("&don-vi={unit}")).unwrap_or_default();
    let as_of = if scope.knows_all() { String::new() } else { format!("&tinh-den={}", scope.as_of) };
    format!("phan={}&tu={}&den={}{unit}{as_of}", part_code(part), scope.from, scope.to)
}
