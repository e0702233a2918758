//! Wording of this context.

use calendar::rules::ApologyRefused;
use kernel::vi;
use store::StoreError;
use web::Tone;

use crate::domain::{Channel, DossierRefused, PublicStatus};

/// The colour and glyph of a status.
pub const fn tone(status: PublicStatus) -> Tone {
    match status {
        PublicStatus::Registered | PublicStatus::Received | PublicStatus::Processing => Tone::Progress,
        PublicStatus::AwaitingSupplement | PublicStatus::AwaitingPayment => Tone::Paused,
        PublicStatus::Finished | PublicStatus::Returned => Tone::Met,
        PublicStatus::NotReceived | PublicStatus::Withdrawn | PublicStatus::Stopped => Tone::Draft,
    }
}

/// What the entries of the journal say happened.
pub const EVENTS: &[(&str, &str)] = &[
    ("dossier.received", "Tiếp nhận hồ sơ"),
    ("dossier.handed_over", "Chuyển xử lý"),
    ("dossier.proposed", "Trình duyệt"),
    ("dossier.approved", "Duyệt"),
    ("dossier.finished", "Có kết quả"),
    ("dossier.returned", "Trả kết quả"),
    ("dossier.sent_back", "Trả lại để làm lại"),
    ("dossier.reassigned", "Đổi người xử lý"),
    ("dossier.supplement_asked", "Yêu cầu bổ sung, tạm dừng"),
    ("dossier.supplement_received", "Nhận bổ sung, tính lại thời hạn"),
    ("dossier.paused", "Tạm dừng"),
    ("dossier.resumed", "Tiếp tục tính thời hạn"),
    ("dossier.reappointed", "Xin lỗi và hẹn lại ngày trả"),
    ("dossier.refused", "Từ chối giải quyết"),
    ("dossier.withdrawn", "Người nộp rút hồ sơ"),
    ("dossier.stopped", "Dừng xử lý"),
    ("dossier.closed_after_silence", "Dừng xử lý vì không bổ sung"),
    ("dossier.duty_assessed", "Xác định phí, lệ phí"),
    ("dossier.payment_asked", "Yêu cầu thực hiện nghĩa vụ tài chính, tạm dừng"),
    ("dossier.payment_settled", "Hoàn thành nghĩa vụ tài chính"),
    ("dossier.digitised", "Số hóa, lưu trữ điện tử"),
    ("dossier.result_published", "Cập nhật kết quả lên Cổng"),
    ("person.revealed", "Xem số định danh, điện thoại"),
];

/// What a journal entry says happened.
pub fn event(kind: &str) -> &'static str {
    EVENTS.iter().find(|event| event.0 == kind).map_or("Việc khác", |event| event.1)
}

/// Why an act was refused; `None` for failures and missing rights, which have pages of their own.
pub fn refused(refused: &DossierRefused) -> Option<String> {
    Some(match refused {
        DossierRefused::WrongState(status) => {
            format!("Không thực hiện được khi hồ sơ ở trạng thái “{}”.", status.label())
        }
        DossierRefused::NotReceivable => {
            "Thủ tục này chưa đủ thông tin để tiếp nhận, hoặc không còn hiệu lực vào ngày nhận.".to_owned()
        }
        DossierRefused::NotOffered => "Thủ tục không có trường hợp này, hoặc không nhận qua kênh đã chọn.".to_owned(),
        DossierRefused::PapersMissing(names) => format!(
            "Còn thiếu hoặc chưa đúng: {}. Hướng dẫn người nộp bổ sung trước khi tiếp nhận (Nghị định 61/2018/NĐ-CP, Điều 17).",
            names.join("; ")
        ),
        DossierRefused::ReceiptTime => "Thời điểm nhận không được sau thời điểm hiện tại.".to_owned(),
        DossierRefused::ReasonMissing => "Nhập lý do và căn cứ.".to_owned(),
        DossierRefused::NoNextStep => "Quy trình không có bước tiếp theo từ đây.".to_owned(),
        DossierRefused::NoStepBefore => "Không có bước trước để trả lại.".to_owned(),
        DossierRefused::ResultNeeded => "Nhập số và tên kết quả trước khi chuyển sang bước trả kết quả.".to_owned(),
        DossierRefused::SupplementBefore => {
            "Đã yêu cầu bổ sung một lần. Yêu cầu lần hai cần trưởng phòng cho phép, nêu lý do, và tính là trễ theo chỉ số quốc gia (Nghị định 61/2018/NĐ-CP, Điều 11 khoản 2).".to_owned()
        }
        DossierRefused::NothingAsked => "Chọn ít nhất một giấy tờ và nêu lý do cho từng giấy tờ.".to_owned(),
        DossierRefused::Apology(ApologyRefused::ReappointedBefore) => {
            "Hồ sơ đã hẹn lại một lần; pháp luật không cho hẹn lại lần nữa (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9).".to_owned()
        }
        DossierRefused::Apology(ApologyRefused::TooLate { latest }) => format!(
            "Phải xin lỗi và hẹn lại trước khi hết hạn ít nhất 01 ngày, muộn nhất {} (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9).",
            vi::deadline(*latest)
        ),
        DossierRefused::Apology(ApologyRefused::NotLater) => "Ngày hẹn mới phải sau ngày hẹn cũ.".to_owned(),
        DossierRefused::NothingOwed => "Số tiền phải nộp phải lớn hơn 0 và dưới 1 tỷ đồng.".to_owned(),
        DossierRefused::PaidAlready => "Nghĩa vụ tài chính của hồ sơ đã được yêu cầu hoặc đã hoàn thành.".to_owned(),
        DossierRefused::PaymentDue => {
            "Hồ sơ chưa hoàn thành nghĩa vụ tài chính; thu phí, lệ phí trước khi trả kết quả.".to_owned()
        }
        DossierRefused::MayStillAnswer => {
            "Chưa hết thời hạn người nộp được bổ sung; chưa thể dừng xử lý vì không bổ sung.".to_owned()
        }
        DossierRefused::NoDeadline => "Hồ sơ không có ngày hẹn trả.".to_owned(),
        DossierRefused::TooEarly(at) => format!("Thời điểm thực hiện không được trước {}.", vi::moment(*at)),
        DossierRefused::Clock(_) => "Các mốc thời gian của hồ sơ mâu thuẫn nhau; báo quản trị hệ thống.".to_owned(),
        DossierRefused::Work(work) => return process::labels::refused(work),
        DossierRefused::Store(StoreError::Conflict) => {
            "Hồ sơ vừa được người khác xử lý. Mở lại để xem bản mới nhất.".to_owned()
        }
        DossierRefused::Forbidden(_) | DossierRefused::Store(_) => return None,
    })
}

/// A channel as a narrow column says it.
pub const fn channel_short(channel: Channel) -> &'static str {
    match channel {
        Channel::Counter => "Tại quầy",
        Channel::Online => "Trực tuyến",
        Channel::Postal => "Bưu chính",
    }
}

/// Whether a step is the one at which the head of the division assigns the work. The codes of steps are those of
/// the packages: a later round of the same step carries a number.
pub fn is_assignment(step: &str) -> bool {
    step == "phan-cong" || step.starts_with("phan-cong-")
}
