//! Table tests: 203 deadlines under both readings, and the working days around the announced days off.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use calendar::{Amount, HolidayBook, Pauses, Reading, Stage, Term, Unit, WorkCalendar, WorkWeek};
use kernel::{Date, Instant};

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn dates(text: &str) -> Vec<Date> {
    text.split_whitespace().map(date).collect()
}

fn due(calendar: &WorkCalendar, received: &str, amount: Amount, reading: Reading) -> Instant {
    calendar.due(&Term::new(at(received), &[Stage::new(amount, Unit::WorkingDay)], reading)).at
}

/// In this table an empty list of holidays means that there are none.
#[test]
fn all_deadlines_of_the_table_agree_under_both_readings() {
    let mut rows = csv::Reader::from_path("tests/data/deadlines.csv").unwrap();
    let (mut seen, mut compared) = (0, 0);
    for row in rows.records().map(Result::unwrap) {
        let [id, start, days, weekdays, saturday, off, makeup, time, day] =
            std::array::from_fn(|column| row[column].to_owned());
        let book = HolidayBook::of_dates(&dates(&off), &dates(&makeup));
        let calendar = WorkCalendar::new(&WorkWeek::parse(&weekdays, &saturday).unwrap(), &book);
        for (expected, reading) in [(time, Reading::WorkingTime), (day, Reading::DayCount)] {
            if !expected.is_empty() {
                assert_eq!(
                    due(&calendar, &start, days.parse().unwrap(), reading),
                    at(&expected),
                    "{id} {reading:?}"
                );
                compared += 1;
            }
        }
        seen += 1;
    }
    assert_eq!((seen, compared), (203, 403));
}

#[test]
fn working_days_around_the_announced_days_off() {
    let calendar = WorkCalendar::standard();
    for (start, days, expected) in [
        ("2022-01-26", 5, "2022-02-09"),
        ("2022-04-08", 3, "2022-04-14"),
        ("2022-04-28", 5, "2022-05-09"),
        ("2022-08-30", 5, "2022-09-08"),
        ("2024-04-26", 2, "2024-05-03"),
        ("2025-04-24", 3, "2025-04-28"),
        ("2025-04-29", 1, "2025-05-05"),
        ("2025-01-24", 3, "2025-02-05"),
        ("2026-01-01", 1, "2026-01-05"),
        ("2025-12-31", 5, "2026-01-09"),
        ("2026-02-13", 10, "2026-03-06"),
        ("2026-08-20", 5, "2026-08-26"),
        ("2026-11-23", 1, "2026-11-25"),
        ("2021-02-09", 1, "2021-02-17"),
        ("2022-12-30", 1, "2023-01-03"),
    ] {
        // These count from the date itself, also where it is a day off.
        assert_eq!(calendar.plus_working_days(date(start), days), date(expected), "{start} + {days}");
    }
}

#[test]
fn every_year_has_its_number_of_working_days() {
    let calendar = WorkCalendar::standard();
    for (year, days) in [(2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 250), (2026, 249)] {
        let first = Date::new(year, 1, 1).unwrap();
        assert_eq!(calendar.working_days(first, Date::new(year + 1, 1, 1).unwrap()), days, "{year}");
    }
}

/// The vectors of the dossier page: 8 hours a day to 17:30, counted in working time.
#[test]
fn the_deadlines_of_the_dossier_page() {
    let week = WorkWeek::parse("07:30-11:30,13:30-17:30", "").unwrap();
    let calendar = WorkCalendar::new(&week, HolidayBook::builtin());
    let paused =
        Pauses::new(vec![calendar::Pause::closed(at("2022-09-20T17:30"), at("2022-09-22T07:30"))]).unwrap();
    for (received, days, pauses, expected) in [
        ("2022-09-14T14:10", "12", Pauses::none(), "2022-09-30T14:10"),
        ("2022-09-14T14:10", "12", &paused, "2022-10-03T14:10"),
        ("2022-09-15T08:10", "7", &paused, "2022-09-27T08:10"),
        ("2022-09-27T08:10", "2", Pauses::none(), "2022-09-29T08:10"),
        ("2022-09-29T08:10", "1.5", Pauses::none(), "2022-09-30T14:10"),
        ("2022-09-30T14:10", "1", Pauses::none(), "2022-10-03T14:10"),
        ("2022-09-27T09:45", "12", Pauses::none(), "2022-10-13T09:45"),
        ("2022-09-23T15:20", "5", Pauses::none(), "2022-09-30T15:20"),
    ] {
        let stages = [Stage::new(days.parse().unwrap(), Unit::WorkingDay)];
        let term = Term::new(at(received), &stages, Reading::WorkingTime).with_pauses(pauses);
        assert_eq!(calendar.due(&term).at, at(expected), "{received} + {days}");
    }
}

/// A request on Friday answered on Monday, due that Monday: one working day later in both readings.
#[test]
fn a_supplement_over_a_weekend_costs_one_day() {
    let calendar = WorkCalendar::standard();
    let pauses =
        Pauses::new(vec![calendar::Pause::closed(at("2022-01-07T10:00"), at("2022-01-10T10:00"))]).unwrap();
    let stages = [Stage::new(Amount::whole(4), Unit::WorkingDay)];
    for (received, reading, expected) in [
        ("2022-01-04T15:00", Reading::DayCount, "2022-01-11T17:00"),
        ("2022-01-04T17:00", Reading::WorkingTime, "2022-01-11T17:00"),
    ] {
        let term = Term::new(at(received), &stages, reading);
        assert_eq!(calendar.due(&term).at, at("2022-01-10T17:00"), "{reading:?}");
        assert_eq!(calendar.due(&term.with_pauses(&pauses)).at, at(expected), "{reading:?}");
    }
}

#[test]
fn any_length_is_counted_exactly() {
    let calendar = WorkCalendar::new(&WorkWeek::office(), &HolidayBook::none());
    let amount: Amount = "1000000".parse().unwrap();
    let end = due(&calendar, "2022-01-03T09:00", amount, Reading::DayCount);
    assert_eq!(calendar.working_days(date("2022-01-04"), end.date().plus(1)), 1_000_000);
    assert_eq!(due(&calendar, "2022-01-03T09:00", amount, Reading::WorkingTime).date(), end.date());
}
