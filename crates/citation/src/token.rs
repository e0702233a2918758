//! Words, numbers and signs of a sentence, with phrase matching that does not care about capitals, spacing or the
//! two ways of placing a tone ("hoá" and "hóa").

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, possibly with digits after them.
    Word,
    /// Digits with inner points and commas.
    Number,
    /// Any other sign.
    Sign(char),
}

/// A token at its byte place in the text.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Lower case, tone placed the old way.
    pub(crate) word: String,
    /// Inside a date, a citation or another stretch whose numbers promise nothing.
    pub(crate) masked: bool,
}

/// The tokens of one sentence.
#[derive(Debug)]
pub(crate) struct Tokens<'t> {
    text: &'t str,
    list: Vec<Token>,
    /// Line ends inside are wrapping, not the ends of paragraphs.
    wrapped: bool,
}

impl<'t> Tokens<'t> {
    /// Splits the bytes `start..end` of `text`.
    pub(crate) fn new(text: &'t str, start: usize, end: usize) -> Self {
        let mut list = Vec::new();
        let mut chars = text.get(start..end).unwrap_or_default().char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c.is_whitespace() {
                continue;
            }
            let mut stop = at + c.len_utf8();
            let kind = if c.is_numeric() {
                TokenKind::Number
            } else if is_letter(c) {
                TokenKind::Word
            } else {
                TokenKind::Sign(c)
            };
            let mut last = c;
            while let Some((next_at, next)) = chars.peek().copied() {
                let joins = match kind {
                    TokenKind::Number => {
                        next.is_numeric()
                            || (matches!(next, '.' | ',') && digit_follows(text, start + next_at + 1, end))
                    }
                    // "QH13" and "m2" are words; "đạt100%" lacks a blank.
                    TokenKind::Word if next.is_numeric() => {
                        last.is_uppercase()
                            || last.is_numeric()
                            || matches!(last, '.' | ',')
                            || stop == at + 1
                    }
                    TokenKind::Word if last.is_numeric() => {
                        is_letter(next)
                            || (matches!(next, '.' | ',') && digit_follows(text, start + next_at + 1, end))
                    }
                    TokenKind::Word => is_letter(next),
                    TokenKind::Sign(_) => false,
                };
                if !joins {
                    break;
                }
                stop = next_at + next.len_utf8();
                last = next;
                chars.next();
            }
            let word = text.get(start + at..start + stop).map(normal).unwrap_or_default();
            list.push(Token { kind, start: start + at, end: start + stop, word, masked: false });
        }
        Self { text, list, wrapped: false }
    }

    /// Takes line ends for wrapping.
    pub(crate) fn wrapped(self, wrapped: bool) -> Self {
        Self { wrapped, ..self }
    }

    pub(crate) fn is_wrapped(&self) -> bool {
        self.wrapped
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Token> {
        self.list.get(at)
    }

    /// The word at `at` in its normal form; empty beyond the ends.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |token| &token.word)
    }

    /// The word `back` places before `at`.
    pub(crate) fn word_before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |place| self.word(place))
    }

    pub(crate) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.list.get(at).map(|token| token.kind)
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Word)
    }

    pub(crate) fn is_number(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Number)
    }

    pub(crate) fn is_sign(&self, at: usize, sign: char) -> bool {
        self.kind(at) == Some(TokenKind::Sign(sign))
    }

    pub(crate) fn is_masked(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.masked)
    }

    /// True where the token starts with a capital in the text.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.raw(at, at + 1).chars().next().is_some_and(char::is_uppercase)
    }

    /// The text from token `from` up to, not including, token `to`.
    pub(crate) fn raw(&self, from: usize, to: usize) -> &'t str {
        let (Some(first), Some(last)) =
            (self.list.get(from), to.checked_sub(1).and_then(|at| self.list.get(at)))
        else {
            return "";
        };
        self.text.get(first.start..last.end).unwrap_or_default()
    }

    /// The tokens of `phrase` that stand at `at`, or `None`.
    pub(crate) fn starts(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut length = 0;
        for word in phrase.split(' ') {
            if self.word(at + length) != word {
                return None;
            }
            length += 1;
        }
        Some(length)
    }

    /// The longest of `phrases` that stands at `at`: its length and itself.
    pub(crate) fn starts_any(&self, at: usize, phrases: &[&'static str]) -> Option<(usize, &'static str)> {
        // Nearly every phrase is ruled out by its first word.
        let first = self.list.get(at)?.word.as_str();
        phrases
            .iter()
            .filter(|phrase| phrase.starts_with(first))
            .filter_map(|phrase| self.starts(at, phrase).map(|length| (length, *phrase)))
            .max_by_key(|(length, _)| *length)
    }

    /// The longest of `phrases` that ends just before `at`.
    pub(crate) fn ends_any(&self, at: usize, phrases: &[&'static str]) -> Option<(usize, &'static str)> {
        let last = self.list.get(at.checked_sub(1)?)?.word.as_str();
        phrases
            .iter()
            .filter(|phrase| phrase.ends_with(last))
            .filter_map(|phrase| {
                let from = at.checked_sub(phrase.split(' ').count())?;
                self.starts(from, phrase).map(|length| (length, *phrase))
            })
            .max_by_key(|(length, _)| *length)
    }

    /// The first place in `from..to` where one of `phrases` stands.
    pub(crate) fn find_any(
        &self,
        from: usize,
        to: usize,
        phrases: &[&'static str],
    ) -> Option<(usize, &'static str)> {
        (from..to).find_map(|at| {
            self.starts_any(at, phrases).filter(|(len, _)| at + len <= to).map(|(_, phrase)| (at, phrase))
        })
    }

    /// The last place in `from..to` where one of `phrases` stands.
    pub(crate) fn rfind_any(
        &self,
        from: usize,
        to: usize,
        phrases: &[&'static str],
    ) -> Option<(usize, &'static str)> {
        (from..to).rev().find_map(|at| {
            self.starts_any(at, phrases).filter(|(len, _)| at + len <= to).map(|(_, phrase)| (at, phrase))
        })
    }

    /// Masks every token that touches the bytes `start..end`.
    pub(crate) fn mask(&mut self, start: usize, end: usize) {
        for token in &mut self.list {
            if token.start < end && token.end > start {
                token.masked = true;
            }
        }
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

fn digit_follows(text: &str, at: usize, end: usize) -> bool {
    text.get(at..end).and_then(|rest| rest.chars().next()).is_some_and(char::is_numeric)
}

/// Tone on the second vowel, and where the old orthography puts it.
const TONES: [(&str, &str); 15] = [
    ("oà", "òa"),
    ("oá", "óa"),
    ("oả", "ỏa"),
    ("oã", "õa"),
    ("oạ", "ọa"),
    ("oè", "òe"),
    ("oé", "óe"),
    ("oẻ", "ỏe"),
    ("oẽ", "õe"),
    ("oẹ", "ọe"),
    ("uỳ", "ùy"),
    ("uý", "úy"),
    ("uỷ", "ủy"),
    ("uỹ", "ũy"),
    ("uỵ", "ụy"),
];

/// Lower case with one spelling for what is spelt in two ways.
pub(crate) fn normal(word: &str) -> String {
    let lower = word.to_lowercase();
    match lower.as_str() {
        "tỉ" => return "tỷ".to_owned(),
        "kì" => return "kỳ".to_owned(),
        _ => {}
    }
    if !lower.starts_with('q') {
        for (new, old) in TONES {
            if let Some(head) = lower.strip_suffix(new) {
                return format!("{head}{old}");
            }
        }
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_keep_numbers_whole_and_words_normal() {
        let text = "Giảm 1,5% - 2% biên chế; số hoá 1.200 hồ sơ, mỗi quý/lần.";
        let tokens = Tokens::new(text, 0, text.len());
        let words: Vec<&str> = (0..tokens.len()).map(|at| tokens.word(at)).collect();
        assert_eq!(words[..6], ["giảm", "1,5", "%", "-", "2", "%"]);
        assert_eq!(tokens.find_any(0, tokens.len(), &["số hóa"]).map(|(at, _)| at), Some(9));
        assert!(words.contains(&"1.200") && words.contains(&"quý") && words.last() == Some(&"."));
        assert_eq!(tokens.ends_any(11, &["hóa", "số hóa"]), Some((2, "số hóa")));
        assert_eq!(tokens.raw(9, 11), "số hoá");
        let text = "QH13 m2 đạt100% A1.5";
        let tokens = Tokens::new(text, 0, text.len());
        let words: Vec<&str> = (0..tokens.len()).map(|at| tokens.word(at)).collect();
        assert_eq!(words, ["qh13", "m2", "đạt", "100", "%", "a1.5"]);
    }
}
