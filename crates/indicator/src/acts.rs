//! The acts on definitions: import, create, save a new version, retire, count anew. Texts never change; every act leaves
//! one journal entry.

mod create;
mod import;
mod retire;
mod save;

use kernel::{Forbidden, Permits};
use store::StoreError;

use crate::IndicatorError;

pub use create::{CreateDefinition, create_definition};
pub use import::{Imported, import};
pub use retire::{Recount, Retire, recount, retire};
pub use save::{SaveDefinition, Saved, save_definition};

/// May change definitions.
#[derive(Debug)]
pub struct Edit;

impl Permits for Edit {
    const CODE: &'static str = "indicator.edit";
}

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum IndicatorRefused {
    /// No indicator of this code is in use.
    #[error("no such indicator")]
    NotFound,
    /// The code is that of an indicator in use.
    #[error("the code is in use for `{title}`")]
    Taken {
        /// Title of the indicator that has it.
        title: String,
    },
    /// The definition says what the one in use says.
    #[error("the definition does not differ from the one in use")]
    Unchanged,
    /// The definition is not one that can be computed; by field.
    #[error("the definition has mistakes: {}", first(.0))]
    Invalid(Vec<formula::Problem>),
    /// A file that was to be imported has mistakes.
    #[error("the files have mistakes: {}", lines(.0))]
    Files(Vec<formula::DefinitionError>),
    /// The actor may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The engine cannot.
    #[error(transparent)]
    Engine(#[from] IndicatorError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn first(problems: &[formula::Problem]) -> String {
    problems.first().map(|problem| format!("{}: {}", problem.field, problem.english)).unwrap_or_default()
}

fn lines(errors: &[formula::DefinitionError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl From<IndicatorRefused> for web::PageError {
    fn from(refused: IndicatorRefused) -> Self {
        match refused {
            IndicatorRefused::NotFound => Self::NotFound,
            IndicatorRefused::Forbidden(forbidden) => forbidden.into(),
            IndicatorRefused::Engine(error) => error.into(),
            IndicatorRefused::Store(error) => error.into(),
            refused => Self::Refused(crate::labels::refused(&refused)),
        }
    }
}
