//! Cookies: the session, the visitor before sign-in, the notice after an act.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Name of the session's cookie.
pub const SESSION: &str = "motcua_phien";
/// Name of the cookie that ties forms to a browser before sign-in.
pub(crate) const VISITOR: &str = "motcua_khach";
/// Name of the cookie that carries a notice to the next page.
pub(crate) const FLASH: &str = "motcua_nhac";

/// The value of cookie `name`.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|pair| pair.0 == name)
        .map(|pair| pair.1)
}

/// A cookie for this site's pages alone; gone with the browser where `seconds` is `None`.
pub fn make(name: &str, value: &str, seconds: Option<i64>, secure: bool) -> HeaderValue {
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
    // Values are base64; a value that is no header becomes an empty cookie.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// 256 random bits as text: session tokens, API keys, form keys.
pub fn random_token() -> String {
    let bytes: [u8; 32] = rand::random();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What the database keeps of a token.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The token that forms send back, made from the secret that only this browser holds.
pub(crate) fn csrf(secret: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"csrf\n");
    hasher.update(secret.as_bytes());
    URL_SAFE_NO_PAD.encode(hasher.finalize())
}

/// Compares without telling by its time where the difference is.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=1; motcua_phien=xyz; b=2"));
        assert_eq!(read(&headers, SESSION), Some("xyz"));
        assert_eq!(read(&headers, "phien"), None);
    }

    #[test]
    fn tokens_differ_and_compare() {
        assert_ne!(random_token(), random_token());
        assert!(same(&csrf("a"), &csrf("a")));
        assert!(!same(&csrf("a"), &csrf("b")));
    }
}
