//! Pages and API of this context.

pub(crate) mod admin_account;
pub(crate) mod admin_accounts;
pub(crate) mod admin_units;
pub(crate) mod api;
pub(crate) mod delegations;
pub(crate) mod journal;
pub(crate) mod keys;
pub(crate) mod own;
pub(crate) mod own_second_step;
mod own_tabs;
mod peer;
pub(crate) mod permissions;
pub(crate) mod second_step;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod units;

use kernel::Date;
use web::{Choice, FieldErrors, PageError, Visit};

use crate::domain::Unit;

/// People only: a key of the API cannot change its owner's account.
fn person(visit: &Visit) -> Result<(), PageError> {
    if visit.signed_in()?.scopes.is_none() {
        Ok(())
    } else {
        Err(PageError::Forbidden("identity.own_account"))
    }
}

/// Reads a date as people type it; what is wrong goes to `errors`.
fn date(errors: &mut FieldErrors, field: &str, text: &str) -> Option<Date> {
    let read = kernel::vi::parse_date(text);
    if read.is_none() {
        errors.add(field, "Nhập ngày dạng dd/mm/yyyy, ví dụ 15/03/2022.");
    }
    read
}

/// The units as choices, indented by depth; `none` words the absence.
fn unit_choices(units: &[Unit], on: Date, none: &str, chosen: &str) -> Vec<Choice> {
    let nodes = crate::domain::tree(units, on);
    let named = nodes.iter().map(|node| {
        (node.unit.id.to_string(), format!("{}{}", "\u{2003}".repeat(node.depth), node.unit.name))
    });
    Choice::list(std::iter::once((String::new(), none.to_owned())).chain(named), chosen)
}
