//! The shell: puts the contexts together into one program. No rules live here.

mod agencies;
pub mod cli;
mod clock;
mod commands;
mod console;
mod dispatch;
mod failed;
mod health;
mod modules;
mod openapi;
mod program;
mod serve;
pub mod story;
mod words;
mod workers;

pub use dispatch::run;
pub use modules::modules;
pub use program::{Program, migrations};
