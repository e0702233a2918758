//! When a promise is to be kept ("năm 2022", "đến năm 2025", "trước ngày 30/6", "hằng quý") and what it is compared
//! with ("so với năm 2021").

use std::fmt;
use std::str::FromStr;

use kernel::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::dates;
use crate::token::Tokens;

/// A stretch of time that may be open at either end, and may recur.
///
/// Written `2022-01-01..2022-12-31`, `..2025-12-31` (by then), `2022-07-01..` (from then on), `hằng quý`
/// (every quarter), or both as in `hằng quý 2022-01-01..2022-12-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First day, where one is named.
    pub from: Option<Date>,
    /// Last day, where one is named.
    pub to: Option<Date>,
    /// The recurring period.
    pub every: Option<Every>,
}

/// How often a promise falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Hằng ngày.
    Day,
    /// Hằng tuần.
    Week,
    /// Hằng tháng.
    Month,
    /// Hằng quý.
    Quarter,
    /// Hằng năm.
    Year,
}

impl Every {
    const fn label(self) -> &'static str {
        match self {
            Self::Day => "hằng ngày",
            Self::Week => "hằng tuần",
            Self::Month => "hằng tháng",
            Self::Quarter => "hằng quý",
            Self::Year => "hằng năm",
        }
    }
}

impl Window {
    const fn range(from: Option<Date>, to: Option<Date>) -> Self {
        Self { from, to, every: None }
    }

    /// The calendar years `first` to `last`.
    pub(crate) fn years(first: i16, last: i16) -> Self {
        Self::range(Date::new(first, 1, 1).ok(), Date::new(last, 12, 31).ok())
    }

    fn until_year(year: i16) -> Self {
        Self::range(None, Date::new(year, 12, 31).ok())
    }

    fn month(year: i16, month: i8) -> Self {
        let first = Date::new(year, month, 1).ok();
        Self::range(first, first.map(Date::month_end))
    }

    fn quarter(year: i16, quarter: i8) -> Self {
        let from = Date::new(year, quarter * 3 - 2, 1).ok();
        Self::range(from, Date::new(year, quarter * 3, 1).ok().map(Date::month_end))
    }

    /// A recurring promise holds within the time that the plan covers.
    pub(crate) fn within(self, plan: Option<Self>) -> Self {
        match plan {
            Some(plan) if self.from.is_none() && self.to.is_none() => {
                Self { from: plan.from, to: plan.to, ..self }
            }
            _ => self,
        }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(every) = self.every {
            f.write_str(every.label())?;
            if self.from.is_none() && self.to.is_none() {
                return Ok(());
            }
            f.write_str(" ")?;
        }
        if let Some(from) = self.from {
            write!(f, "{from}")?;
        }
        f.write_str("..")?;
        if let Some(to) = self.to {
            write!(f, "{to}")?;
        }
        Ok(())
    }
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Why a text is no window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a window: expected YYYY-MM-DD..YYYY-MM-DD, one of the dates or a period such as \"hằng quý\" may be alone"
)]
pub struct WindowError;

impl FromStr for Window {
    type Err = WindowError;

    fn from_str(text: &str) -> Result<Self, WindowError> {
        let periods = [Every::Day, Every::Week, Every::Month, Every::Quarter, Every::Year];
        let every = periods.into_iter().find(|every| text.starts_with(every.label()));
        let rest =
            every.map_or(text, |every| text.get(every.label().len()..).unwrap_or_default().trim_start());
        if rest.is_empty() && every.is_some() {
            return Ok(Self { from: None, to: None, every });
        }
        let (from, to) = rest.split_once("..").ok_or(WindowError)?;
        let date = |text: &str| {
            if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| WindowError) }
        };
        let window = Self { from: date(from)?, to: date(to)?, every };
        if window.from.is_none() && window.to.is_none() { Err(WindowError) } else { Ok(window) }
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A stretch of tokens that speaks of time.
#[derive(Debug, Clone)]
pub(crate) struct TimeMark {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) meaning: TimeMeaning,
}

/// What it says.
#[derive(Debug, Clone)]
pub(crate) enum TimeMeaning {
    /// When the promise is to be kept.
    Window(Window),
    /// What it is compared with.
    Baseline(String),
    /// A date or year that only has to be kept from being read as a figure.
    Mention,
}

