//! Asking other units and agencies about a dossier, and answering what they ask (lấy ý kiến, liên thông). Law: NĐ
//! 61/2018/NĐ-CP, Đ.19 k.5, k.6, k.7.
//!
//! Invariants: every body that is asked has a clock of its own; who is late is the body that did not answer, never
//! the one that asked; silence is consent only where the request names the law that says so; a message counts once.

pub mod acts;
mod api;
pub mod domain;
pub mod exchange;
mod jobs;
pub mod labels;
mod measures;
mod office;
mod pages;
mod store;
#[cfg(test)]
mod tests;
pub mod urls;

use std::sync::Arc;

use kernel::Role;
use web::{Grant, Module, NavSpec};

pub use domain::{Consultation, ConsultationRefused, Part, SCHEMA};
pub use jobs::{JOBS, JobError, run_job};
pub use measures::ConsultationMeasure;
pub use office::Cooperation;
pub use store::{count_of_dossier, find, of_dossier, part, parts};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[::store::Migration] = &[
    ::store::migration!(88, "consultation", "../migrations/0088_consultation.sql"),
    ::store::migration!(89, "exchange_message", "../migrations/0089_exchange_message.sql"),
];

/// The tab on the page of a dossier.
pub const ANNEX: dossier::Annex = dossier::Annex {
    label: "Lấy ý kiến",
    slug: "lay-y-kien",
    permission: "consultation.see",
    count: count_of_dossier,
};

/// The works in the inbox.
pub const FOREIGN: dossier::ForeignWork =
    dossier::ForeignWork { subject: "consultation", label: "Liên thông", href: work_href };

fn work_href(work: &process::Work) -> String {
    urls::part(domain::PartId(work.subject_id))
}

const STAFF: &[Role] =
    &[Role::CounterOfficer, Role::Specialist, Role::HeadOfDivision, Role::Director, Role::Clerk];

const GRANTS: &[Grant] = &[
    Grant {
        permission: "consultation.see",
        label: "Xem yêu cầu phối hợp",
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
        permission: "consultation.ask",
        label: "Lấy ý kiến, chuyển hồ sơ thành phần, thu hồi yêu cầu",
        roles: &[Role::Specialist, Role::HeadOfDivision, Role::Director],
    },
    Grant { permission: "consultation.work", label: "Trả lời yêu cầu phối hợp", roles: STAFF },
    Grant {
        permission: "consultation.exchange",
        label: "Trao đổi thông điệp liên thông (khóa API của cơ quan khác)",
        roles: &[Role::Clerk, Role::Administrator],
    },
];

const NAV: &[NavSpec] = &[NavSpec {
    group: "Công việc",
    order: 17,
    label: "Liên thông",
    href: urls::INDEX,
    permission: "consultation.see",
    count: Some((late, "yêu cầu quá hạn")),
}];

fn late(
    tx: &mut ::store::Tx<'_>,
    who: &web::SignedIn,
    now: kernel::Instant,
) -> Result<i64, ::store::StoreError> {
    let own = store::count_open(tx, who.agency, domain::Direction::Own, now)?.1;
    Ok(own + store::count_open(tx, who.agency, domain::Direction::Incoming, now)?.1)
}

/// This context, for the shell.
pub fn module() -> Module {
    Module {
        name: "consultation",
        migrations: MIGRATIONS,
        grants: GRANTS,
        nav: NAV,
        routes: || pages::routes().merge(api::routes()),
        openapi: Some(api::openapi),
        measures: || vec![Arc::new(ConsultationMeasure)],
    }
}
