//! When something that is to be done counts as done.

use kernel::Date;

use super::Status;

/// A duty that is due within so many days and not done is at risk.
pub const NEAR_DAYS: i32 = 30;

/// How a duty stands on `as_of`: done on `done_on` if at all, due on `due`. Done late is not met: the promise was the
/// day, too.
pub fn milestone_status(done_on: Option<Date>, due: Date, as_of: Date) -> Status {
    match done_on {
        Some(done_on) if done_on <= due => Status::Met,
        Some(_) => Status::Missed,
        None if as_of > due => Status::Missed,
        None if as_of.days_until(due) <= NEAR_DAYS => Status::AtRisk,
        None => Status::NotDue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duties_are_met_in_time_or_not() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (done_on, as_of, expected) in [
            (Some("2022-06-30"), "2022-09-27", Status::Met),
            (Some("2022-07-01"), "2022-09-27", Status::Missed),
            (None, "2022-03-15", Status::NotDue),
            (None, "2022-05-31", Status::AtRisk),
            (None, "2022-06-30", Status::AtRisk),
            (None, "2022-07-01", Status::Missed),
        ] {
            let found = milestone_status(done_on.map(day), day("2022-06-30"), day(as_of));
            assert_eq!(found, expected, "{done_on:?} {as_of}");
        }
    }
}
