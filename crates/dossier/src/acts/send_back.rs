//! Sending back to the step before, to be done again, with a reason.

use kernel::{Acting, DossierId};
use serde_json::json;
use store::Tx;

use super::MayWork;
use super::frame::{Case, moved, save};
use crate::domain::{Dossier, DossierRefused, require_open};
use crate::office::Office;

/// Sending back.
#[derive(Debug, Clone)]
pub struct SendBack {
    /// Why.
    pub reason: String,
}

/// Sends the step that the actor holds back to whoever did the step before.
pub fn send_back(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &SendBack),
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayWork>()?;
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let (work, acting) = case.held(tx, acting)?;
    let before = process::history(tx, id.get())?
        .into_iter()
        .rev()
        .find(|done| done.closed_at.is_some() && done.step != work.step)
        .ok_or(DossierRefused::NoStepBefore)?;
    let step = case.process()?.step(&before.step).ok_or(DossierRefused::NoStepBefore)?;
    let mut opening = case.opening(office, step, &case.dossier)?;
    opening.unit = before.unit;
    opening.account = before.account;
    let next = process::send_back(tx, &acting, &case.calendar, (&work, &cmd.reason), &opening)?;
    let mut detail = moved(&work, Some(&next));
    if let Some(object) = detail.as_object_mut() {
        object.insert("reason".to_owned(), json!(cmd.reason));
    }
    save(tx, &acting, "dossier.sent_back", (&case.dossier, &case.dossier), detail)?;
    Ok(case.dossier)
}
