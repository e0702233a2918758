//! What every act on a dossier has in common: loading, the right to work, saving with journal and facts.

use calendar::{Reading, WorkCalendar};
use kernel::{Acting, DossierId, FactChange, Instant, UnitId};
use procedure::domain::{InternalProcess, Procedure, Step, StepUnit};
use process::{Headline, Opening, StepRef, Work};
use serde_json::{Value, json};
use std::sync::Arc;
use store::{StoreError, Tx, journal};

use crate::domain::{Dossier, DossierRefused, SCHEMA, diff, fact, sort_key};
use crate::office::Office;

/// A dossier in the hands of an act.
pub(crate) struct Case {
    pub(crate) dossier: Dossier,
    pub(crate) procedure: Arc<Procedure>,
    pub(crate) calendar: WorkCalendar,
    pub(crate) work: Option<Work>,
}

impl Case {
    pub(crate) fn load(tx: &mut Tx<'_>, office: &Office, id: DossierId) -> Result<Self, DossierRefused> {
        let dossier = crate::store::find(tx, id)?;
        let procedure = office.catalogue.get(tx, dossier.procedure_version_id)?;
        let calendar = office.calendars.of(tx, dossier.agency, Some(dossier.unit))?;
        let work = process::current(tx, id.get())?;
        Ok(Self { dossier, procedure, calendar, work })
    }

    /// The open work, where the actor may do it; for whom stands in the returned circumstances.
    pub(crate) fn held(&self, tx: &mut Tx<'_>, acting: &Acting) -> Result<(Work, Acting), DossierRefused> {
        let work = self.work.clone().ok_or(process::ProcessRefused::Closed)?;
        if acting.at < work.opened_at {
            return Err(DossierRefused::TooEarly(work.opened_at));
        }
        let on_behalf_of = process::may_work(tx, acting, &work)?;
        Ok((work, Acting { on_behalf_of, ..acting.clone() }))
    }

    /// Like [`Case::held`], but a head of the unit may also act on work that one of theirs holds.
    pub(crate) fn held_or_headed(
        &self,
        tx: &mut Tx<'_>,
        acting: &Acting,
    ) -> Result<(Work, Acting), DossierRefused> {
        match self.held(tx, acting) {
            Err(DossierRefused::Work(process::ProcessRefused::NotYours)) => {
                let work = self.work.clone().ok_or(process::ProcessRefused::Closed)?;
                let heads = acting.permit::<super::MayOverride>().is_ok() && acting.unit == Some(work.unit);
                if heads { Ok((work, acting.clone())) } else { Err(process::ProcessRefused::NotYours.into()) }
            }
            held => held,
        }
    }

    /// The internal process of the dossier's case.
    pub(crate) fn process(&self) -> Result<&InternalProcess, DossierRefused> {
        let case = self.procedure.case(&self.dossier.case_code).ok_or(DossierRefused::NotOffered)?;
        self.procedure.process_of(case).ok_or(DossierRefused::NoNextStep)
    }

    /// How the case's time is read.
    pub(crate) fn reading(&self) -> Reading {
        let case = self.procedure.case(&self.dossier.case_code);
        let channel = procedure_channel(self.dossier.channel);
        case.and_then(|case| case.terms(channel)).map(|terms| terms.reading).unwrap_or_default()
    }

    /// The promised time limit of the dossier's case and channel.
    pub(crate) fn limit(&self) -> Option<calendar::Limit> {
        let case = self.procedure.case(&self.dossier.case_code)?;
        let limits = case.terms(procedure_channel(self.dossier.channel))?.time_limits()?;
        Some(limits.promised().clone())
    }

    /// A step of the process, ready to be opened.
    pub(crate) fn opening(
        &self,
        office: &Office,
        step: &Step,
        after: &Dossier,
    ) -> Result<Opening, DossierRefused> {
        Ok(Opening {
            subject: SCHEMA.subject,
            subject_id: self.dossier.id.get(),
            step: step_ref(step, self.reading())?,
            unit: place_of(office, step, self.dossier.unit),
            account: None,
            headline: headline(&self.dossier, &self.procedure),
            sort: sort_key(after),
        })
    }
}

