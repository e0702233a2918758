//! The pages of this context, and what several of them need.

use std::sync::Arc;

use web::{PageError, Routes, Visit};

use crate::Engine;

pub(crate) fn routes() -> Routes {
    Routes::new()
}

/// The engine that the whole program shares.
pub(crate) fn engine(visit: &Visit) -> Result<Arc<Engine>, PageError> {
    visit.app.extension::<Arc<Engine>>().ok_or(PageError::NotFound)
}
