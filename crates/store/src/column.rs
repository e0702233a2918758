//! What crosses the border to a database: text, whole numbers, booleans, bytes, reals; nothing else.

use std::borrow::Cow;
use std::sync::Arc;

use kernel::{AccountId, AgencyId, Date, Dong, DossierId, Instant, PersonId, UnitId};

use crate::StoreError;

/// A value on its way to the database.
#[derive(Debug, Clone, PartialEq)]
pub enum Param<'a> {
    /// SQL null.
    Null,
    /// `bigint`.
    Int(i64),
    /// `text`.
    Text(Cow<'a, str>),
    /// `boolean`.
    Bool(bool),
    /// `bytea`, `blob`.
    Bytes(Cow<'a, [u8]>),
    /// `double precision`.
    Real(f64),
}

/// Types that can be bound to a statement.
pub trait ToParam {
    /// The value to bind.
    fn to_param(&self) -> Param<'_>;
}

/// A value as read from a row.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// SQL null.
    Null,
    /// A whole number (also SQLite's booleans).
    Int(i64),
    /// Text.
    Text(&'a str),
    /// A boolean.
    Bool(bool),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A real.
    Real(f64),
}

/// Types that can be read from a column.
pub trait FromColumn: Sized {
    /// The value, or `None` where the column holds something else.
    fn from_column(column: Column<'_>) -> Option<Self>;
}

macro_rules! stored {
    ($($type:ty => |$value:ident| $param:expr, |$column:ident| $read:expr;)*) => {$(
        impl ToParam for $type {
            fn to_param(&self) -> Param<'_> {
                let $value = self;
                $param
            }
        }
        impl FromColumn for $type {
            fn from_column($column: Column<'_>) -> Option<Self> {
                $read
            }
        }
    )*};
}

fn int(column: Column<'_>) -> Option<i64> {
    match column {
        Column::Int(value) => Some(value),
        _ => None,
    }
}

fn text(column: Column<'_>) -> Option<&str> {
    match column {
        Column::Text(value) => Some(value),
        _ => None,
    }
}

stored! {
    i64 => |v| Param::Int(*v), |c| int(c);
    i32 => |v| Param::Int(i64::from(*v)), |c| int(c)?.try_into().ok();
    u32 => |v| Param::Int(i64::from(*v)), |c| int(c)?.try_into().ok();
    u8 => |v| Param::Int(i64::from(*v)), |c| int(c)?.try_into().ok();
    bool => |v| Param::Bool(*v), |c| match c { Column::Bool(b) => Some(b), Column::Int(i) => Some(i != 0), _ => None };
    f64 => |v| Param::Real(*v), |c| match c { Column::Real(r) => Some(r), Column::Int(i) => Some(i as f64), _ => None };
    String => |v| Param::Text(Cow::Borrowed(v)), |c| text(c).map(str::to_owned);
    Arc<str> => |v| Param::Text(Cow::Borrowed(v)), |c| text(c).map(Into::into);
    Vec<u8> => |v| Param::Bytes(Cow::Borrowed(v)), |c| match c { Column::Bytes(b) => Some(b.to_vec()), _ => None };
    Date => |v| Param::Text(Cow::Owned(v.to_string())), |c| text(c)?.parse().ok();
    Instant => |v| Param::Int(v.millis()), |c| int(c).map(Instant::from_millis);
    Dong => |v| Param::Int(v.0), |c| int(c).map(Dong);
    AgencyId => |v| Param::Int(v.0), |c| int(c).map(Self);
    UnitId => |v| Param::Int(v.0), |c| int(c).map(Self);
    AccountId => |v| Param::Int(v.0), |c| int(c).map(Self);
    PersonId => |v| Param::Int(v.0), |c| int(c).map(Self);
    DossierId => |v| Param::Int(v.0), |c| int(c).map(Self);
}

/// Lets an id newtype of a context be bound and read.
#[macro_export]
macro_rules! stored_id {
    ($($type:ty),*) => {$(
        impl $crate::ToParam for $type {
            fn to_param(&self) -> $crate::Param<'_> {
                $crate::Param::Int(self.0)
            }
        }
        impl $crate::FromColumn for $type {
            fn from_column(column: $crate::__Column<'_>) -> Option<Self> {
                <i64 as $crate::FromColumn>::from_column(column).map(Self)
            }
        }
    )*};
}

