//! Sample rows of the component page.

use kernel::Instant;

use crate::chart;
use crate::{
    Choice, Event, EvidenceRow, Finding, Formula, JournalRow, Pair, PaperRow, PlanCount, PlanGroup, PlanRow,
    QueueRow, SearchHit, StepRow, StepState, Tab, Tone, UnitRow, Urgency,
};

pub(super) fn counts() -> Vec<PlanCount> {
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

pub(super) fn groups() -> Vec<PlanGroup> {
    let row = |symbol: &str, title: &str, actual: Option<f64>, goal: f64, tone, status: &str| PlanRow {
        symbol: symbol.to_owned(),
        title: title.to_owned(),
        href: "#n2".to_owned(),
        unit: "Bộ phận Một cửa".to_owned(),
        actual: actual.map(|value| format!("{}%", kernel::vi::decimal(value, 2))),
        goal: format!("{}%", kernel::vi::decimal(goal, 2)),
        bar: actual.map(|value| chart::goal_bar(value, goal, 100.0, tone)).unwrap_or_default(),
        spark: if actual.is_some() {
            chart::sparkline(&super::charts::months(), None, tone)
        } else {
            String::new()
        },
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

pub(super) fn formula() -> Formula {
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

pub(super) fn unit_rows() -> Vec<UnitRow> {
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

pub(super) fn facts() -> Vec<Pair> {
    vec![
        Pair::new("Thời hạn", "12 ngày làm việc"),
        Pair::new("Phí, lệ phí", "Không thu"),
        Pair::new("Mức độ trực tuyến", "Mức độ 4"),
        Pair::link("Kết quả", "Quyết định trợ cấp", "#t11"),
    ]
}

pub(super) fn papers() -> Vec<PaperRow> {
    let forms = || Choice::list([("original", "Bản chính"), ("certified", "Bản sao chứng thực")], "original");
    let row = |number, name: &str, tone, status: &str, required| PaperRow {
        number,
        name: name.to_owned(),
        href: if required { "#t10".to_owned() } else { String::new() },
        form: "Bản điện tử, 2 trang".to_owned(),
        copies: "01 bản chính".to_owned(),
        tone,
        status: status.to_owned(),
        present: required,
        required,
        forms: forms(),
    };
    vec![
        row(1, "Đơn đề nghị (Mẫu số 18)", Tone::Met, "Hợp lệ", true),
        row(2, "Văn bản ủy quyền thờ cúng", Tone::Progress, "Cần xem lại", true),
        row(3, "Biên bản họp thân nhân liệt sĩ", Tone::Draft, "Không dùng", false),
    ]
}

pub(super) fn findings() -> Vec<Finding> {
    vec![Finding {
        tone: Tone::Missed,
        level: "Lỗi".to_owned(),
        text: "Bước “Ký duyệt” không đi tới được".to_owned(),
        place: "data/procedures/1.010803/process.toml:42".to_owned(),
        remedy: "Thêm đường chuyển từ bước “Thẩm định”.".to_owned(),
    }]
}

pub(super) fn hits() -> Vec<SearchHit> {
    vec![SearchHit {
        title: "Trợ cấp thờ cúng liệt sĩ – Bùi Thị Nhàn".to_owned(),
        href: "#t13".to_owned(),
        code: "H31.12-220914-0023".to_owned(),
        text: "đang thẩm định".to_owned(),
    }]
}

pub(super) fn journal() -> Vec<JournalRow> {
    vec![JournalRow {
        sequence: "1.204".to_owned(),
        at: "27/09/2022 09:12".to_owned(),
        actor: "Lê Quang Huy".to_owned(),
        on_behalf: "Phạm Minh Tuấn".to_owned(),
        act: "Ký quyết định".to_owned(),
        subject: "H31.12-220914-0023".to_owned(),
        href: "#t13".to_owned(),
        hash: "9f2c 41d0 77ab 03e8".to_owned(),
    }]
}

pub(super) fn evidence_rows() -> Vec<EvidenceRow> {
    vec![EvidenceRow {
        title: "Hưởng lại chế độ ưu đãi".to_owned(),
        code: "H31.12-220824-0015".to_owned(),
        href: "#t13".to_owned(),
        unit: "Phòng Người có công".to_owned(),
        day: "13/09/2022".to_owned(),
        tone: Tone::Missed,
        verdict: "Không đạt".to_owned(),
        reason: "Trả ngày 13/09, hạn 12/09".to_owned(),
    }]
}

pub(super) fn tabs() -> Vec<Tab> {
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

pub(super) fn queue_rows() -> Vec<QueueRow> {
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

pub(super) fn step_rows() -> Vec<StepRow> {
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

pub(super) fn events(now: Instant) -> Vec<Event> {
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
