//! Tests that need a database.

mod acts;
mod export;
mod fake;
mod pages;

mod property;
mod recount;
