//! The working calendar of the agency or of one unit: opening hours, days off, make-up days, the year at a glance.

use ::calendar::holidays::{MakeupDay, OffDay, OffKind, Standing};
use ::calendar::{HolidayBook, WorkCalendar, WorkWeek};
use ::store::Tx;
use askama::Template;
use axum::response::Response;
use identity::Unit;
use kernel::{AgencyId, Date, vi};
use web::{
    CalendarCell, CalendarDay, CalendarMonth, Choice, Field, FieldErrors, Fields, PageError, Problem, Shell,
    Tone, Visit,
};

use crate::calendars::{StoredCalendar, parse_week, stored};
use crate::urls;

/// Years that can be looked at.
const YEARS: std::ops::RangeInclusive<i16> = 2015..=2035;
const WEEKDAYS: [&str; 7] = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"];

/// A calendar as it is edited.
#[derive(Debug, Clone)]
pub(super) struct Book {
    pub(super) unit: i64,
    pub(super) year: i16,
    /// Version of the stored row; 0 where the unit (or the agency) has none of its own.
    pub(super) version: i64,
    /// Whose calendar counts here, where it has none of its own.
    inherited: Option<&'static str>,
    pub(super) week: WorkWeek,
    pub(super) days: HolidayBook,
    units: Vec<Unit>,
}

impl Book {
    pub(super) fn load(
        tx: &mut Tx<'_>,
        (agency, today): (AgencyId, Date),
        fields: &Fields,
    ) -> Result<Self, PageError> {
        let mut units = identity::units(tx, agency)?;
        units.retain(|unit| unit.in_force(today));
        let wanted: i64 = fields.get("don-vi").parse().unwrap_or(0);
        let unit = if units.iter().any(|unit| unit.id.get() == wanted) { wanted } else { 0 };
        let year = fields.get("nam").parse().ok().filter(|year| YEARS.contains(year));
        let own = stored(tx, agency, unit)?;
        let agency_wide = if unit == 0 { None } else { stored(tx, agency, 0)? };
        let version = own.as_ref().map_or(0, |own| own.version);
        let inherited = match (&own, &agency_wide, unit) {
            (Some(_), ..) => None,
            (None, Some(_), _) => Some("Đơn vị dùng lịch của cơ quan; lưu thay đổi sẽ tạo lịch riêng."),
            (None, None, 0) => {
                Some("Cơ quan dùng lịch kèm theo chương trình; lưu thay đổi sẽ tạo lịch riêng.")
            }
            (None, None, _) => {
                Some("Đơn vị dùng lịch kèm theo chương trình; lưu thay đổi sẽ tạo lịch riêng.")
            }
        };
        let (week, days) = read(own.or(agency_wide))?;
        let year = year.unwrap_or_else(|| today.year());
        Ok(Self { unit, year, version, inherited, week, days, units })
    }

    /// As it is kept.
    pub(super) fn stored(&self) -> StoredCalendar {
        let lines: Vec<String> = (1..=7).map(|weekday| self.week.text(weekday)).collect();
        StoredCalendar { week: lines.join("\n"), book: self.days.to_toml(), version: self.version }
    }
}

fn read(found: Option<StoredCalendar>) -> Result<(WorkWeek, HolidayBook), PageError> {
    let Some(found) = found else {
        return Ok((WorkWeek::office(), HolidayBook::builtin().clone()));
    };
    let corrupt = |column: &str| ::store::StoreError::Corrupt { column: format!("work_calendar.{column}") };
    let week = parse_week(&found.week).ok_or_else(|| corrupt("week"))?;
    let book = HolidayBook::parse(&found.book).map_err(|_| corrupt("book"))?;
    Ok((week, book))
}

#[derive(Template)]
#[template(path = "process/calendar.html")]
struct CalendarPage {
    shell: Shell,
    may_manage: bool,
    problems: Vec<Problem>,
    inherited: Option<&'static str>,
    selects: Vec<(Field, Vec<Choice>)>,
    year: i16,
    unit: i64,
    version: i64,
    sessions: Vec<Field>,
    days: Vec<DayRow>,
    months: Vec<CalendarMonth>,
    add: Vec<Field>,
    kind: (Field, Vec<Choice>),
}

/// One day off or make-up day.
struct DayRow {
    date: String,
    /// ISO, for the button that removes it.
    value: String,
    weekday: &'static str,
    name: String,
    kind: String,
    source: String,
    tone: Tone,
    standing: &'static str,
}

pub(super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let (agency, today, fields) = (visit.agency(), visit.now.date(), visit.query.clone());
    let book = visit.read::<_, PageError>(move |tx| Book::load(tx, (agency, today), &fields)).await?;
    render(&visit, &book, (&Fields::default(), &FieldErrors::new())).await
}

