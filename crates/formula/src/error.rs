//! What can go wrong: a text that is not a predicate, and a fact on which one cannot be computed.

use crate::reason::Reason;

/// Why a text is not a predicate over the facts it is meant for, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason} [{}]", reason.code())]
pub struct FormulaError {
    /// Why.
    pub reason: Reason,
    /// Line of the place, from 1.
    pub line: usize,
    /// Column of the place in characters, from 1.
    pub column: usize,
}

impl FormulaError {
    /// The reason's stable code, such as `unknown_field`.
    pub const fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// The reason in Vietnamese, for the person who edits the predicate.
    pub fn message(&self) -> String {
        self.reason.vietnamese()
    }
}

/// Why a predicate has no value on a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// A number left the range of 64 bits.
    #[error("integer overflow")]
    Overflow,
    /// Division or remainder by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// A field is absent or of another type than its schema says.
    #[error("the fact does not follow its schema")]
    Fact,
}

/// A reason with the byte of the source where it applies; becomes a [`FormulaError`] at the border.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) at: usize,
    pub(crate) reason: Reason,
}

impl Fault {
    pub(crate) fn at(self, source: &str) -> FormulaError {
        let (line, column) = place(source, self.at);
        FormulaError { reason: self.reason, line, column }
    }
}

/// Line and column (in characters), both from 1, of byte `at` of `source`.
pub(crate) fn place(source: &str, at: usize) -> (usize, usize) {
    let mut end = at.min(source.len());
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let before = source.get(..end).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters() {
        assert_eq!(place("abc", 0), (1, 1));
        assert_eq!(place("đ ế\n  x", "đ ế\n  ".len()), (2, 3));
        assert_eq!(place("đế", 99), (1, 3));
    }
}
