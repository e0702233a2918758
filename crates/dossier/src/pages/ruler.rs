//! The deadline of a dossier: the sentence, the ruler under it, and how it was counted.

use calendar::clock::Clocks;
use calendar::{Limit, RulerInput, Timeliness, WorkCalendar};
use kernel::{Instant, vi};
use web::Urgency;
use web::chart::{self, DayKind};

use crate::acts::frame::Case;
use crate::domain::{ClockRow, Dossier, PublicStatus};

/// What the page says about the deadline.
#[derive(Debug, Clone, Default)]
pub(super) struct DeadlineStrip {
    /// How much time is left, first.
    pub(super) left: String,
    pub(super) urgency: Urgency,
    /// The deadline in words.
    pub(super) due: String,
    pub(super) note: String,
    /// SVG.
    pub(super) ruler: String,
    /// How it was counted.
    pub(super) trace: Vec<String>,
}

/// The moment at which a dossier's time is looked at: its end, or the present.
pub(super) fn looked_at(dossier: &Dossier, now: Instant) -> Instant {
    [dossier.finished_at, dossier.refused_at, dossier.withdrawn_at, dossier.stopped_at]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(now)
}

pub(super) fn strip(case: &Case, rows: &[ClockRow], now: Instant) -> DeadlineStrip {
    let Some(limit) = case.limit() else { return DeadlineStrip::default() };
    let Ok(clocks) = crate::domain::clocks(&case.calendar, &limit, &case.dossier, rows) else {
        return DeadlineStrip::default();
    };
    let (dossier, calendar) = (&case.dossier, &case.calendar);
    let at = looked_at(dossier, now);
    let (left, urgency) = left(dossier, calendar, at);
    let due = match dossier.due_at {
        Some(due) => vi::deadline(due),
        None if dossier.paused_at.is_some() => "tính lại khi nhận đủ giấy tờ bổ sung".to_owned(),
        None => "không có".to_owned(),
    };
    DeadlineStrip {
        left,
        urgency,
        due,
        note: note(dossier, (calendar, &limit), &clocks, at),
        ruler: drawing(dossier, (calendar, rows), &clocks, (at, now)),
        trace: trace(calendar, &limit, &clocks),
    }
}

fn left(dossier: &Dossier, calendar: &WorkCalendar, at: Instant) -> (String, Urgency) {
    let status = PublicStatus::of(dossier);
    if status.is_end() {
        return (ended(dossier, calendar, at), ended_urgency(dossier));
    }
    if let Some(since) = dossier.paused_at {
        let span = calendar.worked(since, at);
        let why = if dossier.due_at.is_none() { "chờ bổ sung" } else { "tính thời hạn" };
        return (format!("Tạm dừng {why} {span}"), Urgency::Paused);
    }
    match dossier.due_at {
        None => ("Không có hạn trả".to_owned(), Urgency::Calm),
        Some(due) => {
            let left = calendar.time_left(at, due);
            (left.words(), if left.is_over() { Urgency::Late } else { Urgency::Calm })
        }
    }
}

fn ended(dossier: &Dossier, calendar: &WorkCalendar, at: Instant) -> String {
    let how = match PublicStatus::of(dossier) {
        PublicStatus::Withdrawn => "Đã rút",
        PublicStatus::Stopped | PublicStatus::NotReceived => "Đã từ chối",
        _ => "Đã xong",
    };
    let Some(due) = dossier.due_at else { return how.to_owned() };
    match dossier.timeliness.as_deref() {
        Some(code) if code == Timeliness::Late.code() => {
            format!("{how}, quá hạn {}", calendar.worked(due, at))
        }
        Some(code) if code == Timeliness::Early.code() => {
            format!("{how}, trước hạn {}", calendar.worked(at, due))
        }
        Some(_) => format!("{how}, đúng hạn"),
        None => how.to_owned(),
    }
}

fn ended_urgency(dossier: &Dossier) -> Urgency {
    let late = dossier.timeliness.as_deref() == Some(Timeliness::Late.code());
    if late { Urgency::Late } else { Urgency::Calm }
}

/// `Đã dùng 7 ngày 5 giờ trong 12 ngày làm việc, tạm dừng 1 ngày`.
fn note(
    dossier: &Dossier,
    (calendar, limit): (&WorkCalendar, &Limit),
    clocks: &Clocks,
    at: Instant,
) -> String {
    let clock = &clocks.statutory;
    let paused = clock
        .pauses
        .as_slice()
        .iter()
        .map(|pause| calendar.worked(pause.from.max(clock.started), pause.to.unwrap_or(at).min(at)));
    let stood = paused.fold(calendar.worked(at, at), calendar::WorkSpan::plus);
    let used = calendar
        .worked(clock.started, dossier.paused_at.unwrap_or(at).min(at))
        .minus(if dossier.paused_at.is_some() { calendar.worked(at, at) } else { stood });
    let paused = if stood.is_zero() { String::new() } else { format!(", tạm dừng {stood}") };
    let restarted = vi::date(clock.started.date());
    let restarted =
        if clock.restarts > 0 { format!(", tính lại từ {restarted}") } else { String::new() };
    format!("Đã dùng {used} trong {limit}{paused}{restarted}")
}

