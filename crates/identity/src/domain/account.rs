//! Accounts: a login, a person's name, a unit, a position, and roles with their dates.

use kernel::{AccountId, AgencyId, Date, Instant, Role, UnitId};

/// An account, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Id.
    pub id: AccountId,
    /// Agency.
    pub agency: AgencyId,
    /// The name used to sign in.
    pub login: String,
    /// Full name.
    pub name: String,
    /// Unit.
    pub unit: Option<UnitId>,
    /// Position in words.
    pub position: Option<String>,
    /// Official e-mail.
    pub email: Option<String>,
    /// Phone at work.
    pub phone: Option<String>,
    /// Whether it can sign in.
    pub active: bool,
    /// Whether the password was given by somebody else and must be changed first.
    pub must_change_password: bool,
    /// When it was made.
    pub created_at: Instant,
    /// Version for saving.
    pub version: i64,
}

/// What lists need to know of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountBrief {
    /// Id.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// Unit.
    pub unit: Option<UnitId>,
}

/// A role that an account holds from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleGrant {
    /// Id.
    pub id: i64,
    /// Account.
    pub account: AccountId,
    /// Role.
    pub role: Role,
    /// First day.
    pub valid_from: Date,
    /// Last day; `None` while it lasts.
    pub valid_to: Option<Date>,
}

impl RoleGrant {
    /// Whether the role is held on `on`.
    pub fn in_force(&self, on: Date) -> bool {
        super::covers(self.valid_from, self.valid_to, on)
    }
}

/// A name to sign in with: lower-case letters, digits, `.`, `-`, `_`, `@`; 2 to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Login(String);

/// What is wrong with a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginProblem {
    /// Shorter than 2 or longer than 64 characters.
    Length,
    /// A character that is not allowed.
    Character,
}

impl Login {
    /// Reads a login as typed: capitals count as small letters.
    pub fn parse(text: &str) -> Result<Self, LoginProblem> {
        let text = text.trim().to_ascii_lowercase();
        if !(2..=64).contains(&text.len()) {
            return Err(LoginProblem::Length);
        }
        let allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '@');
        if text.chars().all(allowed) { Ok(Self(text)) } else { Err(LoginProblem::Character) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_plain_and_short() {
        for (typed, expected) in [
            (" Thu.Ha ", Ok("thu.ha")),
            ("thuha.sldtbxh@hungyen.gov.vn", Ok("thuha.sldtbxh@hungyen.gov.vn")),
            ("a", Err(LoginProblem::Length)),
            ("", Err(LoginProblem::Length)),
            ("thu hà", Err(LoginProblem::Character)),
            ("a/b", Err(LoginProblem::Character)),
        ] {
            let read = Login::parse(typed);
            assert_eq!(read.as_ref().map(Login::as_str).map_err(|problem| *problem), expected, "{typed}");
        }
        assert_eq!(Login::parse(&"a".repeat(65)), Err(LoginProblem::Length));
    }
}
