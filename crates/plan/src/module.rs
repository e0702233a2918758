//! What the shell needs to know of this context: permissions, links, routes.

use kernel::Role;
use web::{Grant, Module, NavSpec, Routes};

use crate::{MIGRATIONS, api, pages, urls};

const STAFF: &[Role] = &[
    Role::CounterOfficer,
    Role::Specialist,
    Role::HeadOfDivision,
    Role::Director,
    Role::Clerk,
    Role::PlanCoordinator,
    Role::Auditor,
    Role::Administrator,
];

const GRANTS: &[Grant] = &[
    Grant {
        permission: "plan.see", label: "Xem kế hoạch, chỉ tiêu và tình trạng thực hiện", roles: STAFF
    },
    Grant {
        permission: "plan.edit",
        label: "Nạp kế hoạch, ghi hoàn thành nhiệm vụ, ghi kết quả công bố, giao đơn vị phụ trách",
        roles: &[Role::PlanCoordinator],
    },
    Grant {
        permission: "plan.lead",
        label: "Mở bảng kế hoạch làm trang đầu",
        roles: &[Role::Director, Role::PlanCoordinator],
    },
];

const NAV: &[NavSpec] = &[
    NavSpec {
        group: "Cải cách hành chính",
        order: 10,
        label: "Kế hoạch cải cách",
        href: urls::INDEX,
        permission: "plan.see",
        count: None,
    },
    NavSpec {
        group: "Cải cách hành chính",
        order: 15,
        label: "Chỉ tiêu của đơn vị tôi",
        href: urls::OWN_UNIT,
        permission: "plan.see",
        count: None,
    },
];

/// The context, as the shell puts it together.
pub fn module() -> Module {
    Module {
        name: "plan",
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
