//! Figures that the outside world publishes: an index, a rank, a grade.

use formula::{Comparator, Decimal};

use super::promise::exceeds;
use super::{Grade, Promise, Status};

/// A published value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// A figure or a place in a ranking.
    Number(Decimal),
    /// A grade.
    Grade(Grade),
}

/// Why a text is no published value of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedProblem {
    /// A number is expected.
    Number,
    /// A place in a ranking is expected: a whole number from 1.
    Place,
    /// A grade is expected.
    Grade,
}

impl Published {
    /// Reads a value as the promise needs it.
    pub fn read(promise: &Promise, text: &str) -> Result<Self, PublishedProblem> {
        match promise {
            Promise::Grade(_) => Grade::parse(text).map(Self::Grade).ok_or(PublishedProblem::Grade),
            Promise::Steps(_) => {
                let place: i64 = text.trim().parse().map_err(|_| PublishedProblem::Place)?;
                if place < 1 {
                    return Err(PublishedProblem::Place);
                }
                Ok(Self::Number(Decimal::whole(place)))
            }
            Promise::Number(_) | Promise::Duty => {
                text.parse().map(Self::Number).map_err(|_| PublishedProblem::Number)
            }
        }
    }

    /// The words to store.
    pub fn write(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Grade(grade) => grade.word().to_owned(),
        }
    }
}

/// Whether the published value keeps the promise; `None` where what it is compared with is not published.
pub fn kept(promise: &Promise, value: Published, baseline: Option<Published>) -> Option<bool> {
    match (promise, value) {
        (Promise::Grade(wanted), Published::Grade(grade)) => Some(grade >= *wanted),
        (Promise::Steps(steps), Published::Number(place)) => match baseline? {
            // The first place is the best one.
            Published::Number(before) => Some(gained(before, place) >= scaled(*steps)),
            Published::Grade(_) => None,
        },
        (Promise::Number(comparator), Published::Number(number)) => Some(match comparator {
            Comparator::AtLeast(value) => !exceeds(*value, number),
            Comparator::AtMost(value) => !exceeds(number, *value),
            Comparator::Equal(value) => number == *value,
            Comparator::Between(lower, upper) => !exceeds(*lower, number) && !exceeds(number, *upper),
        }),
        _ => None,
    }
}

/// How many places were gained, in millionths.
fn gained(before: Decimal, now: Decimal) -> i128 {
    scaled(before) - scaled(now)
}

fn scaled(number: Decimal) -> i128 {
    let (units, one) = number.fraction();
    units * (1_000_000 / one)
}

/// How a published promise stands.
pub const fn publication_status(kept: Option<bool>) -> Status {
    match kept {
        Some(true) => Status::Met,
        Some(false) => Status::Missed,
        None => Status::AwaitsPublication,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values_keep_promises_or_not() {
        for (promise, value, baseline, expected) in [
            (("grade", "Tốt", ""), "Tốt", None, Some(true)),
            (("grade", "Tốt", ""), "Xuất sắc", None, Some(true)),
            (("grade", "Tốt", ""), "Khá", None, Some(false)),
            (("steps", "1", ""), "8", Some("9"), Some(true)),
            (("steps", "1", ""), "9", Some("9"), Some(false)),
            (("steps", "1", ""), "12", Some("9"), Some(false)),
            (("steps", "1", ""), "8", None, None),
            (("at_least", "85", ""), "85,5", None, Some(true)),
            (("at_least", "85", ""), "84,99", None, Some(false)),
            (("between", "1.5", "2"), "2", None, Some(true)),
            (("between", "1.5", "2"), "2,01", None, Some(false)),
            (("at_most", "10", ""), "7", None, Some(true)),
        ] {
            let promise = Promise::read(promise.0, promise.1, promise.2).unwrap();
            let read = |text| Published::read(&promise, text).unwrap();
            let found = kept(&promise, read(value), baseline.map(read));
            assert_eq!(found, expected, "{promise:?} {value} {baseline:?}");
        }
    }

    #[test]
    fn values_that_do_not_fit_the_promise_are_refused() {
        let steps = Promise::Steps(Decimal::whole(1));
        assert_eq!(Published::read(&steps, "0"), Err(PublishedProblem::Place));
        assert_eq!(Published::read(&steps, "bảy"), Err(PublishedProblem::Place));
        assert_eq!(Published::read(&Promise::Grade(Grade::Good), "9"), Err(PublishedProblem::Grade));
    }
}
