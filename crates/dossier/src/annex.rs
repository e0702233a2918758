//! What contexts above hang on a dossier: a tab beside its page, and works of their own in the inbox. The dossier
//! knows only words, addresses and counts; `app` puts them into the office.

use kernel::DossierId;
use process::Work;
use store::{StoreError, Tx};

/// A page of another context about a dossier, reached by a tab on the dossier's page.
#[derive(Debug, Clone, Copy)]
pub struct Annex {
    /// Words of the tab.
    pub label: &'static str,
    /// Last part of the address below the dossier's, such as `buu-chinh`.
    pub slug: &'static str,
    /// Who sees the tab.
    pub permission: &'static str,
    /// How many things stand there.
    pub count: fn(&mut Tx<'_>, DossierId) -> Result<i64, StoreError>,
}

/// Works of another context in the common inbox.
#[derive(Debug, Clone, Copy)]
pub struct ForeignWork {
    /// Kind of subject, as [`Work`] names it.
    pub subject: &'static str,
    /// What stands in the column of the channel.
    pub label: &'static str,
    /// The page on which the work is done.
    pub href: fn(&Work) -> String,
}
