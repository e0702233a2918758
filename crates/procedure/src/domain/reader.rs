//! Reads tables of a TOML text key by key. Every fault becomes a finding with its line; reading goes on, so
//! that an author sees all faults at once.

use std::ops::Range;

use kernel::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::finding::{Finding, FindingKind, Severity, Shape};
use super::words::{Mark, Word};

/// A value with its place.
type Value<'t> = Spanned<DeValue<'t>>;

/// A table with its first byte.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a, 't> {
    keys: &'a DeTable<'t>,
    at: usize,
}

impl<'a, 't> Table<'a, 't> {
    pub(super) fn root(table: &'a Spanned<DeTable<'t>>) -> Self {
        Self { keys: table.get_ref(), at: table.span().start }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.get(key).is_some()
    }

    fn value(&self, key: &str) -> Option<&'a Value<'t>> {
        self.keys.get(key)
    }
}

/// Collects findings while tables are read.
#[derive(Debug)]
pub(super) struct Reader<'f> {
    file: &'f str,
    line_starts: Vec<usize>,
    pub(super) findings: Vec<Finding>,
}

impl<'f> Reader<'f> {
    pub(super) fn new(file: &'f str, text: &str) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1))
            .collect();
        Self { file, line_starts, findings: Vec::new() }
    }

