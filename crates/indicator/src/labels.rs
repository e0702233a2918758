//! Words of this context, once.

use web::Tone;

use crate::Part;
use crate::acts::IndicatorRefused;

/// Said where a stored definition no longer fits the facts.
pub const BROKEN: &str = "Định nghĩa của chỉ số không còn khớp với dữ liệu của phiên bản phần mềm này, nên chưa tính được. Chi tiết nằm trong nhật ký hệ thống.";

/// Said while a definition is counted over older subjects.
pub const COUNTING: &str = "Đang tính lại";

/// A part of a figure as the tab and the verdict say it. `count` is true for an indicator without a numerator of
/// its own, where whatever counts meets.
pub const fn part(part: Part, count: bool) -> &'static str {
    match part {
        Part::Met if !count => "Đạt",
        Part::Met | Part::Counted => "Được tính",
        Part::Missed => "Không đạt",
        Part::Excluded => "Loại trừ",
        Part::All => "Tất cả",
    }
}

/// The state that stands for a part.
pub const fn tone(part: Part) -> Tone {
    match part {
        Part::Met => Tone::Met,
        Part::Missed => Tone::Missed,
        Part::Excluded | Part::Counted | Part::All => Tone::None,
    }
}

/// Why an act was not done.
pub fn refused(refused: &IndicatorRefused) -> String {
    match refused {
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
    ("indicator.saved", "Lưu phiên bản chỉ số"),
    ("indicator.retired", "Ngừng dùng chỉ số"),
    ("indicator.recount_started", "Tính lại chỉ số từ đầu"),
];
