//! SQL for the tables of this crate. Nobody else reads them.

pub(crate) mod accounts;
pub(crate) mod keys;
pub(crate) mod roles;
pub(crate) mod sign_in;
pub(crate) mod units;
