//! Facts about administrative deadlines that a naive computation gets wrong; each that concerns time is a test.
//! The numbers are those of docs/twenty-facts.md, which says where the others are tested.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use calendar::clock::{ClockEntry, ClockEvent, Clocks, run};
use calendar::rules::{self, ApologyRefused, SupplementRefused};
use calendar::{
    Amount, HolidayBook, Limit, Reading, Stage, Term, TimeLimits, Timeliness, Unit, WorkCalendar,
};
use kernel::{Date, Instant};

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn stage(amount: &str, unit: Unit) -> Stage {
    Stage::new(amount.parse().unwrap(), unit)
}

fn due(received: &str, stages: &[Stage]) -> Instant {
    WorkCalendar::standard().due(&Term::new(at(received), stages, Reading::DayCount)).at
}

fn clocks(limit: &Limit, events: &[(&str, ClockEvent)]) -> Clocks {
    let entries: Vec<_> =
        events.iter().map(|(when, event)| ClockEntry { at: at(when), event: *event }).collect();
    run(&WorkCalendar::standard(), limit, &entries).unwrap()
}

#[test]
fn fact_01_one_act_mixes_working_days_calendar_days_and_hours() {
    // Decree 131/2021: commune 5 working days, district 7 working days, department 12 calendar days.
    let stages = [stage("5", Unit::WorkingDay), stage("7", Unit::WorkingDay), stage("12", Unit::CalendarDay)];
    assert_eq!(due("2022-09-05T09:00", &stages[..2]), at("2022-09-21T17:00"));
    assert_eq!(due("2022-09-05T09:00", &stages), at("2022-10-03T17:00"));
    // The same 24 days read as working days would end two weeks later.
    assert_eq!(due("2022-09-05T09:00", &[stage("24", Unit::WorkingDay)]), at("2022-10-07T17:00"));
    // Child protection counts hours by the clock, through nights and Sundays.
    assert_eq!(due("2022-09-03T20:00", &[stage("12", Unit::Hour)]), at("2022-09-04T08:00"));
    // 190 days are calendar days.
    assert_eq!(due("2022-03-01T09:00", &[stage("190", Unit::CalendarDay)]), at("2022-09-07T17:00"));
}

#[test]
fn fact_02_fractions_of_a_day_and_steps_without_time_are_normal() {
    let allotted = ["0.25", "0.25", "1.5", "0.5", "0.5", "0.25", "1.5", "0.25"];
    let mut steps: Vec<Option<Stage>> =
        allotted.iter().map(|part| Some(stage(part, Unit::WorkingDay))).collect();
    steps.push(None);
    let calendar = WorkCalendar::standard();
    for reading in [Reading::DayCount, Reading::WorkingTime] {
        let whole = [stage("5", Unit::WorkingDay)];
        let dues = calendar.step_dues(&Term::new(at("2022-03-07T09:00"), &[], reading), &steps);
        assert_eq!(dues[7].unwrap().at, calendar.due(&Term::new(at("2022-03-07T09:00"), &whole, reading)).at);
        assert!(dues[8].is_none(), "a step without time has no deadline");
    }
    let first = calendar.step_dues(&Term::new(at("2022-03-07T09:00"), &[], Reading::DayCount), &steps);
    assert_eq!(first[0].unwrap().at, at("2022-03-08T09:30"));
    // The published total and the steps' sum are two numbers; neither is corrected to the other.
    let published = Limit::of("10.5".parse().unwrap(), Unit::WorkingDay);
    let internal = Limit {
        stages: vec![stage("9", Unit::WorkingDay), stage("0.5", Unit::WorkingDay)],
        ..published.clone()
    };
    assert_eq!(published.is_longer_than(&internal), Some(true));
}

