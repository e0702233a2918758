//! The editor: checks as often as asked, saves as a new version. What is typed is never lost.

use askama::Template;
use axum::response::Response;
use formula::{CompiledIndicator, IndicatorDefinition, sample_fields};
use kernel::FactSchema;
use store::StoreError;
use web::{FieldErrors, Fields, Form, PageError, Path, Problem, Shell, Visit, cookie};

use super::engine;
use super::form::{Controls, DefinitionForm, errors_of};
use crate::acts::{IndicatorRefused, SaveDefinition, Saved, save_definition};
use crate::{Indicator, labels, urls};

#[derive(Template)]
#[template(path = "indicator/edit.html")]
struct EditPage {
    shell: Shell,
    problems: Vec<Problem>,
    /// Said where the definition was checked and is sound.
    sound: bool,
    lead: String,
    controls: Controls,
    base: i64,
    once: String,
    action: String,
    fields: Vec<SampleRow>,
}

/// A field that expressions can name.
pub(super) struct SampleRow {
    pub(super) name: String,
    pub(super) sample: String,
    pub(super) meaning: &'static str,
}

/// What the page shows beside what was typed.
#[derive(Default)]
struct Outcome {
    errors: FieldErrors,
    sound: bool,
    /// Number of the version that is looked at, where it differs from the one in use.
    base: Option<i64>,
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let indicator = find(&visit, code).await?;
    let form = DefinitionForm::of(indicator.definition());
    let page = page(&visit, &indicator, &form, Outcome::default()).await;
    visit.page(&page)
}

pub(super) async fn save(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let indicator = find(&visit, code).await?;
    let form = DefinitionForm::read(&fields);
    let base = fields.get("base").parse().unwrap_or(indicator.number);
    let definition = match checked(&form, &indicator) {
        Ok(definition) => definition,
        Err(errors) => return again(&visit, &indicator, &form, Outcome { errors, ..outcome(base) }).await,
    };
    if fields.get("viec") == "kiem-tra" {
        let page = page(&visit, &indicator, &form, Outcome { sound: true, ..outcome(base) }).await;
        return visit.page(&page);
    }
    match write(&visit, &fields, SaveDefinition { definition, base }).await {
        Ok(notice) => Ok(visit.redirect_done(&urls::show(indicator.code()), &notice)),
        Err(IndicatorRefused::Store(StoreError::Conflict)) => {
            let words = format!(
                "Trong lúc soạn, người khác đã lưu phiên bản {}. Nội dung vừa nhập còn nguyên dưới đây; xem phiên bản mới rồi lưu lại nếu vẫn muốn thay.",
                indicator.number
            );
            let errors = FieldErrors::one("", words);
            again(&visit, &indicator, &form, Outcome { errors, ..outcome(indicator.number) }).await
        }
        Err(IndicatorRefused::Invalid(problems)) => {
            let errors = errors_of(&problems);
            again(&visit, &indicator, &form, Outcome { errors, ..outcome(base) }).await
        }
        Err(refused @ IndicatorRefused::Unchanged) => {
            let errors = FieldErrors::one("", labels::refused(&refused));
            again(&visit, &indicator, &form, Outcome { errors, ..outcome(base) }).await
        }
        Err(refused) => Err(refused.into()),
    }
}

fn outcome(base: i64) -> Outcome {
    Outcome { base: Some(base), ..Outcome::default() }
}

/// The definition that was typed, where it can be computed.
fn checked(form: &DefinitionForm, indicator: &Indicator) -> Result<IndicatorDefinition, FieldErrors> {
    let definition = form.parse(indicator.definition())?;
    let schema = indicator.compiled.schema;
    match CompiledIndicator::compile(definition.clone(), schema) {
        Ok(_) => Ok(definition),
        Err(problems) => Err(errors_of(&problems)),
    }
}

async fn write(visit: &Visit, fields: &Fields, cmd: SaveDefinition) -> Result<String, IndicatorRefused> {
    let engine = engine(visit).map_err(|_| IndicatorRefused::NotFound)?;
    let acting = visit.acting().map_err(|_| IndicatorRefused::NotFound)?;
    let act = move |tx: &mut store::Tx<'_>| {
        let saved = save_definition(tx, &engine, &acting, &cmd)?;
        Ok::<_, IndicatorRefused>(notice(saved))
    };
    Ok(visit.write_once(Some(fields), act).await?.0)
}

fn notice(saved: Saved) -> String {
    if saved.ready {
        format!("Đã lưu phiên bản {}.", saved.number)
    } else {
        format!("Đã lưu phiên bản {}. Đang tính lại từ các bản ghi đã có.", saved.number)
    }
}

async fn find(visit: &Visit, code: String) -> Result<Indicator, PageError> {
    let (engine, agency) = (engine(visit)?, visit.agency());
    visit.read::<_, PageError>(move |tx| Ok(engine.indicator(tx, agency, &code)?)).await
}

async fn again(
    visit: &Visit,
    indicator: &Indicator,
    form: &DefinitionForm,
    outcome: Outcome,
) -> Result<Response, PageError> {
    let page = page(visit, indicator, form, outcome).await;
    visit.page_invalid(&page)
}

async fn page(visit: &Visit, indicator: &Indicator, form: &DefinitionForm, outcome: Outcome) -> EditPage {
    let definition = indicator.definition();
    let schema = indicator.compiled.schema;
    let own = urls::show(&definition.code);
    let crumbs = [("Chỉ số", urls::INDEX), (definition.title.as_str(), own.as_str())];
    let mut shell = visit.shell_below("Sửa định nghĩa", &crumbs).await;
    shell.title = format!("Sửa: {}", definition.title);
    EditPage {
        shell,
        problems: outcome.errors.problems(),
        sound: outcome.sound,
        lead: format!(
            "Đang dùng phiên bản {}. Lưu sẽ tạo phiên bản {}; phiên bản cũ vẫn giữ trong lịch sử.",
            indicator.number,
            indicator.number + 1
        ),
        controls: form.controls(schema, &outcome.errors),
        base: outcome.base.unwrap_or(indicator.number),
        once: cookie::random_token(),
        action: urls::edit(&definition.code),
        fields: sample_rows(schema),
    }
}

/// The fields of a subject with what they look like.
pub(super) fn sample_rows(schema: &'static FactSchema) -> Vec<SampleRow> {
    let samples = sample_fields(schema).into_iter().zip(schema.fields);
    samples.map(|((name, sample), field)| SampleRow { name, sample, meaning: field.meaning }).collect()
}
