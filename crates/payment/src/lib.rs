//! The financial duty of a dossier: fees (phí) and charges (lệ phí), exemption, collection at the counter against
//! numbered receipts, payment through the national payment platform, refund, books and daily reconciliation.
//! Law: Luật Phí và lệ phí 97/2015/QH13; NĐ 123/2020/NĐ-CP (receipts).
//!
//! Invariants: every posting of the books balances; receipt numbers have no gap and a cancelled receipt keeps its
//! number; an order is settled by what the platform confirms when asked, never by the browser's return; the
//! platform's sum of a day is ours plus the named differences.

pub mod acts;
mod api;
pub mod domain;
pub mod gateway;
pub mod labels;
mod pages;
pub mod print;
mod settle;
mod store;
#[cfg(test)]
mod tests;
pub mod urls;

use ::store::{StoreError, Tx};
use dossier::Annex;
use kernel::{AgencyId, DossierId, Instant, Role};
use web::{Grant, Module, NavSpec};

pub use domain::{Duty, PaymentRefused};
pub use gateway::{Gateway, Platform};
pub use settle::{notified, settle_and_reconcile};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[::store::Migration] = &[
    ::store::migration!(80, "duty", "../migrations/0080_duty.sql"),
    ::store::migration!(81, "receipt", "../migrations/0081_receipt.sql"),
    ::store::migration!(82, "payment_order", "../migrations/0082_payment_order.sql"),
    ::store::migration!(83, "refund", "../migrations/0083_refund.sql"),
    ::store::migration!(84, "reconciliation", "../migrations/0084_reconciliation.sql"),
];

const GRANTS: &[Grant] = &[
    Grant {
        permission: "payment.see",
        label: "Xem phí, lệ phí",
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
        permission: "payment.assess",
        label: "Xác định khoản phải nộp, miễn giảm",
        roles: &[Role::CounterOfficer, Role::Specialist, Role::HeadOfDivision],
    },
    Grant { permission: "payment.collect", label: "Thu phí, lệ phí", roles: &[Role::CounterOfficer] },
    Grant {
        permission: "payment.refund",
        label: "Đề nghị hoàn trả phí, lệ phí",
        roles: &[Role::CounterOfficer, Role::Specialist, Role::HeadOfDivision],
    },
    Grant {
        permission: "payment.approve_refund",
        label: "Duyệt hoàn trả phí, lệ phí",
        roles: &[Role::HeadOfDivision, Role::Director],
    },
    Grant {
        permission: "payment.reconcile",
        label: "Đối soát, giữ quyển biên lai",
        roles: &[Role::Clerk, Role::PlanCoordinator],
    },
];

const NAV: &[NavSpec] = &[
    NavSpec {
        group: "Công việc",
        order: 20,
        label: "Thu phí, lệ phí",
        href: urls::TODAY,
        permission: "payment.see",
        count: None,
    },
    NavSpec {
        group: "Công việc",
        order: 21,
        label: "Hoàn trả chờ duyệt",
        href: urls::REFUNDS,
        permission: "payment.approve_refund",
        count: Some((refunds_waiting, "đề nghị")),
    },
    NavSpec {
        group: "Công việc",
        order: 22,
        label: "Đối soát thanh toán",
        href: urls::RECONCILE,
        permission: "payment.reconcile",
        count: Some((differences_open, "sai lệch")),
    },
];

fn refunds_waiting(tx: &mut Tx<'_>, who: &web::SignedIn, _: Instant) -> Result<i64, StoreError> {
    store::refunds::n_open(tx, who.agency)
}

fn differences_open(tx: &mut Tx<'_>, who: &web::SignedIn, _: Instant) -> Result<i64, StoreError> {
    store::reconcile::n_open(tx, who.agency)
}

/// The tab on the page of a dossier; the program puts it into the office.
pub const ANNEX: Annex =
    Annex {
        label: "Phí, lệ phí", slug: "nghia-vu-tai-chinh", permission: "payment.see", count: papers_of
    };

fn papers_of(tx: &mut Tx<'_>, id: DossierId) -> Result<i64, StoreError> {
    let receipts = store::receipts::of_dossier(tx, id)?.len();
    Ok((receipts + store::orders::of_dossier(tx, id)?.len()) as i64)
}

/// Tells a simulator in this process of the orders and payments that the database knows, as if it had run all the time.
pub fn remember(tx: &mut Tx<'_>, agency: AgencyId, platform: &Platform) -> Result<(), StoreError> {
    let Some(simulator) = &platform.simulator else { return Ok(()) };
    let orders = store::orders::all(tx, agency)?;
    let mut payments = store::reconcile::all_lines(tx, agency)?;
    let paid = orders.iter().filter_map(|order| {
        Some(domain::StatementLine {
            reference: order.code.clone(),
            transaction: order.transaction.clone()?,
            amount: order.amount,
            paid_at: order.paid_at?,
        })
    });
    // What a statement has not listed yet; a day that was reconciled stays as the platform said.
    let mut days = std::collections::BTreeSet::new();
    for statement in store::reconcile::statements(tx, agency, i64::MAX)? {
        days.insert(statement.day);
    }
    payments.extend(paid.filter(|line| !days.contains(&line.paid_at.date())));
    simulator.remember(&orders, payments);
    Ok(())
}

/// What is wrong with the books: always nothing. One line a finding.
pub fn audit(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<String>, StoreError> {
    let unbalanced = store::ledger::unbalanced(tx, agency)?;
    let astray = store::ledger::astray(tx, agency)?;
    let gaps = store::receipts::gaps(tx, agency)?;
    let mut findings: Vec<String> =
        unbalanced.iter().map(|posting| format!("posting {posting} does not balance")).collect();
    findings.extend(astray.iter().map(|(dossier, owed, booked)| {
        format!("dossier {dossier}: {owed} by its duty, {booked} by the books")
    }));
    findings.extend(gaps.iter().map(|(series, number)| format!("receipt {series} {number:07} is missing")));
    Ok(findings)
}

/// This context, for the shell.
pub fn module() -> Module {
    Module {
        name: "payment",
        migrations: MIGRATIONS,
        grants: GRANTS,
        nav: NAV,
        routes: || pages::routes().merge(api::routes()),
        openapi: Some(api::openapi),
        measures: Vec::new,
    }
}