pub(crate) const fn procedure_channel(channel: crate::domain::Channel) -> procedure::domain::Channel {
    match channel {
        crate::domain::Channel::Counter => procedure::domain::Channel::Counter,
        crate::domain::Channel::Online => procedure::domain::Channel::Online,
        crate::domain::Channel::Postal => procedure::domain::Channel::Postal,
    }
}

pub(crate) fn headline(dossier: &Dossier, procedure: &Procedure) -> Headline {
    Headline {
        code: dossier.code.clone(),
        title: dossier.applicant_name.clone(),
        topic: dossier.procedure_code.clone(),
        topic_name: procedure.name.clone(),
    }
}

/// A step as the running side knows it. Steps outside the department are not worked here.
pub fn step_ref(step: &Step, reading: Reading) -> Result<StepRef, DossierRefused> {
    let role = step.role.and_then(procedure::domain::StepRole::role).ok_or(DossierRefused::NoNextStep)?;
    Ok(StepRef { code: step.code.clone(), name: step.name.clone(), role, allotted: step.time, reading })
}

/// The next step of the process on the way forward; steps outside the department are passed over.
pub fn next_step<'a>(process: &'a InternalProcess, from: &str) -> Option<&'a Step> {
    let mut step = process.next(from)?;
    for _ in 0..process.steps.len() {
        if step.role.and_then(procedure::domain::StepRole::role).is_some() {
            return Some(step);
        }
        step = process.next(&step.code)?;
    }
    None
}

pub(crate) fn place_of(office: &Office, step: &Step, competent: UnitId) -> UnitId {
    let place = match step.unit {
        Some(StepUnit::Desk) => office.places.desk,
        Some(StepUnit::Office) => office.places.office,
        Some(StepUnit::Leadership) => office.places.leadership,
        Some(StepUnit::Division | StepUnit::Outside) | None => None,
    };
    place.unwrap_or(competent)
}

/// The next number of a kind of paper given to applicants, in the year of the act.
pub(crate) fn paper_number(tx: &mut Tx<'_>, acting: &Acting, form: &str) -> Result<i64, StoreError> {
    tx.next_number(acting.agency, form, &acting.at.date().year().to_string())
}

/// Saves what an act made of a dossier, writes its journal entry and tells the indicators.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    acting: &Acting,
    kind: &str,
    (before, after): (&Dossier, &Dossier),
    mut detail: Value,
) -> Result<(), StoreError> {
    let changes = diff(before, after);
    if !changes.is_empty() {
        crate::store::save(tx, after)?;
    }
    if let Some(object) = detail.as_object_mut() {
        object.insert("changes".to_owned(), Value::Object(changes));
    }
    journal::append(tx, acting, kind, (SCHEMA.subject, after.id.get()), &detail)?;
    announce(tx, acting.at, Some(before), after)
}

pub(crate) fn announce(
    tx: &mut Tx<'_>,
    at: Instant,
    before: Option<&Dossier>,
    after: &Dossier,
) -> Result<(), StoreError> {
    let (old, new) = (before.map(fact), fact(after));
    if old.as_ref() == Some(&new) {
        return Ok(());
    }
    tx.announce(&FactChange {
        agency: after.agency,
        subject: SCHEMA.subject,
        id: after.id.get(),
        known_on: at.date(),
        before: old,
        after: Some(new),
    })
}

/// What the journal says of a step that moved.
pub(crate) fn moved(from: &Work, to: Option<&Work>) -> Value {
    json!({
        "from": { "step": from.step, "account": from.account, "unit": from.unit },
        "to": to.map(|work| json!({ "step": work.step, "account": work.account, "unit": work.unit, "why": work.routed })),
    })
}
