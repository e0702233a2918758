//! From the parser's tree to the checked tree: gives every node a type, resolves fields, and refuses what the
//! language of predicates does not have.

use cel::common::ast::{Expr, IdedExpr, LiteralValue, SelectExpr, SourceInfo};
use kernel::{Date, FactSchema, FieldKind};

use crate::error::Fault;
use crate::field_set::{FieldSet, MAX_FIELDS};
use crate::reason::{Kind, Reason};
use crate::suggest::nearest;
use crate::syntax::parse;
use crate::tree::{Day, Number, Test, Text};

mod calls;

/// A checked predicate and the fields it names.
pub(crate) struct Reading {
    pub(crate) test: Test,
    pub(crate) reads: FieldSet,
}

/// Reads and checks `text` as a predicate over `schema`.
pub(crate) fn read(schema: &FactSchema, text: &str) -> Result<Reading, Fault> {
    if schema.fields.len() > MAX_FIELDS {
        return Err(Fault { at: 0, reason: Reason::WideSchema });
    }
    let (root, info) = parse(text)?;
    let mut reader = Reader { schema, info: &info, reads: FieldSet::EMPTY };
    match reader.value(&root, FieldSet::EMPTY)? {
        Typed::Test(test) => Ok(Reading { test, reads: reader.reads }),
        other => Err(Fault { at: reader.start(&root), reason: Reason::NotATest { found: other.kind() } }),
    }
}

enum Typed {
    Test(Test),
    Number(Number),
    Text(Text),
    Day(Day),
}

impl Typed {
    const fn kind(&self) -> Kind {
        match self {
            Self::Test(_) => Kind::Bool,
            Self::Number(_) => Kind::Int,
            Self::Text(_) => Kind::Text,
            Self::Day(_) => Kind::Date,
        }
    }
}

/// `known` in every method: the optional fields that are surely present where the node is evaluated.
struct Reader<'a> {
    schema: &'a FactSchema,
    info: &'a SourceInfo,
    reads: FieldSet,
}