/// Finds and masks everything in the sentence that speaks of time. `year` completes dates such as "30/6".
pub(crate) fn mark(tokens: &mut Tokens<'_>, year: Option<i16>) -> Vec<TimeMark> {
    let mut marks = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let found = if tokens.is_masked(at) { None } else { read(tokens, at, year) };
        let Some((length, meaning)) = found else {
            at += 1;
            continue;
        };
        let end = at + length;
        if let (Some(first), Some(last)) = (tokens.get(at), tokens.get(end - 1)) {
            let (start, stop) = (first.start, last.end);
            tokens.mask(start, stop);
        }
        marks.push(TimeMark { from: at, to: end, meaning });
        at = end;
    }
    marks
}

fn read(tokens: &Tokens<'_>, at: usize, year: Option<i16>) -> Option<(usize, TimeMeaning)> {
    baseline(tokens, at)
        .or_else(|| as_of(tokens, at, year))
        .or_else(|| recurring(tokens, at))
        .or_else(|| period(tokens, at).map(window))
        .or_else(|| until(tokens, at, year).map(window))
        .or_else(|| half_year(tokens, at, year).map(window))
        .or_else(|| single(tokens, at, year).map(window))
        .or_else(|| mention(tokens, at, year).map(|length| (length, TimeMeaning::Mention)))
}

fn window((length, window): (usize, Window)) -> (usize, TimeMeaning) {
    // "trước ngày 30/6" in a text that names no year says no more than a date.
    let empty = window.from.is_none() && window.to.is_none() && window.every.is_none();
    (length, if empty { TimeMeaning::Mention } else { TimeMeaning::Window(window) })
}

/// "tính đến hết ngày 31/5/2020" says when something was counted, not when a promise is due.
fn as_of(tokens: &Tokens<'_>, at: usize, year: Option<i16>) -> Option<(usize, TimeMeaning)> {
    tokens.starts(at, "tính đến")?;
    until(tokens, at + 1, year).map(|(length, _)| (length + 1, TimeMeaning::Mention))
}

/// Words that end what follows "so với".
const BASELINE_STOPS: [&str; 14] =
    ["và", "là", "đạt", "phấn", "trong", "để", "nhằm", "ở", "đối", "bảo", "đảm", "theo", "tại", "khi"];

fn baseline(tokens: &Tokens<'_>, at: usize) -> Option<(usize, TimeMeaning)> {
    let skip =
        tokens.starts_any(at, &["so với", "cao hơn năm", "thấp hơn năm", "bằng năm", "so cùng", "so năm"])?;
    let first = match skip.1 {
        "so với" => at + 2,
        "so cùng" | "so năm" => at + 1,
        _ => at + skip.0 - 1,
    };
    let mut end = first;
    while end < tokens.len() && end < first + 12 {
        let stops = BASELINE_STOPS.contains(&tokens.word(end)) && end > first;
        let slash = tokens.is_sign(end, '/') || tokens.is_sign(end, '-') || tokens.is_sign(end, '%');
        let sign = !tokens.is_word(end) && !tokens.is_number(end) && !slash;
        // "… so với năm 2021 100% hồ sơ": a figure begins the next promise.
        let figure = tokens.is_number(end)
            && dates::year(tokens, end).is_none()
            && tokens.is_sign(end + 1, '%')
            && end > first + 1;
        if stops || sign || figure {
            break;
        }
        end += 1;
    }
    if end == first {
        return None;
    }
    let text = tokens.raw(first, end).split_whitespace().collect::<Vec<_>>().join(" ");
    // "so với năm 2021 là 85%" and "so với năm 2021 (85%)": the figure belongs to the past.
    let mut stop = end;
    if (matches!(tokens.word(end), "là" | "đạt") || tokens.is_sign(end, '(')) && tokens.is_number(end + 1)
    {
        stop = end + 2 + usize::from(tokens.is_sign(end + 2, '%'));
    }
    Some((stop - at, TimeMeaning::Baseline(text)))
}

fn recurring(tokens: &Tokens<'_>, at: usize) -> Option<(usize, TimeMeaning)> {
    let mut skip = 0;
    // "trước ngày 15 hằng tháng"
    if tokens.word(at) == "ngày" && tokens.is_number(at + 1) {
        skip = 2;
    }
    let word = tokens.word(at + skip);
    if !matches!(word, "hằng" | "hàng" | "mỗi" | "từng") {
        return None;
    }
    let every = match tokens.word(at + skip + 1) {
        "ngày" if word != "từng" => Every::Day,
        "tuần" => Every::Week,
        "tháng" => Every::Month,
        "quý" => Every::Quarter,
        "năm" => Every::Year,
        _ => return None,
    };
    Some((skip + 2, TimeMeaning::Window(Window { from: None, to: None, every: Some(every) })))
}

