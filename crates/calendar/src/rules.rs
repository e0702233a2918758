//! The rules of time around a deadline, each with the article it applies.

use kernel::Instant;

use crate::{Amount, Reading, Stage, Term, Unit, WorkCalendar};

/// Minutes since midnight of 15:00 (Decree 61/2018, Art. 18(2)).
const CUT_OFF: i64 = 15 * 60;

/// When a dossier received at the counter must have been transferred to the unit that settles it: the same
/// working day, or at the start of the next working day when received after 15:00 (Decree 61/2018, Art. 18(2)).
/// This concerns the transfer alone; the time limit runs from the receipt all the same.
pub fn transfer_due(calendar: &WorkCalendar, received: Instant) -> Instant {
    let day = calendar.receipt_day(received);
    if day != received.date() {
        return calendar.opening(day);
    }
    let after = received > day.at_minute(CUT_OFF);
    if after { calendar.opening(calendar.next_working_day(day)) } else { calendar.closing(day) }
}

/// When the applicant must have been told that the dossier does not meet the conditions: within 3 working days
/// of receipt (Decree 61/2018, Art. 19(4), unless sector law says otherwise).
pub fn supplement_notice_due(calendar: &WorkCalendar, received: Instant) -> Instant {
    let stages = [Stage::new(Amount::whole(3), Unit::WorkingDay)];
    calendar.due(&Term::new(received, &stages, Reading::DayCount)).at
}

/// When an online submission must have been answered with a notice of receipt: within 8 working hours
/// (Decree 45/2020, electronic procedures); outside hours they run from the next opening.
pub fn online_notice_due(calendar: &WorkCalendar, submitted: Instant) -> Instant {
    let stages = [Stage::new(Amount::whole(8), Unit::WorkingHour)];
    calendar.due(&Term::new(submitted, &stages, Reading::WorkingTime)).at
}

/// Why a supplement may not be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupplementRefused {
    /// It was asked for once already (Decree 61/2018, Art. 11(2)(c) and 17).
    AskedBefore,
}

/// A supplement may be asked for once (Decree 61/2018, Art. 11(2)(c), 17). The national index counts a dossier
/// with more than one request as late.
pub const fn may_ask_supplement(requests_before: usize) -> Result<(), SupplementRefused> {
    if requests_before == 0 { Ok(()) } else { Err(SupplementRefused::AskedBefore) }
}

/// Why an apology with a new appointment may not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApologyRefused {
    /// A new date was appointed once already (Decree 61/2018, Art. 19(9)).
    ReappointedBefore,
    /// Less than one day is left before the limit ends (Art. 19(9)).
    TooLate {
        /// The last moment at which it could have been sent.
        latest: Instant,
    },
    /// The new date does not lie after the old one.
    NotLater,
}

/// The last moment for the apology and the request for more time: at least one day before the limit ends
/// (Decree 61/2018, Art. 19(9)), that is, by the close of the last working day before the day of the deadline.
pub fn apology_due(calendar: &WorkCalendar, due: Instant) -> Instant {
    calendar.closing(calendar.working_day_on_or_before(due.date().plus(-1)))
}

/// Whether an apology with the new date `new_due` may be sent at `now` (Decree 61/2018, Art. 19(9)): at least
/// one day before the limit ends, and not more than once.
pub fn may_reappoint(
    calendar: &WorkCalendar,
    reappointed_before: usize,
    now: Instant,
    due: Instant,
    new_due: Instant,
) -> Result<(), ApologyRefused> {
    let latest = apology_due(calendar, due);
    if reappointed_before > 0 {
        Err(ApologyRefused::ReappointedBefore)
    } else if now > latest {
        Err(ApologyRefused::TooLate { latest })
    } else if new_due <= due {
        Err(ApologyRefused::NotLater)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn online_submissions_are_answered_within_eight_working_hours() {
        let calendar = WorkCalendar::standard();
        for (submitted, due) in [
            ("2022-03-07T09:00", "2022-03-08T09:00"),
            ("2022-03-07T20:00", "2022-03-08T17:00"),
            ("2022-03-12T10:00", "2022-03-14T17:00"),
            ("2022-01-28T16:00", "2022-02-07T16:00"),
        ] {
            assert_eq!(online_notice_due(&calendar, at(submitted)), at(due), "{submitted}");
        }
    }

    #[test]
    fn supplement_notices_are_due_in_three_working_days() {
        let calendar = WorkCalendar::standard();
        for (received, due) in [
            ("2022-03-07T09:00", "2022-03-10T17:00"),
            ("2022-03-11T18:00", "2022-03-17T17:00"),
            ("2022-04-29T09:00", "2022-05-06T17:00"),
        ] {
            assert_eq!(supplement_notice_due(&calendar, at(received)), at(due), "{received}");
        }
    }
}
