//! The acts on procedures: import packages, write a draft, publish it, throw it away, end a procedure.
//! Published texts are never changed; every act leaves one journal entry.

pub mod draft;
pub mod end;
pub mod import;
pub mod propose;
pub mod publish;

use kernel::{Acting, Fact, FactChange, Forbidden, Permits, UnitId, Value};
use store::{StoreError, Tx};

use crate::domain::{Finding, Procedure};
use crate::{SCHEMA, store as rows};

/// May write drafts.
#[derive(Debug)]
pub struct Edit;

impl Permits for Edit {
    const CODE: &'static str = "procedure.edit";
}

/// May publish, end, import.
#[derive(Debug)]
pub struct Publish;

impl Permits for Publish {
    const CODE: &'static str = "procedure.publish";
}

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum ProcedureRefused {
    /// No such procedure.
    #[error("no such procedure")]
    NotFound,
    /// The code is that of another procedure or draft.
    #[error("code {code} is in use for {name}")]
    CodeTaken {
        /// The code.
        code: String,
        /// Who has it.
        name: String,
    },
    /// There is no draft.
    #[error("the procedure has no draft")]
    NoDraft,
    /// The package has errors.
    #[error("the package has errors: {}", first(.0))]
    Findings(Vec<Finding>),
    /// The package is of another procedure.
    #[error("the package carries code {found} instead of {expected}")]
    CodeDiffers {
        /// The procedure that is edited.
        expected: String,
        /// What the package says.
        found: String,
    },
    /// The agency has no such unit.
    #[error("procedure {code} names unit `{unit}`, which the agency does not have")]
    UnknownUnit {
        /// Code of the unit.
        unit: String,
        /// Code of the procedure.
        code: String,
    },
    /// The draft says what the published version says.
    #[error("the draft does not differ from the published version")]
    Unchanged,
    /// It would end before it begins.
    #[error("the procedure would end before it begins")]
    EndBeforeStart {
        /// When it begins.
        in_force_on: kernel::Date,
    },
    /// More text than a package can hold.
    #[error("the package is longer than {most} bytes")]
    TooLarge {
        /// The most.
        most: usize,
    },
    /// The actor may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Something broke.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn first(findings: &[Finding]) -> String {
    findings.iter().find(|finding| finding.is_error()).map(ToString::to_string).unwrap_or_default()
}

/// SHA-256 of a package, which the journal keeps.
fn digest(package: &str) -> String {
    use sha2::Digest as _;
    store::journal::hex(&sha2::Sha256::digest(package.as_bytes()))
}

/// The unit of the agency that a package names.
fn unit_of(tx: &mut Tx<'_>, acting: &Acting, procedure: &Procedure) -> Result<UnitId, ProcedureRefused> {
    let mut unit = identity::unit_by_code(tx, acting.agency, &procedure.unit)?;
    if unit.is_none() {
        // Packages write the codes of units as decisions do, in capitals; addresses write them small.
        unit = identity::unit_by_code(tx, acting.agency, &procedure.unit.to_lowercase())?;
    }
    unit.map(|unit| unit.id).ok_or_else(|| ProcedureRefused::UnknownUnit {
        unit: procedure.unit.clone(),
        code: procedure.code.to_string(),
    })
}

/// The fact of a published procedure. Its internal process is published where every case has one
/// (TT 01/2018/TT-VPCP, Đ.8).
fn fact_of(procedure: &Procedure, unit: UnitId) -> Fact {
    let published = !procedure.cases.is_empty()
        && procedure.cases.iter().all(|case| procedure.process_of(case).is_some());
    crate::fact(procedure, unit, published)
}

/// The same fact with another last day.
fn with_end(fact: &Fact, ended_on: Option<kernel::Date>) -> Fact {
    let mut fact = fact.clone();
    if let Some(place) = SCHEMA.index("ended_on")
        && let Some(value) = fact.0.get_mut(place)
    {
        *value = Value::from(ended_on);
    }
    fact
}

/// Keeps the new fact and tells who counts.
fn announce(
    tx: &mut Tx<'_>,
    acting: &Acting,
    procedure: i64,
    before: Option<Fact>,
    after: Fact,
) -> Result<(), StoreError> {
    let known_on = acting.at.date();
    rows::save_fact(tx, &rows::FactRow { agency: acting.agency, procedure, known_on, fact: &after })?;
    tx.announce(&FactChange {
        agency: acting.agency,
        subject: SCHEMA.subject,
        id: procedure,
        known_on,
        before,
        after: Some(after),
    })
}
