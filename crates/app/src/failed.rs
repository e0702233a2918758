//! Errors of several kinds on their way out of a transaction.

use indicator::IndicatorError;
use store::StoreError;

/// Any error.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct Failed(#[from] anyhow::Error);

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

impl From<IndicatorError> for Failed {
    fn from(error: IndicatorError) -> Self {
        Self(error.into())
    }
}
