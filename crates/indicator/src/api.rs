//! The API of this context: indicators, figures, and the records behind them, as JSON.

use kernel::{Cursor, Date, UnitId};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use web::{Access, Json, PageError, Path, Routes, Visit};

use crate::pages::engine;
use crate::{Listed, Part, Scope, Shown, urls};

/// Records in one answer, at most.
const MOST: usize = 500;

pub(crate) fn routes() -> Routes {
    const SEE: Access = Access::Needs("indicator.see");
    Routes::new().get(urls::API_LIST, SEE, list).get(urls::API_FIGURE, SEE, figure).get(
        urls::API_EVIDENCE,
        SEE,
        evidence,
    )
}

/// The indicators in use.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IndicatorList {
    /// By title.
    items: Vec<Listed>,
}

/// A record behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceItem {
    /// Id.
    id: i64,
    /// Code, such as that of a dossier.
    code: String,
    /// Its page.
    href: String,
    /// The day on which it counts.
    #[schema(value_type = String, format = Date)]
    day: Date,
    /// Id of the unit whose record it is.
    unit_id: i64,
    /// `met`, `missed` or `excluded`.
    part: &'static str,
    /// Why, in Vietnamese.
    reason: String,
}

/// A page of the records behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceList {
    /// The records, by day and id.
    items: Vec<EvidenceItem>,
    /// How many there are on all pages together: the figure.
    total: i64,
    /// Where the next page starts: the parameter `after`.
    next: Option<String>,
}

/// The indicators in use.
#[utoipa::path(
    get,
    path = "/api/v1/indicators",
    tag = "indicators",
    responses((status = 200, body = IndicatorList))
)]
async fn list(visit: Visit) -> Result<Json<IndicatorList>, PageError> {
    let (agency, engine) = (visit.agency(), engine(&visit)?);
    let items = visit.read::<_, PageError>(move |tx| Ok(engine.list(tx, agency)?)).await?;
    Ok(Json(IndicatorList { items }))
}

/// The figure of an indicator.
#[utoipa::path(
    get,
    path = "/api/v1/indicators/{code}/figure",
    tag = "indicators",
    params(
        ("code" = String, Path, description = "code of the indicator"),
        ("from" = Option<String>, Query, description = "first day, ISO; the first of the present year if left out"),
        ("to" = Option<String>, Query, description = "last day, ISO; the last of the year of `from` if left out"),
        ("unit" = Option<String>, Query, description = "id or code of one unit"),
        ("as_of" = Option<String>, Query, description = "as known at the end of this day, ISO")
    ),
    responses((status = 200, body = Shown), (status = 404, description = "no such indicator"))
)]
async fn figure(visit: Visit, Path(code): Path<String>) -> Result<Json<Shown>, PageError> {
    let (query, engine) = (Query::read(&visit)?, engine(&visit)?);
    let shown = visit
        .read::<_, PageError>(move |tx| {
            let scope = query.scope(tx)?;
            Ok(engine.show(tx, &code, &scope)?)
        })
        .await?;
    Ok(Json(shown))
}

/// The records behind a figure: as many as the figure says.
#[utoipa::path(
    get,
    path = "/api/v1/indicators/{code}/evidence",
    tag = "indicators",
    params(
        ("code" = String, Path, description = "code of the indicator"),
        ("part" = Option<String>, Query, description = "`met`, `missed`, `counted` (both), `excluded` or `all` (the default)"),
        ("from" = Option<String>, Query, description = "as for the figure"),
        ("to" = Option<String>, Query, description = "as for the figure"),
        ("unit" = Option<String>, Query, description = "as for the figure"),
        ("as_of" = Option<String>, Query, description = "as for the figure"),
        ("limit" = Option<usize>, Query, description = "records in the answer, at most 500"),
        ("after" = Option<String>, Query, description = "`next` of the page before")
    ),
    responses((status = 200, body = EvidenceList), (status = 404, description = "no such indicator"))
)]
async fn evidence(visit: Visit, Path(code): Path<String>) -> Result<Json<EvidenceList>, PageError> {
    let (query, engine) = (Query::read(&visit)?, engine(&visit)?);
    let part = match visit.query.get("part") {
        "" | "all" => Part::All,
        "met" => Part::Met,
        "missed" => Part::Missed,
        "counted" => Part::Counted,
        "excluded" => Part::Excluded,
        _ => return Err(bad("part")),
    };
    let size = visit.query.some("limit").map_or(Ok(MOST), |text| text.parse().map_err(|_| bad("limit")))?;
    let size = size.clamp(1, MOST);
    let after =
        visit.query.some("after").map(|text| Cursor::parse(text).ok_or_else(|| bad("after"))).transpose()?;
    let list = visit
        .read::<_, PageError>(move |tx| {
            let scope = query.scope(tx)?;
            let total = engine.figure(tx, &code, &scope)?.of(part);
            let page = engine.evidence(tx, &code, &scope, part, (after.as_ref(), size))?;
            Ok(EvidenceList {
                items: page.rows.into_iter().map(item).collect(),
                total,
                next: page.next.map(|cursor| cursor.to_string()),
            })
        })
        .await?;
    Ok(Json(list))
}

fn item(row: crate::EvidenceRow) -> EvidenceItem {
    EvidenceItem {
        id: row.record.id,
        code: row.record.code,
        href: row.record.href,
        day: row.day,
        unit_id: row.unit.get(),
        part: match row.part {
            Part::Met => "met",
            Part::Missed => "missed",
            Part::Excluded | Part::Counted | Part::All => "excluded",
        },
        reason: row.reason,
    }
}

/// The scope in the query, before its unit is looked up.
#[derive(Debug, Clone)]
struct Query {
    scope: Scope,
    unit: Option<String>,
}

impl Query {
    fn read(visit: &Visit) -> Result<Self, PageError> {
        let day = |name: &'static str| -> Result<Option<Date>, PageError> {
            visit.query.some(name).map(|text| text.parse().map_err(|_| bad(name))).transpose()
        };
        let from = day("from")?;
        let year = Scope::year(visit.agency(), from.unwrap_or_else(|| visit.now.date()));
        let scope = Scope {
            from: from.unwrap_or(year.from),
            to: day("to")?.unwrap_or(year.to),
            as_of: day("as_of")?.unwrap_or(year.as_of),
            ..year
        };
        if scope.from > scope.to {
            return Err(bad("to"));
        }
        Ok(Self { scope, unit: visit.query.some("unit").map(str::to_owned) })
    }

    fn scope(&self, tx: &mut store::Tx<'_>) -> Result<Scope, PageError> {
        let Some(wanted) = &self.unit else { return Ok(self.scope) };
        let unit = match wanted.parse::<UnitId>() {
            Ok(id) => identity::unit(tx, id)?,
            Err(_) => identity::unit_by_code(tx, self.scope.agency, wanted)?,
        };
        let unit = unit.filter(|unit| unit.agency == self.scope.agency).ok_or_else(|| bad("unit"))?;
        Ok(self.scope.of_unit(Some(unit.id)))
    }
}

fn bad(name: &str) -> PageError {
    PageError::Bad(format!("Tham số “{name}” không đúng."))
}

#[derive(OpenApi)]
#[openapi(paths(list, figure, evidence), components(schemas(Listed, Shown, EvidenceItem)))]
struct Api;

/// This context's part of the OpenAPI description.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}
