//! How a target stands, in words and small pictures, for every page that shows one. What is said here was decided in
//! `domain`; nothing is computed from figures but their wording.

use std::collections::BTreeMap;

use formula::{Comparator, Decimal, Measure, Verdict};
use indicator::{Figure, Part, urls as indicators};
use kernel::{UnitId, vi};
use web::{PlanGroup, PlanRow, chart};

use crate::domain::{Assessed, Binding, Status, TargetKind};
use crate::reading::{Board, Counted, Reading, State};
use crate::{labels, urls};

/// The figure in words; `None` where there is none.
pub(crate) fn value(reading: &Reading) -> Option<String> {
    match &reading.state {
        State::Counted(counted) if counted.per_unit => {
            let (met, all) = counted.units_met();
            (all > 0).then(|| format!("{met}/{all} đơn vị"))
        }
        State::Counted(counted) if counted.assessed.now == Verdict::NotApplicable => None,
        State::Counted(counted) => Some(counted.indicator.text(counted.figure)),
        State::Milestone(Some(event)) => event.done_on.map(|day| format!("Xong {}", vi::date(day))),
        State::Published(published) => {
            published.current.as_ref().map(|row| published_value(reading, &row.value))
        }
        State::Milestone(None) | State::Awaits | State::Uncounted(_) => None,
    }
}

/// A published value as readers write it.
pub(crate) fn published_value(reading: &Reading, value: &str) -> String {
    match (value.parse::<Decimal>(), reading.target.kind) {
        (Ok(place), TargetKind::Rank) => format!("Hạng {}", place.vietnamese()),
        (Ok(number), _) => format!("{}{}", number.vietnamese(), reading.target.measured_in),
        (Err(_), _) => value.to_owned(),
    }
}

/// The value as a number, for charts, files and the API.
pub(crate) fn number(reading: &Reading) -> Option<f64> {
    match &reading.state {
        State::Counted(counted) if counted.per_unit => {
            let (met, all) = counted.units_met();
            (all > 0).then_some(met as f64)
        }
        State::Counted(counted) => counted.indicator.value(counted.figure),
        State::Published(published) => published.current.as_ref()?.value.parse::<Decimal>().ok().map(as_f64),
        _ => None,
    }
}

/// The promised value as a number, the lower one of a range.
pub(crate) fn goal_number(reading: &Reading) -> Option<f64> {
    match reading.target.promise {
        crate::domain::Promise::Number(comparator) => Some(as_f64(bound(comparator))),
        crate::domain::Promise::Steps(steps) => Some(as_f64(steps)),
        _ => None,
    }
}

const fn bound(comparator: Comparator) -> Decimal {
    match comparator {
        Comparator::AtLeast(value) | Comparator::AtMost(value) | Comparator::Equal(value) => value,
        Comparator::Between(lower, _) => lower,
    }
}

fn as_f64(number: Decimal) -> f64 {
    let (units, one) = number.fraction();
    units as f64 / one as f64
}

/// The records of a figure are called so: `hồ sơ`.
pub(crate) fn things(counted: &Counted) -> &'static str {
    counted.indicator.compiled.schema.label
}

/// Whether the records in the numerator are the unwanted ones ("không quá 5% hồ sơ trễ").
pub(crate) const fn ceiling(assessed: &Assessed) -> bool {
    matches!(assessed.goal.comparator, Comparator::AtMost(_))
}

/// The part of the records that speaks against the promise.
pub(crate) const fn bad_part(assessed: &Assessed) -> Part {
    if ceiling(assessed) { Part::Met } else { Part::Missed }
}

/// How many records speak against the promise.
pub(crate) const fn bad(assessed: &Assessed, figure: Figure) -> i64 {
    figure.of(bad_part(assessed))
}

/// The goal bar.
fn bar(reading: &Reading) -> String {
    let tone = labels::tone(reading.status());
    let Some(counted) = reading.counted() else { return String::new() };
    if counted.per_unit {
        let (met, all) = counted.units_met();
        if all == 0 {
            return String::new();
        }
        return chart::goal_bar(met as f64, all as f64, all as f64, tone);
    }
    let (Some(value), Some(goal)) = (number(reading), goal_number(reading)) else { return String::new() };
    let max = match counted.assessed.goal.measure {
        Measure::Percent => 100.0,
        Measure::Count => value.max(goal).max(1.0),
    };
    chart::goal_bar(value, goal, max, tone)
}

/// The months' values: a gap where nothing arose.
pub(crate) fn month_values(counted: &Counted) -> Vec<Option<f64>> {
    counted.months.iter().map(|(_, figure)| counted.indicator.value(*figure)).collect()
}

fn spark(reading: &Reading) -> String {
    let Some(counted) = reading.counted() else { return "–".to_owned() };
    // The goal of a count is of the whole window; a month is not held against it.
    let goal = goal_number(reading).filter(|_| counted.assessed.goal.measure == Measure::Percent);
    chart::sparkline(&month_values(counted), goal, labels::tone(reading.status()))
}

