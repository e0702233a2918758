//! Sample charts of the component page.

use kernel::Instant;

use crate::chart::{self, ColumnChart, DayKind, Goal, LineChart, Ruler, RulerDay, Scale, UnitBar};
use crate::{CalendarCell, CalendarDay, CalendarMonth, Tone};

pub(super) fn months() -> Vec<Option<f64>> {
    [98.99, 99.43, 100.0, 98.64, 99.52, 99.09, 99.13, 99.35, 97.11].into_iter().map(Some).collect()
}

pub(super) fn charts() -> [String; 3] {
    let labels: Vec<String> = (1..=9).map(|month| format!("Tháng {month}")).collect();
    let values = months();
    let scale = Scale::around(&values, Some(100.0), true);
    let goal = Some(Goal { value: 100.0, text: "Mục tiêu 100%" });
    let unit = |label, value, text, tone| UnitBar { label, value, text, tone };
    [
        chart::line_chart(&LineChart { labels: &labels, values: &values, goal, scale, unit: "%" }),
        chart::column_chart(&ColumnChart {
            labels: &labels,
            values: &[2, 1, 0, 3, 1, 2, 2, 1, 7],
            highlight: Some(8),
        }),
        chart::unit_bars(
            &[
                unit("Phòng Việc làm – An toàn lao động", 72.5, "72,5%", Tone::Met),
                unit("Phòng Bảo trợ xã hội", 36.8, "36,8%", Tone::Missed),
                unit("Phòng Người có công", 31.2, "31,2%", Tone::Missed),
            ],
            100.0,
            Some(40.0),
        ),
    ]
}

pub(super) fn rulers() -> [String; 2] {
    use DayKind::{Off, Paused, Working};
    let day = |label: &str, weekday: &str, kind| RulerDay {
        label: label.to_owned(),
        weekday: weekday.to_owned(),
        kind,
    };
    let days = [
        day("14", "T4", Working),
        day("15", "T5", Working),
        day("16", "T6", Working),
        day("", "", Off),
        day("19", "T2", Working),
        day("20", "T3", Working),
        day("21", "T4", Paused),
        day("22", "T5", Working),
        day("23", "T6", Working),
        day("", "", Off),
        day("26", "T2", Working),
        day("27", "T3", Working),
        day("28", "T4", Working),
        day("29", "T5", Working),
        day("30", "T6", Working),
        day("", "", Off),
        day("03/10", "T2", Working),
    ];
    let ahead = Ruler {
        days: &days,
        start: 0.58,
        now: 11.27,
        end: 16.58,
        first_end: Some(14.58),
        start_text: "Nhận 14/09, 14:10",
        now_text: "Bây giờ",
        end_text: "Hạn 03/10, 14:10",
        first_end_text: "Hạn ban đầu",
    };
    let late = Ruler { now: 13.6, end: 12.4, first_end: None, end_text: "Hạn 28/09", ..ahead };
    [chart::deadline_ruler(&ahead), chart::deadline_ruler(&late)]
}

pub(super) fn calendar_months(now: Instant) -> Vec<CalendarMonth> {
    let national_day = |date: kernel::Date| date.month() == 9 && matches!(date.day(), 1 | 2);
    let cell = |date: kernel::Date| CalendarCell {
        date,
        kind: match date.weekday() {
            _ if national_day(date) => CalendarDay::Holiday,
            6 | 7 => CalendarDay::Weekend,
            _ => CalendarDay::Working,
        },
        name: if national_day(date) { "Quốc khánh".to_owned() } else { String::new() },
        href: (date.month() == 9).then(|| "#t12".to_owned()),
        today: date == now.date(),
    };
    let first = now.date().month_start();
    vec![CalendarMonth::new(first, cell), CalendarMonth::new(first.plus(31), cell)]
}
