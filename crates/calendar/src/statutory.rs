//! The days off the law itself gives for a year, before the government's notice: a proposal to edit.
//!
//! Labour Code 2019, Art. 112: 1 January; five days of Tết; the tenth of the third lunar month; 30 April;
//! 1 May; 2 September and the day before or after; 24 November from 2026 (Resolution 28/2026/QH16). Art. 111(3):
//! a holiday on a weekly day off is made good on the next working day.

use std::collections::BTreeMap;

use kernel::{Date, vi};

use crate::holidays::{OffDay, OffKind, Standing};
use crate::lunar;

/// The first year with 24 November (Ngày Văn hóa Việt Nam): in force from 2026-07-01.
const CULTURE_DAY_FROM: i16 = 2026;

const SOURCE: &str = "Tính theo Điều 111, 112 Bộ luật Lao động 2019, chờ thông báo hằng năm";

/// The days off of `year` as the law gives them, in order of date. Which five days of Tết and which neighbour
/// of 2 September are taken is settled by the yearly notice; here it is the usual choice: from the last day of
/// the old year to mùng 4, and the neighbour that does not fall on a weekend.
pub fn days_off(year: i16) -> Vec<OffDay> {
    let mut days = BTreeMap::new();
    let mut in_lieu = Vec::new();
    let mut add = |date: Option<Date>, name: &str, made_good: &str| {
        let Some(date) = date else { return };
        days.insert(date, off(date, name, OffKind::Holiday));
        if date.weekday() > 5 {
            in_lieu.push((date, format!("Nghỉ bù {made_good}")));
        }
    };
    let day = |month, day| Date::new(year, month, day).ok();
    add(day(1, 1), "Tết Dương lịch", "Tết Dương lịch");
    add(lunar::hung_kings(year), "Giỗ Tổ Hùng Vương", "Giỗ Tổ Hùng Vương");
    add(day(4, 30), "Ngày Chiến thắng", "Ngày Chiến thắng 30/4");
    add(day(5, 1), "Ngày Quốc tế Lao động", "Ngày Quốc tế Lao động 01/5");
    add(day(9, 2), "Quốc khánh", "Quốc khánh");
    add(day(9, 2).map(neighbour), "Quốc khánh (ngày liền kề)", "Quốc khánh");
    if year >= CULTURE_DAY_FROM {
        add(day(11, 24), "Ngày Văn hóa Việt Nam", "Ngày Văn hóa Việt Nam 24/11");
    }
    add_tet(year, &mut days, &mut in_lieu);
    in_lieu.sort();
    for (date, name) in in_lieu {
        let mut free = date.plus(1);
        while free.weekday() > 5 || days.contains_key(&free) {
            free = free.plus(1);
        }
        let kind = if name.contains("Nguyên đán") { OffKind::Tet } else { OffKind::InLieu };
        days.insert(free, off(free, &name, kind));
    }
    days.into_values().collect()
}

fn add_tet(year: i16, days: &mut BTreeMap<Date, OffDay>, in_lieu: &mut Vec<(Date, String)>) {
    let Some(first) = lunar::new_year(year) else { return };
    let eve = lunar::lunar(first.plus(-1)).day;
    let names = [
        format!("Giao thừa Tết Nguyên đán ({eve} tháng Chạp)"),
        "Mùng một Tết Nguyên đán".to_owned(),
        "Mùng hai Tết Nguyên đán".to_owned(),
        "Mùng ba Tết Nguyên đán".to_owned(),
        "Mùng bốn Tết Nguyên đán".to_owned(),
    ];
    for (place, name) in (-1..).zip(names) {
        let date = first.plus(place);
        if date.weekday() > 5 {
            in_lieu.push((date, format!("Nghỉ bù Tết Nguyên đán {}", vi::date(date))));
        }
        days.insert(date, off(date, &name, OffKind::Tet));
    }
}

/// 1 September when 2 September is a Friday or on a weekend's first day, else 3 September.
fn neighbour(national_day: Date) -> Date {
    let before = matches!(national_day.weekday(), 2 | 3 | 5 | 6);
    national_day.plus(if before { -1 } else { 1 })
}

fn off(date: Date, name: &str, kind: OffKind) -> OffDay {
    OffDay { date, name: name.to_owned(), kind, source: SOURCE.to_owned(), standing: Standing::Computed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HolidayBook;

    /// The computed days are a proposal, but fixed days, lunar days and days in lieu must be those of the book.
    #[test]
    fn the_proposal_agrees_with_the_announced_days() {
        let announced = HolidayBook::builtin();
        for year in 2021..=2026 {
            let proposed = days_off(year);
            for day in announced.off.iter().filter(|day| day.date.year() == year) {
                let adjustable = matches!(day.kind, OffKind::Tet | OffKind::Swap);
                assert!(adjustable || proposed.iter().any(|p| p.date == day.date), "{day}");
            }
        }
    }

    #[test]
    fn every_year_has_its_statutory_number_of_working_days_off() {
        for year in 2019..=2060 {
            let weekdays = days_off(year).iter().filter(|day| day.date.weekday() < 6).count();
            assert_eq!(weekdays, if year >= CULTURE_DAY_FROM { 12 } else { 11 }, "{year}");
        }
    }
}
