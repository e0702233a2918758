//! The pages of this context, and what several of them need: the catalogue, names of units, the head.

mod edit;
mod head;
mod index;
mod new;
mod process;
mod publish;
mod show;
mod versions;

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{AgencyId, UnitId};
use store::{StoreError, Tx};
use web::{Access, PageError, Routes, Visit};

use crate::acts::ProcedureRefused;
use crate::domain::Procedure;
use crate::store::{self as rows, ProcedureRow, VersionRow};
use crate::{Catalogue, labels, urls};

const SEE: Access = Access::Needs("procedure.see");
const EDIT: Access = Access::Needs("procedure.edit");
const PUBLISH: Access = Access::Needs("procedure.publish");

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(urls::INDEX, SEE, index::index)
        .get(urls::NEW, EDIT, new::show)
        .post(urls::NEW, EDIT, new::create)
        .get(urls::SHOW, SEE, show::current)
        .get(urls::PROCESS, SEE, process::show)
        .get(urls::VERSIONS, SEE, versions::index)
        .get(urls::VERSION, SEE, show::version)
        .get(urls::EDIT, EDIT, edit::show)
        .post(urls::EDIT, EDIT, edit::save)
        .post(urls::DRAFT, EDIT, edit::create)
        .post(urls::DISCARD, EDIT, edit::discard)
        .post(urls::PUBLISH, PUBLISH, publish::publish)
        .post(urls::END, PUBLISH, publish::end)
}

impl From<ProcedureRefused> for PageError {
    fn from(refused: ProcedureRefused) -> Self {
        match refused {
            ProcedureRefused::Store(error) => error.into(),
            ProcedureRefused::Forbidden(forbidden) => forbidden.into(),
            ProcedureRefused::NotFound => Self::NotFound,
            refused => Self::Refused(labels::refused(&refused)),
        }
    }
}

/// The catalogue that the whole program shares.
pub(crate) fn catalogue(visit: &Visit) -> Catalogue {
    visit.app.extension::<Catalogue>().unwrap_or_default()
}

/// A procedure with what every page of it shows.
#[derive(Debug, Clone)]
struct Loaded {
    row: ProcedureRow,
    procedure: Arc<Procedure>,
    unit: String,
    versions: Vec<VersionRow>,
}

impl Loaded {
    fn draft(&self) -> Option<&VersionRow> {
        self.versions.iter().find(|version| version.state == crate::VersionState::Draft)
    }

    fn published(&self) -> Option<&VersionRow> {
        self.versions.iter().find(|version| version.id == self.row.version_id)
    }
}

fn load(tx: &mut Tx<'_>, catalogue: &Catalogue, agency: AgencyId, code: &str) -> Result<Loaded, PageError> {
    let row = rows::by_code(tx, agency, code)?.ok_or(PageError::NotFound)?;
    let procedure = catalogue.get(tx, row.version_id)?;
    let unit = identity::unit(tx, row.unit)?.map_or_else(|| procedure.unit.clone(), |unit| unit.name);
    let versions = rows::versions_of(tx, row.id)?;
    Ok(Loaded { row, procedure, unit, versions })
}

/// The names of an agency's units.
pub(crate) fn unit_names(tx: &mut Tx<'_>, agency: AgencyId) -> Result<BTreeMap<UnitId, String>, StoreError> {
    Ok(identity::units(tx, agency)?.into_iter().map(|unit| (unit.id, unit.name)).collect())
}
