//! Saying what is owed, and asking for it.

use dossier::Office;
use dossier::acts::{AskPayment, AssessDuty, ask_payment, assess_duty};
use kernel::{Acting, DossierId};
use store::Tx;

use super::MayAssess;
use super::frame::{channel_of, dossier_of, owed_of, withdraw_orders};
use crate::domain::{self, Duty, PaymentRefused, Posting, Typed};
use crate::labels;
use crate::store::ledger::About;
use crate::store::{duty as rows, ledger};

/// Sets fees, charges and exemption of a dossier, at the reception or later, as long as nothing was paid.
pub fn assess(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, cmd): (DossierId, &Typed),
) -> Result<Duty, PaymentRefused> {
    acting.permit::<MayAssess>()?;
    let dossier = dossier_of(tx, acting, id)?;
    let procedure = office.catalogue.get(tx, dossier.procedure_version_id)?;
    let case = procedure.case(&dossier.case_code).ok_or(PaymentRefused::NothingOwed)?;
    let (items, exemption) = domain::assess(case, channel_of(&dossier), cmd)?;
    let before = rows::find(tx, id)?;
    if before.as_ref().is_some_and(|duty| duty.paid.0 > 0) {
        return Err(PaymentRefused::PaidAlready);
    }
    let mut after = Duty {
        dossier: id,
        agency: dossier.agency,
        dossier_code: dossier.code.clone(),
        unit: dossier.unit,
        items,
        legal_basis: cmd.legal_basis.trim().to_owned(),
        exemption,
        paid: kernel::Dong(0),
        refunded: before.as_ref().map(|duty| duty.refunded).unwrap_or_default(),
        assessed_at: acting.at,
        assessed_by: acting.actor,
        version: before.as_ref().map_or(0, |duty| duty.version),
    };
    if after.owed().0 == 0 && dossier.awaits_payment() {
        return Err(PaymentRefused::AskedAlready);
    }
    if before.as_ref().is_some_and(|before| before.owed() != after.owed()) {
        withdraw_orders(tx, acting, id)?;
    }
    rows::save(tx, &after)?;
    after.version += 1;
    let about = About {
        what: "assessed",
        ref_id: id.get(),
        duty: &after,
        day: acting.at.date(),
        officer: acting.actor,
    };
    ledger::post(tx, acting, about, &Posting::assessed(before.as_ref(), &after))?;
    let told = AssessDuty { amount: after.owed().0, reason: labels::duty_in_words(&after) };
    assess_duty(tx, office, acting, (id, &told))?;
    Ok(after)
}

/// Asks the applicant to pay (public status 6); the dossier's clock stands still until it is settled.
pub fn ask(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    (id, legal_basis): (DossierId, &str),
) -> Result<Duty, PaymentRefused> {
    acting.permit::<MayAssess>()?;
    if legal_basis.trim().is_empty() {
        return Err(PaymentRefused::ReasonMissing);
    }
    let dossier = dossier_of(tx, acting, id)?;
    let duty = owed_of(tx, office, acting, &dossier)?;
    let told = AskPayment { amount: duty.owed().0, legal_basis: legal_basis.trim().to_owned() };
    ask_payment(tx, office, acting, (id, &told))?;
    Ok(duty)
}
