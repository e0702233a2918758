//! SQL for the tables of this context: procedures, versions, facts. No rule lives here.

mod facts;
mod list;
mod procedure;
mod proposal;
mod version;

pub(crate) use facts::{
    FactRow, facts_ended_on, facts_history, facts_page, facts_started_on, latest_fact, save_fact,
};
pub(crate) use list::{Facets, Search, count, facets, search};
pub use procedure::ProcedureRow;
pub(crate) use procedure::{all, by_code, by_id, current_key, insert, save, set_ended};
pub(crate) use proposal::{
    ProposalRow, delete_proposal, insert_proposal, proposal, proposal_package, proposals, save_proposal,
};
pub(crate) use version::{
    NewVersion, delete_draft, draft_of, insert_version, mark_published, mark_superseded, package,
    published_package, save_draft, versions_of,
};
pub use version::{VersionRow, VersionState};
