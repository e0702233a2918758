//! What a figure lets say of the rest of its window: why a target needs to be seen to, how much room is left, what is
//! missing, what is expected, and what would change the verdict. Decided in `domain`; only worded here.

use std::fmt::Write as _;

use formula::{Allowance, Measure, Verdict};
use indicator::Figure;
use kernel::vi;

use crate::domain::{Assessed, Status};
use crate::labels;
use crate::reading::{Board, Counted, Reading, State, UnitReading};
use crate::views::{bad, capital, ceiling, things, unit_name, value};

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