/// "giai đoạn 2021-2025", "từ năm 2021 đến năm 2025", "năm 2025-2030", "2021 - 2025".
fn period(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Window)> {
    let mut place = at;
    place += tokens
        .starts_any(place, &["trong giai đoạn", "giai đoạn", "thời kỳ", "nhiệm kỳ"])
        .map_or(0, |(length, _)| length);
    place += usize::from(tokens.word(place) == "từ");
    place += usize::from(tokens.word(place) == "các");
    place += usize::from(tokens.word(place) == "năm");
    let first = dates::year(tokens, place)?;
    place += 1;
    let dash = tokens.is_sign(place, '-') || tokens.is_sign(place, '–') || tokens.is_sign(place, '—');
    if !dash && !matches!(tokens.word(place), "đến" | "tới") {
        return None;
    }
    place += 1;
    place += usize::from(tokens.word(place) == "hết");
    place += usize::from(tokens.word(place) == "năm");
    let last = dates::year(tokens, place)?;
    (first <= last).then(|| (place + 1 - at, Window::years(first, last)))
}

/// Phrases before a date or year that make it a last day.
const UNTIL: [&str; 13] = [
    "đến trước",
    "đến hết",
    "đến cuối",
    "tới hết",
    "trước hết",
    "đến",
    "tới",
    "trước",
    "chậm nhất là",
    "chậm nhất",
    "muộn nhất",
    "hết",
    "chậm nhất đến",
];

fn until(tokens: &Tokens<'_>, at: usize, year: Option<i16>) -> Option<(usize, Window)> {
    let (skip, phrase) = tokens.starts_any(at, &UNTIL)?;
    let mut place = at + skip;
    let day = tokens.word(place) == "ngày";
    place += usize::from(day);
    if let Some((date, length)) = dates::full(tokens, place) {
        return Some((place + length - at, Window::range(None, date)));
    }
    if let Some((date, length)) = dates::of_year(tokens, place, year).filter(|_| day || phrase != "đến") {
        return Some((place + length - at, Window::range(None, date)));
    }
    if let Some((named, month, length)) = dates::month(tokens, place) {
        let window = Window::month(named.or(year)?, month);
        let last = if phrase == "trước" { window.from.map(|first| first.plus(-1)) } else { window.to };
        return Some((place + length - at, Window::range(None, last)));
    }
    if let Some((named, quarter, length)) = dates::quarter(tokens, place) {
        return Some((
            place + length - at,
            Window::range(None, Window::quarter(named.or(year)?, quarter).to),
        ));
    }
    place += usize::from(tokens.word(place) == "cuối");
    if tokens.word(place) == "năm"
        && let Some(last) = dates::year(tokens, place + 1)
    {
        return Some((place + 2 - at, Window::until_year(last)));
    }
    if let Some(last) = dates::year(tokens, place) {
        return Some((place + 1 - at, Window::until_year(last)));
    }
    if phrase.ends_with("hết") && tokens.word(place) == "năm" {
        return Some((place + 1 - at, Window::until_year(year?)));
    }
    None
}

/// "6 tháng đầu năm (2022)".
fn half_year(tokens: &Tokens<'_>, at: usize, year: Option<i16>) -> Option<(usize, Window)> {
    if !matches!(tokens.word(at), "6" | "06" | "sáu") || tokens.word(at + 1) != "tháng" {
        return None;
    }
    let second = match tokens.word(at + 2) {
        "đầu" => false,
        "cuối" => true,
        _ => return None,
    };
    let length = if tokens.word(at + 3) == "năm" { 4 } else { 3 };
    let named = dates::year(tokens, at + length);
    let year = named.or(year)?;
    let (from, to) = if second { ((7, 1), (12, 31)) } else { ((1, 1), (6, 30)) };
    let window = Window::range(Date::new(year, from.0, from.1).ok(), Date::new(year, to.0, to.1).ok());
    Some((length + usize::from(named.is_some()), window))
}

/// "năm 2022", "từ năm 2022", "tháng 6/2026", "quý III năm 2022", "từ ngày 01/7/2022".
fn single(tokens: &Tokens<'_>, at: usize, year: Option<i16>) -> Option<(usize, Window)> {
    let from_then = tokens.word(at) == "từ";
    let mut place = at + usize::from(from_then);
    if let Some((named, month, length)) = dates::month(tokens, place) {
        return Some((place + length - at, open(Window::month(named.or(year)?, month), from_then)));
    }
    if let Some((named, quarter, length)) = dates::quarter(tokens, place) {
        return Some((place + length - at, open(Window::quarter(named.or(year)?, quarter), from_then)));
    }
    if from_then
        && tokens.word(place) == "ngày"
        && let Some((date, length)) = dates::full(tokens, place + 1)
    {
        return Some((place + 1 + length - at, Window::range(date, None)));
    }
    place += usize::from(tokens.word(place) == "cuối");
    if tokens.word(place) == "năm"
        && let Some(named) = dates::year(tokens, place + 1)
    {
        return Some((place + 2 - at, open(Window::years(named, named), from_then)));
    }
    None
}

