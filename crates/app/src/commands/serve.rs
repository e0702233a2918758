//! `motcua serve`.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use kernel::{Clock as _, SystemClock};

use crate::cli::{Database, PartnerOptions};
use crate::console;
use crate::program::Program;

pub(crate) fn serve(
    database: &Database,
    listen: &str,
    https: bool,
    partners: &PartnerOptions,
) -> Result<ExitCode> {
    let mut program = Program::open(database)?;
    if let Some(file) = &partners.agencies {
        program.agencies = crate::agencies::Agencies::read(file)?;
    }
    program.carrier = partners.postal_url.as_ref().map(|url| {
        Arc::new(postal::HttpCarrier::new(url, &partners.postal_customer, &partners.postal_token))
    });
    set_up_where_empty(&mut program)?;
    let app = program.app(Arc::new(SystemClock), false, https)?;
    crate::serve::serve(&app, program.engine.clone(), listen, |url| {
        console::say(format_args!("listening on {url}"));
    })?;
    Ok(ExitCode::SUCCESS)
}

/// An empty database gets the agency, its built-in procedures, indicators and plans, and one administrator whose
/// password is said once and must be changed at the first sign-in.
fn set_up_where_empty(program: &mut Program) -> Result<()> {
    let found = program.db.read_now::<_, store::StoreError>(identity::first_agency)?;
    if found.is_some() {
        return Ok(());
    }
    let password = web::cookie::random_token();
    let hash = identity::password::hash(&password).map_err(|error| anyhow!("{error}"))?;
    let now = SystemClock.now();
    crate::story::set_up(program, now, &hash).context("failed to set up the empty database")?;
    console::say(format_args!("the database was empty; sign in as `quan-tri` with password {password}"));
    Ok(())
}
