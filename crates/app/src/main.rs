//! `motcua`: the program.

use clap::Parser as _;

fn main() -> std::process::ExitCode {
    app::run(app::cli::Cli::parse())
}
