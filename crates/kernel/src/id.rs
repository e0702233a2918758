//! Identifiers: 64-bit, ordered by time of making, unique per node, made in Rust.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::Instant;

/// Declares a newtype over `i64` that identifies one kind of thing.
#[macro_export]
macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl $name {
            /// The number stored in the database.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(raw: i64) -> Self {
                Self(raw)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> i64 {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                i64::deserialize(deserializer).map(Self)
            }
        }
    };
}

id_type!(
    /// An agency (cơ quan): the tenant; leads every key that grows with work.
    AgencyId
);
id_type!(
    /// A unit of an agency (phòng, đơn vị trực thuộc).
    UnitId
);
id_type!(
    /// An account that can act.
    AccountId
);
id_type!(
    /// A person or organisation that files (cá nhân, tổ chức).
    PersonId
);
id_type!(
    /// A dossier (hồ sơ TTHC).
    DossierId
);

/// Makes ids: 41 bits of milliseconds since 2020, 10 bits of node, 12 bits of sequence. Ids from one source
/// only grow, also when the clock stands still or goes back.
#[derive(Debug)]
pub struct IdSource {
    node: i64,
    last: AtomicI64,
}

/// 2020-01-01T00:00:00Z in milliseconds.
const ID_EPOCH_MS: i64 = 1_577_836_800_000;

impl IdSource {
    /// The lowest id that something made at `at` or later can have.
    pub fn first_at(at: Instant) -> i64 {
        (at.millis() - ID_EPOCH_MS).max(0) << 22
    }

    /// A source for node `node` (0 to 1023).
    pub fn new(node: u16) -> Self {
        Self { node: i64::from(node & 0x3ff), last: AtomicI64::new(0) }
    }

    /// The next id for something made at `at`.
    pub fn next(&self, at: Instant) -> i64 {
        // The counter holds milliseconds and sequence without the node, so that adding one can carry over.
        let wanted = (at.millis() - ID_EPOCH_MS).max(0) << 12;
        let previous = self
            .last
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(wanted.max(last + 1)))
            .unwrap_or(wanted);
        let made = wanted.max(previous + 1);
        ((made >> 12) << 22) | (self.node << 12) | (made & 0xfff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_id_of_a_moment_lies_between_before_and_after() {
        let noon = Instant::from_millis(1_700_000_000_000);
        let first = IdSource::first_at(noon);
        assert!(IdSource::new(1_023).next(Instant::from_millis(noon.millis() - 1)) < first);
        assert!(IdSource::new(0).next(noon) >= first);
    }

    #[test]
    fn ids_only_grow_even_when_the_clock_goes_back() {
        let source = IdSource::new(3);
        let noon = Instant::from_millis(1_700_000_000_000);
        let mut last = 0;
        for step in 0..10_000 {
            let at = if step % 3 == 0 { Instant::from_millis(noon.millis() - 5_000) } else { noon };
            let id = source.next(at);
            assert!(id > last);
            last = id;
        }
    }
}
