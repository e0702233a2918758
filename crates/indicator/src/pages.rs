//! The pages of this context, and what several of them need: the engine, names of units, the window asked for.

mod chart;
mod edit;
mod evidence;
mod evidence_file;
mod form;
mod index;
mod manage;
mod new;
mod new_file;
mod period;
mod show;

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{AgencyId, UnitId};
use store::{StoreError, Tx};
use web::{Access, PageError, Routes, Visit};

use crate::{Engine, urls};

const SEE: Access = Access::Needs("indicator.see");
const EDIT: Access = Access::Needs("indicator.edit");

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(urls::INDEX, SEE, index::index)
        .get(urls::NEW, EDIT, new::show)
        .post(urls::NEW, EDIT, new::create)
        .get(urls::NEW_FILE, EDIT, new_file::show)
        .post(urls::NEW_FILE, EDIT, new_file::create)
        .get(urls::SHOW, SEE, show::show)
        .get(urls::EVIDENCE, SEE, evidence::show)
        .get(urls::EVIDENCE_CSV, SEE, evidence_file::csv)
        .get(urls::EDIT, EDIT, edit::show)
        .post(urls::EDIT, EDIT, edit::save)
        .post(urls::RETIRE, EDIT, manage::retire)
        .post(urls::RECOUNT, EDIT, manage::recount)
}

/// The engine that the whole program shares.
pub(crate) fn engine(visit: &Visit) -> Result<Arc<Engine>, PageError> {
    visit.app.extension::<Arc<Engine>>().ok_or(PageError::NotFound)
}

/// The names of an agency's units.
fn unit_names(tx: &mut Tx<'_>, agency: AgencyId) -> Result<BTreeMap<UnitId, String>, StoreError> {
    Ok(identity::units(tx, agency)?.into_iter().map(|unit| (unit.id, unit.name)).collect())
}

/// The name of a unit; a unit that is gone still has its records.
fn unit_name(names: &BTreeMap<UnitId, String>, unit: UnitId) -> String {
    names.get(&unit).cloned().unwrap_or_else(|| format!("Đơn vị số {unit}"))
}

/// The first letter as a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The notice on a figure that is not complete yet.
fn counting(progress: Option<crate::Progress>, things: &str) -> Option<String> {
    progress.map(|progress| {
        format!(
            "{}: đã đếm {} {things}, khoảng {}%. Số liệu dưới đây chưa đầy đủ cho đến khi tính xong.",
            crate::labels::COUNTING,
            kernel::vi::number(progress.n_done),
            progress.percent
        )
    })
}
