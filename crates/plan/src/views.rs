//! How a target stands, in words and small pictures, for every page that shows one. What is said here was decided in
//! `domain`; nothing is computed from figures but their wording.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use formula::{Allowance, Comparator, Decimal, Measure, Verdict};
use indicator::{Figure, Part, urls as indicators};
use kernel::{UnitId, vi};
use web::{PlanGroup, PlanRow, chart};

use crate::domain::{Assessed, Binding, Status, TargetKind};
use crate::reading::{Board, Counted, Reading, State, UnitReading};
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

/// Why a target needs to be seen to, in words.
pub(crate) fn reason(board: &Board, reading: &Reading) -> String {
    match &reading.state {
        State::Counted(counted) if counted.per_unit => units_reason(board, reading, counted),
        State::Counted(counted) => counted_reason(board, reading, counted),
        State::Milestone(event) => milestone_reason(reading, event.as_ref().and_then(|event| event.done_on)),
        State::Published(_) => format!("Kết quả công bố: {}.", value(reading).unwrap_or_default()),
        State::Awaits | State::Uncounted(_) => String::new(),
    }
}

fn counted_reason(board: &Board, reading: &Reading, counted: &Counted) -> String {
    let assessed = &counted.assessed;
    if assessed.goal.measure == Measure::Count {
        return [shortfall(reading, counted), forecast(reading, counted)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
    }
    let mut words = Vec::new();
    let word = if ceiling(assessed) { "vượt mức" } else { labels::miss(counted.indicator.code()) };
    let all = bad(assessed, counted.figure);
    if all > 0 && reading.status() == Status::Missed {
        let mut sentence = format!("{} {} {word}", vi::number(all), things(counted));
        if let Some((month, figure)) = counted.months.last().filter(|_| !counted.indicator.is_stock()) {
            let latest = bad(assessed, *figure);
            if latest > 0 && latest < all {
                // A String never refuses a write.
                let _ = write!(sentence, ", riêng tháng {} có {}", month.month(), vi::number(latest));
            }
        }
        words.push(format!("{sentence}."));
        if let Some(worst) = worst_unit(counted)
            && counted.units.len() > 1
        {
            let count = vi::number(bad(assessed, worst.figure));
            words.push(format!("{}: {count}.", unit_name(&board.units, worst.unit)));
        }
    } else {
        words.extend(forecast(reading, counted));
    }
    words.extend(shortfall(reading, counted).filter(|_| words.len() < 2));
    words.join(" ")
}

fn worst_unit(counted: &Counted) -> Option<&UnitReading> {
    let worst = counted.units.iter().max_by_key(|unit| bad(&counted.assessed, unit.figure))?;
    (bad(&counted.assessed, worst.figure) > 0).then_some(worst)
}

fn units_reason(board: &Board, reading: &Reading, counted: &Counted) -> String {
    let failing: Vec<String> = counted
        .units
        .iter()
        .filter(|unit| matches!(unit.assessed.status, Status::Missed | Status::AtRisk))
        .map(|unit| format!("{} {}", unit_name(&board.units, unit.unit), counted.indicator.text(unit.figure)))
        .collect();
    format!("{}; cần {}.", failing.join(", "), labels::goal(&reading.target))
}

fn milestone_reason(reading: &Reading, done_on: Option<kernel::Date>) -> String {
    let due = reading.target.to;
    let left = reading.days.as_of.days_until(due);
    match done_on {
        Some(done_on) => {
            let late = due.days_until(done_on);
            format!("Xong ngày {}, muộn {late} ngày so với hạn {}.", vi::date(done_on), vi::date(due))
        }
        None if left < 0 => format!("Hạn {}, đã quá {} ngày, chưa có tài liệu.", vi::date(due), -left),
        None => format!("Còn {left} ngày đến hạn {}, chưa có tài liệu.", vi::date(due)),
    }
}

/// What is expected at the end of the window, in words.
pub(crate) fn forecast(reading: &Reading, counted: &Counted) -> Option<String> {
    if counted.per_unit {
        return units_forecast(reading, counted);
    }
    let (forecast, verdict) = counted.assessed.end?;
    let figure = Figure { n_of: forecast.figure.denominator, n_in: forecast.figure.numerator, n_out: 0 };
    if figure.is_empty() {
        return None;
    }
    let (end, text) = (vi::date(reading.days.to), counted.indicator.text(figure));
    let verdict = if verdict == Verdict::Met { "đạt mục tiêu" } else { "không đạt mục tiêu" };
    let pace = forecast.pace_days;
    Some(match counted.assessed.goal.measure {
        Measure::Count => format!("Theo nhịp {pace} ngày gần nhất, đến {end} có {text}: {verdict}."),
        Measure::Percent => format!(
            "Theo nhịp {pace} ngày gần nhất, đến {end} là {text} của khoảng {} {}: {verdict}.",
            vi::number(figure.n_of),
            things(counted)
        ),
    })
}

/// The same where every unit has to meet by itself.
fn units_forecast(reading: &Reading, counted: &Counted) -> Option<String> {
    let ends = || counted.units.iter().filter_map(|unit| unit.assessed.end);
    let pace = ends().map(|(forecast, _)| forecast.pace_days).max()?;
    let with_records = ends().filter(|(_, verdict)| *verdict != Verdict::NotApplicable).count();
    let met = ends().filter(|(_, verdict)| *verdict == Verdict::Met).count();
    let verdict = if met == with_records { "đạt mục tiêu" } else { "không đạt mục tiêu" };
    let end = vi::date(reading.days.to);
    Some(format!("Theo nhịp {pace} ngày gần nhất, đến {end} có {met}/{with_records} đơn vị đạt: {verdict}."))
}

/// How much room is left, in words.
pub(crate) fn allowance(counted: &Counted) -> Option<String> {
    let things = things(counted);
    let assessed = &counted.assessed;
    if assessed.now == Verdict::NotApplicable {
        return None;
    }
    let word = labels::miss(counted.indicator.code());
    let room = |allowance: Allowance| match (allowance, ceiling(assessed)) {
        (Allowance::Unlimited | Allowance::Broken, _) => None,
        (Allowance::Records(0), true) => Some(format!("không còn được phép thêm {things} nào vượt mức")),
        (Allowance::Records(0), false) => Some(format!("không còn được phép {word} {things} nào")),
        (Allowance::Records(count), true) => {
            Some(format!("còn được phép thêm {} {things} vượt mức", vi::number(count)))
        }
        (Allowance::Records(count), false) => {
            Some(format!("còn được phép {word} {} {things}", vi::number(count)))
        }
    };
    let now = match assessed.allowance {
        // What further records can still make good is said as what is missing.
        Allowance::Broken if assessed.shortfall.is_some_and(|missing| missing.further.is_some()) => None,
        Allowance::Broken => Some("Đã vượt mức cho phép.".to_owned()),
        other => room(other).map(|words| format!("{}.", capital(&words))),
    };
    let within = assessed.within.and_then(room).zip(assessed.end).map(|(words, (forecast, _))| {
        format!("Nếu cả kỳ có khoảng {} {things} thì {words}.", vi::number(forecast.figure.denominator))
    });
    let parts: Vec<String> = now.into_iter().chain(within).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// What is missing, in words.
pub(crate) fn shortfall(reading: &Reading, counted: &Counted) -> Option<String> {
    // Where every unit has to meet by itself the whole says nothing of what is missing.
    let missing = counted.assessed.shortfall.filter(|_| !counted.per_unit)?;
    let things = things(counted);
    let goal = labels::goal(&reading.target);
    let Some(further) = missing.further else {
        return Some(format!("Dù mọi {things} về sau đều đạt, mục tiêu {goal} cũng không đạt được nữa."));
    };
    let kind = match (counted.assessed.goal.measure, ceiling(&counted.assessed)) {
        (Measure::Count, _) => "",
        (Measure::Percent, true) => " không vượt mức",
        (Measure::Percent, false) => " đạt",
    };
    let mut words = format!("Cần thêm {} {things}{kind} để đạt {goal}", vi::number(further));
    let left = i64::from(reading.days.as_of.days_until(reading.days.to));
    if left >= 14 {
        let weekly = (further * 7 + left - 1) / left;
        let _ = write!(words, ", khoảng {} mỗi tuần đến {}", vi::number(weekly), vi::date(reading.days.to));
    }
    Some(format!("{words}."))
}

/// The smallest set of records that would change the verdict, in words; one line for each unit that must meet alone.
pub(crate) fn smallest_sets(board: &Board, counted: &Counted) -> Vec<String> {
    if !counted.per_unit {
        return smallest_set(counted, &counted.assessed, counted.figure).into_iter().collect();
    }
    let failing = counted.units.iter().filter(|unit| unit.assessed.now == Verdict::NotMet);
    failing
        .filter_map(|unit| {
            let words = smallest_set(counted, &unit.assessed, unit.figure)?;
            Some(format!("{}: {words}", unit_name(&board.units, unit.unit)))
        })
        .collect()
}

fn smallest_set(counted: &Counted, assessed: &Assessed, figure: Figure) -> Option<String> {
    let (count, things) = (assessed.flip?, things(counted));
    let number = vi::number(count);
    let all = vi::number(bad(assessed, figure));
    let word = if ceiling(assessed) { "vượt mức" } else { labels::miss(counted.indicator.code()) };
    match assessed.now {
        Verdict::NotApplicable => None,
        Verdict::NotMet if count == bad(assessed, figure) => {
            Some(format!("Cả {all} {things} {word} phải khác đi thì kết luận mới đổi thành đạt."))
        }
        Verdict::NotMet => {
            Some(format!("Nếu {number} trong {all} {things} {word} khác đi thì kết luận đổi thành đạt."))
        }
        Verdict::Met => {
            Some(format!("Chỉ {number} {things} đang đạt trở thành {word} thì kết luận đổi thành chưa đạt."))
        }
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
