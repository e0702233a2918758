//! The web glue: the frame and components of every page, charts, built assets.

// Templates name this crate as other crates do (`web::icon("print")`).
extern crate self as web;

pub mod assets;
pub mod chart;
mod components;
mod icon;
mod rows;
mod sample;
mod shell;

pub use components::{Choice, Field, Pair, Problem, Tab, Tone};
pub use icon::{icon, lattice, mark};
pub use rows::{Event, PlanCount, PlanGroup, PlanRow, QueueRow, StepRow, StepState, Urgency};
pub use sample::components_page;
pub use shell::{Crumb, Flash, FlashKind, NavGroup, NavItem, Shell, ShellUser};

/// The version shown in the footer.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
