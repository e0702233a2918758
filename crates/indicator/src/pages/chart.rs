//! The course by month: a line for a ratio, columns for a count, and the same as a table.

use formula::{Better, IndicatorDefinition, Measure};
use kernel::{Date, vi};
use web::chart::{ColumnChart, LineChart, Scale, column_chart, line_chart};

use crate::{Indicator, MonthFigure, Part, labels};

/// A chart with its words.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) title: String,
    pub(super) note: String,
    pub(super) svg: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// The course of the months up to `today`; `None` where there is none yet.
pub(super) fn course(indicator: &Indicator, months: &[MonthFigure], today: Date) -> Option<Course> {
    let months: Vec<&MonthFigure> = months.iter().filter(|month| month.from <= today).collect();
    let first = months.first()?;
    let one_year = months.iter().all(|month| month.from.year() == first.from.year());
    let labels: Vec<String> = months.iter().map(|month| label(month.from, one_year)).collect();
    let values: Vec<Option<f64>> = months.iter().map(|month| indicator.value(month.figure)).collect();
    let definition = indicator.definition();
    let ratio = definition.measure() == Measure::Percent;
    let (svg, scale_note) = if ratio {
        let scale = Scale::around(&values, None, true);
        let chart = LineChart { labels: &labels, values: &values, goal: None, scale, unit: "%" };
        (line_chart(&chart), scale.note("%"))
    } else {
        let values: Vec<i64> = months.iter().map(|month| month.figure.n_in).collect();
        (column_chart(&ColumnChart { labels: &labels, values: &values, highlight: None }), None)
    };
    let what = match (indicator.is_stock(), ratio) {
        (true, _) => "Trạng thái ngày cuối mỗi tháng.",
        (false, true) => "Tỷ lệ trong tháng.",
        (false, false) => "Số phát sinh trong tháng.",
    };
    Some(Course {
        title: title(indicator, &months, &values, &labels),
        note: [Some(what.to_owned()), scale_note].into_iter().flatten().collect::<Vec<_>>().join(" "),
        svg,
        head: head(definition),
        rows: months.iter().zip(labels).map(|(month, label)| row(indicator, month, label, ratio)).collect(),
    })
}

fn label(month: Date, one_year: bool) -> String {
    if one_year {
        format!("Tháng {}", month.month())
    } else {
        format!("Tháng {}/{}", month.month(), month.year())
    }
}

/// The worst month of a ratio, the highest of a count.
fn title(
    indicator: &Indicator,
    months: &[&MonthFigure],
    values: &[Option<f64>],
    labels: &[String],
) -> String {
    let definition = indicator.definition();
    let ratio = definition.measure() == Measure::Percent;
    let lowest = ratio && definition.better == Better::Higher;
    let known = values.iter().enumerate().filter_map(|(at, value)| value.map(|value| (at, value)));
    let found = if lowest {
        known.min_by(|a, b| a.1.total_cmp(&b.1))
    } else {
        known.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    };
    let named = found.and_then(|(at, _)| Some((months.get(at)?, labels.get(at)?)));
    match named {
        Some((month, label)) => {
            let edge = if lowest { "Thấp nhất" } else { "Cao nhất" };
            format!("{edge}: {}, {}", label.to_lowercase(), indicator.text(month.figure))
        }
        None => "Chưa phát sinh".to_owned(),
    }
}

fn head(definition: &IndicatorDefinition) -> Vec<String> {
    let word = |part| labels::part(part, definition);
    let words: &[&str] = if definition.meets.is_some() {
        &["Tháng", word(Part::Counted), word(Part::Met), word(Part::Excluded), "Tỷ lệ"]
    } else {
        &["Tháng", word(Part::Counted), word(Part::Excluded)]
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn row(indicator: &Indicator, month: &MonthFigure, label: String, ratio: bool) -> Vec<String> {
    let figure = month.figure;
    let numbers =
        if ratio { vec![figure.n_of, figure.n_in, figure.n_out] } else { vec![figure.n_of, figure.n_out] };
    let value = ratio.then(|| indicator.text(figure));
    std::iter::once(label).chain(numbers.into_iter().map(vi::number)).chain(value).collect()
}
