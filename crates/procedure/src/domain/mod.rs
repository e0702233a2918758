//! The rules of procedures: types, the reader of packages, the checker, the drawing of processes. Pure: no
//! files, no clock, no database, no pages.
#![deny(missing_docs)]

mod checker;
mod code;
mod competence;
mod drawing;
mod finding;
mod finding_en;
mod finding_vi;
mod graph;
mod layout;
mod package;
mod package_case;
mod package_process;
mod paper_form;
mod procedure;
mod process;
mod reader;
mod sketch;
mod svg;
#[cfg(test)]
mod tests_support;
mod time_limit;
mod words;

pub use calendar::{Amount, Reading, Unit};
pub use checker::check;
pub use code::{CodeError, CodeReading, ProcedureCode};
pub use competence::{Competences, CompetencesError, CompetentBody};
pub use drawing::{Edge, Label, Lane, Layout, Node, NodeKind};
pub use finding::{Finding, FindingKind, Part, Severity, Shape, Wording};
pub use layout::layout;
pub use package::{MOST_BYTES, parse};
pub use paper_form::{PaperForm, PaperNeed, PaperStanding};
pub use procedure::{
    AnnouncementDecision, Case, Channel, Charge, Fee, LegalBasis, Online, OnlineLevel, OnlineScope, Price,
    Procedure, ProcedureResult, RequiredPaper, ScopeFrom, Stage, Terms,
};
pub use process::{END, InternalProcess, Step, StepRole, StepUnit, Transition, TransitionKind};
pub use sketch::Sketch;
pub use svg::to_svg;
pub use time_limit::TimeLimit;
pub(crate) use time_limit::amount;
pub use words::{AgencyLevel, Applicant, Mark, Sector, Word};