/// The page, with what was typed and what is wrong with it.
pub(super) async fn render(
    visit: &Visit,
    book: &Book,
    (fields, errors): (&Fields, &FieldErrors),
) -> Result<Response, PageError> {
    let field =
        |name: &str, label: &str| Field::new(name, label, fields.get(name)).with_error(errors.get(name));
    let kinds = [
        ("holiday", "Nghỉ lễ"),
        ("tet", "Nghỉ Tết Nguyên đán"),
        ("in_lieu", "Nghỉ bù"),
        ("swap", "Nghỉ hoán đổi"),
        ("makeup", "Làm bù"),
    ];
    let page = CalendarPage {
        shell: visit.shell("Lịch làm việc").await,
        may_manage: visit.may("calendar.manage"),
        problems: errors.problems(),
        inherited: book.inherited,
        selects: selects(book),
        year: book.year,
        unit: book.unit,
        version: book.version,
        sessions: sessions(book, fields, errors),
        days: days(book),
        months: months(book, visit.now.date()),
        add: vec![
            field("ngay", "Ngày").with_hint("dd/mm/yyyy"),
            field("ten", "Tên"),
            field("can-cu", "Căn cứ: thông báo, văn bản"),
            field("thay-cho", "Làm bù cho ngày nghỉ (nếu là làm bù)"),
        ],
        kind: (field("loai", "Loại"), Choice::list(kinds, fields.get("loai"))),
    };
    if errors.is_empty() { visit.page(&page) } else { visit.page_invalid(&page) }
}

fn selects(book: &Book) -> Vec<(Field, Vec<Choice>)> {
    let whole = std::iter::once(("0".to_owned(), "Toàn cơ quan".to_owned()));
    let units = book.units.iter().map(|unit| (unit.id.to_string(), unit.name.clone()));
    let unit = book.unit.to_string();
    let year = book.year.to_string();
    let years = YEARS.map(|year| (year.to_string(), format!("Năm {year}")));
    vec![
        (Field::new("don-vi", "Đơn vị", &unit), Choice::list(whole.chain(units), &unit)),
        (Field::new("nam", "Năm", &year), Choice::list(years, &year)),
    ]
}

fn sessions(book: &Book, fields: &Fields, errors: &FieldErrors) -> Vec<Field> {
    let line = |(at, label): (usize, &&str)| {
        let name = format!("gio-{}", at + 1);
        let typed = fields.has(&name).then(|| fields.get(&name).to_owned());
        let value = typed.unwrap_or_else(|| book.week.text(at as u8 + 1));
        Field::new(&name, label, value).with_error(errors.get(&name))
    };
    WEEKDAYS.iter().enumerate().map(line).collect()
}

fn days(book: &Book) -> Vec<DayRow> {
    let off = book.days.off.iter().filter(|day| day.date.year() == book.year).map(off_row);
    let working = book.days.working.iter().filter(|day| day.date.year() == book.year).map(makeup_row);
    let mut rows: Vec<DayRow> = off.chain(working).collect();
    rows.sort_by(|a, b| a.value.cmp(&b.value));
    rows
}

fn off_row(day: &OffDay) -> DayRow {
    let kind = match day.kind {
        OffKind::Holiday => "Nghỉ lễ",
        OffKind::Tet => "Nghỉ Tết",
        OffKind::InLieu => "Nghỉ bù",
        OffKind::Swap => "Nghỉ hoán đổi",
    };
    row(day.date, &day.name, kind.to_owned(), (&day.source, day.standing))
}

fn makeup_row(day: &MakeupDay) -> DayRow {
    let kind = match day.replaces {
        Some(date) => format!("Làm bù cho {}", vi::date(date)),
        None => "Làm bù".to_owned(),
    };
    row(day.date, &day.name, kind, (&day.source, day.standing))
}

fn row(date: Date, name: &str, kind: String, (source, standing): (&str, Standing)) -> DayRow {
    DayRow {
        date: vi::date(date),
        value: date.to_string(),
        weekday: vi::weekday(date),
        name: name.to_owned(),
        kind,
        source: source.to_owned(),
        tone: match standing {
            Standing::Verified => Tone::Met,
            Standing::Recalled => Tone::Risk,
            Standing::Computed => Tone::None,
        },
        standing: standing.vi(),
    }
}

fn months(book: &Book, today: Date) -> Vec<CalendarMonth> {
    let calendar = WorkCalendar::new(&book.week, &book.days);
    let firsts = (1..=12).filter_map(|month| Date::new(book.year, month, 1).ok());
    firsts.map(|first| CalendarMonth::new(first, |date| cell(&calendar, date, today))).collect()
}

fn cell(calendar: &WorkCalendar, date: Date, today: Date) -> CalendarCell {
    let (kind, name) = if let Some(day) = calendar.makeup_day(date) {
        (CalendarDay::MakeUp, day.name.clone())
    } else if let Some(day) = calendar.off_day(date) {
        let exchanged = matches!(day.kind, OffKind::InLieu | OffKind::Swap);
        (if exchanged { CalendarDay::InLieu } else { CalendarDay::Holiday }, day.name.clone())
    } else if calendar.is_working(date) {
        (CalendarDay::Working, String::new())
    } else {
        (CalendarDay::Weekend, String::new())
    };
    CalendarCell { date, kind, name, href: None, today: date == today }
}

/// After a change: the same calendar again.
pub(super) fn back(book: &Book) -> String {
    urls::calendar(book.unit, book.year)
}
