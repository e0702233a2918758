//! The facts of procedures, which indicators count.

use kernel::{Fact, FactSchema, FieldKind, FieldSpec, UnitId, Value};

use crate::domain::Procedure;

/// The schema of facts with subject `procedure`.
pub static SCHEMA: FactSchema =
    FactSchema { subject: "procedure", label: "thủ tục hành chính", fields: FIELDS };

static FIELDS: &[FieldSpec] = &[
    field("code", FieldKind::Text, "Mã thủ tục", "Mã thủ tục hành chính đã chuẩn hóa."),
    field("sector", FieldKind::Text, "Lĩnh vực", "Mã lĩnh vực của thủ tục, ví dụ NCC."),
    field("unit_id", FieldKind::Int, "Đơn vị", "Đơn vị chuyên môn chịu trách nhiệm giải quyết."),
    field("in_force_on", FieldKind::Date, "Ngày có hiệu lực", "Ngày đầu tiên thủ tục có hiệu lực."),
    FieldSpec {
        optional: true,
        ..field("ended_on", FieldKind::Date, "Ngày hết hiệu lực", "Ngày đầu tiên thủ tục không còn hiệu lực.")
    },
    field("online_level", FieldKind::Int, "Mức độ trực tuyến", "Mức độ dịch vụ công trực tuyến, từ 1 đến 4."),
    field(
        "online_eligible",
        FieldKind::Bool,
        "Đủ điều kiện trực tuyến",
        "Thủ tục đủ điều kiện cung cấp trực tuyến.",
    ),
    field(
        "national_portal",
        FieldKind::Bool,
        "Trên Cổng DVC quốc gia",
        "Thủ tục đã tích hợp trên Cổng Dịch vụ công quốc gia.",
    ),
    field(
        "postal",
        FieldKind::Bool,
        "Bưu chính công ích",
        "Tiếp nhận, trả kết quả qua dịch vụ bưu chính công ích.",
    ),
    field(
        "process_published",
        FieldKind::Bool,
        "Đã công bố quy trình",
        "Quy trình nội bộ của thủ tục đã được công bố trên hệ thống.",
    ),
    field("n_cases", FieldKind::Int, "Số trường hợp", "Số trường hợp giải quyết của thủ tục."),
];

const fn field(name: &'static str, kind: FieldKind, label: &'static str, meaning: &'static str) -> FieldSpec {
    FieldSpec { name, kind, optional: false, label, meaning }
}

/// The fact of a procedure in its published version. `unit` is the account book's unit of its unit code;
/// `process_published` says whether its internal process stands in a published version.
pub fn fact(procedure: &Procedure, unit: UnitId, process_published: bool) -> Fact {
    let online = &procedure.online;
    Fact(Box::new([
        procedure.code.as_str().into(),
        procedure.sector.code().into(),
        unit.get().into(),
        procedure.in_force_on.into(),
        procedure.ended_on.into(),
        online.level.number().into(),
        online.eligible.into(),
        online.national_portal.into(),
        online.postal.into(),
        process_published.into(),
        Value::Int(procedure.cases.len() as i64),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_fit_their_schema() {
        let procedures = crate::check_texts(crate::builtin().iter().copied()).procedures;
        assert!(!procedures.is_empty());
        for (_, procedure) in procedures {
            let fact = fact(&procedure, UnitId(7), true);
            assert_eq!(fact.0.len(), SCHEMA.fields.len());
            for (spec, value) in SCHEMA.fields.iter().zip(&fact.0) {
                let fits = match value {
                    Value::Null => spec.optional,
                    Value::Bool(_) => spec.kind == FieldKind::Bool,
                    Value::Int(_) => spec.kind == FieldKind::Int,
                    Value::Text(_) => spec.kind == FieldKind::Text,
                    Value::Date(_) => spec.kind == FieldKind::Date,
                };
                assert!(fits, "{} {value:?}", spec.name);
            }
        }
    }
}
