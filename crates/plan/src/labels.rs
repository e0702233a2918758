//! Words of this context, once.

use citation::PlanFileError;
use formula::Comparator;
use kernel::vi;
use web::Tone;

use crate::acts::PlanRefused;
use crate::domain::{Binding, Promise, PublishedProblem, Status, Target, TargetKind};
use crate::reading::{Reading, State, Why};

/// A status in words.
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Met => "Đạt",
        Status::AtRisk => "Có nguy cơ",
        Status::Missed => "Chưa đạt",
        Status::NotDue => "Chưa đến kỳ",
        Status::NotArisen => "Chưa phát sinh",
        Status::AwaitsPublication => "Chờ công bố",
        Status::AwaitsPart => "Chờ phân hệ",
        Status::Uncounted => "Chưa có số liệu",
    }
}

/// The state that stands for a status.
pub const fn tone(status: Status) -> Tone {
    match status {
        Status::Met => Tone::Met,
        Status::AtRisk => Tone::Risk,
        Status::Missed => Tone::Missed,
        _ => Tone::None,
    }
}

/// A status in addresses and in the API.
pub const fn status_code(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::AtRisk => "at_risk",
        Status::Missed => "missed",
        Status::NotDue => "not_due",
        Status::NotArisen => "not_arisen",
        Status::AwaitsPublication => "awaits_publication",
        Status::AwaitsPart => "awaits_part",
        Status::Uncounted => "uncounted",
    }
}

/// How a target stands, in words; a part of the program that is awaited is named.
pub fn standing(reading: &Reading) -> String {
    match (&reading.state, &reading.target.binding) {
        (State::Awaits, Binding::Awaits { part }) => format!("Chờ phân hệ {part}"),
        (State::Uncounted(Why::Counting), _) => "Đang tính lại".to_owned(),
        _ => status(reading.status()).to_owned(),
    }
}

/// What keeps a figure from being given.
pub const fn why(why: Why) -> &'static str {
    match why {
        Why::Missing => "Chỉ số gắn với chỉ tiêu này không còn được dùng, nên chưa có số liệu.",
        Why::Broken => {
            "Định nghĩa của chỉ số không còn khớp với dữ liệu, nên chưa tính được. Đề nghị đầu mối kế hoạch sửa định nghĩa."
        }
        Why::Counting => "Chỉ số đang được tính lại trên các bản ghi cũ. Số liệu hiện ra khi tính xong.",
        Why::NoGoal => "Cam kết này không có con số để đối chiếu với chỉ số.",
    }
}

/// A kind of target.
pub const fn kind(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Ratio => "Tỷ lệ",
        TargetKind::Count => "Số lượng",
        TargetKind::Duration => "Thời gian",
        TargetKind::Change => "Mức thay đổi",
        TargetKind::Rank => "Xếp hạng",
        TargetKind::Grade => "Xếp loại",
        TargetKind::Milestone => "Nhiệm vụ có tài liệu chứng minh",
    }
}

/// Where a target's state comes from.
pub fn binding(binding: &Binding) -> String {
    match binding {
        Binding::Indicator { code, .. } => format!("Chỉ số {code}"),
        Binding::Milestone => "Tài liệu chứng minh".to_owned(),
        Binding::Publication { publisher } => format!("Kết quả công bố {publisher}"),
        Binding::Awaits { part } => format!("Phân hệ {part} (chưa có)"),
    }
}

/// What is promised, short: `≥ 80%`, `100%`, `1,5–2%`, `+1 bậc`, `Tốt`; for every unit: `mỗi đơn vị ≥ 40%`.
pub fn goal(target: &Target) -> String {
    let words = threshold(target);
    match target.binding {
        Binding::Indicator { per_unit: true, .. } => format!("mỗi đơn vị {words}"),
        _ => words,
    }
}

