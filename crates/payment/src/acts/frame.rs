//! What the acts have in common: the duty of a dossier, stored or as its procedure names it.

use std::sync::Arc;

use dossier::{Dossier, Office};
use kernel::{Acting, AgencyId, DossierId, Instant};
use procedure::domain::Channel;
use store::Tx;

use crate::domain::{Duty, PaymentRefused, Posting, Typed, assess};
use crate::store::ledger::About;
use crate::store::{days, duty as rows, ledger, orders};

/// The program itself acting: for what the payment platform confirms.
pub fn program(agency: AgencyId, at: Instant) -> Acting {
    Acting {
        agency,
        actor: None,
        on_behalf_of: None,
        unit: None,
        roles: Arc::default(),
        permissions: Arc::default(),
        at,
    }
}

/// The channel as the procedure names it.
pub(crate) const fn channel_of(dossier: &Dossier) -> Channel {
    match dossier.channel {
        dossier::domain::Channel::Counter => Channel::Counter,
        dossier::domain::Channel::Online => Channel::Online,
        dossier::domain::Channel::Postal => Channel::Postal,
    }
}

/// The duty of a dossier: as stored, or, where the dossier was received with exactly what its procedure names, as
/// the procedure names it. `None` where nobody has assessed it yet.
pub fn duty_of(tx: &mut Tx<'_>, office: &Office, dossier: &Dossier) -> Result<Option<Duty>, PaymentRefused> {
    if let Some(duty) = rows::find(tx, dossier.id)? {
        return Ok(Some(duty));
    }
    let procedure = office.catalogue.get(tx, dossier.procedure_version_id)?;
    let Some(case) = procedure.case(&dossier.case_code) else { return Ok(None) };
    let Ok((items, exemption)) = assess(case, channel_of(dossier), &Typed::default()) else {
        return Ok(None);
    };
    let duty = Duty {
        dossier: dossier.id,
        agency: dossier.agency,
        dossier_code: dossier.code.clone(),
        unit: dossier.unit,
        items,
        legal_basis: String::new(),
        exemption,
        paid: kernel::Dong(0),
        refunded: kernel::Dong(0),
        assessed_at: dossier.registered_at,
        assessed_by: None,
        version: 0,
    };
    Ok(Some(duty).filter(|duty| duty.owed().0 == dossier.duty && dossier.duty > 0))
}

/// A dossier of the agency that acts.
pub(crate) fn dossier_of(tx: &mut Tx<'_>, acting: &Acting, id: DossierId) -> Result<Dossier, PaymentRefused> {
    let dossier = dossier::store::find(tx, id)?;
    if dossier.agency == acting.agency { Ok(dossier) } else { Err(store::StoreError::Missing.into()) }
}

/// The duty with something still to be paid, and its row written.
pub(crate) fn owed_of(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    dossier: &Dossier,
) -> Result<Duty, PaymentRefused> {
    let mut duty = duty_of(tx, office, dossier)?.ok_or(PaymentRefused::NotAssessed)?;
    if duty.owed().0 <= 0 {
        return Err(PaymentRefused::NothingOwed);
    }
    if duty.remaining().0 == 0 {
        return Err(PaymentRefused::PaidAlready);
    }
    if duty.version == 0 {
        rows::save(tx, &duty)?;
        duty.version = 1;
        let about = About {
            what: "assessed",
            ref_id: dossier.id.get(),
            duty: &duty,
            day: acting.at.date(),
            officer: acting.actor,
        };
        ledger::post(tx, acting, about, &Posting::assessed(None, &duty))?;
    }
    Ok(duty)
}

/// Withdraws the orders of a dossier that could still be paid. The platform cannot be told: money that comes all the
/// same is recorded as paid too much.
pub(crate) fn withdraw_orders(tx: &mut Tx<'_>, acting: &Acting, id: DossierId) -> Result<(), PaymentRefused> {
    for mut order in orders::of_dossier(tx, id)? {
        if order.settled_at.is_none() && order.cancelled_at.is_none() {
            order.cancelled_at = Some(acting.at);
            orders::save(tx, &order)?;
        }
    }
    Ok(())
}

/// Refuses where the officer has closed the day of the act.
pub(crate) fn require_open_day(
    tx: &mut Tx<'_>,
    acting: &Acting,
    officer: Option<kernel::AccountId>,
) -> Result<(), PaymentRefused> {
    let day = acting.at.date();
    match officer {
        Some(officer) if days::is_closed(tx, acting.agency, day, officer)? => {
            Err(PaymentRefused::DayClosed(day))
        }
        _ => Ok(()),
    }
}
