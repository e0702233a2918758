//! The checked tree compiled into closures over a fact's slots. A closure never allocates; it follows CEL in
//! that `false && error` is false and `true || error` is true, whichever side comes first.

use std::sync::Arc;

use kernel::{Date, Fact, Value};

use crate::error::EvalError;
use crate::tree::{Affix, Arithmetic, Compare, Day, Number, Test, Text};

/// A compiled test.
pub(crate) type TestFn = Box<dyn Fn(&Fact) -> Result<bool, EvalError> + Send + Sync>;
type NumberFn = Box<dyn Fn(&Fact) -> Result<i64, EvalError> + Send + Sync>;
type DayFn = Box<dyn Fn(&Fact) -> Result<Date, EvalError> + Send + Sync>;

/// Compiles a test.
pub(crate) fn compile(test: Test) -> TestFn {
    match test {
        Test::Literal(value) => Box::new(move |_| Ok(value)),
        Test::Field(field) => Box::new(move |fact| bool_of(fact, field)),
        Test::Has(field) => Box::new(move |fact| Ok(!matches!(fact.get(field), Value::Null))),
        Test::Not(inner) => {
            let inner = compile(*inner);
            Box::new(move |fact| inner(fact).map(|value| !value))
        }
        Test::And(parts) => chain(parts, false),
        Test::Or(parts) => chain(parts, true),
        Test::If(parts) => {
            let [condition, then, otherwise] = (*parts).map(compile);
            Box::new(move |fact| if condition(fact)? { then(fact) } else { otherwise(fact) })
        }
        Test::Alike(wanted, sides) => {
            let [left, right] = (*sides).map(compile);
            Box::new(move |fact| Ok((left(fact)? == right(fact)?) == wanted))
        }
        Test::Numbers(compare, left, right) => numbers(compare, left, right),
        Test::Days(compare, left, right) => days(compare, left, right),
        Test::Texts(compare, left, right) => texts(compare, left, right),
        Test::NumberIn(item, list) => {
            let item = number(item);
            Box::new(move |fact| item(fact).map(|value| list.contains(&value)))
        }
        Test::DayIn(item, list) => {
            let item = day(item);
            Box::new(move |fact| item(fact).map(|value| list.contains(&value)))
        }
        Test::TextIn(item, list) => {
            let item = TextSource::from(item);
            Box::new(move |fact| item.of(fact).map(|value| list.iter().any(|entry| **entry == *value)))
        }
        Test::Affix(affix, whole, part) => affixes(affix, whole.into(), part.into()),
    }
}

/// `&&` (decided by a false part) and `||` (decided by a true part).
fn chain(parts: Vec<Test>, decisive: bool) -> TestFn {
    let parts: Box<[TestFn]> = parts.into_iter().map(compile).collect();
    Box::new(move |fact| {
        let mut failure = None;
        for part in &parts {
            match part(fact) {
                Ok(value) if value == decisive => return Ok(decisive),
                Ok(_) => {}
                Err(error) => failure = Some(error),
            }
        }
        failure.map_or(Ok(!decisive), Err)
    })
}

fn numbers(compare: Compare, left: Number, right: Number) -> TestFn {
    match (left, right) {
        (Number::Field(field), Number::Literal(value)) => {
            Box::new(move |fact| int_of(fact, field).map(|found| compare.holds(&found, &value)))
        }
        (left, right) => {
            let (left, right) = (number(left), number(right));
            Box::new(move |fact| Ok(compare.holds(&left(fact)?, &right(fact)?)))
        }
    }
}

fn days(compare: Compare, left: Day, right: Day) -> TestFn {
    match (left, right) {
        (Day::Field(field), Day::Literal(value)) => {
            Box::new(move |fact| date_of(fact, field).map(|found| compare.holds(&found, &value)))
        }
        (Day::Field(a), Day::Field(b)) => {
            Box::new(move |fact| Ok(compare.holds(&date_of(fact, a)?, &date_of(fact, b)?)))
        }
        (left, right) => {
            let (left, right) = (day(left), day(right));
            Box::new(move |fact| Ok(compare.holds(&left(fact)?, &right(fact)?)))
        }
    }
}

