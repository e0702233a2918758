//! What a transaction keeps in memory until it commits: the head of the journal's chain and the sums to add.
//! On SQLite one such state serves all acts of a group commit; an act that is refused leaves no trace in it.

use std::collections::BTreeMap;

use kernel::AgencyId;

use crate::journal::Head;
use crate::tally::{Sums, TallyKey};

/// The state of one transaction.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Heads of the chains, read at first use, written back at the end.
    pub(crate) heads: BTreeMap<AgencyId, Head>,
    /// Sums to add at the end, in key order so that PostgreSQL takes row locks in one order.
    pub(crate) sums: BTreeMap<TallyKey, Sums>,
}

impl Batch {
    /// The state an act starts with.
    pub(crate) fn fork(&self) -> Self {
        Self { heads: self.heads.clone(), sums: BTreeMap::new() }
    }

    /// Takes over what an act left.
    pub(crate) fn merge(&mut self, act: Self) {
        self.heads = act.heads;
        for (key, sums) in act.sums {
            self.sums.entry(key).or_default().add(sums);
        }
    }
}
