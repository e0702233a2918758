//! The facts the shipped indicators are written for. The contexts `dossier` and `procedure` publish the real
//! schemas; a test of the whole system compiles the indicators against those.

use kernel::{Date, Fact, FactSchema, FieldKind, FieldSpec, Value};

const fn field(name: &'static str, kind: FieldKind, optional: bool, label: &'static str) -> FieldSpec {
    FieldSpec { name, kind, optional, label, meaning: label }
}

pub(super) static DOSSIER: FactSchema = FactSchema {
    subject: "dossier",
    label: "hồ sơ",
    fields: &[
        field("unit_id", FieldKind::Int, false, "Đơn vị"),
        field("procedure", FieldKind::Text, false, "Mã thủ tục"),
        field("sector", FieldKind::Text, false, "Lĩnh vực"),
        field("case_code", FieldKind::Text, false, "Trường hợp"),
        field("channel", FieldKind::Text, false, "Kênh nộp"),
        field("online_level", FieldKind::Int, false, "Mức độ trực tuyến"),
        field("online_eligible", FieldKind::Bool, false, "Đủ điều kiện trực tuyến"),
        field("postal_eligible", FieldKind::Bool, false, "Đủ điều kiện bưu chính"),
        field("received_on", FieldKind::Date, false, "Ngày tiếp nhận"),
        field("due_on", FieldKind::Date, true, "Ngày hẹn trả"),
        field("status", FieldKind::Int, false, "Trạng thái"),
        field("finished_on", FieldKind::Date, true, "Ngày có kết quả"),
        field("returned_on", FieldKind::Date, true, "Ngày trả kết quả"),
        field("refused_on", FieldKind::Date, true, "Ngày từ chối"),
        field("withdrawn_on", FieldKind::Date, true, "Ngày rút hồ sơ"),
        field("ended_on", FieldKind::Date, true, "Ngày kết thúc"),
        field("timeliness", FieldKind::Text, true, "Tiến độ"),
        field("n_supplements", FieldKind::Int, false, "Số lần yêu cầu bổ sung"),
        field("index_late", FieldKind::Bool, false, "Trễ theo chỉ số quốc gia"),
        field("paused", FieldKind::Bool, false, "Đang chờ bổ sung"),
        field("result_published_on", FieldKind::Date, true, "Ngày cập nhật kết quả"),
        field("result_signed", FieldKind::Bool, false, "Kết quả đã ký số"),
        field("registered_on", FieldKind::Date, false, "Ngày nhập vào hệ thống"),
        field("n_extensions", FieldKind::Int, false, "Số lần hẹn lại"),
        field("handling_days", FieldKind::Int, true, "Số ngày giải quyết"),
        field("submitted_on", FieldKind::Date, true, "Ngày nộp trực tuyến"),
        field("stopped_on", FieldKind::Date, true, "Ngày dừng"),
        field("payable", FieldKind::Bool, false, "Có nghĩa vụ tài chính"),
        field("payment_asked_on", FieldKind::Date, true, "Ngày yêu cầu nộp tiền"),
        field("paid_on", FieldKind::Date, true, "Ngày nộp tiền"),
        field("paid_online", FieldKind::Bool, false, "Nộp trực tuyến"),
        field("result_approved_on", FieldKind::Date, true, "Ngày duyệt kết quả"),
        field("digitised_on", FieldKind::Date, true, "Ngày số hóa"),
        field("n_reused", FieldKind::Int, false, "Số giấy tờ dùng lại"),
        field("by_representative", FieldKind::Bool, false, "Qua người đại diện"),
    ],
};

pub(super) static POSTAL: FactSchema = FactSchema {
    subject: "postal",
    label: "bưu gửi",
    fields: &[
        field("unit_id", FieldKind::Int, false, "Đơn vị"),
        field("leg", FieldKind::Text, false, "Chiều"),
        field("sent_on", FieldKind::Date, true, "Ngày bưu chính nhận"),
        field("due_on", FieldKind::Date, true, "Ngày hẹn phát"),
        field("delivered_on", FieldKind::Date, true, "Ngày phát"),
        field("timeliness", FieldKind::Text, true, "Thời hạn"),
    ],
};

