//! Plans, targets and their verdicts. Pure: no database, no HTTP, no clock, no wording.

mod assess;
mod course;
mod milestone;
mod promise;
mod publication;
mod target;

pub use assess::{Assessed, Days, Status, assess, over_units};
pub use course::{Course, expected};
pub use milestone::{NEAR_DAYS, milestone_status};
pub use promise::{Grade, Promise, PromiseProblem};
pub use publication::{Published, PublishedProblem, kept, publication_status};
pub use target::{Binding, Group, Plan, Target, TargetId, TargetKind};
