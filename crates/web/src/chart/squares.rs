//! The plan at a glance: one square per target, with a sign of its own for every state.

use std::fmt::Write as _;

use super::px;
use crate::Tone;

const SIDE: f64 = 16.0;
const GAP: f64 = 3.0;

/// One square for each state, in order.
pub fn status_squares(tones: &[Tone]) -> String {
    let count = tones.len() as f64;
    let width = px((count * SIDE + (count - 1.0) * GAP).max(0.0));
    let mut out = format!(
        r#"<svg class="o-hang" viewBox="0 0 {width} {SIDE}" width="{width}" height="{SIDE}" aria-hidden="true" focusable="false">"#
    );
    for (place, tone) in tones.iter().enumerate() {
        let x = px(place as f64 * (SIDE + GAP));
        let faint = if matches!(tone, Tone::Met | Tone::Risk | Tone::Missed) { "" } else { " net--cho" };
        // A String never refuses a write.
        let _ = write!(
            out,
            r#"<g transform="translate({x} 0)"><rect class="o {}" x=".5" y=".5" width="15" height="15" rx="3"/><path class="net{faint}" d="{}"/></g>"#,
            fill(*tone),
            sign(*tone)
        );
    }
    out.push_str("</svg>");
    out
}

/// States without a verdict share the pale square.
const fn fill(tone: Tone) -> &'static str {
    match tone {
        Tone::Met | Tone::Risk | Tone::Missed => tone.slug(),
        Tone::None | Tone::Progress | Tone::Paused | Tone::Draft => "cho",
    }
}

const fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Met => "M4.4 8.3l2.4 2.4 4.7-5",
        Tone::Risk => "M8 4.2v4.6M8 11.6v.3",
        Tone::Missed => "M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6",
        Tone::None | Tone::Progress | Tone::Paused | Tone::Draft => "M5.2 8h5.6",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_squares_stand_side_by_side() {
        assert_eq!(
            status_squares(&[Tone::Met, Tone::None]),
            concat!(
                r#"<svg class="o-hang" viewBox="0 0 35 16" width="35" height="16" aria-hidden="true" focusable="false">"#,
                r#"<g transform="translate(0 0)"><rect class="o dat" x=".5" y=".5" width="15" height="15" rx="3"/><path class="net" d="M4.4 8.3l2.4 2.4 4.7-5"/></g>"#,
                r#"<g transform="translate(19 0)"><rect class="o cho" x=".5" y=".5" width="15" height="15" rx="3"/><path class="net net--cho" d="M5.2 8h5.6"/></g></svg>"#
            )
        );
    }

    #[test]
    fn no_target_is_an_empty_drawing() {
        assert!(status_squares(&[]).contains(r#"width="0""#));
    }
}
