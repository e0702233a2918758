//! Moving work. These functions run inside the act of the context that owns the subject: that act permits,
//! decides and writes the one journal entry.

use ::store::{StoreError, Tx};
use calendar::{Reading, Stage, Term, WorkCalendar};
use kernel::{AccountId, Acting, AgencyId, Instant, Role, UnitId};

use crate::domain::{Candidate, Headline, Outcome, ProcessRefused, Routed, SortKey, Work, choose};
use crate::store;

/// A step as the process defines it.
#[derive(Debug, Clone)]
pub struct StepRef {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Role that does it.
    pub role: Role,
    /// Time allotted; `None`: không tính thời gian.
    pub allotted: Option<Stage>,
    /// How the allotment is read.
    pub reading: Reading,
}

/// A step to open.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Kind of subject.
    pub subject: &'static str,
    /// Which subject.
    pub subject_id: i64,
    /// The step.
    pub step: StepRef,
    /// Unit that does it.
    pub unit: UnitId,
    /// Who does it; `None`: by rule.
    pub account: Option<AccountId>,
    /// What the inbox shows.
    pub headline: Headline,
    /// Place in the inbox.
    pub sort: SortKey,
}

/// The open work of a subject.
pub fn current(tx: &mut Tx<'_>, subject_id: i64) -> Result<Option<Work>, StoreError> {
    store::open_of(tx, subject_id)
}

/// Opens a step: chooses who does it where nobody is named, and sets the step's own deadline.
pub fn open(
    tx: &mut Tx<'_>,
    acting: &Acting,
    calendar: &WorkCalendar,
    opening: &Opening,
) -> Result<Work, ProcessRefused> {
    let routed = route(tx, acting.agency, opening, acting.at)?;
    let due_at = opening.step.allotted.map(|stage| {
        let stages = [stage];
        calendar.due(&Term::new(acting.at, &stages, opening.step.reading)).at
    });
    let work = Work {
        id: tx.next_id(acting.at),
        agency: acting.agency,
        subject: opening.subject.to_owned(),
        subject_id: opening.subject_id,
        step: opening.step.code.clone(),
        step_name: opening.step.name.clone(),
        role: opening.step.role.code().to_owned(),
        unit: opening.unit,
        account: Some(routed.account),
        headline: opening.headline.clone(),
        routed: routed.why,
        opened_at: acting.at,
        due_at,
        sort: opening.sort,
        closed_at: None,
        closed_by: None,
        outcome: None,
        reason: None,
        version: 1,
    };
    store::insert(tx, &work)?;
    Ok(work)
}

fn route(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    opening: &Opening,
    at: Instant,
) -> Result<Routed, ProcessRefused> {
    let role = opening.step.role;
    let suitable = identity::accounts_with_role(tx, agency, Some(opening.unit), role, at.date())?;
    if let Some(account) = opening.account {
        let suits = suitable.iter().any(|candidate| candidate.id == account);
        let routed = Routed { account, why: "Người giao việc chọn".to_owned() };
        return if suits { Ok(routed) } else { Err(ProcessRefused::NotSuitable) };
    }
    let mut candidates = Vec::with_capacity(suitable.len());
    for brief in suitable {
        let n_open = store::load(tx, agency, brief.id)?;
        candidates.push(Candidate { account: brief.id, name: brief.name, n_open });
    }
    choose(&candidates).ok_or_else(|| ProcessRefused::Nobody { role: role.code().to_owned() })
}

/// For whom the actor may do `work`: `None` for themselves, the delegator where a delegation is in force.
pub fn may_work(tx: &mut Tx<'_>, acting: &Acting, work: &Work) -> Result<Option<AccountId>, ProcessRefused> {
    if work.closed_at.is_some() {
        return Err(ProcessRefused::Closed);
    }
    let Some(actor) = acting.actor else { return Ok(None) };
    match work.account {
        Some(account) if account == actor => Ok(None),
        Some(account) => {
            // A delegation may be of some powers only; working is one of them.
            let power = format!("{}.work", work.subject);
            let delegated = identity::delegations_to(tx, actor, acting.at)?
                .iter()
                .any(|delegation| delegation.from == account && delegation.powers.include(&power));
            if delegated { Ok(Some(account)) } else { Err(ProcessRefused::NotYours) }
        }
        None => {
            let suits =
                acting.unit == Some(work.unit) && acting.roles.iter().any(|role| role.code() == work.role);
            if suits { Ok(None) } else { Err(ProcessRefused::NotYours) }
        }
    }
}

/// Closes a step for good.
pub fn close(
    tx: &mut Tx<'_>,
    acting: &Acting,
    work: &Work,
    outcome: Outcome,
    reason: Option<&str>,
) -> Result<(), ProcessRefused> {
    Ok(store::close(tx, work, acting.actor, acting.at, outcome, reason)?)
}

/// Closes a step and opens the next.
pub fn hand_over(
    tx: &mut Tx<'_>,
    acting: &Acting,
    calendar: &WorkCalendar,
    work: &Work,
    opening: &Opening,
) -> Result<Work, ProcessRefused> {
    store::close(tx, work, acting.actor, acting.at, Outcome::HandedOver, None)?;
    open(tx, acting, calendar, opening)
}

/// Closes a step and opens an earlier one again, with a reason.
pub fn send_back(
    tx: &mut Tx<'_>,
    acting: &Acting,
    calendar: &WorkCalendar,
    (work, reason): (&Work, &str),
    opening: &Opening,
) -> Result<Work, ProcessRefused> {
    if reason.trim().is_empty() {
        return Err(ProcessRefused::ReasonMissing);
    }
    store::close(tx, work, acting.actor, acting.at, Outcome::SentBack, Some(reason))?;
    open(tx, acting, calendar, opening)
}

/// Gives a work to another account of the same unit and role, with a reason. The step's clock runs on.
pub fn reassign(
    tx: &mut Tx<'_>,
    acting: &Acting,
    work: &Work,
    to: AccountId,
    reason: &str,
) -> Result<Work, ProcessRefused> {
    if reason.trim().is_empty() {
        return Err(ProcessRefused::ReasonMissing);
    }
    if work.account == Some(to) {
        return Err(ProcessRefused::SameAccount);
    }
    let role = Role::from_code(&work.role).ok_or(ProcessRefused::NotSuitable)?;
    let suitable = identity::accounts_with_role(tx, acting.agency, Some(work.unit), role, acting.at.date())?;
    if !suitable.iter().any(|candidate| candidate.id == to) {
        return Err(ProcessRefused::NotSuitable);
    }
    store::close(tx, work, acting.actor, acting.at, Outcome::Reassigned, Some(reason))?;
    let next = Work {
        id: tx.next_id(acting.at),
        account: Some(to),
        routed: format!("Đổi người xử lý: {reason}"),
        opened_at: acting.at,
        version: 1,
        ..work.clone()
    };
    store::insert(tx, &next)?;
    Ok(next)
}

/// Moves the open work of a subject to its new place in the inbox: the deadline changed, stands still, runs again.
pub fn resort(tx: &mut Tx<'_>, subject_id: i64, sort: SortKey) -> Result<(), StoreError> {
    store::set_sort(tx, subject_id, sort)
}
