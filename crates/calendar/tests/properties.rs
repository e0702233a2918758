//! What must hold for every calendar, receipt, amount and pause.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use calendar::{Amount, HolidayBook, Pause, Pauses, Reading, Stage, Term, Unit, WorkCalendar, WorkWeek};
use kernel::{Date, Instant};
use proptest::prelude::*;

fn calendars() -> impl Strategy<Value = WorkCalendar> {
    let weekdays = prop::sample::select(vec![
        "07:30-11:30,13:00-17:00",
        "07:30-11:30,13:30-17:00",
        "08:00-12:00,13:30-17:30",
        "07:00-11:30,13:30-17:00",
    ]);
    let saturday = prop::sample::select(vec!["", "", "07:30-11:30"]);
    let off = prop::collection::btree_set(18_990..19_400_i32, 0..12);
    let makeup = prop::collection::btree_set(18_990..19_400_i32, 0..4);
    (weekdays, saturday, off, makeup, any::<bool>()).prop_map(|(weekdays, saturday, off, makeup, builtin)| {
        let week = WorkWeek::parse(weekdays, saturday).unwrap();
        if builtin {
            return WorkCalendar::new(&week, HolidayBook::builtin());
        }
        let makeup: Vec<Date> = makeup.difference(&off).map(|day| Date::from_days(*day)).collect();
        let off: Vec<Date> = off.iter().map(|day| Date::from_days(*day)).collect();
        WorkCalendar::new(&week, &HolidayBook::of_dates(&off, &makeup))
    })
}

/// Any millisecond from December 2021 on for a year: in hours, at lunch, at night, on days off.
fn instants() -> impl Strategy<Value = Instant> {
    prop_oneof![
        (18_990..19_355_i32, 0..1_440_i64).prop_map(|(day, minute)| Date::from_days(day).at_minute(minute)),
        (18_990..19_355_i32, prop::sample::select(vec![450, 480, 690, 720, 780, 810, 1_020, 1_050]))
            .prop_map(|(day, minute)| Date::from_days(day).at_minute(minute)),
        (1_640_000_000_000..1_672_000_000_000_i64).prop_map(Instant::from_millis),
    ]
}

fn amounts() -> impl Strategy<Value = Amount> {
    prop_oneof![(0..60_i64).prop_map(|days| days * 1_000), 0..60_000_i64]
        .prop_map(|thousandths| Amount::from_thousandths(thousandths).unwrap())
}

fn units() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![Unit::WorkingDay, Unit::WorkingHour, Unit::CalendarDay, Unit::Hour])
}

fn readings() -> impl Strategy<Value = Reading> {
    prop::sample::select(vec![Reading::DayCount, Reading::WorkingTime])
}

fn pauses() -> impl Strategy<Value = Pauses> {
    prop::collection::vec((instants(), 0..20_000_i64), 0..3).prop_map(|list| {
        let closed = list.into_iter().map(|(from, minutes)| Pause::closed(from, from.plus_minutes(minutes)));
        Pauses::new(closed.collect()).unwrap()
    })
}

