//! Tests of the whole program.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops and says why"
)]

mod crash;
mod matrix;
mod rig;
mod sql;
