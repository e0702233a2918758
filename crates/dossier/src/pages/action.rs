//! Acts on a dossier, each on a page of its own: a form, and what it says back. Everything typed is kept where the
//! rule says no.

mod kind;
mod parse;

use askama::Template;
use axum::response::Response;
use identity::AccountBrief;
use kernel::{Acting, Role, vi};
use procedure::domain::StepRole;
use store::Tx;
use web::{Fields, Form, PageError, Problem, Shell, Visit, cookie};

pub(super) use kind::{Action, Button};

use super::controls::Control;
use super::office;
use super::show::{find, holds, storage};
use crate::acts::frame::{Case, place_of};
use crate::acts::{next_step, require_unchanged, stamp};
use crate::domain::{DossierRefused, Paper};
use crate::office::Office;
use crate::{labels, store as rows, urls};

/// A dossier with what a form about it needs.
pub(super) struct Prepared {
    pub(super) case: Case,
    pub(super) papers: Vec<Paper>,
    /// Who may get the work.
    pub(super) candidates: Vec<AccountBrief>,
    pub(super) stamp: String,
    pub(super) held: bool,
    /// Whether the act hands over to the last step, which needs the result.
    pub(super) finishes: bool,
    /// The name of the next step.
    pub(super) next: Option<String>,
}

impl Prepared {
    fn load(
        tx: &mut Tx<'_>,
        office: &Office,
        acting: &Acting,
        (code, action): (&str, Action),
    ) -> Result<Self, PageError> {
        let case = find(tx, office, acting.agency, code)?;
        let mut prepared = Self {
            held: holds(tx, acting, case.work.as_ref())?,
            papers: rows::papers(tx, case.dossier.id)?.0,
            candidates: Vec::new(),
            stamp: stamp(&case.dossier, case.work.as_ref()),
            finishes: false,
            next: None,
            case,
        };
        prepared.look_ahead(tx, office, acting, action)?;
        Ok(prepared)
    }

    fn look_ahead(
        &mut self,
        tx: &mut Tx<'_>,
        office: &Office,
        acting: &Acting,
        action: Action,
    ) -> Result<(), PageError> {
        let Some(work) = &self.case.work else { return Ok(()) };
        let day = acting.at.date();
        let (unit, role) = match action {
            Action::Reassign => (Some(work.unit), Role::from_code(&work.role)),
            Action::HandOver => {
                let next = self.case.process().ok().and_then(|process| next_step(process, &work.step));
                let Some(next) = next else { return Ok(()) };
                self.finishes = next.end;
                self.next = Some(next.name.clone());
                let unit = place_of(office, next, self.case.dossier.unit);
                (Some(unit), next.role.and_then(StepRole::role))
            }
            _ => return Ok(()),
        };
        let Some(role) = role else { return Ok(()) };
        let current = work.account.filter(|_| action == Action::Reassign);
        self.candidates = identity::accounts_with_role(tx, acting.agency, unit, role, day)?;
        self.candidates.retain(|candidate| Some(candidate.id) != current);
        Ok(())
    }
}

#[derive(Template)]
#[template(path = "dossier/action.html")]
struct ActionPage {
    shell: Shell,
    lead: String,
    problems: Vec<Problem>,
    /// What the law says about the act.
    law: &'static str,
    controls: Vec<Control>,
    button: String,
    warning: bool,
    cancel: String,
    stamp: String,
    once: String,
}

/// The form of an act.
pub(super) async fn show(visit: Visit, code: String, action: Action) -> Result<Response, PageError> {
    let (office, acting) = (office(&visit), visit.acting()?);
    let prepared =
        visit.read::<_, PageError>(move |tx| Prepared::load(tx, &office, &acting, (&code, action))).await?;
    if let Some(refused) = action.why_not(&prepared.case, |code| visit.may(code), prepared.held) {
        return Err(refused.into());
    }
    let fields = action.defaults(&prepared);
    let page = build(&visit, action, &prepared, (&fields, &web::FieldErrors::new())).await;
    visit.page(&page)
}

/// The act itself.
pub(super) async fn run(
    visit: Visit,
    code: String,
    action: Action,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let (office, acting) = (office(&visit), visit.acting()?);
    let (for_office, for_acting, for_code) = (office.clone(), acting.clone(), code.clone());
    let prepared = visit
        .read::<_, PageError>(move |tx| Prepared::load(tx, &for_office, &for_acting, (&for_code, action)))
        .await?;
    let command = match action.parse(&prepared, &fields) {
        Ok(command) => command,
        Err(errors) => {
            let page = build(&visit, action, &prepared, (&fields, &errors)).await;
            return visit.page_invalid(&page);
        }
    };
    let (id, seen) = (prepared.case.dossier.id, fields.get("v").to_owned());
    let done = visit
        .write_once::<DossierRefused>(Some(&fields), move |tx| {
            require_unchanged(tx, id, &seen)?;
            command.run(tx, &office, &acting, id)?;
            Ok(String::new())
        })
        .await;
    match done.map_err(storage) {
        Ok(_) => {
            let notice = action.done(&prepared);
            Ok(visit.redirect_done(&urls::dossier(&code), &notice))
        }
        Err(Err(failure)) => Err(failure.into()),
        Err(Ok(refused)) => match labels::refused(&refused) {
            None => Err(refused.into()),
            Some(text) => {
                let mut errors = web::FieldErrors::new();
                errors.add(action.field_of(&refused), text);
                let page = build(&visit, action, &prepared, (&fields, &errors)).await;
                visit.page_invalid(&page)
            }
        },
    }
}

async fn build(
    visit: &Visit,
    action: Action,
    prepared: &Prepared,
    (fields, errors): (&Fields, &web::FieldErrors),
) -> ActionPage {
    let dossier = &prepared.case.dossier;
    let own = urls::dossier(&dossier.code);
    let title = action.title(&prepared.case);
    let step = prepared.case.work.as_ref().map(|work| format!(" · bước {}", work.step_name));
    let due = dossier.due_at.map(|due| format!(" · hạn {}", vi::deadline(due)));
    ActionPage {
        shell: visit
            .shell_below(&title, &[("Hồ sơ", urls::DOSSIERS), (dossier.code.as_str(), own.as_str())])
            .await,
        lead: format!(
            "{} · {}{}{}",
            dossier.applicant_name,
            prepared.case.procedure.name,
            step.unwrap_or_default(),
            due.unwrap_or_default()
        ),
        problems: errors.problems(),
        law: action.law(),
        controls: action.controls(prepared, fields, errors, visit.may("dossier.override")),
        button: action.button(prepared),
        warning: action.is_end(),
        cancel: own,
        stamp: prepared.stamp.clone(),
        once: cookie::random_token(),
    }
}