impl ToParam for str {
    fn to_param(&self) -> Param<'_> {
        Param::Text(Cow::Borrowed(self))
    }
}

impl ToParam for [u8] {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(Cow::Borrowed(self))
    }
}

impl<const N: usize> ToParam for [u8; N] {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(Cow::Borrowed(self))
    }
}

impl ToParam for serde_json::Value {
    fn to_param(&self) -> Param<'_> {
        Param::Text(Cow::Owned(self.to_string()))
    }
}

impl FromColumn for serde_json::Value {
    fn from_column(column: Column<'_>) -> Option<Self> {
        serde_json::from_str(text(column)?).ok()
    }
}

impl ToParam for Param<'_> {
    fn to_param(&self) -> Param<'_> {
        self.clone()
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, ToParam::to_param)
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(column: Column<'_>) -> Option<Self> {
        match column {
            Column::Null => Some(None),
            column => T::from_column(column).map(Some),
        }
    }
}

/// One row of a result.
#[derive(Debug)]
pub struct Row<'a>(pub(crate) Inner<'a>);

#[derive(Debug)]
pub(crate) enum Inner<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The value of column `name`. A value that does not fit the type is [`StoreError::Corrupt`].
    pub fn get<T: FromColumn>(&self, name: &'static str) -> Result<T, StoreError> {
        let column = match &self.0 {
            Inner::Sqlite(row) => sqlite_column(row.get_ref(name)?),
            Inner::Postgres(row) => {
                let place = row.columns().iter().position(|column| column.name() == name);
                match place {
                    Some(place) => postgres_column(row, place)?,
                    None => None,
                }
            }
        };
        column.and_then(T::from_column).ok_or(StoreError::Corrupt { column: name.to_owned() })
    }

    /// The value of column number `place`.
    pub fn at<T: FromColumn>(&self, place: usize) -> Result<T, StoreError> {
        let column = match &self.0 {
            Inner::Sqlite(row) => sqlite_column(row.get_ref(place)?),
            Inner::Postgres(row) => postgres_column(row, place)?,
        };
        column.and_then(T::from_column).ok_or_else(|| StoreError::Corrupt { column: place.to_string() })
    }

    /// The raw value of column number `place`, for copying rows that nobody interprets.
    pub(crate) fn raw(&self, place: usize) -> Result<Param<'static>, StoreError> {
        let column = match &self.0 {
            Inner::Sqlite(row) => sqlite_column(row.get_ref(place)?),
            Inner::Postgres(row) => postgres_column(row, place)?,
        };
        Ok(match column.ok_or_else(|| StoreError::Corrupt { column: place.to_string() })? {
            Column::Null => Param::Null,
            Column::Int(value) => Param::Int(value),
            Column::Text(value) => Param::Text(Cow::Owned(value.to_owned())),
            Column::Bool(value) => Param::Bool(value),
            Column::Bytes(value) => Param::Bytes(Cow::Owned(value.to_owned())),
            Column::Real(value) => Param::Real(value),
        })
    }
}

fn sqlite_column(value: rusqlite::types::ValueRef<'_>) -> Option<Column<'_>> {
    use rusqlite::types::ValueRef;
    Some(match value {
        ValueRef::Null => Column::Null,
        ValueRef::Integer(value) => Column::Int(value),
        ValueRef::Real(value) => Column::Real(value),
        ValueRef::Text(value) => Column::Text(std::str::from_utf8(value).ok()?),
        ValueRef::Blob(value) => Column::Bytes(value),
    })
}

fn postgres_column(row: &postgres::Row, place: usize) -> Result<Option<Column<'_>>, StoreError> {
    use postgres::types::Type;
    let Some(column) = row.columns().get(place) else { return Ok(None) };
    let kind = column.type_();
    let read = match *kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(place)?.map(Column::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(place)?.map(|value| Column::Int(i64::from(value))),
        Type::BOOL => row.try_get::<_, Option<bool>>(place)?.map(Column::Bool),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(place)?.map(Column::Real),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(place)?.map(Column::Bytes),
        Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR => {
            row.try_get::<_, Option<&str>>(place)?.map(Column::Text)
        }
        _ => return Ok(None),
    };
    Ok(Some(read.unwrap_or(Column::Null)))
}
