//! Wording of this context.

use calendar::WorkCalendar;
use kernel::{Instant, vi};
use store::StoreError;
use web::Tone;

use crate::domain::{ConsultationRefused, Part};

/// How a part stands, with its colour.
pub fn standing(calendar: &WorkCalendar, part: &Part, now: Instant) -> (Tone, String) {
    if let (Some(at), Some(position)) = (part.answered_at, part.position) {
        let kept = part.timeliness().map(|kept| format!(", {}", kept.vi())).unwrap_or_default();
        return (Tone::Met, format!("{} lúc {}{kept}", position.label(), vi::moment(at)));
    }
    if let Some(at) = part.assumed_at {
        return (Tone::Risk, format!("Không trả lời, coi như đồng ý từ {}", vi::moment(at)));
    }
    if let Some(at) = part.withdrawn_at {
        return (Tone::None, format!("Đã thu hồi lúc {}", vi::moment(at)));
    }
    match part.due_at.filter(|_| part.is_open()) {
        None => (Tone::Draft, "Chờ cơ quan trước trả lời".to_owned()),
        Some(due) if due < now => {
            (Tone::Missed, format!("Chậm {} (hạn {})", calendar.worked(due, now), vi::moment(due)))
        }
        Some(due) => {
            let left = calendar.time_left(now, due).short();
            (Tone::Progress, format!("{left} (hạn {})", vi::moment(due)))
        }
    }
}

/// What the entries of the journal say happened.
pub const EVENTS: &[(&str, &str)] = &[
    ("consultation.asked", "Gửi yêu cầu phối hợp"),
    ("consultation.received", "Nhận yêu cầu phối hợp của cơ quan khác"),
    ("consultation.acknowledged", "Cơ quan được hỏi xác nhận đã nhận"),
    ("consultation.reminded", "Nhắc trả lời yêu cầu phối hợp"),
    ("consultation.answered", "Trả lời yêu cầu phối hợp"),
    ("consultation.assumed", "Quá hạn không trả lời, coi như đồng ý"),
    ("consultation.withdrawn", "Thu hồi yêu cầu phối hợp"),
];

/// Why an act was refused; `None` for failures and missing rights, which have pages of their own.
pub fn refused(refused: &ConsultationRefused) -> Option<String> {
    Some(match refused {
        ConsultationRefused::DossierStatus(status) => {
            format!("Không lấy ý kiến được khi hồ sơ ở trạng thái “{}”.", status.label())
        }
        ConsultationRefused::NotHeld => {
            "Chỉ đơn vị đang giải quyết hồ sơ mới gửi hoặc thu hồi được yêu cầu phối hợp (Nghị định 61/2018/NĐ-CP, Điều 19).".to_owned()
        }
        ConsultationRefused::ContentMissing => {
            "Nêu rõ nội dung lấy ý kiến (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 5).".to_owned()
        }
        ConsultationRefused::NobodyAsked => "Chọn ít nhất một đơn vị hoặc cơ quan.".to_owned(),
        ConsultationRefused::Limit => {
            "Nêu thời hạn trả lời từ 1 đến 30 ngày làm việc (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 5).".to_owned()
        }
        ConsultationRefused::NotOpen => "Yêu cầu này không còn chờ trả lời.".to_owned(),
        ConsultationRefused::AnswerMissing => "Nhập nội dung trả lời.".to_owned(),
        ConsultationRefused::ReasonMissing => "Nhập lý do.".to_owned(),
        ConsultationRefused::UnknownConversation => "Thông điệp không thuộc yêu cầu nào đã biết.".to_owned(),
        ConsultationRefused::Message(part) => format!("Thông điệp không đúng định dạng, ở phần “{part}”."),
        ConsultationRefused::Work(work) => return process::labels::refused(work),
        ConsultationRefused::Dossier(refused) => return dossier::labels::refused(refused),
        ConsultationRefused::Store(StoreError::Conflict) => {
            "Yêu cầu vừa được người khác xử lý. Mở lại để xem bản mới nhất.".to_owned()
        }
        ConsultationRefused::Forbidden(_) | ConsultationRefused::Store(_) => return None,
    })
}
