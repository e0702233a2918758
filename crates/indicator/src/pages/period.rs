//! The window of a figure as the address gives it, and the form that changes it.

use std::collections::BTreeMap;

use kernel::{Date, UnitId, vi};
use web::{Choice, Field, Visit};

use crate::{Indicator, Scope};

/// The window, and the controls that show it.
#[derive(Debug)]
pub(super) struct Period {
    pub(super) scope: Scope,
    pub(super) stock: bool,
    pub(super) from: Field,
    pub(super) to: Field,
    pub(super) as_of: Field,
    pub(super) unit: (Field, Vec<Choice>),
    /// The window in words: `từ 01/01/2022 đến 31/12/2022`.
    pub(super) words: String,
}

/// Reads the window; what is left out is the present year, what does not fit is said at its field.
pub(super) fn read(visit: &Visit, indicator: &Indicator, units: &BTreeMap<UnitId, String>) -> Period {
    let query = &visit.query;
    let stock = indicator.is_stock();
    let today = visit.now.date();
    let (from, from_error) = day(query.get("tu"));
    let (to, to_error) = day(query.get("den"));
    let (as_of, as_of_error) = day(query.get("tinh-den"));
    let year = Scope::year(visit.agency(), from.or(to).unwrap_or(today));
    let mut scope = Scope {
        from: from.unwrap_or(year.from),
        to: to.unwrap_or(if stock { today } else { year.to }),
        as_of: as_of.unwrap_or(year.as_of),
        unit: query.get("don-vi").parse().ok(),
        ..year
    };
    let mut to_error = to_error;
    if scope.from > scope.to {
        if stock {
            scope.from = scope.to;
        } else {
            to_error = Some("Ngày cuối phải không trước ngày đầu".to_owned());
            scope.to = scope.from;
        }
    }
    let chosen = scope.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let options = std::iter::once((String::new(), "Toàn cơ quan".to_owned()))
        .chain(units.iter().map(|(unit, name)| (unit.to_string(), name.clone())));
    let to_label = if stock { "Tại ngày" } else { "Đến ngày" };
    Period {
        stock,
        from: Field::new("tu", "Từ ngày", shown(query.get("tu"), scope.from)).with_error(from_error),
        to: Field::new("den", to_label, shown(query.get("den"), scope.to)).with_error(to_error),
        as_of: Field::new("tinh-den", "Theo dữ liệu đến ngày", written(query.get("tinh-den"), as_of))
            .with_error(as_of_error),
        unit: (Field::new("don-vi", "Đơn vị", chosen.clone()), Choice::list(options, &chosen)),
        words: words(&scope, stock),
        scope,
    }
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

/// What stands in the control: what was typed where it is no date.
fn shown(typed: &str, day: Date) -> String {
    if typed.is_empty() || vi::parse_date(typed).is_some() { vi::date(day) } else { typed.to_owned() }
}

fn written(typed: &str, day: Option<Date>) -> String {
    day.map_or_else(|| typed.to_owned(), vi::date)
}

/// The window in words.
pub(super) fn words(scope: &Scope, stock: bool) -> String {
    let window = if stock {
        format!("tại ngày {}", vi::date(scope.to))
    } else {
        format!("từ {} đến {}", vi::date(scope.from), vi::date(scope.to))
    };
    if scope.knows_all() {
        window
    } else {
        format!("{window}, theo dữ liệu đến {}", vi::date(scope.as_of))
    }
}
