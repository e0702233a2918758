//! The SQL of this context.

mod plan;
mod state;

pub(crate) use plan::{
    NewTarget, by_slug, groups, insert_group, insert_plan, insert_target, known, list, save_responsible,
    targets,
};
pub use state::{DocumentRow, MilestoneEvent, PublicationRow};
pub(crate) use state::{
    NewDocument, NewPublication, document, documents, insert_document, insert_milestone_event,
    insert_publication, milestone_events, publications,
};
