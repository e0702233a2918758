//! Places in a text, counted in characters. Inside the reader places are bytes of the decoded text; outside they
//! are characters, because that is what every other language and editor counts.

use serde::Serialize;

/// A stretch of the decoded, NFC-normalised text: characters (Unicode scalar values) from `start` up to, not
/// including, `end`. Serialised as `[start, end]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "(usize, usize)")]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

impl Span {
    /// The characters of `text` in this span; empty where the span reaches beyond the text.
    pub fn slice(self, text: &str) -> String {
        text.chars().skip(self.start).take(self.end.saturating_sub(self.start)).collect()
    }
}

/// Bytes between two remembered counts.
const STEP: usize = 128;

/// Turns byte places into character places in constant time.
#[derive(Debug)]
pub(crate) struct CharIndex<'t> {
    text: &'t [u8],
    before: Vec<usize>,
}

impl<'t> CharIndex<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut before = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut count = 0;
        for block in bytes.chunks(STEP) {
            before.push(count);
            count += starts(block);
        }
        before.push(count);
        Self { text: bytes, before }
    }

    /// Characters that start before byte `at`.
    pub(crate) fn chars_before(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let block = at / STEP;
        let counted = self.before.get(block).copied().unwrap_or_default();
        counted + self.text.get(block * STEP..at).map_or(0, starts)
    }

    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        Span { start: self.chars_before(start), end: self.chars_before(end) }
    }
}

/// How many characters start in these bytes of UTF-8: every byte but the continuation bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        let text = "Kế hoạch số 184/KH-UBND của Ủy ban ".repeat(40);
        let index = CharIndex::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.chars_before(byte), count);
        }
        assert_eq!(index.chars_before(usize::MAX), text.chars().count());
        assert_eq!(Span { start: 3, end: 8 }.slice(&text), "hoạch");
    }
}
