//! Passwords: argon2id, hashed and compared outside every transaction, a few at a time.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// Each comparison takes 19 MiB; so many run at once.
const AT_ONCE: usize = 2;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// The hash of no password: compared where the account is unknown, so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bW90Y3VhLW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashing failed.
#[derive(Debug, thiserror::Error)]
#[error("failed to hash a password")]
pub struct HashError;

/// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19 * 1_024, 2, 1, None).unwrap_or(Params::DEFAULT);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash to store. Takes some ten milliseconds of a core: never inside a transaction.
pub fn hash(password: &str) -> Result<String, HashError> {
    hasher().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|_| HashError)
}

/// Whether `password` gave `hash`; for `None` the work is done all the same and the answer is no.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let compared = PasswordHash::new(hash.unwrap_or(NOBODY))
        .is_ok_and(|parsed| hasher().verify_password(password.as_bytes(), &parsed).is_ok());
    compared && hash.is_some()
}

/// [`hash`] on a thread where it holds up nobody.
pub(crate) async fn hash_aside(password: String) -> Result<String, HashError> {
    let _turn = TURNS.acquire().await.map_err(|_| HashError)?;
    tokio::task::spawn_blocking(move || hash(&password)).await.map_err(|_| HashError)?
}

/// [`verify`] on a thread where it holds up nobody.
pub(crate) async fn verify_aside(password: String, hash: Option<String>) -> Result<bool, HashError> {
    let _turn = TURNS.acquire().await.map_err(|_| HashError)?;
    tokio::task::spawn_blocking(move || verify(&password, hash.as_deref())).await.map_err(|_| HashError)
}

/// A password for somebody else's first sign-in: five groups of four, without letters that look alike.
pub(crate) fn temporary() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567899";
    let bytes: [u8; 20] = rand::random();
    bytes
        .chunks(4)
        .map(|chunk| {
            chunk
                .iter()
                .filter_map(|byte| LETTERS.get(usize::from(byte % 32)))
                .map(|letter| char::from(*letter))
                .collect::<String>()
        })
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_alone() {
        let stored = hash("bảy con mèo xám").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("bảy con mèo xám", Some(&stored)));
        assert!(!verify("bảy con mèo xam", Some(&stored)));
        assert!(!verify("bảy con mèo xám", Some("nonsense")));
        assert_ne!(stored, hash("bảy con mèo xám").unwrap());
    }

    #[test]
    fn an_unknown_account_costs_the_same_work() {
        assert!(PasswordHash::new(NOBODY).is_ok_and(|parsed| parsed.hash.is_some()));
        assert!(!verify("bảy con mèo xám", None));
    }

    #[test]
    fn temporary_passwords_are_good_passwords() {
        let made = temporary();
        assert_eq!(made.len(), 24);
        assert_eq!(crate::domain::check_password(&made, "thu.ha"), Ok(()));
        assert_ne!(made, temporary());
    }
}
