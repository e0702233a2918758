//! The marks at the head of a line: "Phần I", "II.", "Điều 5.", "1.2.", "a)", "(3)", "-", "+".

/// What stands at the head of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Marker {
    /// A paragraph or an unnumbered heading.
    None,
    /// "PHỤ LỤC II".
    Annex(String),
    /// "Phần I", "Chương II", "A.".
    Part(String),
    /// "II.".
    Roman(String),
    /// "Điều 5.".
    Article(String),
    /// "1." or "1.2.".
    Number(String),
    /// "a)".
    Letter(String),
    /// "(3)" or the number of a table row.
    Item(String),
    /// "-", "+", "*", "•".
    Bullet(char),
}

const ROMANS: [&str; 30] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
    "XVII", "XVIII", "XIX", "XX", "XXI", "XXII", "XXIII", "XXIV", "XXV", "XXVI", "XXVII", "XXVIII", "XXIX",
    "XXX",
];

/// The place of a Roman number, from 1.
pub(crate) fn roman(text: &str) -> Option<usize> {
    ROMANS.iter().position(|roman| *roman == text).map(|place| place + 1)
}

/// Splits a line into its marker and the bytes behind it.
pub(crate) fn of_line(line: &str) -> Option<(Marker, usize)> {
    bullet(line).or_else(|| named(line)).or_else(|| lettered(line)).or_else(|| numbered(line))
}

/// True where the line opens a part, a Roman section or an article.
pub(crate) fn is_section(line: &str) -> bool {
    matches!(
        of_line(line),
        Some((Marker::Annex(_) | Marker::Part(_) | Marker::Roman(_) | Marker::Article(_), _))
    )
}

/// "12", "- 12 -", "Trang 3": the number of a page.
pub(crate) fn is_page_number(line: &str) -> bool {
    let inner = line.trim_matches(['-', '–', ' ', '.']);
    let inner = inner.strip_prefix("Trang ").or_else(|| inner.strip_prefix("trang ")).unwrap_or(inner);
    let first = inner.split('/').next().unwrap_or_default();
    !first.is_empty() && first.len() <= 3 && inner.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/')
}

fn bullet(line: &str) -> Option<(Marker, usize)> {
    let mut chars = line.chars();
    let sign = chars.next()?;
    let glued =
        matches!(sign, '•' | '·' | '▪' | '◦' | '●' | '○' | '■' | '➢' | '✓' | '\u{f0b7}' | '\u{f02d}' | '⁃');
    let spaced = matches!(sign, '-' | '–' | '—' | '+' | '*' | '−');
    if !glued && !spaced {
        return None;
    }
    let rest = chars.as_str();
    let next = rest.chars().next()?;
    // "-5%" and "+10%" are figures; "-Thực hiện" is a bullet typed without a blank.
    if spaced && !next.is_whitespace() && !next.is_alphabetic() {
        return None;
    }
    Some((
        Marker::Bullet(if matches!(sign, '–' | '—' | '−') { '-' } else { sign }),
        skip_blank(line, line.len() - rest.len()),
    ))
}

/// "Điều 5.", "Phần thứ nhất", "Chương II", "Mục 1.", "PHỤ LỤC I".
fn named(line: &str) -> Option<(Marker, usize)> {
    let mut words = line.split_whitespace();
    let (first, second) = (words.next()?, words.next()?);
    let key = first.to_lowercase();
    let upper = line.chars().take(40).all(|c| !c.is_lowercase());
    let number: String = second.chars().take_while(|c| c.is_alphanumeric()).collect();
    let is_number = number.chars().all(|c| c.is_ascii_digit()) && !number.is_empty() && number.len() <= 3;
    let ends = !second.ends_with([',', ';', ')']);
    let after = || skip_mark(line, line.find(second).unwrap_or_default() + number.len());
    match key.as_str() {
        "điều" if first != key && is_number && ends => {
            let behind = line.get(after()..)?;
            // "Điều 5 Nghị định 61" cites; the heading has a point behind its number.
            let titled = behind.is_empty()
                || (second.ends_with(['.', ':']) && behind.starts_with(|c: char| c.is_uppercase()));
            titled.then(|| (Marker::Article(number.clone()), after()))
        }
        "phần" | "chương" | "mục" if first != key && (is_number || roman(&number).is_some()) && ends => {
            Some((Marker::Part(format!("{} {number}", capital(&key))), after()))
        }
        "phần" if upper && second == "THỨ" => Some((Marker::Part("Phần".to_owned()), 0)),
        "phụ" if upper && second.starts_with("LỤC") => {
            let third = words.next().unwrap_or_default().trim_end_matches([':', '.']);
            let numbered = roman(third).is_some() || third.chars().all(|c| c.is_ascii_digit());
            let code = if numbered && !third.is_empty() { format!("PL {third}") } else { "PL".to_owned() };
            Some((Marker::Annex(code), 0))
        }
        _ => None,
    }
}