    /// The line, counted from 1, of a byte.
    pub(super) fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at)
    }

    pub(super) fn line_of(&self, table: Table<'_, '_>) -> usize {
        self.line(table.at)
    }

    /// The line of a key of a table, or of the table itself.
    pub(super) fn line_of_key(&self, table: Table<'_, '_>, key: &str) -> usize {
        self.line(table.value(key).map_or(table.at, |value| value.span().start))
    }

    pub(super) fn report(&mut self, at: usize, kind: FindingKind) {
        let line = self.line(at);
        self.report_line(line, kind);
    }

    pub(super) fn report_line(&mut self, line: usize, kind: FindingKind) {
        self.findings.push(Finding { file: self.file.to_owned(), line, severity: Severity::Error, kind });
    }

    pub(super) fn syntax(&mut self, detail: &str, span: Option<Range<usize>>) {
        let detail = detail.lines().collect::<Vec<_>>().join(", ");
        self.report(span.map_or(0, |span| span.start), FindingKind::Syntax { detail });
    }

    /// Refuses keys that are not in `known`.
    pub(super) fn only(&mut self, table: Table<'_, '_>, known: &[&'static str]) {
        for key in table.keys.keys() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let near = known.iter().copied().find(|candidate| is_near(name, candidate));
                self.report(key.span().start, FindingKind::UnknownKey { key: shorten(name), near });
            }
        }
    }

    fn wrong(&mut self, value: &Value<'_>, key: &str, expected: Shape) {
        self.report(value.span().start, FindingKind::WrongType { key: key.to_owned(), expected });
    }

    fn missing(&mut self, table: Table<'_, '_>, key: &'static str) {
        self.report(table.at, FindingKind::MissingKey { key });
    }

    /// A text that may be absent but not empty.
    pub(super) fn text_opt(&mut self, table: Table<'_, '_>, key: &'static str) -> Option<String> {
        let value = table.value(key)?;
        self.text_value(value, key)
    }

    fn text_value(&mut self, value: &Value<'_>, key: &str) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(value, key, Shape::Text);
            return None;
        };
        let text = text.trim();
        if text.is_empty() {
            self.report(value.span().start, FindingKind::EmptyText { key: key.to_owned() });
            return None;
        }
        Some(text.to_owned())
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, table: Table<'_, '_>, key: &'static str) -> Option<String> {
        if !table.has(key) {
            self.missing(table, key);
        }
        self.text_opt(table, key)
    }

    /// A list of texts; absent is `None`.
    pub(super) fn texts(&mut self, table: Table<'_, '_>, key: &'static str) -> Option<Vec<String>> {
        let value = table.value(key)?;
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(value, key, Shape::List);
            return None;
        };
        Some(list.iter().filter_map(|item| self.text_value(item, key)).collect())
    }

    fn word_value<W: Word>(&mut self, value: &Value<'_>, key: &str) -> Option<W> {
        let text = self.text_value(value, key)?;
        let word = W::find(&text);
        if word.is_none() {
            let allowed = W::all().iter().map(|(_, code)| *code).collect();
            self.report(
                value.span().start,
                FindingKind::UnknownWord { key: key.to_owned(), value: shorten(&text), allowed },
            );
        }
        word
    }

    /// A word of a vocabulary that may be absent.
    pub(super) fn word_opt<W: Word>(&mut self, table: Table<'_, '_>, key: &'static str) -> Option<W> {
        let value = table.value(key)?;
        self.word_value(value, key)
    }

    /// A word of a vocabulary that must be there.
    pub(super) fn word<W: Word>(&mut self, table: Table<'_, '_>, key: &'static str) -> Option<W> {
        if !table.has(key) {
            self.missing(table, key);
        }
        self.word_opt(table, key)
    }

    /// A list of words; absent is empty.
    pub(super) fn words<W: Word + PartialEq>(&mut self, table: Table<'_, '_>, key: &'static str) -> Vec<W> {
        let Some(value) = table.value(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(value, key, Shape::List);
            return Vec::new();
        };
        let mut words = Vec::new();
        for item in list {
            if let Some(word) = self.word_value(item, key)
                && !words.contains(&word)
            {
                words.push(word);
            }
        }
        words
    }

    /// How sure a fact is. What no one vouched for is not verified.
    pub(super) fn mark(&mut self, table: Table<'_, '_>, key: &'static str) -> Mark {
        self.word_opt(table, key).unwrap_or(Mark::Unverified)
    }

    /// True or false; absent is `default`.
    pub(super) fn flag(&mut self, table: Table<'_, '_>, key: &'static str, default: bool) -> bool {
        let Some(value) = table.value(key) else { return default };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(value, key, Shape::Bool);
        }
        flag.unwrap_or(default)
    }

    /// A whole number within bounds; absent is `None`.
    pub(super) fn whole(
        &mut self,
        table: Table<'_, '_>,
        key: &'static str,
        bounds: (i64, i64),
    ) -> Option<i64> {
        let value = table.value(key)?;
        let Some(number) = value.get_ref().as_integer() else {
            self.wrong(value, key, Shape::Whole);
            return None;
        };
        let (low, high) = bounds;
        let number =
            i64::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| (low..=high).contains(n));
        if number.is_none() {
            self.report(value.span().start, FindingKind::OutOfRange { key: key.to_owned(), low, high });
        }
        number
    }

    /// The digits of a number, whole or with decimals, as its author wrote them; absent is `None`.
    pub(super) fn number<'a>(&mut self, table: Table<'a, '_>, key: &'static str) -> Option<&'a str> {
        let value = table.value(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(whole) if whole.radix() == 10 => Some(whole.as_str()),
            DeValue::Float(float) => Some(float.as_str()),
            _ => None,
        };
        if number.is_none() {
            self.wrong(value, key, Shape::Number);
        }
        number
    }

    /// A civil date; absent is `None`.
    pub(super) fn date_opt(&mut self, table: Table<'_, '_>, key: &'static str) -> Option<Date> {
        let value = table.value(key)?;
        let date = match value.get_ref() {
            DeValue::Datetime(moment) if moment.time.is_none() && moment.offset.is_none() => moment.date,
            _ => None,
        };
        let date = date.and_then(|d| Date::new(d.year as i16, d.month as i8, d.day as i8).ok());
        if date.is_none() {
            self.wrong(value, key, Shape::Date);
        }
        date
    }

    /// A civil date that must be there.
    pub(super) fn date(&mut self, table: Table<'_, '_>, key: &'static str) -> Option<Date> {
        if !table.has(key) {
            self.missing(table, key);
        }
        self.date_opt(table, key)
    }

    /// A table under a key; absent is `None`.
    pub(super) fn table<'a, 't>(&mut self, table: Table<'a, 't>, key: &'static str) -> Option<Table<'a, 't>> {
        let value = table.value(key)?;
        let found = value.get_ref().as_table();
        if found.is_none() {
            self.wrong(value, key, Shape::Table);
        }
        Some(Table { keys: found?, at: value.span().start })
    }

    /// The tables of a list under a key; absent is empty.
    pub(super) fn tables<'a, 't>(&mut self, table: Table<'a, 't>, key: &'static str) -> Vec<Table<'a, 't>> {
        let Some(value) = table.value(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(value, key, Shape::List);
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(list.len());
        for item in list {
            match item.get_ref().as_table() {
                Some(keys) => tables.push(Table { keys, at: item.span().start }),
                None => self.wrong(item, key, Shape::Table),
            }
        }
        tables
    }
}

/// Keeps messages readable when the text is not.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(std::iter::once('…')).collect()
}

/// Whether two words differ by one slip: a letter too many, too few, or another one.
fn is_near(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same_start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let longer = a.len().max(b.len());
    longer > 2 && a.len().abs_diff(b.len()) <= 1 && same_start + same_end + 1 >= longer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near() {
        for (a, b, near) in [
            ("secter", "sector", true),
            ("sectr", "sector", true),
            ("sectorr", "sector", true),
            ("field", "sector", false),
            ("a", "b", false),
        ] {
            assert_eq!(is_near(a, b), near, "{a} {b}");
        }
    }

    #[test]
    fn lines_count_from_one() {
        let reader = Reader::new("f", "a\nbc\n\nd");
        let lines: Vec<usize> = (0..7).map(|at| reader.line(at)).collect();
        assert_eq!(lines, [1, 1, 2, 2, 2, 3, 4]);
    }
}
