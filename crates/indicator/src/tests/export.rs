//! Facts as files.

use std::io::Write;
use std::sync::{Arc, Mutex};

use kernel::AgencyId;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use store::testing::sqlite;

use super::fake::{Dice, PROCEDURE, World, acting, day, migrations};
use crate::IndicatorError;
use crate::export::{CsvSink, FactSink, ParquetSink};

const AGENCY: AgencyId = AgencyId(31);

/// A file in memory that outlives its writer.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn export<S: FactSink + Send + 'static>(subject: &'static str, sink: impl Fn(Paper) -> S) -> Vec<u8> {
    let world = World::new();
    let db = sqlite(&migrations()).unwrap();
    db.observe(world.engine.clone());
    let mut dice = Dice(7);
    for id in 1..=30 {
        let measure = world.of(subject).clone();
        let fact = dice.fact(measure.schema, None);
        db.write_now(move |tx| measure.change(tx, AGENCY, (id, day("2022-02-01")), Some(fact.clone())))
            .unwrap();
    }
    let paper = Paper::default();
    let (mut sink, engine) = (sink(paper.clone()), world.engine.clone());
    let as_of = acting(AGENCY).at.date();
    let n = db.read_now(move |tx| engine.export_facts(tx, subject, (AGENCY, as_of), &mut sink)).unwrap();
    assert_eq!(n, 30);
    paper.0.lock().unwrap().clone()
}

#[test]
fn csv_and_parquet_hold_the_same_facts() {
    let csv = String::from_utf8(export("dossier", CsvSink::new)).unwrap();
    let mut lines = csv.lines();
    let head = lines.next().unwrap();
    assert!(head.starts_with("id,code,unit_id,procedure,"), "{head}");
    let parquet = export("dossier", ParquetSink::new);
    let reader = SerializedFileReader::new(bytes(&parquet)).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 30);
    for (row, line) in rows.iter().zip(lines) {
        let cells: Vec<String> = row.get_column_iter().map(|(_, field)| cell(field)).collect();
        assert_eq!(cells.join(","), line);
    }
}

fn bytes(content: &[u8]) -> std::fs::File {
    use std::io::Seek as _;
    let path = std::env::temp_dir().join(format!("motcua_facts_{}.parquet", std::process::id()));
    let mut file =
        std::fs::File::options().read(true).write(true).create(true).truncate(true).open(&path).unwrap();
    file.write_all(content).unwrap();
    file.rewind().unwrap();
    std::fs::remove_file(path).unwrap();
    file
}

fn cell(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Bool(value) => value.to_string(),
        Field::Long(value) => value.to_string(),
        Field::Str(text) => text.clone(),
        Field::Date(days) => kernel::Date::from_days(*days).to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_field_named_code_stands_once() {
    let csv = String::from_utf8(export("procedure", CsvSink::new)).unwrap();
    let head: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    assert_eq!(head.iter().filter(|name| **name == "code").count(), 1);
    assert_eq!(head.len(), PROCEDURE.fields.len() + 1);
}

#[test]
fn an_unknown_subject_is_named_with_those_there_are() {
    let world = World::new();
    let db = sqlite(&migrations()).unwrap();
    let engine = world.engine.clone();
    let refused = db
        .read_now(move |tx| {
            engine.export_facts(tx, "person", (AGENCY, day("2022-01-01")), &mut CsvSink::new(Vec::new()))
        })
        .unwrap_err();
    assert!(matches!(refused, IndicatorError::UnknownSubject { .. }));
    assert_eq!(
        refused.to_string(),
        "there are no facts of subject `person`; known: consultation, dossier, postal, procedure"
    );
}
