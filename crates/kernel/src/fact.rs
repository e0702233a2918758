//! Facts: one flat, typed record per subject, which indicators count. A context publishes a schema and keeps
//! its facts; the indicator engine knows nothing else of the context.

use std::sync::Arc;

use serde::Serialize;

use crate::{AgencyId, Date};

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// Text.
    Text,
    /// A civil date.
    Date,
}

/// One field of a schema.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct FieldSpec {
    /// Name in predicates, such as `finished_on`.
    pub name: &'static str,
    /// Type.
    pub kind: FieldKind,
    /// Whether the field may be absent.
    pub optional: bool,
    /// Vietnamese label.
    pub label: &'static str,
    /// What it means, in a Vietnamese sentence.
    pub meaning: &'static str,
}

/// The fields of the facts of one subject.
#[derive(Debug, Serialize)]
pub struct FactSchema {
    /// The subject's name, also the variable in predicates: `dossier`.
    pub subject: &'static str,
    /// Vietnamese name: `hồ sơ`.
    pub label: &'static str,
    /// The fields; a fact's values stand in this order.
    pub fields: &'static [FieldSpec],
}

impl FactSchema {
    /// The place of field `name`.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Absent.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text.
    Text(Arc<str>),
    /// A civil date.
    Date(Date),
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

impl From<Arc<str>> for Value {
    fn from(value: Arc<str>) -> Self {
        Self::Text(value)
    }
}

impl From<Date> for Value {
    fn from(value: Date) -> Self {
        Self::Date(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The values of one subject's fact, in the order of its schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact(pub Box<[Value]>);

impl Fact {
    /// The value of field number `index`; [`Value::Null`] outside the schema.
    pub fn get(&self, index: usize) -> &Value {
        self.0.get(index).unwrap_or(&Value::Null)
    }

    /// The date in field number `index`, if there is one.
    pub fn date(&self, index: usize) -> Option<Date> {
        match self.get(index) {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The number in field number `index`, if there is one.
    pub fn int(&self, index: usize) -> Option<i64> {
        match self.get(index) {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }
}

/// What an act did to one subject. Announced in the act's transaction.
#[derive(Debug, Clone)]
pub struct FactChange {
    /// The agency that owns the subject.
    pub agency: AgencyId,
    /// The subject's schema name.
    pub subject: &'static str,
    /// The subject's id.
    pub id: i64,
    /// The civil date on which the act happened: from when on the change is known.
    pub known_on: Date,
    /// The fact before, `None` where the act made the subject.
    pub before: Option<Fact>,
    /// The fact after, `None` where the act removed the subject.
    pub after: Option<Fact>,
}
