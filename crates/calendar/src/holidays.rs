//! Days off and make-up days as data: read from text, checked, written back.

use std::fmt;
use std::sync::LazyLock;

use kernel::{Date, vi};
use serde::{Deserialize, Serialize};

mod read;
mod write;

pub use read::{HolidayFault, HolidayFaults};

/// Why a day is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OffKind {
    /// Ngày lễ (Labour Code 2019, Art. 112).
    Holiday,
    /// Tết Nguyên đán.
    Tet,
    /// Nghỉ bù: the holiday fell on a weekly day off (Art. 111(3)).
    InLieu,
    /// Nghỉ hoán đổi: worked on another day instead.
    Swap,
}

/// How far an entry can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Checked against the official notice.
    Verified,
    /// From a published table, not checked against the year's notice.
    #[default]
    Recalled,
    /// Computed from the law before the year's notice.
    Computed,
}

impl Standing {
    /// In Vietnamese.
    pub const fn vi(self) -> &'static str {
        match self {
            Self::Verified => "đã đối chiếu thông báo",
            Self::Recalled => "chưa đối chiếu thông báo",
            Self::Computed => "tính trước theo luật, chờ thông báo",
        }
    }
}

/// A day on which the agency does not work although its week may say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffDay {
    /// The date.
    pub date: Date,
    /// Its name in Vietnamese.
    pub name: String,
    /// Why it is off.
    pub kind: OffKind,
    /// The notice or article it comes from.
    pub source: String,
    /// How far it can be trusted.
    pub standing: Standing,
}

/// A day worked although the week has it off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakeupDay {
    /// The date.
    pub date: Date,
    /// The day off it makes up for; its weekday gives the hours.
    pub replaces: Option<Date>,
    /// Its name in Vietnamese.
    pub name: String,
    /// The notice it comes from.
    pub source: String,
    /// How far it can be trusted.
    pub standing: Standing,
}

/// All entries of a span of years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayBook {
    /// First year covered.
    pub first_year: i16,
    /// Last year covered.
    pub last_year: i16,
    /// Days off.
    pub off: Vec<OffDay>,
    /// Make-up days.
    pub working: Vec<MakeupDay>,
}

impl HolidayBook {
    /// The text shipped with the program, 2015–2030.
    pub const BUILTIN_TEXT: &str = include_str!("../../../data/calendar/holidays.toml");

    /// The book shipped with the program. A test keeps its text readable; were it not, no day would be off.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<HolidayBook> = LazyLock::new(|| {
            HolidayBook::parse(HolidayBook::BUILTIN_TEXT).unwrap_or_else(|_| HolidayBook::none())
        });
        &BUILTIN
    }

    /// No holiday in any year.
    pub const fn none() -> Self {
        Self { first_year: i16::MIN, last_year: i16::MAX, off: Vec::new(), working: Vec::new() }
    }

    /// A bare list of dates, complete for all years, as one row of a table gives it.
    pub fn of_dates(off: &[Date], working: &[Date]) -> Self {
        let mut book = Self::none();
        book.off.extend(off.iter().map(|date| OffDay {
            date: *date,
            name: String::new(),
            kind: OffKind::Holiday,
            source: String::new(),
            standing: Standing::Verified,
        }));
        book.add_working(working);
        book
    }

    /// Adds make-up days known only by date; they are worked with Monday's hours.
    pub fn add_working(&mut self, working: &[Date]) {
        self.working.extend(working.iter().map(|date| MakeupDay {
            date: *date,
            replaces: None,
            name: String::new(),
            source: String::new(),
            standing: Standing::Verified,
        }));
    }

    /// Whether the book has something to say about the year.
    pub const fn covers(&self, year: i16) -> bool {
        self.first_year <= year && year <= self.last_year
    }

    /// Reads the text of a book and checks it; every fault is reported, each with its line.
    pub fn parse(text: &str) -> Result<Self, HolidayFaults> {
        read::parse(text)
    }

    /// What is wrong with the book, in order of date; empty when it may be used.
    pub fn faults(&self) -> Vec<HolidayFault> {
        let lines = read::Lines::default();
        read::check(self, &lines)
    }

    /// The text of the book, in order of date; reading it again gives the same book.
    pub fn to_toml(&self) -> String {
        write::Toml(self).to_string()
    }
}

impl fmt::Display for OffDay {
    /// `Quốc khánh 02/09/2022`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, vi::date(self.date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lunar;

    #[test]
    fn the_built_in_book_is_sound() {
        let book = HolidayBook::parse(HolidayBook::BUILTIN_TEXT).unwrap();
        assert_eq!((book.first_year, book.last_year), (2015, 2030));
        assert_eq!((book.off.len(), book.working.len()), (229, 8));
        assert_eq!(HolidayBook::builtin(), &book);
        let verified = |day: &&OffDay| (2021..=2026).contains(&day.date.year());
        assert!(book.off.iter().filter(verified).all(|day| day.standing == Standing::Verified));
    }

    #[test]
    fn lunar_new_year_and_hung_kings_agree_with_the_computation() {
        let book = HolidayBook::builtin();
        for year in 2015..=2030 {
            let named = |name: &str| {
                let day = book.off.iter().find(|day| day.date.year() == year && day.name == name);
                day.map(|day| day.date)
            };
            assert_eq!(named("Mùng một Tết Nguyên đán"), lunar::new_year(year), "{year}");
            assert_eq!(named("Giỗ Tổ Hùng Vương"), lunar::hung_kings(year), "{year}");
        }
    }

    #[test]
    fn a_book_written_and_read_again_is_the_same() {
        let mut book = HolidayBook::builtin().clone();
        assert_eq!(HolidayBook::parse(&book.to_toml()).unwrap(), book);
        "Ngày \"lạ\"\nhai dòng".clone_into(&mut book.off[0].name);
        assert_eq!(HolidayBook::parse(&book.to_toml()).unwrap(), book);
    }
}
