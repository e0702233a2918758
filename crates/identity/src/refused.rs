//! Why an act of this crate is refused. The words are in `labels`.

use ::store::StoreError;
use kernel::Forbidden;

use crate::domain::{DelegationProblem, LoginProblem, PasswordProblem};

/// The rule said no.
#[derive(Debug, thiserror::Error)]
pub enum IdentityRefused {
    /// Storage failed.
    #[error(transparent)]
    Store(StoreError),
    /// The actor may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such thing.
    #[error("there is no such thing")]
    Missing,
    /// Another account has this login.
    #[error("the login is taken")]
    LoginTaken,
    /// The login is not one.
    #[error("the login is not usable")]
    Login(LoginProblem),
    /// Another unit has this code.
    #[error("the unit's code is taken")]
    UnitCodeTaken,
    /// The unit would stand under itself.
    #[error("the unit would stand under itself")]
    UnitUnderItself,
    /// The unit still has people or units.
    #[error("the unit still has {people} people and {units} units")]
    UnitInUse {
        /// Active accounts.
        people: i64,
        /// Units under it.
        units: i64,
    },
    /// The last day lies before the first.
    #[error("the last day lies before the first")]
    DatesReversed,
    /// The account holds the role at that time already.
    #[error("the account holds the role already")]
    RoleHeld,
    /// The act would leave nobody who can manage accounts.
    #[error("somebody must be able to manage accounts")]
    LastAdministrator,
    /// Not with one's own account.
    #[error("not with one's own account")]
    OwnAccount,
    /// The new password is not good enough.
    #[error("the password is not usable")]
    Password(PasswordProblem),
    /// The present password is wrong.
    #[error("the password is wrong")]
    WrongPassword,
    /// The one-time code is wrong or was used.
    #[error("the code is wrong")]
    WrongCode,
    /// The delegation is not one.
    #[error("the delegation is not usable")]
    Delegation(DelegationProblem),
    /// A key must be limited to something that its owner may do.
    #[error("the scope `{0}` is not the owner's")]
    Scope(String),
}

impl From<StoreError> for IdentityRefused {
    fn from(error: StoreError) -> Self {
        match error.constraint() {
            Some("account_login_key") => Self::LoginTaken,
            Some("unit_code_key") => Self::UnitCodeTaken,
            _ => Self::Store(error),
        }
    }
}
