//! Handing the result to the applicant (NĐ 61/2018/NĐ-CP, Đ.20).

use kernel::{Acting, DossierId};
use process::Outcome;
use serde_json::json;
use store::Tx;

use super::MayReturn;
use super::frame::{Case, save};
use crate::domain::{Dossier, DossierRefused, PublicStatus};
use crate::office::Office;

/// A result handed out.
#[derive(Debug, Clone, Default)]
pub struct ReturnResult {
    /// Who received it; empty for the applicant.
    pub receiver: String,
}

/// Hands out the result.
pub fn return_result(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &ReturnResult),
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayReturn>()?;
    let case = Case::load(tx, office, id)?;
    let before = &case.dossier;
    if PublicStatus::of(before) != PublicStatus::Finished {
        return Err(DossierRefused::WrongState(PublicStatus::of(before)));
    }
    if before.owes() {
        return Err(DossierRefused::PaymentDue);
    }
    let work = case.work.clone().ok_or(process::ProcessRefused::Closed)?;
    if acting.at < work.opened_at {
        return Err(DossierRefused::TooEarly(work.opened_at));
    }
    let mut after = before.clone();
    after.returned_at = after.returned_at.or(Some(acting.at));
    process::close(tx, acting, &work, Outcome::Finished, None)?;
    save(
        tx,
        acting,
        "dossier.returned",
        (before, &after),
        json!({ "step": work.step, "receiver": cmd.receiver }),
    )?;
    Ok(after)
}
