//! The web glue: the frame and components of every page, charts, built assets.

// Templates name this crate as other crates do (`web::icon("print")`).
extern crate self as web;

mod api;
mod app;
pub mod assets;
mod calendar;
pub mod chart;
mod components;
pub mod cookie;
mod download;
mod error;
mod error_page;
mod fields;
mod guard;
mod icon;
mod listings;
mod print;
mod routes;
mod rows;
mod sample;
mod server;
mod shell;
mod visit;

pub use api::{Json, Path, json_text};
pub use app::{
    App, CountWaiting, Extensions, Grant, Module, NAV_GROUPS, NavSpec, NoSessions, Sessions, Setup, SignedIn,
};
pub use calendar::{CalendarCell, CalendarDay, CalendarMonth};
pub use components::{Choice, Field, Pair, Problem, Tab, Tone};
pub use download::download;
pub use error::PageError;
pub use fields::{FieldErrors, Fields, Upload};
pub use icon::{icon, lattice, mark};
pub use listings::{EvidenceRow, Finding, JournalRow, PaperRow, SearchHit};
pub use routes::{Access, Route, Routes};
pub use rows::{
    Event, Formula, PlanCount, PlanGroup, PlanRow, QueueRow, StepRow, StepState, UnitRow, Urgency,
};
pub use sample::components_page;
pub use server::{router, routes};
pub use shell::{Crumb, Flash, FlashKind, NavGroup, NavItem, Shell, ShellUser};

/// The version shown in the footer.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

pub use visit::{Form, Visit};

/// The migrations of the tables that this crate owns.
pub const MIGRATIONS: &[store::Migration] = &[store::migration!(5, "reply", "../migrations/0005_reply.sql")];
