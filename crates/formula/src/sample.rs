//! A sample fact of a schema: shows the author of a predicate what the fields look like.

use kernel::{Date, Fact, FactSchema, FieldKind, Value};

/// 2022-03-15, the date of the samples.
const SAMPLE_DAY: i32 = 19_066;

/// A fact that follows `schema`, every field present.
pub fn sample_fact(schema: &FactSchema) -> Fact {
    let value = |kind, name| match kind {
        FieldKind::Bool => Value::Bool(true),
        FieldKind::Int => Value::Int(1),
        FieldKind::Text => Value::from(name),
        FieldKind::Date => Value::Date(Date::from_days(SAMPLE_DAY)),
    };
    Fact(schema.fields.iter().map(|field| value(field.kind, field.name)).collect())
}

/// The sample fact as pairs: `dossier.finished_on`, `"2022-03-15"`.
pub fn sample_fields(schema: &FactSchema) -> Vec<(String, String)> {
    let fact = sample_fact(schema);
    let named = schema.fields.iter().zip(&fact.0);
    named.map(|(field, value)| (format!("{}.{}", schema.subject, field.name), literal(value))).collect()
}

/// A value as a predicate writes it.
pub(crate) fn literal(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Text(value) => format!("{value:?}"),
        Value::Date(value) => format!("\"{value}\""),
    }
}