#[test]
fn fact_03_a_second_request_for_a_supplement_is_refused_and_makes_the_dossier_late() {
    assert_eq!(rules::may_ask_supplement(0), Ok(()));
    assert_eq!(rules::may_ask_supplement(1), Err(SupplementRefused::AskedBefore));
    let events = [
        ("2022-03-07T09:00", ClockEvent::Received),
        ("2022-03-08T09:00", ClockEvent::SupplementAsked),
        ("2022-03-09T09:00", ClockEvent::SupplementReceived),
        ("2022-03-10T09:00", ClockEvent::SupplementAsked),
        ("2022-03-11T09:00", ClockEvent::SupplementReceived),
    ];
    let limit = Limit::working_days(10);
    let finished = at("2022-03-14T09:00");
    let once = clocks(&limit, &events[..3]);
    assert_eq!(once.national.timeliness(finished), Timeliness::Early);
    let twice = clocks(&limit, &events);
    assert!(twice.national.is_late_by_requests());
    assert_eq!(twice.national.timeliness(finished), Timeliness::Late);
    assert_eq!(Timeliness::of(finished, twice.statutory.due.unwrap().at), Timeliness::Early);
}

#[test]
fn fact_04_after_a_supplement_the_law_starts_again_and_the_index_subtracts() {
    let limit = Limit::working_days(5);
    let events = [
        ("2022-03-07T09:00", ClockEvent::Received),
        ("2022-03-10T10:00", ClockEvent::SupplementAsked),
        ("2022-03-17T10:00", ClockEvent::SupplementReceived),
    ];
    let waiting = clocks(&limit, &events[..2]);
    assert_eq!(waiting.statutory.due, None);
    assert_eq!(waiting.national.due.suspended, Some(at("2022-03-10T10:00")));
    let both = clocks(&limit, &events);
    assert_eq!(both.statutory.started, at("2022-03-17T10:00"));
    assert_eq!(both.statutory.restarts, 1);
    assert_eq!(both.statutory.due.unwrap().at, at("2022-03-24T17:00"));
    assert_eq!(both.national.started, at("2022-03-07T09:00"));
    assert_eq!(both.national.due.at, at("2022-03-21T17:00"));
}

#[test]
fn fact_05_an_apology_goes_out_a_day_before_and_once() {
    let calendar = WorkCalendar::standard();
    let (due, later) = (at("2022-03-15T17:00"), at("2022-03-18T17:00"));
    assert_eq!(rules::may_reappoint(&calendar, 0, at("2022-03-14T17:00"), due, later), Ok(()));
    let latest = at("2022-03-14T17:00");
    let refused = Err(ApologyRefused::TooLate { latest });
    assert_eq!(rules::may_reappoint(&calendar, 0, at("2022-03-15T08:00"), due, later), refused);
    let refused = Err(ApologyRefused::ReappointedBefore);
    assert_eq!(rules::may_reappoint(&calendar, 1, at("2022-03-10T08:00"), due, later), refused);
    assert_eq!(
        rules::may_reappoint(&calendar, 0, at("2022-03-10T08:00"), due, due),
        Err(ApologyRefused::NotLater)
    );
    // A deadline on a Monday must be apologised for on the Friday: nobody is there on Sunday.
    assert_eq!(rules::apology_due(&calendar, at("2022-03-14T17:00")), at("2022-03-11T17:00"));
}

#[test]
fn fact_06_three_o_clock_moves_the_transfer_not_the_deadline() {
    let calendar = WorkCalendar::standard();
    for (received, transfer) in [
        ("2022-03-07T09:00", "2022-03-07T17:00"),
        ("2022-03-07T15:00", "2022-03-07T17:00"),
        ("2022-03-07T15:01", "2022-03-08T07:30"),
        ("2022-03-11T16:00", "2022-03-14T07:30"),
        ("2022-03-12T09:00", "2022-03-14T07:30"),
        ("2022-03-07T06:00", "2022-03-07T17:00"),
    ] {
        assert_eq!(rules::transfer_due(&calendar, at(received)), at(transfer), "{received}");
    }
    let stages = [stage("3", Unit::WorkingDay)];
    assert_eq!(due("2022-03-07T15:01", &stages), due("2022-03-07T09:00", &stages));
}

