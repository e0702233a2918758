//! Sums by month of every series at once, for pages that show many figures together.
//!
//! `tally_month` holds the sums of each month, written together with those of the days. A month that was changed after
//! the day asked for, and the ends of a window that does not begin or end with a month, are counted from the days, so
//! that every answer is exactly what the days say.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{AgencyId, Date, UnitId};

use crate::tally::{Sums, TallyKey};
use crate::{Row, StoreError, Tx, params, sql};

/// 0001-01-01: a day before everything.
const BEGINNING: Date = Date::from_days(-719_162);

/// The sums of one series, unit and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthSums {
    /// Series.
    pub series: Arc<str>,
    /// Unit.
    pub unit: UnitId,
    /// First day of the month.
    pub month: Date,
    /// The sums.
    pub sums: Sums,
}

/// The days that are asked for, as known at the end of a day.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Only what was known at the end of this day.
    pub as_of: Date,
}

type Cells = BTreeMap<(Arc<str>, UnitId, Date), Sums>;
/// What a transaction adds to each month, and the last day on which any of it became known.
type Pending<'k> = BTreeMap<(AgencyId, Date, &'k Arc<str>, UnitId), (Sums, Date)>;

/// The sums of every series of an agency by unit and month, over the days of `span`. Months without any are left out.
pub fn months(tx: &mut Tx<'_>, agency: AgencyId, span: Span) -> Result<Vec<MonthSums>, StoreError> {
    if span.from > span.to {
        return Ok(Vec::new());
    }
    let mut cells = Cells::new();
    if settled(tx, agency, span, &mut cells)? {
        unsettled(tx, agency, span, &mut cells)?;
    }
    for (month, first, last) in outside(span) {
        cut_off(tx, agency, (month, first, last, span.as_of), &mut cells)?;
    }
    let row = |((series, unit, month), sums): ((Arc<str>, UnitId, Date), Sums)| {
        (!sums.is_zero()).then_some(MonthSums { series, unit, month, sums })
    };
    Ok(cells.into_iter().filter_map(row).collect())
}

/// The sums of every series of an agency by unit, over all days before `day`.
pub fn before(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    day: Date,
    as_of: Date,
) -> Result<Vec<(Arc<str>, UnitId, Sums)>, StoreError> {
    let mut totals: BTreeMap<(Arc<str>, UnitId), Sums> = BTreeMap::new();
    // Whole months by the database, what is left of the last month by `months`.
    let whole = day.month_start();
    tx.each(
        sql!(
            "select series, unit_id,
                    cast(sum(n_of) as bigint),
                    cast(sum(n_in) as bigint),
                    cast(sum(n_out) as bigint)
             from tally_month
             where agency_id = $1 and month < $2 and known_on <= $3
             group by series, unit_id"
        ),
        params![agency, month_text(whole), as_of],
        |row| {
            let series: String = row.at(0)?;
            totals.entry((series.into(), row.at(1)?)).or_default().add(sums_at(row, 2)?);
            Ok(())
        },
    )?;
    let mut cells = Cells::new();
    unsettled(tx, agency, Span { from: BEGINNING, to: whole.plus(-1), as_of }, &mut cells)?;
    for ((series, unit, _), sums) in cells {
        totals.entry((series, unit)).or_default().add(sums);
    }
    for row in months(tx, agency, Span { from: whole, to: day.plus(-1), as_of })? {
        totals.entry((row.series, row.unit)).or_default().add(row.sums);
    }
    Ok(totals.into_iter().map(|((series, unit), sums)| (series, unit, sums)).collect())
}

/// The months that were not changed after the day asked for; true where there are others.
fn settled(tx: &mut Tx<'_>, agency: AgencyId, span: Span, cells: &mut Cells) -> Result<bool, StoreError> {
    let mut others = false;
    tx.each(
        sql!(
            "select series, unit_id, month, n_of, n_in, n_out, known_on
             from tally_month
             where agency_id = $1 and month >= $2 and month <= $3"
        ),
        params![agency, month_text(span.from), month_text(span.to)],
        |row| {
            if row.at::<Date>(6)? <= span.as_of {
                return add(cells, row);
            }
            others = true;
            Ok(())
        },
    )?;
    Ok(others)
}

