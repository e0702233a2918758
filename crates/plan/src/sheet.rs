//! A plan as a table: one row a target, complete, numbers as numbers. The CSV file, the spreadsheet and its two further
//! sheets (by month, by unit) are written from here.

use kernel::{Date, vi};

use crate::reading::{Board, Reading, State};
use crate::{labels, outlook, views};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Empty, Self::from)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Empty, Self::from)
    }
}

impl Cell {
    /// The cell in a CSV file: a number with a decimal point, a day as in the office.
    pub(crate) fn csv(&self) -> String {
        match self {
            Self::Text(text) => inert(text),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => vi::date(*day),
            Self::Empty => String::new(),
        }
    }
}

/// A cell that no spreadsheet takes for a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// A table with its heads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheet {
    pub(crate) name: &'static str,
    pub(crate) head: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// One row a target.
pub(crate) fn targets(board: &Board) -> Sheet {
    let head = vec![
        "Nhóm",
        "Ký hiệu",
        "Chỉ tiêu",
        "Nguyên văn",
        "Đơn vị phụ trách",
        "Loại",
        "Mục tiêu",
        "Giá trị mục tiêu",
        "Đơn vị tính",
        "Thực hiện",
        "Giá trị thực hiện",
        "Tử số",
        "Mẫu số",
        "Loại trừ",
        "Tình trạng",
        "Từ ngày",
        "Đến ngày",
        "Số liệu đến ngày",
        "Còn được phép",
        "Còn thiếu",
        "Dự báo cuối kỳ",
        "Căn cứ",
        "Ghi chú",
    ];
    Sheet {
        name: "Chỉ tiêu", head, rows: board.readings.iter().map(|reading| row(board, reading)).collect()
    }
}

fn row(board: &Board, reading: &Reading) -> Vec<Cell> {
    let target = &reading.target;
    let group = board.groups.iter().find(|group| group.id == target.group).map(views::group_title);
    let counted = reading.counted();
    let unit = match counted {
        Some(counted) if counted.per_unit => "đơn vị",
        Some(counted) => counted.indicator.definition().unit.as_str(),
        None => target.measured_in.as_str(),
    };
    let figure = counted.map(|counted| counted.figure);
    vec![
        Cell::from(group),
        Cell::from(target.clause.as_str()),
        Cell::from(target.title.as_str()),
        Cell::from(target.sentence.as_str()),
        Cell::from(views::responsible(reading, &board.units)),
        Cell::from(labels::kind(target.kind)),
        Cell::from(labels::goal(target)),
        Cell::from(views::goal_number(reading)),
        Cell::from(unit),
        Cell::from(views::value(reading)),
        Cell::from(views::number(reading)),
        Cell::from(figure.map(|figure| figure.n_in)),
        Cell::from(figure.map(|figure| figure.n_of)),
        Cell::from(figure.map(|figure| figure.n_out)),
        Cell::from(labels::standing(reading)),
        Cell::from(reading.days.from),
        Cell::from(reading.days.to),
        Cell::from(reading.days.as_of),
        Cell::from(counted.filter(|counted| !counted.per_unit).and_then(outlook::allowance)),
        Cell::from(counted.and_then(|counted| outlook::shortfall(reading, counted))),
        Cell::from(counted.and_then(|counted| outlook::forecast(reading, counted))),
        Cell::from(labels::binding(&target.binding)),
        Cell::from(note(reading)),
    ]
}

fn note(reading: &Reading) -> String {
    match &reading.state {
        State::Uncounted(why) => labels::why(*why).to_owned(),
        State::Published(published) => {
            published.current.as_ref().map(|row| row.source.clone()).unwrap_or_default()
        }
        _ => reading.target.note.clone(),
    }
}

/// One row a counted target and month.
pub(crate) fn months(board: &Board) -> Sheet {
    let mut rows = Vec::new();
    for reading in &board.readings {
        let Some(counted) = reading.counted() else { continue };
        for (month, figure) in &counted.months {
            rows.push(vec![
                Cell::from(reading.target.clause.as_str()),
                Cell::from(reading.target.title.as_str()),
                Cell::from(format!("{:02}/{}", month.month(), month.year())),
                Cell::from(figure.n_in),
                Cell::from(figure.n_of),
                Cell::from(figure.n_out),
                Cell::from(counted.indicator.value(*figure)),
                Cell::from(counted.indicator.definition().unit.as_str()),
            ]);
        }
    }
    let head = vec!["Ký hiệu", "Chỉ tiêu", "Tháng", "Tử số", "Mẫu số", "Loại trừ", "Giá trị", "Đơn vị tính"];
    Sheet { name: "Theo tháng", head, rows }
}

/// One row a counted target and unit.
pub(crate) fn units(board: &Board) -> Sheet {
    let mut rows = Vec::new();
    for reading in &board.readings {
        let Some(counted) = reading.counted() else { continue };
        for unit in &counted.units {
            rows.push(vec![
                Cell::from(reading.target.clause.as_str()),
                Cell::from(reading.target.title.as_str()),
                Cell::from(views::unit_name(&board.units, unit.unit)),
                Cell::from(unit.figure.n_in),
                Cell::from(unit.figure.n_of),
                Cell::from(unit.figure.n_out),
                Cell::from(counted.indicator.value(unit.figure)),
                Cell::from(counted.indicator.definition().unit.as_str()),
                Cell::from(labels::status(unit.assessed.status)),
            ]);
        }
    }
    let head = vec![
        "Ký hiệu",
        "Chỉ tiêu",
        "Đơn vị",
        "Tử số",
        "Mẫu số",
        "Loại trừ",
        "Giá trị",
        "Đơn vị tính",
        "Tình trạng",
    ];
    Sheet { name: "Theo đơn vị", head, rows }
}
