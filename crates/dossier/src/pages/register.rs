//! Mẫu 06: the register of a year as a page, and as a form of the days chosen.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use kernel::{Cursor, Date, Page, UnitId, vi};
use store::Tx;
use web::{Choice, Field, PageError, Shell, Visit};

use super::forms::letterhead;
use super::queue::select;
use super::{office, unit_names};
use crate::forms::{self, Book, Line};
use crate::office::Office;
use crate::{person, store as rows, urls};

/// Lines on a page.
const SIZE: usize = 40;
/// Lines of one printed part of the book. More are not cut off: a shorter stretch is asked for.
const MOST_PRINTED: usize = 3_000;

#[derive(Template)]
#[template(path = "dossier/register.html")]
struct RegisterPage {
    shell: Shell,
    lead: String,
    selects: Vec<(Field, Vec<Choice>)>,
    lines: Vec<(Line, String)>,
    total: String,
    next: Option<String>,
    first: String,
    print: Option<String>,
}

/// What of the book is looked at.
#[derive(Debug, Clone)]
struct Chosen {
    year: i16,
    month: Option<i8>,
    unit: Option<UnitId>,
}

impl Chosen {
    fn of(visit: &Visit) -> Self {
        let this_year = visit.now.date().year();
        let year = visit.query.get("nam").parse().ok().filter(|year| (2000..=this_year).contains(year));
        let month = visit.query.get("thang").parse().ok().filter(|month| (1..=12).contains(month));
        let unit = visit.query.get("don-vi").parse().ok().map(UnitId);
        Self { year: year.unwrap_or(this_year), month, unit }
    }

    /// First and last day.
    fn days(&self) -> Result<(Date, Date), PageError> {
        let (from, to) = self.month.map_or((1, 12), |month| (month, month));
        let day = |month| Date::new(self.year, month, 1).map_err(PageError::failure);
        Ok((day(from)?, day(to)?.month_end()))
    }
}

pub(super) async fn index(visit: Visit) -> Result<Response, PageError> {
    let chosen = Chosen::of(&visit);
    let days = chosen.days()?;
    let after = visit.query.some("sau").and_then(Cursor::parse).map(|cursor| cursor.id);
    let (office, agency, unit) = (office(&visit), visit.agency(), chosen.unit);
    let (page, units) = visit
        .read::<_, PageError>(move |tx| {
            let units = unit_names(tx, agency)?;
            let found = rows::registered(tx, agency, (days, unit), after, SIZE + 1)?;
            let page = Page::cut(found, SIZE, |dossier| Cursor { key: String::new(), id: dossier.id.get() });
            let lines = lines(tx, &office, &units, &page.rows)?;
            Ok((Page { rows: lines, next: page.next }, units))
        })
        .await?;
    let page = build(&visit, &chosen, page, &units).await;
    visit.page(&page)
}

/// The chosen days of the book as Mẫu 06.
pub(super) async fn print(visit: Visit) -> Result<Response, PageError> {
    let chosen = Chosen::of(&visit);
    let days = chosen.days()?;
    let (office, agency, unit) = (office(&visit), visit.agency(), chosen.unit);
    let (lines, units) = visit
        .read::<_, PageError>(move |tx| {
            let units = unit_names(tx, agency)?;
            let found = rows::registered(tx, agency, (days, unit), None, MOST_PRINTED + 1)?;
            if found.len() > MOST_PRINTED {
                return Err(PageError::Refused(format!(
                    "Phần sổ đã chọn có hơn {} hồ sơ. Chọn từng tháng hoặc từng đơn vị rồi in.",
                    vi::number(MOST_PRINTED as i64)
                )));
            }
            Ok((lines(tx, &office, &units, &found)?, units))
        })
        .await?;
    let book = Book {
        year: chosen.year,
        days: (days.0, days.1.min(visit.now.date())),
        unit: unit.and_then(|unit| units.get(&unit).cloned()),
        clerk: visit.signed_in()?.name.clone(),
        on: visit.now.date(),
    };
    let filled = forms::register(&letterhead(&visit), &book, &lines);
    visit.print(filled.form, filled.on, filled.data, &format!("so-theo-doi-{}", chosen.year)).await
}

fn lines(
    tx: &mut Tx<'_>,
    office: &Office,
    units: &BTreeMap<UnitId, String>,
    found: &[crate::Dossier],
) -> Result<Vec<Line>, PageError> {
    let mut lines = Vec::with_capacity(found.len());
    for dossier in found {
        let procedure = office.catalogue.get(tx, dossier.procedure_version_id)?;
        let person = person::find(tx, dossier.applicant)?;
        let number = rows::book_number(tx, dossier.id)?;
        let unit = units.get(&dossier.unit).map_or("", String::as_str);
        lines.push(Line::of(dossier, number, &person, (&procedure.name, unit)));
    }
    Ok(lines)
}

async fn build(
    visit: &Visit,
    chosen: &Chosen,
    page: Page<Line>,
    units: &BTreeMap<UnitId, String>,
) -> RegisterPage {
    let query = &visit.query;
    let with_query =
        |path: &str, rest: String| if rest.is_empty() { path.to_owned() } else { format!("{path}?{rest}") };
    let this_year = visit.now.date().year();
    let years = (this_year - 9..=this_year).rev().map(|year| (year.to_string(), format!("Năm {year}")));
    let months = (1..=12).map(|month: i8| (month.to_string(), format!("Tháng {month}")));
    let month = chosen.month.map(|month| month.to_string());
    let names = units.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let unit = chosen.unit.map(|unit| unit.to_string());
    let year = chosen.year.to_string();
    let mut year_select = select("nam", "Quyển", "", years, Some(&year));
    year_select.1.retain(|choice| !choice.value.is_empty());
    RegisterPage {
        shell: visit.shell_below("Sổ theo dõi hồ sơ", &[("Hồ sơ", urls::DOSSIERS)]).await,
        lead: format!("Mẫu số 06, quyển năm {}, theo thứ tự vào sổ.", chosen.year),
        selects: vec![
            year_select,
            select("thang", "Tháng", "Cả năm", months, month.as_deref()),
            select("don-vi", "Đơn vị", "Tất cả đơn vị", names, unit.as_deref()),
        ],
        total: format!("{} hồ sơ trên trang này", page.rows.len()),
        next: page.next.map(|cursor| with_query(urls::REGISTER, query.with("sau", &cursor.to_string()))),
        first: if query.has("sau") {
            with_query(urls::REGISTER, query.with("sau", ""))
        } else {
            String::new()
        },
        print: visit.typesetter().map(|_| with_query(urls::PRINT_REGISTER, query.with("sau", ""))),
        lines: page
            .rows
            .into_iter()
            .map(|line| {
                let href = urls::dossier(&line.code);
                (line, href)
            })
            .collect(),
    }
}
