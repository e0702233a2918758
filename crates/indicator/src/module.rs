//! What the shell needs to know of this context: permissions, link, routes.

use kernel::Role;
use web::{Grant, Module, NavSpec, Routes};

use crate::{MIGRATIONS, api, pages, urls};

const GRANTS: &[Grant] = &[
    Grant {
        permission: "indicator.see",
        label: "Xem chỉ số, số liệu và bản ghi làm căn cứ",
        roles: &[
            Role::CounterOfficer,
            Role::Specialist,
            Role::HeadOfDivision,
            Role::Director,
            Role::Clerk,
            Role::PlanCoordinator,
            Role::Auditor,
            Role::Administrator,
        ],
    },
    Grant {
        permission: "indicator.edit",
        label: "Thêm chỉ số, sửa định nghĩa, ngừng dùng, tính lại",
        roles: &[Role::PlanCoordinator],
    },
];

const NAV: &[NavSpec] = &[NavSpec {
    group: "Cải cách hành chính",
    order: 20,
    label: "Chỉ số",
    href: urls::INDEX,
    permission: "indicator.see",
    count: None,
}];

/// The context, as the shell puts it together.
pub fn module() -> Module {
    Module {
        name: "indicator",
        migrations: MIGRATIONS,
        grants: GRANTS,
        nav: NAV,
        routes,
        openapi: Some(api::openapi),
        measures: Vec::new,
    }
}

fn routes() -> Routes {
    pages::routes().merge(api::routes())
}