/// The months that were: counted from their days.
fn unsettled(tx: &mut Tx<'_>, agency: AgencyId, span: Span, cells: &mut Cells) -> Result<(), StoreError> {
    tx.each(
        sql!(
            "select m.series, m.unit_id, m.month,
                    cast(sum(t.n_of) as bigint),
                    cast(sum(t.n_in) as bigint),
                    cast(sum(t.n_out) as bigint)
             from tally_month m
             join tally t
               on t.agency_id = m.agency_id and t.series = m.series and t.unit_id = m.unit_id
              and t.day >= m.month || '-01' and t.day <= m.month || '-31'
             where m.agency_id = $1 and m.month >= $2 and m.month <= $3 and m.known_on > $4
               and t.day >= $5 and t.day <= $6 and t.known_on <= $4
             group by m.series, m.unit_id, m.month"
        ),
        params![agency, month_text(span.from), month_text(span.to), span.as_of, span.from, span.to],
        |row| add(cells, row),
    )
}

/// What the months at both ends have outside the window: month, first and last day.
fn outside(span: Span) -> Vec<(Date, Date, Date)> {
    let (first, last) = (span.from.month_start(), span.to.month_start());
    let head = (first < span.from).then(|| (first, first, span.from.plus(-1)));
    let tail = (span.to < last.month_end()).then(|| (last, span.to.plus(1), last.month_end()));
    head.into_iter().chain(tail).collect()
}

/// Takes days out of a settled month.
fn cut_off(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    (month, first, last, as_of): (Date, Date, Date, Date),
    cells: &mut Cells,
) -> Result<(), StoreError> {
    tx.each(
        sql!(
            "select m.series, m.unit_id, m.month,
                    cast(-sum(t.n_of) as bigint),
                    cast(-sum(t.n_in) as bigint),
                    cast(-sum(t.n_out) as bigint)
             from tally_month m
             join tally t
               on t.agency_id = m.agency_id and t.series = m.series and t.unit_id = m.unit_id
              and t.day >= $1 and t.day <= $2
             where m.agency_id = $3 and m.month = $4 and m.known_on <= $5
             group by m.series, m.unit_id, m.month"
        ),
        params![first, last, agency, month_text(month), as_of],
        |row| add(cells, row),
    )
}

fn add(cells: &mut Cells, row: &Row<'_>) -> Result<(), StoreError> {
    let (series, month): (String, String) = (row.at(0)?, row.at(2)?);
    let month = format!("{month}-01")
        .parse()
        .map_err(|_| StoreError::Corrupt { column: "tally_month.month".to_owned() })?;
    cells.entry((series.into(), row.at(1)?, month)).or_default().add(sums_at(row, 3)?);
    Ok(())
}

fn sums_at(row: &Row<'_>, place: usize) -> Result<Sums, StoreError> {
    Ok(Sums { n_of: row.at(place)?, n_in: row.at(place + 1)?, n_out: row.at(place + 2)? })
}

/// `2022-03`.
fn month_text(day: Date) -> String {
    day.to_string().chars().take(7).collect()
}

/// Writes the pending sums of a transaction to their months, in key order.
pub(crate) fn flush<'k>(
    tx: &mut Tx<'_>,
    pending: impl Iterator<Item = (&'k TallyKey, &'k Sums)>,
) -> Result<(), StoreError> {
    let mut months = Pending::new();
    for (key, sums) in pending.filter(|(_, sums)| !sums.is_zero()) {
        let place = (key.agency, key.day.month_start(), &key.series, key.unit);
        let month = months.entry(place).or_insert((Sums::default(), key.known_on));
        month.0.add(*sums);
        month.1 = month.1.max(key.known_on);
    }
    for ((agency, month, series, unit), (sums, known_on)) in months {
        tx.exec(
            sql!(
                "insert into tally_month (agency_id, month, series, unit_id, n_of, n_in, n_out, known_on)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)
                 on conflict (agency_id, month, series, unit_id) do update
                 set n_of = tally_month.n_of + excluded.n_of,
                     n_in = tally_month.n_in + excluded.n_in,
                     n_out = tally_month.n_out + excluded.n_out,
                     known_on = case when excluded.known_on > tally_month.known_on
                                     then excluded.known_on else tally_month.known_on end"
            ),
            params![agency, month_text(month), series, unit, sums.n_of, sums.n_in, sums.n_out, known_on],
        )?;
    }
    Ok(())
}

