//! Rate limits of sign-in, in memory: a flood is stopped before it costs a comparison. The lock-out of a name, which
//! every node sees, is in the database.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::LazyLock;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use web::PageError;

/// A whole office may stand behind one address: sixty a minute, a hundred at once.
const PER_ADDRESS: (u32, u32) = (60, 100);
/// One name: ten a minute, twenty at once.
const PER_LOGIN: (u32, u32) = (10, 20);
/// Above so many keys the ones at rest are forgotten.
const MOST_KEYS: usize = 10_000;

static ADDRESSES: LazyLock<DefaultKeyedRateLimiter<(u64, IpAddr)>> = LazyLock::new(|| limiter(PER_ADDRESS));
static LOGINS: LazyLock<DefaultKeyedRateLimiter<(u64, String)>> = LazyLock::new(|| limiter(PER_LOGIN));

fn limiter<K: std::hash::Hash + Eq + Clone>((minute, burst): (u32, u32)) -> DefaultKeyedRateLimiter<K> {
    let number = |value| NonZeroU32::new(value).unwrap_or(NonZeroU32::MIN);
    RateLimiter::keyed(Quota::per_minute(number(minute)).allow_burst(number(burst)))
}

/// Lets one attempt at the program `serial` through, or says that there were too many.
pub(crate) fn admit(serial: u64, address: Option<IpAddr>, login: &str) -> Result<(), PageError> {
    if ADDRESSES.len() > MOST_KEYS {
        ADDRESSES.retain_recent();
    }
    if LOGINS.len() > MOST_KEYS {
        LOGINS.retain_recent();
    }
    let by_address = address.is_none_or(|address| ADDRESSES.check_key(&(serial, address)).is_ok());
    let by_login = LOGINS.check_key(&(serial, login.to_owned())).is_ok();
    if by_address && by_login { Ok(()) } else { Err(PageError::TooMany) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_from_one_address_or_at_one_name_is_stopped() {
        let address: IpAddr = "203.0.113.7".parse().unwrap();
        let admitted = (0..150).filter(|n| admit(0, Some(address), &format!("ten-{n}")).is_ok()).count();
        assert!((100..=102).contains(&admitted), "{admitted}");
        let admitted = (0..50).filter(|_| admit(0, None, "mot-ten").is_ok()).count();
        assert!((20..=21).contains(&admitted), "{admitted}");
    }
}
