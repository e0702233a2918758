//! The parts of a dossier's page, each from what was loaded: steps, papers, deadlines, applicant, log.

use std::collections::BTreeMap;

use calendar::{Stage, Term, Unit, WorkCalendar, WorkSpan};
use kernel::{AccountId, Instant, vi};
use procedure::domain::{Step, StepRole};
use process::{Outcome, Work};
use serde_json::{Map, Value};
use store::journal::Entry;
use web::{Event, Pair, PaperRow, StepRow, StepState, Tone, chart};

use super::ruler::looked_at;
use super::short_moment;
use super::show::Loaded;
use crate::acts::frame::Case;
use crate::domain::{Dossier, Paper, PaperState, PublicStatus};
use crate::labels;
use crate::person::Person;

/// One line of the history of deadlines.
pub(super) struct ClockLine {
    pub(super) at: String,
    pub(super) what: String,
    pub(super) due: String,
    pub(super) why: String,
    pub(super) who: String,
}

/// What needs attention: a step over its own time while the dossier is not late yet.
pub(super) fn warning(case: &Case, now: Instant) -> Option<String> {
    let work = case.work.as_ref()?;
    let dossier = &case.dossier;
    if PublicStatus::of(dossier).is_end() || dossier.paused_at.is_some() {
        return None;
    }
    let due = work.due_at.filter(|due| *due < now)?;
    let over = case.calendar.worked(due, now);
    let rest = match dossier.due_at {
        Some(due) if due > now => "Hồ sơ vẫn còn hạn; chuyển sớm để các bước sau đủ thời gian.",
        _ => "Hồ sơ đã quá hạn trả.",
    };
    Some(format!("Bước “{}” quá thời hạn nội bộ {over}. {rest}", work.step_name))
}

/// `Theo quy trình nội bộ …; thời hạn 12 ngày làm việc, tính theo …`.
pub(super) fn process_line(case: &Case) -> String {
    let Ok(process) = case.process() else { return String::new() };
    let limit = case.limit().map(|limit| format!(" Thời hạn {limit}, {}.", limit.reading.vi()));
    format!("Theo {}: {}.{}", process.name.to_lowercase(), process.source, limit.unwrap_or_default())
}

/// The steps of the process, also those not reached.
pub(super) fn steps(loaded: &Loaded, now: Instant) -> Vec<StepRow> {
    let Ok(process) = loaded.case.process() else { return Vec::new() };
    let ahead = ahead(loaded, &process.steps);
    process
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let works: Vec<&Work> = loaded.history.iter().filter(|work| work.step == step.code).collect();
            let row = StepRow {
                number: at + 1,
                name: step.name.clone(),
                who: who(loaded, step, &works),
                allotted: step.time.map_or_else(|| "không tính".to_owned(), short_stage),
                ..StepRow::default()
            };
            match works.last() {
                Some(last) => reached(loaded, (row, step), (&works, last), now),
                None => not_reached(loaded, (row, step), ahead.get(&step.code).copied(), now),
            }
        })
        .collect()
}

/// When the steps after the open one are due: as the process plans them from the start of the present count, so
/// that the last one is due with the dossier.
fn ahead(loaded: &Loaded, steps: &[Step]) -> BTreeMap<String, Instant> {
    let case = &loaded.case;
    let running = case.work.is_some() && case.dossier.paused_at.is_none();
    let Some(limit) = case.limit().filter(|_| running) else { return BTreeMap::new() };
    let Ok(clocks) = crate::domain::clocks(&case.calendar, &limit, &case.dossier, &loaded.clock) else {
        return BTreeMap::new();
    };
    let clock = &clocks.statutory;
    let allotted: Vec<Option<Stage>> = steps.iter().map(|step| step.time).collect();
    let term = Term::new(clock.started, &[], case.reading()).with_pauses(&clock.pauses);
    let dues = case.calendar.step_dues(&term, &allotted);
    steps.iter().zip(dues).filter_map(|(step, due)| Some((step.code.clone(), due?.at))).collect()
}

fn who(loaded: &Loaded, step: &Step, works: &[&Work]) -> String {
    let role = step.role.map_or("", StepRole::label);
    let name = works.last().and_then(|work| work.account).and_then(|account| loaded.names.get(&account));
    match (name, role) {
        (Some(name), "") => name.clone(),
        (Some(name), role) => format!("{name}, {role}"),
        (None, role) => role.to_owned(),
    }
}

