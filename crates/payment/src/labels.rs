//! Wording of this context.

use store::StoreError;
use web::Tone;

use crate::domain::{BookState, DifferenceKind, Duty, DutyState, OrderState, PaymentRefused, RefundState};

/// What the entries of the journal say happened.
pub const EVENTS: &[(&str, &str)] = &[
    ("payment.collected", "Thu phí, lệ phí (cấp lại biên lai)"),
    ("payment.receipt_cancelled", "Hủy biên lai"),
    ("payment.order_created", "Lập đơn thanh toán trực tuyến"),
    ("payment.order_settled", "Ghi nhận tiền thanh toán trực tuyến"),
    ("payment.notice_taken", "Nhận thông báo của nền tảng thanh toán"),
    ("payment.refund_asked", "Đề nghị hoàn trả phí, lệ phí"),
    ("payment.refund_approved", "Duyệt hoàn trả phí, lệ phí"),
    ("payment.refund_rejected", "Không duyệt hoàn trả phí, lệ phí"),
    ("payment.book_opened", "Mở quyển biên lai"),
    ("payment.book_closed", "Đóng quyển biên lai"),
    ("payment.day_closed", "Chốt ngày thu"),
    ("payment.reconciled", "Đối soát với nền tảng thanh toán"),
    ("payment.difference_assigned", "Giao xử lý sai lệch đối soát"),
    ("payment.difference_resolved", "Xử lý xong sai lệch đối soát"),
];

/// What the subjects of the journal are called.
pub const SUBJECTS: &[(&str, &str)] = &[
    ("fee_receipt", "Biên lai thu phí, lệ phí"),
    ("receipt_book", "Quyển biên lai"),
    ("payment_order", "Đơn thanh toán"),
    ("refund", "Hoàn trả phí, lệ phí"),
    ("statement", "Sao kê của nền tảng thanh toán"),
    ("payment_difference", "Sai lệch đối soát"),
];

/// Why an act was refused; `None` for failures and missing rights, which have pages of their own.
pub fn refused(refused: &PaymentRefused) -> Option<String> {
    Some(match refused {
        PaymentRefused::NothingOwed => {
            "Hồ sơ này không phải nộp phí, lệ phí: thủ tục không quy định khoản thu cho trường hợp và kênh nộp này, hoặc đã được miễn toàn bộ.".to_owned()
        }
        PaymentRefused::NotAssessed => "Xác định khoản phải nộp trước, rồi mới thu hoặc yêu cầu nộp.".to_owned(),
        PaymentRefused::AmountFixed { name, amount } => format!(
            "Mức thu “{name}” đã quy định là {amount}; không được tự đặt mức khác (Luật Phí và lệ phí 2015, Điều 16 khoản 1)."
        ),
        PaymentRefused::AmountMissing(names) => {
            format!("Thủ tục chưa ghi mức thu của: {}. Nhập số tiền theo văn bản quy định.", names.join("; "))
        }
        PaymentRefused::BasisOfAmount => {
            "Nêu văn bản quy định mức thu, ví dụ nghị quyết của Hội đồng nhân dân tỉnh.".to_owned()
        }
        PaymentRefused::BasisOfExemption => {
            "Miễn, giảm phải nêu lý do và căn cứ (Luật Phí và lệ phí 2015, Điều 10).".to_owned()
        }
        PaymentRefused::ReductionTooLarge { most } => {
            format!("Số tiền miễn, giảm phải lớn hơn 0 và không quá {most}.")
        }
        PaymentRefused::PaidAlready => {
            "Hồ sơ đã nộp đủ; không thu lần nữa (Luật Phí và lệ phí 2015, Điều 16 khoản 2).".to_owned()
        }
        PaymentRefused::AskedAlready => {
            "Đã yêu cầu người nộp thực hiện nghĩa vụ tài chính nên không miễn toàn bộ được nữa; thu rồi hoàn trả theo quy định.".to_owned()
        }
        PaymentRefused::AmountChanged(amount) => {
            format!("Số tiền phải nộp hiện là {amount}; kiểm tra lại rồi thực hiện.")
        }
        PaymentRefused::NoBook => {
            "Chưa có quyển biên lai nào đang mở và còn số; thu phí phải cấp chứng từ (Luật Phí và lệ phí 2015, Điều 14).".to_owned()
        }
        PaymentRefused::BookFull => "Quyển biên lai đã hết số; mở quyển mới.".to_owned(),
        PaymentRefused::BookRange => {
            "Ký hiệu, khoảng số không hợp lệ, hoặc trùng số với quyển đã có của cùng ký hiệu.".to_owned()
        }
        PaymentRefused::DayClosed(day) => {
            format!("Ngày {} đã chốt, không thu, hủy hoặc chi trả tiền mặt trong ngày này nữa.", kernel::vi::date(*day))
        }
        PaymentRefused::CancelledAlready => "Biên lai này đã hủy.".to_owned(),
        PaymentRefused::RefundedAlready => {
            "Khoản thu của biên lai này đã hoàn trả một phần hoặc toàn bộ nên không hủy được.".to_owned()
        }
        PaymentRefused::ReasonMissing => "Nhập đủ nội dung, lý do và căn cứ.".to_owned(),
        PaymentRefused::NoPlatform => "Hệ thống chưa kết nối nền tảng thanh toán trực tuyến.".to_owned(),
        PaymentRefused::PlatformSilent => {
            "Nền tảng thanh toán chưa trả lời; chưa có gì được ghi. Thử lại sau ít phút.".to_owned()
        }
        PaymentRefused::OrderOpen => "Đã có đơn thanh toán trực tuyến còn hiệu lực.".to_owned(),
        PaymentRefused::OrderNotOpen => "Đơn thanh toán đã được thanh toán bằng giao dịch khác.".to_owned(),
        PaymentRefused::NotConfirmed => {
            "Nền tảng thanh toán chưa xác nhận đã nhận đủ tiền cho đơn này.".to_owned()
        }
        PaymentRefused::RefundTooLarge { most } => {
            format!("Số tiền hoàn trả phải lớn hơn 0 và không quá {most}.")
        }
        PaymentRefused::SamePerson => {
            "Người đề nghị hoàn trả không được tự duyệt; cần người thứ hai (Luật Kế toán 2015, Điều 39).".to_owned()
        }
        PaymentRefused::DecidedAlready => "Việc này đã được xử lý trước đó.".to_owned(),
        PaymentRefused::CountDiffers(booked) => {
            format!("Sổ ghi {booked} tiền mặt; số đếm được khác thì phải ghi rõ lý do.")
        }
        PaymentRefused::Store(StoreError::Conflict) => {
            "Khoản thu vừa được người khác xử lý. Mở lại để xem tình trạng mới nhất.".to_owned()
        }
        PaymentRefused::Dossier(refused) => return dossier::labels::refused(refused),
        PaymentRefused::Forbidden(_) | PaymentRefused::Store(_) => return None,
    })
}

