//! What a form sends: names and values, trimmed and composed (NFC), never interpreted here. A context's input
//! struct reads them, says everything that is wrong at once, and gives back what was typed.

use std::collections::BTreeMap;

use bytes::Bytes;
use unicode_normalization::UnicodeNormalization;

use crate::Problem;

/// The fields of a form or of a query.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    pairs: Vec<(String, String)>,
    /// Uploaded files by field name.
    pub files: Vec<Upload>,
}

/// An uploaded file.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Name of the field.
    pub field: String,
    /// Name the sender gave the file.
    pub name: String,
    /// Type the sender claims.
    pub mime: String,
    /// Content.
    pub content: Bytes,
}

impl Fields {
    /// Reads `a=1&b=2`.
    pub fn parse(text: &str) -> Self {
        let pairs =
            form_urlencoded::parse(text.as_bytes()).map(|(name, value)| (name.into_owned(), clean(&value)));
        Self { pairs: pairs.collect(), files: Vec::new() }
    }

    /// Adds a field.
    pub fn push(&mut self, name: impl Into<String>, value: &str) {
        self.pairs.push((name.into(), clean(value)));
    }

    /// The first value of `name`; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|pair| pair.0 == name).map_or("", |pair| pair.1.as_str())
    }

    /// The first value of `name`, where it is there and not empty.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// All values of `name`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |pair| pair.0 == name).map(|pair| pair.1.as_str())
    }

    /// Whether `name` was sent at all (a ticked box).
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|pair| pair.0 == name)
    }

    /// All pairs, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|pair| (pair.0.as_str(), pair.1.as_str()))
    }

    /// The query text with `name` set to `value` (left out where empty): for links that change one filter.
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for pair in self.pairs.iter().filter(|pair| pair.0 != name && !pair.1.is_empty()) {
            out.append_pair(&pair.0, &pair.1);
        }
        if !value.is_empty() {
            out.append_pair(name, value);
        }
        out.finish()
    }
}

/// Trimmed, line ends as `\n`, control characters gone, composed.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .trim()
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !c.is_control())
        .nfc()
        .collect()
}

/// What is wrong with a form, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors {
    list: BTreeMap<String, String>,
    order: Vec<String>,
}

impl FieldErrors {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One thing wrong.
    pub fn one(field: &str, message: impl Into<String>) -> Self {
        let mut errors = Self::new();
        errors.add(field, message);
        errors
    }

    /// Notes what is wrong with `field`; the first message of a field stays. An empty name means the form as a whole.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        if !self.list.contains_key(field) {
            self.order.push(field.to_owned());
            self.list.insert(field.to_owned(), message.into());
        }
    }

    /// Notes that `field` is empty, where it is.
    pub fn require(&mut self, field: &str, value: &str, message: &str) {
        if value.trim().is_empty() {
            self.add(field, message);
        }
    }

    /// The message of a field.
    pub fn get(&self, field: &str) -> Option<String> {
        self.list.get(field).cloned()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// `Ok(value)` where nothing is wrong.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    /// The lines of the error summary, in the order in which they were noted.
    pub fn problems(&self) -> Vec<Problem> {
        let line = |field: &String| {
            self.list.get(field).map(|text| Problem { id: field.clone(), text: text.clone() })
        };
        self.order.iter().filter_map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_trimmed_composed_and_keep_repeats() {
        let fields = Fields::parse("ten=+Nguye%CC%82%CC%83n+&id=1&id=2&rong=");
        assert_eq!(fields.get("ten"), "Nguyễn");
        assert_eq!(fields.all("id").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(fields.some("rong"), None);
        assert_eq!(fields.with("id", "3"), "ten=Nguy%E1%BB%85n&id=3");
    }

    #[test]
    fn every_wrong_field_is_named_once_and_in_order() {
        let mut errors = FieldErrors::new();
        errors.require("b", " ", "Nhập b");
        errors.add("a", "Sai a");
        errors.add("b", "Sai nữa");
        let lines: Vec<_> = errors.problems().into_iter().map(|problem| problem.text).collect();
        assert_eq!(lines, ["Nhập b", "Sai a"]);
    }
}
