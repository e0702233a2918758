//! One row of the table: its columns, and what is wrong with them.

use ::csv::ByteRecord;
use kernel::{Date, Instant};

use super::RowProblem;
use crate::{Amount, Pause, Pauses, Reading, Stage, Unit};

/// A problem before its line is known.
#[derive(Debug)]
pub(super) struct Problem {
    column: Option<&'static str>,
    message: String,
}

impl Problem {
    pub(super) fn of(column: &'static str, message: impl Into<String>) -> Self {
        Self { column: Some(column), message: message.into() }
    }

    pub(super) fn at(self, line: u64) -> RowProblem {
        RowProblem { line, column: self.column, message: self.message }
    }
}

const COLUMNS: [&str; 10] = [
    "id",
    "received_at",
    "amount",
    "unit",
    "reading",
    "weekday_sessions",
    "saturday_sessions",
    "holidays",
    "makeup_days",
    "pauses",
];
const REQUIRED: usize = 4;

/// Where each column stands.
pub(super) struct Header {
    places: [Option<usize>; COLUMNS.len()],
    width: usize,
    pub(super) ignored: Vec<String>,
}

impl Header {
    pub(super) fn read(record: &ByteRecord) -> Result<Self, Vec<RowProblem>> {
        let mut header = Self { places: [None; COLUMNS.len()], width: record.len(), ignored: Vec::new() };
        let mut problems = Vec::new();
        for (place, name) in record.iter().enumerate() {
            let name = String::from_utf8_lossy(name).trim().to_ascii_lowercase();
            let name = if name == "semantics" { "reading" } else { name.as_str() };
            let known = COLUMNS.iter().zip(header.places.iter_mut()).find(|(column, _)| **column == name);
            match known {
                None => header.ignored.push(name.to_owned()),
                Some((column, slot)) => {
                    if slot.replace(place).is_some() {
                        problems.push(Problem::of(column, "named twice in the header: remove one").at(1));
                    }
                }
            }
        }
        for (column, place) in COLUMNS.iter().zip(&header.places).take(REQUIRED) {
            if place.is_none() {
                let message =
                    format!("missing from the header: the first line must name the columns {}", required());
                problems.push(Problem::of(column, message).at(1));
            }
        }
        if problems.is_empty() { Ok(header) } else { Err(problems) }
    }

    /// The fields of a row as text, in the order of [`COLUMNS`]; empty where the column is missing.
    fn fields<'a>(&self, record: &'a ByteRecord) -> Result<[&'a str; COLUMNS.len()], Vec<Problem>> {
        let mut problems = Vec::new();
        if record.len() > self.width {
            let (found, named) = (record.len(), self.width);
            let message = format!("{found} fields for {named} columns: put quotes around fields with commas");
            problems.push(Problem { column: None, message });
        }
        let mut fields = [""; COLUMNS.len()];
        for ((field, place), column) in fields.iter_mut().zip(&self.places).zip(COLUMNS) {
            let bytes = place.and_then(|place| record.get(place)).unwrap_or_default();
            match std::str::from_utf8(bytes) {
                Ok(text) => *field = text.trim(),
                Err(_) => problems.push(Problem::of(column, "not UTF-8: save the table as UTF-8")),
            }
        }
        if problems.is_empty() { Ok(fields) } else { Err(problems) }
    }

    pub(super) fn row<'a>(&self, record: &'a ByteRecord) -> Result<Row<'a>, Vec<Problem>> {
        let [
            id,
            received_at,
            amount,
            unit,
            reading,
            weekday_sessions,
            saturday_sessions,
            holidays,
            makeup_days,
            pauses,
        ] = self.fields(record)?;
        let mut keep = Keep(Vec::new());
        if id.is_empty() {
            keep.0.push(Problem::of("id", "empty: every row needs a name of its own"));
        }
        let received = keep.ok(instant("received_at", received_at));
        let amount = keep.ok(read_amount(amount));
        let unit = keep.ok(read_unit(unit));
        let reading = keep.ok(read_reading(reading));
        let pauses = keep.ok(read_pauses(pauses));
        if let (Some(amount), Some(Unit::CalendarDay)) = (amount, unit)
            && !amount.is_whole()
        {
            keep.0.push(Problem::of("amount", format!("`{amount}` calendar days: write a whole number")));
        }
        match (received, amount, unit, reading, pauses) {
            (Some(received), Some(amount), Some(unit), Some(reading), Some(pauses)) if keep.0.is_empty() => {
                Ok(Row {
                    id,
                    received,
                    stage: Stage::new(amount, unit),
                    reading,
                    weekday_sessions,
                    saturday_sessions,
                    holidays,
                    makeup_days,
                    pauses,
                })
            }
            _ => Err(keep.0),
        }
    }
}

