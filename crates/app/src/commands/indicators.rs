//! `motcua indicators list | show | verify | backfill`.

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use indicator::{IndicatorError, Scope};
use kernel::{AgencyId, Clock as _, Date, SystemClock};
use store::{StoreError, journal};

use crate::cli::{IndicatorCommand, ShownFormat};
use crate::console;
use crate::failed::Failed;
use crate::program::Program;

pub(crate) fn run(command: IndicatorCommand) -> Result<ExitCode> {
    match command {
        IndicatorCommand::List { database, format } => list(&Program::open(&database)?, format),
        IndicatorCommand::Show { code, from, to, unit, as_of, format, database } => {
            let wish = Wish { code, from, to, unit, as_of, format };
            show(&Program::open(&database)?, &wish)
        }
        IndicatorCommand::Verify { database } => verify(&Program::open(&database)?),
        IndicatorCommand::Backfill { code, database } => backfill(&Program::open(&database)?, code),
    }
}

struct Wish {
    code: String,
    from: Option<Date>,
    to: Option<Date>,
    unit: Option<String>,
    as_of: Option<Date>,
    format: ShownFormat,
}

/// The agency, and the day that counts as today: the day of the newest entry of its journal.
fn today(program: &Program) -> Result<(AgencyId, Date)> {
    let found = program.db.read_now::<_, StoreError>(|tx| {
        let Some(agency) = identity::first_agency(tx)? else { return Ok(None) };
        let latest = journal::latest(tx, agency.id)?;
        Ok(Some((agency.id, latest.unwrap_or_else(|| SystemClock.now()).date())))
    })?;
    found.context("the database is empty: start with `motcua serve` or `motcua demo`")
}

fn list(program: &Program, format: ShownFormat) -> Result<ExitCode> {
    let (agency, _) = today(program)?;
    let engine = program.engine.clone();
    let listed = program.db.read_now::<_, IndicatorError>(move |tx| engine.list(tx, agency))?;
    match format {
        ShownFormat::Json => console::out(serde_json::to_string_pretty(&listed)?)?,
        ShownFormat::Text => {
            for one in &listed {
                let state = if one.ready { "" } else { " (being counted)" };
                console::out(format_args!(
                    "{:<36} v{} {:<10} {}{state}",
                    one.code, one.version, one.subject, one.title
                ))?;
                if let Some(problem) = &one.problem {
                    console::out(format_args!("    {problem}"))?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(program: &Program, wish: &Wish) -> Result<ExitCode> {
    let (agency, today) = today(program)?;
    let to = wish.to.or(wish.as_of).unwrap_or(today);
    let from = match wish.from {
        Some(from) => from,
        None => Date::new(to.year(), 1, 1).context("the year of --to has no first day")?,
    };
    if from > to {
        bail!("--from {from} lies after --to {to}");
    }
    let (engine, code, unit, as_of) =
        (program.engine.clone(), wish.code.clone(), wish.unit.clone(), wish.as_of);
    let shown = program.db.read_now::<_, Failed>(move |tx| {
        let unit = match &unit {
            Some(code) => {
                let found = identity::unit_by_code(tx, agency, code)?;
                Some(found.with_context(|| format!("no unit has code {code}"))?.id)
            }
            None => None,
        };
        let scope = Scope::new(agency, from, to).of_unit(unit);
        let scope = as_of.map_or(scope, |day| scope.known(day));
        Ok(engine.show(tx, &code, &scope)?)
    })?;
    match wish.format {
        ShownFormat::Json => console::out(serde_json::to_string_pretty(&shown)?)?,
        ShownFormat::Text => {
            console::out(format_args!("{} (v{}): {}", shown.code, shown.version, shown.title))?;
            console::out(format_args!(
                "numerator {} denominator {} excluded {}",
                shown.numerator, shown.denominator, shown.excluded
            ))?;
            console::out(format_args!("value {}", shown.text))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn verify(program: &Program) -> Result<ExitCode> {
    let (agency, _) = today(program)?;
    let engine = program.engine.clone();
    let report =
        program.db.read_now::<_, IndicatorError>(move |tx| engine.verify(tx, agency, &mut |_| ()))?;
    for mismatch in &report.mismatches {
        console::out(serde_json::to_string(mismatch)?)?;
    }
    for code in &report.broken {
        console::out(format_args!("{code} cannot be computed"))?;
    }
    for code in &report.pending {
        console::say(format_args!("{code} is being counted and was left out"));
    }
    console::say(format_args!(
        "{} indicators, {} subjects, {} counters: {} differ",
        report.n_indicators,
        report.n_subjects,
        report.n_counters,
        report.mismatches.len()
    ));
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn backfill(program: &Program, code: Option<String>) -> Result<ExitCode> {
    let (agency, _) = today(program)?;
    let acting = crate::story::system(agency, SystemClock.now());
    let mut tell = |code: &str, done: indicator::Progress| {
        if done.finished {
            console::say(format_args!("{code}: {} subjects counted", done.n_done));
        }
    };
    match code {
        Some(code) => {
            program.engine.backfill(&program.db, &acting, &code, &mut |done| tell(&code, done))?;
        }
        None => program.engine.backfill_all(&program.db, &acting, &mut tell)?,
    }
    Ok(ExitCode::SUCCESS)
}
