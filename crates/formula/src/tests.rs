//! Tests of the engine as a whole: the language, the judge, indicator files, the shipped indicators.

mod counters;
mod definitions;
mod differential;
mod indicators;
mod language;
mod schema;
