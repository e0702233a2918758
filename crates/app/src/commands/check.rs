//! `motcua check`: what the program and the database hold agrees with their own rules.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::Database;
use crate::console;
use crate::program::Program;

pub(crate) fn check(database: &Database, procedures: Option<&Path>) -> Result<ExitCode> {
    let checked = match procedures {
        Some(folder) => procedure::check_folder(folder),
        None => procedure::check_texts(procedure::builtin().iter().copied()),
    };
    for finding in &checked.findings {
        console::out(finding)?;
    }
    let errors = checked.findings.iter().filter(|finding| finding.is_error()).count();
    console::say(format_args!(
        "{} procedures, {errors} errors, {} other findings",
        checked.procedures.len(),
        checked.findings.len() - errors
    ));
    // A folder to check says that the packages are meant, not the database.
    let data = if procedures.is_some() { ExitCode::SUCCESS } else { check_data(database)? };
    Ok(if errors == 0 && data == ExitCode::SUCCESS { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn check_data(database: &Database) -> Result<ExitCode> {
    let program = Program::open(database)?;
    let counters = crate::commands::indicators::verify(&program)?;
    let journal = crate::commands::journal::verify(&program.db)?;
    Ok(if counters == ExitCode::SUCCESS { journal } else { counters })
}
