//! A new indicator, field by field: its subject is chosen first, since the fields that conditions can name depend on
//! it. Checked as often as asked; what is typed is never lost.

use askama::Template;
use axum::response::Response;
use formula::{CompiledIndicator, IndicatorDefinition};
use kernel::FactSchema;
use web::{Field, FieldErrors, Fields, Form, PageError, Problem, Shell, Tab, Visit, cookie};

use super::edit::{SampleRow, sample_rows};
use super::form::{Controls, DefinitionForm, errors_of};
use super::{capital, engine};
use crate::acts::{CreateDefinition, IndicatorRefused, Saved, create_definition};
use crate::{Engine, labels, urls};

/// What both ways to add an indicator say above the form.
pub(super) const LEAD: &str = "Chỉ số được tính ngay từ các bản ghi đã có và theo từng thay đổi về sau. Số liệu cũ nhiều thì trang chỉ số cho biết đã tính đến đâu.";

#[derive(Template)]
#[template(path = "indicator/new.html")]
struct NewPage {
    shell: Shell,
    lead: &'static str,
    problems: Vec<Problem>,
    /// Said where the definition was checked and is sound.
    sound: bool,
    tabs: Vec<Tab>,
    subject: &'static str,
    code: Field,
    controls: Controls,
    once: String,
    fields: Vec<SampleRow>,
}

/// What was typed.
struct Typed {
    schema: &'static FactSchema,
    code: String,
    form: DefinitionForm,
}

impl Typed {
    fn definition(&self) -> Result<IndicatorDefinition, FieldErrors> {
        let definition = self.form.parse(&blank(&self.code, self.schema))?;
        match CompiledIndicator::compile(definition.clone(), self.schema) {
            Ok(_) => Ok(definition),
            Err(problems) => Err(errors_of(&problems)),
        }
    }
}

/// A definition of a subject that says nothing yet.
fn blank(code: &str, schema: &FactSchema) -> IndicatorDefinition {
    IndicatorDefinition {
        code: code.to_owned(),
        version: 1,
        title: String::new(),
        subject: schema.subject.to_owned(),
        counts: "true".to_owned(),
        meets: None,
        excluded: Vec::new(),
        on: schema
            .fields
            .iter()
            .find(|field| field.kind == kernel::FieldKind::Date)
            .map(|f| f.name.to_owned()),
        stock: false,
        unit: IndicatorDefinition::PERCENT.to_owned(),
        decimals: 2,
        better: formula::Better::Higher,
        per_unit: "unit_id".to_owned(),
        numerator: String::new(),
        denominator: String::new(),
        legal_basis: Vec::new(),
        note: String::new(),
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let engine = engine(&visit)?;
    let schema = chosen(&engine, &visit.query)?;
    let typed = Typed { schema, code: String::new(), form: DefinitionForm::of(&blank("", schema)) };
    let page = page(&visit, &engine, &typed, (FieldErrors::new(), false)).await;
    visit.page(&page)
}

pub(super) async fn create(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let engine = engine(&visit)?;
    let schema = chosen(&engine, &fields)?;
    let typed = Typed { schema, code: fields.get("code").to_owned(), form: DefinitionForm::read(&fields) };
    let errors = match typed.definition() {
        Ok(_) if fields.get("viec") == "kiem-tra" => {
            let page = page(&visit, &engine, &typed, (FieldErrors::new(), true)).await;
            return visit.page(&page);
        }
        Ok(definition) => match write(&visit, &fields, definition).await {
            Ok(done) => return Ok(done),
            Err(refused) => refused_errors(refused, "code")?,
        },
        Err(errors) => errors,
    };
    let page = page(&visit, &engine, &typed, (errors, false)).await;
    visit.page_invalid(&page)
}

/// The subject asked for; where none is, the one of which most can be said.
fn chosen(engine: &Engine, asked: &Fields) -> Result<&'static FactSchema, PageError> {
    let schemas = engine.schemas();
    let wanted = asked.some("doi-tuong");
    let found = match wanted {
        Some(wanted) => schemas.iter().find(|schema| schema.subject == wanted),
        None => schemas.iter().max_by_key(|schema| schema.fields.len()),
    };
    found.copied().ok_or(PageError::NotFound)
}

/// Creates and leads to the indicator's page.
pub(super) async fn write(
    visit: &Visit,
    fields: &Fields,
    definition: IndicatorDefinition,
) -> Result<Response, IndicatorRefused> {
    let engine = engine(visit).map_err(|_| IndicatorRefused::NotFound)?;
    let acting = visit.acting().map_err(|_| IndicatorRefused::NotFound)?;
    let href = urls::show(&definition.code);
    let cmd = CreateDefinition { definition };
    let act = move |tx: &mut store::Tx<'_>| {
        let saved = create_definition(tx, &engine, &acting, &cmd)?;
        Ok::<_, IndicatorRefused>(notice(saved).to_owned())
    };
    let (notice, _) = visit.write_once(Some(fields), act).await?;
    Ok(visit.redirect_done(&href, &notice))
}

const fn notice(saved: Saved) -> &'static str {
    if saved.ready {
        "Đã thêm chỉ số."
    } else {
        "Đã thêm chỉ số. Đang tính từ các bản ghi đã có."
    }
}

/// What can be mended in the form, at its field; everything else is an error of the page.
pub(super) fn refused_errors(refused: IndicatorRefused, field: &str) -> Result<FieldErrors, PageError> {
    match refused {
        IndicatorRefused::Invalid(problems) => Ok(errors_of(&problems)),
        refused @ IndicatorRefused::Taken { .. } => Ok(FieldErrors::one(field, labels::refused(&refused))),
        refused => Err(refused.into()),
    }
}

async fn page(
    visit: &Visit,
    engine: &Engine,
    typed: &Typed,
    (errors, sound): (FieldErrors, bool),
) -> NewPage {
    NewPage {
        shell: visit.shell_below("Thêm chỉ số", &[("Chỉ số", urls::INDEX)]).await,
        lead: LEAD,
        problems: errors.problems(),
        sound,
        tabs: tabs(engine, Some(typed.schema.subject)),
        subject: typed.schema.subject,
        code: Field::new("code", "Mã chỉ số", typed.code.as_str())
            .with_hint(
                "Chữ thường không dấu, chữ số, gạch nối, ví dụ ho-so-qua-buu-chinh. Mã không đổi về sau.",
            )
            .with_error(errors.get("code")),
        controls: typed.form.controls(typed.schema, &errors),
        once: cookie::random_token(),
        fields: sample_rows(typed.schema),
    }
}

/// The subjects that can be counted, and the way by a TOML text.
pub(super) fn tabs(engine: &Engine, open: Option<&str>) -> Vec<Tab> {
    let tab =
        |label: String, href: String, current: bool| Tab { label, href, current, count: None, alert: false };
    let subjects = engine.schemas().into_iter().map(|schema| {
        tab(format!("Tính {}", schema.label), urls::new(schema.subject), open == Some(schema.subject))
    });
    let file = tab(capital("từ nội dung TOML"), urls::NEW_FILE.to_owned(), open.is_none());
    subjects.chain([file]).collect()
}
