//! The setting of the story: which procedures are used how much, how many dossiers come on which day, what is
//! handed in and what is asked for.

use std::sync::Arc;

use anyhow::{Result, anyhow};
use calendar::WorkCalendar;
use dossier::DossierRefused;
use dossier::acts;
use dossier::domain::{Paper, PaperState};
use kernel::Date;
use procedure::domain::{Case, Procedure};

use super::Plot;
use super::dice::Dice;

/// A procedure of the sample.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) code: String,
    pub(super) unit: String,
    pub(super) procedure: Arc<Procedure>,
    pub(super) weight: u64,
}

/// An act of the story must not be refused.
pub(super) fn said<T>(done: Result<T, DossierRefused>) -> Result<T> {
    done.map_err(|refused| match dossier::labels::refused(&refused) {
        Some(words) => anyhow!("{words}"),
        None => anyhow!(refused),
    })
}

/// Every required paper, as the law wants it.
pub(super) fn papers(procedure: &Procedure, case: &Case) -> Vec<Paper> {
    procedure
        .papers_of(case)
        .map(|paper| Paper {
            code: paper.code.clone(),
            name: paper.name.clone(),
            n_originals: paper.n_originals,
            n_copies: paper.n_copies,
            state: if paper.condition.is_some() { PaperState::NotNeeded } else { PaperState::Valid },
            note: String::new(),
            file: None,
        })
        .collect()
}

pub(super) fn request(procedure: &Procedure, override_reason: String) -> acts::AskSupplement {
    let paper = procedure.papers.first();
    acts::AskSupplement {
        papers: vec![acts::Asked {
            code: paper.map(|paper| paper.code.clone()).unwrap_or_default(),
            name: paper.map(|paper| paper.name.clone()).unwrap_or_default(),
            reason: "Thiếu chữ ký và xác nhận theo mẫu.".to_owned(),
        }],
        legal_basis: procedure.legal_bases.first().map(|basis| basis.act.clone()).unwrap_or_default(),
        override_reason,
        respond_by: None,
    }
}

/// The procedures that can be received in the story, the first ones of a thrown order the most used.
pub(super) fn offers(dice: &mut Dice, plot: Plot) -> Result<Vec<Offer>> {
    let checked = procedure::check_texts(procedure::builtin().iter().copied());
    let mut offers: Vec<Offer> = checked
        .procedures
        .into_iter()
        .map(|(_, procedure)| procedure)
        .filter(|procedure| {
            procedure.is_receivable() && procedure.in_force(plot.until.date()) && short(procedure)
        })
        .map(|procedure| {
            let base = match procedure.unit.as_str() {
                "NCC" => 34,
                "LDVL" => 26,
                "BTXH" => 22,
                "GDNN" => 60,
                _ => 30,
            };
            let weight = base * dice.between(1, 20) as u64;
            Offer {
                code: procedure.code.to_string(),
                unit: procedure.unit.clone(),
                weight,
                procedure: Arc::new(procedure),
            }
        })
        .collect();
    offers.sort_by(|a, b| a.code.cmp(&b.code));
    if offers.is_empty() { Err(anyhow!("no procedure can be received")) } else { Ok(offers) }
}

/// Procedures of more than forty days would hardly end within the story.
fn short(procedure: &Procedure) -> bool {
    procedure.cases.first().is_some_and(|case| {
        case.terms
            .iter()
            .filter_map(procedure::domain::Terms::limit)
            .all(|limit| limit.amount.thousandths() <= 40_000)
    })
}

/// How many dossiers arrive on which working day; the sum is the number wanted.
pub(super) fn days(dice: &mut Dice, calendar: &WorkCalendar, plot: Plot) -> Vec<(Date, u64)> {
    let mut days = Vec::new();
    let mut day = plot.from;
    while day <= plot.until.date() {
        if calendar.is_working(day) {
            let monday = if day.weekday() == 1 { 130 } else { 100 };
            days.push((day, monday + dice.below(40)));
        }
        day = day.plus(1);
    }
    let whole: u64 = days.iter().map(|day| day.1).sum();
    let (mut seen, mut given) = (0, 0);
    for day in &mut days {
        seen += day.1;
        let until_here = plot.dossiers * seen / whole.max(1);
        day.1 = until_here - given;
        given = until_here;
    }
    days
}
