//! Writing a book of days off as text, in order of date, so that two versions can be compared line by line.

use std::fmt;

use super::{HolidayBook, MakeupDay, OffDay, OffKind, Standing};

pub(super) struct Toml<'a>(pub(super) &'a HolidayBook);

impl fmt::Display for Toml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(book) = self;
        writeln!(f, "first_year = {}\nlast_year = {}", book.first_year, book.last_year)?;
        let mut off: Vec<&OffDay> = book.off.iter().collect();
        off.sort_by_key(|day| day.date);
        for day in off {
            writeln!(f, "\n[[off]]\ndate = {}\nname = {}", day.date, quoted(&day.name))?;
            writeln!(f, "kind = \"{}\"", kind(day.kind))?;
            origin(f, &day.source, day.standing)?;
        }
        let mut working: Vec<&MakeupDay> = book.working.iter().collect();
        working.sort_by_key(|day| day.date);
        for day in working {
            writeln!(f, "\n[[working]]\ndate = {}", day.date)?;
            if let Some(replaces) = day.replaces {
                writeln!(f, "replaces = {replaces}")?;
            }
            writeln!(f, "name = {}", quoted(&day.name))?;
            origin(f, &day.source, day.standing)?;
        }
        Ok(())
    }
}

fn origin(f: &mut fmt::Formatter<'_>, source: &str, standing: Standing) -> fmt::Result {
    let standing = match standing {
        Standing::Verified => "verified",
        Standing::Recalled => "recalled",
        Standing::Computed => "computed",
    };
    writeln!(f, "source = {}\nstanding = \"{standing}\"", quoted(source))
}

const fn kind(kind: OffKind) -> &'static str {
    match kind {
        OffKind::Holiday => "holiday",
        OffKind::Tet => "tet",
        OffKind::InLieu => "in_lieu",
        OffKind::Swap => "swap",
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
