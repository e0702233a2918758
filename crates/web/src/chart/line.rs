//! A line by month with the goal as a dashed line labelled in place. The axis may start above 0; the caption then
//! has to say so ([`Scale::note`]).

use std::fmt::Write as _;

use kernel::vi;

use super::spark::runs;
use super::{escape, open, px, short_label};

/// The goal of a line chart.
#[derive(Debug, Clone, Copy)]
pub struct Goal<'a> {
    /// Where the line runs.
    pub value: f64,
    /// Its words ("Mục tiêu 100%").
    pub text: &'a str,
}

/// The vertical axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Lowest value.
    pub low: f64,
    /// Highest value.
    pub high: f64,
    /// Number of steps between them.
    pub steps: u32,
}

impl Scale {
    /// An axis with round steps that holds all values and the goal. With `percent` it stays within 0 and 100
    /// where the values do.
    pub fn around(values: &[Option<f64>], goal: Option<f64>, percent: bool) -> Self {
        let all = || values.iter().flatten().copied().chain(goal).filter(|value| value.is_finite());
        let (min, max) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        if min > max {
            return Self { low: 0.0, high: if percent { 100.0 } else { 1.0 }, steps: 4 };
        }
        let step = round_step((max - min).max(1e-6) / 3.0);
        let mut low = (min / step).floor() * step;
        let mut high = (max / step).ceil() * step;
        // Room under the lowest point for its figure.
        if min - low < step * 0.35 {
            low -= step;
        }
        if high - low < step {
            high += step;
        }
        if min >= 0.0 {
            low = low.max(0.0);
        }
        if percent && max <= 100.0 && high > 100.0 {
            high = 100.0;
            low = (low - step).max(0.0);
        }
        Self { low, high, steps: ((high - low) / step).round().clamp(1.0, 8.0) as u32 }
    }

    /// The sentence for the caption where the axis does not start at 0.
    pub fn note(&self, unit: &str) -> Option<String> {
        (self.low.abs() > 1e-9).then(|| format!("Trục đứng bắt đầu từ {}{unit}.", vi::decimal(self.low, 2)))
    }
}

/// The smallest of 1, 2, 5 × 10ⁿ that is not under `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * 0.999_999)
        .unwrap_or(10.0 * power)
}

/// What a line chart shows.
#[derive(Debug, Clone)]
pub struct LineChart<'a> {
    /// The months.
    pub labels: &'a [String],
    /// One figure per month; a month without one is a gap.
    pub values: &'a [Option<f64>],
    /// The goal, if there is one.
    pub goal: Option<Goal<'a>>,
    /// The vertical axis.
    pub scale: Scale,
    /// The unit written on the axis ("%").
    pub unit: &'a str,
}

/// The line, once for wide and once for narrow screens.
pub fn line_chart(chart: &LineChart<'_>) -> String {
    let wide = Frame { width: 760.0, height: 230.0, class: "mc-bd mc-bd--rong", every: 1 };
    let narrow = Frame { width: 358.0, height: 230.0, class: "mc-bd mc-bd--hep", every: 2 };
    draw(chart, &wide) + &draw(chart, &narrow)
}

struct Frame {
    width: f64,
    height: f64,
    class: &'static str,
    /// Every how many months the figure is written.
    every: usize,
}

const LEFT: f64 = 46.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 28.0;

impl Frame {
    fn x(&self, place: usize, count: usize) -> f64 {
        LEFT + (self.width - LEFT - RIGHT) * (place as f64 + 0.5) / count.max(1) as f64
    }

    fn y(&self, value: f64, scale: &Scale) -> f64 {
        TOP + (self.height - TOP - BOTTOM)
            * (1.0 - (value - scale.low) / (scale.high - scale.low).max(f64::EPSILON))
    }
}