fn trace(calendar: &WorkCalendar, limit: &Limit, clocks: &Clocks) -> Vec<String> {
    let mut parts = clocks.statutory.trace(calendar, limit).parts().to_vec();
    if let Some(moved) = clocks.statutory.reappointed {
        parts.push(format!("đã xin lỗi và hẹn lại {}", vi::deadline(moved)));
    }
    let national = clocks.national.due.at;
    if clocks.statutory.due.is_some_and(|due| due.at != national) {
        parts.push(format!(
            "theo cách tính của chỉ số quốc gia (trừ thời gian chờ bổ sung): {}",
            vi::deadline(national)
        ));
    }
    parts
}

fn drawing(
    dossier: &Dossier,
    (calendar, rows): (&WorkCalendar, &[ClockRow]),
    clocks: &Clocks,
    (at, now): (Instant, Instant),
) -> String {
    // While a supplement is awaited the deadline that stood before is shown as a mark.
    let before = rows.iter().rev().find_map(|row| row.due_before);
    let Some(due) = dossier.due_at.or(before).or(dossier.first_due_at) else { return String::new() };
    // The waiting for supplements is kept on the national clock, other pauses on the statutory one.
    let mut pauses = clocks.national.waiting.as_slice().to_vec();
    pauses.extend(clocks.statutory.pauses.as_slice().iter().cloned());
    let Ok(pauses) = calendar::Pauses::new(pauses) else { return String::new() };
    let ruler = calendar.ruler(&RulerInput {
        start: dossier.received_at,
        now: at,
        due,
        first_due: dossier.first_due_at,
        pauses: &pauses,
    });
    let (Some(now_mark), Some(due_mark)) = (ruler.now, ruler.due) else { return String::new() };
    let places = Places::of(&ruler.days);
    let end_text = if dossier.due_at.is_some() { "Hạn" } else { "Hạn trước khi dừng" };
    let now_text = if at == now { "Bây giờ" } else { "Kết thúc" };
    let short = |at: Instant| {
        let (_, month, day) = at.date().ymd();
        format!("{day:02}/{month:02}, {}", vi::clock(at))
    };
    chart::deadline_ruler(&chart::Ruler {
        days: &places.days,
        start: places.at(ruler.start),
        now: places.at(now_mark),
        end: places.at(due_mark),
        first_end: ruler.first_due.map(|mark| places.at(mark)),
        start_text: &format!("Nhận {}", short(dossier.received_at)),
        now_text,
        end_text: &format!("{end_text} {}", short(due)),
        first_end_text: "Hạn ban đầu",
    })
}

/// The ruler's days with each stretch of days off drawn as one.
struct Places {
    days: Vec<chart::RulerDay>,
    /// For every civil day: its place, and the part of that place it takes.
    of_day: Vec<(f64, f64)>,
}

impl Places {
    fn of(days: &[calendar::RulerDay]) -> Self {
        let mut out = Self { days: Vec::new(), of_day: Vec::with_capacity(days.len()) };
        let mut month = None;
        let mut rest = days;
        while let Some(first) = rest.first() {
            let place = out.days.len() as f64;
            if first.is_off() {
                let run = rest.iter().take_while(|day| day.is_off()).count();
                let part = 1.0 / run as f64;
                out.of_day.extend((0..run).map(|at| (part.mul_add(at as f64, place), part)));
                out.days.push(chart::RulerDay {
                    label: String::new(),
                    weekday: String::new(),
                    kind: DayKind::Off,
                });
                rest = rest.get(run..).unwrap_or_default();
                continue;
            }
            let (_, in_month, day) = first.date.ymd();
            let label = if month.is_some_and(|month| month != in_month) {
                format!("{day:02}/{in_month:02}")
            } else {
                day.to_string()
            };
            month = Some(in_month);
            // Also the day that has only begun, where all of it so far stood still.
            let stood = first.is_paused() || (first.paused > 0 && first.past == 0 && first.overdue == 0);
            let kind = if stood { DayKind::Paused } else { DayKind::Working };
            let weekday = vi::weekday_short(first.date).to_owned();
            out.days.push(chart::RulerDay { label, weekday, kind });
            out.of_day.push((place, 1.0));
            rest = rest.get(1..).unwrap_or_default();
        }
        out
    }

    fn at(&self, mark: calendar::Mark) -> f64 {
        let (place, part) = self.of_day.get(mark.day).copied().unwrap_or_default();
        // Kept just inside its day, or the next day would be taken for it.
        part.mul_add(f64::from(mark.part).min(0.9999), place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::WorkCalendar;

    #[test]
    fn days_off_are_one_place_and_months_are_named_where_they_begin() {
        let at = |text: &str| Instant::parse(text).unwrap();
        let ruler = WorkCalendar::standard().ruler(&RulerInput {
            start: at("2022-09-29T09:00"),
            now: at("2022-09-30T09:00"),
            due: at("2022-10-04T17:00"),
            first_due: None,
            pauses: calendar::Pauses::none(),
        });
        let places = Places::of(&ruler.days);
        let labels: Vec<&str> = places.days.iter().map(|day| day.label.as_str()).collect();
        assert_eq!(labels, ["29", "30", "", "03/10", "4"]);
        assert_eq!(places.of_day.len(), 6);
        let due = places.at(ruler.due.unwrap());
        assert!(due > 4.99 && due < 5.0, "{due}");
        assert!(places.at(calendar::Mark { day: 3, part: 0.0 }) >= 2.5);
    }
}
