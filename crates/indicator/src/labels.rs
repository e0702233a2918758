//! Words of this context, once.

use formula::{Better, IndicatorDefinition};
use web::Tone;

use crate::Part;
use crate::acts::IndicatorRefused;

/// Said where a stored definition no longer fits the facts.
pub const BROKEN: &str = "Định nghĩa của chỉ số không còn khớp với dữ liệu của phiên bản phần mềm này, nên chưa tính được. Chi tiết nằm trong nhật ký hệ thống.";

/// Said while a definition is counted over older subjects.
pub const COUNTING: &str = "Đang tính lại";

/// A part of a figure as the tab and the verdict say it. A count has no numerator of its own; where less is
/// better, what stands in the numerator is nothing achieved.
pub fn part(part: Part, definition: &IndicatorDefinition) -> &'static str {
    match (part, definition.meets.is_some(), definition.better) {
        (Part::Counted, ..) | (Part::Met, false, _) => "Được tính",
        (Part::Met, true, Better::Higher) => "Đạt",
        (Part::Met, true, Better::Lower) => "Thuộc tử số",
        (Part::Missed, _, Better::Higher) => "Không đạt",
        (Part::Missed, _, Better::Lower) => "Không thuộc tử số",
        (Part::Excluded, ..) => "Loại trừ",
        (Part::All, ..) => "Tất cả",
    }
}

/// The state that stands for a part.
pub fn tone(part: Part, definition: &IndicatorDefinition) -> Tone {
    match (part, definition.meets.is_some(), definition.better) {
        (Part::Met, true, Better::Higher) | (Part::Missed, _, Better::Lower) => Tone::Met,
        (Part::Missed, _, Better::Higher) => Tone::Missed,
        (Part::Met, true, Better::Lower) => Tone::Risk,
        (Part::Met | Part::Excluded | Part::Counted | Part::All, ..) => Tone::None,
    }
}

/// Why an act was not done.
pub fn refused(refused: &IndicatorRefused) -> String {
    match refused {
        IndicatorRefused::Taken { title } => {
            format!("Mã này đang dùng cho chỉ số “{title}”. Chọn mã khác.")
        }
        IndicatorRefused::Unchanged => {
            "Nội dung chưa khác phiên bản đang dùng, nên không tạo phiên bản mới.".to_owned()
        }
        IndicatorRefused::Invalid(problems) => {
            problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ")
        }
        IndicatorRefused::Files(errors) => errors
            .iter()
            .map(|error| format!("{}:{}: {}", error.file, error.line, error.message))
            .collect::<Vec<_>>()
            .join("; "),
        _ => "Chưa thực hiện được.".to_owned(),
    }
}

/// What the entries of the journal say happened.
pub const EVENTS: &[(&str, &str)] = &[
    ("indicator.imported", "Nạp chỉ số"),
    ("indicator.created", "Thêm chỉ số"),
    ("indicator.saved", "Lưu phiên bản chỉ số"),
    ("indicator.retired", "Ngừng dùng chỉ số"),
    ("indicator.recount_started", "Tính lại chỉ số từ đầu"),
];
