//! Pure rules: no SQL, no clock.

mod fact;
mod order;
mod progress;
mod refused;
mod words;

pub use fact::{FIELDS, SCHEMA, fact, known_days};
pub use order::{Contact, HandOverList, Notice, Order, OrderId, PostalEvent, ReportedBy};
pub use progress::{moves, take_notice};
pub use refused::PostalRefused;
pub use words::{Leg, PostalForm, PostalState, Stage};
