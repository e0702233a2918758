//! What a target promises, and how the words for it are stored.

use formula::{Comparator, Decimal, Goal, Measure};

/// A grade of a published index, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Kém.
    Poor,
    /// Yếu.
    Weak,
    /// Trung bình.
    Average,
    /// Khá.
    Fair,
    /// Tốt.
    Good,
    /// Xuất sắc.
    Excellent,
}

impl Grade {
    /// All grades, best first.
    pub const ALL: [Self; 6] =
        [Self::Excellent, Self::Good, Self::Fair, Self::Average, Self::Weak, Self::Poor];

    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Excellent => "Xuất sắc",
            Self::Good => "Tốt",
            Self::Fair => "Khá",
            Self::Average => "Trung bình",
            Self::Weak => "Yếu",
            Self::Poor => "Kém",
        }
    }

    /// The grade of a word, however it is written.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = kernel::fold(text);
        Self::ALL.into_iter().find(|grade| kernel::fold(grade.word()) == folded)
    }
}

/// What is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// A figure that is compared.
    Number(Comparator),
    /// So many steps better in a ranking than in the baseline.
    Steps(Decimal),
    /// This grade or a better one.
    Grade(Grade),
    /// Something to be done.
    Duty,
}

/// Why stored or given words are no promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PromiseProblem {
    /// The value is no number with at most six decimals.
    #[error("not a number")]
    Number,
    /// The word is no grade.
    #[error("not a grade")]
    Grade,
    /// The comparator is unknown.
    #[error("unknown comparator")]
    Comparator,
    /// The upper value is not above the value.
    #[error("the upper value is below the value")]
    Order,
}

impl Promise {
    /// Reads the words under which a promise is stored.
    pub fn read(code: &str, value: &str, upper: &str) -> Result<Self, PromiseProblem> {
        let number = |text: &str| text.parse::<Decimal>().map_err(|_| PromiseProblem::Number);
        Ok(match code {
            "at_least" => Self::Number(Comparator::AtLeast(number(value)?)),
            "at_most" => Self::Number(Comparator::AtMost(number(value)?)),
            "equal" => Self::Number(Comparator::Equal(number(value)?)),
            "between" => {
                let (lower, upper) = (number(value)?, number(upper)?);
                if exceeds(lower, upper) {
                    return Err(PromiseProblem::Order);
                }
                Self::Number(Comparator::Between(lower, upper))
            }
            "steps" => Self::Steps(number(value)?),
            "grade" => Self::Grade(Grade::parse(value).ok_or(PromiseProblem::Grade)?),
            "duty" => Self::Duty,
            _ => return Err(PromiseProblem::Comparator),
        })
    }

    /// The words to store: code, value, upper value.
    pub fn write(&self) -> (&'static str, String, String) {
        match self {
            Self::Number(Comparator::AtLeast(value)) => ("at_least", value.to_string(), String::new()),
            Self::Number(Comparator::AtMost(value)) => ("at_most", value.to_string(), String::new()),
            Self::Number(Comparator::Equal(value)) => ("equal", value.to_string(), String::new()),
            Self::Number(Comparator::Between(lower, upper)) => {
                ("between", lower.to_string(), upper.to_string())
            }
            Self::Steps(steps) => ("steps", steps.to_string(), String::new()),
            Self::Grade(grade) => ("grade", grade.word().to_owned(), String::new()),
            Self::Duty => ("duty", String::new(), String::new()),
        }
    }

    /// The goal that a figure is held against, where the promise is one of figures.
    pub const fn goal(&self, measure: Measure) -> Option<Goal> {
        match self {
            Self::Number(comparator) => Some(Goal { measure, comparator: *comparator }),
            _ => None,
        }
    }
}

/// Whether `a` is greater than `b`, exactly.
pub(super) fn exceeds(a: Decimal, b: Decimal) -> bool {
    let ((a, a_one), (b, b_one)) = (a.fraction(), b.fraction());
    a * b_one > b * a_one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_come_back_as_they_were_stored() {
        for (code, value, upper) in [
            ("at_least", "80", ""),
            ("at_most", "5", ""),
            ("equal", "100", ""),
            ("between", "1.5", "2"),
            ("steps", "1", ""),
            ("grade", "Tốt", ""),
            ("duty", "", ""),
        ] {
            let promise = Promise::read(code, value, upper).unwrap();
            assert_eq!(promise.write(), (code, value.to_owned(), upper.to_owned()));
        }
    }

    #[test]
    fn what_is_no_promise_is_named() {
        for (code, value, upper, expected) in [
            ("at_least", "tám mươi", "", PromiseProblem::Number),
            ("between", "2", "1,5", PromiseProblem::Order),
            ("grade", "Tuyệt", "", PromiseProblem::Grade),
            ("about", "1", "", PromiseProblem::Comparator),
        ] {
            assert_eq!(Promise::read(code, value, upper), Err(expected), "{code} {value}");
        }
    }

    #[test]
    fn grades_are_read_however_they_are_written() {
        assert_eq!(Grade::parse("tốt"), Some(Grade::Good));
        assert_eq!(Grade::parse("XUAT SAC"), Some(Grade::Excellent));
        assert!(Grade::Good > Grade::Fair);
    }
}
