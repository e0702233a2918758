//! The records behind a figure, under the figure.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use kernel::{Cursor, UnitId, vi};
use web::{PageError, Path, Shell, Tab, Visit};

use super::period::{self, Period};
use super::{capital, counting, engine, unit_name, unit_names};
use crate::{Engine, EvidenceRow, Figure, Indicator, Part, Progress, labels, urls};

/// Records on a page.
const SIZE: usize = 50;

#[derive(Template)]
#[template(path = "indicator/evidence.html")]
struct EvidencePage {
    shell: Shell,
    counting: Option<String>,
    period: Period,
    part: &'static str,
    heading: String,
    sentence: String,
    tabs: Vec<Tab>,
    subject: String,
    rows: Vec<web::EvidenceRow>,
    total: String,
    next: Option<String>,
    first: String,
    csv: String,
}

/// What the page is made of.
struct Loaded {
    indicator: Indicator,
    period: Period,
    figure: Figure,
    page: kernel::Page<EvidenceRow>,
    names: BTreeMap<UnitId, String>,
    progress: Option<Progress>,
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let part = read_part(&visit);
    let loaded = load(&visit, code, part).await?;
    let definition = loaded.indicator.definition();
    let scope = &loaded.period.scope;
    let things = loaded.indicator.compiled.schema.label;
    let own = urls::show(&definition.code);
    let crumbs = [("Chỉ số", urls::INDEX), (definition.title.as_str(), own.as_str())];
    let mut shell = visit.shell_below("Căn cứ", &crumbs).await;
    shell.title = format!("Căn cứ: {}", definition.title);
    let base = urls::evidence(&definition.code, part, scope);
    let n = loaded.figure.of(part);
    let page = EvidencePage {
        shell,
        counting: counting(loaded.progress, things),
        part: urls::part_code(part),
        heading: format!("{}: {} {things}", labels::part(part, definition), vi::number(n)),
        sentence: sentence(&loaded),
        tabs: tabs(&loaded, part),
        subject: capital(things),
        rows: loaded.page.rows.iter().map(|row| evidence_row(row, &loaded)).collect(),
        total: format!("{} {things}", vi::number(n)),
        next: loaded.page.next.as_ref().map(|cursor| format!("{base}&{}", after(cursor))),
        first: if visit.query.has("sau") { base } else { String::new() },
        csv: urls::evidence_csv(&definition.code, part, scope),
        period: loaded.period,
    };
    visit.page(&page)
}

/// The cursor as a parameter.
fn after(cursor: &Cursor) -> String {
    web::Fields::default().with("sau", &cursor.to_string())
}

pub(super) fn read_part(visit: &Visit) -> Part {
    let wanted = visit.query.get("phan");
    Part::EACH.into_iter().find(|part| urls::part_code(*part) == wanted).unwrap_or(Part::Counted)
}

async fn load(visit: &Visit, code: String, part: Part) -> Result<Loaded, PageError> {
    let (engine, agency, asked) = (engine(visit)?, visit.agency(), visit.clone());
    let start = visit.query.some("sau").and_then(Cursor::parse);
    visit
        .read::<_, PageError>(move |tx| {
            let indicator = engine.indicator(tx, agency, &code)?;
            let names = unit_names(tx, agency)?;
            let period = period::read(&asked, &indicator, &names);
            let figure = Engine::figure_of(tx, &indicator, &period.scope)?;
            let page = engine.evidence(tx, &code, &period.scope, part, (start.as_ref(), SIZE))?;
            let progress = engine.progress(tx, &indicator)?;
            Ok(Loaded { indicator, period, figure, page, names, progress })
        })
        .await
}

/// The figure in one sentence, above the records that make it.
fn sentence(loaded: &Loaded) -> String {
    let (indicator, figure) = (&loaded.indicator, loaded.figure);
    let value = capital(&indicator.text(figure));
    let ratio = if indicator.definition().meets.is_some() {
        format!("{value} = {}/{}, ", vi::number(figure.n_in), vi::number(figure.n_of))
    } else {
        format!("{value}, ")
    };
    let place = match loaded.period.scope.unit {
        Some(unit) => unit_name(&loaded.names, unit),
        None => "toàn cơ quan".to_owned(),
    };
    format!("{ratio}{place}, {}.", loaded.period.words)
}

fn tabs(loaded: &Loaded, open: Part) -> Vec<Tab> {
    let count = loaded.indicator.definition().meets.is_none();
    let parts = Part::EACH.into_iter().filter(|part| !(count && matches!(part, Part::Met | Part::Missed)));
    parts
        .map(|part| Tab {
            label: labels::part(part, loaded.indicator.definition()).to_owned(),
            href: urls::evidence(loaded.indicator.code(), part, &loaded.period.scope),
            current: part == open,
            count: Some(loaded.figure.of(part)),
            alert: false,
        })
        .collect()
}

fn evidence_row(row: &EvidenceRow, loaded: &Loaded) -> web::EvidenceRow {
    let definition = loaded.indicator.definition();
    web::EvidenceRow {
        title: if row.record.title.is_empty() { row.record.code.clone() } else { row.record.title.clone() },
        code: row.record.code.clone(),
        href: row.record.href.clone(),
        unit: unit_name(&loaded.names, row.unit),
        day: vi::date(row.day),
        tone: labels::tone(row.part, definition),
        verdict: labels::part(row.part, definition).to_owned(),
        reason: capital(&row.reason),
    }
}
