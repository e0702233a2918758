//! The order's fact: what indicators see of it, as known at the end of a day. Every date of it was learnt on a day
//! that is kept, so the fact of an earlier day needs no journal.

use calendar::Timeliness;
use kernel::{Date, Fact, FactSchema, FieldKind, FieldSpec, Instant};

use super::Order;

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
pub static FIELDS: [FieldSpec; 11] = {
    use FieldKind::{Bool, Date, Int, Text};
    [
        field("unit_id", Int, false, "đơn vị", "Đơn vị có thẩm quyền giải quyết hồ sơ."),
        field("leg", Text, false, "chiều", "collect: nhận hồ sơ từ người nộp; deliver: chuyển kết quả."),
        field("form", Text, false, "hình thức", "send: gửi hồ sơ; receive: nhận kết quả; both: cả hai."),
        field("registered_on", Date, false, "ngày đặt đơn", "Ngày đặt đơn bưu chính."),
        field("sent_on", Date, true, "ngày bưu chính nhận", "Ngày bưu tá nhận gói: ngày dấu bưu điện."),
        field("due_on", Date, true, "ngày hẹn phát", "Ngày bưu chính cam kết phát."),
        field("delivered_on", Date, true, "ngày phát", "Ngày phát thành công."),
        field("returned_on", Date, true, "ngày chuyển hoàn", "Ngày gói được chuyển hoàn."),
        field("cancelled_on", Date, true, "ngày hủy", "Ngày đơn bị hủy."),
        field(
            "timeliness",
            Text,
            true,
            "thời hạn",
            "Khi phát: early trước hẹn, on_time đúng hẹn, late quá hẹn.",
        ),
        field("has_cod", Bool, false, "có thu hộ", "Bưu chính thu hộ khi phát."),
    ]
};

/// Schema of subject `postal`.
pub static SCHEMA: FactSchema = FactSchema { subject: "postal", label: "đơn bưu chính", fields: &FIELDS };

/// The fact of an order as known at the end of `day`; `None` before it was written.
pub fn fact(order: &Order, day: Date) -> Option<Fact> {
    if order.registered_at.date() > day {
        return None;
    }
    let known = |at: Option<Instant>, known_at: Option<Instant>| {
        at.filter(|_| known_at.is_some_and(|known_at| known_at.date() <= day))
    };
    let sent = known(order.sent_at, order.sent_known_at);
    let due = order.due_at.filter(|_| sent.is_some());
    let delivered = known(order.delivered_at, order.delivered_known_at);
    let timeliness = delivered.zip(due).map(|(delivered, due)| Timeliness::of(delivered, due).code());
    Some(Fact(Box::new([
        order.unit.get().into(),
        order.leg.code().into(),
        order.form.code().into(),
        order.registered_at.date().into(),
        sent.map(Instant::date).into(),
        due.map(Instant::date).into(),
        delivered.map(Instant::date).into(),
        known(order.returned_at, order.returned_known_at).map(Instant::date).into(),
        known(order.cancelled_at, order.cancelled_at).map(Instant::date).into(),
        timeliness.into(),
        (order.cod_amount.0 > 0).into(),
    ])))
}

/// The days on which something of the fact became known, in order.
pub fn known_days(order: &Order) -> Vec<Date> {
    let ends = [order.delivered_known_at, order.returned_known_at, order.cancelled_at];
    let learnt = [Some(order.registered_at), order.sent_known_at].into_iter().chain(ends);
    let mut days: Vec<Date> = learnt.flatten().map(Instant::date).collect();
    days.sort_unstable();
    days.dedup();
    days
}
