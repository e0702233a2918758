//! A predicate in Vietnamese words, from the labels of its fields: the panel "công thức bằng lời".

use kernel::{FactSchema, vi};

use crate::tree::{Affix, Arithmetic, Compare, Day, Number, Test, Text};

/// `test` in words.
pub(crate) fn test(schema: &FactSchema, test: &Test) -> String {
    Words { schema }.test(test)
}

struct Words<'a> {
    schema: &'a FactSchema,
}

impl Words<'_> {
    fn label(&self, field: usize) -> String {
        let label = self.schema.fields.get(field).map_or("?", |spec| spec.label);
        lower_first(label)
    }

    fn test(&self, test: &Test) -> String {
        match test {
            Test::Literal(true) => format!("mọi {}", self.schema.label),
            Test::Literal(false) => format!("không có {} nào", self.schema.label),
            Test::Field(field) => format!("có “{}”", self.label(*field)),
            Test::Has(field) => format!("đã có {}", self.label(*field)),
            Test::Not(inner) => self.negation(inner),
            Test::And(parts) => self.join(parts, " và "),
            Test::Or(parts) => self.join(parts, " hoặc "),
            Test::If(parts) => {
                let [condition, then, otherwise] = parts.as_ref();
                format!(
                    "nếu {} thì {}, nếu không thì {}",
                    self.test(condition),
                    self.test(then),
                    self.test(otherwise)
                )
            }
            Test::Alike(wanted, sides) => {
                let [left, right] = sides.as_ref();
                let verb = if *wanted { "cùng đúng hoặc cùng sai với" } else { "trái với" };
                format!("({}) {verb} ({})", self.test(left), self.test(right))
            }
            Test::Numbers(compare, left, right) => {
                format!("{} {} {}", self.number(left), number_verb(*compare), self.number(right))
            }
            Test::Days(compare, left, right) => {
                format!("{} {} {}", self.day(left), day_verb(*compare), self.day(right))
            }
            Test::Texts(compare, left, right) => {
                format!("{} {} {}", self.text(left), text_verb(*compare), self.text(right))
            }
            Test::NumberIn(item, list) => {
                format!("{} là {}", self.number(item), either(list.iter().map(|value| vi::number(*value))))
            }
            Test::DayIn(item, list) => {
                format!("{} là {}", self.day(item), either(list.iter().map(|value| vi::date(*value))))
            }
            Test::TextIn(item, list) => {
                format!("{} là {}", self.text(item), either(list.iter().map(|value| format!("“{value}”"))))
            }
            Test::Affix(affix, whole, part) => {
                let verb = match affix {
                    Affix::Start => "bắt đầu bằng",
                    Affix::End => "kết thúc bằng",
                    Affix::Inside => "có chứa",
                };
                format!("{} {verb} {}", self.text(whole), self.text(part))
            }
        }
    }

    fn negation(&self, inner: &Test) -> String {
        match inner {
            Test::Field(field) => format!("không có “{}”", self.label(*field)),
            Test::Has(field) => format!("chưa có {}", self.label(*field)),
            Test::Not(again) => self.test(again),
            other => format!("không phải ({})", self.test(other)),
        }
    }

    fn join(&self, parts: &[Test], word: &str) -> String {
        let part = |test: &Test| match test {
            Test::And(_) | Test::Or(_) | Test::If(_) => format!("({})", self.test(test)),
            other => self.test(other),
        };
        parts.iter().map(part).collect::<Vec<_>>().join(word)
    }

    fn number(&self, number: &Number) -> String {
        match number {
            Number::Literal(value) => vi::number(*value),
            Number::Field(field) => self.label(*field),
            Number::Negative(inner) => format!("−({})", self.number(inner)),
            Number::Arithmetic(operation, operands) => {
                let [left, right] = operands.as_ref();
                let sign = match operation {
                    Arithmetic::Add => "+",
                    Arithmetic::Subtract => "−",
                    Arithmetic::Multiply => "×",
                    Arithmetic::Divide => "chia lấy phần nguyên cho",
                    Arithmetic::Remainder => "chia lấy số dư cho",
                };
                format!("({} {sign} {})", self.number(left), self.number(right))
            }
            Number::Between(ends) => {
                let [from, to] = ends.as_ref();
                format!("số ngày từ {} đến {}", self.day(from), self.day(to))
            }
            Number::If(condition, branches) => {
                let [then, otherwise] = branches.as_ref();
                self.choice(condition, &self.number(then), &self.number(otherwise))
            }
        }
    }

    fn day(&self, day: &Day) -> String {
        match day {
            Day::Literal(value) => format!("ngày {}", vi::date(*value)),
            Day::Field(field) => self.label(*field),
            Day::If(condition, branches) => {
                let [then, otherwise] = branches.as_ref();
                self.choice(condition, &self.day(then), &self.day(otherwise))
            }
        }
    }

    fn text(&self, text: &Text) -> String {
        match text {
            Text::Literal(value) => format!("“{value}”"),
            Text::Field(field) => self.label(*field),
            Text::If(condition, branches) => {
                let [then, otherwise] = branches.as_ref();
                self.choice(condition, &self.text(then), &self.text(otherwise))
            }
        }
    }

    fn choice(&self, condition: &Test, then: &str, otherwise: &str) -> String {
        format!("(nếu {} thì {then}, nếu không thì {otherwise})", self.test(condition))
    }
}

const fn number_verb(compare: Compare) -> &'static str {
    match compare {
        Compare::Equal => "bằng",
        Compare::NotEqual => "khác",
        Compare::Less => "nhỏ hơn",
        Compare::AtMost => "không quá",
        Compare::Greater => "lớn hơn",
        Compare::AtLeast => "ít nhất là",
    }
}

const fn day_verb(compare: Compare) -> &'static str {
    match compare {
        Compare::Equal => "trùng với",
        Compare::NotEqual => "không trùng với",
        Compare::Less => "trước",
        Compare::AtMost => "không sau",
        Compare::Greater => "sau",
        Compare::AtLeast => "không trước",
    }
}

const fn text_verb(compare: Compare) -> &'static str {
    match compare {
        Compare::Equal => "là",
        Compare::NotEqual => "không phải là",
        Compare::Less => "đứng trước",
        Compare::AtMost => "không đứng sau",
        Compare::Greater => "đứng sau",
        Compare::AtLeast => "không đứng trước",
    }
}

/// `a`, `b` hoặc `c`.
fn either(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<String> = items.collect();
    let last = items.pop().unwrap_or_default();
    if items.is_empty() { last } else { format!("{} hoặc {last}", items.join(", ")) }
}

/// Lower-cases the first letter, unless the label starts with an abbreviation such as `TTHC`.
fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(_), Some(second)) if second.is_uppercase() => label.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(letters).collect(),
        (None, _) => String::new(),
    }
}
