//! Reading a book of days off from text, with every fault named at its line.

use std::collections::BTreeMap;
use std::fmt;

use kernel::{Date, vi};
use serde::Deserialize;
use toml::Spanned;

use super::{HolidayBook, MakeupDay, OffDay, OffKind, Standing};

/// One thing wrong with a book, in Vietnamese for the person who edits it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayFault {
    /// The line, where the book came from text.
    pub line: Option<usize>,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl fmt::Display for HolidayFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "Dòng {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Everything wrong with a book; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(HolidayFault::to_string).collect::<Vec<_>>().join("\n"))]
pub struct HolidayFaults(pub Vec<HolidayFault>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BookText {
    first_year: i16,
    last_year: i16,
    #[serde(default)]
    off: Vec<OffText>,
    #[serde(default)]
    working: Vec<WorkingText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OffText {
    date: Spanned<toml::Value>,
    name: String,
    kind: OffKind,
    #[serde(default)]
    source: String,
    #[serde(default)]
    standing: Standing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkingText {
    date: Spanned<toml::Value>,
    replaces: Option<Spanned<toml::Value>>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    standing: Standing,
}

/// Where each entry stood in the text.
#[derive(Default)]
pub(super) struct Lines {
    off: BTreeMap<Date, usize>,
    working: BTreeMap<Date, usize>,
}

struct Reader {
    line_ends: Vec<usize>,
    faults: Vec<HolidayFault>,
}

impl Reader {
    fn line(&self, place: usize) -> usize {
        1 + self.line_ends.partition_point(|end| *end < place)
    }

    fn date(&mut self, value: &Spanned<toml::Value>) -> Option<(Date, usize)> {
        let line = self.line(value.span().start);
        let text = match value.get_ref() {
            toml::Value::Datetime(date) => date.to_string(),
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let date = text.parse().ok();
        if date.is_none() {
            let message =
                format!("“{text}” không phải ngày. Ghi theo dạng năm-tháng-ngày, ví dụ 2027-02-06.");
            self.faults.push(HolidayFault { line: Some(line), message });
        }
        date.map(|date| (date, line))
    }
}

pub(super) fn parse(text: &str) -> Result<HolidayBook, HolidayFaults> {
    let line_ends = text.match_indices('\n').map(|(place, _)| place).collect();
    let mut reader = Reader { line_ends, faults: Vec::new() };
    let raw: BookText = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| reader.line(span.start));
        HolidayFaults(vec![HolidayFault {
            line, message: format!("Không đọc được: {}.", error.message())
        }])
    })?;
    let mut book =
        HolidayBook { first_year: raw.first_year, last_year: raw.last_year, off: vec![], working: vec![] };
    let mut lines = Lines::default();
    for day in raw.off {
        if let Some((date, line)) = reader.date(&day.date) {
            lines.off.insert(date, line);
            let OffText { name, kind, source, standing, .. } = day;
            book.off.push(OffDay { date, name, kind, source, standing });
        }
    }
    for day in raw.working {
        let replaces = day.replaces.as_ref().and_then(|value| reader.date(value)).map(|(date, _)| date);
        if let Some((date, line)) = reader.date(&day.date) {
            lines.working.insert(date, line);
            let WorkingText { name, source, standing, .. } = day;
            book.working.push(MakeupDay { date, replaces, name, source, standing });
        }
    }
    let mut faults = reader.faults;
    faults.extend(check(&book, &lines));
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() { Ok(book) } else { Err(HolidayFaults(faults)) }
}

/// The rules of a book, beyond its form.
pub(super) fn check(book: &HolidayBook, lines: &Lines) -> Vec<HolidayFault> {
    let mut faults = Vec::new();
    if book.first_year > book.last_year {
        let message = format!("Năm đầu {} sau năm cuối {}.", book.first_year, book.last_year);
        faults.push(HolidayFault { line: None, message });
    }
    let off: BTreeMap<Date, OffKind> = book.off.iter().map(|day| (day.date, day.kind)).collect();
    let mut seen = std::collections::BTreeSet::new();
    for day in &book.off {
        let line = lines.off.get(&day.date).copied();
        let mut fault = |message: String| faults.push(HolidayFault { line, message });
        check_year(book, day.date, &mut fault);
        if !seen.insert(day.date) {
            fault(format!("Ngày nghỉ {} ghi hai lần. Bỏ một mục.", vi::date(day.date)));
        }
        if day.name.trim().is_empty() {
            fault(format!("Ngày nghỉ {} chưa có tên.", vi::date(day.date)));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for day in &book.working {
        let line = lines.working.get(&day.date).copied();
        let mut fault = |message: String| faults.push(HolidayFault { line, message });
        check_year(book, day.date, &mut fault);
        check_makeup(day, &off, &mut fault);
        if !seen.insert(day.date) {
            fault(format!("Ngày làm bù {} ghi hai lần. Bỏ một mục.", vi::date(day.date)));
        }
    }
    faults
}

fn check_year(book: &HolidayBook, date: Date, fault: &mut impl FnMut(String)) {
    if !book.covers(date.year()) {
        let (first, last) = (book.first_year, book.last_year);
        fault(format!(
            "Ngày {} ngoài các năm {first}–{last}. Sửa ngày hoặc first_year, last_year.",
            vi::date(date)
        ));
    }
}

fn check_makeup(day: &MakeupDay, off: &BTreeMap<Date, OffKind>, fault: &mut impl FnMut(String)) {
    let date = vi::date(day.date);
    if off.contains_key(&day.date) {
        fault(format!("Ngày {date} vừa là ngày nghỉ vừa là ngày làm bù. Bỏ một mục."));
    }
    if day.date.weekday() < 6 {
        let weekday = vi::weekday(day.date);
        fault(format!(
            "Ngày làm bù {date} là {weekday}, vốn là ngày làm việc. Ghi một ngày thứ Bảy hoặc Chủ nhật."
        ));
    }
    if let Some(replaces) = day.replaces
        && off.get(&replaces) != Some(&OffKind::Swap)
    {
        let replaces = vi::date(replaces);
        fault(format!(
            "Ngày làm bù {date} bù cho {replaces}, nhưng ngày đó chưa ghi là nghỉ hoán đổi (kind = \"swap\")."
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        match HolidayBook::parse(text) {
            Ok(_) => Vec::new(),
            Err(HolidayFaults(list)) => list.iter().map(HolidayFault::to_string).collect(),
        }
    }

    const HEAD: &str = "first_year = 2026\nlast_year = 2026\n";

    #[test]
    fn faults_name_their_line_and_remedy() {
        let off = "[[off]]\ndate = 2026-01-01\nname = \"Tết Dương lịch\"\nkind = \"holiday\"\n";
        assert_eq!(faults(&format!("{HEAD}{off}")), Vec::<String>::new());
        assert_eq!(
            faults(&format!("{HEAD}{off}{off}")),
            ["Dòng 8: Ngày nghỉ 01/01/2026 ghi hai lần. Bỏ một mục."]
        );
        let late = off.replace("2026", "2027");
        assert!(
            faults(&format!("{HEAD}{late}"))[0]
                .starts_with("Dòng 4: Ngày 01/01/2027 ngoài các năm 2026–2026")
        );
        let text = off.replace("2026-01-01", "\"1/1/2026\"");
        assert!(faults(&format!("{HEAD}{text}"))[0].starts_with("Dòng 4: “1/1/2026” không phải ngày"));
        let number = off.replace("2026-01-01", "20260101");
        assert!(faults(&format!("{HEAD}{number}"))[0].contains("không phải ngày"));
    }

    #[test]
    fn make_up_days_must_make_sense() {
        let working = "[[working]]\ndate = 2026-01-09\nreplaces = 2026-01-02\n";
        let found = faults(&format!("{HEAD}{working}"));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("thứ Sáu, vốn là ngày làm việc"));
        assert!(found[1].contains("chưa ghi là nghỉ hoán đổi"));
    }

    #[test]
    fn broken_text_is_refused_with_its_line() {
        for text in
            ["first_year = ", "first_year = 2026\nlast_year = 2026\n[[off]]\ndate = 2026-13-01", "", "x = 1"]
        {
            let found = faults(text);
            assert!(found.len() == 1 && found[0].contains("Không đọc được"), "{text}: {found:?}");
        }
        assert!(faults("first_year = 2027\nlast_year = 2026")[0].contains("sau năm cuối"));
    }
}
