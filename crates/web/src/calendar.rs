//! A month of the working calendar as a small table (`parts/calendar.html`).

use kernel::Date;

/// What a day of the calendar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CalendarDay {
    /// An ordinary working day.
    #[default]
    Working,
    /// The weekly day off.
    Weekend,
    /// A public holiday.
    Holiday,
    /// A day off in lieu of a holiday on a day off, or exchanged.
    InLieu,
    /// A day off that is worked.
    MakeUp,
}

impl CalendarDay {
    /// Class of the cell.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Working => "lam",
            Self::Weekend => "nghi",
            Self::Holiday => "le",
            Self::InLieu => "hoandoi",
            Self::MakeUp => "lambu",
        }
    }

    /// The day's kind in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Working => "ngày làm việc",
            Self::Weekend => "nghỉ hằng tuần",
            Self::Holiday => "nghỉ lễ, tết",
            Self::InLieu => "nghỉ bù, hoán đổi",
            Self::MakeUp => "làm bù",
        }
    }
}

/// One cell of a month.
#[derive(Debug, Clone)]
pub struct CalendarCell {
    /// The date.
    pub date: Date,
    /// What it is.
    pub kind: CalendarDay,
    /// Its name ("Quốc khánh"); may be empty.
    pub name: String,
    /// Where it can be changed.
    pub href: Option<String>,
    /// True for the present day.
    pub today: bool,
}

impl CalendarCell {
    /// Day of the month.
    pub fn number(&self) -> i8 {
        self.date.day()
    }

    /// The cell in words, for screen readers and as a tooltip: `02/09/2022, nghỉ lễ, tết: Quốc khánh`.
    pub fn words(&self) -> String {
        let date = kernel::vi::date(self.date);
        let kind = self.kind.words();
        if self.name.is_empty() {
            format!("{date}, {kind}")
        } else {
            format!("{date}, {kind}: {}", self.name)
        }
    }
}

/// One month, cut into weeks that start on Monday.
#[derive(Debug, Clone)]
pub struct CalendarMonth {
    /// "Tháng 9".
    pub title: String,
    /// Weeks of seven places; `None` before the first and after the last day.
    pub weeks: Vec<Vec<Option<CalendarCell>>>,
}

impl CalendarMonth {
    /// The month that `first` starts, each day described by `cell`.
    pub fn new(first: Date, cell: impl Fn(Date) -> CalendarCell) -> Self {
        let first = first.month_start();
        let lead = usize::from(first.weekday() - 1);
        let length = first.days_until(first.month_end()) + 1;
        let mut places: Vec<Option<CalendarCell>> = vec![None; lead];
        places.extend((0..length).map(|day| Some(cell(first.plus(day)))));
        places.resize(places.len().next_multiple_of(7), None);
        Self {
            title: format!("Tháng {}", first.month()),
            weeks: places.chunks(7).map(<[_]>::to_vec).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(date: Date) -> CalendarCell {
        CalendarCell { date, kind: CalendarDay::Working, name: String::new(), href: None, today: false }
    }

    #[test]
    fn weeks_start_on_monday_and_hold_every_day_once() {
        for (month, weeks, lead) in [("2022-09-15", 5, 3), ("2021-02-01", 4, 0), ("2022-05-01", 6, 6)] {
            let month = CalendarMonth::new(month.parse().unwrap(), plain);
            assert_eq!(month.weeks.len(), weeks, "{}", month.title);
            let flat: Vec<_> = month.weeks.concat();
            assert_eq!(flat.iter().take_while(|place| place.is_none()).count(), lead);
            let days: Vec<i8> = flat.iter().flatten().map(CalendarCell::number).collect();
            assert_eq!(days.first(), Some(&1));
            assert!(days.windows(2).all(|pair| pair[1] == pair[0] + 1));
            assert!(flat.iter().enumerate().all(|(at, place)| {
                place.as_ref().is_none_or(|cell| usize::from(cell.date.weekday()) == at % 7 + 1)
            }));
        }
    }

    #[test]
    fn a_holiday_says_its_name() {
        let cell = CalendarCell {
            kind: CalendarDay::Holiday,
            name: "Quốc khánh".to_owned(),
            ..plain("2022-09-02".parse().unwrap())
        };
        assert_eq!(cell.words(), "02/09/2022, nghỉ lễ, tết: Quốc khánh");
    }
}
