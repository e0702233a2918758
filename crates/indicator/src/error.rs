//! Why a figure cannot be given.

use store::StoreError;

/// Why a figure, a list of records or an export did not come about.
#[derive(Debug, thiserror::Error)]
pub enum IndicatorError {
    /// No indicator of this code is in use.
    #[error("there is no indicator `{0}`")]
    Unknown(String),
    /// The stored definition no longer fits the facts of this program.
    #[error("indicator `{code}` cannot be computed: {problem}")]
    Broken {
        /// Code of the indicator.
        code: String,
        /// What does not fit.
        problem: String,
    },
    /// No context offers facts of this subject.
    #[error("there are no facts of subject `{subject}`; known: {known}")]
    UnknownSubject {
        /// The subject asked for.
        subject: String,
        /// The subjects there are.
        known: String,
    },
    /// The place to write to fails.
    #[error("failed to write the export")]
    Write(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl IndicatorError {
    pub(crate) fn write(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Write(Box::new(cause))
    }
}

impl From<IndicatorError> for web::PageError {
    fn from(error: IndicatorError) -> Self {
        match error {
            IndicatorError::Unknown(_) | IndicatorError::UnknownSubject { .. } => Self::NotFound,
            IndicatorError::Store(error) => error.into(),
            IndicatorError::Broken { .. } => Self::Refused(crate::labels::BROKEN.to_owned()),
            error @ IndicatorError::Write(_) => Self::failure(error),
        }
    }
}
