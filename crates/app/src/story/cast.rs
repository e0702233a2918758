//! What the story needs of the program: the office and the rights of each role.

use std::collections::BTreeSet;
use std::sync::Arc;

use dossier::Office;
use kernel::Role;

use super::Rights;

/// The office and the rights that the modules grant.
#[derive(Debug, Clone)]
pub struct Cast {
    /// Calendars and procedures.
    pub office: Office,
    pub(crate) rights: Rights,
}

impl Cast {
    /// From the modules' grants.
    pub fn new(office: Office, modules: &[web::Module]) -> Self {
        let mut rights = Rights::new();
        for grant in modules.iter().flat_map(|module| module.grants) {
            for role in grant.roles {
                rights.entry(*role).or_default().insert(grant.permission);
            }
        }
        Self { office, rights }
    }

    /// What somebody with `roles` may do.
    pub(crate) fn permissions(&self, roles: &BTreeSet<Role>) -> Arc<BTreeSet<&'static str>> {
        Arc::new(roles.iter().filter_map(|role| self.rights.get(role)).flatten().copied().collect())
    }
}
