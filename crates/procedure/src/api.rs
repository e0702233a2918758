//! The API of this context: the catalogue and one procedure, as JSON.

use kernel::Date;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use web::{Access, Json, PageError, Path, Routes, Visit};

use crate::domain::{Case, InternalProcess, Mark, Price, Procedure, Sector, StepRole, Terms, TimeLimit};
use crate::pages::{catalogue, unit_names};
use crate::store::{self as rows, Search};
use crate::urls;

/// Procedures in one answer, at most.
const MOST: usize = 200;

pub(crate) fn routes() -> Routes {
    const SEE: Access = Access::Needs("procedure.see");
    Routes::new().get(urls::API_LIST, SEE, list).get(urls::API_SHOW, SEE, show)
}

/// A procedure in the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProcedureItem {
    /// Normalised code.
    code: String,
    /// Name.
    name: String,
    /// Code of the field of work.
    sector: String,
    /// Name of the competent unit.
    unit: String,
    /// Online level, 1 to 4.
    online_level: i64,
    /// Whether dossiers can be received.
    receivable: bool,
    /// First day in force.
    #[schema(value_type = String, format = Date)]
    in_force_on: Date,
    /// First day no longer in force.
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
    /// Number of the published version.
    version: i64,
}

/// A page of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProcedureList {
    /// The procedures, by name.
    items: Vec<ProcedureItem>,
    /// How many there are on all pages together.
    total: i64,
    /// Where the next page starts: the parameter `after`.
    next: Option<String>,
}

/// The catalogue of procedures.
#[utoipa::path(
    get,
    path = "/api/v1/procedures",
    tag = "procedures",
    params(
        ("q" = Option<String>, Query, description = "words of name or code, with or without accents"),
        ("sector" = Option<String>, Query, description = "code of the field of work, such as NCC"),
        ("level" = Option<i64>, Query, description = "online level, 1 to 4"),
        ("receivable" = Option<bool>, Query, description = "whether dossiers can be received"),
        ("limit" = Option<usize>, Query, description = "procedures in the answer, at most 200"),
        ("after" = Option<String>, Query, description = "`next` of the page before")
    ),
    responses((status = 200, body = ProcedureList))
)]
async fn list(visit: Visit) -> Result<Json<ProcedureList>, PageError> {
    let query = &visit.query;
    let search = Search {
        words: query.get("q").to_owned(),
        sector: match query.some("sector") {
            Some(code) => Some(Sector::from_code(code).ok_or_else(|| bad("sector"))?),
            None => None,
        },
        level: query.some("level").map(|text| text.parse().map_err(|_| bad("level"))).transpose()?,
        receivable: query
            .some("receivable")
            .map(|text| text.parse().map_err(|_| bad("receivable")))
            .transpose()?,
        unit: None,
    };
    let size: usize = query.some("limit").map_or(Ok(MOST), |text| text.parse().map_err(|_| bad("limit")))?;
    let after = query.some("after").map(|text| text.parse().map_err(|_| bad("after"))).transpose()?;
    let agency = visit.agency();
    let (page, total, units) = visit
        .read::<_, PageError>(move |tx| {
            let page = rows::search(tx, agency, &search, after, size.clamp(1, MOST))?;
            Ok((page, rows::count(tx, agency, &search)?, unit_names(tx, agency)?))
        })
        .await?;
    let item = |row: crate::ProcedureRow| ProcedureItem {
        sector: row.sector.code().to_owned(),
        unit: units.get(&row.unit).cloned().unwrap_or_default(),
        online_level: row.online_level,
        receivable: row.receivable,
        in_force_on: row.in_force_on,
        ended_on: row.ended_on,
        version: row.number,
        code: row.code,
        name: row.name,
    };
    let next = page.next.map(|cursor| cursor.id.to_string());
    Ok(Json(ProcedureList { items: page.rows.into_iter().map(item).collect(), total, next }))
}

fn bad(name: &str) -> PageError {
    PageError::Bad(format!("Tham số “{name}” không đúng."))
}

/// A length of time; units are never added to one another.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TimeBody {
    /// How much.
    amount: f64,
    /// `working_day`, `calendar_day`, `working_hour` or `hour`.
    unit: String,
}

/// Something to pay.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PriceBody {
    /// `fee` (phí) or `charge` (lệ phí).
    kind: &'static str,
    /// What for.
    name: String,
    /// Đồng; absent where not verified.
    amount: Option<i64>,
}

/// What applies through certain channels.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TermsBody {
    /// `counter`, `online`, `postal`.
    channels: Vec<&'static str>,
    /// The time the law gives the department.
    statutory: Option<TimeBody>,
    /// The time that was published.
    published: Option<TimeBody>,
    /// The department's own goal.
    internal: Option<TimeBody>,
    /// Fees and charges.
    prices: Vec<PriceBody>,
}

/// A case (trường hợp).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseBody {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Code of its process.
    process: Option<String>,
    /// Terms.
    terms: Vec<TermsBody>,
}

/// A paper (thành phần hồ sơ).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PaperBody {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Originals.
    originals: u16,
    /// Copies.
    copies: u16,
    /// The prescribed form.
    form: Option<String>,
    /// When it is needed, where not always.
    condition: Option<String>,
    /// Codes of the cases that need it; absent: all.
    cases: Option<Vec<String>>,
    /// How sure: `verified`, `recalled`, `sample`, `unverified`.
    mark: &'static str,
}

