//! Vietnamese text for machines: folding for search, keys for sorting. Never `lower()` or `collate` in SQL.

use unicode_normalization::UnicodeNormalization;

/// Lower case without diacritics, `đ` as `d`, runs of white space as one blank: what searched columns hold.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for c in text.nfd().flat_map(char::to_lowercase) {
        match c {
            '\u{0300}'..='\u{036f}' => {}
            'đ' => {
                out.push('d');
                blank = false;
            }
            c if c.is_whitespace() => {
                if !blank {
                    out.push(' ');
                }
                blank = true;
            }
            c => {
                out.push(c);
                blank = false;
            }
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// The Vietnamese alphabet in order; a letter's place is its primary weight.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// A key that sorts as Vietnamese dictionaries do: letters first (a ă â … d đ … y), then tones
/// (ngang, huyền, hỏi, ngã, sắc, nặng). Compare the keys byte by byte.
pub fn sort_key(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    let mut tones = String::new();
    for c in text.nfc().flat_map(char::to_lowercase) {
        let (base, tone) = split_tone(c);
        match ALPHABET.chars().position(|letter| letter == base) {
            // 'A'.. keeps the key printable, after digits and blanks.
            Some(place) => letters.push(char::from(b'A' + place as u8)),
            None if base.is_whitespace() => letters.push(' '),
            None => letters.push(base),
        }
        tones.push(char::from(b'0' + tone));
    }
    let tones = tones.trim_end_matches('0');
    format!("{letters}\u{1}{tones}")
}

/// Splits a composed letter into the letter of the alphabet and its tone (0 ngang … 5 nặng).
fn split_tone(c: char) -> (char, u8) {
    let mut tone = 0;
    let letter: String = std::iter::once(c)
        .nfd()
        .filter(|part| {
            let mark = match part {
                '\u{0300}' => 1,
                '\u{0309}' => 2,
                '\u{0303}' => 3,
                '\u{0301}' => 4,
                '\u{0323}' => 5,
                _ => return true,
            };
            tone = mark;
            false
        })
        .nfc()
        .collect();
    (letter.chars().next().unwrap_or(c), tone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fold_drops_diacritics_in_both_normal_forms() {
        assert_eq!(fold("  Nguyễn  Thị ĐÀO "), "nguyen thi dao");
        assert_eq!(fold(&"Hưng Yên".nfd().collect::<String>()), "hung yen");
    }

    #[test]
    fn names_sort_as_in_a_vietnamese_dictionary() {
        let mut names = vec!["Đào", "Dung", "Ân", "An", "Ăn", "Ánh", "Anh", "Bình"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["An", "Anh", "Ánh", "Ăn", "Ân", "Bình", "Dung", "Đào"]);
    }
}
