//! Pure rules: no SQL, no clock.

mod fact;
mod record;
mod refused;
mod rules;
mod words;

pub use fact::{FIELDS, SCHEMA, fact, known_days};
pub use record::{Answer, Body, Consultation, ConsultationId, Part, PartId};
pub use refused::ConsultationRefused;
pub use rules::{due, remind_before, sort_at, to_open};
pub use words::{ConsultationKind, Direction, Position, SendMode};
