//! The component page: every component once, with sample data. The browser tests check it for accessibility and
//! compare it with its screenshot.

use askama::Template;
use kernel::Instant;

use crate::chart::{self, ColumnChart, DayKind, Goal, LineChart, Ruler, RulerDay, Scale, UnitBar};
use crate::{
    CalendarCell, CalendarDay, CalendarMonth, Choice, Crumb, Event, Field, Flash, FlashKind, Formula,
    NavGroup, NavItem, Pair, PlanCount, PlanGroup, PlanRow, Problem, QueueRow, Shell, ShellUser, StepRow,
    StepState, Tab, Tone, UnitRow, Urgency,
};

#[derive(Template)]
#[template(path = "thanh-phan.html")]
struct ComponentsPage {
    shell: Shell,
    tones: Vec<(Tone, &'static str)>,
    problems: Vec<Problem>,
    name: Field,
    born_on: Field,
    identity: Field,
    length: Field,
    case: Field,
    cases: Vec<Choice>,
    paper: Field,
    channel: Field,
    channels: Vec<Choice>,
    notice: Field,
    notices: Vec<Choice>,
    note: Field,
    secret: Field,
    ruler_ahead: String,
    ruler_late: String,
    line: String,
    columns: String,
    units: String,
    spark: String,
    bar: String,
    share: String,
    table_head: Vec<&'static str>,
    table_rows: Vec<Vec<String>>,
    counts: Vec<PlanCount>,
    groups: Vec<PlanGroup>,
    tabs: Vec<Tab>,
    word: Field,
    step: Field,
    step_choices: Vec<Choice>,
    filters: Vec<(&'static str, &'static str)>,
    queue_rows: Vec<QueueRow>,
    next_page: Option<&'static str>,
    step_rows: Vec<StepRow>,
    pairs: Vec<Pair>,
    events: Vec<Event>,
    formula: Formula,
    unit_rows: Vec<UnitRow>,
    facts: Vec<Pair>,
    months: Vec<CalendarMonth>,
}

/// The component page as HTML.
///
/// # Errors
/// Fails only where the template writer fails.
pub fn components_page(now: Instant) -> Result<String, askama::Error> {
    let identity = Field::new("identity_number", "Số định danh", "03315800441")
        .with_error(Some("Số định danh phải có 12 chữ số".to_owned()));
    let [line, columns, units] = charts();
    let [ruler_ahead, ruler_late] = rulers();
    ComponentsPage {
        shell: shell(now),
        tones: Tone::ALL
            .into_iter()
            .zip(["Đạt", "Có nguy cơ", "Chưa đạt", "Chờ công bố", "Đang xử lý", "Chờ bổ sung", "Nháp"])
            .collect(),
        problems: identity.problem().into_iter().collect(),
        name: Field::new("full_name", "Họ và tên", "Bùi Thị Nhàn"),
        born_on: Field::new("born_on", "Ngày sinh", "").with_hint("Ví dụ 12/05/1958"),
        identity,
        length: Field::new("length", "Thời hạn", "12"),
        case: Field::new("case", "Trường hợp", ""),
        cases: Choice::list([("1", "Người được ủy quyền thờ cúng"), ("2", "Cơ quan, tổ chức thờ cúng")], "1"),
        paper: Field::new("paper", "Bản quét", ""),
        channel: Field::new("channel", "Hình thức nhận kết quả", ""),
        channels: Choice::list(
            [("post", "Bưu chính công ích"), ("counter", "Tại quầy"), ("online", "Bản điện tử")],
            "post",
        ),
        notice: Field::new("notice", "Báo tin bằng", "").with_hint("Có thể chọn nhiều cách"),
        notices: vec![Choice::new("sms", "Tin nhắn", true), Choice::new("mail", "Thư điện tử", false)],
        note: Field::new("note", "Ghi chú cho phòng chuyên môn", ""),
        secret: Field::new("secret", "Mật khẩu", ""),
        ruler_ahead,
        ruler_late,
        line,
        columns,
        units,
        spark: chart::sparkline(&months(), None, Tone::Missed),
        bar: chart::goal_bar(71.4, 100.0, 100.0, Tone::Missed),
        share: chart::share_bar(11.0, 19.0, Tone::Missed),
        table_head: vec!["Tháng", "Tỷ lệ đúng hạn"],
        table_rows: vec![
            vec!["Tháng 1".to_owned(), "98,99%".to_owned()],
            vec!["Tháng 2".to_owned(), "99,43%".to_owned()],
        ],
        counts: counts(),
        groups: groups(),
        tabs: tabs(),
        word: Field::new("q", "Từ khóa", ""),
        step: Field::new("step", "Bước", ""),
        step_choices: Choice::list([("", "Tất cả bước"), ("appraise", "Thẩm định")], ""),
        filters: vec![("Chưa trả kết quả", "#t9"), ("Phòng Người có công", "#t9")],
        queue_rows: queue_rows(),
        next_page: Some("#t9"),
        step_rows: step_rows(),
        pairs: vec![
            Pair::new("Họ tên", "Bùi Thị Nhàn"),
            Pair::new("Nơi ở", "Thôn Đào Đặng, xã Trung Nghĩa, thành phố Hưng Yên"),
            Pair::link("Thủ tục", "1.010803", "#t10"),
        ],
        events: events(now),
        formula: formula(),
        unit_rows: unit_rows(),
        facts: facts(),
        months: calendar_months(now),
    }
    .render()
}

fn shell(now: Instant) -> Shell {
    let item = |label: &str, current, count, alert| NavItem {
        label: label.to_owned(),
        href: "#noi-dung".to_owned(),
        current,
        count,
        count_unit: "việc",
        alert,
    };
    Shell {
        agency_parent: "Tỉnh Hưng Yên".to_owned(),
        agency_name: "Sở Lao động – Thương binh và Xã hội".to_owned(),
        user: Some(ShellUser {
            name: "Nguyễn Thị Thu Hà".to_owned(),
            position: "Phòng Người có công".to_owned(),
        }),
        nav: vec![
            NavGroup {
                label: "Công việc".to_owned(),
                items: vec![
                    item("Hàng chờ xử lý", true, Some(12), true),
                    item("Tiếp nhận tại quầy", false, None, false),
                ],
            },
            NavGroup {
                label: "Cải cách hành chính".to_owned(),
                items: vec![item("Kế hoạch 5119", false, None, false)],
            },
        ],
        flash: Some(Flash {
            kind: FlashKind::Success,
            text: "Đã tiếp nhận hồ sơ H31.12-220927-0031.".to_owned(),
        }),
        csrf: "sample".to_owned(),
        demo: true,
        ..Shell::new("Bảng thành phần", now)
            .with_crumbs(vec![Crumb::link("Hệ thống", "#noi-dung"), Crumb::here("Bảng thành phần")])
    }
}

fn months() -> Vec<Option<f64>> {
    [98.99, 99.43, 100.0, 98.64, 99.52, 99.09, 99.13, 99.35, 97.11].into_iter().map(Some).collect()
}

fn charts() -> [String; 3] {
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

fn rulers() -> [String; 2] {
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

fn counts() -> Vec<PlanCount> {
    let count = |tone, count: &str, label: &str, current| PlanCount {
        tone,
        count: count.to_owned(),
        label: label.to_owned(),
        href: "#t8".to_owned(),
        current,
    };
    vec![
        count(None, "43", "chỉ tiêu", true),
        count(Some(Tone::Met), "24", "đạt", false),
        count(Some(Tone::Risk), "10", "có nguy cơ", false),
        count(Some(Tone::Missed), "4", "chưa đạt", false),
        count(Some(Tone::None), "5", "chờ công bố", false),
    ]
}

fn groups() -> Vec<PlanGroup> {
    let row = |symbol: &str, title: &str, actual: Option<f64>, goal: f64, tone, status: &str| PlanRow {
        symbol: symbol.to_owned(),
        title: title.to_owned(),
        href: "#n2".to_owned(),
        unit: "Bộ phận Một cửa".to_owned(),
        actual: actual.map(|value| format!("{}%", kernel::vi::decimal(value, 2))),
        goal: format!("{}%", kernel::vi::decimal(goal, 2)),
        bar: actual.map(|value| chart::goal_bar(value, goal, 100.0, tone)).unwrap_or_default(),
        spark: if actual.is_some() { chart::sparkline(&months(), None, tone) } else { String::new() },
        tone,
        status: status.to_owned(),
        evidence: "1.861 hồ sơ".to_owned(),
        evidence_href: if actual.is_some() { "#n2".to_owned() } else { String::new() },
    };
    vec![PlanGroup {
        id: "n2".to_owned(),
        title: "2. Cải cách thủ tục hành chính".to_owned(),
        summary: "1/4 đạt".to_owned(),
        note: String::new(),
        rows: vec![
            row("2.a1", "Hồ sơ trả kết quả đúng hạn", Some(98.98), 100.0, Tone::Missed, "Chưa đạt"),
            row("2.a2", "Hồ sơ trả kết quả trước hạn", Some(81.4), 80.0, Tone::Met, "Đạt"),
            row(
                "2.d2",
                "Hồ sơ liên cơ quan đủ điều kiện qua bưu chính công ích",
                Some(96.7),
                100.0,
                Tone::Risk,
                "Có nguy cơ",
            ),
            row("3.2", "Xếp hạng Chỉ số SIPAS tăng so với năm 2021", None, 1.0, Tone::None, "Chờ công bố"),
        ],
    }]
}

fn formula() -> Formula {
    Formula {
        value: "98,98%".to_owned(),
        tone: Tone::Missed,
        verdict: "Chưa đạt, thiếu 1,02 điểm".to_owned(),
        numerator: "1.842".to_owned(),
        numerator_href: "#t8".to_owned(),
        numerator_words: "hồ sơ trả kết quả đúng hạn hoặc trước hạn".to_owned(),
        denominator: "1.861".to_owned(),
        denominator_href: "#t8".to_owned(),
        denominator_words: "hồ sơ đã trả kết quả từ 01/01 đến 27/09/2022".to_owned(),
    }
}

fn unit_rows() -> Vec<UnitRow> {
    let row = |name: &str, denominator: i64, missed: i64| UnitRow {
        name: name.to_owned(),
        href: "#t8".to_owned(),
        denominator: kernel::vi::number(denominator),
        missed: kernel::vi::number(missed),
        value: kernel::vi::percent(denominator - missed, denominator).unwrap_or_default(),
        bar: chart::share_bar(missed as f64, 19.0, Tone::Missed),
    };
    vec![
        row("Phòng Người có công", 742, 11),
        row("Phòng Bảo trợ xã hội", 389, 4),
        row("Phòng Lao động – Tiền lương", 164, 0),
    ]
}

fn facts() -> Vec<Pair> {
    vec![
        Pair::new("Thời hạn", "12 ngày làm việc"),
        Pair::new("Phí, lệ phí", "Không thu"),
        Pair::new("Mức độ trực tuyến", "Mức độ 4"),
        Pair::link("Kết quả", "Quyết định trợ cấp", "#t11"),
    ]
}

fn calendar_months(now: Instant) -> Vec<CalendarMonth> {
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

fn tabs() -> Vec<Tab> {
    let tab = |label: &str, current, count, alert| Tab {
        label: label.to_owned(),
        href: "#t9".to_owned(),
        current,
        count,
        alert,
    };
    vec![
        tab("Của tôi", true, Some(7), false),
        tab("Quá hạn", false, Some(2), true),
        tab("Đã xong tháng này", false, None, false),
    ]
}

fn queue_rows() -> Vec<QueueRow> {
    let row = |code: &str, person: &str, left: &str, due: &str, urgency| QueueRow {
        code: code.to_owned(),
        href: "#t9".to_owned(),
        title: "Giải quyết chế độ trợ cấp thờ cúng liệt sĩ".to_owned(),
        person: person.to_owned(),
        step: "Thẩm định".to_owned(),
        left: left.to_owned(),
        due: due.to_owned(),
        urgency,
        channel: "Trực tuyến".to_owned(),
        assignee: Some("Nguyễn Thị Thu Hà".to_owned()),
        ..QueueRow::default()
    };
    vec![
        QueueRow {
            assignee: None,
            ..row("H31.12-220906-0011", "Nguyễn Văn Thắng", "Quá 1 ngày 1 giờ", "26/09, 07:45", Urgency::Late)
        },
        QueueRow {
            step_late: Some("Bước quá 1 giờ".to_owned()),
            ..row("H31.12-220914-0021", "Trịnh Văn Hòa", "Còn 5 giờ", "27/09, 16:40", Urgency::Soon)
        },
        QueueRow {
            step: "Chờ bổ sung".to_owned(),
            step_tone: Some(Tone::Paused),
            ..row("H31.12-220915-0040", "Vũ Ngọc Điền", "Tạm dừng 3 ngày", "Dừng từ 22/09", Urgency::Paused)
        },
    ]
}

fn step_rows() -> Vec<StepRow> {
    let row = |number, name: &str, who: &str, state, (used, allotted): (f64, f64)| StepRow {
        number,
        name: name.to_owned(),
        who: who.to_owned(),
        allotted: format!("{} ngày", kernel::vi::decimal(allotted, 1)),
        used: (used > 0.0).then(|| format!("{} ngày", kernel::vi::decimal(used, 1))),
        bar: chart::step_bar(used, allotted, state == StepState::Done),
        due: "27/09 08:10".to_owned(),
        state,
        tone: None,
        status: "Chưa đến".to_owned(),
    };
    vec![
        StepRow {
            tone: Some(Tone::Met),
            status: "Xong".to_owned(),
            ..row(1, "Tiếp nhận", "Trần Thị Mai, Bộ phận Một cửa", StepState::Done, (0.2, 0.5))
        },
        StepRow {
            tone: Some(Tone::Risk),
            status: "Quá 1 giờ 30 phút".to_owned(),
            ..row(2, "Thẩm định", "Nguyễn Thị Thu Hà, Chuyên viên", StepState::Now, (7.2, 7.0))
        },
        row(3, "Trả kết quả", "Bộ phận Một cửa", StepState::Ahead, (0.0, 0.5)),
    ]
}

fn events(now: Instant) -> Vec<Event> {
    let event = |title: &str, minutes, who: &str, text: &str, main| Event {
        title: title.to_owned(),
        at: now.plus_minutes(minutes),
        who: who.to_owned(),
        text: text.to_owned(),
        main,
    };
    vec![
        event("Sửa dự thảo quyết định", -28, "Nguyễn Thị Thu Hà", "Dự thảo 2: sửa nơi nhận trợ cấp.", true),
        event("Tiếp nhận", -18_000, "Trần Thị Mai", "", false),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> String {
        components_page(Instant::parse("2022-09-27T09:40").unwrap()).unwrap()
    }

    #[test]
    fn the_page_obeys_the_content_security_policy() {
        let html = page();
        assert!(
            !html.contains(" style=") && !html.contains("<style") && !html.contains("data:"),
            "inline style or data address"
        );
        assert!(!html.contains(" onclick") && !html.contains("javascript:"));
        for script in html.split("<script").skip(1) {
            let body = script.split_once('>').map(|(_, rest)| rest).unwrap();
            assert!(body.starts_with("</script>"), "inline script");
        }
    }

    #[test]
    fn ids_are_unique_and_labels_find_their_controls() {
        let html = page();
        let attribute = |name: &str| -> Vec<String> {
            html.split(&format!(" {name}=\""))
                .skip(1)
                .filter_map(|rest| rest.split_once('"').map(|(value, _)| value.to_owned()))
                .collect()
        };
        let ids = attribute("id");
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "an id is used twice: {ids:?}");
        for target in
            attribute("for").into_iter().chain(attribute("aria-labelledby")).chain(attribute("aria-controls"))
        {
            assert!(ids.contains(&target), "nothing has the id {target}");
        }
        for targets in attribute("aria-describedby") {
            for target in targets.split(' ') {
                assert!(ids.contains(&target.to_owned()), "nothing has the id {target}");
            }
        }
    }

    #[test]
    fn what_a_user_typed_is_escaped() {
        let mut shell = shell(Instant::from_millis(0));
        shell.search = "\"><script>alert(1)</script>".to_owned();
        shell.title = "<b>".to_owned();
        let page = ComponentShell { shell }.render().unwrap();
        assert!(!page.contains("<script>alert") && !page.contains("<b></h1>"), "{page}");
    }

    #[derive(Template)]
    #[template(source = "{% extends \"layout/staff.html\" %}", ext = "html")]
    struct ComponentShell {
        shell: Shell,
    }

    #[derive(Template)]
    #[template(
        source = "{% extends \"layout/plain.html\" %}{% block main %}<h1>Đăng nhập</h1>{% endblock %}",
        ext = "html"
    )]
    struct PlainShell {
        shell: Shell,
    }

    #[test]
    fn frames_stand_without_user_and_navigation() {
        let bare = || Shell::new("Đăng nhập", Instant::from_millis(0));
        let staff = ComponentShell { shell: bare() }.render().unwrap();
        assert!(staff.contains("mc-khung--tron") && !staff.contains("mc-rail"));
        let plain = PlainShell { shell: bare() }.render().unwrap();
        assert!(plain.contains("<h1>Đăng nhập</h1>") && plain.contains("<title>Đăng nhập</title>"));
    }
}
