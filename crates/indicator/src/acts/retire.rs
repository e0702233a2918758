//! Takes an indicator out of use, or has it counted anew.

use kernel::Acting;
use serde_json::json;
use store::{StoreError, Tx, journal, tally};

use super::{Edit, IndicatorRefused};
use crate::Engine;
use crate::engine::LOCK;
use crate::store::{self as rows, State};

/// Take an indicator out of use.
#[derive(Debug, Clone)]
pub struct Retire {
    /// Its code.
    pub code: String,
    /// Number of the version that was looked at.
    pub base: i64,
}

/// Retires; the definition stays in the history, its counters are forgotten.
pub fn retire(tx: &mut Tx<'_>, acting: &Acting, cmd: &Retire) -> Result<(), IndicatorRefused> {
    acting.permit::<Edit>()?;
    tx.lock(acting.agency, LOCK)?;
    let versions = rows::versions(tx, acting.agency, &cmd.code)?;
    let current = versions.iter().find(|row| row.state == State::Active).ok_or(IndicatorRefused::NotFound)?;
    if current.number != cmd.base {
        return Err(StoreError::Conflict.into());
    }
    rows::end(tx, (current.id, current.version), State::Retired)?;
    tally::forget(tx, acting.agency, &format!("{}@{}", current.code, current.number))?;
    rows::new_generation(tx, acting.agency, acting.at)?;
    let payload = json!({ "code": current.code, "number": current.number });
    journal::append(tx, acting, "indicator.retired", ("indicator", current.id), &payload)?;
    Ok(())
}

/// Count an indicator anew.
#[derive(Debug, Clone)]
pub struct Recount {
    /// Its code.
    pub code: String,
}

/// Forgets the counters and has a job count them again.
pub fn recount(
    tx: &mut Tx<'_>,
    engine: &Engine,
    acting: &Acting,
    cmd: &Recount,
) -> Result<(), IndicatorRefused> {
    acting.permit::<Edit>()?;
    engine.restart(tx, acting, std::slice::from_ref(&cmd.code))?;
    Ok(())
}
