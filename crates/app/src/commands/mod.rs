//! The commands: each reads its input, calls a context or an engine, and writes the result.

pub(crate) mod calendar;
pub(crate) mod check;
pub(crate) mod data;
pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod indicators;
pub(crate) mod journal;
pub(crate) mod plan;
pub(crate) mod serve;
pub(crate) mod simulate;
