//! Records what others published: never without the published document, and never for a target that the program counts.

use kernel::{Acting, Date};
use serde_json::json;
use store::{Tx, journal};

use super::{At, Attached, Edit, PlanRefused, attach, find};
use crate::domain::{Binding, Published};
use crate::periods::{baseline_period, period};
use crate::store::{self as rows, NewPublication};

/// Record a published value.
#[derive(Debug, Clone)]
pub struct RecordPublication {
    /// Which target.
    pub at: At,
    /// The year it is about: that of the target, or the one it is compared with.
    pub period: String,
    /// The value as published.
    pub value: String,
    /// When it was published.
    pub published_on: Date,
    /// Number and issuer of the document.
    pub source: String,
    /// The document.
    pub document: Option<Attached>,
}

/// Records; a later record about the same period stands for the earlier one, which stays.
pub fn record_publication(
    tx: &mut Tx<'_>,
    acting: &Acting,
    cmd: &RecordPublication,
) -> Result<(), PlanRefused> {
    acting.permit::<Edit>()?;
    let (_, target) = find(tx, acting.agency, &cmd.at)?;
    if !matches!(target.binding, Binding::Publication { .. }) {
        return Err(PlanRefused::NotBoundSo);
    }
    let document = cmd.document.as_ref().ok_or(PlanRefused::NoDocument)?;
    if cmd.published_on > acting.at.date() {
        return Err(PlanRefused::Future);
    }
    if cmd.period != period(&target) && Some(&cmd.period) != baseline_period(&target).as_ref() {
        return Err(PlanRefused::Period);
    }
    let value = Published::read(&target.promise, &cmd.value).map_err(PlanRefused::Value)?;
    let row = NewPublication {
        id: tx.next_id(acting.at),
        target: target.id,
        period: cmd.period.clone(),
        value: value.write(),
        published_on: cmd.published_on,
        source: cmd.source.trim().to_owned(),
        at: acting.at,
        actor: acting.actor,
    };
    rows::insert_publication(tx, &row)?;
    let hashes = attach(tx, (target.id, row.id), std::slice::from_ref(document), acting.at)?;
    let payload = json!({
        "clause": target.clause, "period": row.period, "value": row.value, "published_on": row.published_on,
        "source": row.source, "documents": hashes,
    });
    journal::append(tx, acting, "plan.published_value_recorded", ("target", target.id.get()), &payload)?;
    Ok(())
}
