//! The pages of this context.

mod asked;
mod board;
mod documents;
mod export;
mod read;
mod state_forms;
mod target;
mod target_view;
mod unit;

use std::sync::Arc;

use indicator::Engine;
use store::Tx;
use web::{Access, PageError, Routes, Visit};

use crate::domain::Plan;
use crate::store as rows;
use crate::urls;

const SEE: Access = Access::Needs("plan.see");
const EDIT: Access = Access::Needs("plan.edit");

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(urls::INDEX, SEE, board::index)
        .get(urls::OWN_UNIT, SEE, unit::own)
        .get(urls::READ, EDIT, read::show)
        .post(urls::READ, EDIT, read::read)
        .get(urls::SHOW, SEE, board::show)
        .get(urls::XLSX, SEE, export::xlsx)
        .get(urls::CSV, SEE, export::csv)
        .get(urls::UNIT, SEE, unit::show)
        .get(urls::TARGET, SEE, target::show)
        .post(urls::COMPLETE, EDIT, state_forms::complete)
        .post(urls::REOPEN, EDIT, state_forms::reopen)
        .post(urls::PUBLISHED, EDIT, state_forms::publish)
        .post(urls::RESPONSIBLE, EDIT, state_forms::responsible)
        .get(urls::DOCUMENT, SEE, documents::show)
}

/// The engine that the whole program shares.
pub(crate) fn engine(visit: &Visit) -> Result<Arc<Engine>, PageError> {
    visit.app.extension::<Arc<Engine>>().ok_or(PageError::NotFound)
}

/// The plan of an address.
pub(crate) fn find(tx: &mut Tx<'_>, agency: kernel::AgencyId, slug: &str) -> Result<Plan, PageError> {
    rows::by_slug(tx, agency, slug)?.ok_or(PageError::NotFound)
}
