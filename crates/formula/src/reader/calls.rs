//! Operators and functions: which there are, what they take, what they settle for the parts after them.

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};
use kernel::Date;

use super::{Reader, Typed};
use crate::error::Fault;
use crate::field_set::FieldSet;
use crate::guard::{present_if_false, present_if_true};
use crate::reason::{FUNCTIONS, Kind, Reason};
use crate::suggest::nearest;
use crate::tree::{Affix, Arithmetic, Compare, Day, Number, Test, Text};

const DAYS_USE: &str = "days(dossier.received_on, dossier.finished_on) <= 5";
const DATE_USE: &str = "date(\"2022-01-31\")";
const AFFIX_USE: &str = "dossier.procedure.startsWith(\"1.\")";

impl Reader<'_> {
    pub(super) fn call(&mut self, node: &IdedExpr, call: &CallExpr, known: FieldSet) -> Result<Typed, Fault> {
        if let Some(target) = &call.target {
            return self.method(node, call, target, known);
        }
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND, _) => self.chain(node, operators::LOGICAL_AND, known).map(Typed::Test),
            (operators::LOGICAL_OR, _) => self.chain(node, operators::LOGICAL_OR, known).map(Typed::Test),
            ("!_", [inner]) => Ok(Typed::Test(Test::Not(Box::new(self.test(inner, known)?)))),
            (operators::NEGATE, [inner]) => {
                Ok(Typed::Number(Number::Negative(Box::new(self.number(inner, known)?))))
            }
            (operators::CONDITIONAL, [condition, then, otherwise]) => {
                self.conditional(condition, then, otherwise, known)
            }
            (operators::IN, [item, list]) => self.membership(item, list, known).map(Typed::Test),
            ("days", [from, to]) => {
                let ends = [self.day(from, known)?, self.day(to, known)?];
                Ok(Typed::Number(Number::Between(Box::new(ends))))
            }
            ("days", _) => self.misuse(node, "days", DAYS_USE),
            ("date", [text]) => self.date_literal(node, text).map(|date| Typed::Day(Day::Literal(date))),
            ("date", _) => self.misuse(node, "date", DATE_USE),
            (operators::INDEX, _) => {
                self.unsupported(node, "dấu [ ] để lấy trường, hãy viết dossier.tên_trường", "indexing")
            }
            (name, [left, right]) if comparison(name).is_some() || arithmetic(name).is_some() => {
                self.binary(node, name, left, right, known)
            }
            (name, _) => self.unknown_function(node, name),
        }
    }

    fn binary(
        &mut self,
        node: &IdedExpr,
        name: &str,
        left: &IdedExpr,
        right: &IdedExpr,
        known: FieldSet,
    ) -> Result<Typed, Fault> {
        if let Some(operation) = arithmetic(name) {
            let operands = [self.number(left, known)?, self.number(right, known)?];
            return Ok(Typed::Number(Number::Arithmetic(operation, Box::new(operands))));
        }
        let compare = comparison(name).unwrap_or(Compare::Equal);
        let sides = (self.value(left, known)?, self.value(right, known)?);
        let test = match sides {
            (Typed::Number(a), Typed::Number(b)) => Test::Numbers(compare, a, b),
            (Typed::Text(a), Typed::Text(b)) => Test::Texts(compare, a, b),
            (Typed::Day(a), Typed::Day(b)) => Test::Days(compare, a, b),
            (Typed::Day(a), Typed::Text(Text::Literal(text))) => {
                Test::Days(compare, a, Day::Literal(self.parse_date(right, &text)?))
            }
            (Typed::Text(Text::Literal(text)), Typed::Day(b)) => {
                Test::Days(compare, Day::Literal(self.parse_date(left, &text)?), b)
            }
            (Typed::Test(a), Typed::Test(b)) => match compare {
                Compare::Equal => Test::Alike(true, Box::new([a, b])),
                Compare::NotEqual => Test::Alike(false, Box::new([a, b])),
                _ => return self.fault(node, Reason::NoOrder),
            },
            (a, b) => return self.fault(node, Reason::Incomparable { left: a.kind(), right: b.kind() }),
        };
        Ok(Typed::Test(test))
    }

    /// `a && b && …` or `a || b || …`: each part may rely on what the parts before it have settled.
    fn chain(&mut self, node: &IdedExpr, operator: &str, known: FieldSet) -> Result<Test, Fault> {
        let mut nodes = Vec::new();
        flatten(node, operator, &mut nodes);
        let conjunction = operator == operators::LOGICAL_AND;
        let (mut known, mut parts) = (known, Vec::with_capacity(nodes.len()));
        for part in nodes {
            let test = self.test(part, known)?;
            let settled = if conjunction { present_if_true(&test) } else { present_if_false(&test) };
            known = known.union(settled);
            parts.push(test);
        }
        Ok(if conjunction { Test::And(parts) } else { Test::Or(parts) })
    }

    fn conditional(
        &mut self,
        condition: &IdedExpr,
        then: &IdedExpr,
        otherwise: &IdedExpr,
        known: FieldSet,
    ) -> Result<Typed, Fault> {
        let test = self.test(condition, known)?;
        let yes = self.value(then, known.union(present_if_true(&test)))?;
        let no = self.value(otherwise, known.union(present_if_false(&test)))?;
        Ok(match (yes, no) {
            (Typed::Test(yes), Typed::Test(no)) => Typed::Test(Test::If(Box::new([test, yes, no]))),
            (Typed::Number(yes), Typed::Number(no)) => {
                Typed::Number(Number::If(Box::new(test), Box::new([yes, no])))
            }
            (Typed::Text(yes), Typed::Text(no)) => Typed::Text(Text::If(Box::new(test), Box::new([yes, no]))),
            (Typed::Day(yes), Typed::Day(no)) => Typed::Day(Day::If(Box::new(test), Box::new([yes, no]))),
            (yes, no) => {
                let reason = Reason::Expected { expected: yes.kind(), found: no.kind() };
                return Err(Fault { at: self.start(otherwise), reason });
            }
        })
    }

    fn membership(&mut self, item: &IdedExpr, list: &IdedExpr, known: FieldSet) -> Result<Test, Fault> {
        let Expr::List(list_expr) = &list.expr else {
            return Err(Fault { at: self.start(list), reason: Reason::NotConstant });
        };
        if list_expr.elements.is_empty() {
            return self.fault(list, Reason::EmptyList);
        }
        let elements = &list_expr.elements;
        match self.value(item, known)? {
            Typed::Number(number) => Ok(Test::NumberIn(
                number,
                self.constants(elements, |reader, node| match reader.value(node, FieldSet::EMPTY)? {
                    Typed::Number(Number::Literal(value)) => Ok(value),
                    other => reader.not_a_constant(node, Kind::Int, &other),
                })?,
            )),
            Typed::Text(text) => Ok(Test::TextIn(
                text,
                self.constants(elements, |reader, node| match reader.value(node, FieldSet::EMPTY)? {
                    Typed::Text(Text::Literal(value)) => Ok(value),
                    other => reader.not_a_constant(node, Kind::Text, &other),
                })?,
            )),
            Typed::Day(day) => Ok(Test::DayIn(
                day,
                self.constants(elements, |reader, node| match reader.value(node, FieldSet::EMPTY)? {
                    Typed::Day(Day::Literal(value)) => Ok(value),
                    Typed::Text(Text::Literal(text)) => reader.parse_date(node, &text),
                    other => reader.not_a_constant(node, Kind::Date, &other),
                })?,
            )),
            Typed::Test(_) => self.fault(list, Reason::Expected { expected: Kind::Text, found: Kind::Bool }),
        }
    }

    fn constants<T>(
        &mut self,
        nodes: &[IdedExpr],
        read: impl Fn(&mut Self, &IdedExpr) -> Result<T, Fault>,
    ) -> Result<Box<[T]>, Fault> {
        nodes.iter().map(|node| read(self, node)).collect()
    }

    fn not_a_constant<T>(&self, node: &IdedExpr, expected: Kind, found: &Typed) -> Result<T, Fault> {
        let reason = if found.kind() == expected {
            Reason::NotConstant
        } else {
            Reason::Expected { expected, found: found.kind() }
        };
        Err(Fault { at: self.start(node), reason })
    }

    fn method(
        &mut self,
        node: &IdedExpr,
        call: &CallExpr,
        target: &IdedExpr,
        known: FieldSet,
    ) -> Result<Typed, Fault> {
        let affix = match call.func_name.as_str() {
            "startsWith" => Affix::Start,
            "endsWith" => Affix::End,
            "contains" => Affix::Inside,
            "days" => return self.misuse(node, "days", DAYS_USE),
            name => return self.unknown_function(node, name),
        };
        let [part] = call.args.as_slice() else {
            return self.misuse(node, &call.func_name, AFFIX_USE);
        };
        let (whole, part) = (self.text(target, known)?, self.text(part, known)?);
        Ok(Typed::Test(Test::Affix(affix, whole, part)))
    }

    fn date_literal(&self, node: &IdedExpr, text: &IdedExpr) -> Result<Date, Fault> {
        match &text.expr {
            Expr::Literal(LiteralValue::String(value)) => self.parse_date(text, value.inner()),
            _ => self.misuse(node, "date", DATE_USE),
        }
    }

    fn unknown_function<T>(&self, node: &IdedExpr, name: &str) -> Result<T, Fault> {
        if ["startsWith", "endsWith", "contains"].contains(&name) {
            return self.misuse(node, name, AFFIX_USE);
        }
        let near = nearest(name, FUNCTIONS.into_iter());
        let at = self.name_before(self.at(node), name);
        Err(Fault { at, reason: Reason::UnknownFunction { name: name.into(), near } })
    }

    fn misuse<T>(&self, node: &IdedExpr, name: &str, example: &'static str) -> Result<T, Fault> {
        Err(Fault { at: self.name_before(self.at(node), name), reason: Reason::Usage { example } })
    }
}

fn flatten<'n>(node: &'n IdedExpr, operator: &str, into: &mut Vec<&'n IdedExpr>) {
    match &node.expr {
        Expr::Call(call) if call.func_name == operator && call.target.is_none() => {
            for part in &call.args {
                flatten(part, operator, into);
            }
        }
        _ => into.push(node),
    }
}

fn comparison(name: &str) -> Option<Compare> {
    Some(match name {
        operators::EQUALS => Compare::Equal,
        operators::NOT_EQUALS => Compare::NotEqual,
        operators::LESS => Compare::Less,
        operators::LESS_EQUALS => Compare::AtMost,
        operators::GREATER => Compare::Greater,
        operators::GREATER_EQUALS => Compare::AtLeast,
        _ => return None,
    })
}

fn arithmetic(name: &str) -> Option<Arithmetic> {
    Some(match name {
        operators::ADD => Arithmetic::Add,
        operators::SUBSTRACT => Arithmetic::Subtract,
        operators::MULTIPLY => Arithmetic::Multiply,
        operators::DIVIDE => Arithmetic::Divide,
        operators::MODULO => Arithmetic::Remainder,
        _ => return None,
    })
}
