//! Rows of tables: flattened to one cell a line (behind a header that starts with "TT" or "STT"), or parted by tabs
//! or upright bars.

use crate::layout::{Block, Line};
use crate::marker::{self, Marker};

/// The cells of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cells {
    /// Byte places of each cell without the row's number.
    pub(crate) list: Vec<(usize, usize)>,
    /// What the head of each cell's column says.
    pub(crate) columns: Vec<Column>,
    /// A title row that holds for the rows below it.
    pub(crate) title: bool,
}

/// The head of a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Column {
    /// The year it is for.
    pub(crate) year: Option<i16>,
    /// It holds results, not promises ("Thực hiện năm 2021").
    pub(crate) past: bool,
}

/// Follows a table through the lines.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Inside a flattened table.
    open: bool,
    row: Option<Row>,
    last: usize,
    columns: Vec<Column>,
}

#[derive(Debug)]
struct Row {
    marker: Marker,
    cells: Vec<(usize, usize)>,
}

impl Table {
    /// Takes the line into the table, or says that it is none of the table's.
    pub(crate) fn takes(&mut self, text: &str, line: Line, blocks: &mut Vec<Block>) -> bool {
        let content = line.text(text);
        if let Some(cells) = split_cells(text, line) {
            if self.open {
                self.finish(blocks);
            }
            self.delimited(text, &cells, blocks);
            return true;
        }
        if is_header(content) {
            self.finish(blocks);
            self.open = true;
            self.columns = vec![Column::default()];
            return true;
        }
        if !self.open {
            self.columns.clear();
            return false;
        }
        if let Some(marker) = self.ordinal(text, content) {
            self.flush(blocks);
            self.row = Some(Row { marker, cells: Vec::new() });
            return true;
        }
        let leaves = matches!(marker::of_line(content), Some((mark, _)) if !matches!(mark, Marker::Bullet(_) | Marker::None));
        if leaves {
            self.finish(blocks);
            return false;
        }
        match &mut self.row {
            Some(row) => row.cells.push((line.start, line.end)),
            None => self.columns.push(column(content)),
        }
        true
    }

    /// Closes the table.
    pub(crate) fn finish(&mut self, blocks: &mut Vec<Block>) {
        self.flush(blocks);
        self.open = false;
        self.last = 0;
        self.columns.clear();
    }

    fn flush(&mut self, blocks: &mut Vec<Block>) {
        if let Some(row) = self.row.take()
            && !row.cells.is_empty()
        {
            // Only where every column has its cell can a cell be told by its place.
            let full = row.cells.len() + 1 == self.columns.len();
            let columns = if full { self.columns.iter().skip(1).copied().collect() } else { Vec::new() };
            push(blocks, row.marker, row.cells, columns);
        }
    }

    /// The number of a row, told from a figure by its place in the order.
    fn ordinal(&mut self, text: &str, line: &str) -> Option<Marker> {
        let code = line.trim_end_matches(['.', ')']);
        if marker::roman(code).is_some() {
            return Some(Marker::Roman(code.to_owned()));
        }
        if let Some((head, rest)) = code.split_once('.')
            && !rest.is_empty()
            && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            if marker::roman(head).is_some() {
                return Some(Marker::Number(rest.to_owned()));
            }
            return (head.len() <= 2 && head.parse::<usize>().is_ok()).then(|| Marker::Item(code.to_owned()));
        }
        let number: usize = code.parse().ok()?;
        let unit_before = self.row.as_ref().and_then(|row| row.cells.last()).is_some_and(|(from, to)| {
            text.get(*from..*to).is_some_and(|cell| {
                cell.chars().count() <= 12
                    && (cell == "%" || cell.chars().all(|c| c.is_lowercase() || c == ' '))
            })
        });
        if code.len() > 3 || unit_before || (number != self.last + 1 && number != 1) {
            return None;
        }
        self.last = number;
        Some(Marker::Item(number.to_string()))
    }

    fn delimited(&mut self, text: &str, cells: &[(usize, usize)], blocks: &mut Vec<Block>) {
        let cell = |(from, to): &(usize, usize)| text.get(*from..*to).unwrap_or_default();
        if cells.iter().all(|range| cell(range).chars().all(|c| matches!(c, '-' | ':' | '=' | ' '))) {
            return;
        }
        let columns: Vec<Column> = cells.iter().map(|range| column(cell(range))).collect();
        let years = columns.iter().filter(|column| column.year.is_some()).count();
        if cells.first().is_some_and(|range| is_header(cell(range))) || years > 1 {
            self.columns = columns;
            return;
        }
        let first = cells.first().map(cell).unwrap_or_default();
        let code = first.trim_end_matches(['.', ')']);
        let numbered = marker::roman(code).is_some()
            || (!code.is_empty() && code.len() <= 6 && code.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        let marker = match (numbered, marker::roman(code)) {
            (_, Some(_)) => Marker::Roman(code.to_owned()),
            (true, None) => Marker::Item(code.to_owned()),
            (false, None) => Marker::None,
        };
        let skip = usize::from(numbered || first.is_empty());
        let mut columns = self.columns.clone();
        columns.resize(cells.len(), Column::default());
        let kept = cells.iter().zip(columns).skip(skip).filter(|((from, to), _)| from < to);
        let (list, columns) = kept.map(|(range, column)| (*range, column)).unzip();
        push(blocks, marker, list, columns);
    }
}

