//! `motcua journal verify` and `root`.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use store::{Db, StoreError, journal};

use crate::cli::JournalCommand;
use crate::console;
use crate::program::Program;

pub(crate) fn run(command: JournalCommand) -> Result<ExitCode> {
    match command {
        JournalCommand::Verify { database } => verify(&Program::open(&database)?.db),
        JournalCommand::Root { upto, database } => root(&Program::open(&database)?.db, upto),
    }
}

/// Checks the chain of every agency, then the dossiers' rows against what the journal says of them.
pub(crate) fn verify(db: &Db) -> Result<ExitCode> {
    let agencies = db.read_now::<_, StoreError>(journal::agencies).context("failed to read the journal")?;
    let mut sound = true;
    for agency in agencies {
        let report = db.read_now::<_, StoreError>(move |tx| journal::verify(tx, agency))?;
        console::out(format_args!(
            "agency {agency}: the chain reaches entry {}, {} entries wait to be linked",
            report.reaches, report.pending
        ))?;
        if let Some(finding) = &report.finding {
            sound = false;
            console::out(format_args!("agency {agency}: {finding}{}", about(db, finding)?))?;
            continue;
        }
        let audit = db.read_now::<_, StoreError>(move |tx| dossier::audit(tx, agency))?;
        console::out(format_args!("agency {agency}: {} dossiers agree with the journal", audit.sound))?;
        for (code, what) in &audit.altered {
            sound = false;
            console::out(format_args!("agency {agency}: dossier {code} was altered: {what}"))?;
        }
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the entry of a finding is about, where it is still there.
fn about(db: &Db, finding: &journal::Finding) -> Result<String> {
    use journal::Finding;
    let entry = match finding {
        Finding::Altered { entry, .. } | Finding::Reordered { entry, .. } | Finding::Unlinked { entry } => {
            *entry
        }
        Finding::MissingEntry { .. } | Finding::MissingLink { .. } => return Ok(String::new()),
    };
    let found = db.read_now::<_, StoreError>(move |tx| journal::entry(tx, entry))?;
    Ok(found.map_or_else(String::new, |entry| {
        format!(": {} of {} {} at {}", entry.kind, entry.subject, entry.subject_id, entry.at)
    }))
}

fn root(db: &Db, upto: Option<i64>) -> Result<ExitCode> {
    let agencies = db.read_now::<_, StoreError>(journal::agencies)?;
    for agency in agencies {
        let (entries, root) = db.read_now::<_, StoreError>(move |tx| journal::root(tx, agency, upto))?;
        console::out(format_args!("{agency} {entries} {}", journal::hex(&root)))?;
    }
    Ok(ExitCode::SUCCESS)
}