fn reached(
    loaded: &Loaded,
    (mut row, step): (StepRow, &Step),
    (works, last): (&[&Work], &Work),
    now: Instant,
) -> StepRow {
    let calendar = &loaded.case.calendar;
    let until = looked_at(&loaded.case.dossier, now);
    let used = works
        .iter()
        .fold(calendar.worked(now, now), |sum, work| sum.plus(used(loaded, work, until.max(work.opened_at))));
    row.used = Some(short_span(used));
    // A step without an allotment cannot be over it.
    row.bar = step.time.map_or_else(
        || chart::step_bar(0.0, 1.0, false),
        |stage| chart::step_bar(used.days(), days_of(calendar, stage), last.closed_at.is_some()),
    );
    row.due = last.due_at.map(|due| short_moment(due, now)).unwrap_or_default();
    let late = |at: Instant| last.due_at.filter(|due| *due < at).map(|due| calendar.worked(due, at));
    let (state, tone, status) = match (last.closed_at, last.outcome) {
        (Some(_), Some(Outcome::SentBack)) => (StepState::Ahead, Tone::Draft, "Đã trả lại".to_owned()),
        (Some(_), Some(Outcome::Ended)) => (StepState::Done, Tone::Draft, "Kết thúc tại đây".to_owned()),
        (Some(at), _) => match late(at) {
            Some(over) => (StepState::Done, Tone::Risk, format!("Xong, quá {over}")),
            None => (StepState::Done, Tone::Met, "Xong".to_owned()),
        },
        (None, _) if loaded.case.dossier.paused_at.is_some() => {
            let waits = loaded.case.dossier.due_at.is_none();
            (StepState::Now, Tone::Paused, if waits { "Chờ bổ sung" } else { "Tạm dừng" }.to_owned())
        }
        (None, _) => match late(now) {
            Some(over) => (StepState::Now, Tone::Risk, format!("Quá {over}")),
            None => (StepState::Now, Tone::Progress, "Đang xử lý".to_owned()),
        },
    };
    row.state = state;
    row.tone = Some(tone);
    row.status = status;
    row
}

fn not_reached(
    loaded: &Loaded,
    (mut row, step): (StepRow, &Step),
    due: Option<Instant>,
    now: Instant,
) -> StepRow {
    let ended = PublicStatus::of(&loaded.case.dossier).is_end();
    row.bar = chart::step_bar(0.0, 1.0, false);
    row.due = due.map(|due| short_moment(due, now)).unwrap_or_default();
    row.status = match step.role.and_then(StepRole::role) {
        None => "Ngoài Sở".to_owned(),
        Some(_) if ended => "Không thực hiện".to_owned(),
        Some(_) => "Chưa đến".to_owned(),
    };
    row
}

/// Working time a work took, without the time that the dossier stood still.
fn used(loaded: &Loaded, work: &Work, until: Instant) -> WorkSpan {
    let calendar = &loaded.case.calendar;
    let (from, to) = (work.opened_at, work.closed_at.unwrap_or(until));
    let mut stood = calendar.worked(from, from);
    let mut since = None;
    for row in &loaded.clock {
        match row.event.as_str() {
            "supplement_asked" | "paused" => since = Some(row.at),
            "supplement_received" | "resumed" => {
                if let Some(since) = since.take() {
                    stood = stood.plus(calendar.worked(since.max(from), row.at.min(to)));
                }
            }
            _ => {}
        }
    }
    if let Some(since) = since {
        stood = stood.plus(calendar.worked(since.max(from), to));
    }
    calendar.worked(from, to).minus(stood)
}

fn days_of(calendar: &WorkCalendar, stage: Stage) -> f64 {
    let amount = stage.amount.thousandths() as f64 / 1_000.0;
    let day = calendar.full_day().minutes() as f64 / 60.0;
    match stage.unit {
        Unit::WorkingDay | Unit::CalendarDay => amount,
        Unit::WorkingHour | Unit::Hour => {
            if day > 0.0 {
                amount / day
            } else {
                0.0
            }
        }
    }
}

/// `0,5 ngày`: working days are the rule and are not named in the narrow column.
fn short_stage(stage: Stage) -> String {
    let unit = match stage.unit {
        Unit::WorkingDay => "ngày",
        Unit::WorkingHour => "giờ",
        other => other.vi(),
    };
    format!("{} {unit}", stage.amount.vi())
}

fn short_span(span: WorkSpan) -> String {
    format!("{} ngày", vi::decimal((span.days() * 10.0).floor() / 10.0, 1))
}

