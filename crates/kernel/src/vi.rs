//! Figures and dates as Vietnamese readers expect them: `1.861`, `98,98%`, `thứ Hai 03/10/2022`.

mod words;

use crate::{Date, Instant};

pub use words::{in_words, long_date, long_moment};

/// A whole number with a full stop between thousands: `1.861`.
pub fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        out.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// A number with at most `decimals` decimals, comma as decimal sign, no trailing zeros: `98,98`, `100`.
pub fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let negative = whole.starts_with('-') && (whole != "-0" || !fraction.is_empty());
    let magnitude = number(whole.trim_start_matches('-').parse().unwrap_or_default());
    let sign = if negative { "−" } else { "" };
    if fraction.is_empty() { format!("{sign}{magnitude}") } else { format!("{sign}{magnitude},{fraction}") }
}

/// `numerator / denominator` in percent with at most two decimals, cut off and never rounded up, so that
/// 99,999% is not shown as 100%. `None` where the denominator is 0 (chưa phát sinh).
pub fn percent(numerator: i64, denominator: i64) -> Option<String> {
    if denominator == 0 {
        return None;
    }
    let hundredths = i128::from(numerator) * 10_000 / i128::from(denominator);
    Some(format!("{}%", decimal(hundredths as f64 / 100.0, 2)))
}

/// `03/10/2022`.
pub fn date(date: Date) -> String {
    let (year, month, day) = date.ymd();
    format!("{day:02}/{month:02}/{year}")
}

/// `thứ Hai`, …, `Chủ nhật`.
pub const fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        1 => "thứ Hai",
        2 => "thứ Ba",
        3 => "thứ Tư",
        4 => "thứ Năm",
        5 => "thứ Sáu",
        6 => "thứ Bảy",
        _ => "Chủ nhật",
    }
}

/// `T2`, …, `CN`.
pub const fn weekday_short(date: Date) -> &'static str {
    match date.weekday() {
        1 => "T2",
        2 => "T3",
        3 => "T4",
        4 => "T5",
        5 => "T6",
        6 => "T7",
        _ => "CN",
    }
}

/// `14:10`.
pub fn clock(at: Instant) -> String {
    let minute = at.local().minute;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `14:10 03/10/2022`.
pub fn moment(at: Instant) -> String {
    format!("{} {}", clock(at), date(at.date()))
}

/// `14:10 thứ Hai 03/10/2022`: a deadline.
pub fn deadline(at: Instant) -> String {
    format!("{} {} {}", clock(at), weekday(at.date()), date(at.date()))
}

/// Reads `dd/mm/yyyy`, `d/m/yyyy` or ISO `yyyy-mm-dd`.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let mut parts = text.split(['/', '-', '.']);
    let day = parts.next()?.trim().parse().ok()?;
    let month = parts.next()?.trim().parse().ok()?;
    let year = parts.next()?.trim();
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_follow_vietnamese_usage() {
        assert_eq!(number(1_861), "1.861");
        assert_eq!(number(-12), "−12");
        assert_eq!(number(1_000_000), "1.000.000");
        assert_eq!(decimal(98.98, 2), "98,98");
        assert_eq!(decimal(100.0, 2), "100");
        assert_eq!(decimal(-1.5, 1), "−1,5");
        assert_eq!(percent(1_842, 1_861).as_deref(), Some("98,97%"));
        assert_eq!(percent(99_999, 100_000).as_deref(), Some("99,99%"));
        assert_eq!(percent(0, 0), None);
    }

    #[test]
    fn dates_follow_vietnamese_usage() {
        let due = Instant::parse("2022-10-03T14:10").unwrap();
        assert_eq!(deadline(due), "14:10 thứ Hai 03/10/2022");
        assert_eq!(parse_date("3/10/2022"), Some(due.date()));
        assert_eq!(parse_date("2022-10-03"), Some(due.date()));
        assert_eq!(parse_date("31/02/2022"), None);
        assert_eq!(parse_date("3/10/22"), None);
    }
}