/// A step of an internal process.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepBody {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Who does it.
    role: Option<&'static str>,
    /// The time allotted.
    time: Option<TimeBody>,
}

/// An internal process (quy trình nội bộ).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProcessBody {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Where it comes from.
    source: String,
    /// Steps, in order.
    steps: Vec<StepBody>,
}

/// A procedure in its published version.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProcedureBody {
    /// Normalised code.
    code: String,
    /// Name.
    name: String,
    /// Code of the field of work.
    sector: &'static str,
    /// Number of the published version.
    version: i64,
    /// First day in force.
    #[schema(value_type = String, format = Date)]
    in_force_on: Date,
    /// First day no longer in force.
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
    /// Online level, 1 to 4.
    online_level: i64,
    /// Whether it is integrated in the National Public Service Portal.
    national_portal: bool,
    /// Whether dossiers can be received.
    receivable: bool,
    /// Legal bases.
    legal_bases: Vec<String>,
    /// Cases.
    cases: Vec<CaseBody>,
    /// Papers.
    papers: Vec<PaperBody>,
    /// Results.
    results: Vec<String>,
    /// Internal processes.
    processes: Vec<ProcessBody>,
}

/// One procedure in its published version.
#[utoipa::path(
    get,
    path = "/api/v1/procedures/{code}",
    tag = "procedures",
    params(("code" = String, Path, description = "code of the procedure, such as 1.010801")),
    responses((status = 200, body = ProcedureBody), (status = 404, description = "no such procedure"))
)]
async fn show(visit: Visit, Path(code): Path<String>) -> Result<Json<ProcedureBody>, PageError> {
    let (agency, known) = (visit.agency(), catalogue(&visit));
    let (row, procedure) = visit
        .read::<_, PageError>(move |tx| {
            let row = rows::by_code(tx, agency, &code)?.ok_or(PageError::NotFound)?;
            let procedure = known.get(tx, row.version_id)?;
            Ok((row, procedure))
        })
        .await?;
    Ok(Json(body(&procedure, row.number, row.ended_on)))
}

fn body(procedure: &Procedure, version: i64, ended_on: Option<Date>) -> ProcedureBody {
    let basis =
        |basis: &crate::domain::LegalBasis| format!("{} {}", basis.articles, basis.act).trim().to_owned();
    ProcedureBody {
        code: procedure.code.to_string(),
        name: procedure.name.clone(),
        sector: procedure.sector.code(),
        version,
        in_force_on: procedure.in_force_on,
        ended_on,
        online_level: procedure.online.level.number(),
        national_portal: procedure.online.national_portal,
        receivable: procedure.is_receivable(),
        legal_bases: procedure.legal_bases.iter().map(basis).collect(),
        cases: procedure.cases.iter().map(case).collect(),
        papers: procedure.papers.iter().map(paper).collect(),
        results: procedure.results.iter().map(|result| result.name.clone()).collect(),
        processes: procedure.processes.iter().map(process).collect(),
    }
}

fn time(limit: TimeLimit) -> TimeBody {
    use crate::domain::{Unit, Word as _};
    let unit = Unit::all().iter().find(|(unit, _)| *unit == limit.unit).map_or("", |(_, code)| *code);
    TimeBody { amount: limit.amount.thousandths() as f64 / 1_000.0, unit: unit.to_owned() }
}

fn case(case: &Case) -> CaseBody {
    CaseBody {
        code: case.code.clone(),
        name: case.name.clone(),
        process: case.process.clone(),
        terms: case.terms.iter().map(terms).collect(),
    }
}

fn terms(terms: &Terms) -> TermsBody {
    let price = |kind, price: &Price| PriceBody {
        kind,
        name: price.name.clone(),
        amount: price.amount.map(|amount| amount.0),
    };
    let fees = terms.fees.iter().map(|fee| price("fee", &fee.0));
    TermsBody {
        channels: terms.channels.iter().map(|channel| channel.code()).collect(),
        statutory: terms.statutory.map(time),
        published: terms.published.map(time),
        internal: terms.internal.map(time),
        prices: fees.chain(terms.charges.iter().map(|charge| price("charge", &charge.0))).collect(),
    }
}

fn paper(paper: &crate::domain::RequiredPaper) -> PaperBody {
    PaperBody {
        code: paper.code.clone(),
        name: paper.name.clone(),
        originals: paper.n_originals,
        copies: paper.n_copies,
        form: paper.form.clone(),
        condition: paper.condition.clone(),
        cases: paper.cases.clone(),
        mark: Mark::code(paper.mark),
    }
}

fn process(process: &InternalProcess) -> ProcessBody {
    ProcessBody {
        code: process.code.clone(),
        name: process.name.clone(),
        source: process.source.clone(),
        steps: process
            .steps
            .iter()
            .map(|step| StepBody {
                code: step.code.clone(),
                name: step.name.clone(),
                role: step.role.map(StepRole::code),
                time: step.time.map(time),
            })
            .collect(),
    }
}

#[derive(OpenApi)]
#[openapi(paths(list, show))]
struct Description;

/// The part of the API's description that is about procedures.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}
