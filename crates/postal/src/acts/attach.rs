//! Papers that came by post became a dossier: the order is tied to it.

use kernel::{Acting, DossierId};
use serde_json::json;
use store::Tx;

use super::{MayManage, note, save};
use crate::domain::{Leg, Order, OrderId, PostalRefused};

/// Ties an order of papers to the dossier made of them.
pub fn attach(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (id, dossier): (OrderId, DossierId),
) -> Result<Order, PostalRefused> {
    acting.permit::<MayManage>()?;
    let before = crate::store::find(tx, id)?;
    if before.leg != Leg::Collect || before.dossier.is_some() {
        return Err(PostalRefused::WrongState(before.state));
    }
    let dossier = dossier::store::find(tx, dossier)?;
    if dossier.agency != before.agency {
        return Err(store::StoreError::Missing.into());
    }
    // QĐ 45/2016/QĐ-TTg: the legal time runs from the receipt by the agency, never from the sending.
    if let Some(received) = before.papers_received_at().filter(|at| *at > dossier.received_at) {
        return Err(PostalRefused::ReceivedBeforePost(received));
    }
    let mut after = before.clone();
    after.dossier = Some(dossier.id);
    after.dossier_code.clone_from(&dossier.code);
    save(tx, acting, (&before, &after))?;
    let payload = json!({
        "dossier": dossier.id,
        "postmark_on": before.postmark_on(),
        "papers_received_at": before.papers_received_at(),
        "received_at": dossier.received_at,
    });
    note(tx, acting, "postal.attached", (&after, &payload))?;
    Ok(after)
}
