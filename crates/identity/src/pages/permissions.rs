//! Who may do what: the grants of all contexts as one table.

use askama::Template;
use axum::response::Response;
use kernel::Role;
use web::{PageError, Shell, Visit};

#[derive(Template)]
#[template(path = "identity/permissions.html")]
struct PermissionsPage {
    shell: Shell,
    roles: Vec<&'static str>,
    rows: Vec<Row>,
}

struct Row {
    label: &'static str,
    code: &'static str,
    held: Vec<bool>,
}

pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    let grants = visit.app.modules().iter().flat_map(|module| module.grants);
    let rows = grants
        .map(|grant| Row {
            label: grant.label,
            code: grant.permission,
            held: Role::ALL.iter().map(|role| grant.roles.contains(role)).collect(),
        })
        .collect();
    let shell = visit.shell("Quyền theo vai trò").await;
    visit.page(&PermissionsPage { shell, roles: Role::ALL.map(Role::label).to_vec(), rows })
}
