//! Lock-out: after some wrong passwords the name is closed for a while, each further one doubles the wait.

use kernel::Instant;

/// So many wrong passwords in a row cost nothing but a new try.
pub const FAILURES_ALLOWED: i64 = 5;
/// The longest wait.
const MOST_MINUTES: i64 = 60;
/// Failures older than this are forgotten.
const FORGET_MINUTES: i64 = 24 * 60;

/// The failed attempts of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// Failures in a row.
    pub n_failed: i64,
    /// The last one.
    pub last_failed_at: Instant,
    /// Closed until then.
    pub locked_until: Option<Instant>,
}

impl Attempts {
    /// The state after one more failure.
    pub fn after_failure(before: Option<Self>, now: Instant) -> Self {
        let remembered = before.filter(|before| now < before.last_failed_at.plus_minutes(FORGET_MINUTES));
        let n_failed = remembered.map_or(0, |before| before.n_failed) + 1;
        let over = n_failed - FAILURES_ALLOWED;
        let wait = (over >= 0).then(|| (1_i64 << over.min(6)).min(MOST_MINUTES));
        Self { n_failed, last_failed_at: now, locked_until: wait.map(|minutes| now.plus_minutes(minutes)) }
    }

    /// How many minutes the name stays closed, begun minutes counted whole; `None` where it is open.
    pub fn minutes_left(&self, now: Instant) -> Option<i64> {
        let until = self.locked_until.filter(|until| now < *until)?;
        Some((until.millis() - now.millis() + 59_999) / 60_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_with_every_failure_and_has_an_end() {
        let now = Instant::parse("2022-03-15T09:00").unwrap();
        let mut attempts = None;
        let waits: Vec<_> = (0..13)
            .map(|_| {
                let after = Attempts::after_failure(attempts, now);
                attempts = Some(after);
                after.minutes_left(now)
            })
            .collect();
        let none = None;
        assert_eq!(
            waits,
            [
                none,
                none,
                none,
                none,
                Some(1),
                Some(2),
                Some(4),
                Some(8),
                Some(16),
                Some(32),
                Some(60),
                Some(60),
                Some(60)
            ]
        );
    }

    #[test]
    fn a_begun_minute_is_said_whole_and_a_day_forgets() {
        let now = Instant::parse("2022-03-15T09:00").unwrap();
        let attempts = Attempts { n_failed: 6, last_failed_at: now, locked_until: Some(now.plus_minutes(2)) };
        assert_eq!(attempts.minutes_left(Instant::from_millis(now.millis() + 1_000)), Some(2));
        assert_eq!(attempts.minutes_left(Instant::from_millis(now.millis() + 61_000)), Some(1));
        assert_eq!(attempts.minutes_left(now.plus_minutes(2)), None);
        assert_eq!(Attempts::after_failure(Some(attempts), now.plus_minutes(24 * 60 - 1)).n_failed, 7);
        assert_eq!(Attempts::after_failure(Some(attempts), now.plus_minutes(24 * 60)).n_failed, 1);
    }
}
