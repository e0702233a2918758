//! What a transaction keeps in memory until it commits: the head of the journal's chain and the sums to add.
//! On SQLite one such state serves all acts of a group commit; an act that is refused leaves no trace in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    /// Series whose rows were deleted: what acts before in the group meant to add to them is void.
    pub(crate) forgotten: BTreeSet<(AgencyId, Arc<str>)>,
    /// Words to put into the search index at the end, by subject.
    pub(crate) words: BTreeMap<i64, String>,
}

impl Batch {
    /// The state an act starts with.
    pub(crate) fn fork(&self) -> Self {
        Self { heads: self.heads.clone(), ..Self::default() }
    }

    /// Takes over what an act left.
    pub(crate) fn merge(&mut self, act: Self) {
        self.heads = act.heads;
        for (agency, series) in act.forgotten {
            self.drop_sums(agency, &series);
        }
        for (key, sums) in act.sums {
            self.sums.entry(key).or_default().add(sums);
        }
        self.words.extend(act.words);
    }

    /// Drops what waits to be added to a series.
    pub(crate) fn drop_sums(&mut self, agency: AgencyId, series: &str) {
        self.sums.retain(|key, _| key.agency != agency || *key.series != *series);
    }
}
