//! An indicator as data: what counts, what meets, where it stands in time, what both halves mean, and the law
//! it rests on. The files of `data/indicators/` and the indicator editor both make this.

use serde::{Deserialize, Serialize};

use crate::figure::Better;
use crate::goal::Measure;

/// An indicator's definition. A change of meaning raises `version`; figures of sealed periods name theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorDefinition {
    /// Code, also the file's name: `ho-so-dung-han`.
    pub code: String,
    /// Version, from 1.
    pub version: u32,
    /// Vietnamese title.
    pub title: String,
    /// The subject whose facts are counted: `dossier`.
    pub subject: String,
    /// Predicate: belongs to the denominator.
    pub counts: String,
    /// Predicate: belongs to the numerator as well. Absent for a plain count, where all that counts meets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meets: Option<String>,
    /// What is taken out of the denominator, with its reason; the first that holds is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Exclusion>,
    /// The date field that places a record in time (a flow). Absent for a stock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// A stock: the state at a date. Its counter row stands on the day on which a record's membership changed,
    /// so the state at a date is the sum of all rows up to that date.
    #[serde(default)]
    pub stock: bool,
    /// `%` for a ratio, the counted thing for a count: `hồ sơ`.
    pub unit: String,
    /// Decimals shown.
    #[serde(default)]
    pub decimals: u32,
    /// The direction.
    pub better: Better,
    /// The field that says whose record it is.
    #[serde(default = "unit_id")]
    pub per_unit: String,
    /// What the numerator is, in Vietnamese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub numerator: String,
    /// What the denominator is, in Vietnamese.
    pub denominator: String,
    /// The clauses and articles it rests on.
    pub legal_basis: Vec<String>,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What an indicator leaves out, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Predicate.
    pub when: String,
    /// Vietnamese reason.
    pub reason: String,
}

fn unit_id() -> String {
    "unit_id".to_owned()
}

impl IndicatorDefinition {
    /// The unit of a ratio.
    pub const PERCENT: &'static str = "%";

    /// What the indicator measures.
    pub const fn measure(&self) -> Measure {
        if self.meets.is_some() { Measure::Percent } else { Measure::Count }
    }
}
