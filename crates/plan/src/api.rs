//! The API of this context: plans, how their targets stand, one target in detail.

use kernel::{Date, vi};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use web::{Access, Json, PageError, Path, Routes, Visit};

use crate::domain::{Binding, Plan, Status};
use crate::pages::{engine, find};
use crate::reading::{self, Ask, Board, Reading};
use crate::store as rows;
use crate::{labels, outlook, urls, views};

pub(crate) fn routes() -> Routes {
    const SEE: Access = Access::Needs("plan.see");
    Routes::new().get(urls::API_LIST, SEE, list).get(urls::API_SHOW, SEE, show).get(
        urls::API_TARGET,
        SEE,
        target,
    )
}

/// A plan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanItem {
    /// Its name in addresses.
    slug: String,
    /// Number and symbol.
    number: String,
    /// Title, in Vietnamese.
    title: String,
    /// Who issued it.
    issuer: String,
    /// When it was issued.
    #[schema(value_type = String, format = Date)]
    issued_on: Date,
    /// First day of its period.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Last day of its period.
    #[schema(value_type = String, format = Date)]
    to: Date,
}

/// All plans.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanList {
    /// The plans, the newest first.
    items: Vec<PlanItem>,
}

/// How many targets stand so.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Counts {
    /// All.
    all: usize,
    /// Met.
    met: usize,
    /// At risk.
    at_risk: usize,
    /// Missed.
    missed: usize,
    /// Nothing can be said yet.
    not_judged: usize,
}

/// A plan and how its targets stand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanBody {
    /// The plan.
    plan: PlanItem,
    /// Known up to the end of this day.
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// How many targets stand how.
    counts: Counts,
    /// The targets, in the order of the plan.
    targets: Vec<TargetItem>,
}

/// A target and how it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TargetItem {
    /// Clause, such as 2.a1.
    clause: String,
    /// Number of its group.
    group: String,
    /// Title, in Vietnamese.
    title: String,
    /// `ratio`, `count`, `duration`, `change`, `rank`, `grade` or `milestone`.
    kind: &'static str,
    /// What is promised, in words.
    goal: String,
    /// The promised value, the lower one of a range.
    goal_value: Option<f64>,
    /// The value in words.
    text: Option<String>,
    /// The value; `null` where there is none.
    value: Option<f64>,
    /// Records that meet.
    numerator: Option<i64>,
    /// Records that count.
    denominator: Option<i64>,
    /// Records left out.
    excluded: Option<i64>,
    /// `met`, `at_risk`, `missed`, `not_due`, `not_arisen`, `awaits_publication`, `awaits_part` or `uncounted`.
    status: &'static str,
    /// The same in Vietnamese words.
    status_text: String,
    /// The responsible unit.
    unit: String,
    /// First day that counts.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Last day that counts.
    #[schema(value_type = String, format = Date)]
    to: Date,
    /// `indicator`, `milestone`, `publication` or `awaits`.
    binding: &'static str,
    /// Code of the indicator that counts it.
    indicator: Option<String>,
}

/// A figure of a month or a unit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartBody {
    /// `2022-03`, or the unit's name.
    of: String,
    /// Records that meet.
    numerator: i64,
    /// Records that count.
    denominator: i64,
    /// Records left out.
    excluded: i64,
    /// The value; `null` where nothing counts.
    value: Option<f64>,
    /// How a unit stands; left out for months.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
}

/// A target in detail.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TargetBody {
    /// The target.
    target: TargetItem,
    /// The sentence of the plan.
    sentence: String,
    /// Known up to the end of this day.
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// The figure month by month: what arose, or for a stock the state at the end.
    months: Vec<PartBody>,
    /// The figure unit by unit.
    units: Vec<PartBody>,
    /// How many further unfavourable records the goal bears, in words.
    allowance: Option<String>,
    /// What is missing, in words.
    shortfall: Option<String>,
    /// What is expected at the end of the window, in words.
    forecast: Option<String>,
    /// The smallest sets of records that would change the verdict, in words.
    smallest_sets: Vec<String>,
}

/// The plans.
#[utoipa::path(get, path = "/api/v1/plans", tag = "plans", responses((status = 200, body = PlanList)))]
async fn list(visit: Visit) -> Result<Json<PlanList>, PageError> {
    let agency = visit.agency();
    let plans = visit.read::<_, PageError>(move |tx| Ok(rows::list(tx, agency)?)).await?;
    Ok(Json(PlanList { items: plans.iter().map(item).collect() }))
}

/// A plan and how its targets stand.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}",
    tag = "plans",
    params(
        ("plan" = String, Path, description = "name of the plan, such as kh-5119-2022"),
        ("from" = Option<String>, Query, description = "first day of a window in place of each target's"),
        ("to" = Option<String>, Query, description = "last day of that window"),
        ("as_of" = Option<String>, Query, description = "as known at the end of this day")
    ),
    responses((status = 200, body = PlanBody), (status = 404, description = "no such plan"))
)]
async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Json<PlanBody>, PageError> {
    let (engine, asking) = (engine(&visit)?, visit.clone());
    let board = visit
        .read::<_, PageError>(move |tx| {
            let plan = find(tx, asking.agency(), &slug)?;
            let ask = ask(&asking, &plan)?;
            Ok(reading::board(tx, &engine, plan, ask)?)
        })
        .await?;
    let count = |status: Status| board.readings.iter().filter(|reading| reading.status() == status).count();
    let counts = Counts {
        all: board.readings.len(),
        met: count(Status::Met),
        at_risk: count(Status::AtRisk),
        missed: count(Status::Missed),
        not_judged: board.readings.iter().filter(|reading| !reading.status().is_judged()).count(),
    };
    let targets = board.readings.iter().map(|reading| target_item(&board, reading)).collect();
    Ok(Json(PlanBody { plan: item(&board.plan), as_of: board.ask.as_of, counts, targets }))
}

