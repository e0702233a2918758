//! Plans, groups, targets.

use kernel::{AgencyId, UnitId};
use store::{Row, StoreError, Tx, params, sql};

use crate::domain::{Binding, Group, Plan, Promise, Target, TargetId, TargetKind};

fn corrupt(column: &str) -> StoreError {
    StoreError::Corrupt { column: column.to_owned() }
}

fn read_plan(row: &Row<'_>) -> Result<Plan, StoreError> {
    Ok(Plan {
        id: row.get("id")?,
        agency: row.get("agency_id")?,
        slug: row.get("slug")?,
        number: row.get("number")?,
        title: row.get("title")?,
        issuer: row.get("issuer")?,
        issued_on: row.get("issued_on")?,
        from: row.get("window_from")?,
        to: row.get("window_to")?,
    })
}

/// The plans of an agency, the newest first.
pub(crate) fn list(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Plan>, StoreError> {
    tx.all(
        sql!(
            "select id, agency_id, slug, number, title, issuer, issued_on, window_from, window_to
             from plan
             where agency_id = $1
             order by window_from desc, issued_on desc, id desc"
        ),
        params![agency],
        read_plan,
    )
}

/// The plan of a name in addresses.
pub(crate) fn by_slug(tx: &mut Tx<'_>, agency: AgencyId, slug: &str) -> Result<Option<Plan>, StoreError> {
    tx.maybe(
        sql!(
            "select id, agency_id, slug, number, title, issuer, issued_on, window_from, window_to
             from plan
             where agency_id = $1 and slug = $2"
        ),
        params![agency, slug],
        read_plan,
    )
}

/// Id and hash of the text of the plan of a number.
pub(crate) fn known(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    number: &str,
) -> Result<Option<(i64, String)>, StoreError> {
    tx.maybe(
        sql!("select id, text_hash from plan where agency_id = $1 and number = $2"),
        params![agency, number],
        |row| Ok((row.get("id")?, row.get("text_hash")?)),
    )
}

/// Stores a plan.
pub(crate) fn insert_plan(tx: &mut Tx<'_>, plan: &Plan, text_hash: &str) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into plan
             (id, agency_id, slug, number, title, issuer, issued_on, window_from, window_to, text_hash, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)"
        ),
        params![
            plan.id,
            plan.agency,
            plan.slug,
            plan.number,
            plan.title,
            plan.issuer,
            plan.issued_on,
            plan.from,
            plan.to,
            text_hash
        ],
    )
    .map(drop)
}

/// The groups of a plan, in order.
pub(crate) fn groups(tx: &mut Tx<'_>, plan: i64) -> Result<Vec<Group>, StoreError> {
    tx.all(
        sql!("select id, code, title from plan_group where plan_id = $1 order by place"),
        params![plan],
        |row| Ok(Group { id: row.get("id")?, code: row.get("code")?, title: row.get("title")? }),
    )
}

/// Stores a group.
pub(crate) fn insert_group(tx: &mut Tx<'_>, plan: i64, group: &Group, place: i64) -> Result<(), StoreError> {
    tx.exec(
        sql!("insert into plan_group (id, plan_id, place, code, title) values ($1, $2, $3, $4, $5)"),
        params![group.id, plan, place, group.code, group.title],
    )
    .map(drop)
}

fn read_target(row: &Row<'_>) -> Result<Target, StoreError> {
    let (code, value, upper): (String, String, String) =
        (row.get("promise")?, row.get("value")?, row.get("upper")?);
    let bound_to: String = row.get("bound_to")?;
    let binding = match row.get::<String>("binding")?.as_str() {
        "indicator" => Binding::Indicator { code: bound_to, per_unit: row.get("per_unit")? },
        "milestone" => Binding::Milestone,
        "publication" => Binding::Publication { publisher: bound_to },
        "awaits" => Binding::Awaits { part: bound_to },
        _ => return Err(corrupt("target.binding")),
    };
    Ok(Target {
        id: TargetId(row.get("id")?),
        plan: row.get("plan_id")?,
        group: row.get("plan_group_id")?,
        clause: row.get("clause")?,
        title: row.get("title")?,
        sentence: row.get("sentence")?,
        kind: TargetKind::from_code(&row.get::<String>("kind")?).ok_or_else(|| corrupt("target.kind"))?,
        promise: Promise::read(&code, &value, &upper).map_err(|_| corrupt("target.promise"))?,
        measured_in: row.get("measured_in")?,
        baseline: row.get("baseline")?,
        from: row.get("window_from")?,
        to: row.get("window_to")?,
        unit: row.get("unit_id")?,
        responsible: row.get("responsible")?,
        binding,
        note: row.get("note")?,
        version: row.get("version")?,
    })
}

/// The targets of a plan, in order.
pub(crate) fn targets(tx: &mut Tx<'_>, plan: i64) -> Result<Vec<Target>, StoreError> {
    tx.all(
        sql!(
            "select id, plan_id, plan_group_id, clause, title, sentence, kind, promise, value, upper, measured_in,
                    baseline, window_from, window_to, unit_id, responsible, binding, bound_to, per_unit, note, version
             from target
             where plan_id = $1
             order by place"
        ),
        params![plan],
        read_target,
    )
}

/// A target that is to be stored, at its place in the plan.
pub(crate) struct NewTarget<'a> {
    pub(crate) target: &'a Target,
    pub(crate) place: i64,
}

/// Stores a target.
pub(crate) fn insert_target(tx: &mut Tx<'_>, new: &NewTarget<'_>) -> Result<(), StoreError> {
    let target = new.target;
    let (promise, value, upper) = target.promise.write();
    let (bound_to, per_unit) = match &target.binding {
        Binding::Indicator { code, per_unit } => (code.as_str(), *per_unit),
        Binding::Milestone => ("", false),
        Binding::Publication { publisher } => (publisher.as_str(), false),
        Binding::Awaits { part } => (part.as_str(), false),
    };
    tx.exec(
        sql!(
            "insert into target
             (id, plan_id, plan_group_id, place, clause, title, sentence, kind, promise, value, upper, measured_in,
              baseline, window_from, window_to, unit_id, responsible, binding, bound_to, per_unit, note, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 1)"
        ),
        params![
            target.id.get(),
            target.plan,
            target.group,
            new.place,
            target.clause,
            target.title,
            target.sentence,
            target.kind.code(),
            promise,
            value,
            upper,
            target.measured_in,
            target.baseline,
            target.from,
            target.to,
            target.unit,
            target.responsible,
            target.binding.code(),
            bound_to,
            per_unit,
            target.note
        ],
    )
    .map(drop)
}

/// Says which unit is responsible.
pub(crate) fn save_responsible(
    tx: &mut Tx<'_>,
    target: &Target,
    unit: Option<UnitId>,
) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!("update target set unit_id = $1, version = version + 1 where id = $2 and version = $3"),
        params![unit, target.id.get(), target.version],
    )
}
