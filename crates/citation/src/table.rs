//! A row of a table of targets: what is measured, its unit, its value or a value per year.

use std::sync::Arc;

use crate::draft::{Amount, Because, Comparator, DraftTarget, TargetKind};
use crate::figure;
use crate::layout::Block;
use crate::lexicon::{AT_LEAST, AT_MOST, COUNT_UNITS, TIME_UNITS};
use crate::measure;
use crate::outline::{Place, Section};
use crate::span::CharIndex;
use crate::token::Tokens;
use crate::window::Window;

/// A cell that is a figure.
struct Figure {
    value: f64,
    upper: Option<f64>,
    unit: Option<String>,
    comparator: Comparator,
    cell: usize,
}

/// The promises of a row; none where it is no row of targets.
pub(crate) fn read(
    text: &str,
    block: &Block,
    place: &Place,
    window: Option<Window>,
    index: &CharIndex<'_>,
) -> Vec<DraftTarget> {
    let Some(cells) = &block.cells else { return Vec::new() };
    if place.section == Section::Past {
        return Vec::new();
    }
    let cell = |at: usize| cells.list.get(at).and_then(|(from, to)| text.get(*from..*to)).unwrap_or_default();
    let Some(named) = (0..cells.list.len()).find(|at| {
        cell(*at).chars().filter(|c| c.is_alphabetic()).count() >= 6 && figure_of(cell(*at)).is_none()
    }) else {
        return Vec::new();
    };
    let column = |at: usize| cells.columns.get(at).copied().unwrap_or_default();
    let unit = (0..cells.list.len()).filter(|at| *at != named).find_map(|at| unit_of(cell(at)));
    let figures: Vec<Figure> = (named + 1..cells.list.len())
        .filter_map(|at| figure_of(cell(at)).map(|figure| Figure { cell: at, ..figure }))
        .filter(|figure| (figure.unit.is_some() || unit.is_some()) && !column(figure.cell).past)
        .collect();
    let by_year = figures.iter().any(|figure| column(figure.cell).year.is_some());
    let taken: Vec<&Figure> = if by_year {
        figures.iter().filter(|figure| column(figure.cell).year.is_some()).collect()
    } else {
        figures.iter().take(1).collect()
    };
    let measure = measure::cut(
        cell(named).trim_end_matches(['.', ';', ':']).split_whitespace().collect::<Vec<_>>().join(" "),
    );
    let start = cells.list.get(named).map_or(block.start, |(from, _)| *from);
    taken
        .into_iter()
        .map(|figure| {
            let end = cells.list.get(figure.cell).map_or(block.end, |(_, to)| *to);
            let shown =
                text.get(start..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
            let unit = figure.unit.clone().or_else(|| unit.clone());
            let year = column(figure.cell).year;
            DraftTarget {
                clause: place.clause.clone(),
                text: Arc::from(shown),
                measure: measure.clone(),
                kind: kind_of(unit.as_deref()),
                comparator: figure.comparator,
                value: Amount::Number(figure.value),
                upper: figure.upper,
                unit,
                window: year.map_or(window, |year| Some(Window::years(year, year))),
                baseline: None,
                span: index.span(start, end),
                direction: None,
                because: Because::new("table-row", cell(figure.cell)),
            }
        })
        .collect()
}

fn kind_of(unit: Option<&str>) -> TargetKind {
    match unit {
        Some("%") => TargetKind::Ratio,
        Some(unit) if TIME_UNITS.contains(&unit) => TargetKind::Duration,
        Some("hạng" | "bậc") => TargetKind::Rank,
        _ => TargetKind::Count,
    }
}

/// "%", "ngày", "Văn bản": a cell that names a unit.
fn unit_of(cell: &str) -> Option<String> {
    let lower = cell.trim().to_lowercase();
    let known = lower == "%" || TIME_UNITS.contains(&lower.as_str()) || COUNT_UNITS.contains(&lower.as_str());
    if lower == "tỷ lệ %" || lower == "tỷ lệ" { Some("%".to_owned()) } else { known.then_some(lower) }
}

/// A cell that holds nothing but a figure: "100%", "≥ 90", "Tối thiểu 80%", "20-25%", "90% trở lên".
fn figure_of(cell: &str) -> Option<Figure> {
    if cell.chars().count() > 30 {
        return None;
    }
    let tokens = Tokens::new(cell, 0, cell.len());
    let mut at = 0;
    let mut comparator = Comparator::Equal;
    if let Some((length, _)) = tokens.starts_any(0, AT_LEAST) {
        (at, comparator) = (length, Comparator::AtLeast);
    } else if let Some((length, _)) = tokens.starts_any(0, AT_MOST) {
        (at, comparator) = (length, Comparator::AtMost);
    }
    at += usize::from(tokens.is_sign(at, '=') || tokens.word(at) == "đạt");
    let value = tokens.is_number(at).then(|| figure::number(tokens.word(at))).flatten()?;
    at += 1;
    let mut percent = tokens.is_sign(at, '%');
    at += usize::from(percent);
    let mut upper = None;
    if (tokens.is_sign(at, '-') || tokens.is_sign(at, '–')) && tokens.is_number(at + 1) {
        upper = figure::number(tokens.word(at + 1)).filter(|upper| *upper >= value);
        upper?;
        comparator = Comparator::Range;
        at += 2;
        percent |= tokens.is_sign(at, '%');
        at += usize::from(tokens.is_sign(at, '%'));
    }
    let mut unit = percent.then(|| "%".to_owned());
    if unit.is_none()
        && let Some((length, word)) =
            tokens.starts_any(at, TIME_UNITS).or_else(|| tokens.starts_any(at, COUNT_UNITS))
    {
        unit = Some(word.to_owned());
        at += length;
    }
    if tokens.starts(at, "trở lên").is_some() {
        (at, comparator) = (at + 2, Comparator::AtLeast);
    }
    (at == tokens.len()).then_some(Figure { value, upper, unit, comparator, cell: 0 })
}
