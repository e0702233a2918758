//! The pages of this context, and what several of them need.

mod action;
mod bulk;
mod controls;
mod forms;
mod list;
mod queue;
mod receive;
mod register;
mod ruler;
mod search;
mod show;
mod show_parts;
mod slip;
mod views;

use std::collections::BTreeMap;

use kernel::{AccountId, AgencyId, UnitId};
use store::{StoreError, Tx};
use web::{Access, PageError, Path, Routes, Visit};

use crate::domain::DossierRefused;
use crate::office::Office;
use crate::{labels, urls};

pub(crate) use queue::{Horizon, may_see_agency};

const SEE: Access = Access::Needs("dossier.see");
const REGISTER: Access = Access::Needs("dossier.register");
const RECEIVE: Access = Access::Needs("dossier.receive");

pub(crate) fn routes() -> Routes {
    let mut routes = Routes::new()
        .get(urls::QUEUE, SEE, queue::index)
        .post(urls::BULK, Access::Needs("dossier.work"), bulk::run)
        .post(urls::VIEWS, SEE, views::save)
        .post(urls::FORGET_VIEW, SEE, views::forget)
        .get(urls::RECEIVE, RECEIVE, receive::show)
        .post(urls::RECEIVE, RECEIVE, receive::act)
        .get(urls::DOSSIERS, SEE, list::index)
        .get(web::Shell::SEARCH, SEE, search::search)
        .get(urls::SHOW, SEE, show::show)
        .post(urls::REVEAL, SEE, show::reveal)
        .get(urls::SLIP, SEE, slip::show)
        .get(urls::FORM, SEE, forms::show)
        .get(urls::REGISTER, REGISTER, register::index)
        .get(urls::PRINT_REGISTER, REGISTER, register::print)
        .get(urls::HISTORY, SEE, show::history);
    for action in action::Action::ALL {
        let access = Access::Needs(action.permission());
        routes = routes
            .get(action.route(), access, move |visit: Visit, Path(code): Path<String>| {
                action::show(visit, code, action)
            })
            .post(action.route(), access, move |visit: Visit, Path(code): Path<String>, form: web::Form| {
                action::run(visit, code, action, form)
            });
    }
    routes
}

impl From<DossierRefused> for PageError {
    fn from(refused: DossierRefused) -> Self {
        use process::ProcessRefused as Work;
        match refused {
            DossierRefused::Store(error) | DossierRefused::Work(Work::Store(error)) => error.into(),
            DossierRefused::Forbidden(forbidden) | DossierRefused::Work(Work::Forbidden(forbidden)) => {
                forbidden.into()
            }
            refused => Self::Refused(labels::refused(&refused).unwrap_or_default()),
        }
    }
}

/// What the whole program shares.
pub(crate) fn office(visit: &Visit) -> Office {
    visit.app.extension::<Office>().unwrap_or_default()
}

/// The names of an agency's units.
pub(crate) fn unit_names(tx: &mut Tx<'_>, agency: AgencyId) -> Result<BTreeMap<UnitId, String>, StoreError> {
    Ok(identity::units(tx, agency)?.into_iter().map(|unit| (unit.id, unit.name)).collect())
}

/// The names of accounts, each asked for once.
pub(crate) fn account_names(
    tx: &mut Tx<'_>,
    accounts: impl Iterator<Item = AccountId>,
) -> Result<BTreeMap<AccountId, String>, StoreError> {
    let mut ids: Vec<AccountId> = accounts.collect();
    ids.sort_unstable();
    ids.dedup();
    identity::names(tx, &ids)
}

/// `26/09, 07:45`, with the year where it is not this one.
pub(crate) fn short_moment(at: kernel::Instant, now: kernel::Instant) -> String {
    let (year, month, day) = at.date().ymd();
    let clock = kernel::vi::clock(at);
    if year == now.date().year() {
        format!("{day:02}/{month:02}, {clock}")
    } else {
        format!("{day:02}/{month:02}/{year}, {clock}")
    }
}
