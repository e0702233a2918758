//! Every path of this context, once.

/// The working calendar.
pub const CALENDAR: &str = "/quan-tri/lich";
pub(crate) const WEEK: &str = "/quan-tri/lich/tuan";
pub(crate) const ADD: &str = "/quan-tri/lich/ngay";
pub(crate) const REMOVE: &str = "/quan-tri/lich/ngay/xoa";

/// The calendar of a unit (0: the agency) in a year.
pub(crate) fn calendar(unit: i64, year: i16) -> String {
    format!("{CALENDAR}?don-vi={unit}&nam={year}")
}
