//! What people do here. Each act is one function, one transaction, one journal entry.

pub mod account;
pub mod delegation;
pub mod key;
pub mod own;
pub mod role;
pub mod setup;
pub mod sign_in;
pub mod unit;

use kernel::Permits;

/// Manages units, accounts and roles.
#[derive(Debug)]
pub struct Manage;

impl Permits for Manage {
    const CODE: &'static str = "identity.manage";
}

/// Delegates one's own powers.
#[derive(Debug)]
pub struct Delegate;

impl Permits for Delegate {
    const CODE: &'static str = "identity.delegate";
}

/// Makes API keys for oneself.
#[derive(Debug)]
pub struct MakeKeys;

impl Permits for MakeKeys {
    const CODE: &'static str = "identity.make_keys";
}
