//! `motcua calendar due`.

use std::io;
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::CalendarCommand;
use crate::console;

pub(crate) fn run(command: &CalendarCommand) -> Result<ExitCode> {
    match command {
        CalendarCommand::Due => due(),
    }
}

fn due() -> Result<ExitCode> {
    match calendar::csv::run(io::stdin().lock(), io::stdout().lock()) {
        Ok(summary) => {
            for column in &summary.ignored_columns {
                console::say(format_args!("motcua: column `{column}` is not known and was ignored"));
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            console::say(format_args!("motcua: {error}"));
            Ok(ExitCode::FAILURE)
        }
    }
}
