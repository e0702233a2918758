//! Rows of tables: flattened to one cell a line (behind a header that starts with "TT" or "STT"), or parted by tabs
//! or upright bars.

use crate::layout::{Block, Line};
use crate::marker::{self, Marker};

/// The cells of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cells {
    /// Byte places of each cell without the row's number.
    pub(crate) list: Vec<(usize, usize)>,
    /// The year named at the head of each cell's column.
    pub(crate) years: Vec<Option<i16>>,
    /// A title row that holds for the rows below it.
    pub(crate) title: bool,
}

/// Follows a table through the lines.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Inside a flattened table.
    open: bool,
    row: Option<Row>,
    last: usize,
    years: Vec<Option<i16>>,
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
            self.finish(blocks);
            self.delimited(text, &cells, blocks);
            return true;
        }
        self.years.clear();
        if is_header(content) {
            self.finish(blocks);
            self.open = true;
            return true;
        }
        if !self.open {
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
        if let Some(row) = &mut self.row {
            row.cells.push((line.start, line.end));
        }
        true
    }

    /// Closes the table.
    pub(crate) fn finish(&mut self, blocks: &mut Vec<Block>) {
        self.flush(blocks);
        self.open = false;
        self.last = 0;
    }

    fn flush(&mut self, blocks: &mut Vec<Block>) {
        if let Some(row) = self.row.take()
            && !row.cells.is_empty()
        {
            let years = Vec::new();
            push(blocks, row.marker, row.cells, years);
        }
    }

    /// The number of a row, told from a figure by its place in the order.
    fn ordinal(&mut self, text: &str, line: &str) -> Option<Marker> {
        let code = line.trim_end_matches(['.', ')']);
        if marker::roman(code).is_some() {
            self.last = 0;
            return Some(Marker::Roman(code.to_owned()));
        }
        if let Some((head, rest)) = code.split_once('.')
            && !rest.is_empty()
            && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            if marker::roman(head).is_some() {
                self.last = 0;
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
        let years: Vec<Option<i16>> = cells.iter().map(|range| column_year(cell(range))).collect();
        let header =
            cells.first().is_some_and(|range| is_header(cell(range))) || years.iter().flatten().count() > 1;
        if header {
            self.years = years;
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
        let mut years = self.years.clone();
        years.resize(cells.len(), None);
        let kept: Vec<_> = cells.iter().zip(years).skip(skip).filter(|((from, to), _)| from < to).collect();
        let (list, years) = kept.into_iter().map(|(range, year)| (*range, year)).unzip();
        push(blocks, marker, list, years);
    }
}

fn push(blocks: &mut Vec<Block>, marker: Marker, list: Vec<(usize, usize)>, years: Vec<Option<i16>>) {
    let (Some((start, _)), Some((_, end))) = (list.first().copied(), list.last().copied()) else { return };
    let title = list.len() == 1 && !matches!(marker, Marker::Item(_) | Marker::None);
    blocks.push(Block { marker, start, end, cells: Some(Cells { list, years, title }) });
}

fn is_header(line: &str) -> bool {
    matches!(
        line.trim_end_matches('.'),
        "TT" | "STT" | "Stt" | "stt" | "Tt" | "Số TT" | "SỐ TT" | "Số thứ tự"
    )
}

/// Cells of a line with at least two tabs or three bars.
fn split_cells(text: &str, line: Line) -> Option<Vec<(usize, usize)>> {
    let content = line.text(text);
    let sign = if content.matches('|').count() >= 2 {
        '|'
    } else if content.matches('\t').count() >= 2 {
        '\t'
    } else {
        return None;
    };
    let inner = content.trim_matches('|');
    let mut at = line.start + content.find(inner).unwrap_or_default();
    let mut cells = Vec::new();
    for piece in inner.split(sign) {
        let start = at + (piece.len() - piece.trim_start().len());
        cells.push((start, start.max(at + piece.trim_end().len())));
        at += piece.len() + 1;
    }
    Some(cells)
}

/// "2023", "Năm 2023", "Năm\n2023".
fn column_year(cell: &str) -> Option<i16> {
    let word = cell.split_whitespace().last()?;
    let short = cell.chars().count() <= 14;
    word.parse().ok().filter(|year| short && (1990..=2100).contains(year))
}
