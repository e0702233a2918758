//! Parquet: typed columns, so that dates and absent values survive. Uncompressed; repeated texts are kept once.

use std::fmt;
use std::io::Write;
use std::sync::Arc;

use kernel::{FieldKind, Value};
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::{Column, FactSink};
use crate::IndicatorError;

/// Rows held before they are written as a group.
const GROUP: usize = 50_000;

/// Writes an export as Parquet.
pub struct ParquetSink<W: Write + Send> {
    to: Option<W>,
    writer: Option<SerializedFileWriter<W>>,
    columns: Vec<(Column, Values)>,
    held: usize,
}

impl<W: Write + Send> fmt::Debug for ParquetSink<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParquetSink").field("held", &self.held).finish_non_exhaustive()
    }
}

/// The values of a column that are not written yet; absent ones are only in the levels.
#[derive(Default)]
struct Values {
    levels: Vec<i16>,
    bools: Vec<bool>,
    ints: Vec<i64>,
    texts: Vec<ByteArray>,
    days: Vec<i32>,
}

impl<W: Write + Send> ParquetSink<W> {
    /// A sink that writes to `to`.
    pub const fn new(to: W) -> Self {
        Self { to: Some(to), writer: None, columns: Vec::new(), held: 0 }
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        let Some(writer) = self.writer.as_mut().filter(|_| self.held > 0) else { return Ok(()) };
        let mut group = writer.next_row_group()?;
        for (column, values) in &mut self.columns {
            let Some(target) = group.next_column()? else { break };
            write_column(target, column, &std::mem::take(values))?;
        }
        group.close()?;
        self.held = 0;
        Ok(())
    }
}

impl<W: Write + Send> FactSink for ParquetSink<W> {
    fn start(&mut self, columns: &[Column]) -> Result<(), IndicatorError> {
        if let Some(to) = self.to.take() {
            let schema = schema(columns).map_err(IndicatorError::write)?;
            let properties = Arc::new(WriterProperties::builder().build());
            let writer = SerializedFileWriter::new(to, schema, properties);
            self.writer = Some(writer.map_err(IndicatorError::write)?);
            self.columns = columns.iter().map(|column| (*column, Values::default())).collect();
        }
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> Result<(), IndicatorError> {
        for ((column, held), value) in self.columns.iter_mut().zip(values) {
            held.push(column, value);
        }
        self.held += 1;
        if self.held >= GROUP {
            self.flush().map_err(IndicatorError::write)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), IndicatorError> {
        self.flush().map_err(IndicatorError::write)?;
        match self.writer.take() {
            Some(writer) => writer.close().map(drop).map_err(IndicatorError::write),
            None => Ok(()),
        }
    }
}

impl Values {
    fn push(&mut self, column: &Column, value: &Value) {
        let present = match (column.kind, value) {
            (FieldKind::Bool, Value::Bool(value)) => {
                self.bools.push(*value);
                true
            }
            (FieldKind::Int, Value::Int(value)) => {
                self.ints.push(*value);
                true
            }
            (FieldKind::Text, Value::Text(value)) => {
                self.texts.push(ByteArray::from(&**value));
                true
            }
            (FieldKind::Date, Value::Date(value)) => {
                self.days.push(value.days());
                true
            }
            _ => false,
        };
        self.levels.push(i16::from(present));
    }
}

/// Every column is declared optional: a value that does not fit its column is absent, not a broken file.
fn schema(columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let fields = columns.iter().map(|column| {
        let (physical, logical) = match column.kind {
            FieldKind::Bool => (Physical::BOOLEAN, None),
            FieldKind::Int => (Physical::INT64, None),
            FieldKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            FieldKind::Date => (Physical::INT32, Some(LogicalType::Date)),
        };
        let field = Type::primitive_type_builder(column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        Ok(Arc::new(field))
    });
    let fields = fields.collect::<Result<Vec<_>, ParquetError>>()?;
    Ok(Arc::new(Type::group_type_builder("facts").with_fields(fields).build()?))
}

fn write_column(
    target: SerializedColumnWriter<'_>,
    column: &Column,
    values: &Values,
) -> Result<(), ParquetError> {
    match column.kind {
        FieldKind::Bool => write::<BoolType>(target, &values.bools, &values.levels),
        FieldKind::Int => write::<Int64Type>(target, &values.ints, &values.levels),
        FieldKind::Text => write::<ByteArrayType>(target, &values.texts, &values.levels),
        FieldKind::Date => write::<Int32Type>(target, &values.days, &values.levels),
    }
}

fn write<T: DataType>(
    mut target: SerializedColumnWriter<'_>,
    values: &[T::T],
    levels: &[i16],
) -> Result<(), ParquetError> {
    target.typed::<T>().write_batch(values, Some(levels), None)?;
    target.close()
}