fn capital(key: &str) -> String {
    let mut chars = key.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// "a)", "đ.", "a1)", "(b)", "(3)", "(iv)", "A.".
fn lettered(line: &str) -> Option<(Marker, usize)> {
    let open = line.starts_with('(');
    let inner = if open { line.get(1..)? } else { line };
    let code: String = inner.chars().take(4).take_while(|c| c.is_alphanumeric()).collect();
    let sign = inner.get(code.len()..)?.chars().next()?;
    let end = usize::from(open) + code.len() + sign.len_utf8();
    let spaced = line
        .get(end..)?
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || (sign == ')' && c.is_alphabetic()));
    let mut chars = code.chars();
    let first = chars.next()?;
    let digits = code.chars().all(|c| c.is_ascii_digit());
    if !spaced || (open && sign != ')') {
        return None;
    }
    let at = skip_blank(line, end);
    if digits && sign == ')' && code.len() <= 2 {
        return Some((Marker::Item(code), at));
    }
    let single = chars.as_str().chars().all(|c| c.is_ascii_digit())
        && code.chars().count() <= 2
        && first.is_alphabetic();
    if !single {
        let small_roman = open && code.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
        return small_roman.then_some((Marker::Item(code), at));
    }
    if first.is_lowercase() && matches!(sign, ')' | '.' | '/') {
        return Some((Marker::Letter(code), at));
    }
    (first.is_uppercase()
        && roman(&code).is_none()
        && matches!(sign, '.' | ')')
        && !open
        && ('A'..='H').contains(&first))
    .then_some((Marker::Part(code), at))
}

/// "II.", "II -", "1.", "1.2", "1.2.3.", "2/".
fn numbered(line: &str) -> Option<(Marker, usize)> {
    let word: String = line.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '.').take(16).collect();
    let code = word.trim_end_matches('.');
    let dotted = word.len() > code.len();
    let behind = line.get(word.len()..)?;
    let slashed = !dotted && (behind.starts_with(") ") || behind.starts_with("/ "));
    let dashed =
        !dotted && (behind.starts_with(" - ") || behind.starts_with(" – ") || behind.starts_with("- "));
    let spaced = behind.is_empty()
        || behind.starts_with(char::is_whitespace)
        || behind.starts_with(|c: char| c.is_uppercase());
    if roman(code).is_some() {
        let marked = (dotted && spaced) || slashed || dashed;
        return (marked && !behind.is_empty())
            .then(|| (Marker::Roman(code.to_owned()), skip_mark(line, word.len())));
    }
    let mut parts = code.split('.');
    let head = parts.next()?;
    let digits = code.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !code.is_empty();
    let levels = 1 + parts.clone().count();
    let short = head.len() <= 2 && parts.all(|part| (1..=2).contains(&part.len()));
    if !digits || !short || levels > 5 || behind.trim().is_empty() {
        // "I.2.1. Nội dung": the Roman number leads.
        let (roman_head, rest) = code.split_once('.')?;
        let rest_digits = rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let ok = roman(roman_head).is_some() && rest_digits && dotted && !behind.trim().is_empty();
        return ok.then(|| (Marker::Number(rest.to_owned()), skip_blank(line, word.len())));
    }
    // "1.2 Nội dung" needs no second point; "12 hồ sơ" is no marker; "1.5% hồ sơ" has no blank.
    let content = line.get(skip_mark(line, word.len())..).unwrap_or_default();
    let starts_text = content.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '"' | '('));
    let marked =
        (dotted && spaced) || slashed || (levels > 1 && spaced && content.starts_with(char::is_uppercase));
    (marked && starts_text).then(|| (Marker::Number(code.to_owned()), skip_mark(line, word.len())))
}

fn skip_blank(line: &str, at: usize) -> usize {
    let rest = line.get(at..).unwrap_or_default();
    line.len() - rest.trim_start().len()
}

fn skip_mark(line: &str, at: usize) -> usize {
    let rest = line.get(at..).unwrap_or_default();
    line.len()
        - rest
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | ')' | '/' | '-' | '–'))
            .len()
}

/// Follows the numbering so that clauses run together in one line can be told apart.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    last: usize,
}

