//! `motcua export facts`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use indicator::export::{CsvSink, FactSink, ParquetSink};
use kernel::Date;

use crate::cli::{ExportCommand, FactsFormat};
use crate::console;
use crate::failed::Failed;
use crate::program::Program;

pub(crate) fn run(command: ExportCommand) -> Result<ExitCode> {
    match command {
        ExportCommand::Facts { subject, format, out, database } => {
            facts(&Program::open(&database)?, subject, format, out.as_deref())
        }
    }
}

fn facts(program: &Program, subject: String, format: FactsFormat, out: Option<&Path>) -> Result<ExitCode> {
    let target: Box<dyn Write + Send> = match out {
        Some(file) => Box::new(BufWriter::new(
            File::create(file).with_context(|| format!("failed to write {}", file.display()))?,
        )),
        None => Box::new(BufWriter::new(io::stdout())),
    };
    let sink: Box<dyn FactSink + Send> = match format {
        FactsFormat::Csv => Box::new(CsvSink::new(target)),
        FactsFormat::Parquet => Box::new(ParquetSink::new(target)),
    };
    let sink = Arc::new(Mutex::new(sink));
    let (engine, writing) = (program.engine.clone(), sink.clone());
    let rows = program.db.read_now::<_, Failed>(move |tx| {
        let agency = identity::first_agency(tx)?.context("the database is empty")?;
        let always = Date::new(9999, 12, 31).context("the last day")?;
        let mut sink = writing.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(engine.export_facts(tx, &subject, (agency.id, always), sink.as_mut())?)
    })?;
    console::say(format_args!("{rows} rows"));
    Ok(ExitCode::SUCCESS)
}
