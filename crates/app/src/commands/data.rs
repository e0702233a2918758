//! `motcua migrate`, `backup`, `restore`.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use store::{Db, OpenOptions, StoreError, backup as archive};

use crate::cli::Database;
use crate::console;
use crate::program::migrations;

fn open(database: &Database) -> Result<Db> {
    let options =
        OpenOptions { url: database.database.clone(), node: database.node, files: database.files.clone() };
    Db::open(&options).with_context(|| format!("failed to open {}", database.database))
}

pub(crate) fn migrate(database: &Database) -> Result<ExitCode> {
    let applied = open(database)?.migrate(&migrations()).context("failed to bring the tables up to date")?;
    if applied.is_empty() {
        console::say("the tables are up to date");
    } else {
        let numbers: Vec<String> = applied.iter().map(ToString::to_string).collect();
        console::say(format_args!("applied migrations {}", numbers.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes beside the target and renames, so that a broken backup never stands where a whole one is expected.
pub(crate) fn backup(database: &Database, file: &Path) -> Result<ExitCode> {
    let db = open(database)?;
    let unfinished = file.with_extension("unfinished");
    let failed = || format!("failed to write {}", unfinished.display());
    let (files, target) = (db.files().clone(), unfinished.clone());
    let counts = db
        .read_now::<_, StoreError>(move |tx| {
            let broken = |source| StoreError::File { path: target.display().to_string(), source };
            let out = File::create(&target).map_err(broken)?;
            let mut out = BufWriter::new(out);
            let counts = archive::write(tx, &files, &mut out)?;
            out.flush().and_then(|()| out.get_ref().sync_all()).map_err(broken)?;
            Ok(counts)
        })
        .with_context(failed)?;
    std::fs::rename(&unfinished, file).with_context(|| format!("failed to name {}", file.display()))?;
    console::say(format_args!("wrote {} rows and {} files to {}", counts.rows, counts.files, file.display()));
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn restore(database: &Database, file: &Path) -> Result<ExitCode> {
    let db = open(database)?;
    db.migrate(&migrations()).context("failed to make the tables")?;
    let (files, source) = (db.files().clone(), file.to_owned());
    let counts = db
        .write_now::<_, StoreError>(move |tx| {
            let broken = |cause| StoreError::File { path: source.display().to_string(), source: cause };
            let input = BufReader::new(File::open(&source).map_err(broken)?);
            let counts = archive::read(tx, &files, input)?;
            dossier::store::index_all(tx)?;
            Ok(counts)
        })
        .with_context(|| format!("failed to restore {}", file.display()))?;
    console::say(format_args!("restored {} rows and {} files", counts.rows, counts.files));
    crate::commands::journal::verify(&db)
}
