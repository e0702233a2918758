//! Wording of this context.

use kernel::vi;
use store::StoreError;
use web::Tone;

use crate::domain::{Order, PostalRefused, PostalState, ReportedBy};

/// The colour and glyph of a state.
pub const fn tone(state: PostalState) -> Tone {
    match state {
        PostalState::Registered => Tone::Draft,
        PostalState::Accepted | PostalState::Collected | PostalState::InTransit => Tone::Progress,
        PostalState::Failed => Tone::Risk,
        PostalState::Delivered => Tone::Met,
        PostalState::Returned => Tone::Missed,
        PostalState::Cancelled => Tone::None,
    }
}

/// How far an order is, in words that fit its way: papers that arrive are received by the agency.
pub const fn state(order: &Order) -> &'static str {
    match (order.state, order.leg) {
        (PostalState::Delivered, crate::domain::Leg::Collect) => "Cơ quan đã nhận",
        (state, _) => state.label(),
    }
}

/// Who told.
pub const fn source(source: ReportedBy) -> &'static str {
    match source {
        ReportedBy::Carrier => "Bưu chính báo",
        ReportedBy::Clerk => "Công chức ghi",
        ReportedBy::Program => "Hệ thống ghi",
    }
}

/// What the entries of the journal say happened.
pub const EVENTS: &[(&str, &str)] = &[
    ("postal.registered", "Đặt đơn bưu chính"),
    ("postal.placed", "Bưu chính nhận đơn"),
    ("postal.notified", "Ghi trạng thái đơn bưu chính"),
    ("postal.delivered", "Bưu chính phát thành công"),
    ("postal.handed_over", "Bàn giao cho bưu tá theo bảng kê"),
    ("postal.cod_settled", "Đối soát tiền thu hộ"),
    ("postal.attached", "Gắn đơn bưu chính với hồ sơ"),
    ("postal.cancelled", "Hủy đơn bưu chính"),
];

/// Why an act was refused; `None` for failures and missing rights, which have pages of their own.
pub fn refused(refused: &PostalRefused) -> Option<String> {
    Some(match refused {
        PostalRefused::WrongState(state) => {
            format!("Không thực hiện được khi đơn ở trạng thái “{}”.", state.label())
        }
        PostalRefused::NotByPost => {
            "Thủ tục này không nằm trong danh mục tiếp nhận, trả kết quả qua bưu chính công ích (Quyết định 45/2016/QĐ-TTg).".to_owned()
        }
        PostalRefused::DossierNeeded => "Nhập mã hồ sơ có kết quả cần chuyển.".to_owned(),
        PostalRefused::FormWithoutLeg => {
            "Hình thức đã chọn không có chiều này (Quyết định 45/2016/QĐ-TTg: gửi hồ sơ, nhận kết quả, hoặc cả hai).".to_owned()
        }
        PostalRefused::ContactMissing => "Nhập họ tên và địa chỉ của người gửi, người nhận.".to_owned(),
        PostalRefused::OrderedBefore(number) => {
            format!("Hồ sơ đã có đơn {number} cùng chiều chưa kết thúc. Mở đơn đó để theo dõi hoặc hủy trước khi đặt đơn mới.")
        }
        PostalRefused::DossierStatus(status) => {
            format!("Không đặt đơn được khi hồ sơ ở trạng thái “{}”.", status.label())
        }
        PostalRefused::ReceivedBeforePost(at) => format!(
            "Bưu chính giao giấy tờ lúc {}, sau thời điểm tiếp nhận của hồ sơ này. Thời hạn giải quyết tính từ khi cơ quan nhận được hồ sơ, không tính từ ngày gửi (Quyết định 45/2016/QĐ-TTg).",
            vi::moment(*at)
        ),
        PostalRefused::Time => "Thời điểm không được sau hiện tại và không được trước khi đặt đơn.".to_owned(),
        PostalRefused::ReasonMissing => "Nhập lý do.".to_owned(),
        PostalRefused::NothingChosen => "Chọn ít nhất một đơn để bàn giao.".to_owned(),
        PostalRefused::NotReady(number) => {
            format!("Đơn {number} chưa bàn giao được: hồ sơ chưa có kết quả, hoặc đơn đã bàn giao.")
        }
        PostalRefused::PostmanMissing => "Nhập họ tên bưu tá nhận bàn giao.".to_owned(),
        PostalRefused::NoCod => "Đơn này không có tiền thu hộ đang chờ đối soát.".to_owned(),
        PostalRefused::Dossier(refused) => return dossier::labels::refused(refused),
        PostalRefused::Store(StoreError::Conflict) => {
            "Đơn vừa được người khác cập nhật. Mở lại để xem bản mới nhất.".to_owned()
        }
        PostalRefused::Forbidden(_) | PostalRefused::Store(_) => return None,
    })
}
