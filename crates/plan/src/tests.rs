//! Tests that need a database, on each database at hand.

mod acts;
mod office;
mod pages;
mod reading;