fn required() -> String {
    let names: Vec<&str> = COLUMNS.into_iter().take(REQUIRED).collect();
    names.join(", ")
}

/// Gathers the problems of a row and goes on.
struct Keep(Vec<Problem>);

impl Keep {
    fn ok<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.0.push(problem)).ok()
    }
}

/// A row understood, but for its calendar.
pub(super) struct Row<'a> {
    pub(super) id: &'a str,
    pub(super) received: Instant,
    pub(super) stage: Stage,
    pub(super) reading: Reading,
    pub(super) weekday_sessions: &'a str,
    pub(super) saturday_sessions: &'a str,
    pub(super) holidays: &'a str,
    pub(super) makeup_days: &'a str,
    pub(super) pauses: Pauses,
}

fn instant(column: &'static str, text: &str) -> Result<Instant, Problem> {
    let parsed = Instant::parse(text).ok().filter(|at| (1..=9_999).contains(&at.date().year()));
    parsed.ok_or_else(|| Problem::of(column, format!("`{text}` is not a time: write 2022-01-03T09:00")))
}

fn read_amount(text: &str) -> Result<Amount, Problem> {
    text.parse().map_err(|error| Problem::of("amount", format!("`{text}` is {error}")))
}

fn read_unit(text: &str) -> Result<Unit, Problem> {
    match text {
        "working_day" => Ok(Unit::WorkingDay),
        "working_hour" => Ok(Unit::WorkingHour),
        "calendar_day" => Ok(Unit::CalendarDay),
        _ => Err(Problem::of(
            "unit",
            format!("`{text}` is unknown: write working_day, working_hour or calendar_day"),
        )),
    }
}

fn read_reading(text: &str) -> Result<Reading, Problem> {
    match text {
        "" | "day-count" => Ok(Reading::DayCount),
        "working-time" => Ok(Reading::WorkingTime),
        _ => Err(Problem::of("reading", format!("`{text}` is unknown: write day-count or working-time"))),
    }
}

fn read_pauses(text: &str) -> Result<Pauses, Problem> {
    let wrong = |part: &str, why: &str| Problem::of("pauses", format!("`{part}` {why}"));
    let mut pauses = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('/').ok_or_else(|| {
            wrong(part, "is not a pause: write start/end, for example 2022-01-04T10:00/2022-01-06T15:00")
        })?;
        if to.trim().is_empty() {
            return Err(wrong(
                part,
                "has no end: a term that is still paused has no due date; write the end",
            ));
        }
        pauses.push(Pause::closed(instant("pauses", from.trim())?, instant("pauses", to.trim())?));
    }
    Pauses::new(pauses)
        .map_err(|error| wrong(text, &format!("cannot be used: {error}; write start/end in order")))
}

/// Dates joined by `;`, `,` or blanks.
pub(super) fn dates(column: &'static str, text: &str) -> Result<Vec<Date>, Vec<Problem>> {
    let mut dates = Vec::new();
    let mut problems = Vec::new();
    for part in text.split([';', ',', ' ', '\t', '\n', '\r']).filter(|part| !part.is_empty()) {
        match part.parse() {
            Ok(date) => dates.push(date),
            Err(_) => problems.push(Problem::of(column, format!("`{part}` is not a date: write 2022-01-03"))),
        }
    }
    if problems.is_empty() { Ok(dates) } else { Err(problems) }
}
