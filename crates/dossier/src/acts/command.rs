//! An act on one dossier as data, so that pages and the interface for programs run the same acts.

use kernel::{Acting, DossierId};
use store::{StoreError, Tx};

use super::{
    AskPayment, AskSupplement, HandOver, Pausing, Reappoint, Reassign, Refusal, ReturnResult, SendBack,
    SettlePayment, TakeSupplement,
};
use crate::domain::{Dossier, DossierRefused};
use crate::office::Office;

/// What is to be done.
#[derive(Debug, Clone)]
pub enum Command {
    /// Hand over to the next step.
    HandOver(HandOver),
    /// Ask for a supplement.
    AskSupplement(AskSupplement),
    /// Take the supplement.
    TakeSupplement(TakeSupplement),
    /// Stop the clock.
    Pause(Pausing),
    /// Let the clock run again.
    Resume,
    /// Appoint a new date.
    Reappoint(Reappoint),
    /// Send back to the step before.
    SendBack(SendBack),
    /// Give to another account.
    Reassign(Reassign),
    /// Refuse.
    Refuse(Refusal),
    /// Stop the processing.
    Stop(Refusal),
    /// Close where the supplement did not come in time.
    CloseAfterSilence,
    /// Ask the applicant to pay.
    AskPayment(AskPayment),
    /// Settle the duty.
    SettlePayment(SettlePayment),
    /// Withdraw, with the reason.
    Withdraw(String),
    /// Hand out the result.
    ReturnResult(ReturnResult),
    /// Put the result on the portal.
    PublishResult,
}

impl Command {
    /// Runs the act.
    pub fn run(
        &self,
        tx: &mut Tx<'_>,
        office: &Office,
        acting: &Acting,
        id: DossierId,
    ) -> Result<(), DossierRefused> {
        match self {
            Self::HandOver(cmd) => super::hand_over(tx, office, acting, (id, cmd)).map(drop),
            Self::AskSupplement(cmd) => super::ask_supplement(tx, office, acting, (id, cmd)).map(drop),
            Self::TakeSupplement(cmd) => super::take_supplement(tx, office, acting, (id, cmd)).map(drop),
            Self::Pause(cmd) => super::pause(tx, office, acting, (id, cmd)).map(drop),
            Self::Resume => super::resume(tx, office, acting, id).map(drop),
            Self::Reappoint(cmd) => super::reappoint(tx, office, acting, (id, cmd)).map(drop),
            Self::SendBack(cmd) => super::send_back(tx, office, acting, (id, cmd)).map(drop),
            Self::Reassign(cmd) => super::reassign(tx, office, acting, (id, cmd)),
            Self::Refuse(cmd) => super::refuse(tx, office, acting, (id, cmd)).map(drop),
            Self::Stop(cmd) => super::stop(tx, office, acting, (id, cmd)).map(drop),
            Self::CloseAfterSilence => super::close_after_silence(tx, office, acting, id).map(drop),
            Self::AskPayment(cmd) => super::ask_payment(tx, office, acting, (id, cmd)).map(drop),
            Self::SettlePayment(cmd) => super::settle_payment(tx, office, acting, (id, cmd)).map(drop),
            Self::Withdraw(reason) => super::withdraw(tx, office, acting, (id, reason)).map(drop),
            Self::ReturnResult(cmd) => super::return_result(tx, office, acting, (id, cmd)).map(drop),
            Self::PublishResult => super::publish_result(tx, office, acting, id).map(drop),
        }
    }
}

/// What names the state of a dossier that a form was made for: the versions of the record and of the open step.
pub fn stamp(dossier: &Dossier, work: Option<&process::Work>) -> String {
    match work {
        Some(work) => format!("{}.{}.{}", dossier.version, work.id, work.version),
        None => dossier.version.to_string(),
    }
}

/// Refuses where the dossier is not in the state that `seen` names: somebody was faster.
pub fn require_unchanged(tx: &mut Tx<'_>, id: DossierId, seen: &str) -> Result<(), DossierRefused> {
    let dossier = crate::store::find(tx, id)?;
    let work = process::current(tx, id.get())?;
    if stamp(&dossier, work.as_ref()) == seen { Ok(()) } else { Err(StoreError::Conflict.into()) }
}
