//! The calendars of agencies and units: kept as text in the database, built once a version.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use ::store::{StoreError, Tx, journal, params, sql};
use calendar::{HolidayBook, WorkCalendar, WorkWeek};
use kernel::{Acting, AgencyId, UnitId};

/// Calendars in memory, by agency and unit, with the version they were built from. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Calendars(Arc<RwLock<Built>>);

/// By agency and unit: the version a calendar was built from, and the calendar.
type Built = BTreeMap<(AgencyId, i64), (i64, WorkCalendar)>;

/// A calendar as stored.
#[derive(Debug, Clone)]
pub struct StoredCalendar {
    /// Opening hours, Monday to Sunday, a line each, such as `07:30-11:30,13:00-17:00`; an empty line is closed.
    pub week: String,
    /// Days off and make-up days, as TOML.
    pub book: String,
    /// Version of the row.
    pub version: i64,
}

impl Calendars {
    /// The calendar of a unit: its own where it has one, else its agency's, else the standard one.
    pub fn of(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        unit: Option<UnitId>,
    ) -> Result<WorkCalendar, StoreError> {
        let unit = unit.map_or(0, UnitId::get);
        let found = tx.maybe(
            sql!(
                "select unit_id, version
                 from work_calendar
                 where agency_id = $1 and (unit_id = $2 or unit_id = 0)
                 order by unit_id desc
                 limit 1"
            ),
            params![agency, unit],
            |row| Ok((row.at::<i64>(0)?, row.at::<i64>(1)?)),
        )?;
        let Some((unit, version)) = found else { return Ok(WorkCalendar::standard()) };
        if let Ok(held) = self.0.read()
            && let Some((_, calendar)) = held.get(&(agency, unit)).filter(|held| held.0 == version)
        {
            return Ok(calendar.clone());
        }
        let stored = stored(tx, agency, unit)?.ok_or(StoreError::Missing)?;
        let corrupt = |column: &str| StoreError::Corrupt { column: format!("work_calendar.{column}") };
        let week = parse_week(&stored.week).ok_or_else(|| corrupt("week"))?;
        let book = HolidayBook::parse(&stored.book).map_err(|_| corrupt("book"))?;
        let calendar = WorkCalendar::new(&week, &book);
        if let Ok(mut held) = self.0.write() {
            held.insert((agency, unit), (version, calendar.clone()));
        }
        Ok(calendar)
    }
}

/// The week of seven lines.
pub fn parse_week(text: &str) -> Option<WorkWeek> {
    let lines: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
    let mut days: [String; 7] = Default::default();
    if lines.len() > days.len() {
        return None;
    }
    for (day, line) in days.iter_mut().zip(lines) {
        *day = line;
    }
    WorkWeek::of_texts(&days).ok()
}

/// The stored calendar of a unit (0: the agency's).
pub fn stored(tx: &mut Tx<'_>, agency: AgencyId, unit: i64) -> Result<Option<StoredCalendar>, StoreError> {
    tx.maybe(
        sql!("select week, book, version from work_calendar where agency_id = $1 and unit_id = $2"),
        params![agency, unit],
        |row| {
            Ok(StoredCalendar {
                week: row.get("week")?,
                book: row.get("book")?,
                version: row.get("version")?,
            })
        },
    )
}

/// Stores a calendar that [`parse_week`] and [`HolidayBook::parse`] accept. `version` is the version read, 0 for
/// a new one.
pub fn store_calendar(
    tx: &mut Tx<'_>,
    acting: &Acting,
    unit: i64,
    calendar: &StoredCalendar,
) -> Result<(), StoreError> {
    let (agency, at, by) = (acting.agency, acting.at, acting.actor);
    if calendar.version == 0 {
        tx.exec(
            sql!(
                "insert into work_calendar (agency_id, unit_id, week, book, changed_at, changed_by, version)
                 values ($1, $2, $3, $4, $5, $6, 1)"
            ),
            params![agency, unit, calendar.week, calendar.book, at, by],
        )?;
    } else {
        tx.exec_versioned(
            sql!(
                "update work_calendar
                 set week = $1, book = $2, changed_at = $3, changed_by = $4, version = version + 1
                 where agency_id = $5 and unit_id = $6 and version = $7"
            ),
            params![calendar.week, calendar.book, at, by, agency, unit, calendar.version],
        )?;
    }
    let payload = serde_json::json!({ "week": calendar.week, "book": calendar.book });
    journal::append(tx, acting, "calendar.changed", ("calendar", unit), &payload).map(drop)
}
