//! Figures in a sentence: value or range, unit, and their place among the tokens. Whether a figure promises anything
//! is for `judge`.

use crate::figure;
use crate::lexicon::{AT_LEAST, AT_MOST, COUNT_UNITS, TIME_UNITS};
use crate::token::{TokenKind, Tokens};

/// Most figures read in one sentence; prose has fewer, and the work per sentence stays bounded.
const MOST: usize = 64;

/// A figure with its unit.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// First token of the figure ("từ 20% đến 25%" starts at 20).
    pub(crate) from: usize,
    /// Token behind the figure and its unit.
    pub(crate) to: usize,
    /// Token behind the figure alone; a counted noun stands between this and `to`.
    pub(crate) figure_to: usize,
    pub(crate) value: f64,
    pub(crate) upper: Option<f64>,
    pub(crate) unit: String,
    pub(crate) scale: Scale,
    /// "từ 80% lên 90%": where it starts from.
    pub(crate) raised_from: Option<String>,
}

/// What kind of unit it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    Percent,
    Time,
    Count,
}

/// All figures of the sentence in order.
pub(crate) fn find(tokens: &Tokens<'_>) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() && mentions.len() < MOST {
        match read(tokens, at) {
            Some(mention) => {
                at = mention.to.max(at + 1);
                mentions.push(mention);
            }
            None => at += skip(tokens, at),
        }
    }
    mentions
}

/// `30/30`, `24/7`, `9001:2015`, `8:30` are no figures of their own: the tokens to leave out.
fn skip(tokens: &Tokens<'_>, at: usize) -> usize {
    if tokens.is_number(at) && linked(tokens, at + 1) { 3 } else { 1 }
}

/// A stroke or colon at `at` that holds two numbers together; "Mức độ 3: 50%" has a blank behind its colon.
fn linked(tokens: &Tokens<'_>, at: usize) -> bool {
    let tight = tokens.get(at).zip(tokens.get(at + 1)).is_some_and(|(sign, number)| sign.end == number.start);
    (tokens.is_sign(at, '/') || (tokens.is_sign(at, ':') && tight)) && tokens.is_number(at + 1)
}

/// "70/99 thủ tục": so many of so many.
fn part_of_all(tokens: &Tokens<'_>, at: usize) -> Option<Mention> {
    if !tokens.is_sign(at + 1, '/') || !linked(tokens, at + 1) {
        return None;
    }
    let (value, all) = (figure::number(tokens.word(at))?, figure::number(tokens.word(at + 2))?);
    tokens.starts_any(at + 3, COUNT_UNITS)?;
    if value <= all {
        finish(tokens, Raw { from: at, figure_to: at + 3, value, upper: None, percent: false })
    } else {
        None
    }
}

fn read(tokens: &Tokens<'_>, at: usize) -> Option<Mention> {
    if tokens.is_masked(at) {
        return None;
    }
    let (value, figure_to) = value(tokens, at)?;
    if linked(tokens, figure_to) {
        return part_of_all(tokens, at);
    }
    if let Some(raised) = raised(tokens, at, figure_to) {
        return Some(raised);
    }
    let (percent, end) = percent(tokens, figure_to);
    if let Some(second_at) = range_sign(tokens, end)
        && !tokens.is_masked(second_at)
        && let Some((second, second_to)) = value_plain(tokens, second_at)
    {
        let (second_percent, second_end) = self::percent(tokens, second_to);
        let unit_follows = second_percent || unit(tokens, second_end).is_some();
        if (second_percent || !percent) && unit_follows && second >= value {
            return finish(
                tokens,
                Raw { from: at, figure_to: second_end, value, upper: Some(second), percent: second_percent },
            );
        }
    }
    finish(tokens, Raw { from: at, figure_to: end, value, upper: None, percent })
}

/// "từ 80% lên 90%", "từ 15 ngày xuống còn 10 ngày": one promise with the level it starts from.
fn raised(tokens: &Tokens<'_>, at: usize, figure_to: usize) -> Option<Mention> {
    if tokens.word_before(at, 1) != "từ" {
        return None;
    }
    let (percent, mut end) = percent(tokens, figure_to);
    if !percent
        && let Some((length, ..)) = unit(tokens, end).filter(|_| !matches!(tokens.word(end), "lên" | "xuống"))
    {
        end += length;
    }
    let start = tokens.raw(at, end).to_owned();
    let (length, _) = tokens.starts_any(
        end,
        &["lên", "lên đến", "lên tới", "lên trên", "lên mức", "xuống", "xuống còn", "xuống dưới", "còn"],
    )?;
    let second_at = end + length;
    if tokens.is_masked(second_at) {
        return None;
    }
    let (value, second_to) = value_plain(tokens, second_at)?;
    let (percent, figure_to) = self::percent(tokens, second_to);
    let mention = finish(tokens, Raw { from: at, figure_to, value, upper: None, percent })?;
    Some(Mention { raised_from: Some(start), ..mention })
}

#[derive(Clone, Copy)]
struct Raw {
    from: usize,
    figure_to: usize,
    value: f64,
    upper: Option<f64>,
    percent: bool,
}

fn finish(tokens: &Tokens<'_>, raw: Raw) -> Option<Mention> {
    let Raw { from, figure_to, value, upper, percent } = raw;
    let (unit, to, scale) = if percent {
        ("%".to_owned(), figure_to, Scale::Percent)
    } else {
        let (length, unit, scale) = unit(tokens, figure_to)?;
        (unit, figure_to + length, scale)
    };
    let (unit, to) = per(tokens, unit, to);
    Some(Mention { from, to, figure_to, value, upper, unit, scale, raised_from: None })
}

