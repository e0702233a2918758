//! The running side of work, for every kind of subject alike: steps opened and closed, handed over, sent back,
//! reassigned, each with its own clock; one inbox; routing by load with a line that says why; the agency's
//! calendar. What a step means is the business of the context that owns the subject.
//!
//! Legal basis: NĐ 61/2018/NĐ-CP, Đ.17–19 (hand-over, progress, responsibility of each unit).

pub mod acts;
mod calendars;
pub mod domain;
pub mod inbox;
pub mod labels;
mod pages;
mod store;
#[cfg(test)]
mod tests;
pub mod urls;

use kernel::Role;
use web::{Grant, Module, NavSpec};

pub use acts::{Opening, StepRef, close, current, hand_over, may_work, open, reassign, resort, send_back};
pub use calendars::{Calendars, StoredCalendar, parse_week, store_calendar, stored};
pub use domain::{Headline, Outcome, ProcessRefused, Routed, SortKey, Work};
pub use store::{history, load};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[::store::Migration] = &[
    ::store::migration!(30, "process", "../migrations/0030_process.sql"),
    ::store::migration!(31, "work_by_account", "../migrations/0031_work_by_account.sql"),
];

const GRANTS: &[Grant] = &[
    Grant {
        permission: "calendar.see",
        label: "Xem lịch làm việc",
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
        permission: "calendar.manage",
        label: "Sửa giờ làm việc, ngày nghỉ, ngày làm bù",
        roles: &[Role::Administrator],
    },
];

const NAV: &[NavSpec] = &[NavSpec {
    group: "Hệ thống",
    order: 40,
    label: "Lịch làm việc",
    href: urls::CALENDAR,
    permission: "calendar.see",
    count: None,
}];

/// This context, for the shell.
pub fn module() -> Module {
    Module {
        name: "process",
        migrations: MIGRATIONS,
        grants: GRANTS,
        nav: NAV,
        routes: pages::routes,
        openapi: None,
        measures: Vec::new,
    }
}