#[test]
fn fact_07_the_first_day_is_not_counted_and_the_last_moves_off_a_day_off() {
    assert_eq!(due("2022-03-07T08:00", &[stage("1", Unit::WorkingDay)]), at("2022-03-08T17:00"));
    assert_eq!(due("2022-03-07T08:00", &[stage("5", Unit::CalendarDay)]), at("2022-03-14T17:00"));
    assert_eq!(due("2022-03-07T08:00", &[stage("4", Unit::CalendarDay)]), at("2022-03-11T17:00"));
    // Through Tết: 31/01 is a holiday, so is the week; the limit ends on 07/02.
    assert_eq!(due("2022-01-24T08:00", &[stage("7", Unit::CalendarDay)]), at("2022-02-07T17:00"));
    // A result on the day itself is on time, at any hour of it up to the close.
    assert_eq!(Timeliness::of(at("2022-03-08T08:00"), at("2022-03-08T17:00")), Timeliness::OnTime);
}

#[test]
fn fact_08_swapped_saturdays_are_working_days() {
    let calendar = WorkCalendar::standard();
    for (saturday, off) in [
        ("2024-05-04", "2024-04-29"),
        ("2025-04-26", "2025-05-02"),
        ("2026-01-10", "2026-01-02"),
        ("2026-08-22", "2026-08-31"),
    ] {
        assert!(calendar.is_working(date(saturday)), "{saturday}");
        assert!(!calendar.is_working(date(off)), "{off}");
    }
    assert_eq!(due("2026-01-09T09:00", &[stage("1", Unit::WorkingDay)]), at("2026-01-10T17:00"));
}

#[test]
fn fact_09_the_culture_day_is_off_from_2026() {
    let calendar = WorkCalendar::standard();
    assert!(calendar.is_working(date("2025-11-24")));
    for day in ["2026-11-24", "2027-11-24", "2028-11-24", "2029-11-26", "2030-11-25"] {
        assert!(!calendar.is_working(date(day)), "{day}");
    }
    assert!(calendar::statutory::days_off(2031).iter().any(|day| day.date == date("2031-11-24")));
}

#[test]
fn fact_11_early_is_a_day_before_and_has_its_own_count() {
    let due = at("2022-03-15T17:00");
    let ends = ["2022-03-14T23:00", "2022-03-15T08:00", "2022-03-15T17:00", "2022-03-16T07:30"];
    let counted: Vec<_> = ends.iter().map(|end| Timeliness::of(at(end), due)).collect();
    assert_eq!(counted, [Timeliness::Early, Timeliness::OnTime, Timeliness::OnTime, Timeliness::Late]);
    assert_eq!(counted.iter().filter(|timeliness| timeliness.is_kept()).count(), 3);
}

#[test]
fn fact_20_statutory_published_and_internal_time_are_three_numbers() {
    let text = "
        [statutory]
        stages = [{ value = 5, unit = \"wd\" }]
        [published]
        stages = [{ value = 3.5, unit = \"wd\" }]
        [internal]
        stages = [{ amount = 3, unit = \"working_day\" }]
    ";
    let limits: TimeLimits = toml::from_str(text).unwrap();
    let end = |limit: &Limit| due("2022-03-07T09:00", &limit.stages);
    assert_eq!(end(&limits.statutory), at("2022-03-14T17:00"));
    assert_eq!(end(limits.promised()), at("2022-03-11T11:30"));
    assert_eq!(end(limits.planned()), at("2022-03-10T17:00"));
    assert_eq!(TimeLimits::statutory(Limit::working_days(7)).planned(), &Limit::working_days(7));
    assert_eq!(limits.promised().in_unit(Unit::WorkingDay), Some("3.5".parse::<Amount>().unwrap()));
}

/// Data decide, not code: a holiday announced later changes the deadline.
#[test]
fn an_announced_day_off_moves_the_deadline() {
    let text =
        "first_year = 2031\nlast_year = 2031\n[[off]]\ndate = 2031-01-02\nname = \"Nghỉ\"\nkind = \"swap\"\n";
    let book = HolidayBook::parse(text).unwrap();
    let calendar = WorkCalendar::new(&calendar::WorkWeek::office(), &book);
    let stages = [stage("1", Unit::WorkingDay)];
    let term = Term::new(at("2031-01-01T09:00"), &stages, Reading::DayCount);
    assert_eq!(calendar.due(&term).at, at("2031-01-03T17:00"));
}
