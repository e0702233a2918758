//! The reader on whole documents, on single sentences, and on anything at all.

mod documents;
mod layouts;
mod properties;
mod reviewed;
mod sentences;

use citation::{Amount, DraftTarget};

/// A target as the expected lists write it.
fn line(target: &DraftTarget) -> String {
    let value = match &target.value {
        Amount::Number(value) => value.to_string(),
        Amount::Grade(grade) => grade.clone(),
    };
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    [
        format!("{:?}", target.kind).to_lowercase(),
        target.comparator.sign().to_owned(),
        value,
        or_dash(target.upper.map(|upper| upper.to_string())),
        or_dash(target.unit.clone()),
        or_dash(target.window.map(|window| window.to_string())),
        or_dash(target.baseline.clone()),
        target.measure.clone(),
    ]
    .join("\t")
}
