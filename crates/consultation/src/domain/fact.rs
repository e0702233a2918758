//! The fact of one body's part: what indicators see of it, as known at the end of a day.

use calendar::Timeliness;
use kernel::{Date, Fact, FactSchema, FieldKind, FieldSpec, Instant};

use super::{Consultation, Part};

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
pub static FIELDS: [FieldSpec; 10] = {
    use FieldKind::{Bool, Date, Int, Text};
    [
        field("unit_id", Int, false, "đơn vị", "Đơn vị được hỏi; với cơ quan khác là đơn vị hỏi."),
        field("body", Text, false, "cơ quan được hỏi", "Mã đơn vị hoặc cơ quan được hỏi."),
        field("direction", Text, false, "chiều", "own: cơ quan mình hỏi; incoming: cơ quan khác hỏi."),
        field("outside", Bool, false, "cơ quan ngoài", "Cơ quan được hỏi là cơ quan khác."),
        field("kind", Text, false, "loại", "opinion: lấy ý kiến; sub_dossier: hồ sơ thành phần."),
        field("opened_on", Date, false, "ngày hỏi", "Ngày bắt đầu tính hạn trả lời."),
        field("due_on", Date, true, "hạn trả lời", "Ngày phải trả lời."),
        field("ended_on", Date, true, "ngày xong", "Ngày trả lời, coi như đồng ý, hoặc thu hồi."),
        field("timeliness", Text, true, "thời hạn", "early, on_time, late; im lặng coi như đồng ý là late."),
        field("withdrawn", Bool, false, "đã thu hồi", "Bên hỏi đã thu hồi yêu cầu."),
    ]
};

/// Schema of subject `consultation`.
pub static SCHEMA: FactSchema =
    FactSchema { subject: "consultation", label: "yêu cầu phối hợp", fields: &FIELDS };

/// The fact of a part as known at the end of `day`; `None` before its clock began.
pub fn fact(consultation: &Consultation, part: &Part, day: Date) -> Option<Fact> {
    let opened = part.opened_at.filter(|at| at.date() <= day)?;
    let known = part.ended_known_at.is_some_and(|at| at.date() <= day);
    let ended = part.ended_at().filter(|_| known);
    let timeliness = part.timeliness().filter(|_| known).map(Timeliness::code);
    Some(Fact(Box::new([
        part.body.unit.unwrap_or(consultation.unit).get().into(),
        part.body.code.as_str().into(),
        consultation.direction.code().into(),
        part.body.unit.is_none().into(),
        consultation.kind.code().into(),
        opened.date().into(),
        part.due_at.map(Instant::date).into(),
        ended.map(Instant::date).into(),
        timeliness.into(),
        (known && part.withdrawn_at.is_some()).into(),
    ])))
}

/// The days on which something of the fact became known, in order.
pub fn known_days(part: &Part) -> Vec<Date> {
    let mut days: Vec<Date> =
        [part.opened_at, part.ended_known_at].into_iter().flatten().map(Instant::date).collect();
    days.sort_unstable();
    days.dedup();
    days
}
