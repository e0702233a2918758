//! `motcua demo`: the sample department.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::Instant;
use store::{StoreError, journal};

use crate::cli::Database;
use crate::clock::SampleClock;
use crate::console;
use crate::program::Program;
use crate::story::{self, AGENCY, Cast, Plot};

/// What is wanted.
#[derive(Debug)]
pub(crate) struct Wish {
    pub(crate) database: String,
    pub(crate) dossiers: u64,
    pub(crate) seed: u64,
    pub(crate) listen: String,
    pub(crate) serve: bool,
}

pub(crate) fn demo(wish: &Wish) -> Result<ExitCode> {
    let database = Database { database: wish.database.clone(), files: None, node: 0 };
    let mut program = Program::open(&database)?;
    let plot = Plot::new(wish.dossiers, wish.seed)?;
    if program.db.read_now::<_, StoreError>(identity::first_agency)?.is_none() {
        write_story(&mut program, plot)?;
    }
    if !wish.serve {
        return Ok(ExitCode::SUCCESS);
    }
    let latest = program.db.read_now::<_, StoreError>(|tx| journal::latest(tx, AGENCY))?;
    let start = latest.map_or(plot.until, |latest| latest.max(plot.until)).plus_minutes(1);
    let app = program.app(Arc::new(SampleClock::new(start)), true, false)?;
    let accounts = accounts(&program, start)?;
    crate::serve::serve(&app, program.engine.clone(), &wish.listen, |url| {
        console::say(format_args!("\nThe sample department is open: {url}\n"));
        console::say(format_args!("{:<14} {:<28} password", "account", "role"));
        for (login, role) in &accounts {
            console::say(format_args!("{login:<14} {role:<28} {}", identity::DEMO_PASSWORD));
        }
        console::say("\nStop with Ctrl-C.");
    })?;
    Ok(ExitCode::SUCCESS)
}

fn write_story(program: &mut Program, plot: Plot) -> Result<()> {
    let bar = ProgressBar::new(plot.dossiers).with_message("dossiers");
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {elapsed} gone, {eta} left")
    {
        bar.set_style(style);
    }
    let staff = story::begin(program, plot).context("failed to begin the story")?;
    let cast = Cast::new(program.office.clone(), &program.modules);
    let told = story::tell(&program.db, staff, cast, plot, |progress| bar.set_position(progress.received))?;
    bar.finish_and_clear();
    console::say(format_args!("the story is written: {} dossiers, {} acts", told.received, told.acts));
    program.load()
}

fn accounts(program: &Program, at: Instant) -> Result<Vec<(String, String)>> {
    let accounts = program.db.read_now::<_, StoreError>(move |tx| {
        let mut out = Vec::new();
        for login in story::LISTED {
            if let Some(account) = identity::account_by_login(tx, AGENCY, login)? {
                let roles = identity::roles_of(tx, account.id)?;
                let label = roles
                    .iter()
                    .filter(|grant| grant.valid_from <= at.date())
                    .map(|grant| grant.role.label());
                out.push((login.to_owned(), label.collect::<Vec<_>>().join(", ")));
            }
        }
        Ok(out)
    })?;
    Ok(accounts)
}
