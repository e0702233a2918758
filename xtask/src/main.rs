//! The project's own tools: what `make` calls. Typed where a shell script would grow.
//! Nothing here is linked into the product. A missing piece always fails and names the package that
//! brings it; nothing is skipped in silence.
#![expect(clippy::disallowed_methods, reason = "the tools run programs, wait for them and measure them")]
#![expect(clippy::print_stdout, reason = "a command line tool talks to its terminal")]
#![expect(clippy::print_stderr, reason = "a command line tool talks to its terminal")]

mod assets;
mod bench;
mod browser;
mod debian;
mod pipeline;
mod postgres;
mod server;
mod shell;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  run [ARGS]             build the assets and the binary, start `motcua demo ARGS`
  build                  optimised release of the binary
  test                   the whole pipeline: lint, tests on both databases, browser
  lint                   formatting, tidy, clippy
  tidy [--write]         the house rules; --write renews generated parts of documents
  assets                 style sheets and scripts, when their sources changed
  postgres [--durable] [-- COMMAND…]
                         a throw-away PostgreSQL for COMMAND, or until Ctrl-C
  browser [--shots] [TEST…]
                         the browser tests against a demonstration server
  bench [NAME…]          the measurements in crates/*/benches, in release
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, rest)) = arguments.split_first() else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    let outcome = match command.as_str() {
        "run" => pipeline::run(rest),
        "build" => pipeline::build(),
        "test" => pipeline::test(),
        "lint" => pipeline::lint(),
        "tidy" => tidy::command(rest),
        "assets" => assets::build(),
        "postgres" => postgres::command(rest),
        postgres::GUARD => postgres::guard(rest),
        "browser" => browser::command(rest),
        "bench" => bench::command(rest),
        _ => {
            eprint!("unknown command `{command}`\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask {command}: {failure:#}");
            ExitCode::FAILURE
        }
    }
}
