//! `motcua calendar due`: rows of terms in, due dates and traces out.
//!
//! Columns, in any order, named by the header: `id`, `received_at`, `amount`, `unit` are required; `reading`,
//! `weekday_sessions`, `saturday_sessions`, `holidays`, `makeup_days`, `pauses` may be missing or empty. Every
//! row is checked before anything is written, so a refused table leaves no half of an answer behind.

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::io::{Read, Write};

use kernel::Instant;

use crate::{HolidayBook, SessionError, Term, WorkCalendar, WorkWeek};

mod row;

use row::{Header, Problem, Row};

/// What was read and written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Rows answered.
    pub rows: usize,
    /// Columns of the input that mean nothing here and were passed over.
    pub ignored_columns: Vec<String>,
}

/// One thing wrong with the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The line in the file; the header is line 1.
    pub line: u64,
    /// The column, where one is to blame.
    pub column: Option<&'static str>,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "line {}, column {column}: {}", self.line, self.message),
            None => write!(f, "line {}: {}", self.line, self.message),
        }
    }
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// Rows that cannot be understood; never empty.
    #[error("{}", listed(.0))]
    Rows(Vec<RowProblem>),
    /// The input could not be read.
    #[error("cannot read the rows: {0}")]
    Read(#[source] std::io::Error),
    /// The output could not be written.
    #[error("cannot write the answers: {0}")]
    Write(#[source] std::io::Error),
}

/// The first problems; a table with thousands wrong is wrong in one way.
const SHOWN: usize = 20;

fn listed(problems: &[RowProblem]) -> String {
    let mut text: Vec<String> = problems.iter().take(SHOWN).map(RowProblem::to_string).collect();
    if problems.len() > SHOWN {
        text.push(format!("… and {} more", problems.len() - SHOWN));
    }
    text.join("\n")
}

/// Reads rows, writes `id,due_at,trace`. On any error nothing has been written.
pub fn run(mut reader: impl Read, mut writer: impl Write) -> Result<Summary, CsvError> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(CsvError::Read)?;
    let (answers, summary) = answer(&bytes)?;
    writer.write_all(&answers).and_then(|()| writer.flush()).map_err(CsvError::Write)?;
    Ok(summary)
}

fn answer(bytes: &[u8]) -> Result<(Vec<u8>, Summary), CsvError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut input = ::csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = input.byte_headers().map_err(|error| unreadable(&error))?.clone();
    let header = Header::read(&header).map_err(CsvError::Rows)?;
    let mut output = ::csv::Writer::from_writer(Vec::new());
    let put = |output: &mut ::csv::Writer<Vec<u8>>, fields: [&str; 3]| {
        output.write_record(fields).map_err(|error| CsvError::Write(std::io::Error::other(error)))
    };
    put(&mut output, ["id", "due_at", "trace"])?;
    let mut calendars = Calendars::default();
    let mut problems = Vec::new();
    let mut summary = Summary { rows: 0, ignored_columns: header.ignored.clone() };
    let mut record = ::csv::ByteRecord::new();
    while input.read_byte_record(&mut record).map_err(|error| unreadable(&error))? {
        let line = record.position().map_or(0, ::csv::Position::line);
        match header.row(&record).and_then(|row| solve(&row, &mut calendars).map(|solved| (row, solved))) {
            Ok((row, (due, trace))) => put(&mut output, [row.id, &due, &trace])?,
            Err(found) => problems.extend(found.into_iter().map(|problem| problem.at(line))),
        }
        summary.rows += 1;
    }
    if !problems.is_empty() {
        return Err(CsvError::Rows(problems));
    }
    let answers =
        output.into_inner().map_err(|error| CsvError::Write(std::io::Error::other(error.to_string())))?;
    Ok((answers, summary))
}

fn unreadable(error: &::csv::Error) -> CsvError {
    let line = error.position().map_or(1, ::csv::Position::line);
    CsvError::Rows(vec![RowProblem { line, column: None, message: format!("not CSV: {error}") }])
}

fn solve(row: &Row<'_>, calendars: &mut Calendars) -> Result<(String, String), Vec<Problem>> {
    let calendar = calendars.of(row)?;
    let term =
        Term { received: row.received, stages: &[row.stage], reading: row.reading, pauses: &row.pauses };
    let due = calendar.due(&term);
    // Compared as days: far beyond, a year no longer fits its type.
    if due.at.date().days() > LAST_DAY {
        return Err(vec![Problem::of(
            "amount",
            "the due date lies beyond the year 9999: write a smaller amount",
        )]);
    }
    Ok((written(due.at), calendar.trace(&term).to_string()))
}

/// 9999-12-31, in days since 1970-01-01.
const LAST_DAY: i32 = 2_932_896;

/// `2022-01-10T17:00`; seconds only where there are any, since no answer is rounded.
fn written(at: Instant) -> String {
    let mut text = at.local().to_string();
    let ms = at.millis().rem_euclid(60_000);
    if ms != 0 {
        // Writing into a string cannot fail.
        let _ = write!(text, ":{:02}", ms / 1_000);
        if ms % 1_000 != 0 {
            let _ = write!(text, ".{:03}", ms % 1_000);
        }
    }
    text
}

/// A table has few distinct calendars; each is built once.
#[derive(Default)]
struct Calendars(HashMap<[String; 4], WorkCalendar>);

impl Calendars {
    fn of(&mut self, row: &Row<'_>) -> Result<WorkCalendar, Vec<Problem>> {
        let key =
            [row.weekday_sessions, row.saturday_sessions, row.holidays, row.makeup_days].map(str::to_owned);
        if let Some(known) = self.0.get(&key) {
            return Ok(known.clone());
        }
        let calendar = build(row)?;
        self.0.insert(key, calendar.clone());
        Ok(calendar)
    }
}

fn build(row: &Row<'_>) -> Result<WorkCalendar, Vec<Problem>> {
    let mut problems = Vec::new();
    let session = |column: &'static str| move |error: SessionError| Problem::of(column, error.to_string());
    // One at a time, so that a fault is told of the column it is in.
    let weekdays = WorkWeek::parse(row.weekday_sessions, "").map_err(session("weekday_sessions"));
    problems.extend(weekdays.err());
    let saturday = WorkWeek::parse("", row.saturday_sessions).map_err(session("saturday_sessions"));
    problems.extend(saturday.err());
    let makeup = row::dates("makeup_days", row.makeup_days)
        .map_err(|found| problems.extend(found))
        .unwrap_or_default();
    let off = match row.holidays {
        "" | "none" => Vec::new(),
        list => row::dates("holidays", list).map_err(|found| problems.extend(found)).unwrap_or_default(),
    };
    if let Some(both) = makeup.iter().find(|date| off.contains(date)) {
        let message = format!("{both} is listed as a holiday and as a make-up day: remove one");
        problems.push(Problem::of("makeup_days", message));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let book = if row.holidays.is_empty() {
        let mut book = HolidayBook::builtin().clone();
        book.add_working(&makeup);
        book
    } else {
        HolidayBook::of_dates(&off, &makeup)
    };
    let week = WorkWeek::parse(row.weekday_sessions, row.saturday_sessions);
    week.map(|week| WorkCalendar::new(&week, &book)).map_err(|error| vec![session("weekday_sessions")(error)])
}
