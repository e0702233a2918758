//! The rules about people: pure, dated, without database, clock or words for the visitor.
#![deny(missing_docs)]

mod account;
mod delegation;
mod lockout;
mod password;
mod session;
pub mod totp;
mod unit;

pub use account::{Account, AccountBrief, Login, LoginProblem, RoleGrant};
pub use delegation::{Delegation, DelegationProblem, Powers};
pub use lockout::{Attempts, FAILURES_ALLOWED};
pub use password::{PasswordProblem, check_password};
pub use session::{ApiKey, Session, expires_at, idle_since, should_touch};
pub use unit::{Agency, Unit, UnitKind, UnitNode, tree, would_cycle};

/// Whether `on` lies in a span of days whose ends both belong to it; an absent end lasts.
pub fn covers(valid_from: kernel::Date, valid_to: Option<kernel::Date>, on: kernel::Date) -> bool {
    valid_from <= on && valid_to.is_none_or(|end| on <= end)
}
