//! Dates, months, quarters and years in a run of tokens.

use kernel::Date;

use crate::token::Tokens;

/// A year that a plan may speak of.
pub(crate) fn year(tokens: &Tokens<'_>, at: usize) -> Option<i16> {
    let word = tokens.word(at);
    if word.len() != 4 || !tokens.is_number(at) {
        return None;
    }
    word.parse().ok().filter(|year| (1945..=2100).contains(year))
}

/// A whole date at `at` (`15/7/2021`, `15.7.2021`, `15 - 07 - 2021`, `15 tháng 7 năm 2021`) and its length. An
/// impossible date such as 31/02/2022 has a length and no value: its digits are no figures either.
pub(crate) fn full(tokens: &Tokens<'_>, at: usize) -> Option<(Option<Date>, usize)> {
    if !tokens.is_number(at) {
        return None;
    }
    if let Some((day, month, year)) = dotted(tokens.word(at)) {
        return Some((Date::new(year, month, day).ok(), 1));
    }
    let day = small(tokens, at, 31)?;
    let sign = |place: usize| ['/', '-', '–', '.'].iter().any(|sign| tokens.is_sign(place, *sign));
    if sign(at + 1) && sign(at + 3) {
        let (month, year) = (small(tokens, at + 2, 99)?, year(tokens, at + 4)?);
        return Some((Date::new(year, month, day).ok(), 5));
    }
    if tokens.word(at + 1) == "tháng" {
        let month = small(tokens, at + 2, 99)?;
        let comma = usize::from(tokens.is_sign(at + 3, ','));
        if tokens.word(at + 3 + comma) == "năm" {
            let year = year(tokens, at + 4 + comma)?;
            return Some((Date::new(year, month, day).ok(), 5 + comma));
        }
    }
    None
}

/// `30/6` or `15 tháng 12`, completed with `year`: the date and its length.
pub(crate) fn of_year(tokens: &Tokens<'_>, at: usize, year: Option<i16>) -> Option<(Option<Date>, usize)> {
    let day = small(tokens, at, 31)?;
    if tokens.is_sign(at + 1, '/') || tokens.word(at + 1) == "tháng" {
        let month = small(tokens, at + 2, 12)?;
        return Some((year.and_then(|year| Date::new(year, month, day).ok()), 3));
    }
    None
}

/// A month at `at`, where `tháng` stands: year if named, month, length.
pub(crate) fn month(tokens: &Tokens<'_>, at: usize) -> Option<(Option<i16>, i8, usize)> {
    if tokens.word(at) != "tháng" {
        return None;
    }
    let month = small(tokens, at + 1, 12)?;
    match year_behind(tokens, at + 2) {
        Some((year, length)) => Some((Some(year), month, 2 + length)),
        None => Some((None, month, 2)),
    }
}

/// A quarter at `at`, where `quý` stands: year if named, quarter 1–4, length.
pub(crate) fn quarter(tokens: &Tokens<'_>, at: usize) -> Option<(Option<i16>, i8, usize)> {
    if tokens.word(at) != "quý" {
        return None;
    }
    let quarter = match tokens.word(at + 1) {
        "i" | "1" | "01" => 1,
        "ii" | "2" | "02" => 2,
        "iii" | "3" | "03" => 3,
        "iv" | "4" | "04" => 4,
        _ => return None,
    };
    match year_behind(tokens, at + 2) {
        Some((year, length)) => Some((Some(year), quarter, 2 + length)),
        None => Some((None, quarter, 2)),
    }
}

/// `/2022` or `năm 2022` after a month or quarter.
fn year_behind(tokens: &Tokens<'_>, at: usize) -> Option<(i16, usize)> {
    let linked = tokens.is_sign(at, '/') || tokens.is_sign(at, '-') || tokens.word(at) == "năm";
    if linked { year(tokens, at + 1).map(|year| (year, 2)) } else { None }
}

fn small(tokens: &Tokens<'_>, at: usize, most: i8) -> Option<i8> {
    let word = tokens.word(at);
    if !tokens.is_number(at) || word.len() > 2 {
        return None;
    }
    word.parse().ok().filter(|value| (1..=most).contains(value))
}

/// `15.7.2021` comes as one number.
fn dotted(word: &str) -> Option<(i8, i8, i16)> {
    let mut parts = word.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || day.len() > 2 || month.len() > 2 || year.len() != 4 {
        return None;
    }
    Some((day.parse().ok()?, month.parse().ok()?, year.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_office_s_hand() {
        for (text, date) in [
            ("15/7/2021", Some("2021-07-15")),
            ("07/12/2021", Some("2021-12-07")),
            ("10 - 01 - 2022", Some("2022-01-10")),
            ("10.4.2019", Some("2019-04-10")),
            ("27 tháng 8 năm 2025", Some("2025-08-27")),
            ("02 tháng 9, năm 2021", Some("2021-09-02")),
            ("31/02/2022", None),
        ] {
            let tokens = Tokens::new(text, 0, text.len());
            let (found, length) = full(&tokens, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.map(|date| date.to_string()).as_deref(), date, "{text}");
            assert_eq!(length, tokens.len(), "{text}");
        }
        for text in ["100% hồ sơ", "2021", "30/30", "15 hồ sơ"] {
            assert_eq!(full(&Tokens::new(text, 0, text.len()), 0), None, "{text}");
        }
    }
}