impl Reader<'_> {
    /// Where the node stands: an operator's own place, a name's or literal's first character.
    fn at(&self, node: &IdedExpr) -> usize {
        self.info.offset_for(node.id).map_or(0, |(start, _)| start as usize)
    }

    /// The first character of the node with all its parts.
    fn start(&self, node: &IdedExpr) -> usize {
        let own = self.at(node);
        match &node.expr {
            Expr::Call(call) => {
                let own = self.name_before(own, &call.func_name);
                let parts = call.target.as_deref().into_iter().chain(&call.args);
                parts.map(|part| self.start(part)).fold(own, usize::min)
            }
            Expr::Select(select) => own.min(self.start(&select.operand)),
            _ => own,
        }
    }

    /// The parser places a call at its opening bracket; its name stands before.
    fn name_before(&self, bracket: usize, name: &str) -> usize {
        let before = self.info.source.get(..bracket).unwrap_or_default().trim_end();
        before.strip_suffix(name).map_or(bracket, str::len)
    }

    fn fault<T>(&self, node: &IdedExpr, reason: Reason) -> Result<T, Fault> {
        Err(Fault { at: self.at(node), reason })
    }

    fn unsupported<T>(&self, node: &IdedExpr, what: &'static str, english: &'static str) -> Result<T, Fault> {
        self.fault(node, Reason::Unsupported { what, english })
    }

    fn value(&mut self, node: &IdedExpr, known: FieldSet) -> Result<Typed, Fault> {
        match &node.expr {
            Expr::Literal(literal) => self.literal(node, literal),
            Expr::Ident(name) => self.name(node, name),
            Expr::Select(select) => self.field(node, select, known),
            Expr::Call(call) => self.call(node, call, known),
            Expr::List(_) => self.unsupported(node, "danh sách ngoài phép in", "lists except after `in`"),
            Expr::Comprehension(_) => self.unsupported(
                node,
                "phép lặp (all, exists, map, filter)",
                "comprehensions (all, exists, map, filter)",
            ),
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
                self.unsupported(node, "cấu trúc { … }", "maps and structs")
            }
        }
    }

    fn literal(&self, node: &IdedExpr, literal: &LiteralValue) -> Result<Typed, Fault> {
        match literal {
            LiteralValue::Boolean(value) => Ok(Typed::Test(Test::Literal(*value.inner()))),
            LiteralValue::Int(value) => Ok(Typed::Number(Number::Literal(*value.inner()))),
            LiteralValue::String(value) => Ok(Typed::Text(Text::Literal(value.inner().into()))),
            LiteralValue::Null => self.fault(node, Reason::Null),
            LiteralValue::Double(_) => {
                self.unsupported(node, "số thập phân, chỉ dùng số nguyên", "decimal numbers, only integers")
            }
            LiteralValue::UInt(_) => {
                self.unsupported(node, "số có đuôi u, chỉ viết số thường", "unsigned integers")
            }
            LiteralValue::Bytes(_) => self.unsupported(node, "dãy byte", "bytes"),
        }
    }

    fn name<T>(&self, node: &IdedExpr, name: &str) -> Result<T, Fault> {
        let subject = self.schema.subject;
        if name == subject {
            return self.fault(node, Reason::BareSubject { subject: subject.into() });
        }
        let fields = self.schema.fields.iter().map(|field| field.name);
        let field = nearest(name, fields).map(str::to_owned);
        self.fault(node, Reason::UnknownName { name: name.into(), subject: subject.into(), field })
    }

    fn index(&self, select: &SelectExpr) -> Result<usize, Fault> {
        match &select.operand.expr {
            Expr::Ident(name) if name == self.schema.subject => {}
            Expr::Ident(name) => return self.name(&select.operand, name),
            _ => return self.unsupported(&select.operand, "trường lồng trong trường", "fields of fields"),
        }
        self.schema.index(&select.field).ok_or_else(|| {
            let names = || self.schema.fields.iter().map(|field| field.name);
            let near = nearest(&select.field, names()).map(str::to_owned);
            let reason = Reason::UnknownField { name: select.field.clone(), near, fields: names().collect() };
            // `has(…)` is placed at its bracket, so its field is where the subject begins.
            Fault { at: self.start(&select.operand), reason }
        })
    }

    fn field(&mut self, node: &IdedExpr, select: &SelectExpr, known: FieldSet) -> Result<Typed, Fault> {
        let index = self.index(select)?;
        self.reads.insert(index);
        if select.test {
            return Ok(Typed::Test(Test::Has(index)));
        }
        let Some(spec) = self.schema.fields.get(index) else {
            return self.fault(node, Reason::WideSchema);
        };
        if spec.optional && !known.contains(index) {
            let reason = Reason::Unguarded { subject: self.schema.subject.into(), field: spec.name };
            return Err(Fault { at: self.start(node), reason });
        }
        Ok(match spec.kind {
            FieldKind::Bool => Typed::Test(Test::Field(index)),
            FieldKind::Int => Typed::Number(Number::Field(index)),
            FieldKind::Text => Typed::Text(Text::Field(index)),
            FieldKind::Date => Typed::Day(Day::Field(index)),
        })
    }

    fn test(&mut self, node: &IdedExpr, known: FieldSet) -> Result<Test, Fault> {
        match self.value(node, known)? {
            Typed::Test(test) => Ok(test),
            other => self.mismatch(node, Kind::Bool, &other),
        }
    }

    fn number(&mut self, node: &IdedExpr, known: FieldSet) -> Result<Number, Fault> {
        match self.value(node, known)? {
            Typed::Number(number) => Ok(number),
            other => self.mismatch(node, Kind::Int, &other),
        }
    }

    fn text(&mut self, node: &IdedExpr, known: FieldSet) -> Result<Text, Fault> {
        match self.value(node, known)? {
            Typed::Text(text) => Ok(text),
            other => self.mismatch(node, Kind::Text, &other),
        }
    }

    fn day(&mut self, node: &IdedExpr, known: FieldSet) -> Result<Day, Fault> {
        match self.value(node, known)? {
            Typed::Day(day) => Ok(day),
            Typed::Text(Text::Literal(text)) => self.parse_date(node, &text).map(Day::Literal),
            other => self.mismatch(node, Kind::Date, &other),
        }
    }

    fn mismatch<T>(&self, node: &IdedExpr, expected: Kind, found: &Typed) -> Result<T, Fault> {
        Err(Fault { at: self.start(node), reason: Reason::Expected { expected, found: found.kind() } })
    }

    fn parse_date(&self, node: &IdedExpr, text: &str) -> Result<Date, Fault> {
        text.parse()
            .map_err(|_| Fault { at: self.start(node), reason: Reason::BadDate { text: text.into() } })
    }
}
