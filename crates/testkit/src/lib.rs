//! The whole program in one process, for tests: a fresh database, a fixed clock, the real router, and a browser that
//! keeps cookies, follows redirects and fills real forms by their labels, so that forms and handlers cannot drift
//! apart. Everything here may stop the test it serves.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test helper stops the test and says why"
)]

mod app;
mod browser;
mod form;
mod http;
mod page;
mod sound;

pub use app::{AGENCY, DEMO_PASSWORD, TestApp, migrations};
pub use browser::{Attachment, Browser};
pub use http::{Answer, HttpClient, Server};
pub use page::Page;
