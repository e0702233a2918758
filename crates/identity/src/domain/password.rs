//! What a password must be: long, not the login, not one that everybody tries. No rules of composition; they
//! make passwords worse (NIST SP 800-63B, 5.1.1.2).

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Shorter than 10 characters.
    TooShort,
    /// Longer than 200 characters.
    TooLong,
    /// It contains the login.
    LikeLogin,
    /// It is one of those that everybody tries.
    Common,
}

/// Passwords that lists of leaks begin with, ten characters and longer, folded.
const COMMON: &[&str] = &[
    "0123456789",
    "0987654321",
    "1234567890",
    "12345678910",
    "123456789a",
    "123456789abc",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "a123456789",
    "aa123456789",
    "abc123456789",
    "abcd123456",
    "admin12345",
    "admin123456",
    "administrator",
    "anhyeuem123",
    "anhyeuem1234",
    "changeme123",
    "congchuc123",
    "hungyen123",
    "hungyen2022",
    "iloveyou123",
    "letmein123",
    "matkhau123",
    "matkhau1234",
    "matkhau12345",
    "password01",
    "password12",
    "password123",
    "password1234",
    "qwerty12345",
    "qwerty123456",
    "qwertyuiop",
    "qwertyuiop123",
    "vietnam123",
    "vietnam1234",
    "welcome123",
    "yeuemnhieu",
    "zaq12wsx3edc",
];

/// The first rule that `password` of the account `login` breaks.
pub fn check_password(password: &str, login: &str) -> Result<(), PasswordProblem> {
    let length = password.chars().count();
    if length < 10 {
        return Err(PasswordProblem::TooShort);
    }
    if length > 200 {
        return Err(PasswordProblem::TooLong);
    }
    let folded = kernel::fold(password);
    let name = kernel::fold(login.split('@').next().unwrap_or(login));
    // A short login may be a part of any word; then only the whole counts.
    if folded == name || (name.len() >= 4 && folded.contains(&name)) {
        return Err(PasswordProblem::LikeLogin);
    }
    let one_letter = folded.chars().next().is_some_and(|first| folded.chars().all(|c| c == first));
    if one_letter || COMMON.contains(&folded.as_str()) {
        return Err(PasswordProblem::Common);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_long_and_not_guessed_first() {
        for (password, login, expected) in [
            ("motcua-2022", "thu.ha", Ok(())),
            ("bảy con mèo xám", "thu.ha", Ok(())),
            ("chín chữ!", "thu.ha", Err(PasswordProblem::TooShort)),
            ("nguyen.thu.ha.1", "thu.ha", Err(PasswordProblem::LikeLogin)),
            ("Thuha-sldtbxh", "thuha@hungyen.gov.vn", Err(PasswordProblem::LikeLogin)),
            ("1234567890", "thu.ha", Err(PasswordProblem::Common)),
            ("PassWord123", "thu.ha", Err(PasswordProblem::Common)),
            ("aaaaaaaaaaaa", "thu.ha", Err(PasswordProblem::Common)),
        ] {
            assert_eq!(check_password(password, login), expected, "{password}");
        }
        assert_eq!(check_password(&"bđ".repeat(101), "thu.ha"), Err(PasswordProblem::TooLong));
    }
}
