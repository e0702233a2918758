//! The periods of published values: the year of a target and the year it is compared with.

use crate::domain::Target;

/// The year that a published value of a target is about.
pub(crate) fn period(target: &Target) -> String {
    target.to.year().to_string()
}

/// The year it is compared with ("so với năm 2021").
pub(crate) fn baseline_period(target: &Target) -> Option<String> {
    let digits: Vec<&str> =
        target.baseline.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4).collect();
    digits.first().map(|year| (*year).to_owned())
}