const fn open(window: Window, from_then: bool) -> Window {
    if from_then { Window::range(window.from, None) } else { window }
}

/// Dates and years that are only named.
fn mention(tokens: &Tokens<'_>, at: usize, year: Option<i16>) -> Option<usize> {
    if let Some((_, length)) = dates::full(tokens, at) {
        return Some(length);
    }
    if tokens.word(at) == "ngày" {
        if let Some((_, length)) = dates::full(tokens, at + 1) {
            return Some(1 + length);
        }
        if let Some((_, length)) = dates::of_year(tokens, at + 1, year) {
            return Some(1 + length);
        }
        // "ngày 15": a day of the month; "ngày 15 hồ sơ" does not occur.
        if tokens.is_number(at + 1) && tokens.word(at + 1).len() <= 2 && !tokens.is_sign(at + 2, '%') {
            return Some(2);
        }
    }
    if tokens.word(at) == "tháng" && tokens.is_number(at + 1) {
        return Some(2);
    }
    dates::year(tokens, at).filter(|_| !tokens.is_sign(at + 1, '%')).map(|_| 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<String> {
        let mut tokens = Tokens::new(text, 0, text.len());
        mark(&mut tokens, Some(2022))
            .into_iter()
            .filter_map(|found| match found.meaning {
                TimeMeaning::Window(window) => Some(window.to_string()),
                TimeMeaning::Baseline(text) => Some(format!("so với {text}")),
                TimeMeaning::Mention => None,
            })
            .collect()
    }

    #[test]
    fn windows_are_read_back() {
        for text in [
            "2022-01-01..2022-12-31",
            "..2025-12-31",
            "2022-07-01..",
            "hằng quý",
            "hằng năm 2022-01-01..2022-12-31",
        ] {
            assert_eq!(text.parse::<Window>().map(|window| window.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "..", "2022", "2022-01-01", "2022-02-30..2022-12-31", "năm 2022"] {
            assert_eq!(text.parse::<Window>(), Err(WindowError), "{text}");
        }
    }

    #[test]
    fn windows_and_baselines() {
        for (text, expected) in [
            ("Trong năm 2022, đạt 80%", vec!["2022-01-01..2022-12-31"]),
            ("Đến năm 2025 đạt 80%", vec!["..2025-12-31"]),
            ("đến hết năm 2025", vec!["..2025-12-31"]),
            ("giai đoạn 2021-2025", vec!["2021-01-01..2025-12-31"]),
            ("từ năm 2021 đến năm 2025", vec!["2021-01-01..2025-12-31"]),
            ("Năm 2025-2030", vec!["2025-01-01..2030-12-31"]),
            ("trước ngày 30/6", vec!["..2022-06-30"]),
            ("trước ngày 31 tháng 12 năm 2025", vec!["..2025-12-31"]),
            ("hoàn thành trước 15/11/2022", vec!["..2022-11-15"]),
            ("Tháng 6/2026", vec!["2026-06-01..2026-06-30"]),
            ("trong quý III năm 2022", vec!["2022-07-01..2022-09-30"]),
            ("Quý IV/2022", vec!["2022-10-01..2022-12-31"]),
            ("6 tháng đầu năm", vec!["2022-01-01..2022-06-30"]),
            ("hằng quý", vec!["hằng quý"]),
            ("mỗi năm", vec!["hằng năm"]),
            ("trước ngày 15 hằng tháng", vec!["hằng tháng"]),
            ("cao hơn 01 bậc so với năm 2021.", vec!["so với năm 2021"]),
            ("tăng 10% so với cùng kỳ năm trước và giảm", vec!["so với cùng kỳ năm trước"]),
            ("tăng so với năm 2021 là 85%, phấn đấu", vec!["so với năm 2021"]),
            ("tính đến hết ngày 31 tháng 5 năm 2020.", vec![]),
            ("ngày 15/7/2021 của Chính phủ", vec![]),
        ] {
            assert_eq!(read_all(text), expected, "{text}");
        }
    }
}
