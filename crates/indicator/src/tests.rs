//! Tests that need a database.

mod acts;
mod export;
mod fake;

mod property;
mod recount;
