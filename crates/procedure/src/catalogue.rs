//! Published procedures, read once and kept: a published version never changes, so what was read of it stays
//! right for ever. Cheap to clone; all clones share what was read.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use kernel::{AgencyId, Date, UnitId};
use store::{StoreError, Tx};

use crate::domain::{Procedure, parse};
use crate::store::{self as rows, ProcedureRow};

/// The catalogue.
#[derive(Clone, Default)]
pub struct Catalogue(Arc<RwLock<BTreeMap<i64, Arc<Procedure>>>>);

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue").finish_non_exhaustive()
    }
}

/// A procedure in the version that is published now.
#[derive(Debug, Clone)]
pub struct Current {
    /// The procedure's id, the subject of its facts.
    pub id: i64,
    /// The version, which dossiers keep.
    pub version_id: i64,
    /// The competent unit.
    pub unit: UnitId,
    /// First day no longer in force; it prevails over what the package says.
    pub ended_on: Option<Date>,
    /// What the version says.
    pub procedure: Arc<Procedure>,
}

impl Current {
    /// Whether the procedure is in force on a day.
    pub fn in_force(&self, day: Date) -> bool {
        self.procedure.in_force_on <= day && self.ended_on.is_none_or(|end| day < end)
    }
}

impl Catalogue {
    /// The procedure as version `version_id` describes it. Drafts are [`StoreError::Missing`].
    pub fn get(&self, tx: &mut Tx<'_>, version_id: i64) -> Result<Arc<Procedure>, StoreError> {
        if let Some(procedure) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&version_id) {
            return Ok(procedure.clone());
        }
        let text = rows::published_package(tx, version_id)?;
        let procedure = Arc::new(read_stored(&text)?);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Ok(known.entry(version_id).or_insert(procedure).clone())
    }

    /// The procedure of a code in its published version: one select by key, and the package where it was not
    /// read before. Ended procedures too; see [`Current::in_force`].
    pub fn current(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        code: &str,
    ) -> Result<Option<Current>, StoreError> {
        let Some(key) = rows::current_key(tx, agency, code)? else { return Ok(None) };
        let procedure = self.get(tx, key.version_id)?;
        Ok(Some(Current {
            id: key.id,
            version_id: key.version_id,
            unit: key.unit,
            ended_on: key.ended_on,
            procedure,
        }))
    }

    /// Every procedure of an agency, by name, ended ones too.
    pub fn list(&self, tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<ProcedureRow>, StoreError> {
        rows::all(tx, agency)
    }
}

/// Reads a text that was checked before it was published.
pub(crate) fn read_stored(text: &str) -> Result<Procedure, StoreError> {
    parse(text, "").map_err(|_| StoreError::Corrupt { column: "procedure_version.package".to_owned() })
}
