//! The two clocks of a dossier, computed from the same events and never mixed.
//!
//! *Statutory* (Decree 61/2018, Art. 19(4)): once the supplement is complete the time counts again from the
//! beginning; while it is awaited there is no deadline.
//! *National index* (Decision 766/2022, indicator 2.1): counted from the first receipt, the waiting subtracted;
//! a second request for a supplement makes the dossier late whatever the dates say.

use kernel::Instant;

use crate::{Due, Limit, Pause, Pauses, Stage, Term, Timeliness, Trace, WorkCalendar};

/// Something that happened to the time of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockEvent {
    /// The dossier was received (first event).
    Received,
    /// A supplement was asked of the applicant.
    SupplementAsked,
    /// The complete supplement came.
    SupplementReceived,
    /// Another pause that the law provides for began (payment, an answer it lets wait).
    Paused,
    /// That pause ended.
    Resumed,
    /// The time limit was extended by a stage.
    Extended(Stage),
    /// A new date was appointed with the letter of apology (Art. 19(9)).
    Reappointed(Instant),
    /// The time began again for another reason (returned to the start by decision).
    Restarted,
}

/// An event and its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockEntry {
    /// When.
    pub at: Instant,
    /// What.
    pub event: ClockEvent,
}

/// Why a list of events is not the life of a dossier. The index is the entry's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The first event is not the receipt, or a later one is.
    #[error("event {0}: the receipt must come first and only once")]
    Receipt(usize),
    /// Earlier than the event before it.
    #[error("event {0}: earlier than the event before it")]
    OutOfOrder(usize),
    /// Asked again while waiting, or paused twice.
    #[error("event {0}: already waiting")]
    AlreadyWaiting(usize),
    /// Supplemented or resumed without waiting.
    #[error("event {0}: nothing was awaited")]
    NotWaiting(usize),
}

/// The statutory clock at the end of the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatutoryClock {
    /// From when the present count runs: the first receipt, or the last complete supplement or restart.
    pub started: Instant,
    /// How often the time began again.
    pub restarts: usize,
    /// The stages of the present count, extensions included.
    pub stages: Vec<Stage>,
    /// The pauses of the present count.
    pub pauses: Pauses,
    /// Since when a supplement is awaited.
    pub awaiting: Option<Instant>,
    /// The date appointed anew, where there is one.
    pub reappointed: Option<Instant>,
    /// The deadline; `None` while a supplement is awaited.
    pub due: Option<Due>,
}

/// The national index's clock at the end of the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NationalClock {
    /// The first receipt.
    pub started: Instant,
    /// The waiting for supplements, which is subtracted.
    pub waiting: Pauses,
    /// How often a supplement was asked for.
    pub requests: usize,
    /// The deadline on this clock.
    pub due: Due,
}

impl NationalClock {
    /// Decision 766/2022, indicator 2.1: more than one request for a supplement counts as late.
    pub const fn is_late_by_requests(&self) -> bool {
        self.requests > 1
    }

    /// How the index rates a dossier that ended at `ended` (or, unfinished, stands at the end of the period).
    pub fn timeliness(&self, ended: Instant) -> Timeliness {
        if self.is_late_by_requests() { Timeliness::Late } else { Timeliness::of(ended, self.due.at) }
    }
}

/// The two clocks side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clocks {
    /// What the law says.
    pub statutory: StatutoryClock,
    /// What the national index counts.
    pub national: NationalClock,
}

/// Runs both clocks over the events of a dossier, in order of time.
///
/// An extension belongs to the count it was granted in: after a supplement the full limit is given again, and
/// an extension or a date appointed before it has no further effect. The national clock knows the limit, the
/// extensions and the appointment (it compares with the date of the receipt slip) but no pause other than the
/// waiting for supplements.
pub fn run(calendar: &WorkCalendar, limit: &Limit, entries: &[ClockEntry]) -> Result<Clocks, ClockError> {
    let mut state = State::begin(limit, entries)?;
    for (place, pair) in entries.windows(2).enumerate() {
        let [before, entry] = pair else { continue };
        if entry.at < before.at {
            return Err(ClockError::OutOfOrder(place + 1));
        }
        state.take(limit, *entry, place + 1)?;
    }
    Ok(state.finish(calendar, limit))
}

struct State {
    first: Instant,
    started: Instant,
    restarts: usize,
    stages: Vec<Stage>,
    pauses: Vec<Pause>,
    reappointed: Option<Instant>,
    awaiting: Option<Instant>,
    paused: Option<Instant>,
    waiting: Vec<Pause>,
    extensions: Vec<Stage>,
    requests: usize,
}

impl State {
    fn begin(limit: &Limit, entries: &[ClockEntry]) -> Result<Self, ClockError> {
        let first = entries
            .first()
            .filter(|entry| entry.event == ClockEvent::Received)
            .ok_or(ClockError::Receipt(0))?;
        Ok(Self {
            first: first.at,
            started: first.at,
            restarts: 0,
            stages: limit.stages.clone(),
            pauses: Vec::new(),
            reappointed: None,
            awaiting: None,
            paused: None,
            waiting: Vec::new(),
            extensions: Vec::new(),
            requests: 0,
        })
    }

