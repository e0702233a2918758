//! Completes a milestone with its documents, or opens it again with a reason. Both stay: the state on a day is that of
//! the last event known on it.

use kernel::{Acting, Date};
use serde_json::json;
use store::{Tx, journal};

use super::{At, Attached, Edit, PlanRefused, attach, find};
use crate::domain::{Binding, Target};
use crate::store::{self as rows, MilestoneEvent};

/// Complete a milestone.
#[derive(Debug, Clone)]
pub struct Complete {
    /// Which.
    pub at: At,
    /// The day on which the work was done.
    pub done_on: Date,
    /// The documents that show it, at least one.
    pub documents: Vec<Attached>,
    /// A remark; may be empty.
    pub remark: String,
}

/// Open a milestone again.
#[derive(Debug, Clone)]
pub struct Reopen {
    /// Which.
    pub at: At,
    /// Why.
    pub reason: String,
}

/// Completes; without a document nothing counts as done.
pub fn complete_milestone(tx: &mut Tx<'_>, acting: &Acting, cmd: &Complete) -> Result<(), PlanRefused> {
    acting.permit::<Edit>()?;
    let target = milestone(tx, acting, &cmd.at)?;
    if is_done(tx, &target)? {
        return Err(PlanRefused::Completed);
    }
    if cmd.done_on > acting.at.date() {
        return Err(PlanRefused::Future);
    }
    if cmd.documents.is_empty() {
        return Err(PlanRefused::NoDocument);
    }
    let event = event(tx, acting, &target, Some(cmd.done_on), &cmd.remark);
    rows::insert_milestone_event(tx, &event)?;
    let hashes = attach(tx, (target.id, event.id), &cmd.documents, acting.at)?;
    let payload = json!({ "clause": target.clause, "done_on": cmd.done_on, "documents": hashes });
    journal::append(tx, acting, "plan.milestone_completed", ("target", target.id.get()), &payload)?;
    Ok(())
}

/// Opens again.
pub fn reopen_milestone(tx: &mut Tx<'_>, acting: &Acting, cmd: &Reopen) -> Result<(), PlanRefused> {
    acting.permit::<Edit>()?;
    let target = milestone(tx, acting, &cmd.at)?;
    if !is_done(tx, &target)? {
        return Err(PlanRefused::Open);
    }
    if cmd.reason.trim().is_empty() {
        return Err(PlanRefused::NoReason);
    }
    let event = event(tx, acting, &target, None, &cmd.reason);
    rows::insert_milestone_event(tx, &event)?;
    let payload = json!({ "clause": target.clause, "reason": cmd.reason });
    journal::append(tx, acting, "plan.milestone_reopened", ("target", target.id.get()), &payload)?;
    Ok(())
}

fn milestone(tx: &mut Tx<'_>, acting: &Acting, at: &At) -> Result<Target, PlanRefused> {
    // Two who complete the same milestone at the same moment: the second sees that it is done.
    tx.lock(acting.agency, "plan.milestone")?;
    let (_, target) = find(tx, acting.agency, at)?;
    if target.binding == Binding::Milestone { Ok(target) } else { Err(PlanRefused::NotBoundSo) }
}

fn is_done(tx: &mut Tx<'_>, target: &Target) -> Result<bool, PlanRefused> {
    let events = rows::milestone_events(tx, target.plan)?;
    let last = events.iter().rfind(|event| event.target == target.id);
    Ok(last.is_some_and(|event| event.done_on.is_some()))
}

fn event(
    tx: &Tx<'_>,
    acting: &Acting,
    target: &Target,
    done_on: Option<Date>,
    reason: &str,
) -> MilestoneEvent {
    MilestoneEvent {
        id: tx.next_id(acting.at),
        target: target.id,
        done_on,
        reason: reason.trim().to_owned(),
        at: acting.at,
        actor: acting.actor,
    }
}
