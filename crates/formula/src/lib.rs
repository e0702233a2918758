//! How work is counted: predicates over facts, ratios in exact arithmetic, indicators as data.
//!
//! A predicate is CEL text, parsed by the `cel` crate, checked against the schema of the facts it will see and
//! compiled once into closures over the fact's slots. What cannot be checked is refused on save, in Vietnamese,
//! with its place. The `cel` interpreter stays as the judge of the closures ([`fn@judge`]).
//!
//! The language: literals, `subject.field`, `== != < <= > >=`, `&& || !`, `? :`, `in [literals]`, `+ - * / %` on
//! whole numbers, `has(subject.field)`, `startsWith`, `endsWith`, `contains`, and two functions of our own:
//! `days(a, b)`, the days from one date to another, and `date("2022-01-31")`. Dates also compare with ISO texts.
//! A field that may be absent is used only where `has` has settled that it is there.
//!
//! Pure: no database, no HTTP, no clock, no files. Evaluating a predicate does not allocate.
#![deny(missing_docs)]

mod allowance;
mod checker;
mod closure;
mod decimal;
mod definition;
mod error;
mod field_set;
mod figure;
mod forecast;
mod goal;
mod guard;
mod indicator;
mod judge;
mod load;
mod predicate;
mod reader;
mod reason;
mod sample;
mod suggest;
mod syntax;
mod tree;
mod words;

#[cfg(test)]
mod tests;

pub use allowance::{Allowance, Shortfall, allowance, allowance_within, flip, shortfall};
pub use checker::Problem;
pub use decimal::{Decimal, DecimalError};
pub use definition::{Exclusion, IndicatorDefinition};
pub use error::{EvalError, FormulaError};
pub use field_set::FieldSet;
pub use figure::{Better, Figure, NOT_YET};
pub use forecast::{Forecast, Window, forecast};
pub use goal::{Comparator, Goal, Measure, Verdict, verdict};
pub use indicator::{CompiledIndicator, Delta, Deltas, Membership, UNDECIDABLE};
pub use judge::judge;
pub use load::{DefinitionError, load, load_all};
pub use predicate::{Predicate, Refusal, check, compile};
pub use reason::{Kind, Reason};
pub use sample::{sample_fact, sample_fields};
