//! The list of plans and the dashboard of one.

use askama::Template;
use axum::response::Response;
use kernel::vi;
use web::{PageError, Path, PlanCount, PlanGroup, Shell, Tone, Visit};

use super::asked::{self, Asked};
use super::{engine, find};
use crate::domain::{Plan, Status};
use crate::reading::{self, Board, Reading};
use crate::store as rows;
use crate::{labels, outlook, urls, views};

/// What needs to be seen to first is at most this many.
const URGENT: usize = 4;

#[derive(Template)]
#[template(path = "plan/index.html")]
struct IndexPage {
    shell: Shell,
    plans: Vec<(String, Plan)>,
    read: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "plan/board.html")]
struct BoardPage {
    shell: Shell,
    lead: String,
    asked: Asked,
    status: String,
    counts: Vec<PlanCount>,
    matrix: Vec<PlanGroup>,
    urgent: Vec<Urgent>,
    groups: Vec<PlanGroup>,
    xlsx: String,
    csv: String,
}

struct Urgent {
    tone: Tone,
    title: String,
    href: String,
    reason: String,
}

/// The list; with one plan, straight to it.
pub(super) async fn index(visit: Visit) -> Result<Response, PageError> {
    let agency = visit.agency();
    let plans = visit.read::<_, PageError>(move |tx| Ok(rows::list(tx, agency)?)).await?;
    if let [plan] = plans.as_slice() {
        return Ok(visit.redirect(&urls::show(&plan.slug)));
    }
    let page = IndexPage {
        shell: visit.shell("Kế hoạch cải cách hành chính").await,
        plans: plans.into_iter().map(|plan| (urls::show(&plan.slug), plan)).collect(),
        read: visit.may("plan.edit").then_some(urls::READ),
    };
    visit.page(&page)
}

pub(super) async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, PageError> {
    let (board, asked) = load(&visit, slug).await?;
    let filter = Filter::read(visit.query.get("tinh-trang"));
    let plan = &board.plan;
    let link = |path: String| urls::with_query(&path, &asked.query);
    let groups = views::groups(&board, &asked.query, |reading| filter.lets(reading));
    // A group without a target of the chosen status is not on the page, so nothing may lead to it.
    let mut matrix = views::groups(&board, &asked.query, |_| true);
    matrix.retain(|group| groups.iter().any(|shown| shown.id == group.id));
    let page = BoardPage {
        shell: visit.shell_below(&plan.title, &[("Kế hoạch cải cách", urls::INDEX)]).await,
        lead: lead(plan, &asked),
        status: visit.query.get("tinh-trang").to_owned(),
        counts: counts(&visit, &board, filter),
        matrix,
        urgent: urgent(&board, &asked.query),
        groups,
        xlsx: link(urls::xlsx(&plan.slug)),
        csv: link(urls::csv(&plan.slug)),
        asked,
    };
    visit.page(&page)
}

/// The plan of an address as it is asked for.
pub(super) async fn load(visit: &Visit, slug: String) -> Result<(Board, Asked), PageError> {
    let (engine, asked) = (engine(visit)?, visit.clone());
    visit
        .read::<_, PageError>(move |tx| {
            let plan = find(tx, asked.agency(), &slug)?;
            let asked = asked::read(&asked, (plan.from, plan.to));
            let board = reading::board(tx, &engine, plan, asked.ask)?;
            Ok((board, asked))
        })
        .await
}

fn lead(plan: &Plan, asked: &Asked) -> String {
    let window = match asked.ask.period {
        Some((from, to)) => format!(" Tính cho kỳ từ {} đến {}.", vi::date(from), vi::date(to)),
        None => String::new(),
    };
    format!(
        "Số {} ban hành ngày {}. Số liệu tính trực tiếp từ hồ sơ, thủ tục và tài liệu {}.{window}",
        plan.number,
        vi::date(plan.issued_on),
        asked.known
    )
}

/// A choice of targets by how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    One(Status),
    Waiting,
}

impl Filter {
    const EACH: [(Self, &'static str, &'static str); 5] = [
        (Self::All, "", "chỉ tiêu"),
        (Self::One(Status::Met), "dat", "đạt"),
        (Self::One(Status::AtRisk), "nguy-co", "có nguy cơ"),
        (Self::One(Status::Missed), "chua-dat", "chưa đạt"),
        (Self::Waiting, "cho", "chưa đánh giá được"),
    ];

    fn read(code: &str) -> Self {
        Self::EACH.iter().find(|(_, known, _)| *known == code).map_or(Self::All, |(filter, ..)| *filter)
    }

    fn lets(self, reading: &Reading) -> bool {
        match self {
            Self::All => true,
            Self::One(status) => reading.status() == status,
            Self::Waiting => !reading.status().is_judged(),
        }
    }

    const fn tone(self) -> Option<Tone> {
        match self {
            Self::All => None,
            Self::One(status) => Some(labels::tone(status)),
            Self::Waiting => Some(Tone::None),
        }
    }
}

fn counts(visit: &Visit, board: &Board, current: Filter) -> Vec<PlanCount> {
    let path = urls::show(&board.plan.slug);
    let count = |(filter, code, label): (Filter, &str, &str)| {
        let number = board.readings.iter().filter(|reading| filter.lets(reading)).count();
        PlanCount {
            tone: filter.tone(),
            count: vi::number(number as i64),
            label: label.to_owned(),
            href: urls::with_query(&path, &visit.query.with("tinh-trang", code)),
            current: filter == current,
        }
    };
    Filter::EACH.into_iter().map(count).collect()
}

/// What is missed comes before what is at risk; within these, the order of the plan.
fn urgent(board: &Board, query: &str) -> Vec<Urgent> {
    let of = |status: Status| board.readings.iter().filter(move |reading| reading.status() == status);
    let urgent = |reading: &Reading| Urgent {
        tone: labels::tone(reading.status()),
        title: match views::value(reading) {
            Some(value) => format!("{} {}: {value}", reading.target.clause, reading.target.title),
            None => format!("{} {}", reading.target.clause, reading.target.title),
        },
        href: urls::with_query(&urls::target(&board.plan.slug, &reading.target.clause), query),
        reason: outlook::reason(board, reading),
    };
    of(Status::Missed).chain(of(Status::AtRisk)).take(URGENT).map(urgent).collect()
}
