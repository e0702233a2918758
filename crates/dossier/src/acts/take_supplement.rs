//! The complete supplement came: the statutory time counts again from the beginning (NĐ 61/2018/NĐ-CP, Đ.19 k.4),
//! the national index subtracts the waiting.

use kernel::{Acting, DossierId};
use serde_json::json;
use store::Tx;

use super::frame::{Case, procedure_channel, save};
use crate::domain::{ClockRow, Dossier, DossierRefused, PaperState, clocks, require_open, sort_key};
use crate::office::Office;

/// A supplement that came.
#[derive(Debug, Clone, Default)]
pub struct TakeSupplement {
    /// Codes of the papers that came and are in order.
    pub papers: Vec<String>,
    /// A remark.
    pub note: String,
}

/// Takes the supplement: at the counter, or by whoever holds the step.
pub fn take_supplement(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &TakeSupplement),
) -> Result<Dossier, DossierRefused> {
    if acting.permit::<super::MayReceive>().is_err() {
        acting.permit::<super::MayWork>()?;
    }
    let case = Case::load(tx, office, id)?;
    require_open(&case.dossier)?;
    let before = &case.dossier;
    if before.paused_at.is_none() || before.due_at.is_some() {
        return Err(DossierRefused::WrongState(crate::domain::PublicStatus::of(before)));
    }
    if let Some(paused_at) = before.paused_at.filter(|paused_at| acting.at < *paused_at) {
        return Err(DossierRefused::TooEarly(paused_at));
    }
    let mut row = ClockRow {
        at: acting.at,
        event: "supplement_received".to_owned(),
        due_before: None,
        due_after: None,
        account: acting.actor,
        reason: cmd.note.clone(),
        legal_basis: "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4".to_owned(),
        detail: json!({ "papers": cmd.papers }),
    };
    let mut rows = crate::store::clock_rows(tx, id)?;
    rows.push(row.clone());
    let terms = case
        .procedure
        .case(&before.case_code)
        .and_then(|of| of.terms(procedure_channel(before.channel)))
        .and_then(procedure::domain::Terms::time_limits)
        .ok_or(DossierRefused::NotOffered)?;
    let clocks = clocks(&case.calendar, terms.promised(), before, &rows)?;
    let mut after = before.clone();
    after.paused_at = None;
    after.due_at = clocks.statutory.due.map(|due| due.at);
    after.index_due_at = Some(clocks.national.due.at);
    row.due_after = after.due_at;
    crate::store::insert_clock(tx, id, &row)?;
    mark_papers(tx, id, &cmd.papers)?;
    process::resort(tx, id.get(), sort_key(&after))?;
    let detail = json!({ "papers": cmd.papers, "note": cmd.note });
    save(tx, acting, "dossier.supplement_received", (before, &after), detail)?;
    Ok(after)
}

fn mark_papers(tx: &mut Tx<'_>, id: DossierId, codes: &[String]) -> Result<(), DossierRefused> {
    if codes.is_empty() {
        return Ok(());
    }
    let (mut papers, version) = crate::store::papers(tx, id)?;
    for paper in papers.iter_mut().filter(|paper| codes.contains(&paper.code)) {
        paper.state = PaperState::Valid;
    }
    Ok(crate::store::save_papers(tx, id, &papers, version)?)
}
