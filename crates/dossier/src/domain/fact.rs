//! The dossier's fact: what indicators see of it.

use kernel::{Fact, FactSchema, FieldKind, FieldSpec, Instant, Value};

use super::{Dossier, PublicStatus};

const fn field(
    name: &'static str,
    kind: FieldKind,
    optional: bool,
    label: &'static str,
    meaning: &'static str,
) -> FieldSpec {
    FieldSpec { name, kind, optional, label, meaning }
}

/// The fields, in the order of [`fact`].
pub static FIELDS: [FieldSpec; 35] = {
    use FieldKind::{Bool, Date, Int, Text};
    [
        field("unit_id", Int, false, "đơn vị", "Đơn vị có thẩm quyền giải quyết."),
        field("procedure", Text, false, "thủ tục", "Mã thủ tục hành chính."),
        field("sector", Text, false, "lĩnh vực", "Lĩnh vực của thủ tục."),
        field("case_code", Text, false, "trường hợp", "Trường hợp của thủ tục."),
        field("channel", Text, false, "kênh nộp", "Kênh nộp hồ sơ: counter, online, postal."),
        field(
            "online_level",
            Int,
            false,
            "mức độ trực tuyến",
            "Mức độ dịch vụ công trực tuyến khi tiếp nhận, 1–4.",
        ),
        field(
            "online_eligible",
            Bool,
            false,
            "đủ điều kiện trực tuyến",
            "Thủ tục đủ điều kiện làm trực tuyến.",
        ),
        field("postal_eligible", Bool, false, "có bưu chính", "Thủ tục nhận, trả qua bưu chính công ích."),
        field("received_on", Date, false, "ngày tiếp nhận", "Ngày tiếp nhận hồ sơ."),
        field("registered_on", Date, false, "ngày vào hệ thống", "Ngày hồ sơ được nhập vào hệ thống."),
        field("due_on", Date, true, "ngày hẹn trả", "Ngày hẹn trả hiện hành; không có khi đang chờ bổ sung."),
        field(
            "status",
            Int,
            false,
            "trạng thái",
            "Trạng thái công khai, 1–10 theo Cổng Dịch vụ công quốc gia.",
        ),
        field("finished_on", Date, true, "ngày xử lý xong", "Ngày có kết quả lần đầu."),
        field("returned_on", Date, true, "ngày trả kết quả", "Ngày trả kết quả."),
        field("refused_on", Date, true, "ngày từ chối", "Ngày từ chối giải quyết."),
        field("withdrawn_on", Date, true, "ngày rút", "Ngày người nộp rút hồ sơ."),
        field(
            "ended_on",
            Date,
            true,
            "ngày kết thúc",
            "Ngày đầu tiên trong các ngày xong, từ chối, rút, dừng.",
        ),
        field(
            "timeliness",
            Text,
            true,
            "thời hạn",
            "Khi kết thúc: early trước hạn, on_time đúng hạn, late quá hạn.",
        ),
        field("n_supplements", Int, false, "số lần bổ sung", "Số lần yêu cầu bổ sung."),
        field("n_extensions", Int, false, "số lần hẹn lại", "Số lần hẹn lại ngày trả."),
        field("index_late", Bool, false, "trễ theo chỉ số quốc gia", "Trễ theo cách tính của QĐ 766/QĐ-TTg."),
        field("paused", Bool, false, "đang tạm dừng", "Đang tạm dừng tính thời gian."),
        field(
            "result_published_on",
            Date,
            true,
            "ngày cập nhật kết quả",
            "Ngày kết quả được cập nhật lên Cổng.",
        ),
        field("result_signed", Bool, false, "kết quả ký số", "Kết quả có chữ ký số."),
        field(
            "handling_days",
            Int,
            true,
            "số ngày giải quyết",
            "Số ngày làm việc từ tiếp nhận đến kết thúc.",
        ),
        field("submitted_on", Date, true, "ngày nộp trực tuyến", "Ngày nộp qua Cổng, trước khi tiếp nhận."),
        field("stopped_on", Date, true, "ngày dừng", "Ngày dừng xử lý hồ sơ."),
        field(
            "payable",
            Bool,
            false,
            "có nghĩa vụ tài chính",
            "Hồ sơ phải nộp phí, lệ phí sau khi trừ miễn, giảm.",
        ),
        field(
            "payment_asked_on",
            Date,
            true,
            "ngày yêu cầu nộp",
            "Ngày yêu cầu thực hiện nghĩa vụ tài chính.",
        ),
        field("paid_on", Date, true, "ngày nộp tiền", "Ngày hoàn thành nghĩa vụ tài chính."),
        field("paid_online", Bool, false, "nộp trực tuyến", "Nghĩa vụ tài chính được thanh toán trực tuyến."),
        field("result_approved_on", Date, true, "ngày duyệt kết quả", "Ngày dự thảo kết quả được duyệt."),
        field(
            "digitised_on",
            Date,
            true,
            "ngày số hóa",
            "Ngày giấy tờ và kết quả được lưu trữ điện tử kèm dữ liệu.",
        ),
        field("n_reused", Int, false, "số giấy tờ dùng lại", "Số giấy tờ khai thác lại từ hồ sơ trước."),
        field("by_representative", Bool, false, "qua người đại diện", "Người đại diện nộp thay chủ hồ sơ."),
    ]
};

/// Schema of subject `dossier`.
pub static SCHEMA: FactSchema = FactSchema { subject: "dossier", label: "hồ sơ", fields: &FIELDS };

/// The fact of a dossier.
pub fn fact(dossier: &Dossier) -> Fact {
    let on = |at: Option<Instant>| Value::from(at.map(Instant::date));
    Fact(Box::new([
        dossier.unit.get().into(),
        dossier.procedure_code.as_str().into(),
        dossier.sector.as_str().into(),
        dossier.case_code.as_str().into(),
        dossier.channel.code().into(),
        dossier.online_level.into(),
        dossier.online_eligible.into(),
        dossier.postal_eligible.into(),
        dossier.received_at.date().into(),
        dossier.registered_at.date().into(),
        on(dossier.due_at),
        PublicStatus::of(dossier).number().into(),
        on(dossier.finished_at),
        on(dossier.returned_at),
        on(dossier.refused_at),
        on(dossier.withdrawn_at),
        dossier.ended_on.into(),
        dossier.timeliness.as_deref().into(),
        dossier.n_supplements.into(),
        dossier.n_extensions.into(),
        dossier.index_late.into(),
        dossier.paused_at.is_some().into(),
        on(dossier.result_published_at),
        dossier.result_signed.into(),
        dossier.handling_days.into(),
        on(dossier.submitted_at),
        on(dossier.stopped_at),
        (dossier.duty > 0).into(),
        on(dossier.payment_asked_at),
        on(dossier.payment_settled_at),
        dossier.paid_online.into(),
        on(dossier.result_approved_at),
        on(dossier.digitised_at),
        dossier.n_reused.into(),
        dossier.representative.is_some().into(),
    ]))
}