fn push(blocks: &mut Vec<Block>, marker: Marker, list: Vec<(usize, usize)>, columns: Vec<Column>) {
    let (Some((start, _)), Some((_, end))) = (list.first().copied(), list.last().copied()) else { return };
    let title = list.len() == 1 && !matches!(marker, Marker::Item(_) | Marker::None);
    blocks.push(Block { marker, start, end, cells: Some(Cells { list, columns, title }) });
}

fn is_header(line: &str) -> bool {
    matches!(
        line.trim_end_matches('.'),
        "TT" | "STT" | "Stt" | "stt" | "Tt" | "Số TT" | "SỐ TT" | "Số thứ tự"
    )
}

/// Cells of a line: parted by at least two tabs or bars, or by wide gaps behind a row's number.
fn split_cells(text: &str, line: Line) -> Option<Vec<(usize, usize)>> {
    let content = line.text(text);
    if content.matches('|').count() >= 2 {
        return Some(parted(content, line.start, '|'));
    }
    if content.matches('\t').count() >= 2 {
        return Some(parted(content, line.start, '\t'));
    }
    let cells = gapped(content, line.start);
    let first = cells.first().and_then(|(from, to)| text.get(*from..*to)).unwrap_or_default();
    let numbered = first.trim_end_matches('.').parse::<u16>().is_ok() || is_header(first);
    (cells.len() >= 3 && numbered).then_some(cells)
}

fn parted(content: &str, start: usize, sign: char) -> Vec<(usize, usize)> {
    let inner = content.trim_matches('|');
    let mut at = start + content.find(inner).unwrap_or_default();
    let mut cells = Vec::new();
    for piece in inner.split(sign) {
        let from = at + (piece.len() - piece.trim_start().len());
        cells.push((from, from.max(at + piece.trim_end().len())));
        at += piece.len() + 1;
    }
    cells
}

/// Cells parted by three blanks or more, as when a table was copied from a page with its layout.
fn gapped(content: &str, start: usize) -> Vec<(usize, usize)> {
    let mut cells = Vec::new();
    let mut at = start;
    for piece in content.split("   ") {
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let from = at + (piece.len() - piece.trim_start().len());
            cells.push((from, from + trimmed.len()));
        }
        at += piece.len() + 3;
    }
    cells
}

/// "2023", "Kế hoạch năm 2023", "Thực hiện 2021", "Kết quả ước 2022".
fn column(cell: &str) -> Column {
    let short = cell.chars().count() <= 40;
    let words: Vec<String> = cell.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let year =
        words.iter().rev().find_map(|word| word.parse().ok().filter(|year| (1990..=2100).contains(year)));
    let lower = words.join(" ");
    let past =
        year.is_some() && (lower.contains("thực hiện") || lower.contains("kết quả") || lower.contains("ước"));
    let planned = lower.contains("kế hoạch") || lower.contains("mục tiêu") || lower.contains("chỉ tiêu");
    Column { year: year.filter(|_| short), past: short && past && !planned }
}