/// Forgets a series.
pub(crate) fn forget(tx: &mut Tx<'_>, agency: AgencyId, series: &str) -> Result<(), StoreError> {
    tx.exec(sql!("delete from tally_month where agency_id = $1 and series = $2"), params![agency, series])
        .map(drop)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::tally::{self, Range};
    use crate::testing::{TestDb, each_db};

    const AGENCY: AgencyId = AgencyId(1);

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// Rows over six months: most become known on their day, some up to two months later, some are taken back.
    fn fill(db: &TestDb, units: i64, days: i32) {
        for number in 0..5_u8 {
            db.write_now::<_, StoreError>(move |tx| {
                for place in 0..days {
                    for unit in 1..=units {
                        let day = day("2022-01-01").plus(place);
                        let seed = i64::from(place) * 31 + unit * 17 + i64::from(number) * 7;
                        let late = if seed % 5 == 0 { (seed % 60) as i32 } else { 0 };
                        let key = TallyKey {
                            agency: AGENCY,
                            series: format!("s{number}@1").into(),
                            unit: UnitId(unit),
                            day,
                            known_on: day.plus(late),
                        };
                        tx.tally(key.clone(), Sums { n_of: seed % 7 + 1, n_in: seed % 3, n_out: seed % 2 });
                        if seed % 11 == 0 {
                            let key = TallyKey { known_on: key.known_on.plus(40), ..key };
                            tx.tally(key, Sums { n_of: 0, n_in: -1, n_out: 0 });
                        }
                    }
                }
                Ok(())
            })
            .unwrap();
        }
    }

    fn by_series(tx: &mut Tx<'_>, span: Span) -> Result<BTreeMap<(Arc<str>, UnitId), Sums>, StoreError> {
        let mut out: BTreeMap<(Arc<str>, UnitId), Sums> = BTreeMap::new();
        for row in months(tx, AGENCY, span)? {
            assert!(row.month.month_start() == row.month);
            out.entry((row.series, row.unit)).or_default().add(row.sums);
        }
        Ok(out)
    }

    #[test]
    fn months_say_what_the_days_say_for_every_window_and_every_past_day() {
        each_db(crate::MIGRATIONS, |db| {
            fill(&db, 3, 170);
            for (from, to, as_of) in [
                ("2022-01-01", "2022-06-30", "2023-01-01"),
                ("2022-01-01", "2022-06-19", "2022-06-19"),
                ("2022-01-15", "2022-03-10", "2022-12-31"),
                ("2022-02-10", "2022-02-20", "2022-02-15"),
                ("2022-01-03", "2022-04-30", "2022-03-31"),
                ("2022-03-01", "2022-02-01", "2022-12-31"),
                ("2021-01-01", "2021-12-31", "2022-12-31"),
            ] {
                let span = Span { from: day(from), to: day(to), as_of: day(as_of) };
                db.read_now::<_, StoreError>(move |tx| {
                    let found = by_series(tx, span)?;
                    let past = before(tx, AGENCY, span.from, span.as_of)?;
                    for number in 0..5 {
                        let range = Range {
                            agency: AGENCY,
                            series: format!("s{number}@1").into(),
                            unit: None,
                            from: span.from,
                            to: span.to,
                            as_of: span.as_of,
                        };
                        for (unit, sums) in tally::by_unit(tx, &range)? {
                            let key = (range.series.clone(), unit);
                            assert_eq!(
                                found.get(&key).copied().unwrap_or_default(),
                                sums,
                                "{span:?} {key:?}"
                            );
                        }
                        let until = Range { from: BEGINNING, to: span.from.plus(-1), ..range };
                        let mut all = Sums::default();
                        let of_series = past.iter().filter(|(series, ..)| *series == until.series);
                        of_series.for_each(|(.., sums)| all.add(*sums));
                        assert_eq!(all, tally::total(tx, &until)?, "before {span:?}");
                    }
                    Ok(())
                })
                .unwrap();
            }
        });
    }

    #[test]
    fn a_series_that_is_forgotten_is_forgotten_by_month_too() {
        each_db(crate::MIGRATIONS, |db| {
            fill(&db, 1, 40);
            let span = Span { from: day("2022-01-01"), to: day("2022-12-31"), as_of: day("2022-12-31") };
            db.write_now(move |tx| tally::forget(tx, AGENCY, "s2@1")).unwrap();
            let left = db.read_now(move |tx| by_series(tx, span)).unwrap();
            assert_eq!(
                left.keys().map(|(series, _)| &**series).collect::<Vec<_>>(),
                ["s0@1", "s1@1", "s3@1", "s4@1"]
            );
        });
    }
}