    fn take(&mut self, limit: &Limit, entry: ClockEntry, place: usize) -> Result<(), ClockError> {
        let at = entry.at;
        match entry.event {
            ClockEvent::Received => return Err(ClockError::Receipt(place)),
            ClockEvent::SupplementAsked => {
                if self.awaiting.replace(at).is_some() {
                    return Err(ClockError::AlreadyWaiting(place));
                }
                self.requests += 1;
            }
            ClockEvent::SupplementReceived => {
                let from = self.awaiting.take().ok_or(ClockError::NotWaiting(place))?;
                self.waiting.push(Pause::closed(from, at).because(WAITING));
                self.restart(limit, at);
            }
            ClockEvent::Paused => {
                if self.paused.replace(at).is_some() {
                    return Err(ClockError::AlreadyWaiting(place));
                }
            }
            ClockEvent::Resumed => {
                let from = self.paused.take().ok_or(ClockError::NotWaiting(place))?;
                self.pauses.push(Pause::closed(from.max(self.started), at));
            }
            ClockEvent::Extended(stage) => {
                self.stages.push(stage);
                self.extensions.push(stage);
            }
            ClockEvent::Reappointed(due) => self.reappointed = Some(due),
            ClockEvent::Restarted => self.restart(limit, at),
        }
        Ok(())
    }

    fn restart(&mut self, limit: &Limit, at: Instant) {
        self.started = at;
        self.restarts += 1;
        self.stages.clone_from(&limit.stages);
        self.pauses.clear();
        self.reappointed = None;
    }

    fn finish(mut self, calendar: &WorkCalendar, limit: &Limit) -> Clocks {
        self.pauses.extend(self.paused.map(|from| Pause::open(from.max(self.started))));
        self.waiting.extend(self.awaiting.map(|from| Pause::open(from).because(WAITING)));
        // Both lists were made in order of time from ordered events, so joining them cannot fail.
        let pauses = Pauses::new(self.pauses).unwrap_or_default();
        let waiting = Pauses::new(self.waiting).unwrap_or_default();
        let term =
            Term { received: self.started, stages: &self.stages, reading: limit.reading, pauses: &pauses };
        let counted = calendar.due(&term);
        let due = Due { at: self.reappointed.unwrap_or(counted.at), ..counted };
        let mut stages = limit.stages.clone();
        stages.append(&mut self.extensions);
        let national =
            Term { received: self.first, stages: &stages, reading: limit.reading, pauses: &waiting };
        let counted = calendar.due(&national);
        let appointed = self.reappointed.filter(|_| self.restarts == 0).unwrap_or(counted.at);
        Clocks {
            national: NationalClock {
                started: self.first,
                requests: self.requests,
                due: Due { at: appointed, ..counted },
                waiting,
            },
            statutory: StatutoryClock {
                started: self.started,
                restarts: self.restarts,
                awaiting: self.awaiting,
                reappointed: self.reappointed,
                due: self.awaiting.is_none().then_some(due),
                stages: self.stages,
                pauses,
            },
        }
    }
}

const WAITING: &str = "chờ bổ sung";

impl StatutoryClock {
    /// Explains the deadline of the present count.
    pub fn trace(&self, calendar: &WorkCalendar, limit: &Limit) -> Trace {
        let (received, stages, pauses) = (self.started, self.stages.as_slice(), &self.pauses);
        calendar.trace(&Term { received, stages, reading: limit.reading, pauses })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ClockEvent::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn clocks(limit: &Limit, events: &[(&str, ClockEvent)]) -> Result<Clocks, ClockError> {
        let entries: Vec<_> =
            events.iter().map(|(when, event)| ClockEntry { at: at(when), event: *event }).collect();
        run(&WorkCalendar::standard(), limit, &entries)
    }

    #[test]
    fn pauses_extensions_and_new_appointments_move_the_statutory_deadline() {
        let limit = Limit::working_days(5);
        let received = ("2022-03-07T09:00", Received);
        let due = |events: &[(&str, ClockEvent)]| clocks(&limit, events).unwrap().statutory.due.unwrap();
        assert_eq!(due(&[received]).at, at("2022-03-14T17:00"));
        let paused = ("2022-03-08T09:00", Paused);
        assert_eq!(due(&[received, paused, ("2022-03-10T15:00", Resumed)]).at, at("2022-03-16T17:00"));
        assert_eq!(due(&[received, paused]).suspended, Some(at("2022-03-08T09:00")));
        let more = Stage::new(crate::Amount::whole(2), crate::Unit::WorkingDay);
        assert_eq!(due(&[received, ("2022-03-11T09:00", Extended(more))]).at, at("2022-03-16T17:00"));
        let moved = at("2022-03-18T17:00");
        assert_eq!(due(&[received, ("2022-03-11T09:00", Reappointed(moved))]).at, moved);
    }

    #[test]
    fn events_out_of_order_are_refused() {
        let limit = Limit::working_days(5);
        let received = ("2022-03-07T09:00", Received);
        let asked = ("2022-03-08T09:00", SupplementAsked);
        assert_eq!(clocks(&limit, &[]), Err(ClockError::Receipt(0)));
        assert_eq!(clocks(&limit, &[asked]), Err(ClockError::Receipt(0)));
        assert_eq!(clocks(&limit, &[received, received]), Err(ClockError::Receipt(1)));
        assert_eq!(clocks(&limit, &[received, asked, asked]), Err(ClockError::AlreadyWaiting(2)));
        assert_eq!(
            clocks(&limit, &[received, ("2022-03-08T09:00", Resumed)]),
            Err(ClockError::NotWaiting(1))
        );
        assert_eq!(clocks(&limit, &[received, ("2022-03-06T09:00", Paused)]), Err(ClockError::OutOfOrder(1)));
    }
}
