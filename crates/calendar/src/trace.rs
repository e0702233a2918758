//! Why a term ends when it does, in Vietnamese, in the order a clerk would tell it. Built only when asked for.

use std::fmt;

use kernel::{Date, Instant, vi};
use serde::Serialize;

use crate::due::Steps;
use crate::holidays::{OffDay, OffKind, Standing};
use crate::{Due, Pause, Reading, Stage, Term, Unit, WorkCalendar};

/// The parts of an explanation; shown joined by semicolons or as a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Trace(Vec<String>);

impl Trace {
    /// The parts in order.
    pub fn parts(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}

impl WorkCalendar {
    /// Explains [`WorkCalendar::due`] of the same term.
    pub fn trace(&self, term: &Term<'_>) -> Trace {
        let mut teller = Teller { calendar: self, term, parts: Vec::with_capacity(8), paused: Vec::new() };
        teller.parts.push(format!("nhận {}", vi::deadline(term.received)));
        let due = self.walk(term, &mut teller);
        let mut parts = teller.parts;
        parts.extend(days_off(self, term, due.at));
        parts.append(&mut teller.paused);
        parts.extend(caveats(self, term, due.at));
        parts.push(ending(due));
        Trace(parts)
    }
}

struct Teller<'a> {
    calendar: &'a WorkCalendar,
    term: &'a Term<'a>,
    parts: Vec<String>,
    paused: Vec<String>,
}

impl Steps for Teller<'_> {
    fn out_of_hours(&mut self, from: Instant) {
        let received = self.term.received;
        let part = if from.date() == received.date() {
            format!("trước giờ làm việc, tính từ {}", vi::clock(from))
        } else if self.term.reading == Reading::WorkingTime {
            format!("ngoài giờ làm việc, tính từ {}", vi::deadline(from))
        } else {
            let date = from.date();
            format!("ngoài giờ làm việc, tính như nhận {} {}", vi::weekday(date), vi::date(date))
        };
        self.parts.push(part);
    }

    fn stage(&mut self, stage: &Stage) {
        let by_days = stage.unit == Unit::CalendarDay
            || (stage.unit == Unit::WorkingDay && self.term.reading == Reading::DayCount);
        let first = !self.parts.iter().any(|part| part.starts_with('+'));
        let rule = if by_days && first { " (không tính ngày nhận)" } else { "" };
        self.parts.push(format!("+{stage}{rule}"));
    }

    fn paused(&mut self, pause: &Pause, cost: i64, stage: &Stage) {
        let from = pause.from.max(self.term.received);
        let Some(to) = pause.to else { return };
        let reason = if pause.reason.is_empty() { String::new() } else { format!(" {}", pause.reason) };
        let cost = match (stage.unit, self.term.reading) {
            _ if cost == 0 => "không mất thời gian làm việc".to_owned(),
            (Unit::WorkingDay, Reading::DayCount) => format!("trừ {} ngày làm việc", cost / 1_000),
            (Unit::CalendarDay, _) => format!("trừ {cost} ngày"),
            (Unit::Hour, _) => format!("trừ {} phút", cost / 60_000),
            _ => format!("trừ {} làm việc", self.calendar.span(cost)),
        };
        self.paused.push(format!("tạm dừng {}{reason} ({cost})", span(from.date(), to.date(), self.year())));
    }

    fn rolled(&mut self, from: Date, to: Date) {
        let (weekday, day) = (vi::weekday(from), short(from, self.year()));
        let to = short(to, self.year());
        self.parts.push(format!("ngày cuối {weekday} {day} là ngày nghỉ, chuyển sang {to}"));
    }
}

impl Teller<'_> {
    fn year(&self) -> i16 {
        self.term.received.date().year()
    }
}

fn ending(due: Due) -> String {
    match due.suspended {
        None => format!("hạn {}", vi::deadline(due.at)),
        Some(since) => format!("đang tạm dừng từ {}, hạn lùi theo thời gian tạm dừng", vi::moment(since)),
    }
}

/// The days off that fell on what would have been working days, runs of one name together, and make-up days.
fn days_off(calendar: &WorkCalendar, term: &Term<'_>, until: Instant) -> Vec<String> {
    let (from, until) = (term.received.date(), until.date());
    let year = from.year();
    let mut runs: Vec<(String, Date, Date)> = Vec::new();
    for day in between(&calendar.book().off, from, until, |day| day.date) {
        if !calendar.grid().is_usually_open(day.date.days()) || calendar.is_working(day.date) {
            continue;
        }
        let label = label(day);
        match runs.last_mut() {
            Some((name, _, last)) if *name == label && joins(day, *last) => *last = day.date,
            _ => runs.push((label, day.date, day.date)),
        }
    }
    let mut parts: Vec<String> =
        runs.iter().map(|(name, a, b)| format!("{name} {}", span(*a, *b, year))).collect();
    for day in between(&calendar.book().working, from, until, |day| day.date) {
        parts.push(format!("làm bù {} {}", vi::weekday(day.date), short(day.date, year)));
    }
    parts
}

fn between<T>(days: &[T], from: Date, until: Date, date: impl Fn(&T) -> Date) -> &[T] {
    let first = days.partition_point(|day| date(day) < from);
    let end = days.partition_point(|day| date(day) <= until);
    days.get(first..end).unwrap_or_default()
}

/// Tết is one run across its weekend; other days only when they follow each other.
fn joins(day: &OffDay, last: Date) -> bool {
    let gap = last.days_until(day.date);
    gap == 1 || (day.kind == OffKind::Tet && gap < 8)
}

