//! How this context is put into the program: permissions, links of the rail, routes.

use kernel::Role;
use web::{Access, Grant, Module, NavSpec, Routes};

use crate::pages::{
    admin_account, admin_accounts, admin_units, api, delegations, journal, keys, own, own_second_step,
    permissions, second_step, sessions, sign_in, units,
};
use crate::urls;

/// Everybody who works here.
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

/// Who does work that somebody else can do for them.
const WORKERS: &[Role] = &[
    Role::CounterOfficer,
    Role::Specialist,
    Role::HeadOfDivision,
    Role::Director,
    Role::Clerk,
    Role::PlanCoordinator,
];

const GRANTS: &[Grant] = &[
    Grant { permission: "identity.see_people", label: "Xem đơn vị và cán bộ", roles: STAFF },
    Grant {
        permission: "identity.delegate", label: "Ủy quyền cho người khác làm thay", roles: WORKERS
    },
    Grant { permission: "identity.make_keys", label: "Tạo khóa API cho mình", roles: STAFF },
    Grant {
        permission: "identity.manage",
        label: "Quản trị đơn vị, tài khoản, vai trò",
        roles: &[Role::Administrator],
    },
    Grant {
        permission: "identity.see_permissions",
        label: "Xem bảng quyền theo vai trò",
        roles: &[Role::Director, Role::Auditor, Role::Administrator],
    },
    Grant {
        permission: "journal.see",
        label: "Xem nhật ký hệ thống",
        roles: &[Role::Director, Role::Auditor, Role::Administrator],
    },
];

const fn link(
    group: &'static str,
    order: u8,
    label: &'static str,
    href: &'static str,
    permission: &'static str,
) -> NavSpec {
    NavSpec { group, order, label, href, permission, count: None }
}

const NAV: &[NavSpec] = &[
    link("Danh mục", 50, "Đơn vị và cán bộ", urls::UNITS, "identity.see_people"),
    link("Hệ thống", 10, "Tài khoản", urls::ADMIN_ACCOUNTS, "identity.manage"),
    link("Hệ thống", 20, "Đơn vị", urls::ADMIN_UNITS, "identity.manage"),
    link("Hệ thống", 30, "Quyền theo vai trò", urls::PERMISSIONS, "identity.see_permissions"),
    link("Hệ thống", 40, "Nhật ký", urls::JOURNAL, "journal.see"),
];

/// The context, for the program to put together.
pub fn module() -> Module {
    Module {
        name: "identity",
        migrations: crate::MIGRATIONS,
        grants: GRANTS,
        nav: NAV,
        routes,
        openapi: Some(api::openapi),
        measures: Vec::new,
    }
}

fn routes() -> Routes {
    sign_in_routes().merge(own_routes()).merge(admin_routes()).merge(read_routes())
}

fn sign_in_routes() -> Routes {
    Routes::new()
        .get(urls::SIGN_IN, Access::Public, sign_in::show)
        .post(urls::SIGN_IN, Access::Public, sign_in::create)
        .get(urls::SECOND_STEP, Access::Public, second_step::show)
        .post(urls::SECOND_STEP, Access::Public, second_step::create)
        .post(urls::SIGN_OUT, Access::SignedIn, sign_in::destroy)
}

fn own_routes() -> Routes {
    const OWN: Access = Access::SignedIn;
    Routes::new()
        .get(urls::OWN, OWN, own::show)
        .get(urls::OWN_PASSWORD, OWN, own::edit_password)
        .post(urls::OWN_PASSWORD, OWN, own::change_password)
        .get(urls::OWN_SECOND_STEP, OWN, own_second_step::show)
        .post(urls::OWN_SECOND_STEP, OWN, own_second_step::begin)
        .post(urls::OWN_SECOND_STEP_CONFIRM, OWN, own_second_step::confirm)
        .post(urls::OWN_SECOND_STEP_REMOVE, OWN, own_second_step::remove)
        .get(urls::OWN_SESSIONS, OWN, sessions::show)
        .post(urls::OWN_SESSIONS_END, OWN, sessions::end)
        .post(urls::OWN_SESSIONS_END_ALL, OWN, sessions::end_all)
        .get(urls::OWN_KEYS, OWN, keys::show)
        .post(urls::OWN_KEYS, Access::Needs("identity.make_keys"), keys::create)
        .post("/tai-khoan/khoa-api/{id}/thu-hoi", OWN, keys::revoke)
        .get(urls::OWN_DELEGATIONS, OWN, delegations::show)
        .post(urls::OWN_DELEGATIONS, Access::Needs("identity.delegate"), delegations::create)
        .post("/tai-khoan/uy-quyen/{id}/ket-thuc", OWN, delegations::end)
}

fn admin_routes() -> Routes {
    const MANAGE: Access = Access::Needs("identity.manage");
    Routes::new()
        .get(urls::ADMIN_ACCOUNTS, MANAGE, admin_accounts::index)
        .get(urls::ADMIN_ACCOUNT_NEW, MANAGE, admin_accounts::new)
        .post(urls::ADMIN_ACCOUNT_NEW, MANAGE, admin_accounts::create)
        .get("/quan-tri/tai-khoan/{id}", MANAGE, admin_account::edit)
        .post("/quan-tri/tai-khoan/{id}", MANAGE, admin_account::update)
        .post("/quan-tri/tai-khoan/{id}/vai-tro", MANAGE, admin_account::grant_role)
        .post("/quan-tri/tai-khoan/{id}/vai-tro/{grant}/ket-thuc", MANAGE, admin_account::end_role)
        .post("/quan-tri/tai-khoan/{id}/khoa", MANAGE, admin_account::lock)
        .post("/quan-tri/tai-khoan/{id}/mo-khoa", MANAGE, admin_account::unlock)
        .post("/quan-tri/tai-khoan/{id}/mat-khau", MANAGE, admin_account::reset_password)
        .post("/quan-tri/tai-khoan/{id}/dang-xuat", MANAGE, admin_account::sign_out)
        .get(urls::ADMIN_UNITS, MANAGE, admin_units::index)
        .get(urls::ADMIN_UNIT_NEW, MANAGE, admin_units::new)
        .post(urls::ADMIN_UNIT_NEW, MANAGE, admin_units::create)
        .get("/quan-tri/don-vi/{code}", MANAGE, admin_units::edit)
        .post("/quan-tri/don-vi/{code}", MANAGE, admin_units::update)
        .post("/quan-tri/don-vi/{code}/ket-thuc", MANAGE, admin_units::close)
}

fn read_routes() -> Routes {
    const PEOPLE: Access = Access::Needs("identity.see_people");
    Routes::new()
        .get(urls::UNITS, PEOPLE, units::index)
        .get("/don-vi/{code}", PEOPLE, units::show)
        .get(urls::PERMISSIONS, Access::Needs("identity.see_permissions"), permissions::show)
        .get(urls::JOURNAL, Access::Needs("journal.see"), journal::index)
        .get("/api/v1/me", Access::SignedIn, api::me)
        .get("/api/v1/units", PEOPLE, api::units)
        .get("/api/v1/accounts", PEOPLE, api::accounts)
}
