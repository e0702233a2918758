//! `motcua calendar due`.

use std::io;
use std::process::ExitCode;

use crate::cli::CalendarCommand;
use crate::console;

pub(crate) fn run(command: &CalendarCommand) -> ExitCode {
    match command {
        CalendarCommand::Due => due(),
    }
}

fn due() -> ExitCode {
    match calendar::csv::run(io::stdin().lock(), io::stdout().lock()) {
        Ok(summary) => {
            for column in &summary.ignored_columns {
                console::say(format_args!("motcua: column `{column}` is not known and was ignored"));
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            console::say(format_args!("motcua: {error}"));
            ExitCode::FAILURE
        }
    }
}
