//! The judge: the same predicate on the same fact by the interpreter of the `cel` crate. A thousand times
//! slower than the closures and written by others, which is what a judge is for.

use std::collections::HashMap;
use std::sync::Arc;

use cel::{Context, ExecutionError, Program, Value as Cel};
use kernel::{Date, Fact, FactSchema, Value};

/// Whether `text` holds for `fact` according to the interpreter. Dates are given to it as ISO texts, whose
/// order is the order of the dates; absent fields are left out.
pub fn judge(schema: &FactSchema, text: &str, fact: &Fact) -> Result<bool, String> {
    let program = Program::compile(text).map_err(|error| error.to_string())?;
    let mut context = Context::default();
    context.add_function("days", days).map_err(|error| error.to_string())?;
    context.add_function("date", date).map_err(|error| error.to_string())?;
    context.add_variable_from_value(schema.subject, record(schema, fact));
    match program.execute(&context) {
        Ok(Cel::Bool(value)) => Ok(value),
        Ok(other) => Err(format!("not a truth value: {other:?}")),
        Err(error) => Err(error.to_string()),
    }
}

fn record(schema: &FactSchema, fact: &Fact) -> Cel {
    let fields = schema.fields.iter().zip(&fact.0);
    let present: HashMap<String, Cel> =
        fields.filter_map(|(field, value)| Some((field.name.to_owned(), cel_value(value)?))).collect();
    present.into()
}

fn cel_value(value: &Value) -> Option<Cel> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(value) => Cel::Bool(*value),
        Value::Int(value) => Cel::Int(*value),
        Value::Text(value) => Cel::String(Arc::new(value.as_ref().to_owned())),
        Value::Date(value) => Cel::String(Arc::new(value.to_string())),
    })
}

#[expect(clippy::needless_pass_by_value, clippy::rc_buffer, reason = "the signature the interpreter calls")]
fn days(from: Arc<String>, to: Arc<String>) -> Result<i64, ExecutionError> {
    let read =
        |text: &str| text.parse::<Date>().map_err(|error| ExecutionError::function_error("days", error));
    Ok(i64::from(read(&from)?.days_until(read(&to)?)))
}

#[expect(clippy::rc_buffer, reason = "the signature the interpreter calls")]
fn date(text: Arc<String>) -> Result<Arc<String>, ExecutionError> {
    text.parse::<Date>().map_err(|error| ExecutionError::function_error("date", error))?;
    Ok(text)
}
