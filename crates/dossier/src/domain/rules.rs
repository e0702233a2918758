//! Time and ends: the clocks of a dossier, its place in the inbox, and what an end sets.

use calendar::clock::{ClockEntry, ClockError, ClockEvent, Clocks, run};
use calendar::{Limit, Timeliness, WorkCalendar};
use kernel::Instant;
use process::SortKey;

use super::{ClockRow, Dossier, DossierRefused, PublicStatus};

/// The events of the clocks: the receipt, then what is stored.
pub fn entries(received_at: Instant, rows: &[ClockRow]) -> Vec<ClockEntry> {
    let mut entries = vec![ClockEntry { at: received_at, event: ClockEvent::Received }];
    entries.extend(rows.iter().filter_map(|row| Some(ClockEntry { at: row.at, event: event(row)? })));
    entries
}

fn event(row: &ClockRow) -> Option<ClockEvent> {
    Some(match row.event.as_str() {
        "supplement_asked" => ClockEvent::SupplementAsked,
        "supplement_received" => ClockEvent::SupplementReceived,
        "paused" => ClockEvent::Paused,
        "resumed" => ClockEvent::Resumed,
        "reappointed" => ClockEvent::Reappointed(row.due_after?),
        _ => return None,
    })
}

/// Both clocks after the stored events.
pub fn clocks(
    calendar: &WorkCalendar,
    limit: &Limit,
    dossier: &Dossier,
    rows: &[ClockRow],
) -> Result<Clocks, ClockError> {
    run(calendar, limit, &entries(dossier.received_at, rows))
}

/// Refuses where the dossier has ended.
pub fn require_open(dossier: &Dossier) -> Result<(), DossierRefused> {
    let status = PublicStatus::of(dossier);
    if status.is_end() { Err(DossierRefused::WrongState(status)) } else { Ok(()) }
}

/// Where the dossier's open work stands in the inbox.
pub fn sort_key(dossier: &Dossier) -> SortKey {
    match (dossier.paused_at, dossier.due_at) {
        (Some(_), _) => SortKey::PAUSED,
        (None, Some(due)) => SortKey::due(due),
        (None, None) => SortKey::NO_DEADLINE,
    }
}

/// How a dossier ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The result is ready.
    Finished,
    /// Refused with reasons.
    Refused,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// Stopped.
    Stopped,
}

/// What an end sets besides its own date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// How it stands to its deadline; `None` without a deadline.
    pub timeliness: Option<Timeliness>,
    /// Late on the national index's clock.
    pub index_late: bool,
    /// Working days from receipt to end.
    pub handling_days: i64,
}

/// The record after an end at `at`. The first end decides; a later one adds only its own date.
pub fn end(calendar: &WorkCalendar, dossier: &Dossier, how: End, at: Instant) -> Dossier {
    let mut after = dossier.clone();
    match how {
        End::Finished => after.finished_at = after.finished_at.or(Some(at)),
        End::Refused => after.refused_at = after.refused_at.or(Some(at)),
        End::Withdrawn => after.withdrawn_at = after.withdrawn_at.or(Some(at)),
        End::Stopped => after.stopped_at = after.stopped_at.or(Some(at)),
    }
    if dossier.ended_on.is_some() {
        return after;
    }
    let ended = judge(calendar, dossier, at);
    after.ended_on = Some(at.date());
    after.timeliness = ended.timeliness.map(|timeliness| timeliness.code().to_owned());
    after.index_late = ended.index_late;
    after.handling_days = Some(ended.handling_days);
    after
}

fn judge(calendar: &WorkCalendar, dossier: &Dossier, at: Instant) -> Ended {
    // While the clock stands the deadline moves along with the time (and while a supplement is awaited there is
    // none): an end meanwhile is not late, unless it was late already when the clock stopped.
    let due = match (dossier.paused_at, dossier.due_at.or(dossier.first_due_at)) {
        (Some(paused), Some(due)) if paused <= due || dossier.due_at.is_none() => Some(due.max(at)),
        (Some(_), due) => due,
        (None, _) => dossier.due_at,
    };
    let index = dossier.index_due_at;
    Ended {
        timeliness: due.map(|due| Timeliness::of(at, due)),
        // QĐ 766/QĐ-TTg, chỉ số 2.1: more than one request for a supplement counts as late.
        index_late: dossier.n_supplements > 1
            || index.is_some_and(|due| Timeliness::of(at, due) == Timeliness::Late),
        handling_days: calendar.working_days(dossier.received_at.date(), at.date()),
    }
}
