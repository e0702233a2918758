//! What acts on orders need besides the database.

use std::sync::Arc;

use dossier::Office;

use crate::Carrier;

/// The dossiers' office, the carrier's driver where there is one, and what the carrier promises. Cheap to clone.
#[derive(Clone)]
pub struct Postal {
    /// Calendars and procedures.
    pub office: Office,
    /// Who carries; `None`: clerks enter what they hear.
    pub carrier: Option<Arc<dyn Carrier>>,
    /// Working days in which the carrier promises to bring an order home.
    pub promise_days: u16,
}

impl std::fmt::Debug for Postal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let carrier = self.carrier.as_ref().map(|carrier| carrier.code());
        f.debug_struct("Postal").field("carrier", &carrier).finish_non_exhaustive()
    }
}

impl Postal {
    /// Three working days, which is what the contract of the public service usually says within a province.
    pub const PROMISE_DAYS: u16 = 3;

    /// Without a carrier's driver.
    pub const fn new(office: Office) -> Self {
        Self { office, carrier: None, promise_days: Self::PROMISE_DAYS }
    }

    /// With a driver.
    #[must_use]
    pub fn with_carrier(mut self, carrier: Arc<dyn Carrier>) -> Self {
        self.carrier = Some(carrier);
        self
    }
}
