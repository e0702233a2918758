//! The dossier: taken in at the counter, worked step by step, supplemented, decided, returned. Law: NĐ
//! 61/2018/NĐ-CP (one-stop mechanism), TT 01/2018/TT-VPCP (forms, codes).
//!
//! Invariants: a date once set stays; the public status is computed from the dates; there is one classifier of
//! early, on time and late; every act leaves one journal entry with what it changed.

pub mod acts;
mod annex;
mod api;
mod audit;
pub mod domain;
mod forms;
pub mod labels;
mod measures;
mod office;
mod pages;
pub mod person;
pub mod store;
#[cfg(test)]
mod tests;
pub mod urls;

use std::sync::Arc;

use kernel::Role;
use web::{Grant, Module, NavSpec};

pub use annex::{Annex, ForeignWork};
pub use audit::{Audit, audit};
pub use domain::{Dossier, DossierRefused, PublicStatus, SCHEMA};
pub use measures::DossierMeasure;
pub use office::{Office, Places};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[::store::Migration] = &[
    ::store::migration!(40, "dossier", "../migrations/0040_dossier.sql"),
    ::store::migration!(41, "dossier_whole", "../migrations/0041_dossier_whole.sql"),
    ::store::migration!(43, "dossier_open", "../migrations/0043_dossier_open.sql"),
];

const GRANTS: &[Grant] = &[
    Grant {
        permission: "dossier.see",
        label: "Xem hồ sơ",
        roles: &[
            Role::CounterOfficer,
            Role::Specialist,
            Role::HeadOfDivision,
            Role::Director,
            Role::Clerk,
            Role::PlanCoordinator,
            Role::Auditor,
        ],
    },
    Grant {
        permission: "dossier.register",
        label: "Xem, in sổ theo dõi hồ sơ",
        roles: &[Role::CounterOfficer, Role::HeadOfDivision, Role::Director, Role::Auditor],
    },
    Grant { permission: "dossier.receive", label: "Tiếp nhận hồ sơ", roles: &[Role::CounterOfficer] },
    Grant { permission: "dossier.return", label: "Trả kết quả", roles: &[Role::CounterOfficer] },
    Grant {
        permission: "dossier.work",
        label: "Xử lý bước được giao",
        roles: &[Role::CounterOfficer, Role::Specialist, Role::HeadOfDivision, Role::Director, Role::Clerk],
    },
    Grant {
        permission: "dossier.assign",
        label: "Giao việc, đổi người xử lý",
        roles: &[Role::HeadOfDivision, Role::Director],
    },
    Grant {
        permission: "dossier.override",
        label: "Cho phép yêu cầu bổ sung lần hai",
        roles: &[Role::HeadOfDivision, Role::Director],
    },
];

const NAV: &[NavSpec] = &[
    NavSpec {
        group: "Công việc",
        order: 10,
        label: "Hàng chờ xử lý",
        href: urls::QUEUE,
        permission: "dossier.see",
        count: Some((waiting, "hồ sơ")),
    },
    NavSpec {
        group: "Công việc",
        order: 11,
        label: "Tiếp nhận tại quầy",
        href: urls::RECEIVE,
        permission: "dossier.receive",
        count: None,
    },
    NavSpec {
        group: "Công việc",
        order: 13,
        label: "Sổ theo dõi hồ sơ",
        href: urls::REGISTER,
        permission: "dossier.register",
        count: None,
    },
    NavSpec {
        group: "Công việc",
        order: 12,
        label: "Hồ sơ",
        href: urls::DOSSIERS,
        permission: "dossier.see",
        count: None,
    },
];

fn waiting(
    tx: &mut ::store::Tx<'_>,
    who: &web::SignedIn,
    _: kernel::Instant,
) -> Result<i64, ::store::StoreError> {
    process::load(tx, who.agency, who.account)
}

/// This context, for the shell.
pub fn module() -> Module {
    Module {
        name: "dossier",
        migrations: MIGRATIONS,
        grants: GRANTS,
        nav: NAV,
        routes: || pages::routes().merge(api::routes()),
        openapi: Some(api::openapi),
        measures: || vec![Arc::new(DossierMeasure)],
    }
}
