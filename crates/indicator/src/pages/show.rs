//! One indicator: its figure, its course, its units, and what it means.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use formula::IndicatorDefinition;
use kernel::{UnitId, vi};
use web::{PageError, Pair, Path, Shell, Visit, cookie};

use super::chart::{Course, course};
use super::period::{self, Period};
use super::{capital, counting, engine, unit_name, unit_names};
use crate::store::{self as rows, DefinitionRow, State};
use crate::{Engine, Figure, Indicator, MonthFigure, Part, Progress, labels, urls};

#[derive(Template)]
#[template(path = "indicator/show.html")]
struct ShowPage {
    shell: Shell,
    note: String,
    counting: Option<String>,
    period: Period,
    figure: FigureView,
    course: Option<Course>,
    units: Vec<UnitView>,
    ratio: bool,
    /// What stands in the numerator and what does not, as heads of columns.
    parts: [&'static str; 2],
    about: Vec<Pair>,
    exclusions: Vec<(String, String)>,
    bases: Vec<String>,
    cel: String,
    versions: Vec<VersionView>,
    csv: String,
    edit: Option<EditView>,
}

struct FigureView {
    value: String,
    words: String,
    numerator: (String, String, String),
    denominator: Option<(String, String, String)>,
    excluded: Option<(String, String)>,
}

struct UnitView {
    name: String,
    href: String,
    of: String,
    met: String,
    met_href: String,
    missed: String,
    missed_href: String,
    out: String,
    value: String,
}

struct VersionView {
    number: i64,
    changed: String,
    state: &'static str,
}

/// What those who may edit can do.
struct EditView {
    edit: String,
    retire: String,
    recount: String,
    base: i64,
    once: String,
}

/// What the page is made of.
struct Loaded {
    indicator: Indicator,
    period: Period,
    figure: Figure,
    months: Vec<MonthFigure>,
    units: Vec<(UnitId, Figure)>,
    names: BTreeMap<UnitId, String>,
    versions: Vec<DefinitionRow>,
    people: BTreeMap<kernel::AccountId, String>,
    progress: Option<Progress>,
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let loaded = load(&visit, code).await?;
    let definition = loaded.indicator.definition();
    let things = loaded.indicator.compiled.schema.label;
    let ratio = definition.meets.is_some();
    let scope = &loaded.period.scope;
    let page = ShowPage {
        shell: visit.shell_below(&definition.title, &[("Chỉ số", urls::INDEX)]).await,
        note: definition.note.clone(),
        counting: counting(loaded.progress, things),
        figure: figure_view(&loaded),
        course: course(&loaded.indicator, &loaded.months, visit.now.date()),
        units: loaded.units.iter().map(|(unit, figure)| unit_view(&loaded, *unit, *figure)).collect(),
        ratio,
        parts: [Part::Met, Part::Missed].map(|part| labels::part(part, definition)),
        about: about(&loaded.indicator),
        exclusions: exclusions(&loaded.indicator),
        bases: definition.legal_basis.clone(),
        cel: cel(definition),
        versions: loaded.versions.iter().map(|row| version_view(row, &loaded.people)).collect(),
        csv: urls::evidence_csv(&definition.code, Part::All, scope),
        edit: visit.may("indicator.edit").then(|| EditView {
            edit: urls::edit(&definition.code),
            retire: urls::retire(&definition.code),
            recount: urls::recount(&definition.code),
            base: loaded.indicator.number,
            once: cookie::random_token(),
        }),
        period: loaded.period,
    };
    visit.page(&page)
}

async fn load(visit: &Visit, code: String) -> Result<Loaded, PageError> {
    let (engine, agency, asked) = (engine(visit)?, visit.agency(), visit.clone());
    visit
        .read::<_, PageError>(move |tx| {
            let indicator = engine.indicator(tx, agency, &code)?;
            let names = unit_names(tx, agency)?;
            let period = period::read(&asked, &indicator, &names);
            let figure = Engine::figure_of(tx, &indicator, &period.scope)?;
            let months = engine.series_by_month(tx, &code, &period.scope)?;
            let units = match period.scope.unit {
                None => engine.by_unit(tx, &code, &period.scope)?,
                Some(_) => Vec::new(),
            };
            let versions = rows::versions(tx, agency, &code)?;
            let ids: Vec<_> = versions.iter().filter_map(|row| row.changed_by).collect();
            let people = identity::names(tx, &ids)?;
            let progress = engine.progress(tx, &indicator)?;
            Ok(Loaded { indicator, period, figure, months, units, names, versions, people, progress })
        })
        .await
}

fn figure_view(loaded: &Loaded) -> FigureView {
    let (indicator, scope, figure) = (&loaded.indicator, &loaded.period.scope, loaded.figure);
    let definition = indicator.definition();
    let link = |part| urls::evidence(&definition.code, part, scope);
    let denominator = definition.denominator.to_lowercase_first();
    let (numerator, denominator) = if definition.meets.is_some() {
        let words = definition.numerator.to_lowercase_first();
        let met = (vi::number(figure.n_in), link(Part::Met), words);
        (met, Some((vi::number(figure.n_of), link(Part::Counted), denominator)))
    } else {
        ((vi::number(figure.n_in), link(Part::Counted), denominator), None)
    };
    let excluded = (figure.n_out > 0).then(|| (vi::number(figure.n_out), link(Part::Excluded)));
    FigureView {
        value: capital(&indicator.text(figure)),
        words: capital(&loaded.period.words),
        numerator,
        denominator,
        excluded,
    }
}

/// The first letter small, as inside a sentence; words all in capitals stay.
trait Inside {
    fn to_lowercase_first(&self) -> String;
}

impl Inside for String {
    fn to_lowercase_first(&self) -> String {
        let mut letters = self.chars();
        let first = letters.next();
        let second_is_small = letters.clone().next().is_some_and(char::is_lowercase);
        match first {
            Some(first) if second_is_small => first.to_lowercase().chain(letters).collect(),
            _ => self.clone(),
        }
    }
}

fn unit_view(loaded: &Loaded, unit: UnitId, figure: Figure) -> UnitView {
    let (indicator, scope) = (&loaded.indicator, loaded.period.scope.of_unit(Some(unit)));
    let code = indicator.code();
    UnitView {
        name: unit_name(&loaded.names, unit),
        href: urls::evidence(code, Part::Counted, &scope),
        of: vi::number(figure.n_of),
        met: vi::number(figure.n_in),
        met_href: urls::evidence(code, Part::Met, &scope),
        missed: vi::number(figure.missed()),
        missed_href: urls::evidence(code, Part::Missed, &scope),
        out: vi::number(figure.n_out),
        value: capital(&indicator.text(figure)),
    }
}

fn about(indicator: &Indicator) -> Vec<Pair> {
    let definition = indicator.definition();
    let schema = indicator.compiled.schema;
    let mut about =
        vec![Pair::new("Mã", definition.code.clone()), Pair::new("Tính từ", capital(schema.label))];
    if let Some(meets) = indicator.compiled.meets() {
        about.push(Pair::new("Tử số", definition.numerator.clone()));
        about.push(Pair::new("Điều kiện đạt", meets.words(schema)));
    }
    about.push(Pair::new("Mẫu số", definition.denominator.clone()));
    about.push(Pair::new("Điều kiện tính", indicator.compiled.counts().words(schema)));
    let on = indicator.compiled.on().and_then(|at| schema.fields.get(at)).map(|field| capital(field.label));
    about.push(Pair::new("Tính vào ngày", on.unwrap_or_else(|| "Trạng thái tại một ngày".to_owned())));
    about.push(Pair::new("Chiều hướng", crate::listing::better(definition.better)));
    about.push(Pair::new("Tính lại", "Ngay khi bản ghi thay đổi, trong cùng giao dịch"));
    about
}

fn exclusions(indicator: &Indicator) -> Vec<(String, String)> {
    let schema = indicator.compiled.schema;
    let reasons = indicator.definition().excluded.iter();
    reasons
        .zip(indicator.compiled.excluded())
        .map(|(exclusion, predicate)| (capital(&exclusion.reason), predicate.words(schema)))
        .collect()
}

/// The expressions as the machine reads them.
fn cel(definition: &IndicatorDefinition) -> String {
    let mut lines = vec![format!("counts   = {}", definition.counts)];
    lines.extend(definition.meets.as_ref().map(|meets| format!("meets    = {meets}")));
    lines.extend(definition.excluded.iter().map(|exclusion| format!("excluded = {}", exclusion.when)));
    lines.push(match &definition.on {
        Some(on) => format!("on       = {}.{on}", definition.subject),
        None => "stock    = true".to_owned(),
    });
    lines.join("\n")
}

fn version_view(row: &DefinitionRow, people: &BTreeMap<kernel::AccountId, String>) -> VersionView {
    let who = row.changed_by.and_then(|id| people.get(&id)).map_or("Có sẵn trong phần mềm", String::as_str);
    VersionView {
        number: row.number,
        changed: format!("{}, {who}", vi::moment(row.changed_at)),
        state: match row.state {
            State::Active => "Đang dùng",
            State::Superseded => "Đã thay",
            State::Retired => "Ngừng dùng",
        },
    }
}