/// The number at `at`: digits, or words where a unit or comparator shows that they count.
fn value(tokens: &Tokens<'_>, at: usize) -> Option<(f64, usize)> {
    if tokens.is_number(at) {
        return value_plain(tokens, at);
    }
    let (value, length) = figure::in_words(tokens, at)?;
    let end = at + length;
    let percent = tokens.starts(end, "phần trăm").is_some() || tokens.is_sign(end, '%');
    let counted = unit(tokens, end).is_some()
        && (tokens.ends_any(at, AT_LEAST).is_some() || tokens.ends_any(at, AT_MOST).is_some());
    (percent || counted).then_some((value, end))
}

fn value_plain(tokens: &Tokens<'_>, at: usize) -> Option<(f64, usize)> {
    tokens.is_number(at).then(|| figure::number(tokens.word(at)))?.map(|value| (value, at + 1))
}

fn percent(tokens: &Tokens<'_>, at: usize) -> (bool, usize) {
    if tokens.is_sign(at, '%') {
        // "100 %/năm" keeps its denominator in the unit.
        return (true, at + 1);
    }
    match tokens.starts(at, "phần trăm") {
        Some(length) => (true, at + length),
        None => (false, at),
    }
}

/// The token behind "-" or "đến" that parts the two ends of a range.
fn range_sign(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let dash = ['-', '–', '—', '−', '÷', '~'].iter().any(|sign| tokens.is_sign(at, *sign));
    (dash || matches!(tokens.word(at), "đến" | "tới")).then_some(at + 1)
}

/// The counted noun or unit of time at `at`: its length, itself, its kind.
fn unit(tokens: &Tokens<'_>, at: usize) -> Option<(usize, String, Scale)> {
    if let Some((length, unit)) = tokens.starts_any(at, TIME_UNITS) {
        return Some((length, unit.to_owned(), Scale::Time));
    }
    if let Some((length, unit)) = tokens.starts_any(at, COUNT_UNITS) {
        return Some((length, unit.to_owned(), Scale::Count));
    }
    let plain = tokens.kind(at) == Some(TokenKind::Word) && !NOT_COUNTED.contains(&tokens.word(at));
    plain.then(|| (1, tokens.word(at).to_owned(), Scale::Count))
}

/// Words after a number that are not what it counts.
const NOT_COUNTED: &[&str] = &[
    "và", "hoặc", "của", "được", "đã", "đang", "sẽ", "là", "tại", "trong", "trên", "theo", "cho", "với",
    "từ", "đến", "do", "về", "có", "trở", "so", "như", "để", "phải", "tuổi", "năm", "phần", "đạt", "thuộc",
    "nêu", "này", "đó", "ban", "ngày", "thì", "nếu", "khi", "lên", "đối", "ở", "vào", "sau", "trước", "bao",
    "gồm", "cùng", "hiện", "không", "chưa", "các", "những",
];

/// "phút/lượt", "lần/năm", "cuộc mỗi quý": the unit with what it is counted by.
fn per(tokens: &Tokens<'_>, unit: String, to: usize) -> (String, usize) {
    let slash = tokens.is_sign(to, '/') && tokens.is_word(to + 1);
    if !slash {
        return (unit, to);
    }
    let known = tokens.starts_any(to + 1, TIME_UNITS).or_else(|| tokens.starts_any(to + 1, COUNT_UNITS));
    let length = known.map_or(1, |(length, _)| length);
    let mut end = to + 1 + length;
    // "01 lần/01 năm"
    if tokens.is_number(to + 1) {
        end += 1;
    }
    per(tokens, format!("{unit}/{}", words(tokens, to + 1, end)), end)
}

fn words(tokens: &Tokens<'_>, from: usize, to: usize) -> String {
    (from..to).map(|at| tokens.word(at)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_with_their_units() {
        for (text, expected) in [
            ("100% hồ sơ", "100 %"),
            ("giảm 1,5% - 2% biên chế", "1.5-2 %"),
            ("đạt 20-25%", "20-25 %"),
            ("từ 20% đến 25% hồ sơ", "20-25 %"),
            ("nâng từ 80% lên 90%", "90 %<80%"),
            ("chín mươi phần trăm hồ sơ", "90 %"),
            ("90 phần trăm hồ sơ", "90 %"),
            ("không quá 15 phút/lượt", "15 phút/lượt"),
            ("ít nhất 02 lần/năm", "2 lần/năm"),
            ("ít nhất hai cuộc", "2 cuộc"),
            ("05 ngày làm việc", "5 ngày làm việc"),
            ("03-05 lớp tập huấn", "3-5 lớp"),
            ("100% (30/30) hồ sơ", "100 %"),
            ("70/99 thủ tục; 24/7; 9001:2015", "70 thủ tục"),
            ("1.200 lao động", "1200 lao động"),
            ("năm hồ sơ", ""),
        ] {
            let tokens = Tokens::new(text, 0, text.len());
            let found: Vec<String> = find(&tokens)
                .into_iter()
                .map(|mention| {
                    let upper = mention.upper.map(|upper| format!("-{upper}")).unwrap_or_default();
                    let raised = mention.raised_from.map(|from| format!("<{from}")).unwrap_or_default();
                    format!("{}{upper} {}{raised}", mention.value, mention.unit)
                })
                .collect();
            assert_eq!(found.join(", "), expected, "{text}");
        }
    }
}