/// A paper as the table shows it.
pub(super) fn paper(number: usize, paper: &Paper) -> PaperRow {
    let there = matches!(paper.state, PaperState::Valid | PaperState::Wrong);
    let copies = [(paper.n_originals, "bản chính"), (paper.n_copies, "bản sao")];
    let copies: Vec<String> =
        copies.iter().filter(|(n, _)| *n > 0 && there).map(|(n, what)| format!("{n} {what}")).collect();
    let form = if paper.file.is_some() { "Bản điện tử" } else { "Bản giấy" };
    PaperRow {
        number,
        name: paper.name.clone(),
        form: if copies.is_empty() { "–".to_owned() } else { form.to_owned() },
        copies: if copies.is_empty() { "–".to_owned() } else { copies.join(", ") },
        tone: match paper.state {
            PaperState::Valid => Tone::Met,
            PaperState::Missing => Tone::Missed,
            PaperState::Wrong => Tone::Risk,
            PaperState::NotNeeded => Tone::Draft,
        },
        status: paper.state.label().to_owned(),
        ..PaperRow::default()
    }
}

/// Every deadline the dossier had, the first one first.
pub(super) fn clock_lines(loaded: &Loaded) -> Vec<ClockLine> {
    let dossier = &loaded.case.dossier;
    let due = |at: Option<Instant>| at.map_or_else(|| "chưa có".to_owned(), vi::deadline);
    let mut lines = vec![ClockLine {
        at: vi::moment(dossier.received_at),
        what: "Tiếp nhận".to_owned(),
        due: due(dossier.first_due_at),
        why: String::new(),
        who: String::new(),
    }];
    lines.extend(loaded.clock.iter().map(|row| {
        ClockLine {
            at: vi::moment(row.at),
            what: labels::event(&format!("dossier.{}", row.event)).to_owned(),
            due: due(row.due_after),
            why: [row.reason.as_str(), row.legal_basis.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            who: row.account.and_then(|account| loaded.names.get(&account).cloned()).unwrap_or_default(),
        }
    }));
    lines
}

/// The applicant; identifiers are masked until somebody asks to see them.
pub(super) fn applicant(person: &Person, dossier: &Dossier, revealed: bool) -> Vec<Pair> {
    let shown = |text: &str| if revealed { text.to_owned() } else { mask(text) };
    let number = if person.organisation { "Mã số" } else { "Số định danh" };
    let mut pairs = vec![Pair::new("Họ tên", dossier.applicant_name.clone())];
    if let Some(born) = person.born_on {
        pairs.push(Pair::new("Ngày sinh", vi::date(born)));
    }
    if let Some(id) = &person.id_number {
        pairs.push(Pair::new(number, shown(id)));
    }
    pairs.push(Pair::new("Nơi ở", person.address.clone()));
    if let Some(phone) = &person.phone {
        pairs.push(Pair::new("Điện thoại", shown(phone)));
    }
    if let Some(email) = &person.email {
        pairs.push(Pair::new("Thư điện tử", shown(email)));
    }
    if !dossier.filer_name.is_empty() {
        pairs.push(Pair::new("Người nộp thay", dossier.filer_name.clone()));
    }
    pairs.push(Pair::new("Nhận kết quả", dossier.return_by.label()));
    pairs
}

/// `033 158 ••• 417`: enough to recognise, not enough to copy.
pub(super) fn mask(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let keep = |from: usize, to: usize| digits.get(from..to).unwrap_or_default().iter().collect::<String>();
    let length = digits.len();
    match length {
        0 => String::new(),
        1..=5 => "•••".to_owned(),
        6..=9 => format!("{} •••", keep(0, 3)),
        10 | 11 => format!("{} ••• {}", keep(0, 4), keep(length - 3, length)),
        _ => format!("{} {} ••• {}", keep(0, 3), keep(3, 6), keep(length - 3, length)),
    }
}

/// Case, summary, result.
pub(super) fn details(loaded: &Loaded) -> Vec<Pair> {
    let dossier = &loaded.case.dossier;
    let mut pairs = Vec::new();
    if let Some(case) = loaded.case.procedure.case(&dossier.case_code) {
        pairs.push(Pair::new("Trường hợp", case.name.clone()));
    }
    pairs.push(Pair::new("Tiếp nhận", vi::moment(dossier.received_at)));
    if !dossier.summary.is_empty() {
        pairs.push(Pair::new("Nội dung", dossier.summary.clone()));
    }
    if let Some(name) = &dossier.result_name {
        let number = dossier.result_number.as_deref().unwrap_or_default();
        pairs.push(Pair::new("Kết quả", format!("{number} {name}").trim().to_owned()));
        let published = dossier.result_published_at.map_or_else(|| "chưa".to_owned(), vi::moment);
        pairs.push(Pair::new("Cập nhật lên Cổng", published));
    }
    if let Some(returned) = dossier.returned_at {
        pairs.push(Pair::new("Trả kết quả", vi::moment(returned)));
    }
    if let Some(work) = &loaded.case.work {
        pairs.push(Pair::new("Vì sao giao", work.routed.clone()));
    }
    pairs
}

/// The accounts that entries speak of.
pub(super) fn mentioned(entries: &[Entry]) -> Vec<AccountId> {
    let to = |entry: &Entry| {
        let payload: Map<String, Value> = serde_json::from_str(&entry.payload).ok()?;
        payload.get("to")?.get("account")?.as_i64().map(AccountId)
    };
    entries.iter().filter_map(to).collect()
}

/// The log, newest first.
pub(super) fn events(entries: &[Entry], names: &BTreeMap<AccountId, String>) -> Vec<Event> {
    let name = |account: Option<AccountId>| {
        account.map_or_else(|| "Hệ thống".to_owned(), |id| names.get(&id).cloned().unwrap_or_default())
    };
    let mut events: Vec<Event> = entries
        .iter()
        .rev()
        .map(|entry| Event {
            title: title(entry).to_owned(),
            at: entry.at,
            who: match entry.on_behalf_of {
                Some(_) => format!("{} thay {}", name(entry.actor), name(entry.on_behalf_of)),
                None => name(entry.actor),
            },
            text: particulars(entry, names),
            main: false,
        })
        .collect();
    if let Some(newest) = events.first_mut() {
        newest.main = true;
    }
    events
}

fn title(entry: &Entry) -> &'static str {
    let payload: Option<Map<String, Value>> = serde_json::from_str(&entry.payload).ok();
    let from = payload.as_ref().and_then(|payload| payload.get("from")?.get("step")?.as_str());
    if entry.kind == "dossier.approved" && from.is_some_and(labels::is_assignment) {
        return "Phân công thụ lý";
    }
    labels::event(&entry.kind)
}

