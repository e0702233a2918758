//! A new indicator from a TOML text, as the files of the program write it: for definitions that come from elsewhere.

use askama::Template;
use axum::response::Response;
use formula::{DefinitionError, IndicatorDefinition};
use web::{Field, Form, PageError, Problem, Shell, Tab, Visit, cookie};

use super::edit::{SampleRow, sample_rows};
use super::new::{LEAD, refused_errors, tabs, write};
use super::{capital, engine};
use crate::{Engine, urls};

/// What the page starts with.
const START: &str = r#"code = ""
version = 1
title = ""
subject = "dossier"
counts = 'true'
meets = ''
on = "received_on"
unit = "%"
decimals = 2
better = "higher"
numerator = ""
denominator = ""
legal_basis = [
    "",
]
"#;

#[derive(Template)]
#[template(path = "indicator/new_file.html")]
struct NewFilePage {
    shell: Shell,
    lead: &'static str,
    problems: Vec<Problem>,
    sound: bool,
    tabs: Vec<Tab>,
    text: Field,
    /// The line of the first mistake with a mark under the place.
    marked: Option<String>,
    once: String,
    subjects: Vec<SubjectView>,
}

/// A subject and the fields that conditions can name.
struct SubjectView {
    heading: String,
    fields: Vec<SampleRow>,
}

/// What is wrong with the text, and the line of the first mistake.
#[derive(Default)]
struct Wrong {
    lines: Vec<String>,
    marked: Option<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let engine = engine(&visit)?;
    let page = page(&visit, &engine, START, (Wrong::default(), false)).await;
    visit.page(&page)
}

pub(super) async fn create(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let engine = engine(&visit)?;
    let text = format!("{}\n", fields.get("toml"));
    let wrong = match read(&engine, &text) {
        Ok(_) if fields.get("viec") == "kiem-tra" => {
            let page = page(&visit, &engine, &text, (Wrong::default(), true)).await;
            return visit.page(&page);
        }
        Ok(definition) => match write(&visit, &fields, definition).await {
            Ok(done) => return Ok(done),
            Err(refused) => {
                let errors = refused_errors(refused, "toml")?;
                Wrong { lines: errors.problems().into_iter().map(|p| p.text).collect(), marked: None }
            }
        },
        Err(wrong) => wrong,
    };
    let page = page(&visit, &engine, &text, (wrong, false)).await;
    visit.page_invalid(&page)
}

/// The definition of a text, where it can be computed.
fn read(engine: &Engine, text: &str) -> Result<IndicatorDefinition, Wrong> {
    match formula::load("", text, &engine.schemas()) {
        Ok(compiled) => Ok(IndicatorDefinition::clone(&compiled.definition)),
        Err(errors) => Err(Wrong {
            lines: errors.iter().map(said).collect(),
            marked: errors.first().map(|error| marked(text, error)),
        }),
    }
}

fn said(error: &DefinitionError) -> String {
    format!("Dòng {}, cột {}: {}", error.line, error.column, error.message)
}

fn marked(text: &str, error: &DefinitionError) -> String {
    let line = text.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
    format!("{line}\n{}^", " ".repeat(error.column.saturating_sub(1)))
}

async fn page(visit: &Visit, engine: &Engine, text: &str, (wrong, sound): (Wrong, bool)) -> NewFilePage {
    let problem = |text: &String| Problem { id: "toml".to_owned(), text: text.clone() };
    NewFilePage {
        shell: visit.shell_below("Thêm chỉ số", &[("Chỉ số", urls::INDEX)]).await,
        lead: LEAD,
        problems: wrong.lines.iter().map(problem).collect(),
        sound,
        tabs: tabs(engine, None),
        text: Field::new("toml", "Định nghĩa chỉ số (TOML)", text)
            .with_hint("Bỏ dòng meets nếu chỉ đếm số lượng; thay dòng on bằng stock = true nếu tính trạng thái tại một ngày.")
            .with_error(wrong.lines.first().cloned()),
        marked: wrong.marked,
        once: cookie::random_token(),
        subjects: engine
            .schemas()
            .into_iter()
            .map(|schema| SubjectView {
                heading: format!("{}: các trường dùng được", capital(schema.label)),
                fields: sample_rows(schema),
            })
            .collect(),
    }
}
