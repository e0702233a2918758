//! What acts on dossiers need besides the database: the calendars and the catalogue of procedures.

use procedure::Catalogue;
use process::Calendars;

use crate::annex::{Annex, ForeignWork};

/// Calendars and procedures, in memory; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Office {
    /// The agency's calendars.
    pub calendars: Calendars,
    /// The procedures.
    pub catalogue: Catalogue,
    /// Prefix of dossier codes: the agency's identifier, such as `H31.12`.
    pub code_prefix: String,
    /// Address of the public look-up that receipts name; empty where there is none.
    pub lookup: String,
    /// Codes of the units that steps name: desk, office, leadership.
    pub places: Places,
    /// Tabs of other contexts on the page of a dossier.
    pub annexes: Vec<Annex>,
    /// Kinds of work of other contexts in the inbox.
    pub foreign: Vec<ForeignWork>,
}

/// The units in which the steps outside the competent division are done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Places {
    /// Bộ phận Một cửa.
    pub desk: Option<kernel::UnitId>,
    /// Văn phòng Sở.
    pub office: Option<kernel::UnitId>,
    /// Ban Giám đốc.
    pub leadership: Option<kernel::UnitId>,
}
