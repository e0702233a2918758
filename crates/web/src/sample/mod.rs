//! The component page: every component once, with sample data. The browser tests check it for accessibility and
//! compare it with its screenshot.

use askama::Template;
use kernel::Instant;

mod charts;
mod lists;
#[cfg(test)]
mod rules;

use crate::chart;
use crate::{
    CalendarMonth, Choice, Crumb, Event, EvidenceRow, Field, Finding, Flash, FlashKind, Formula, JournalRow,
    NavGroup, NavItem, Pair, PaperRow, PlanCount, PlanGroup, Problem, QueueRow, SearchHit, Shell, ShellUser,
    StepRow, Tab, Tone, UnitRow,
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
    papers: Vec<PaperRow>,
    findings: Vec<Finding>,
    hits: Vec<SearchHit>,
    journal: Vec<JournalRow>,
    evidence_rows: Vec<EvidenceRow>,
}

/// The component page as HTML.
///
/// # Errors
/// Fails only where the template writer fails.
pub fn components_page(now: Instant) -> Result<String, askama::Error> {
    let identity = Field::new("identity_number", "Số định danh", "03315800441")
        .with_error(Some("Số định danh phải có 12 chữ số".to_owned()));
    let [line, columns, units] = charts::charts();
    let [ruler_ahead, ruler_late] = charts::rulers();
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
        spark: chart::sparkline(&charts::months(), None, Tone::Missed),
        bar: chart::goal_bar(71.4, 100.0, 100.0, Tone::Missed),
        share: chart::share_bar(11.0, 19.0, Tone::Missed),
        table_head: vec!["Tháng", "Tỷ lệ đúng hạn"],
        table_rows: vec![
            vec!["Tháng 1".to_owned(), "98,99%".to_owned()],
            vec!["Tháng 2".to_owned(), "99,43%".to_owned()],
        ],
        counts: lists::counts(),
        groups: lists::groups(),
        tabs: lists::tabs(),
        word: Field::new("q", "Từ khóa", ""),
        step: Field::new("step", "Bước", ""),
        step_choices: Choice::list([("", "Tất cả bước"), ("appraise", "Thẩm định")], ""),
        filters: vec![("Chưa trả kết quả", "#t9"), ("Phòng Người có công", "#t9")],
        queue_rows: lists::queue_rows(),
        next_page: Some("#t9"),
        step_rows: lists::step_rows(),
        pairs: vec![
            Pair::new("Họ tên", "Bùi Thị Nhàn"),
            Pair::new("Nơi ở", "Thôn Đào Đặng, xã Trung Nghĩa, thành phố Hưng Yên"),
            Pair::link("Thủ tục", "1.010803", "#t10"),
        ],
        events: lists::events(now),
        formula: lists::formula(),
        unit_rows: lists::unit_rows(),
        facts: lists::facts(),
        months: charts::calendar_months(now),
        papers: lists::papers(),
        findings: lists::findings(),
        hits: lists::hits(),
        journal: lists::journal(),
        evidence_rows: lists::evidence_rows(),
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
