//! Commutative sums, added at the end of the transaction that changed them. A figure for any unit, period or
//! past date is a range sum over days; its cost does not grow with the number of subjects.
//!
//! Each row also says since which day it is known (`known_on`): a correction made in May to a dossier of March is
//! a new row, and March as it was known in April does not move.

use std::sync::Arc;

use kernel::{AgencyId, Date, UnitId};

use crate::{Row, Sql, StoreError, Tx, params, sql, tally_month};

pub use crate::tally_month::{MonthSums, Span, before, months};

/// What a sum is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TallyKey {
    /// Agency.
    pub agency: AgencyId,
    /// What is counted: an indicator and its version.
    pub series: Arc<str>,
    /// Unit.
    pub unit: UnitId,
    /// The day on which the subject counts.
    pub day: Date,
    /// The day on which this became known.
    pub known_on: Date,
}

/// Three sums that always move together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Sums {
    /// Subjects that belong (denominator).
    pub n_of: i64,
    /// Subjects that meet (numerator).
    pub n_in: i64,
    /// Subjects excluded.
    pub n_out: i64,
}

impl Sums {
    /// Adds `other`.
    pub const fn add(&mut self, other: Self) {
        self.n_of += other.n_of;
        self.n_in += other.n_in;
        self.n_out += other.n_out;
    }

    /// Whether nothing is counted.
    pub const fn is_zero(self) -> bool {
        self.n_of == 0 && self.n_in == 0 && self.n_out == 0
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { n_of: row.get("n_of")?, n_in: row.get("n_in")?, n_out: row.get("n_out")? })
    }
}

/// Which sums to read: a series over days, of one unit or of all, as known at the end of a day.
#[derive(Debug, Clone)]
pub struct Range {
    /// Agency.
    pub agency: AgencyId,
    /// Series.
    pub series: Arc<str>,
    /// One unit, or all.
    pub unit: Option<UnitId>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Only what was known at the end of this day.
    pub as_of: Date,
}

impl Tx<'_> {
    /// Adds `sums` to `key` when the transaction commits.
    pub fn tally(&mut self, key: TallyKey, sums: Sums) {
        self.batch.sums.entry(key).or_default().add(sums);
    }
}

/// Writes the pending sums, in key order.
pub(crate) fn flush(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let pending = std::mem::take(&mut tx.batch.sums);
    tally_month::flush(tx, pending.iter())?;
    for (key, sums) in pending {
        if sums.is_zero() {
            continue;
        }
        tx.exec(
            sql!(
                "insert into tally (agency_id, series, unit_id, day, known_on, n_of, n_in, n_out)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)
                 on conflict (agency_id, series, unit_id, day, known_on) do update
                 set n_of = tally.n_of + excluded.n_of,
                     n_in = tally.n_in + excluded.n_in,
                     n_out = tally.n_out + excluded.n_out"
            ),
            params![
                key.agency,
                key.series,
                key.unit,
                key.day,
                key.known_on,
                sums.n_of,
                sums.n_in,
                sums.n_out
            ],
        )?;
    }
    Ok(())
}

const BY_DAY: Sql = sql!(
    "select day,
            cast(sum(n_of) as bigint) as n_of,
            cast(sum(n_in) as bigint) as n_in,
            cast(sum(n_out) as bigint) as n_out
     from tally
     where agency_id = $1 and series = $2 and unit_id = $3 and day >= $4 and day <= $5 and known_on <= $6
     group by day
     order by day"
);

const BY_DAY_ALL_UNITS: Sql = sql!(
    "select day,
            cast(sum(n_of) as bigint) as n_of,
            cast(sum(n_in) as bigint) as n_in,
            cast(sum(n_out) as bigint) as n_out
     from tally
     where agency_id = $1 and series = $2 and day >= $3 and day <= $4 and known_on <= $5
     group by day
     order by day"
);

/// The sums of each day that has any.
pub fn by_day(tx: &mut Tx<'_>, range: &Range) -> Result<Vec<(Date, Sums)>, StoreError> {
    let read = |row: &Row<'_>| Ok((row.get("day")?, Sums::read(row)?));
    match range.unit {
        Some(unit) => {
            tx.all(BY_DAY, params![range.agency, range.series, unit, range.from, range.to, range.as_of], read)
        }
        None => tx.all(
            BY_DAY_ALL_UNITS,
            params![range.agency, range.series, range.from, range.to, range.as_of],
            read,
        ),
    }
}

/// The sums of the whole range.
pub fn total(tx: &mut Tx<'_>, range: &Range) -> Result<Sums, StoreError> {
    let mut total = Sums::default();
    for (_, sums) in by_day(tx, range)? {
        total.add(sums);
    }
    Ok(total)
}

/// The sums of the whole range, for each unit that has any; `range.unit` is not looked at.
pub fn by_unit(tx: &mut Tx<'_>, range: &Range) -> Result<Vec<(UnitId, Sums)>, StoreError> {
    tx.all(
        sql!(
            "select unit_id,
                    cast(sum(n_of) as bigint) as n_of,
                    cast(sum(n_in) as bigint) as n_in,
                    cast(sum(n_out) as bigint) as n_out
             from tally
             where agency_id = $1 and series = $2 and day >= $3 and day <= $4 and known_on <= $5
             group by unit_id
             order by unit_id"
        ),
        params![range.agency, range.series, range.from, range.to, range.as_of],
        |row| Ok((row.get("unit_id")?, Sums::read(row)?)),
    )
}

/// The sums of each key of a series, without those that are all zero.
pub fn rows(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    series: &Arc<str>,
) -> Result<Vec<(TallyKey, Sums)>, StoreError> {
    tx.all(
        sql!(
            "select unit_id, day, known_on, n_of, n_in, n_out
             from tally
             where agency_id = $1 and series = $2 and (n_of <> 0 or n_in <> 0 or n_out <> 0)
             order by unit_id, day, known_on"
        ),
        params![agency, series],
        |row| {
            let key = TallyKey {
                agency,
                series: series.clone(),
                unit: row.get("unit_id")?,
                day: row.get("day")?,
                known_on: row.get("known_on")?,
            };
            Ok((key, Sums::read(row)?))
        },
    )
}

/// Forgets a series, before it is counted anew: its rows, and what waits to be added to it in this transaction.
pub fn forget(tx: &mut Tx<'_>, agency: AgencyId, series: &str) -> Result<(), StoreError> {
    tx.batch.drop_sums(agency, series);
    tx.batch.forgotten.insert((agency, series.into()));
    tx.exec(sql!("delete from tally where agency_id = $1 and series = $2"), params![agency, series])?;
    tally_month::forget(tx, agency, series)
}
