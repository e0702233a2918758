//! CSV (RFC 4180, UTF-8): absent values are empty, dates ISO, truth values `true` and `false`.

use std::borrow::Cow;
use std::io::Write;

use csv::{Terminator, WriterBuilder};
use kernel::Value;

use super::{Column, FactSink};
use crate::IndicatorError;

/// Writes an export as CSV.
#[derive(Debug)]
pub struct CsvSink<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> CsvSink<W> {
    /// A sink that writes to `to`.
    pub fn new(to: W) -> Self {
        Self { writer: WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(to) }
    }
}

impl<W: Write> FactSink for CsvSink<W> {
    fn start(&mut self, columns: &[Column]) -> Result<(), IndicatorError> {
        let names = columns.iter().map(|column| column.name);
        self.writer.write_record(names).map_err(IndicatorError::write)
    }

    fn row(&mut self, values: &[Value]) -> Result<(), IndicatorError> {
        for value in values {
            self.writer.write_field(text(value).as_bytes()).map_err(IndicatorError::write)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(IndicatorError::write)
    }

    fn finish(&mut self) -> Result<(), IndicatorError> {
        self.writer.flush().map_err(IndicatorError::write)
    }
}

fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Int(number) => Cow::Owned(number.to_string()),
        Value::Text(text) => Cow::Borrowed(text),
        Value::Date(date) => Cow::Owned(date.to_string()),
    }
}