impl Numbering {
    /// Splits a line into its clauses: marker, first byte, byte behind the last.
    pub(crate) fn split(&mut self, text: &str, start: usize, end: usize) -> Vec<(Marker, usize, usize)> {
        let line = text.get(start..end).unwrap_or_default();
        let mut pieces = Vec::new();
        let mut from = 0;
        self.follow(line);
        let mut previous = ' ';
        for (at, c) in line.char_indices() {
            let after_stop = matches!(previous, '.' | ';' | ':') && c.is_whitespace();
            previous = c;
            if !after_stop {
                continue;
            }
            let next = at + c.len_utf8();
            let rest = line.get(next..).unwrap_or_default();
            let begins = match of_line(rest) {
                Some((Marker::Item(_), _)) => rest.starts_with('('),
                Some((Marker::Letter(_), _)) => rest.chars().nth(1) == Some(')'),
                Some((Marker::Number(code), _)) => {
                    code.parse::<usize>().is_ok_and(|number| self.last > 0 && number == self.last + 1)
                }
                _ => false,
            };
            if begins {
                pieces.push((from, at));
                from = next;
                self.follow(rest);
            }
        }
        pieces.push((from, line.len()));
        pieces.into_iter().filter_map(|(from, to)| piece(line, from, to, start)).collect()
    }

    fn follow(&mut self, line: &str) {
        match of_line(line) {
            Some((Marker::Number(code), _)) => self.last = code.parse().unwrap_or_default(),
            Some((Marker::Letter(_) | Marker::Bullet(_) | Marker::Item(_), _)) | None => {}
            Some(_) => self.last = 0,
        }
    }
}

fn piece(line: &str, from: usize, to: usize, base: usize) -> Option<(Marker, usize, usize)> {
    let part = line.get(from..to)?;
    let trimmed = part.trim();
    if trimmed.is_empty() {
        return None;
    }
    let lead = part.len() - part.trim_start().len();
    let (marker, skip) = of_line(trimmed).unwrap_or((Marker::None, 0));
    let start = base + from + lead;
    Some((marker, start + skip, start + trimmed.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_at_the_head_of_a_line() {
        for (line, marker, content) in [
            ("1. Cải cách thể chế", Marker::Number("1".into()), "Cải cách thể chế"),
            ("2.1. Nhiệm vụ", Marker::Number("2.1".into()), "Nhiệm vụ"),
            ("1.1.2 Xây dựng", Marker::Number("1.1.2".into()), "Xây dựng"),
            ("1) Xây dựng", Marker::Item("1".into()), "Xây dựng"),
            ("2/ Xây dựng", Marker::Number("2".into()), "Xây dựng"),
            ("1. 100% hồ sơ", Marker::Number("1".into()), "100% hồ sơ"),
            ("II. NHIỆM VỤ", Marker::Roman("II".into()), "NHIỆM VỤ"),
            ("IV- TỔ CHỨC", Marker::Roman("IV".into()), "TỔ CHỨC"),
            ("đ) 100% hồ sơ", Marker::Letter("đ".into()), "100% hồ sơ"),
            ("a)100% hồ sơ", Marker::None, ""),
            ("a)Thực hiện", Marker::Letter("a".into()), "Thực hiện"),
            ("a1) Thực hiện", Marker::Letter("a1".into()), "Thực hiện"),
            ("(12) Duy trì", Marker::Item("12".into()), "Duy trì"),
            ("A. MỤC TIÊU", Marker::Part("A".into()), "MỤC TIÊU"),
            ("Điều 5. Trách nhiệm", Marker::Article("5".into()), "Trách nhiệm"),
            ("Chương II", Marker::Part("Chương II".into()), ""),
            ("PHỤ LỤC I DANH MỤC", Marker::Annex("PL I".into()), "PHỤ LỤC I DANH MỤC"),
            ("- Thực hiện", Marker::Bullet('-'), "Thực hiện"),
            ("– Thực hiện", Marker::Bullet('-'), "Thực hiện"),
            ("+ 100% hồ sơ", Marker::Bullet('+'), "100% hồ sơ"),
            ("• 100% hồ sơ", Marker::Bullet('•'), "100% hồ sơ"),
            ("1209 người đang online", Marker::None, ""),
            ("100% hồ sơ", Marker::None, ""),
            ("12 hồ sơ", Marker::None, ""),
            ("1,5% biên chế", Marker::None, ""),
            ("-5% so với năm trước", Marker::None, ""),
            ("Điều 5 Nghị định", Marker::None, ""),
            ("điều 5 của", Marker::None, ""),
        ] {
            match of_line(line) {
                Some((found, at)) => assert_eq!((found, &line[at..]), (marker, content), "{line}"),
                None => assert_eq!(marker, Marker::None, "{line}"),
            }
        }
    }

    #[test]
    fn clauses_that_run_together_are_parted() {
        let text = "(6) Bảo đảm 90%. (7) Mức độ đạt 95%; a) 80% hồ sơ; b) 70% văn bản theo điểm a) trên.";
        let pieces = Numbering::default().split(text, 0, text.len());
        let codes: Vec<&str> = pieces.iter().map(|(_, from, to)| &text[*from..*to]).collect();
        assert_eq!(
            codes,
            ["Bảo đảm 90%.", "Mức độ đạt 95%;", "80% hồ sơ;", "70% văn bản theo điểm a) trên."]
        );
    }
}