fn draw(chart: &LineChart<'_>, frame: &Frame) -> String {
    let mut out = open(frame.class, frame.width, frame.height);
    let right = px(frame.width - RIGHT);
    for step in 0..=chart.scale.steps {
        let value = chart.scale.low
            + (chart.scale.high - chart.scale.low) * f64::from(step) / f64::from(chart.scale.steps);
        let y = frame.y(value, &chart.scale);
        let _ = write!(
            out,
            r#"<line class="luoi" x1="{LEFT}" x2="{right}" y1="{0}" y2="{0}"/><text x="{1}" y="{2}" text-anchor="end">{3}{4}</text>"#,
            px(y),
            LEFT - 8.0,
            px(y + 4.0),
            vi::decimal(value, 1),
            escape(chart.unit)
        );
    }
    if let Some(goal) = chart.goal {
        let y = frame.y(goal.value, &chart.scale);
        let _ = write!(
            out,
            r#"<line class="muctieu" x1="{LEFT}" x2="{right}" y1="{0}" y2="{0}"/><text class="muctieu-chu" x="{right}" y="{1}" text-anchor="end">{2}</text>"#,
            px(y),
            px(y - 7.0),
            escape(goal.text)
        );
    }
    draw_line(chart, frame, &mut out);
    for (place, label) in chart.labels.iter().enumerate() {
        let label = if frame.width < 500.0 { short_label(label) } else { escape(label) };
        let x = px(frame.x(place, chart.labels.len()));
        let _ =
            write!(out, r#"<text x="{x}" y="{}" text-anchor="middle">{label}</text>"#, frame.height - 8.0);
    }
    out.push_str("</svg>");
    out
}

fn draw_line(chart: &LineChart<'_>, frame: &Frame, out: &mut String) {
    let count = chart.labels.len();
    let last = chart.values.iter().rposition(Option::is_some);
    for run in runs(chart.values) {
        let points: Vec<String> = run
            .iter()
            .map(|(place, value)| {
                format!("{},{}", px(frame.x(*place, count)), px(frame.y(*value, &chart.scale)))
            })
            .collect();
        let _ = write!(out, r#"<polyline class="duong" points="{}"/>"#, points.join(" "));
        for (place, value) in run {
            let (x, y) = (frame.x(place, count), frame.y(value, &chart.scale));
            let end = if last == Some(place) { " diem--cuoi" } else { "" };
            let _ = write!(out, r#"<circle class="diem{end}" cx="{}" cy="{}" r="4"/>"#, px(x), px(y));
            if place % frame.every == 0 || last == Some(place) {
                let lift = if below(chart, frame, place, value) { 20.0 } else { -10.0 };
                let text = vi::decimal(value, 1);
                let _ = write!(
                    out,
                    r#"<text class="so" x="{}" y="{}" text-anchor="middle">{text}</text>"#,
                    px(x),
                    px(y + lift)
                );
            }
        }
    }
}

/// True where the figure is better written under its point: in a valley, or where it would touch the goal line or
/// the goal's words.
fn below(chart: &LineChart<'_>, frame: &Frame, place: usize, value: f64) -> bool {
    let neighbour = |place: Option<usize>| {
        place.and_then(|place| chart.values.get(place)).copied().flatten().unwrap_or(value)
    };
    let valley = value <= neighbour(place.checked_sub(1)) && value <= neighbour(place.checked_add(1));
    let at = frame.y(value, &chart.scale);
    let touches_goal = chart.goal.is_some_and(|goal| {
        let line = frame.y(goal.value, &chart.scale);
        let words = frame.width - RIGHT - goal.text.chars().count() as f64 * 8.0;
        let beside_words = frame.x(place, chart.labels.len()) + 16.0 > words && (at - line).abs() < 24.0;
        (at > line && at - line < 26.0) || beside_words
    });
    let room_under = at + 22.0 < frame.height - BOTTOM;
    (valley || touches_goal) && room_under
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: Scale = Scale { low: 90.0, high: 100.0, steps: 2 };

    #[test]
    fn exact_drawing_of_two_months() {
        let labels = ["Tháng 1".to_owned(), "Tháng 2".to_owned()];
        let chart = LineChart {
            labels: &labels,
            values: &[Some(100.0), Some(95.5)],
            goal: Some(Goal { value: 100.0, text: "Mục tiêu 100%" }),
            scale: SCALE,
            unit: "%",
        };
        let frame = Frame { width: 160.0, height: 154.0, class: "x", every: 1 };
        assert_eq!(
            draw(&chart, &frame),
            concat!(
                r#"<svg class="x" viewBox="0 0 160 154" aria-hidden="true" focusable="false">"#,
                r#"<line class="luoi" x1="46" x2="146" y1="126" y2="126"/><text x="38" y="130" text-anchor="end">90%</text>"#,
                r#"<line class="luoi" x1="46" x2="146" y1="76" y2="76"/><text x="38" y="80" text-anchor="end">95%</text>"#,
                r#"<line class="luoi" x1="46" x2="146" y1="26" y2="26"/><text x="38" y="30" text-anchor="end">100%</text>"#,
                r#"<line class="muctieu" x1="46" x2="146" y1="26" y2="26"/><text class="muctieu-chu" x="146" y="19" text-anchor="end">Mục tiêu 100%</text>"#,
                r#"<polyline class="duong" points="71,26 121,71"/>"#,
                r#"<circle class="diem" cx="71" cy="26" r="4"/><text class="so" x="71" y="46" text-anchor="middle">100</text>"#,
                r#"<circle class="diem diem--cuoi" cx="121" cy="71" r="4"/><text class="so" x="121" y="91" text-anchor="middle">95,5</text>"#,
                r#"<text x="71" y="146" text-anchor="middle">T1</text><text x="121" y="146" text-anchor="middle">T2</text></svg>"#
            )
        );
    }

    #[test]
    fn words_are_escaped_and_both_widths_are_sent() {
        let labels = ["<x>".to_owned()];
        let goal = Some(Goal { value: 95.0, text: "a & b" });
        let svg =
            line_chart(&LineChart { labels: &labels, values: &[Some(91.0)], goal, scale: SCALE, unit: "<" });
        assert!(svg.contains("&lt;x&gt;") && svg.contains("a &amp; b") && svg.contains("90&lt;"));
        assert!(svg.contains("mc-bd--rong") && svg.contains("mc-bd--hep") && !svg.contains("style="));
    }

    #[test]
    fn axes_have_round_steps() {
        let values = [Some(98.99), Some(100.0), Some(97.11)];
        assert_eq!(Scale::around(&values, Some(100.0), true), Scale { low: 96.0, high: 100.0, steps: 4 });
        assert_eq!(
            Scale::around(&[Some(12.0), Some(46.0)], Some(50.0), true),
            Scale { low: 0.0, high: 60.0, steps: 3 }
        );
        assert_eq!(Scale::around(&[], None, true), Scale { low: 0.0, high: 100.0, steps: 4 });
        let flat = Scale::around(&[Some(100.0)], Some(100.0), true);
        assert!(flat.low < flat.high && flat.high <= 100.0, "{flat:?}");
    }

    #[test]
    fn an_axis_that_starts_late_says_so() {
        assert_eq!(SCALE.note("%").as_deref(), Some("Trục đứng bắt đầu từ 90%."));
        assert_eq!(Scale { low: 0.0, ..SCALE }.note("%"), None);
    }
}
