//! What can be done to a plan: bring it in, complete and open its milestones, record what others published, say which
//! unit is responsible. One journal entry each.

mod import;
mod milestone;
mod publication;
mod responsible;

pub use import::{Imported, import};
pub use milestone::{Complete, Reopen, complete_milestone, reopen_milestone};
pub use publication::{RecordPublication, record_publication};
pub use responsible::{SetResponsible, set_responsible};

use citation::PlanFileError;
use kernel::{AgencyId, Forbidden, Permits};
use store::{StoreError, Tx};

use crate::domain::{Plan, PublishedProblem, Target, TargetId};
use crate::store::{self as rows, DocumentRow, NewDocument};

/// Permission to change plans and what belongs to them.
#[derive(Debug)]
pub struct Edit;

impl Permits for Edit {
    const CODE: &'static str = "plan.edit";
}

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum PlanRefused {
    /// The text is no sound plan; every finding is named with its line.
    #[error(transparent)]
    File(#[from] PlanFileError),
    /// The text names units that the agency does not have.
    #[error("{}", .0.join("; "))]
    Units(Vec<String>),
    /// A promise of the text cannot be stored.
    #[error("target {0}: the promise is not understood")]
    Promise(String),
    /// The plan is there already, brought in from another text.
    #[error("plan {0} was brought in from another text")]
    OtherText(String),
    /// There is no such plan or target.
    #[error("no such target")]
    NotFound,
    /// The target is not of the kind that this act is about: what the program counts is never typed in.
    #[error("the target is not bound so")]
    NotBoundSo,
    /// Without its document nothing is recorded.
    #[error("the document is missing")]
    NoDocument,
    /// Without a reason a milestone is not opened again.
    #[error("the reason is missing")]
    NoReason,
    /// The milestone is completed already.
    #[error("completed already")]
    Completed,
    /// The milestone is open.
    #[error("open already")]
    Open,
    /// The day lies in the future.
    #[error("the day has not come yet")]
    Future,
    /// The value does not fit the promise.
    #[error("the value does not fit")]
    Value(PublishedProblem),
    /// The period is neither that of the target nor that of its baseline.
    #[error("the period does not fit")]
    Period,
    /// The unit is unknown.
    #[error("no such unit")]
    NoUnit,
    /// The actor may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A file that is in the file store already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// SHA-256 of its content.
    pub hash: String,
    /// Name of the file.
    pub name: String,
    /// Type of the content.
    pub mime: String,
    /// Size.
    pub n_bytes: i64,
}

/// A target by the names in its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// The plan's name in addresses.
    pub plan: String,
    /// The clause.
    pub clause: String,
}

fn find(tx: &mut Tx<'_>, agency: AgencyId, at: &At) -> Result<(Plan, Target), PlanRefused> {
    let plan = rows::by_slug(tx, agency, &at.plan)?.ok_or(PlanRefused::NotFound)?;
    let target = rows::targets(tx, plan.id)?.into_iter().find(|target| target.clause == at.clause);
    Ok((plan, target.ok_or(PlanRefused::NotFound)?))
}

/// Stores the documents of an event or publication.
fn attach(
    tx: &mut Tx<'_>,
    (target, owner): (TargetId, i64),
    files: &[Attached],
    at: kernel::Instant,
) -> Result<Vec<String>, StoreError> {
    let mut hashes = Vec::new();
    for file in files {
        let document = DocumentRow {
            id: tx.next_id(at),
            owner,
            hash: file.hash.clone(),
            name: file.name.clone(),
            mime: file.mime.clone(),
            n_bytes: file.n_bytes,
        };
        rows::insert_document(tx, &NewDocument { target, document: &document })?;
        hashes.push(document.hash);
    }
    Ok(hashes)
}
