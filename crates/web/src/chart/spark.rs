//! The small course beside a figure. It scales to its own lowest and highest value, so it shows a direction and
//! never stands alone.

use std::fmt::Write as _;

use super::{open, px};
use crate::Tone;

const WIDTH: f64 = 92.0;
const HEIGHT: f64 = 26.0;
const PAD: f64 = 4.0;

/// The course of `values`, one per month; a month without a figure is a gap. A dash where fewer than two months
/// have one.
pub fn sparkline(values: &[Option<f64>], goal: Option<f64>, tone: Tone) -> String {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.len() < 2 {
        return r#"<span class="mc-phu" aria-hidden="true">–</span>"#.to_owned();
    }
    let (low, high) = range(&known, goal);
    let y = |value: f64| px(PAD + (HEIGHT - 2.0 * PAD) * (1.0 - (value - low) / (high - low)));
    let last_place = (values.len() - 1) as f64;
    let x = |place: usize| px(2.0 + (WIDTH - 8.0) * place as f64 / last_place);
    let mut out = open("mc-spark", WIDTH, HEIGHT);
    if let Some(goal) = goal {
        let _ = write!(out, r#"<line class="dich" x1="0" x2="{WIDTH}" y1="{0}" y2="{0}"/>"#, y(goal));
    }
    for run in runs(values) {
        let points: Vec<String> =
            run.iter().map(|(place, value)| format!("{},{}", x(*place), y(*value))).collect();
        let _ = write!(out, r#"<polyline class="duong" points="{}"/>"#, points.join(" "));
    }
    if let Some((place, value)) =
        values.iter().enumerate().rev().find_map(|(place, value)| value.map(|value| (place, value)))
    {
        let _ = write!(
            out,
            r#"<circle class="cuoi {}" cx="{}" cy="{}" r="2.6"/>"#,
            tone.slug(),
            x(place),
            y(value)
        );
    }
    out.push_str("</svg>");
    out
}

fn range(known: &[f64], goal: Option<f64>) -> (f64, f64) {
    let low = known.iter().copied().chain(goal).fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().chain(goal).fold(f64::NEG_INFINITY, f64::max);
    if high - low < 1e-9 { (low - 1.0, high + 1.0) } else { (low, high) }
}

/// The unbroken stretches of `values` with their places.
pub(super) fn runs(values: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let mut runs = Vec::new();
    let mut run = Vec::new();
    for (place, value) in values.iter().enumerate() {
        match value {
            Some(value) => run.push((place, *value)),
            None if run.is_empty() => {}
            None => runs.push(std::mem::take(&mut run)),
        }
    }
    if !run.is_empty() {
        runs.push(run);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_ends_in_the_colour_of_its_state() {
        assert_eq!(
            sparkline(&[Some(0.0), Some(5.0), Some(10.0)], Some(10.0), Tone::Met),
            concat!(
                r#"<svg class="mc-spark" viewBox="0 0 92 26" aria-hidden="true" focusable="false">"#,
                r#"<line class="dich" x1="0" x2="92" y1="4" y2="4"/>"#,
                r#"<polyline class="duong" points="2,22 44,13 86,4"/><circle class="cuoi dat" cx="86" cy="4" r="2.6"/></svg>"#
            )
        );
    }

    #[test]
    fn months_without_a_figure_are_gaps() {
        let svg = sparkline(&[Some(1.0), Some(2.0), None, Some(3.0), None], None, Tone::Risk);
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert!(svg.contains(r#"cx="65" cy="4""#), "{svg}");
    }

    #[test]
    fn one_month_is_no_course() {
        assert_eq!(
            sparkline(&[None, Some(3.0)], None, Tone::Met),
            r#"<span class="mc-phu" aria-hidden="true">–</span>"#
        );
    }

    #[test]
    fn a_flat_course_runs_through_the_middle() {
        assert!(sparkline(&[Some(7.0), Some(7.0)], None, Tone::Met).contains("2,13 86,13"));
    }
}
