//! What a piece of work is, and what may be done with it. Pure.

mod refused;
mod routing;
mod work;

pub use refused::ProcessRefused;
pub use routing::{Candidate, Routed, choose};
pub use work::{Headline, Outcome, SortKey, Work};
