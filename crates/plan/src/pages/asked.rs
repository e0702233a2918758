//! The window and the day that an address asks for, and the form that changes them.

use kernel::{Date, vi};
use web::{Field, Fields, Visit};

use crate::reading::Ask;

/// What is asked, and the controls that show it.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) ask: Ask,
    pub(crate) from: Field,
    pub(crate) to: Field,
    pub(crate) as_of: Field,
    /// The same as a query, for links that keep it; empty where nothing was chosen.
    pub(crate) query: String,
    /// Up to when figures are known, in words.
    pub(crate) known: String,
}

/// Reads it; what does not fit is said at its field and not used.
pub(crate) fn read(visit: &Visit, plan: (Date, Date)) -> Asked {
    let query = &visit.query;
    let today = visit.now.date();
    let (from, from_error) = day(query.get("tu"));
    let (to, mut to_error) = day(query.get("den"));
    let (as_of, mut as_of_error) = day(query.get("tinh-den"));
    let mut period = match (from, to) {
        (None, None) => None,
        (from, to) => Some((from.unwrap_or(plan.0), to.unwrap_or(plan.1))),
    };
    if period.is_some_and(|(from, to)| from > to) {
        to_error = Some("Ngày cuối phải không trước ngày đầu".to_owned());
        period = None;
    }
    if as_of.is_some_and(|day| day > today) {
        as_of_error = Some("Ngày này chưa đến".to_owned());
    }
    let past = as_of.filter(|day| *day < today);
    let ask = Ask { agency: visit.agency(), period, as_of: past.unwrap_or(today), past: past.is_some() };
    let known = match past {
        Some(day) => format!("theo những gì đã biết đến hết ngày {}", vi::date(day)),
        None => format!("đến {}", vi::moment(visit.now)),
    };
    let shown = |name: &str, date: Option<Date>| date.map_or_else(|| query.get(name).to_owned(), vi::date);
    Asked {
        from: Field::new("tu", "Từ ngày", shown("tu", from)).with_error(from_error),
        to: Field::new("den", "Đến ngày", shown("den", to)).with_error(to_error),
        as_of: Field::new("tinh-den", "Theo dữ liệu đến ngày", shown("tinh-den", as_of))
            .with_error(as_of_error),
        query: kept(query, period.is_some(), past.is_some()),
        known,
        ask,
    }
}

fn kept(query: &Fields, period: bool, past: bool) -> String {
    let mut kept = Fields::default();
    for (name, wanted) in [("tu", period), ("den", period), ("tinh-den", past)] {
        if wanted {
            kept.push(name, query.get(name));
        }
    }
    kept.with("", "")
}

fn day(text: &str) -> (Option<Date>, Option<String>) {
    if text.is_empty() {
        return (None, None);
    }
    match vi::parse_date(text) {
        Some(date) => (Some(date), None),
        None => (None, Some("Nhập ngày theo dạng 31/12/2022".to_owned())),
    }
}
