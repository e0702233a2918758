//! Handing over to the next step: from the counter, proposing, approving, issuing. What it is called follows from
//! the role of the step that is left (NĐ 61/2018/NĐ-CP, Đ.18, 19).

use kernel::{AccountId, Acting, DossierId, Role};
use serde_json::json;
use store::Tx;

use super::MayWork;
use super::frame::{Case, moved, next_step, save};
use crate::domain::{Dossier, DossierRefused, End, end, require_open, sort_key};
use crate::office::Office;

/// A hand-over.
#[derive(Debug, Clone, Default)]
pub struct HandOver {
    /// Who gets it; `None`: by rule.
    pub to: Option<AccountId>,
    /// The opinion that goes with it: the proposal, the decision.
    pub opinion: String,
    /// The result, where the next step hands it out.
    pub result: Option<NewResult>,
}

/// The result of a dossier.
#[derive(Debug, Clone)]
pub struct NewResult {
    /// Number of the decision or certificate.
    pub number: String,
    /// What it is.
    pub name: String,
    /// Whether it is put on the portal at once.
    pub publish: bool,
}

/// Hands over the step that the actor holds.
pub fn hand_over(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &HandOver),
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayWork>()?;
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let (work, acting) = case.held(tx, acting)?;
    if case.dossier.paused_at.is_some() {
        return Err(DossierRefused::WrongState(crate::domain::PublicStatus::of(&case.dossier)));
    }
    let step = next_step(case.process()?, &work.step).ok_or(DossierRefused::NoNextStep)?;
    let mut after = case.dossier.clone();
    after.started_at = after.started_at.or(Some(acting.at));
    if step.end {
        let result = cmd.result.as_ref().ok_or(DossierRefused::ResultNeeded)?;
        after = end(&case.calendar, &after, End::Finished, acting.at);
        after.result_number = after.result_number.or_else(|| Some(result.number.clone()));
        after.result_name = after.result_name.or_else(|| Some(result.name.clone()));
        after.result_published_at = after.result_published_at.or(result.publish.then_some(acting.at));
    }
    let mut opening = case.opening(office, step, &after)?;
    opening.account = cmd.to;
    opening.sort = sort_key(&after);
    let next = process::hand_over(tx, &acting, &case.calendar, &work, &opening)?;
    let mut detail = moved(&work, Some(&next));
    if let (Some(object), false) = (detail.as_object_mut(), cmd.opinion.is_empty()) {
        object.insert("opinion".to_owned(), json!(cmd.opinion));
    }
    save(tx, &acting, kind_of(&work.role, step.end), (&case.dossier, &after), detail)?;
    Ok(after)
}

/// The journal's word for leaving a step of `role`.
fn kind_of(role: &str, finishes: bool) -> &'static str {
    if finishes {
        return "dossier.finished";
    }
    match Role::from_code(role) {
        Some(Role::Specialist) => "dossier.proposed",
        Some(Role::HeadOfDivision | Role::Director) => "dossier.approved",
        _ => "dossier.handed_over",
    }
}
