//! Writing an order: papers to be fetched, or a result to be brought (QĐ 45/2016/QĐ-TTg).

use dossier::{Dossier, PublicStatus};
use kernel::{Acting, Dong, DossierId, UnitId};
use serde_json::json;
use store::{Tx, jobs};

use super::{MayManage, announce, note};
use crate::domain::{
    Contact, Leg, Notice, Order, OrderId, PostalForm, PostalRefused, PostalState, ReportedBy,
};
use crate::jobs::PLACE_JOB;
use crate::office::Postal;

/// An order to write.
#[derive(Debug, Clone)]
pub struct Register {
    /// The dossier; needed for a delivery.
    pub dossier: Option<DossierId>,
    /// Which way.
    pub leg: Leg,
    /// Form of the service.
    pub form: PostalForm,
    /// From whom.
    pub sender: Contact,
    /// To whom.
    pub receiver: Contact,
    /// What is in it.
    pub content: String,
    /// Weight in grams.
    pub weight: i64,
    /// Postage, where it is known; the carrier's answer replaces it.
    pub cost: Dong,
    /// What to collect on delivery.
    pub cod_amount: Dong,
}

/// Writes an order. Where a carrier's driver is there, the order goes to it right after the transaction.
pub fn register(
    tx: &mut Tx<'_>,
    postal: &Postal,
    acting: &Acting,
    cmd: &Register,
) -> Result<Order, PostalRefused> {
    acting.permit::<MayManage>()?;
    let dossier = cmd.dossier.map(|id| dossier::store::find(tx, id)).transpose()?;
    check(tx, cmd, dossier.as_ref())?;
    let year = acting.at.date().year();
    let number = tx.next_number(acting.agency, "postal", &year.to_string())?;
    let carrier = postal.carrier.as_ref().map(|carrier| carrier.code().to_owned()).unwrap_or_default();
    let order = Order {
        id: OrderId(tx.next_id(acting.at)),
        agency: acting.agency,
        number: format!("BC-{year}-{number:06}"),
        dossier: cmd.dossier,
        dossier_code: dossier.as_ref().map(|dossier| dossier.code.clone()).unwrap_or_default(),
        unit: unit(postal, acting, dossier.as_ref()),
        leg: cmd.leg,
        form: cmd.form,
        sender: cmd.sender.clone(),
        receiver: cmd.receiver.clone(),
        content: cmd.content.clone(),
        weight: cmd.weight,
        cost: cmd.cost,
        cod_amount: cmd.cod_amount,
        cod_collected_at: None,
        cod_settled_at: None,
        cod_reference: String::new(),
        promise_days: postal.promise_days,
        carrier,
        tracking: None,
        state: PostalState::Registered,
        state_at: acting.at,
        registered_at: acting.at,
        registered_by: acting.actor,
        sent_at: None,
        sent_known_at: None,
        due_at: None,
        delivered_at: None,
        delivered_known_at: None,
        taken_by: String::new(),
        returned_at: None,
        returned_known_at: None,
        cancelled_at: None,
        n_attempts: 0,
        list: None,
        version: 1,
    };
    crate::store::insert(tx, &order)?;
    crate::store::keep_event(tx, &order, &written(&order), (acting.at, acting.actor, true))?;
    if !order.carrier.is_empty() {
        jobs::enqueue(tx, acting.agency, PLACE_JOB, &json!({ "order": order.id }), acting.at)?;
    }
    // Names, telephones and addresses stay out of the journal.
    let payload = json!({
        "number": order.number,
        "dossier": order.dossier,
        "leg": order.leg,
        "form": order.form,
        "cost": order.cost,
        "cod_amount": order.cod_amount,
        "carrier": order.carrier,
    });
    note(tx, acting, "postal.registered", (&order, &payload))?;
    announce(tx, acting, (None, &order))?;
    Ok(order)
}

fn written(order: &Order) -> Notice {
    Notice {
        event: "registered".to_owned(),
        state: PostalState::Registered,
        at: order.registered_at,
        place: String::new(),
        note: String::new(),
        taken_by: String::new(),
        cod_collected: false,
        source: ReportedBy::Program,
    }
}

/// The unit in whose name it goes: the dossier's; papers without a dossier come to the desk.
fn unit(postal: &Postal, acting: &Acting, dossier: Option<&Dossier>) -> UnitId {
    let desk = postal.office.places.desk.or(acting.unit).unwrap_or(UnitId(0));
    dossier.map_or(desk, |dossier| dossier.unit)
}

fn check(tx: &mut Tx<'_>, cmd: &Register, dossier: Option<&Dossier>) -> Result<(), PostalRefused> {
    if !cmd.form.has(cmd.leg) {
        return Err(PostalRefused::FormWithoutLeg);
    }
    let nameless = |contact: &Contact| contact.name.trim().is_empty() || contact.address.trim().is_empty();
    if nameless(&cmd.sender) || nameless(&cmd.receiver) {
        return Err(PostalRefused::ContactMissing);
    }
    let Some(dossier) = dossier else {
        return if cmd.leg == Leg::Deliver { Err(PostalRefused::DossierNeeded) } else { Ok(()) };
    };
    // QĐ 45/2016/QĐ-TTg: the agency publishes which procedures are done by post.
    if !dossier.postal_eligible {
        return Err(PostalRefused::NotByPost);
    }
    let status = PublicStatus::of(dossier);
    let over = match cmd.leg {
        Leg::Collect => status.is_end(),
        Leg::Deliver => status == PublicStatus::Returned,
    };
    if over {
        return Err(PostalRefused::DossierStatus(status));
    }
    let mut before = crate::store::of_dossier(tx, dossier.id)?.into_iter();
    match before.find(|order| order.leg == cmd.leg && !order.state.is_end()) {
        Some(open) => Err(PostalRefused::OrderedBefore(open.number)),
        None => Ok(()),
    }
}
