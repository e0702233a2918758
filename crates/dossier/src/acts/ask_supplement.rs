//! Asking the applicant for what is missing: once, listing each paper with its reason and legal basis
//! (NĐ 61/2018/NĐ-CP, Đ.11 k.2, Đ.17, Đ.19 k.4). The statutory clock stops.

use kernel::{Acting, DossierId, Instant};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;

use super::frame::{Case, paper_number, save};
use super::{MayOverride, MayWork};
use crate::domain::{ClockRow, Dossier, DossierRefused, require_open, sort_key};
use crate::office::Office;

/// A paper asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Code of the paper.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What is wrong or missing.
    pub reason: String,
}

/// A request for a supplement.
#[derive(Debug, Clone)]
pub struct AskSupplement {
    /// The papers.
    pub papers: Vec<Asked>,
    /// The legal basis.
    pub legal_basis: String,
    /// Why a second request is unavoidable; only with the head's permission.
    pub override_reason: String,
    /// Until when the applicant should answer; the dossier may be closed after that.
    pub respond_by: Option<Instant>,
}

/// Asks for a supplement.
pub fn ask_supplement(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &AskSupplement),
) -> Result<Dossier, DossierRefused> {
    acting.permit::<MayWork>()?;
    if cmd.papers.is_empty() || cmd.papers.iter().any(|paper| paper.reason.trim().is_empty()) {
        return Err(DossierRefused::NothingAsked);
    }
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let (work, acting) = case.held_or_headed(tx, acting)?;
    let before = &case.dossier;
    if before.paused_at.is_some() {
        return Err(DossierRefused::WrongState(crate::domain::PublicStatus::of(before)));
    }
    if calendar::rules::may_ask_supplement(before.n_supplements as usize).is_err() {
        if acting.permit::<MayOverride>().is_err() {
            return Err(DossierRefused::SupplementBefore);
        }
        if cmd.override_reason.trim().is_empty() {
            return Err(DossierRefused::ReasonMissing);
        }
    }
    let mut after = before.clone();
    after.started_at = after.started_at.or(Some(acting.at));
    after.paused_at = Some(acting.at);
    after.citizen_due_at = cmd.respond_by;
    after.due_at = None;
    after.n_supplements += 1;
    let number = paper_number(tx, &acting, "form-02")?;
    let row = ClockRow {
        at: acting.at,
        event: "supplement_asked".to_owned(),
        due_before: before.due_at,
        due_after: None,
        account: acting.actor,
        reason: cmd.override_reason.clone(),
        legal_basis: cmd.legal_basis.clone(),
        detail: json!({ "papers": cmd.papers, "number": number }),
    };
    crate::store::insert_clock(tx, id, &row)?;
    process::resort(tx, id.get(), sort_key(&after))?;
    let detail = json!({
        "step": work.step,
        "papers": cmd.papers,
        "legal_basis": cmd.legal_basis,
        "override": cmd.override_reason,
        "number": number,
        "respond_by": cmd.respond_by,
    });
    save(tx, &acting, "dossier.supplement_asked", (before, &after), detail)?;
    Ok(after)
}
