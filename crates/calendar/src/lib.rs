//! When is it due? Working days and hours, public holidays, days off in lieu and make-up days as data;
//! both readings of the law, pauses, extensions, restarts; and for every answer a trace in Vietnamese.
//!
//! Pure: no clock, no files, no database. A [`WorkCalendar`] is an agency's week and its days off; a [`Term`]
//! is what has to be counted; [`WorkCalendar::due`] answers without allocating, [`WorkCalendar::trace`]
//! explains the same answer. [`clock`] keeps the statutory and the national-index clock of a dossier apart.
#![deny(missing_docs)]

pub mod clock;
pub mod csv;
pub mod holidays;
pub mod lunar;
pub mod rules;
pub mod statutory;

mod amount;
mod due;
mod grid;
mod limits;
mod pause;
mod ruler;
mod timeliness;
mod trace;
mod week;
mod words;
mod work_calendar;

pub use amount::{Amount, AmountError, Unit};
pub use due::{Due, Term};
pub use holidays::HolidayBook;
pub use limits::{Limit, Reading, Stage, TimeLimits};
pub use pause::{Pause, PauseError, Pauses};
pub use ruler::{Mark, Ruler, RulerDay, RulerInput};
pub use timeliness::Timeliness;
pub use trace::Trace;
pub use week::{Session, SessionError, WorkWeek};
pub use words::{TimeLeft, WorkSpan};
pub use work_calendar::WorkCalendar;
