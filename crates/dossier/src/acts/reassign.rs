//! Giving the work to somebody else of the same unit and role, with a reason.

use kernel::{AccountId, Acting, DossierId, Role};
use serde_json::json;
use store::Tx;

use super::frame::{Case, moved, save};
use super::{MayAssign, MayWork};
use crate::domain::{DossierRefused, require_open};
use crate::office::Office;

/// A reassignment.
#[derive(Debug, Clone)]
pub struct Reassign {
    /// To whom.
    pub to: AccountId,
    /// Why.
    pub reason: String,
}

/// Gives the open work to another account. Whoever holds it may, and whoever may assign in the unit.
pub fn reassign(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &Reassign),
) -> Result<(), DossierRefused> {
    acting.permit::<MayWork>()?;
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let work = case.work.clone().ok_or(process::ProcessRefused::Closed)?;
    let heads = acting.permit::<MayAssign>().is_ok()
        && (acting.unit == Some(work.unit) || acting.roles.contains(&Role::Director));
    let acting = if heads { acting.clone() } else { case.held(tx, acting)?.1 };
    let next = process::reassign(tx, &acting, &work, cmd.to, &cmd.reason)?;
    let mut detail = moved(&work, Some(&next));
    if let Some(object) = detail.as_object_mut() {
        object.insert("reason".to_owned(), json!(cmd.reason));
    }
    save(tx, &acting, "dossier.reassigned", (&case.dossier, &case.dossier), detail)?;
    Ok(())
}
