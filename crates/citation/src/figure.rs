//! Numbers as Vietnamese offices write them: `1,5`, `1.200`, `02`, and in words ("chín mươi").

use crate::token::Tokens;

/// Reads `1,5`, `0.5`, `1.200`, `1.234.567,8`, `05`. A point followed by exactly three digits parts thousands; a
/// comma is the decimal sign unless it parts groups of three digits more than once.
pub(crate) fn number(text: &str) -> Option<f64> {
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    let grouped = |sign: char| {
        let mut groups = text.split(sign);
        let head = groups.next().unwrap_or_default();
        (1..=3).contains(&head.len()) && !head.starts_with('0') && groups.all(|group| group.len() == 3)
    };
    let plain = match (points, commas) {
        (0, 0) => text.to_owned(),
        (_, 0) if grouped('.') => text.replace('.', ""),
        (1, 0) => text.to_owned(),
        (0, 1) => text.replace(',', "."),
        (0, _) if grouped(',') => text.replace(',', ""),
        (_, 1) if text.rfind(',') > text.rfind('.') => text.replace('.', "").replace(',', "."),
        (1, _) if text.rfind('.') > text.rfind(',') => text.replace(',', ""),
        _ => return None,
    };
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// A number in words at `at`: its value and how many tokens it takes. Up to 999.
pub(crate) fn in_words(tokens: &Tokens<'_>, at: usize) -> Option<(f64, usize)> {
    let (mut total, mut last, mut length) = (0_u32, None, 0);
    loop {
        match tokens.word(at + length) {
            "trăm" => total += last.take()? * 100,
            "mươi" => total += last.take()? * 10,
            "mười" if last.is_none() => total += 10,
            "linh" | "lẻ" if total > 0 && last.is_none() => {}
            word => match digit(word, total > 0) {
                Some(value) if last.is_none() => last = Some(value),
                _ => break,
            },
        }
        length += 1;
    }
    (length > 0).then(|| (f64::from(total + last.unwrap_or_default()), length))
}

fn digit(word: &str, inner: bool) -> Option<u32> {
    Some(match word {
        "một" => 1,
        "hai" => 2,
        "ba" => 3,
        "bốn" => 4,
        "năm" => 5,
        "sáu" => 6,
        "bảy" | "bẩy" => 7,
        "tám" => 8,
        "chín" => 9,
        "mốt" if inner => 1,
        "tư" if inner => 4,
        "lăm" | "nhăm" if inner => 5,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_follow_vietnamese_usage() {
        for (text, value) in [
            ("100", Some(100.0)),
            ("02", Some(2.0)),
            ("1,5", Some(1.5)),
            ("0.5", Some(0.5)),
            ("1.200", Some(1200.0)),
            ("0,125", Some(0.125)),
            ("1.234.567", Some(1_234_567.0)),
            ("1.234.567,8", Some(1_234_567.8)),
            ("99,99", Some(99.99)),
            ("1.2.3", None),
        ] {
            assert_eq!(number(text), value, "{text}");
        }
    }

    #[test]
    fn figures_in_words() {
        for (text, value) in [
            ("chín mươi phần trăm", Some((90.0, 2))),
            ("một trăm phần trăm", Some((100.0, 2))),
            ("chín mươi lăm phần trăm", Some((95.0, 3))),
            ("mười hai lần", Some((12.0, 2))),
            ("hai cuộc", Some((2.0, 1))),
            ("một trăm linh năm", Some((105.0, 4))),
            ("phần trăm", None),
        ] {
            let tokens = Tokens::new(text, 0, text.len());
            assert_eq!(in_words(&tokens, 0), value, "{text}");
        }
    }
}
