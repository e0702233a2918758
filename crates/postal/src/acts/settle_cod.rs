//! The carrier paid to the agency what the postman collected.

use kernel::Acting;
use serde_json::json;
use store::Tx;

use super::{MayManage, note, save};
use crate::domain::{Order, OrderId, PostalRefused};

/// Notes the payment with its voucher.
pub fn settle_cod(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (id, reference): (OrderId, &str),
) -> Result<Order, PostalRefused> {
    acting.permit::<MayManage>()?;
    let before = crate::store::find(tx, id)?;
    if before.cod_collected_at.is_none() || before.cod_settled_at.is_some() {
        return Err(PostalRefused::NoCod);
    }
    if reference.trim().is_empty() {
        return Err(PostalRefused::ReasonMissing);
    }
    let mut after = before.clone();
    after.cod_settled_at = Some(acting.at);
    reference.clone_into(&mut after.cod_reference);
    save(tx, acting, (&before, &after))?;
    let payload = json!({ "amount": before.cod_amount, "reference": reference });
    note(tx, acting, "postal.cod_settled", (&after, &payload))?;
    Ok(after)
}