/// What a duty consists of, in one line.
pub fn duty_in_words(duty: &Duty) -> String {
    let mut parts: Vec<String> =
        duty.items.iter().map(|item| format!("{}: {}", item.name, item.amount)).collect();
    if !duty.legal_basis.is_empty() {
        parts.push(format!("căn cứ mức thu: {}", duty.legal_basis));
    }
    if let Some(exemption) = &duty.exemption {
        parts.push(format!(
            "miễn, giảm {}: {} ({})",
            exemption.amount, exemption.reason, exemption.legal_basis
        ));
    }
    parts.join("; ")
}

/// Where a duty stands.
pub const fn duty_state(state: DutyState) -> (Tone, &'static str) {
    match state {
        DutyState::Exempt => (Tone::Met, "Được miễn"),
        DutyState::Owed => (Tone::Progress, "Chưa nộp đủ"),
        DutyState::Paid => (Tone::Met, "Đã nộp đủ"),
        DutyState::Surplus => (Tone::Missed, "Nộp thừa, cần hoàn trả"),
        DutyState::PartlyRefunded => (Tone::Met, "Đã hoàn trả một phần"),
        DutyState::Refunded => (Tone::Draft, "Đã hoàn trả toàn bộ"),
    }
}

/// Where an order stands.
pub const fn order_state(state: OrderState) -> (Tone, &'static str) {
    match state {
        OrderState::Open => (Tone::Progress, "Chờ thanh toán"),
        OrderState::Expired => (Tone::Draft, "Hết hạn"),
        OrderState::Paid => (Tone::Met, "Đã thanh toán, đã xác nhận"),
        OrderState::Cancelled => (Tone::Draft, "Đã thu hồi"),
    }
}

/// Where a refund stands.
pub const fn refund_state(state: RefundState) -> (Tone, &'static str) {
    match state {
        RefundState::Asked => (Tone::Paused, "Chờ duyệt"),
        RefundState::Approved => (Tone::Met, "Đã duyệt, đã hoàn trả"),
        RefundState::Rejected => (Tone::Draft, "Không duyệt"),
    }
}

/// Where a book stands.
pub const fn book_state(state: BookState) -> (Tone, &'static str) {
    match state {
        BookState::Open => (Tone::Progress, "Đang dùng"),
        BookState::Full => (Tone::Met, "Hết số"),
        BookState::Closed => (Tone::Draft, "Đã đóng"),
    }
}

/// What to do about a difference.
pub const fn remedy(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::MissingHere => {
            "Kiểm tra đơn và giao dịch với nền tảng; nếu tiền đã về, đối soát lại để ghi nhận, nếu không rõ hồ sơ thì làm thủ tục hoàn trả."
        }
        DifferenceKind::MissingThere => {
            "Đề nghị nền tảng tra soát giao dịch; chưa coi là tiền đã về tài khoản cho đến khi có kết quả."
        }
        DifferenceKind::Amount => {
            "Đề nghị nền tảng tra soát số tiền; thu thêm hoặc hoàn trả phần chênh lệch."
        }
        DifferenceKind::Doubled => "Hoàn trả khoản thu trùng cho người nộp.",
    }
}

/// What a row of the books says happened.
pub fn posted(what: &str) -> &'static str {
    match what {
        "assessed" => "Xác định khoản phải nộp",
        "collected" => "Thu tại quầy",
        "cancelled" => "Hủy biên lai",
        "paid_online" => "Thanh toán trực tuyến",
        "refunded" => "Hoàn trả",
        _ => "Việc khác",
    }
}