/// The same without saying whose.
pub fn threshold(target: &Target) -> String {
    let unit = if target.measured_in == "%" { "%".to_owned() } else { format!(" {}", target.measured_in) };
    let unit = unit.trim_end();
    let full =
        |value: formula::Decimal| target.kind == TargetKind::Ratio && value == formula::Decimal::whole(100);
    match &target.promise {
        Promise::Number(Comparator::AtLeast(value)) if full(*value) => format!("100{unit}"),
        Promise::Number(Comparator::AtLeast(value)) => format!("≥ {}{unit}", value.vietnamese()),
        Promise::Number(Comparator::AtMost(value)) => format!("≤ {}{unit}", value.vietnamese()),
        Promise::Number(Comparator::Equal(value)) => format!("{}{unit}", value.vietnamese()),
        Promise::Number(Comparator::Between(lower, upper)) => {
            format!("{}–{}{unit}", lower.vietnamese(), upper.vietnamese())
        }
        Promise::Steps(steps) => format!("+{} bậc", steps.vietnamese()),
        Promise::Grade(grade) => grade.word().to_owned(),
        Promise::Duty => format!("hạn {}", vi::date(target.to)),
    }
}

/// What a record is called that does not meet: the word of the office where there is one.
pub fn miss(indicator: &str) -> &'static str {
    match indicator {
        "ho-so-dung-han" => "trễ",
        _ => "không đạt",
    }
}

/// Why an act was not done.
pub fn refused(refused: &PlanRefused) -> String {
    match refused {
        PlanRefused::File(PlanFileError::Malformed(error)) => {
            format!("Văn bản kế hoạch không đúng dạng: {error}")
        }
        PlanRefused::File(PlanFileError::Invalid(findings)) => {
            let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
            format!("Văn bản kế hoạch có {} chỗ cần sửa: {}", findings.len(), lines.join("; "))
        }
        PlanRefused::Units(units) => format!("Văn bản kế hoạch nêu đơn vị chưa có: {}", units.join("; ")),
        PlanRefused::Promise(clause) => format!("Cam kết {clause} có giá trị không đọc được."),
        PlanRefused::OtherText(number) => {
            format!(
                "Kế hoạch {number} đã được nạp từ một văn bản khác; kế hoạch đã nạp thì không thay lặng lẽ."
            )
        }
        PlanRefused::NotBoundSo => {
            "Chỉ tiêu này không nhận nội dung vừa gửi: số mà hệ thống đếm được thì không nhập tay.".to_owned()
        }
        PlanRefused::NoDocument => "Đính kèm tài liệu; không có tài liệu thì chưa ghi nhận.".to_owned(),
        PlanRefused::NoReason => "Nêu lý do mở lại.".to_owned(),
        PlanRefused::Completed => "Nhiệm vụ này đã được ghi hoàn thành.".to_owned(),
        PlanRefused::Open => "Nhiệm vụ này đang mở.".to_owned(),
        PlanRefused::Future => "Ngày này chưa đến.".to_owned(),
        PlanRefused::Value(problem) => value_problem(*problem).to_owned(),
        PlanRefused::Period => "Chọn năm của chỉ tiêu hoặc năm so sánh.".to_owned(),
        PlanRefused::NoUnit => "Chọn một đơn vị của cơ quan.".to_owned(),
        PlanRefused::NotFound => "Không có chỉ tiêu này.".to_owned(),
        PlanRefused::Forbidden(_) | PlanRefused::Store(_) => "Chưa thực hiện được.".to_owned(),
    }
}

/// What a published value has to be.
pub const fn value_problem(problem: PublishedProblem) -> &'static str {
    match problem {
        PublishedProblem::Number => "Nhập một số, ví dụ 87,5.",
        PublishedProblem::Place => "Nhập thứ hạng là số nguyên từ 1, ví dụ 9.",
        PublishedProblem::Grade => "Nhập một trong: Xuất sắc, Tốt, Khá, Trung bình, Yếu, Kém.",
    }
}

impl From<PlanRefused> for web::PageError {
    fn from(refusal: PlanRefused) -> Self {
        match refusal {
            PlanRefused::NotFound => Self::NotFound,
            PlanRefused::Forbidden(forbidden) => forbidden.into(),
            PlanRefused::Store(error) => error.into(),
            other => Self::Refused(refused(&other)),
        }
    }
}

/// What the entries of the journal say happened.
pub const EVENTS: &[(&str, &str)] = &[
    ("plan.imported", "Nạp kế hoạch"),
    ("plan.milestone_completed", "Hoàn thành mốc"),
    ("plan.milestone_reopened", "Mở lại mốc"),
    ("plan.published_value_recorded", "Ghi kết quả do bên ngoài công bố"),
    ("plan.responsible_changed", "Đổi đơn vị phụ trách chỉ tiêu"),
];
