//! The checked predicate: every node has its type, every field its number. Nothing in it can be of a wrong type.

use std::sync::Arc;

use kernel::Date;

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compare {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Compare {
    #[inline]
    pub(crate) fn holds<T: Ord + ?Sized>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// An arithmetic operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// A question about a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Affix {
    Start,
    End,
    Inside,
}

/// True or false.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    Literal(bool),
    Field(usize),
    Has(usize),
    Not(Box<Test>),
    And(Vec<Test>),
    Or(Vec<Test>),
    If(Box<[Test; 3]>),
    /// Two truth values are equal (`true`) or differ (`false`).
    Alike(bool, Box<[Test; 2]>),
    Numbers(Compare, Number, Number),
    Days(Compare, Day, Day),
    Texts(Compare, Text, Text),
    NumberIn(Number, Box<[i64]>),
    DayIn(Day, Box<[Date]>),
    TextIn(Text, Box<[Arc<str>]>),
    Affix(Affix, Text, Text),
}

/// A whole number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Number {
    Literal(i64),
    Field(usize),
    Negative(Box<Number>),
    Arithmetic(Arithmetic, Box<[Number; 2]>),
    /// Days from the first date to the second.
    Between(Box<[Day; 2]>),
    If(Box<Test>, Box<[Number; 2]>),
}

/// A date.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Day {
    Literal(Date),
    Field(usize),
    If(Box<Test>, Box<[Day; 2]>),
}

/// A text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Text {
    Literal(Arc<str>),
    Field(usize),
    If(Box<Test>, Box<[Text; 2]>),
}
