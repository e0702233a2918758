//! The daily reconciliation: the platform's statement against what is recorded here, each difference with an owner.

use kernel::{AccountId, Acting, Date, Dong};
use serde_json::json;
use store::{Tx, journal};

use super::MayReconcile;
use crate::domain::{Difference, OurPayment, PaymentRefused, StatementLine, compare};
use crate::store::reconcile::{self as rows, Named, Statement};
use crate::store::{ledger, orders};

/// How the two sides stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// The platform's sum.
    pub theirs: Dong,
    /// Ours, from the books.
    pub ours: Dong,
    /// Every difference of the day.
    pub differences: Vec<Difference>,
}

impl Reconciled {
    /// Whether the sums differ by exactly what is named.
    pub fn is_explained(&self) -> bool {
        self.theirs.0 - self.ours.0 == self.differences.iter().map(Difference::effect).sum::<i64>()
    }
}

/// Compares a day's statement. Payments that the platform confirms are settled before, each by its own act.
/// A difference that was named before and is gone is resolved; a new one belongs to whoever reconciles.
pub fn reconcile(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (day, lines): (Date, &[StatementLine]),
) -> Result<Reconciled, PaymentRefused> {
    acting.permit::<MayReconcile>()?;
    let ours: Vec<OurPayment> = orders::paid_on(tx, acting.agency, day)?
        .into_iter()
        .map(|order| OurPayment {
            reference: order.code,
            transaction: order.transaction.unwrap_or_default(),
            amount: order.amount,
        })
        .collect();
    let found = compare(&ours, lines);
    let booked = ledger::received_online(tx, acting.agency, day)?;
    let known = rows::statement(tx, acting.agency, day)?;
    let statement = Statement {
        id: known.as_ref().map_or_else(|| tx.next_id(acting.at), |known| known.id),
        day,
        read_at: acting.at,
        read_by: acting.actor,
        n_lines: lines.len() as i64,
        theirs: Dong(lines.iter().map(|line| line.amount.0).sum()),
        ours: Dong(booked),
        version: known.map_or(0, |known| known.version),
    };
    rows::save_statement(tx, acting.agency, &statement, lines)?;
    let n_gone = note(tx, acting, day, &found)?;
    let payload = json!({
        "day": day,
        "theirs": statement.theirs,
        "ours": statement.ours,
        "lines": statement.n_lines,
        "differences": found.len(),
        "gone": n_gone,
    });
    journal::append(tx, acting, "payment.reconciled", ("statement", statement.id), &payload)?;
    Ok(Reconciled { theirs: statement.theirs, ours: statement.ours, differences: found })
}

/// What a difference that is gone says.
const GONE: &str = "Đối soát lại: hai bên đã khớp.";

fn note(tx: &mut Tx<'_>, acting: &Acting, day: Date, found: &[Difference]) -> Result<usize, PaymentRefused> {
    let same = |a: &Difference, b: &Difference| {
        (a.kind, &a.reference, &a.transaction, a.place) == (b.kind, &b.reference, &b.transaction, b.place)
    };
    let known = rows::of_day(tx, acting.agency, day)?;
    for difference in found {
        match known.iter().find(|named| same(&named.difference, difference)) {
            None => rows::insert(tx, acting.agency, (day, acting.at), difference, acting.actor)?,
            Some(named) if named.difference != *difference => {
                rows::save(tx, &Named { difference: difference.clone(), ..named.clone() })?;
            }
            Some(_) => {}
        }
    }
    let gone: Vec<&Named> = known
        .iter()
        .filter(|named| named.resolved_at.is_none())
        .filter(|named| !found.iter().any(|difference| same(&named.difference, difference)))
        .collect();
    for named in &gone {
        let resolved = Named {
            resolved_at: Some(acting.at),
            resolved_by: acting.actor,
            resolution: GONE.to_owned(),
            ..(*named).clone()
        };
        rows::save(tx, &resolved)?;
    }
    Ok(gone.len())
}

/// Gives a difference to somebody.
pub fn assign_difference(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (id, owner): (i64, AccountId),
) -> Result<(), PaymentRefused> {
    acting.permit::<MayReconcile>()?;
    let mut named = open(tx, acting, id)?;
    let before = named.owner.replace(owner);
    rows::save(tx, &named)?;
    let payload = json!({ "reference": named.difference.reference, "from": before, "to": owner });
    journal::append(tx, acting, "payment.difference_assigned", ("payment_difference", id), &payload)?;
    Ok(())
}

/// Says how a difference was cleared up.
pub fn resolve_difference(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (id, resolution): (i64, &str),
) -> Result<(), PaymentRefused> {
    acting.permit::<MayReconcile>()?;
    if resolution.trim().is_empty() {
        return Err(PaymentRefused::ReasonMissing);
    }
    let mut named = open(tx, acting, id)?;
    named.resolved_at = Some(acting.at);
    named.resolved_by = acting.actor;
    resolution.trim().clone_into(&mut named.resolution);
    rows::save(tx, &named)?;
    let payload = json!({
        "reference": named.difference.reference,
        "kind": named.difference.kind,
        "effect": named.difference.effect(),
        "resolution": named.resolution,
    });
    journal::append(tx, acting, "payment.difference_resolved", ("payment_difference", id), &payload)?;
    Ok(())
}

fn open(tx: &mut Tx<'_>, acting: &Acting, id: i64) -> Result<Named, PaymentRefused> {
    let named = rows::find(tx, acting.agency, id)?;
    if named.resolved_at.is_some() { Err(PaymentRefused::DecidedAlready) } else { Ok(named) }
}
