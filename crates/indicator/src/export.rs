//! Facts as files, one row a subject with every field that predicates can see: whoever has the file and the
//! definitions can recompute any figure without this program.

mod csv;
mod parquet;

use kernel::{AgencyId, Date, FieldKind, Value};
use store::{FactQuery, Tx};

pub use self::csv::CsvSink;
pub use self::parquet::ParquetSink;

use crate::{Engine, IndicatorError};

/// Facts read at once.
const CHUNK: i64 = 1_000;

/// A column of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name: that of the field, as predicates write it without the subject.
    pub name: &'static str,
    /// Type.
    pub kind: FieldKind,
    /// Whether values may be absent.
    pub optional: bool,
}

/// Where an export is written.
pub trait FactSink {
    /// The columns, before the first row.
    fn start(&mut self, columns: &[Column]) -> Result<(), IndicatorError>;
    /// One row, as many values as columns.
    fn row(&mut self, values: &[Value]) -> Result<(), IndicatorError>;
    /// After the last row.
    fn finish(&mut self) -> Result<(), IndicatorError>;
}

impl Engine {
    /// Writes the facts of `subject` as known at the end of `as_of`, by id; how many. The columns are `id`, the
    /// record's `code` (where no field has that name), then the fields of the schema.
    pub fn export_facts(
        &self,
        tx: &mut Tx<'_>,
        subject: &str,
        (agency, as_of): (AgencyId, Date),
        sink: &mut dyn FactSink,
    ) -> Result<i64, IndicatorError> {
        let measure = self.measure(subject)?;
        let fields = measure.schema().fields;
        let own_code = fields.iter().any(|field| field.name == "code");
        let id = Column { name: "id", kind: FieldKind::Int, optional: false };
        let code = Column { name: "code", kind: FieldKind::Text, optional: true };
        let of_fields = fields.iter().map(|field| Column {
            name: field.name,
            kind: field.kind,
            optional: field.optional,
        });
        let columns: Vec<Column> =
            std::iter::once(id).chain((!own_code).then_some(code)).chain(of_fields).collect();
        sink.start(&columns)?;

        let query = FactQuery { agency, unit: None, as_of };
        let (mut n, mut next) = (0, Some(i64::MIN));
        let mut row = Vec::with_capacity(columns.len());
        while let Some(after) = next {
            let page = measure.page(tx, &query, after, CHUNK)?;
            let ids: Vec<i64> = page.facts.iter().map(|(id, _)| *id).collect();
            let records = if own_code { Vec::new() } else { measure.records(tx, &ids)? };
            let mut records = records.into_iter().peekable();
            for (id, fact) in &page.facts {
                row.clear();
                row.push(Value::Int(*id));
                if !own_code {
                    let record = records.next_if(|record| record.id == *id);
                    row.push(record.map(|record| std::sync::Arc::<str>::from(record.code)).into());
                }
                row.extend((0..fields.len()).map(|at| fact.get(at).clone()));
                sink.row(&row)?;
                n += 1;
            }
            next = page.next;
        }
        sink.finish()?;
        Ok(n)
    }
}
