//! Gapless numbers: a row per sequence, taken in the transaction of the act, so that a refused act gives its
//! number back. On PostgreSQL the row's lock is held until the commit; take the number late.

use crate::{StoreError, Tx, params, sql};
use kernel::AgencyId;

impl Tx<'_> {
    /// The next number of `name` within `scope` (a day, a year, a book), starting at 1.
    pub fn next_number(&mut self, agency: AgencyId, name: &str, scope: &str) -> Result<i64, StoreError> {
        self.one(
            sql!(
                "insert into sequence (agency_id, name, scope, last)
                 values ($1, $2, $3, 1)
                 on conflict (agency_id, name, scope) do update set last = sequence.last + 1
                 returning last"
            ),
            params![agency, name, scope],
            |row| row.at(0),
        )
    }
}
