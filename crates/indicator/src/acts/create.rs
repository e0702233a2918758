//! Brings a new indicator into use. A code that was retired may be used again; its versions count on.

use formula::{CompiledIndicator, IndicatorDefinition};
use kernel::Acting;
use serde_json::json;
use store::{Tx, journal};

use super::save::{Saved, store_definition};
use super::{Edit, IndicatorRefused};
use crate::Engine;
use crate::engine::LOCK;
use crate::store::{self as rows, State};

/// Bring a new indicator into use.
#[derive(Debug, Clone)]
pub struct CreateDefinition {
    /// The definition; its version is not looked at.
    pub definition: IndicatorDefinition,
}

/// Creates; a definition with mistakes is refused with all of them, a code in use with the name of who has it.
pub fn create_definition(
    tx: &mut Tx<'_>,
    engine: &Engine,
    acting: &Acting,
    cmd: &CreateDefinition,
) -> Result<Saved, IndicatorRefused> {
    acting.permit::<Edit>()?;
    let schema = engine.measure(&cmd.definition.subject)?.schema();
    tx.lock(acting.agency, LOCK)?;
    let versions = rows::versions(tx, acting.agency, &cmd.definition.code)?;
    if let Some(active) = versions.iter().find(|row| row.state == State::Active) {
        return Err(IndicatorRefused::Taken { title: active.title.clone() });
    }
    let number = versions.first().map_or(1, |newest| newest.number + 1);
    let definition = IndicatorDefinition { version: number as u32, ..cmd.definition.clone() };
    CompiledIndicator::compile(definition.clone(), schema).map_err(IndicatorRefused::Invalid)?;
    let stored = store_definition(tx, engine, acting, &definition)?;
    let payload = json!({ "code": definition.code, "number": number, "definition": stored.body });
    journal::append(tx, acting, "indicator.created", ("indicator", stored.id), &payload)?;
    Ok(Saved { number, ready: stored.ready })
}
