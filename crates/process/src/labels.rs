//! Wording of this context.

use crate::{Outcome, ProcessRefused};

/// How a step ended.
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::HandedOver => "Đã chuyển",
        Outcome::SentBack => "Đã trả lại",
        Outcome::Reassigned => "Đã đổi người",
        Outcome::Finished => "Xong",
        Outcome::Ended => "Kết thúc",
    }
}

/// Why a work was not moved; `None` for failures, which have no wording.
pub fn refused(refused: &ProcessRefused) -> Option<String> {
    Some(match refused {
        ProcessRefused::NotYours => {
            "Việc này đang do người khác giữ. Nhờ người đó chuyển, hoặc trưởng phòng đổi người xử lý."
                .to_owned()
        }
        ProcessRefused::Closed => "Bước này đã xong; mở lại hồ sơ để xem bước hiện tại.".to_owned(),
        ProcessRefused::ReasonMissing => "Nhập lý do.".to_owned(),
        ProcessRefused::Nobody { role } => {
            let label =
                kernel::Role::from_code(role).map_or_else(|| role.clone(), |role| role.label().to_owned());
            format!("Đơn vị nhận chưa có ai giữ vai trò “{label}”. Quản trị cần giao vai trò trước.")
        }
        ProcessRefused::NotSuitable => {
            "Người được chọn không giữ vai trò của bước này trong đơn vị nhận.".to_owned()
        }
        ProcessRefused::SameAccount => "Việc đang ở chính người này rồi.".to_owned(),
        ProcessRefused::Forbidden(_) | ProcessRefused::Store(_) => return None,
    })
}

/// What the entries of the journal say happened.
pub const EVENTS: &[(&str, &str)] = &[
    ("calendar.changed", "Sửa lịch làm việc"),
    ("inbox.view_saved", "Lưu bộ lọc hàng chờ"),
    ("inbox.view_forgotten", "Bỏ bộ lọc hàng chờ"),
];
