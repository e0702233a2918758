//! From the command line to the commands.

use std::process::ExitCode;

use tracing_subscriber::EnvFilter;

use crate::cli::{Cli, Command, LogFormat};
use crate::commands;

/// Runs a command; its exit code.
pub fn run(cli: Cli) -> ExitCode {
    log(cli.log);
    let done = match cli.command {
        Command::Serve { database, listen, https, partners } => {
            commands::serve::serve(&database, &listen, https, &partners)
        }
        Command::Demo { database, dossiers, seed, listen, no_serve } => {
            let wish = commands::demo::Wish { database, dossiers, seed, listen, serve: !no_serve };
            commands::demo::demo(&wish)
        }
        Command::Migrate { database } => commands::data::migrate(&database),
        Command::Check { database, procedures } => commands::check::check(&database, procedures.as_deref()),
        Command::Backup { file, database } => commands::data::backup(&database, &file),
        Command::Restore { file, database } => commands::data::restore(&database, &file),
        Command::Plan(command) => commands::plan::run(&command),
        Command::Calendar(command) => Ok(commands::calendar::run(&command)),
        Command::Indicators(command) => commands::indicators::run(command),
        Command::Export(command) => commands::export::run(command),
        Command::Journal(command) => commands::journal::run(command),
        Command::Simulate(command) => commands::simulate::run(command),
    };
    done.unwrap_or_else(|error| {
        crate::console::say(format_args!("motcua: {error:#}"));
        ExitCode::FAILURE
    })
}

fn log(format: LogFormat) {
    let filter = EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second call in one process (tests) finds the log set up already.
    let _ = match format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
}
