//! Times that do not count: waiting for a supplement, for payment, for an answer the law lets wait.

use kernel::Instant;

/// One interval that does not count. Without an end it still runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// From when.
    pub from: Instant,
    /// Until when; `None` while it runs.
    pub to: Option<Instant>,
    /// Why, in Vietnamese, as the trace says it: `chờ bổ sung`. May be empty.
    pub reason: String,
}

impl Pause {
    /// A finished pause without a reason.
    pub const fn closed(from: Instant, to: Instant) -> Self {
        Self { from, to: Some(to), reason: String::new() }
    }

    /// A pause that still runs, without a reason.
    pub const fn open(from: Instant) -> Self {
        Self { from, to: None, reason: String::new() }
    }

    /// The same with a reason.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }
}

/// Why a list of pauses cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PauseError {
    /// A pause ends before it starts.
    #[error("a pause ends before it starts")]
    EndsBeforeStart {
        /// Its start.
        from: Instant,
    },
}

/// Pauses in order of time, none touching another: what overlaps has been joined, so that no minute is taken
/// off twice. At most the last one is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pauses(Vec<Pause>);

static NONE: Pauses = Pauses(Vec::new());

impl Pauses {
    /// No pause at all.
    pub fn none() -> &'static Self {
        &NONE
    }

    /// Sorts and joins.
    pub fn new(mut pauses: Vec<Pause>) -> Result<Self, PauseError> {
        if let Some(wrong) = pauses.iter().find(|pause| pause.to.is_some_and(|to| to < pause.from)) {
            return Err(PauseError::EndsBeforeStart { from: wrong.from });
        }
        pauses.sort_by_key(|pause| pause.from);
        let mut joined: Vec<Pause> = Vec::with_capacity(pauses.len());
        for pause in pauses {
            match joined.last_mut() {
                Some(last) if last.to.is_none_or(|to| pause.from <= to) => join(last, pause),
                _ => joined.push(pause),
            }
        }
        Ok(Self(joined))
    }

    /// In order of time.
    pub fn as_slice(&self) -> &[Pause] {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pause that runs at `at`, if any: it has begun and has not ended.
    pub fn running_at(&self, at: Instant) -> Option<&Pause> {
        self.0.iter().find(|pause| pause.from <= at && pause.to.is_none_or(|to| at < to))
    }

    /// The same pauses as they look at `now`: a running one ends there. This is how the deadline of a waiting
    /// dossier is shown before the answer has come.
    #[must_use]
    pub fn as_of(&self, now: Instant) -> Self {
        let seen = self.0.iter().filter(|pause| pause.from <= now);
        Self(seen.map(|p| Pause { to: Some(p.to.map_or(now, |to| to.min(now))), ..p.clone() }).collect())
    }
}

fn join(last: &mut Pause, next: Pause) {
    last.to = match (last.to, next.to) {
        (Some(a), Some(b)) => Some(a.max(b)),
        _ => None,
    };
    if last.reason.is_empty() {
        last.reason = next.reason;
    } else if !next.reason.is_empty() && !last.reason.contains(&next.reason) {
        last.reason = format!("{}, {}", last.reason, next.reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn overlapping_pauses_are_joined_in_order() {
        let (a, b, c) = (at("2022-05-12T10:00"), at("2022-05-13T10:00"), at("2022-05-16T10:00"));
        let pauses = Pauses::new(vec![
            Pause::closed(b, c).because("chờ nộp phí"),
            Pause::closed(a, b).because("chờ bổ sung"),
            Pause::open(at("2022-06-01T08:00")),
        ])
        .unwrap();
        assert_eq!(pauses.as_slice().len(), 2);
        assert_eq!(pauses.as_slice()[0], Pause::closed(a, c).because("chờ bổ sung, chờ nộp phí"));
        assert!(pauses.running_at(at("2022-07-01T08:00")).is_some());
        assert!(pauses.running_at(c).is_none());
        assert_eq!(pauses.as_of(b).as_slice(), [Pause::closed(a, b).because("chờ bổ sung, chờ nộp phí")]);
    }

    #[test]
    fn a_pause_cannot_end_before_it_starts() {
        let (a, b) = (at("2022-05-12T10:00"), at("2022-05-13T10:00"));
        assert_eq!(Pauses::new(vec![Pause::closed(b, a)]), Err(PauseError::EndsBeforeStart { from: b }));
    }
}
