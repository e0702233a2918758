//! Limits, reminders, and whose turn it is.

use calendar::{Amount, Reading, Stage, Term, Unit, WorkCalendar};
use kernel::Instant;

use super::{Part, SendMode};

/// Until when a body that is asked at `opened` should answer.
pub fn due(calendar: &WorkCalendar, opened: Instant, days: u16) -> Instant {
    let stages = [Stage::new(Amount::whole(days), Unit::WorkingDay)];
    calendar.due(&Term::new(opened, &stages, Reading::DayCount)).at
}

/// When it is reminded before the limit: at the opening of the last working day but one. `None` where that lies
/// before the question.
pub fn remind_before(calendar: &WorkCalendar, opened: Instant, due: Instant) -> Option<Instant> {
    let day = calendar.working_day_on_or_before(due.date().plus(-1));
    let at = calendar.opening(day);
    (at > opened).then_some(at)
}

/// The parts whose clock begins now. Paper goes from body to body, so the first that was not asked waits until
/// those before it are over; electronic dossiers go to all at once (NĐ 61/2018/NĐ-CP, Đ.19 k.6).
pub fn to_open(mode: SendMode, parts: &[Part]) -> Vec<usize> {
    let unasked = |part: &Part| part.opened_at.is_none() && part.ended_at().is_none();
    match mode {
        SendMode::Parallel => {
            parts.iter().enumerate().filter(|(_, part)| unasked(part)).map(|(at, _)| at).collect()
        }
        SendMode::Sequence if parts.iter().any(Part::is_open) => Vec::new(),
        SendMode::Sequence => parts.iter().position(unasked).into_iter().collect(),
    }
}

/// The place in lists: the most overdue first, what is over last.
pub fn sort_at(part: &Part) -> i64 {
    const LAST: i64 = 9_000_000_000_000_000;
    match (part.ended_at(), part.due_at) {
        (Some(ended), _) => LAST - ended.millis(),
        (None, Some(due)) => due.millis(),
        (None, None) => LAST,
    }
}

#[cfg(test)]
mod tests {
    use kernel::AgencyId;

    use super::*;
    use crate::domain::{Body, ConsultationId, PartId};

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn part(place: i64) -> Part {
        Part {
            id: PartId(place),
            agency: AgencyId(31),
            consultation: ConsultationId(1),
            place,
            body: Body { unit: None, code: "H31.16".to_owned(), name: "Sở Tài chính".to_owned() },
            days: 3,
            opened_at: None,
            due_at: None,
            acknowledged_at: None,
            reminded_before_at: None,
            reminded_after_at: None,
            answered_at: None,
            position: None,
            answer: String::new(),
            file: None,
            file_name: String::new(),
            answered_by: String::new(),
            assumed_at: None,
            withdrawn_at: None,
            ended_known_at: None,
            version: 1,
        }
    }

    #[test]
    fn limits_are_counted_in_working_days() {
        let calendar = WorkCalendar::standard();
        // NĐ 61/2018/NĐ-CP, Đ.19 k.5: the request states the limit. Friday, three working days: Wednesday.
        let due = due(&calendar, at("2022-03-04T09:00"), 3);
        assert_eq!(due, at("2022-03-09T17:00"));
        let before = remind_before(&calendar, at("2022-03-04T09:00"), due).unwrap();
        assert_eq!(before.date().to_string(), "2022-03-08");
        assert_eq!(remind_before(&calendar, at("2022-03-08T09:00"), due), None);
    }

    #[test]
    fn paper_goes_in_turn_and_electronic_dossiers_to_all_at_once() {
        let mut parts = vec![part(1), part(2), part(3)];
        assert_eq!(to_open(SendMode::Parallel, &parts), [0, 1, 2]);
        assert_eq!(to_open(SendMode::Sequence, &parts), [0]);
        parts[0].opened_at = Some(at("2022-03-04T09:00"));
        assert_eq!(to_open(SendMode::Sequence, &parts), [0_usize; 0]);
        parts[0].answered_at = Some(at("2022-03-07T09:00"));
        assert_eq!(to_open(SendMode::Sequence, &parts), [1]);
    }

    #[test]
    fn silence_that_became_consent_was_not_in_time() {
        let mut silent = part(1);
        (silent.opened_at, silent.due_at) = (Some(at("2022-03-04T09:00")), Some(at("2022-03-09T17:00")));
        assert!(silent.is_late(at("2022-03-10T08:00")));
        silent.assumed_at = Some(at("2022-03-09T17:01"));
        assert!(!silent.is_late(at("2022-03-10T08:00")));
        assert_eq!(silent.timeliness(), Some(calendar::Timeliness::Late));
    }
}
