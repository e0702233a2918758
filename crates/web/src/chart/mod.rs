//! Charts drawn on the server as SVG: no script, no style attribute, so they run under the strict
//! content-security policy, print as vectors, and cost no download. Every drawing is hidden from screen readers;
//! the words and the table beside it say the same. Pure functions: values in, markup out.

mod bars;
mod columns;
mod line;
mod ruler;
mod spark;
mod squares;

pub use bars::{UnitBar, goal_bar, share_bar, step_bar, unit_bars};
pub use columns::{ColumnChart, column_chart};
pub use line::{Goal, LineChart, Scale, line_chart};
pub use ruler::{DayKind, Ruler, RulerDay, deadline_ruler};
pub use spark::sparkline;
pub use squares::status_squares;

/// `text` safe inside an element and inside a double-quoted attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A length with at most two decimals and no trailing zeros, as SVG wants it.
fn px(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let rounded = (value * 100.0).round() / 100.0;
    // Minus zero would print as "-0".
    format!("{}", rounded + 0.0)
}

/// The opening tag of a drawing that is hidden from screen readers.
fn open(class: &str, width: f64, height: f64) -> String {
    format!(
        r#"<svg class="{class}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">"#,
        px(width),
        px(height)
    )
}

/// "Tháng 9" as "T9" where room is short.
fn short_label(label: &str) -> String {
    escape(&label.replace("Tháng ", "T"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_for_elements_and_attributes() {
        assert_eq!(escape(r#"<b a="1">'&"#), "&lt;b a=&quot;1&quot;&gt;&#39;&amp;");
        assert_eq!(escape("Hồ sơ"), "Hồ sơ");
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!(px(1.005), "1");
        assert_eq!(px(12.346), "12.35");
        assert_eq!(px(-0.001), "0");
        assert_eq!(px(40.0), "40");
        assert_eq!(px(f64::NAN), "0");
    }
}