/// What the figure rests on, and where it is listed.
pub(crate) fn evidence(reading: &Reading, plan: &str, query: &str) -> (String, String) {
    let own = || urls::with_query(&urls::target(plan, &reading.target.clause), query);
    match &reading.state {
        State::Counted(counted) => {
            let (figure, things) = (counted.figure, things(counted));
            let code = counted.indicator.code();
            let bad_part = bad_part(&counted.assessed);
            let bad = figure.of(bad_part);
            let ratio = counted.assessed.goal.measure == Measure::Percent;
            if figure.is_empty() {
                (String::new(), String::new())
            } else if ratio && bad > 0 && reading.status() != Status::Met {
                let word = if bad_part == Part::Missed { labels::miss(code) } else { "vượt mức" };
                (
                    format!("{} {things} {word}", vi::number(bad)),
                    indicators::evidence(code, bad_part, &reading.scope),
                )
            } else {
                let of = if figure.n_in == figure.n_of {
                    String::new()
                } else {
                    format!("/{}", vi::number(figure.n_of))
                };
                let words = format!("{}{of} {things}", vi::number(figure.n_in));
                (words, indicators::evidence(code, Part::Met, &reading.scope))
            }
        }
        State::Milestone(Some(event)) if event.done_on.is_some() => ("Tài liệu".to_owned(), own()),
        State::Published(published) if published.current.is_some() => ("Văn bản công bố".to_owned(), own()),
        State::Awaits => (awaited(reading), String::new()),
        _ => (String::new(), String::new()),
    }
}

/// The part of the program that is awaited.
fn awaited(reading: &Reading) -> String {
    match &reading.target.binding {
        Binding::Awaits { part } => capital(part),
        _ => String::new(),
    }
}

/// The goal beside the figure in a narrow column.
fn short_goal(reading: &Reading) -> String {
    match reading.counted().filter(|counted| counted.per_unit).map(Counted::units_met) {
        Some((_, all)) if all > 0 => format!("{all}/{all}"),
        _ => labels::goal(&reading.target),
    }
}

/// Name of a unit; a unit that is gone still has its records.
pub(crate) fn unit_name(units: &BTreeMap<UnitId, String>, unit: UnitId) -> String {
    units.get(&unit).cloned().unwrap_or_else(|| format!("Đơn vị số {unit}"))
}

/// The responsible unit in words.
pub(crate) fn responsible(reading: &Reading, units: &BTreeMap<UnitId, String>) -> String {
    match reading.target.unit {
        Some(unit) => unit_name(units, unit),
        None if reading.target.responsible.is_empty() => "Chưa phân công".to_owned(),
        None => reading.target.responsible.clone(),
    }
}

/// A target as a row of the table.
pub(crate) fn row(board: &Board, reading: &Reading, query: &str) -> PlanRow {
    let (evidence, evidence_href) = evidence(reading, &board.plan.slug, query);
    PlanRow {
        symbol: reading.target.clause.clone(),
        title: reading.target.title.clone(),
        href: urls::with_query(&urls::target(&board.plan.slug, &reading.target.clause), query),
        unit: responsible(reading, &board.units),
        actual: value(reading),
        goal: short_goal(reading),
        bar: bar(reading),
        spark: spark(reading),
        tone: labels::tone(reading.status()),
        // A part that is awaited stands in the next column.
        status: match reading.state {
            State::Awaits => labels::status(Status::AwaitsPart).to_owned(),
            _ => labels::standing(reading),
        },
        evidence: if evidence.is_empty() { "–".to_owned() } else { evidence },
        evidence_href,
    }
}

/// The groups of a plan with the readings that `wanted` lets through; groups without any are left out.
pub(crate) fn groups(board: &Board, query: &str, wanted: impl Fn(&Reading) -> bool) -> Vec<PlanGroup> {
    let group = |group: &crate::domain::Group| {
        let all: Vec<&Reading> =
            board.readings.iter().filter(|reading| reading.target.group == group.id).collect();
        let rows: Vec<PlanRow> =
            all.iter().filter(|reading| wanted(reading)).map(|reading| row(board, reading, query)).collect();
        let met = all.iter().filter(|reading| reading.status() == Status::Met).count();
        let waiting = all.iter().filter(|reading| !reading.status().is_judged()).count();
        PlanGroup {
            id: format!("n{}", group.code.to_lowercase()),
            title: group_title(group),
            summary: format!("{met}/{} đạt", all.len()),
            note: if waiting > 0 { format!("{waiting} chưa đánh giá được") } else { String::new() },
            rows,
        }
    };
    board.groups.iter().map(group).filter(|group| !group.rows.is_empty()).collect()
}

/// `2. Cải cách thủ tục hành chính`; a group that is no section of the plan has no number.
pub(crate) fn group_title(group: &crate::domain::Group) -> String {
    if group.code.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{}. {}", group.code, group.title)
    } else {
        group.title.clone()
    }
}

/// The first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether the target is one that `unit` answers for.
pub(crate) fn is_of(reading: &Reading, unit: UnitId) -> bool {
    reading.target.unit == Some(unit)
}
