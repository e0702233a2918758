//! The words every other crate speaks: identifiers, dates and instants, money, actors and permissions,
//! facts, Vietnamese text. No input or output, no async, no clock of its own.
#![deny(missing_docs)]

mod acting;
mod agency;
mod fact;
mod id;
mod money;
mod page;
mod render;
mod text;
mod time;
pub mod vi;

pub use acting::{Acting, Forbidden, Permit, Permits, Role};
pub use agency::{AgencyIdentifier, AgencyIdentifierError};
pub use fact::{Fact, FactChange, FactSchema, FieldKind, FieldSpec, Value};
pub use id::{AccountId, AgencyId, DossierId, IdSource, PersonId, UnitId};
pub use money::Dong;
pub use page::{Cursor, Page};
pub use render::{FormInfo, Render, RenderError};
pub use text::{fold, sort_key};
pub use time::{Clock, Date, DateError, FixedClock, Instant, LocalTime, MINUTES_PER_DAY, SystemClock};
