//! A predicate: its text, the fields it names, its words, and the closures that decide it.

use std::fmt;
use std::sync::Arc;

use kernel::{Fact, FactSchema};

use crate::closure::{self, TestFn};
use crate::error::{EvalError, FormulaError};
use crate::field_set::FieldSet;
use crate::guard::{false_if_present, present_if_true};
use crate::reader::{Reading, read};
use crate::sample::sample_fields;
use crate::tree::Test;
use crate::words;

/// A compiled predicate over the facts of one schema.
pub struct Predicate {
    source: Arc<str>,
    tree: Test,
    reads: FieldSet,
    test: TestFn,
}

/// Compiles `text`, a predicate over the facts of `schema`.
pub fn compile(schema: &FactSchema, text: &str) -> Result<Predicate, FormulaError> {
    let Reading { test: tree, reads } = read(schema, text).map_err(|fault| fault.at(text))?;
    Ok(Predicate { source: text.into(), test: closure::compile(tree.clone()), tree, reads })
}

impl Predicate {
    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The fields it names. Facts that differ in none of them are judged alike.
    pub const fn reads(&self) -> &FieldSet {
        &self.reads
    }

    /// Whether it holds for `fact`. Does not allocate. Fails only on overflow, on division by zero, and on a
    /// fact that does not follow its schema.
    pub fn eval(&self, fact: &Fact) -> Result<bool, EvalError> {
        (self.test)(fact)
    }

    /// The predicate in Vietnamese, from the labels of `schema`.
    pub fn words(&self, schema: &FactSchema) -> String {
        words::test(schema, &self.tree)
    }

    /// The optional fields that make it false by being present: only facts that lack all of them can hold. It
    /// cannot fail on the others either.
    pub fn false_if_present(&self) -> FieldSet {
        false_if_present(&self.tree)
    }

    /// The optional fields that are surely present wherever it holds.
    pub(crate) fn ensures(&self) -> FieldSet {
        present_if_true(&self.tree)
    }
}

impl fmt::Debug for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Predicate")
            .field("source", &self.source)
            .field("reads", &self.reads)
            .finish_non_exhaustive()
    }
}

/// Why a predicate is not saved: shown at its field in the indicator editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable code, such as `unknown_field`.
    pub code: &'static str,
    /// Why, and what to do, in Vietnamese.
    pub message: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line of the text.
    pub snippet: String,
    /// A sample fact: each field as a predicate names it, and a value as a predicate writes it.
    pub sample: Vec<(String, String)>,
}

impl Refusal {
    /// The line of the text with a mark under the place, for plain text and monospaced display.
    pub fn marked(&self) -> String {
        format!("{}\n{}^", self.snippet, " ".repeat(self.column.saturating_sub(1)))
    }
}

/// Compiles `text` for saving; a refusal carries all that the editor shows.
pub fn check(schema: &FactSchema, text: &str) -> Result<Predicate, Refusal> {
    compile(schema, text).map_err(|error| Refusal {
        code: error.code(),
        message: error.message(),
        line: error.line,
        column: error.column,
        snippet: text.lines().nth(error.line - 1).unwrap_or_default().to_owned(),
        sample: sample_fields(schema),
    })
}
