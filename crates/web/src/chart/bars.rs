//! Bars in tables and lists: figure against goal, share of a total, time used of a step, units compared.

use std::fmt::Write as _;

use super::{escape, open, px};
use crate::Tone;

/// The figure as a bar and the goal as a stroke on one scale from 0 to `max`.
pub fn goal_bar(value: f64, goal: f64, max: f64, tone: Tone) -> String {
    const WIDTH: f64 = 168.0;
    let place = |value: f64| px(ratio(value, max) * (WIDTH - 2.0));
    format!(
        concat!(
            r#"<svg class="mc-vach" viewBox="0 0 168 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">"#,
            r#"<rect class="nen" x="0" y="4" width="168" height="6" rx="1"/><rect class="gia {}" x="0" y="4" width="{}" height="6" rx="1"/>"#,
            r#"<rect class="dich" x="{}" y="0" width="2" height="14"/></svg>"#
        ),
        tone.slug(),
        place(value),
        place(goal)
    )
}

/// `value` as a part of `max`: a bar without a goal.
pub fn share_bar(value: f64, max: f64, tone: Tone) -> String {
    format!(
        r#"<svg class="mc-vach" viewBox="0 0 120 14" aria-hidden="true" focusable="false"><rect class="gia {}" x="0" y="3" width="{}" height="8" rx="1"/></svg>"#,
        tone.slug(),
        px(ratio(value, max) * 120.0)
    )
}

/// Time used of the time allotted to a step; what is over the allotment is drawn behind it in amber.
pub fn step_bar(used: f64, allotted: f64, done: bool) -> String {
    const WIDTH: f64 = 108.0;
    let longest = used.max(allotted);
    let place = |value: f64| ratio(value, longest) * WIDTH;
    let mut out = format!(
        r#"<svg class="vach-buoc" viewBox="0 0 108 8" aria-hidden="true" focusable="false"><rect class="nen" width="{}" height="8" rx="1"/><rect class="{}" width="{}" height="8" rx="1"/>"#,
        px(place(allotted)),
        if done { "xongg" } else { "dung" },
        px(place(used.min(allotted)))
    );
    if used > allotted {
        let from = place(allotted);
        let _ = write!(
            out,
            r#"<rect class="qua" x="{}" width="{}" height="8" rx="1"/>"#,
            px(from + 1.0),
            px((place(used) - from - 1.0).max(0.0))
        );
    }
    out.push_str("</svg>");
    out
}

/// One unit in [`unit_bars`].
#[derive(Debug, Clone)]
pub struct UnitBar<'a> {
    /// The unit's name.
    pub label: &'a str,
    /// Its figure.
    pub value: f64,
    /// The figure in words, written in a column of its own.
    pub text: &'a str,
    /// Its state.
    pub tone: Tone,
}

/// Units compared: horizontal bars from 0, each crossed by the goal where there is one.
pub fn unit_bars(bars: &[UnitBar<'_>], max: f64, goal: Option<f64>) -> String {
    let wide = draw_units(
        bars,
        max,
        goal,
        &Frame { width: 760.0, label: 250.0, row: 28.0, class: "mc-bd mc-bd--rong", stacked: false },
    );
    let narrow = draw_units(
        bars,
        max,
        goal,
        &Frame { width: 358.0, label: 0.0, row: 42.0, class: "mc-bd mc-bd--hep", stacked: true },
    );
    wide + &narrow
}

struct Frame {
    width: f64,
    /// Width of the column of names; none where the name stands over its bar.
    label: f64,
    row: f64,
    class: &'static str,
    stacked: bool,
}

fn draw_units(bars: &[UnitBar<'_>], max: f64, goal: Option<f64>, frame: &Frame) -> String {
    const ROOM_FOR_FIGURE: f64 = 80.0;
    let full = frame.width - frame.label - ROOM_FOR_FIGURE;
    let height = bars.len() as f64 * frame.row + 8.0;
    let mut out = open(frame.class, frame.width, height);
    for (place, bar) in bars.iter().enumerate() {
        let top = place as f64 * frame.row + 4.0;
        let (bar_top, text_x, text_y, anchor) = if frame.stacked {
            (top + 18.0, 0.0, top + 12.0, "start")
        } else {
            (top + 5.0, frame.label - 10.0, top + 16.0, "end")
        };
        let length = ratio(bar.value, max) * full;
        let _ = write!(
            out,
            r#"<text x="{}" y="{}" text-anchor="{anchor}">{}</text><rect class="cot {}" x="{}" y="{}" width="{}" height="14" rx="1"/><text class="so" x="{}" y="{}" text-anchor="end">{}</text>"#,
            px(text_x),
            px(text_y),
            escape(bar.label),
            column_class(bar.tone),
            px(frame.label),
            px(bar_top),
            px(length),
            px(frame.width - 4.0),
            px(bar_top + 11.0),
            escape(bar.text)
        );
        if let Some(goal) = goal {
            let x = px(frame.label + ratio(goal, max) * full);
            let (from, to) = (px(bar_top - 3.0), px(bar_top + 17.0));
            let _ = write!(out, r#"<line class="muctieu" x1="{x}" x2="{x}" y1="{from}" y2="{to}"/>"#);
        }
    }
    out.push_str("</svg>");
    out
}

const fn column_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Missed => "cot--nhan",
        Tone::Risk => "cot--nguyco",
        _ => "cot--dam",
    }
}

/// `value / max` kept between 0 and 1; 0 where there is nothing to compare with.
fn ratio(value: f64, max: f64) -> f64 {
    if max > 0.0 && value.is_finite() { (value / max).clamp(0.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_bar_shows_figure_and_goal_on_one_scale() {
        assert_eq!(
            goal_bar(50.0, 100.0, 100.0, Tone::Missed),
            concat!(
                r#"<svg class="mc-vach" viewBox="0 0 168 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">"#,
                r#"<rect class="nen" x="0" y="4" width="168" height="6" rx="1"/><rect class="gia chuadat" x="0" y="4" width="83" height="6" rx="1"/>"#,
                r#"<rect class="dich" x="166" y="0" width="2" height="14"/></svg>"#
            )
        );
    }

    #[test]
    fn bars_stay_inside_their_frame() {
        assert!(goal_bar(250.0, 100.0, 100.0, Tone::Met).contains(r#"width="166" height="6""#));
        assert!(goal_bar(f64::NAN, 10.0, 0.0, Tone::None).contains(r#"width="0" height="6""#));
        assert!(share_bar(11.0, 19.0, Tone::Missed).contains(r#"width="69.47""#));
    }

    #[test]
    fn a_late_step_has_a_second_bar() {
        assert_eq!(step_bar(3.0, 6.0, true).matches("<rect").count(), 2);
        let late = step_bar(8.0, 4.0, false);
        assert!(late.contains(r#"<rect class="qua" x="55" width="53""#), "{late}");
    }

    #[test]
    fn names_of_units_are_escaped() {
        let bar = UnitBar { label: "Phòng <A> & B", value: 5.0, text: "5", tone: Tone::Met };
        let svg = unit_bars(&[bar], 10.0, Some(8.0));
        assert!(svg.contains("Phòng &lt;A&gt; &amp; B"));
        assert!(!svg.contains("<A>") && !svg.contains("style="));
        assert_eq!(svg.matches(r#"class="muctieu""#).count(), 2);
    }
}