fn label(day: &OffDay) -> String {
    match day.kind {
        OffKind::Tet => "nghỉ Tết Nguyên đán".to_owned(),
        OffKind::Holiday if day.name.is_empty() => "nghỉ".to_owned(),
        OffKind::Holiday => format!("nghỉ {}", day.name),
        OffKind::InLieu => "nghỉ bù".to_owned(),
        OffKind::Swap => "nghỉ hoán đổi".to_owned(),
    }
}

/// What the answer rests on that is not certain: entries not checked, years without entries.
fn caveats(calendar: &WorkCalendar, term: &Term<'_>, until: Instant) -> Vec<String> {
    let (from, until) = (term.received.date(), until.date());
    let book = calendar.book();
    let mut parts = Vec::new();
    for standing in [Standing::Recalled, Standing::Computed] {
        let unsure =
            |day: &&OffDay| day.standing == standing && calendar.grid().is_usually_open(day.date.days());
        let mut years: Vec<i16> = between(&book.off, from, until, |day| day.date)
            .iter()
            .filter(unsure)
            .map(|day| day.date.year())
            .collect();
        years.dedup();
        if let (Some(first), Some(last)) = (years.first(), years.last()) {
            let years = if first == last { first.to_string() } else { format!("{first}–{last}") };
            parts.push(format!("ngày nghỉ năm {years} {}", standing.vi()));
        }
    }
    if let Some(year) = [from.year(), until.year()].into_iter().find(|year| !book.covers(*year)) {
        let (first, last) = (book.first_year, book.last_year);
        parts.push(format!(
            "năm {year} chưa có lịch nghỉ lễ (chỉ có {first}–{last}), chỉ trừ ngày nghỉ hằng tuần"
        ));
    }
    parts
}

/// `03/01`, with the year where it is not the receipt's.
fn short(date: Date, year: i16) -> String {
    if date.year() == year { format!("{:02}/{:02}", date.day(), date.month()) } else { vi::date(date) }
}

/// `12–15/05`, `31/01–04/02`.
fn span(from: Date, to: Date, year: i16) -> String {
    if from == to {
        short(from, year)
    } else if from.ymd().0 == to.ymd().0 && from.month() == to.month() {
        format!("{:02}–{}", from.day(), short(to, year))
    } else {
        format!("{}–{}", short(from, year), short(to, year))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Amount, Pauses};

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn trace(received: &str, days: u16, unit: Unit, reading: Reading, pauses: &Pauses) -> String {
        let stages = [Stage::new(Amount::whole(days), unit)];
        WorkCalendar::standard()
            .trace(&Term::new(at(received), &stages, reading).with_pauses(pauses))
            .to_string()
    }

    #[test]
    fn a_trace_tells_receipt_days_off_pauses_and_end() {
        let pauses = Pauses::new(vec![
            Pause::closed(at("2022-05-12T10:00"), at("2022-05-16T15:00")).because("chờ bổ sung"),
        ])
        .unwrap();
        assert_eq!(
            trace("2022-04-28T14:10", 10, Unit::WorkingDay, Reading::DayCount, &pauses),
            "nhận 14:10 thứ Năm 28/04/2022; +10 ngày làm việc (không tính ngày nhận); nghỉ bù 02–03/05; \
             tạm dừng 12–16/05 chờ bổ sung (trừ 2 ngày làm việc); hạn 17:00 thứ Tư 18/05/2022"
        );
    }

    #[test]
    fn a_trace_tells_out_of_hours_tet_and_moved_ends() {
        assert_eq!(
            trace("2022-01-29T09:00", 1, Unit::WorkingDay, Reading::DayCount, Pauses::none()),
            "nhận 09:00 thứ Bảy 29/01/2022; ngoài giờ làm việc, tính như nhận thứ Hai 07/02/2022; \
             +1 ngày làm việc (không tính ngày nhận); nghỉ Tết Nguyên đán 31/01–04/02; hạn 17:00 thứ Ba 08/02/2022"
        );
        assert_eq!(
            trace("2022-09-14T14:10", 17, Unit::CalendarDay, Reading::DayCount, Pauses::none()),
            "nhận 14:10 thứ Tư 14/09/2022; +17 ngày (không tính ngày nhận); \
             ngày cuối thứ Bảy 01/10 là ngày nghỉ, chuyển sang 03/10; hạn 17:00 thứ Hai 03/10/2022"
        );
        assert_eq!(
            trace("2026-01-01T06:00", 1, Unit::WorkingDay, Reading::WorkingTime, Pauses::none()),
            "nhận 06:00 thứ Năm 01/01/2026; ngoài giờ làm việc, tính từ 07:30 thứ Hai 05/01/2026; +1 ngày làm việc; \
             nghỉ Tết Dương lịch 01/01; nghỉ hoán đổi 02/01; hạn 17:00 thứ Hai 05/01/2026"
        );
    }

    #[test]
    fn a_trace_admits_what_is_not_certain() {
        let early = trace("2028-01-20T09:00", 5, Unit::WorkingDay, Reading::DayCount, Pauses::none());
        assert!(early.contains("ngày nghỉ năm 2028 tính trước theo luật, chờ thông báo"), "{early}");
        let far = trace("2030-12-27T09:00", 5, Unit::WorkingDay, Reading::DayCount, Pauses::none());
        assert!(far.contains("năm 2031 chưa có lịch nghỉ lễ (chỉ có 2015–2030)"), "{far}");
        let open = Pauses::new(vec![Pause::open(at("2022-09-15T10:00"))]).unwrap();
        let held = trace("2022-09-14T14:10", 5, Unit::WorkingDay, Reading::DayCount, &open);
        assert!(
            held.ends_with("đang tạm dừng từ 10:00 15/09/2022, hạn lùi theo thời gian tạm dừng"),
            "{held}"
        );
    }
}
