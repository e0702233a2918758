//! Saves a definition as a new version. The version in use is superseded and its counters are forgotten; the new
//! one is counted from now on by every act, and over older subjects by a job.

use formula::{CompiledIndicator, IndicatorDefinition};
use kernel::Acting;
use serde_json::json;
use store::{StoreError, Tx, journal, tally};

use super::{Edit, IndicatorRefused};
use crate::engine::LOCK;
use crate::store::{self as rows, NewDefinition, State};
use crate::{Engine, IndicatorError, recount};

/// Save the definition of an indicator in use.
#[derive(Debug, Clone)]
pub struct SaveDefinition {
    /// The definition; its code says which indicator, its version is not looked at.
    pub definition: IndicatorDefinition,
    /// Number of the version that was looked at: what was changed is what is superseded.
    pub base: i64,
}

/// What was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// Number of the new version.
    pub number: i64,
    /// False where it is still to be counted over older subjects.
    pub ready: bool,
}

/// Saves; a definition with mistakes is refused with all of them.
pub fn save_definition(
    tx: &mut Tx<'_>,
    engine: &Engine,
    acting: &Acting,
    cmd: &SaveDefinition,
) -> Result<Saved, IndicatorRefused> {
    acting.permit::<Edit>()?;
    tx.lock(acting.agency, LOCK)?;
    let versions = rows::versions(tx, acting.agency, &cmd.definition.code)?;
    let current = versions.iter().find(|row| row.state == State::Active).ok_or(IndicatorRefused::NotFound)?;
    if current.number != cmd.base {
        return Err(StoreError::Conflict.into());
    }
    let number = versions.first().map_or(1, |newest| newest.number + 1);
    let definition = IndicatorDefinition { version: number as u32, ..cmd.definition.clone() };
    if says_the_same(&current.body, &definition) {
        return Err(IndicatorRefused::Unchanged);
    }
    let schema = engine.measure(&definition.subject)?.schema();
    CompiledIndicator::compile(definition.clone(), schema).map_err(IndicatorRefused::Invalid)?;

    rows::end(tx, (current.id, current.version), State::Superseded)?;
    tally::forget(tx, acting.agency, &format!("{}@{}", current.code, current.number))?;
    let stored = store_definition(tx, engine, acting, &definition)?;
    let payload = json!({
        "code": definition.code, "number": number, "replaces": current.number, "definition": stored.body,
    });
    journal::append(tx, acting, "indicator.saved", ("indicator", stored.id), &payload)?;
    Ok(Saved { number, ready: stored.ready })
}

/// A definition that is in use from now on.
pub(super) struct Stored {
    pub(super) id: i64,
    /// Its text.
    pub(super) body: String,
    /// Whether it is counted over every subject.
    pub(super) ready: bool,
}

/// Puts a definition that was checked into use, as the version it names, and starts to count it.
pub(super) fn store_definition(
    tx: &mut Tx<'_>,
    engine: &Engine,
    acting: &Acting,
    definition: &IndicatorDefinition,
) -> Result<Stored, IndicatorRefused> {
    let body = toml::to_string_pretty(definition).map_err(IndicatorError::write)?;
    let row = NewDefinition {
        id: tx.next_id(acting.at),
        agency: acting.agency,
        code: &definition.code,
        number: i64::from(definition.version),
        subject: &definition.subject,
        title: &definition.title,
        body: &body,
        at: acting.at,
        by: acting.actor,
    };
    rows::insert(tx, &row)?;
    rows::new_generation(tx, acting.agency, acting.at)?;
    let (id, ready) = (row.id, count_first(tx, engine, acting, row.id)?);
    Ok(Stored { id, body, ready })
}

/// Whether the stored text differs in nothing but its version.
fn says_the_same(body: &str, definition: &IndicatorDefinition) -> bool {
    toml::from_str::<IndicatorDefinition>(body)
        .is_ok_and(|stored| stored == IndicatorDefinition { version: stored.version, ..definition.clone() })
}

/// Counts a new definition over the first subjects there are, usually few enough to be all; a job counts the
/// others. Whether none is left.
pub(super) fn count_first(
    tx: &mut Tx<'_>,
    engine: &Engine,
    acting: &Acting,
    definition: i64,
) -> Result<bool, IndicatorRefused> {
    let finished = engine.step(tx, acting.agency, definition, acting.at)?.finished;
    if !finished {
        recount::enqueue(tx, acting.agency, definition, acting.at)?;
    }
    Ok(finished)
}
