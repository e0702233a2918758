//! Agencies, units and positions.

use kernel::{Acting, AgencyId, Date, UnitId, sort_key};
use store::{Row, StoreError, Tx, params, sql};

use crate::domain::{Unit, UnitKind};

fn read(row: &Row<'_>) -> Result<Unit, StoreError> {
    let kind: String = row.get("kind")?;
    Ok(Unit {
        id: row.get("id")?,
        agency: row.get("agency_id")?,
        code: row.get("code")?,
        name: row.get("name")?,
        kind: UnitKind::from_code(&kind)
            .ok_or_else(|| StoreError::Corrupt { column: "unit.kind".to_owned() })?,
        parent: row.get("parent_id")?,
        head: row.get("head_id")?,
        place: row.get("place")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
        version: row.get("version")?,
    })
}

/// All units of an agency, closed ones too, in the order of the tree's siblings.
pub(crate) fn all(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Unit>, StoreError> {
    tx.all(
        sql!(
            "select id, agency_id, code, name, kind, parent_id, head_id, place, valid_from, valid_to, version
             from unit
             where agency_id = $1
             order by place, name_sort, id"
        ),
        params![agency],
        read,
    )
}

pub(crate) fn by_code(tx: &mut Tx<'_>, agency: AgencyId, code: &str) -> Result<Option<Unit>, StoreError> {
    tx.maybe(
        sql!(
            "select id, agency_id, code, name, kind, parent_id, head_id, place, valid_from, valid_to, version
             from unit
             where agency_id = $1 and code = $2"
        ),
        params![agency, code],
        read,
    )
}

pub(crate) fn by_id(tx: &mut Tx<'_>, id: UnitId) -> Result<Option<Unit>, StoreError> {
    tx.maybe(
        sql!(
            "select id, agency_id, code, name, kind, parent_id, head_id, place, valid_from, valid_to, version
             from unit
             where id = $1"
        ),
        params![id],
        read,
    )
}

pub(crate) fn insert(tx: &mut Tx<'_>, unit: &Unit) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into unit
             (id, agency_id, code, name, name_sort, kind, parent_id, head_id, place, valid_from, valid_to, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)"
        ),
        params![
            unit.id,
            unit.agency,
            unit.code,
            unit.name,
            sort_key(&unit.name),
            unit.kind.code(),
            unit.parent,
            unit.head,
            unit.place,
            unit.valid_from,
            unit.valid_to
        ],
    )
    .map(drop)
}

/// Saves what may change of a unit; the version must be the one read.
pub(crate) fn save(tx: &mut Tx<'_>, unit: &Unit) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update unit
             set name = $1, name_sort = $2, kind = $3, parent_id = $4, head_id = $5, place = $6, valid_from = $7,
                 valid_to = $8, version = version + 1
             where id = $9 and version = $10"
        ),
        params![
            unit.name,
            sort_key(&unit.name),
            unit.kind.code(),
            unit.parent,
            unit.head,
            unit.place,
            unit.valid_from,
            unit.valid_to,
            unit.id,
            unit.version
        ],
    )
}

/// How many active accounts a unit has.
pub(crate) fn people_in(tx: &mut Tx<'_>, unit: UnitId) -> Result<i64, StoreError> {
    tx.one(sql!("select count(*) from account where unit_id = $1 and active"), params![unit], |row| row.at(0))
}

/// How many units under this one exist on `on` or later.
pub(crate) fn children_after(tx: &mut Tx<'_>, unit: UnitId, on: Date) -> Result<i64, StoreError> {
    tx.one(
        sql!("select count(*) from unit where parent_id = $1 and (valid_to is null or valid_to > $2)"),
        params![unit, on],
        |row| row.at(0),
    )
}

pub(crate) fn insert_agency(
    tx: &mut Tx<'_>,
    acting: &Acting,
    (code, name, parent_name): (&str, &str, &str),
) -> Result<(), StoreError> {
    tx.exec(
        sql!("insert into agency (id, code, name, parent_name, created_at) values ($1, $2, $3, $4, $5)"),
        params![acting.agency, code, name, parent_name, acting.at],
    )
    .map(drop)
}

/// The id of a position, made where there is none of that name.
pub(crate) fn position(tx: &mut Tx<'_>, acting: &Acting, name: &str) -> Result<i64, StoreError> {
    let id = tx.next_id(acting.at);
    tx.one(
        sql!(
            "insert into position (id, agency_id, name)
             values ($1, $2, $3)
             on conflict (agency_id, name) do update set name = excluded.name
             returning id"
        ),
        params![id, acting.agency, name],
        |row| row.get("id"),
    )
}

/// The agency that was made first.
pub(crate) fn first_agency(tx: &mut Tx<'_>) -> Result<Option<crate::domain::Agency>, StoreError> {
    tx.maybe(sql!("select id, code, name, parent_name from agency order by id limit 1"), &[], |row| {
        Ok(crate::domain::Agency {
            id: row.get("id")?,
            code: row.get("code")?,
            name: row.get("name")?,
            parent_name: row.get("parent_name")?,
        })
    })
}
