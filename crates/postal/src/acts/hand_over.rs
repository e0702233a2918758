//! Handing the orders of the day over to the postman, with a list (bảng kê bàn giao).

use dossier::PublicStatus;
use kernel::{Acting, Dong};
use serde_json::json;
use store::{Tx, journal};

use super::{MayManage, save};
use crate::domain::{
    HandOverList, Leg, Notice, Order, OrderId, PostalRefused, PostalState, ReportedBy, Stage, take_notice,
};
use crate::office::Postal;

/// What the postman takes.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// The orders.
    pub orders: Vec<OrderId>,
    /// Who takes them.
    pub postman: String,
}

/// Hands over: makes the list, and every order on it is with the postman from now on.
pub fn hand_over(
    tx: &mut Tx<'_>,
    postal: &Postal,
    acting: &Acting,
    cmd: &HandOver,
) -> Result<HandOverList, PostalRefused> {
    acting.permit::<MayManage>()?;
    if cmd.orders.is_empty() {
        return Err(PostalRefused::NothingChosen);
    }
    if cmd.postman.trim().is_empty() {
        return Err(PostalRefused::PostmanMissing);
    }
    let year = acting.at.date().year();
    let number = tx.next_number(acting.agency, "postal_list", &year.to_string())?;
    let mut list = HandOverList {
        id: tx.next_id(acting.at),
        number: format!("BK-{year}-{number:04}"),
        made_at: acting.at,
        made_by: acting.actor,
        postman: cmd.postman.clone(),
        n_orders: 0,
        cost: Dong(0),
        cod_amount: Dong(0),
    };
    let calendar = postal.office.calendars.of(tx, acting.agency, None)?;
    let mut numbers = Vec::with_capacity(cmd.orders.len());
    for id in &cmd.orders {
        let before = crate::store::find(tx, *id)?;
        if before.agency != acting.agency || !is_ready(tx, &before)? {
            return Err(PostalRefused::NotReady(before.number));
        }
        let notice = taken(&list, acting);
        let (mut after, moved) = take_notice(&calendar, &before, &notice, acting.at);
        after.list = Some(list.id);
        crate::store::keep_event(tx, &before, &notice, (acting.at, acting.actor, moved))?;
        save(tx, acting, (&before, &after))?;
        list.n_orders += 1;
        list.cost.0 += before.cost.0;
        list.cod_amount.0 += before.cod_amount.0;
        numbers.push(before.number);
    }
    crate::store::insert_list(tx, acting.agency, &list)?;
    let payload = json!({ "number": list.number, "orders": numbers, "cod_amount": list.cod_amount });
    journal::append(tx, acting, "postal.handed_over", ("postal_list", list.id), &payload)?;
    Ok(list)
}

/// Whether a delivery waits for the postman: nobody took it, and its dossier has come to an end.
pub(crate) fn is_ready(tx: &mut Tx<'_>, order: &Order) -> Result<bool, PostalRefused> {
    let waits = order.leg == Leg::Deliver && order.state.stage() == Stage::Waiting && order.list.is_none();
    let Some(id) = order.dossier.filter(|_| waits) else { return Ok(false) };
    let status = PublicStatus::of(&dossier::store::find(tx, id)?);
    Ok(status.is_end() && status != PublicStatus::Returned)
}

fn taken(list: &HandOverList, acting: &Acting) -> Notice {
    Notice {
        event: format!("list {}", list.number),
        state: PostalState::Collected,
        at: acting.at,
        place: String::new(),
        note: format!("Bảng kê {}, bưu tá {}", list.number, list.postman),
        taken_by: String::new(),
        cod_collected: false,
        source: ReportedBy::Program,
    }
}
