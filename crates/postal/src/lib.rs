//! Papers and results by the public postal service: orders, their way, hand-over lists, money collected on
//! delivery. Law: QĐ 45/2016/QĐ-TTg; NĐ 61/2018/NĐ-CP, Đ.16 k.1, Đ.20.
//!
//! Invariants: an order never moves backwards, whatever order notices come in; the same notice counts once; a
//! result brought home is a result returned, to whom the carrier's proof names; the day the papers were posted is
//! never taken for the day on which the agency received them.

pub mod acts;
mod api;
mod carrier;
pub mod domain;
mod http;
mod jobs;
pub mod labels;
mod measures;
mod office;
mod pages;
pub mod simulator;
mod store;
#[cfg(test)]
mod tests;
pub mod urls;

use std::sync::Arc;

use kernel::Role;
use web::{Grant, Module, NavSpec};

pub use carrier::{Carrier, CarrierError, Consignment, Party, Placed, Tracked};
pub use domain::{Order, PostalRefused, SCHEMA};
pub use http::HttpCarrier;
pub use jobs::{JOBS, JobError, run_job};
pub use measures::PostalMeasure;
pub use office::Postal;
pub use store::{by_number, count_of_dossier, find, of_dossier};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[::store::Migration] = &[
    ::store::migration!(85, "postal_order", "../migrations/0085_postal_order.sql"),
    ::store::migration!(86, "postal_list", "../migrations/0086_postal_list.sql"),
];

/// The tab on the page of a dossier.
pub const ANNEX: dossier::Annex = dossier::Annex {
    label: "Bưu chính",
    slug: "buu-chinh",
    permission: "postal.see",
    count: count_of_dossier,
};

const GRANTS: &[Grant] = &[
    Grant {
        permission: "postal.see",
        label: "Xem đơn bưu chính",
        roles: &[
            Role::CounterOfficer,
            Role::Specialist,
            Role::HeadOfDivision,
            Role::Director,
            Role::Clerk,
            Role::Auditor,
        ],
    },
    Grant {
        permission: "postal.manage",
        label: "Đặt đơn, bàn giao, cập nhật đơn bưu chính",
        roles: &[Role::CounterOfficer, Role::Clerk],
    },
    Grant {
        permission: "postal.notify",
        label: "Báo trạng thái đơn bưu chính (khóa API của bưu chính)",
        roles: &[Role::CounterOfficer, Role::Clerk, Role::Administrator],
    },
];

const NAV: &[NavSpec] = &[NavSpec {
    group: "Công việc",
    order: 16,
    label: "Bưu chính",
    href: urls::ORDERS,
    permission: "postal.see",
    count: Some((late, "đơn quá hạn")),
}];

fn late(
    tx: &mut ::store::Tx<'_>,
    who: &web::SignedIn,
    now: kernel::Instant,
) -> Result<i64, ::store::StoreError> {
    store::count_late(tx, who.agency, now)
}

/// This context, for the shell.
pub fn module() -> Module {
    Module {
        name: "postal",
        migrations: MIGRATIONS,
        grants: GRANTS,
        nav: NAV,
        routes: || pages::routes().merge(api::routes()),
        openapi: Some(api::openapi),
        measures: || vec![Arc::new(PostalMeasure)],
    }
}
