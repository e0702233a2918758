//! A unit's own promises, and its part in the targets that are counted.

use askama::Template;
use axum::response::Response;
use indicator::urls as indicators;
use kernel::vi;
use web::{PageError, Path, PlanGroup, PlanRow, Shell, Tab, Visit, chart};

use super::asked::{self, Asked};
use super::{engine, find};
use crate::domain::Status;
use crate::reading::{self, Board, Reading, UnitReading};
use crate::store as rows;
use crate::{labels, urls, views};

#[derive(Template)]
#[template(path = "plan/unit.html")]
struct UnitPage {
    shell: Shell,
    lead: String,
    asked: Asked,
    own: Vec<PlanGroup>,
    part: PlanGroup,
    units: Vec<Tab>,
}

/// To the visitor's own unit in the newest plan; without a unit, to the list of plans.
pub(super) async fn own(visit: Visit) -> Result<Response, PageError> {
    let agency = visit.agency();
    let unit = visit.signed_in()?.unit;
    let place = visit
        .read::<_, PageError>(move |tx| {
            let newest = rows::list(tx, agency)?.into_iter().next();
            let unit = unit.map(|unit| identity::unit(tx, unit)).transpose()?.flatten();
            Ok(newest.zip(unit).map(|(plan, unit)| urls::unit(&plan.slug, &unit.code)))
        })
        .await?;
    Ok(visit.redirect(place.as_deref().unwrap_or(urls::INDEX)))
}

pub(super) async fn show(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (engine, asking) = (engine(&visit)?, visit.clone());
    let (board, asked, unit, all) = visit
        .read::<_, PageError>(move |tx| {
            let plan = find(tx, asking.agency(), &slug)?;
            let unit = identity::unit_by_code(tx, plan.agency, &code)?.ok_or(PageError::NotFound)?;
            let asked = asked::read(&asking, (plan.from, plan.to));
            let all = identity::units(tx, plan.agency)?;
            let board = reading::board(tx, &engine, plan, asked.ask)?;
            Ok((board, asked, unit, all))
        })
        .await?;
    let mut own = views::groups(&board, &asked.query, |reading| views::is_of(reading, unit.id));
    for group in &mut own {
        let met = group.rows.iter().filter(|row| row.tone == web::Tone::Met).count();
        group.summary = format!("{met}/{} đạt", group.rows.len());
        group.note.clear();
    }
    let part = part(&board, &asked, unit.id);
    let title = format!("Chỉ tiêu của {}", unit.name);
    let plan_href = urls::show(&board.plan.slug);
    let crumbs = [("Kế hoạch cải cách", plan_href.as_str())];
    let tab = |other: &identity::Unit| Tab {
        label: other.name.clone(),
        href: urls::with_query(&urls::unit(&board.plan.slug, &other.code), &asked.query),
        current: other.id == unit.id,
        count: None,
        alert: false,
    };
    let on = asked.ask.as_of;
    let page = UnitPage {
        shell: visit.shell_below(&title, &crumbs).await,
        lead: lead(&board, &asked, unit.id),
        units: all.iter().filter(|other| other.in_force(on)).map(tab).collect(),
        own,
        part,
        asked,
    };
    visit.page(&page)
}

fn lead(board: &Board, asked: &Asked, unit: kernel::UnitId) -> String {
    let own: Vec<&Reading> = board.readings.iter().filter(|reading| views::is_of(reading, unit)).collect();
    let count = |status: Status| own.iter().filter(|reading| reading.status() == status).count();
    format!(
        "Phụ trách {} chỉ tiêu của {}: {} đạt, {} có nguy cơ, {} chưa đạt. Số liệu {}.",
        own.len(),
        board.plan.number,
        count(Status::Met),
        count(Status::AtRisk),
        count(Status::Missed),
        asked.known
    )
}

/// The counted targets in which the unit has records of its own.
fn part(board: &Board, asked: &Asked, unit: kernel::UnitId) -> PlanGroup {
    let rows: Vec<PlanRow> = board
        .readings
        .iter()
        .filter_map(|reading| {
            let counted = reading.counted()?;
            let of_unit = counted.units.iter().find(|other| other.unit == unit)?;
            Some(unit_row(board, asked, reading, of_unit))
        })
        .collect();
    let met = rows.iter().filter(|row| row.tone == web::Tone::Met).count();
    PlanGroup {
        id: "phan-cua-don-vi".to_owned(),
        title: "Phần của đơn vị trong các chỉ tiêu được đếm".to_owned(),
        summary: format!("{met}/{} đạt", rows.len()),
        note: String::new(),
        rows,
    }
}

fn unit_row(board: &Board, asked: &Asked, reading: &Reading, of_unit: &UnitReading) -> PlanRow {
    let mut row = views::row(board, reading, &asked.query);
    let (Some(counted), assessed) = (reading.counted(), &of_unit.assessed) else { return row };
    let scope = reading.scope.of_unit(Some(of_unit.unit));
    let code = counted.indicator.code();
    let bad = views::bad(assessed, of_unit.figure);
    let part = if bad > 0 { views::bad_part(assessed) } else { indicator::Part::Met };
    row.tone = labels::tone(assessed.status);
    labels::status(assessed.status).clone_into(&mut row.status);
    row.actual = (!of_unit.figure.is_empty()).then(|| counted.indicator.text(of_unit.figure));
    row.bar = match (counted.indicator.value(of_unit.figure), views::goal_number(reading)) {
        (Some(value), Some(goal)) if assessed.goal.measure == formula::Measure::Percent => {
            chart::goal_bar(value, goal, 100.0, row.tone)
        }
        _ => String::new(),
    };
    "–".clone_into(&mut row.spark);
    let word = if bad > 0 { format!(" {}", labels::miss(code)) } else { String::new() };
    row.evidence = format!("{} {}{word}", vi::number(of_unit.figure.of(part)), views::things(counted));
    row.evidence_href = indicators::evidence(code, part, &scope);
    row
}