/// A target in detail.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{plan}/targets/{clause}",
    tag = "plans",
    params(
        ("plan" = String, Path, description = "name of the plan, such as kh-5119-2022"),
        ("clause" = String, Path, description = "clause of the target, such as 2.a1"),
        ("from" = Option<String>, Query, description = "first day of a window in place of the target's"),
        ("to" = Option<String>, Query, description = "last day of that window"),
        ("as_of" = Option<String>, Query, description = "as known at the end of this day")
    ),
    responses((status = 200, body = TargetBody), (status = 404, description = "no such plan or target"))
)]
async fn target(
    visit: Visit,
    Path((slug, clause)): Path<(String, String)>,
) -> Result<Json<TargetBody>, PageError> {
    let (engine, asking) = (engine(&visit)?, visit.clone());
    let board = visit
        .read::<_, PageError>(move |tx| {
            let plan = find(tx, asking.agency(), &slug)?;
            let ask = ask(&asking, &plan)?;
            reading::board_of(tx, &engine, plan, &clause, ask)?.ok_or(PageError::NotFound)
        })
        .await?;
    let reading = board.readings.first().ok_or(PageError::NotFound)?;
    Ok(Json(target_body(&board, reading)))
}

/// The window and the day that are asked for.
fn ask(visit: &Visit, plan: &Plan) -> Result<Ask, PageError> {
    let day = |name: &str| {
        let text = visit.query.some(name);
        text.map(|text| {
            vi::parse_date(text)
                .ok_or_else(|| PageError::Bad(format!("Tham số “{name}” phải là ngày, dạng 2022-12-31.")))
        })
        .transpose()
    };
    let period = match (day("from")?, day("to")?) {
        (None, None) => None,
        (from, to) => Some((from.unwrap_or(plan.from), to.unwrap_or(plan.to))),
    };
    if period.is_some_and(|(from, to)| from > to) {
        return Err(PageError::Bad("Tham số “to” phải không trước “from”.".to_owned()));
    }
    let today = visit.now.date();
    let past = day("as_of")?.filter(|day| *day < today);
    Ok(Ask { agency: visit.agency(), period, as_of: past.unwrap_or(today), past: past.is_some() })
}

fn item(plan: &Plan) -> PlanItem {
    PlanItem {
        slug: plan.slug.clone(),
        number: plan.number.clone(),
        title: plan.title.clone(),
        issuer: plan.issuer.clone(),
        issued_on: plan.issued_on,
        from: plan.from,
        to: plan.to,
    }
}

fn target_item(board: &Board, reading: &Reading) -> TargetItem {
    let target = &reading.target;
    let group = board.groups.iter().find(|group| group.id == target.group);
    let figure = reading.counted().map(|counted| counted.figure);
    TargetItem {
        clause: target.clause.clone(),
        group: group.map(|group| group.code.clone()).unwrap_or_default(),
        title: target.title.clone(),
        kind: target.kind.code(),
        goal: labels::goal(target),
        goal_value: views::goal_number(reading),
        text: views::value(reading),
        value: views::number(reading),
        numerator: figure.map(|figure| figure.n_in),
        denominator: figure.map(|figure| figure.n_of),
        excluded: figure.map(|figure| figure.n_out),
        status: labels::status_code(reading.status()),
        status_text: labels::standing(reading),
        unit: views::responsible(reading, &board.units),
        from: reading.days.from,
        to: reading.days.to,
        binding: target.binding.code(),
        indicator: match &target.binding {
            Binding::Indicator { code, .. } => Some(code.clone()),
            _ => None,
        },
    }
}

fn target_body(board: &Board, reading: &Reading) -> TargetBody {
    let mut body = TargetBody {
        target: target_item(board, reading),
        sentence: reading.target.sentence.clone(),
        as_of: reading.days.as_of,
        months: Vec::new(),
        units: Vec::new(),
        allowance: None,
        shortfall: None,
        forecast: None,
        smallest_sets: Vec::new(),
    };
    let Some(counted) = reading.counted() else { return body };
    let part = |of: String, figure: indicator::Figure, status| PartBody {
        of,
        numerator: figure.n_in,
        denominator: figure.n_of,
        excluded: figure.n_out,
        value: counted.indicator.value(figure),
        status,
    };
    let month = |month: Date| format!("{:04}-{:02}", month.year(), month.month());
    body.months = counted.months.iter().map(|(day, figure)| part(month(*day), *figure, None)).collect();
    let unit = |unit: &reading::UnitReading| {
        let name = views::unit_name(&board.units, unit.unit);
        part(name, unit.figure, Some(labels::status_code(unit.assessed.status)))
    };
    body.units = counted.units.iter().map(unit).collect();
    body.allowance = outlook::allowance(counted).filter(|_| !counted.per_unit);
    body.shortfall = outlook::shortfall(reading, counted);
    body.forecast = outlook::forecast(reading, counted);
    body.smallest_sets = outlook::smallest_sets(board, counted);
    body
}

#[derive(OpenApi)]
#[openapi(paths(list, show, target))]
struct Description;

/// The part of the API's description that is about plans.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}
