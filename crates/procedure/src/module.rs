//! What the shell needs to know of this context: permissions, links, routes, facts.

use std::sync::Arc;

use kernel::Role;
use store::Measure;
use web::{Grant, Module, NavSpec, Routes};

use crate::measures::ProcedureMeasure;
use crate::{MIGRATIONS, api, pages, urls};

const GRANTS: &[Grant] = &[
    Grant {
        permission: "procedure.see",
        label: "Xem thủ tục và quy trình nội bộ",
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
        permission: "procedure.edit",
        label: "Soạn bản thảo thủ tục",
        roles: &[Role::HeadOfDivision, Role::PlanCoordinator],
    },
    Grant {
        permission: "procedure.publish",
        label: "Công bố phiên bản, ghi ngày hết hiệu lực của thủ tục",
        roles: &[Role::Director, Role::PlanCoordinator],
    },
];

const NAV: &[NavSpec] = &[NavSpec {
    group: "Danh mục",
    order: 10,
    label: "Thủ tục, quy trình",
    href: urls::INDEX,
    permission: "procedure.see",
    count: None,
}];

/// The context, as the shell puts it together.
pub fn module() -> Module {
    Module {
        name: "procedure",
        migrations: MIGRATIONS,
        grants: GRANTS,
        nav: NAV,
        routes,
        openapi: Some(api::openapi),
        measures: || vec![Arc::new(ProcedureMeasure) as Arc<dyn Measure>],
    }
}

fn routes() -> Routes {
    pages::routes().merge(api::routes())
}