/// What an entry says beyond its title.
fn particulars(entry: &Entry, names: &BTreeMap<AccountId, String>) -> String {
    let Ok(payload) = serde_json::from_str::<Map<String, Value>>(&entry.payload) else {
        return String::new();
    };
    let text = |name: &str| payload.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let mut parts: Vec<String> = Vec::new();
    let to = payload.get("to").and_then(|to| to.get("account")).and_then(Value::as_i64).map(AccountId);
    if let Some(name) = to.and_then(|account| names.get(&account)) {
        parts.push(format!("Chuyển {name}."));
    }
    for name in ["opinion", "reason", "override", "note"] {
        parts.extend(text(name).map(|text| format!("{}.", text.trim_end_matches('.'))));
    }
    for paper in payload.get("papers").and_then(Value::as_array).into_iter().flatten() {
        let part = |name: &str| paper.get(name).and_then(Value::as_str);
        if let (Some(name), Some(reason)) = (part("name"), part("reason")) {
            parts.push(format!("{name}: {}.", reason.trim_end_matches('.')));
        }
    }
    parts.extend(text("receiver").map(|name| format!("Người nhận: {name}.")));
    let moved = payload.get("changes").and_then(|changes| changes.get("due_at")).and_then(Value::as_array);
    if let Some([before, after]) = moved.map(Vec::as_slice) {
        let words = |value: &Value| instant(value).map(|at| vi::date(at.date()));
        match (words(before), words(after)) {
            (Some(before), Some(after)) => parts.push(format!("Hạn trả dời từ {before} sang {after}.")),
            (None, Some(after)) => parts.push(format!("Hạn trả mới {after}.")),
            _ => {}
        }
    }
    parts.join(" ")
}

fn instant(value: &Value) -> Option<Instant> {
    serde_json::from_value(value.clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_can_be_recognised_but_not_copied() {
        for (text, masked) in [
            ("033158004417", "033 158 ••• 417"),
            ("0984 555 221", "0984 ••• 221"),
            ("145678901", "145 •••"),
            ("12345", "•••"),
            ("", ""),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }
}
