//! The story: a sample department in 2022 whose dossiers are worked through the program's own acts, on a simulated
//! clock, the same for the same seed. It says nothing about any real person or office.

mod arrivals;
mod cast;
mod dice;
mod fates;
mod flow;
mod names;
mod partners;
mod people;
mod setting;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, anyhow};
use kernel::{AgencyId, Date, Instant};
use store::{Db, Tx};

use crate::Program;
use crate::failed::Failed;

pub use cast::Cast;
use flow::Story;
pub use people::Staff;
pub(crate) use people::system;

/// The agency of the sample.
pub const AGENCY: AgencyId = AgencyId(1);
/// Dossiers of the usual sample.
pub const DOSSIERS: u64 = 8_000;
/// The usual seed.
pub const SEED: u64 = 5_119;
/// Acts in one transaction while the story is written.
const CHUNK: usize = 400;

/// What to tell.
#[derive(Debug, Clone, Copy)]
pub struct Plot {
    /// How many dossiers.
    pub dossiers: u64,
    /// Which story.
    pub seed: u64,
    /// First day.
    pub from: Date,
    /// The moment at which the story stops and the program is shown.
    pub until: Instant,
}

impl Plot {
    /// Nine months of 2022.
    ///
    /// # Errors
    /// Never in practice: the dates are constants.
    pub fn new(dossiers: u64, seed: u64) -> Result<Self> {
        Ok(Self { dossiers, seed, from: "2022-01-04".parse()?, until: Instant::parse("2022-09-30T10:05")? })
    }
}

/// How far the story is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Dossiers received.
    pub received: u64,
    /// Acts done.
    pub acts: u64,
}

/// The accounts that are told at the start of the sample, one for each role.
pub const LISTED: [&str; 11] = people::LISTED;

/// Makes the sample department in an empty, migrated database: units, staff, procedures, indicators, the plan.
///
/// # Errors
/// Where the database fails or what is built in is not sound.
pub fn begin(program: &mut Program, plot: Plot) -> Result<Staff> {
    let hash = identity::password::hash(identity::DEMO_PASSWORD).map_err(|error| anyhow!("{error}"))?;
    let at = Date::start(plot.from.plus(-3));
    let staff = furnish(program, move |tx| people::found(tx, AGENCY, at, &hash), at)?;
    program.load()?;
    Ok(staff)
}

/// Makes the department without its staff, with one administrator: the start of a real installation.
///
/// # Errors
/// Where the database fails or what is built in is not sound.
pub fn set_up(program: &mut Program, at: Instant, password_hash: &str) -> Result<()> {
    let hash = password_hash.to_owned();
    furnish(program, move |tx| people::found_empty(tx, AGENCY, at, &hash), at)?;
    program.load()
}

fn furnish(
    program: &Program,
    mut found: impl FnMut(&mut Tx<'_>) -> Result<Staff> + Send + 'static,
    at: Instant,
) -> Result<Staff> {
    let engine = program.engine.clone();
    program
        .db
        .write_now::<_, Failed>(move |tx| {
            let staff = found(tx)?;
            let acting = people::system(AGENCY, at);
            indicator::acts::import(tx, &engine, &acting, indicator::builtin()).context("indicators")?;
            procedure::acts::import::import(tx, &acting, procedure::builtin()).context("procedures")?;
            for (_, text) in plan::builtin() {
                plan::acts::import(tx, &acting, text).context("plan")?;
            }
            Ok(staff)
        })
        .context("failed to make the department")
}

/// Writes the whole story.
///
/// # Errors
/// Where an act is refused (the story broke a rule: a fault) or storage fails.
pub fn tell(
    db: &Db,
    staff: Staff,
    cast: Cast,
    plot: Plot,
    mut progress: impl FnMut(Progress),
) -> Result<Progress> {
    let story = Arc::new(Mutex::new(Story::new(staff, cast, plot)?));
    loop {
        let told = story.clone();
        let done = db.write_now::<_, Failed>(move |tx| {
            let mut story = told.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(story.go_on(tx, CHUNK)?)
        })?;
        progress(done.progress);
        if done.over {
            return Ok(done.progress);
        }
    }
}

/// All permissions of each role, as the modules grant them.
pub(crate) type Rights = std::collections::BTreeMap<kernel::Role, BTreeSet<&'static str>>;
