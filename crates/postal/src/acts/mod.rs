//! Acts on orders, one file each: load, permit, decide, save and announce; one transaction, one journal entry.

mod attach;
mod cancel;
mod hand_over;
mod notify;
mod place;
mod register;
mod settle_cod;

pub use attach::attach;
pub use cancel::cancel;
pub(crate) use hand_over::is_ready;
pub use hand_over::{HandOver, hand_over};
pub use notify::{Heard, notify};
pub(crate) use place::TRACK_AFTER;
pub use place::place;
pub use register::{Register, register};
pub use settle_cod::settle_cod;

use kernel::{Acting, Fact, FactChange, Permits};
use serde_json::Value;
use store::{StoreError, Tx, journal};

use crate::domain::{Order, SCHEMA, fact};

macro_rules! permissions {
    ($($(#[$meta:meta])* $name:ident = $code:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl Permits for $name {
            const CODE: &'static str = $code;
        }
    )*};
}

permissions! {
    /// Writing orders, handing over, entering what was heard.
    MayManage = "postal.manage";
    /// Telling how far orders are: the carrier's system.
    MayNotify = "postal.notify";
}

/// Saves what an act made of an order and tells the indicators; the act writes its journal entry.
fn save(tx: &mut Tx<'_>, acting: &Acting, (before, after): (&Order, &Order)) -> Result<(), StoreError> {
    crate::store::save(tx, after)?;
    let day = acting.at.date();
    announce(tx, acting, (fact(before, day), after))
}

/// Tells the indicators what an act did.
fn announce(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (before, order): (Option<Fact>, &Order),
) -> Result<(), StoreError> {
    let day = acting.at.date();
    let after = fact(order, day);
    if before == after {
        return Ok(());
    }
    let change = FactChange {
        agency: order.agency,
        subject: SCHEMA.subject,
        id: order.id.get(),
        known_on: day,
        before,
        after,
    };
    tx.announce(&change)
}

/// The one journal entry of an act on one order.
fn note(
    tx: &mut Tx<'_>,
    acting: &Acting,
    kind: &str,
    (order, payload): (&Order, &Value),
) -> Result<(), StoreError> {
    journal::append(tx, acting, kind, (SCHEMA.subject, order.id.get()), payload).map(drop)
}
