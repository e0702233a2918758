//! One-time codes by time (RFC 6238 over RFC 4226, HMAC-SHA-1, 30 seconds, 6 digits), as every authenticator
//! app computes them. A step is accepted once.

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::Instant;
use sha1::Sha1;

/// Seconds of a step.
const STEP_SECONDS: i64 = 30;
/// Length of a secret, as RFC 4226 recommends.
pub const SECRET_BYTES: usize = 20;

/// The step of an instant.
pub const fn step(at: Instant) -> i64 {
    at.millis().div_euclid(1_000 * STEP_SECONDS)
}

/// The code of `step`, with `digits` digits.
pub fn code(secret: &[u8], step: i64, digits: u32) -> String {
    // HMAC takes keys of any length; the failure branch cannot be reached and gives a code that nobody has.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 0xf);
    let truncated =
        hash.iter().skip(offset).take(4).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte))
            & 0x7fff_ffff;
    let modulus = 10_u64.pow(digits);
    format!("{:0width$}", truncated % modulus, width = digits as usize)
}

/// The step for which `typed` is right at `at`: the present one, the one before or after (clocks differ), and
/// later than `last_step`, the step used last (RFC 6238, 5.2: a code is accepted once).
pub fn matching_step(secret: &[u8], typed: &str, at: Instant, last_step: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if typed.len() != 6 {
        return None;
    }
    let now = step(at);
    let mut found = None;
    // All three are computed in any case: the time tells nothing.
    for candidate in now - 1..=now + 1 {
        let same = code(secret, candidate, 6)
            .bytes()
            .zip(typed.bytes())
            .fold(0, |seen, (left, right)| seen | (left ^ right))
            == 0;
        if same && candidate > last_step && found.is_none() {
            found = Some(candidate);
        }
    }
    found
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A secret in Base32 (RFC 4648) without padding, as apps read it.
pub fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let mut push = |bits: u32| {
        if let Some(letter) = BASE32.get(bits as usize & 31) {
            out.push(char::from(*letter));
        }
    };
    let (mut held, mut count) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            push(held >> count);
        }
        held &= (1 << count) - 1;
    }
    if count > 0 {
        push(held << (5 - count));
    }
    out
}

/// The address that authenticator apps read from a QR code.
pub fn otpauth_uri(secret: &[u8], issuer: &str, login: &str) -> String {
    let (issuer, login) = (percent(issuer), percent(login));
    format!(
        "otpauth://totp/{issuer}:{login}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
        base32(secret)
    )
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    /// RFC 6238, appendix B, the rows for SHA-1.
    #[test]
    fn codes_are_those_of_the_rfc() {
        for (seconds, expected) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(code(SECRET, step(Instant::from_millis(seconds * 1_000)), 8), expected, "{seconds}");
        }
    }

    /// RFC 4226, appendix D.
    #[test]
    fn six_digits_are_those_of_the_older_rfc() {
        let codes: Vec<_> = (0..4).map(|counter| code(SECRET, counter, 6)).collect();
        assert_eq!(codes, ["755224", "287082", "359152", "969429"]);
    }

    #[test]
    fn a_neighbouring_step_is_accepted_once() {
        let at = Instant::from_millis(1_234_567_890_000);
        let now = step(at);
        for (shift, expected) in
            [(-2, None), (-1, Some(now - 1)), (0, Some(now)), (1, Some(now + 1)), (2, None)]
        {
            assert_eq!(matching_step(SECRET, &code(SECRET, now + shift, 6), at, 0), expected, "{shift}");
        }
        let typed = code(SECRET, now, 6);
        assert_eq!(
            matching_step(SECRET, &format!(" {} {} ", &typed[..3], &typed[3..]), at, now - 1),
            Some(now)
        );
        assert_eq!(matching_step(SECRET, &typed, at, now), None);
        assert_eq!(matching_step(SECRET, "12345", at, 0), None);
        assert_eq!(matching_step(SECRET, "", at, 0), None);
    }

    /// RFC 4648, section 10, without padding.
    #[test]
    fn base32_is_that_of_the_rfc() {
        for (bytes, expected) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), expected);
        }
        assert_eq!(
            otpauth_uri(SECRET, "Một Cửa", "thu.ha"),
            "otpauth://totp/M%E1%BB%99t%20C%E1%BB%ADa:thu.ha?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=M%E1%BB%99t%20C%E1%BB%ADa&algorithm=SHA1&digits=6&period=30"
        );
    }
}