fn due(
    calendar: &WorkCalendar,
    received: Instant,
    stages: &[Stage],
    reading: Reading,
    pauses: &Pauses,
) -> Instant {
    calendar.due(&Term::new(received, stages, reading).with_pauses(pauses)).at
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    /// More time never ends earlier; a later receipt never ends earlier.
    #[test]
    fn monotone(
        calendar in calendars(), a in instants(), b in instants(), x in amounts(), y in amounts(),
        unit in units(), reading in readings(), pauses in pauses(),
    ) {
        let (a, b) = (a.min(b), a.max(b));
        let (x, y) = (x.min(y), x.max(y));
        // Nothing is paused before it has been received.
        let pauses = Pauses::new(pauses.as_slice().iter().filter(|pause| pause.from >= b).cloned().collect()).unwrap();
        let end = |received, amount| due(&calendar, received, &[Stage::new(amount, unit)], reading, &pauses);
        prop_assert!(end(a, x) <= end(a, y));
        prop_assert!(end(a, x) <= end(b, x), "{a} {b}: {} {}", end(a, x), end(b, x));
        prop_assert!(end(a, x) >= a);
    }

    /// Two stages of one unit are one stage of the sum: whole days, fractions, hours, with pauses or without.
    #[test]
    fn additive(
        calendar in calendars(), received in instants(), x in amounts(), y in amounts(),
        unit in prop::sample::select(vec![Unit::WorkingDay, Unit::WorkingHour]),
        reading in readings(), pauses in pauses(),
    ) {
        let both = due(&calendar, received, &[Stage::new(x, unit), Stage::new(y, unit)], reading, &pauses);
        prop_assert_eq!(both, due(&calendar, received, &[Stage::new(x.plus(y), unit)], reading, &pauses));
        let steps = calendar.step_dues(
            &Term::new(received, &[], reading).with_pauses(&pauses),
            &[Some(Stage::new(x, unit)), None, Some(Stage::new(y, unit))],
        );
        prop_assert_eq!(steps[2].unwrap().at, both);
        prop_assert!(steps[1].is_none() && steps[0].unwrap().at <= both);
    }

    /// A pause without working time changes nothing.
    #[test]
    fn pause_neutral(
        calendar in calendars(), received in instants(), amount in amounts(), reading in readings(),
        unit in prop::sample::select(vec![Unit::WorkingDay, Unit::WorkingHour, Unit::CalendarDay]),
        day in 18_990..19_355_i32,
    ) {
        let closed = Date::from_days(day);
        let (from, to) = (
            calendar.closing(calendar.working_day_on_or_before(closed)),
            calendar.opening(calendar.next_working_day(closed)),
        );
        let pauses = Pauses::new(vec![Pause::closed(from, to)]).unwrap();
        let stages = [Stage::new(amount, unit)];
        let plain = due(&calendar, received, &stages, reading, Pauses::none());
        prop_assert_eq!(due(&calendar, received, &stages, reading, &pauses), plain);
    }

    /// A pause of k whole working days moves a day-counted deadline by exactly k working days, and splitting it
    /// changes nothing.
    #[test]
    fn pauses_of_whole_days_move_the_deadline_by_as_many(
        received in instants(), days in 1..40_u16, offset in 0..40_i32, length in 1..20_i32, cut in 0..20_i32,
        calendar in calendars(),
    ) {
        let stages = [Stage::new(Amount::whole(days), Unit::WorkingDay)];
        let plain = due(&calendar, received, &stages, Reading::DayCount, Pauses::none());
        let first = calendar.plus_working_days(calendar.receipt_day(received), 1 + offset % i32::from(days));
        let resumed = calendar.plus_working_days(first, length);
        let (from, to) = (calendar.opening(first), calendar.opening(resumed));
        let whole = Pauses::new(vec![Pause::closed(from, to)]).unwrap();
        let moved = due(&calendar, received, &stages, Reading::DayCount, &whole);
        prop_assert_eq!(moved, calendar.closing(calendar.plus_working_days(plain.date(), length)));

        let middle = calendar.opening(calendar.plus_working_days(first, cut.min(length))).min(to);
        let split = Pauses::new(vec![Pause::closed(from, middle), Pause::closed(middle, to)]).unwrap();
        prop_assert_eq!(due(&calendar, received, &stages, Reading::DayCount, &split), moved);
    }

    /// In working time, the working time between receipt and end, less the pauses, is the amount: no minute is
    /// lost, none rounded.
    #[test]
    fn inverse(calendar in calendars(), received in instants(), amount in amounts(), pauses in pauses()) {
        let full = calendar.full_day().millis();
        for (unit, expected) in [
            (Unit::WorkingDay, amount.thousandths() * full / 1_000),
            (Unit::WorkingHour, amount.thousandths() * 3_600),
        ] {
            let end = due(&calendar, received, &[Stage::new(amount, unit)], Reading::WorkingTime, &pauses);
            let paused = |pause: &Pause| {
                calendar.worked(pause.from.max(received), pause.to.unwrap().min(end)).millis()
            };
            let off: i64 = pauses.as_slice().iter().map(paused).sum();
            prop_assert_eq!(calendar.worked(received, end).millis() - off, expected);
        }
    }

    /// In day-count, the working days after the day of receipt up to the end, less the pauses, are the amount.
    #[test]
    fn inverse_by_days(calendar in calendars(), received in instants(), days in 0..80_u16) {
        let stages = [Stage::new(Amount::whole(days), Unit::WorkingDay)];
        let end = due(&calendar, received, &stages, Reading::DayCount, Pauses::none());
        prop_assert_eq!(
            calendar.working_days(calendar.receipt_day(received).plus(1), end.date().plus(1)), i64::from(days)
        );
        prop_assert_eq!(end, calendar.closing(end.date()));
    }

    /// Every answer is explained, and the explanation ends with the answer.
    #[test]
    fn traces_end_with_the_answer(
        calendar in calendars(), received in instants(), amount in amounts(), unit in units(),
        reading in readings(), pauses in pauses(),
    ) {
        let stages = [Stage::new(amount, unit)];
        let term = Term::new(received, &stages, reading).with_pauses(&pauses);
        let expected = format!("hạn {}", kernel::vi::deadline(calendar.due(&term).at));
        let trace = calendar.trace(&term);
        prop_assert_eq!(trace.parts().last(), Some(&expected));
    }
}