pub(super) static CONSULTATION: FactSchema = FactSchema {
    subject: "consultation",
    label: "yêu cầu phối hợp",
    fields: &[
        field("unit_id", FieldKind::Int, false, "Đơn vị"),
        field("direction", FieldKind::Text, false, "Chiều"),
        field("outside", FieldKind::Bool, false, "Cơ quan ngoài"),
        field("kind", FieldKind::Text, false, "Loại"),
        field("opened_on", FieldKind::Date, false, "Ngày hỏi"),
        field("due_on", FieldKind::Date, true, "Hạn trả lời"),
        field("ended_on", FieldKind::Date, true, "Ngày xong"),
        field("timeliness", FieldKind::Text, true, "Thời hạn"),
        field("withdrawn", FieldKind::Bool, false, "Đã thu hồi"),
    ],
};

pub(super) static PROCEDURE: FactSchema = FactSchema {
    subject: "procedure",
    label: "thủ tục hành chính",
    fields: &[
        field("code", FieldKind::Text, false, "Mã thủ tục"),
        field("sector", FieldKind::Text, false, "Lĩnh vực"),
        field("unit_id", FieldKind::Int, false, "Đơn vị"),
        field("in_force_on", FieldKind::Date, false, "Ngày có hiệu lực"),
        field("ended_on", FieldKind::Date, true, "Ngày hết hiệu lực"),
        field("online_level", FieldKind::Int, false, "Mức độ trực tuyến"),
        field("online_eligible", FieldKind::Bool, false, "Đủ điều kiện trực tuyến"),
        field("national_portal", FieldKind::Bool, false, "Tích hợp Cổng dịch vụ công quốc gia"),
        field("postal", FieldKind::Bool, false, "Có bưu chính công ích"),
        field("process_published", FieldKind::Bool, false, "Đã công bố quy trình nội bộ"),
        field("n_cases", FieldKind::Int, false, "Số trường hợp"),
    ],
};

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A fact of `schema` from `field=value` words over `base`; `field=-` takes a value away.
pub(super) fn fact(schema: &FactSchema, base: &str, changes: &str) -> Fact {
    let mut values = vec![Value::Null; schema.fields.len()];
    for word in base.split_whitespace().chain(changes.split_whitespace()) {
        let (name, text) = word.split_once('=').unwrap();
        let index = schema.index(name).unwrap_or_else(|| panic!("no field {name}"));
        let spec = &schema.fields[index];
        values[index] = match (text, spec.kind) {
            ("-", _) => Value::Null,
            (text, FieldKind::Bool) => Value::Bool(text == "yes"),
            (text, FieldKind::Int) => Value::Int(text.parse().unwrap()),
            (text, FieldKind::Text) => Value::from(text),
            (text, FieldKind::Date) => Value::Date(day(text)),
        };
    }
    for (spec, value) in schema.fields.iter().zip(&values) {
        assert!(spec.optional || *value != Value::Null, "{} is required", spec.name);
    }
    Fact(values.into())
}

/// A dossier received at the counter on 1 March, due on 15 March, still in work.
pub(super) const OPEN: &str = "unit_id=7 procedure=1.004946 sector=LDTL case_code=chung channel=counter online_level=3 \
    online_eligible=yes postal_eligible=yes received_on=2022-03-01 due_on=2022-03-15 status=4 n_supplements=0 \
    index_late=no paused=no result_signed=no registered_on=2022-03-01 n_extensions=0 \
    payable=no paid_online=no n_reused=0 by_representative=no";

/// A procedure in force, offered at level 3.
pub(super) const IN_FORCE: &str = "code=1.004946 sector=LDTL unit_id=7 in_force_on=2022-01-01 online_level=3 \
    online_eligible=yes national_portal=no postal=yes process_published=no n_cases=1";

pub(super) fn dossier(changes: &str) -> Fact {
    fact(&DOSSIER, OPEN, changes)
}
