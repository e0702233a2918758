//! Columns by month. They always start at 0 and carry their figures.

use std::fmt::Write as _;

use kernel::vi;

use super::{escape, open, px, short_label};

/// What a column chart shows.
#[derive(Debug, Clone)]
pub struct ColumnChart<'a> {
    /// The months.
    pub labels: &'a [String],
    /// One figure per month.
    pub values: &'a [i64],
    /// The month that the title speaks of; drawn in red.
    pub highlight: Option<usize>,
}

/// The columns, once for wide and once for narrow screens.
pub fn column_chart(chart: &ColumnChart<'_>) -> String {
    draw(chart, 760.0, "mc-bd mc-bd--rong") + &draw(chart, 358.0, "mc-bd mc-bd--hep")
}

fn draw(chart: &ColumnChart<'_>, width: f64, class: &str) -> String {
    const HEIGHT: f64 = 150.0;
    const LEFT: f64 = 46.0;
    const RIGHT: f64 = 14.0;
    const TOP: f64 = 18.0;
    const FLOOR: f64 = HEIGHT - 28.0;
    // A little air over the highest column; a year of zeros still has a floor.
    let high = chart.values.iter().copied().max().unwrap_or(0).max(1) as f64 * 1.1;
    let room = (width - LEFT - RIGHT) / chart.labels.len().max(1) as f64;
    let bar = (room * 0.6).min(46.0);
    let mut out = open(class, width, HEIGHT);
    let _ = write!(
        out,
        r#"<line class="truc" x1="{LEFT}" x2="{}" y1="{FLOOR}" y2="{FLOOR}"/>"#,
        px(width - RIGHT)
    );
    for (place, (label, value)) in chart.labels.iter().zip(chart.values).enumerate() {
        let left = LEFT + room * place as f64;
        let top = TOP + (FLOOR - TOP) * (1.0 - *value as f64 / high);
        let marked = if chart.highlight == Some(place) { " cot--nhan" } else { "" };
        let label = if width < 500.0 { short_label(label) } else { escape(label) };
        let middle = px(left + room / 2.0);
        let _ = write!(
            out,
            r#"<rect class="cot{marked}" x="{}" y="{}" width="{}" height="{}" rx="1"/><text class="so" x="{middle}" y="{}" text-anchor="middle">{}</text><text x="{middle}" y="{}" text-anchor="middle">{label}</text>"#,
            px(left + (room - bar) / 2.0),
            px(top),
            px(bar),
            px(FLOOR - top),
            px(top - 6.0),
            vi::number(*value),
            HEIGHT - 8.0,
        );
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_start_at_zero_and_say_their_figures() {
        let labels = ["Tháng 1".to_owned(), "Tháng 2".to_owned()];
        let svg = column_chart(&ColumnChart { labels: &labels, values: &[0, 1_200], highlight: Some(1) });
        assert!(svg.contains(r#"height="0""#), "{svg}");
        assert!(svg.contains(">1.200<"));
        assert!(svg.contains(">Tháng 2<") && svg.contains(">T2<"));
        assert_eq!(svg.matches("cot--nhan").count(), 2);
        assert!(!svg.contains("style="));
    }

    #[test]
    fn exact_drawing_of_one_month() {
        let labels = ["A".to_owned()];
        assert_eq!(
            draw(&ColumnChart { labels: &labels, values: &[10], highlight: None }, 160.0, "x"),
            concat!(
                r#"<svg class="x" viewBox="0 0 160 150" aria-hidden="true" focusable="false"><line class="truc" x1="46" x2="146" y1="122" y2="122"/>"#,
                r#"<rect class="cot" x="73" y="27.45" width="46" height="94.55" rx="1"/><text class="so" x="96" y="21.45" text-anchor="middle">10</text>"#,
                r#"<text x="96" y="142" text-anchor="middle">A</text></svg>"#
            )
        );
    }
}
