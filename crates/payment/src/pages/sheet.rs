//! A staff page of this context: facts, lists, small forms.

use askama::Template;
use axum::response::Response;
use web::{Choice, Field, FieldErrors, Fields, PageError, Pair, Problem, Shell, Tone, Visit, cookie};

/// A cell of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) href: Option<String>,
    pub(super) tone: Option<Tone>,
}

pub(super) fn cell(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), ..Cell::default() }
}

pub(super) fn link(text: impl Into<String>, href: String) -> Cell {
    Cell { text: text.into(), href: Some(href), tone: None }
}

pub(super) fn tag((tone, text): (Tone, &str)) -> Cell {
    Cell { text: text.to_owned(), href: None, tone: Some(tone) }
}

/// A list.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) head: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) empty: &'static str,
    pub(super) next: Option<String>,
}

impl Grid {
    fn cells<'a>(&'a self, row: &'a [Cell]) -> Vec<(&'a str, &'a Cell)> {
        self.head.iter().copied().zip(row).collect()
    }
}

/// A control of a form.
#[derive(Debug, Clone)]
pub(super) enum Control {
    Text(Field),
    Area(Field),
    Select(Field, Vec<Choice>),
}

/// A small form.
#[derive(Debug, Clone, Default)]
pub(super) struct Act {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) note: String,
    pub(super) action: String,
    pub(super) button: &'static str,
    pub(super) kind: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) controls: Vec<Control>,
    pub(super) once: String,
}

impl Act {
    pub(super) fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        action: String,
        button: &'static str,
    ) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            action,
            button,
            kind: "secondary".to_owned(),
            once: cookie::random_token(),
            ..Self::default()
        }
    }
}

/// What was typed and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) fields: Fields,
    pub(super) errors: FieldErrors,
}

impl Typed {
    pub(super) fn field(&self, name: &str, label: &str, unless: &str) -> Field {
        let value = if self.fields.has(name) { self.fields.get(name) } else { unless };
        Field::new(name, label, value).with_error(self.errors.get(name))
    }

    pub(super) fn text(&self, name: &str, label: &str, unless: &str) -> Control {
        Control::Text(self.field(name, label, unless))
    }

    pub(super) fn area(&self, name: &str, label: &str) -> Control {
        Control::Area(self.field(name, label, ""))
    }
}

/// The page.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) lead: String,
    pub(super) links: Vec<(String, String)>,
    pub(super) problems: Vec<Problem>,
    pub(super) status: Option<(Tone, &'static str)>,
    pub(super) pairs: Vec<Pair>,
    pub(super) grids: Vec<Grid>,
    pub(super) acts: Vec<Act>,
}

#[derive(Template)]
#[template(path = "payment/page.html")]
struct SheetPage {
    shell: Shell,
    sheet: Sheet,
}

/// Shows a sheet; with status 422 where something is wrong.
pub(super) async fn show(
    visit: &Visit,
    (title, crumbs): (&str, &[(&str, &str)]),
    sheet: Sheet,
) -> Result<Response, PageError> {
    let wrong = !sheet.problems.is_empty();
    let page = SheetPage { shell: visit.shell_below(title, crumbs).await, sheet };
    if wrong { visit.page_invalid(&page) } else { visit.page(&page) }
}