fn texts(compare: Compare, left: Text, right: Text) -> TestFn {
    match (left, right) {
        (Text::Field(field), Text::Literal(value)) => {
            Box::new(move |fact| text_of(fact, field).map(|found| compare.holds(found, &*value)))
        }
        (left, right) => {
            let (left, right) = (TextSource::from(left), TextSource::from(right));
            Box::new(move |fact| Ok(compare.holds(left.of(fact)?, right.of(fact)?)))
        }
    }
}

fn affixes(affix: Affix, whole: TextSource, part: TextSource) -> TestFn {
    Box::new(move |fact| {
        let (whole, part) = (whole.of(fact)?, part.of(fact)?);
        Ok(match affix {
            Affix::Start => whole.starts_with(part),
            Affix::End => whole.ends_with(part),
            Affix::Inside => whole.contains(part),
        })
    })
}

fn number(number_tree: Number) -> NumberFn {
    match number_tree {
        Number::Literal(value) => Box::new(move |_| Ok(value)),
        Number::Field(field) => Box::new(move |fact| int_of(fact, field)),
        Number::Negative(inner) => {
            let inner = number(*inner);
            Box::new(move |fact| inner(fact)?.checked_neg().ok_or(EvalError::Overflow))
        }
        Number::Arithmetic(operation, operands) => {
            let [left, right] = (*operands).map(number);
            Box::new(move |fact| calculate(operation, left(fact)?, right(fact)?))
        }
        Number::Between(ends) => {
            let [from, to] = (*ends).map(day);
            Box::new(move |fact| Ok(i64::from(from(fact)?.days_until(to(fact)?))))
        }
        Number::If(condition, branches) => {
            let condition = compile(*condition);
            let [then, otherwise] = (*branches).map(number);
            Box::new(move |fact| if condition(fact)? { then(fact) } else { otherwise(fact) })
        }
    }
}

fn calculate(operation: Arithmetic, left: i64, right: i64) -> Result<i64, EvalError> {
    let result = match operation {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide | Arithmetic::Remainder if right == 0 => return Err(EvalError::DivisionByZero),
        Arithmetic::Divide => left.checked_div(right),
        Arithmetic::Remainder => left.checked_rem(right),
    };
    result.ok_or(EvalError::Overflow)
}

fn day(day_tree: Day) -> DayFn {
    match day_tree {
        Day::Literal(value) => Box::new(move |_| Ok(value)),
        Day::Field(field) => Box::new(move |fact| date_of(fact, field)),
        Day::If(condition, branches) => {
            let condition = compile(*condition);
            let [then, otherwise] = (*branches).map(day);
            Box::new(move |fact| if condition(fact)? { then(fact) } else { otherwise(fact) })
        }
    }
}

/// Where a text comes from. Not a closure, because its result borrows from the fact or from itself.
enum TextSource {
    Literal(Arc<str>),
    Field(usize),
    If(TestFn, Box<[TextSource; 2]>),
}

impl From<Text> for TextSource {
    fn from(text: Text) -> Self {
        match text {
            Text::Literal(value) => Self::Literal(value),
            Text::Field(field) => Self::Field(field),
            Text::If(condition, branches) => {
                Self::If(compile(*condition), Box::new((*branches).map(Self::from)))
            }
        }
    }
}

impl TextSource {
    fn of<'a>(&'a self, fact: &'a Fact) -> Result<&'a str, EvalError> {
        match self {
            Self::Literal(value) => Ok(value),
            Self::Field(field) => text_of(fact, *field),
            Self::If(condition, branches) => {
                let [then, otherwise] = branches.as_ref();
                if condition(fact)? { then.of(fact) } else { otherwise.of(fact) }
            }
        }
    }
}

fn bool_of(fact: &Fact, field: usize) -> Result<bool, EvalError> {
    match fact.get(field) {
        Value::Bool(value) => Ok(*value),
        _ => Err(EvalError::Fact),
    }
}

fn int_of(fact: &Fact, field: usize) -> Result<i64, EvalError> {
    fact.int(field).ok_or(EvalError::Fact)
}

fn date_of(fact: &Fact, field: usize) -> Result<Date, EvalError> {
    fact.date(field).ok_or(EvalError::Fact)
}

fn text_of(fact: &Fact, field: usize) -> Result<&str, EvalError> {
    match fact.get(field) {
        Value::Text(value) => Ok(value),
        _ => Err(EvalError::Fact),
    }
}
