//! The row of a procedure: what lists and look-ups need without reading its package.

use kernel::{AgencyId, Date, UnitId, fold, sort_key};
use store::{Row, StoreError, Tx, params, sql};

use crate::domain::{Procedure, Sector};

/// A procedure as lists show it, in its published version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureRow {
    /// Id.
    pub id: i64,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Field of work.
    pub sector: Sector,
    /// The competent unit.
    pub unit: UnitId,
    /// Online level, 1 to 4.
    pub online_level: i64,
    /// Whether the package is complete enough to receive dossiers.
    pub receivable: bool,
    /// First day in force.
    pub in_force_on: Date,
    /// First day no longer in force.
    pub ended_on: Option<Date>,
    /// The published version.
    pub version_id: i64,
    /// Its number.
    pub number: i64,
    /// Version of the row, for optimistic saving.
    pub version: i64,
}

impl ProcedureRow {
    /// Whether the procedure is in force on a day.
    pub fn in_force(&self, day: Date) -> bool {
        self.in_force_on <= day && self.ended_on.is_none_or(|end| day < end)
    }

    pub(crate) fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let sector: String = row.get("sector")?;
        let corrupt = || StoreError::Corrupt { column: "procedure.sector".to_owned() };
        Ok(Self {
            id: row.get("id")?,
            code: row.get("code")?,
            name: row.get("name")?,
            sector: Sector::from_code(&sector).ok_or_else(corrupt)?,
            unit: row.get("unit_id")?,
            online_level: row.get("online_level")?,
            receivable: row.get("receivable")?,
            in_force_on: row.get("in_force_on")?,
            ended_on: row.get("ended_on")?,
            version_id: row.get("current_version_id")?,
            number: row.get("number")?,
            version: row.get("version")?,
        })
    }
}

/// The procedure of a code.
pub(crate) fn by_code(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    code: &str,
) -> Result<Option<ProcedureRow>, StoreError> {
    tx.maybe(
        sql!(
            "select p.id, p.code, p.name, p.sector, p.unit_id, p.online_level, p.receivable, p.in_force_on,
                    p.ended_on, p.current_version_id, p.version, v.number
             from procedure p
             join procedure_version v on v.id = p.current_version_id
             where p.agency_id = $1 and p.code = $2"
        ),
        params![agency, code],
        ProcedureRow::read,
    )
}

/// What a look-up of the published version needs.
pub(crate) struct CurrentKey {
    pub(crate) id: i64,
    pub(crate) version_id: i64,
    pub(crate) unit: UnitId,
    pub(crate) ended_on: Option<Date>,
}

/// The published version of a code.
pub(crate) fn current_key(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    code: &str,
) -> Result<Option<CurrentKey>, StoreError> {
    tx.maybe(
        sql!(
            "select id, current_version_id, unit_id, ended_on
             from procedure
             where agency_id = $1 and code = $2"
        ),
        params![agency, code],
        |row| {
            Ok(CurrentKey {
                id: row.get("id")?,
                version_id: row.get("current_version_id")?,
                unit: row.get("unit_id")?,
                ended_on: row.get("ended_on")?,
            })
        },
    )
}

/// Every procedure of an agency, by name.
pub(crate) fn all(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<ProcedureRow>, StoreError> {
    tx.all(
        sql!(
            "select p.id, p.code, p.name, p.sector, p.unit_id, p.online_level, p.receivable, p.in_force_on,
                    p.ended_on, p.current_version_id, p.version, v.number
             from procedure p
             join procedure_version v on v.id = p.current_version_id
             where p.agency_id = $1
             order by p.name_sort, p.id"
        ),
        params![agency],
        ProcedureRow::read,
    )
}

/// Code and name of a procedure.
pub(crate) fn by_id(tx: &mut Tx<'_>, id: i64) -> Result<Option<ProcedureRow>, StoreError> {
    tx.maybe(
        sql!(
            "select p.id, p.code, p.name, p.sector, p.unit_id, p.online_level, p.receivable, p.in_force_on,
                    p.ended_on, p.current_version_id, p.version, v.number
             from procedure p
             join procedure_version v on v.id = p.current_version_id
             where p.id = $1"
        ),
        params![id],
        ProcedureRow::read,
    )
}

/// The columns that follow from the package.
struct Derived {
    search_fold: String,
    name_sort: String,
}

impl Derived {
    fn of(procedure: &Procedure) -> Self {
        let searched = format!("{} {} {}", procedure.code, procedure.name, procedure.sector.label());
        Self { search_fold: fold(&searched), name_sort: sort_key(&procedure.name) }
    }
}

/// A new procedure with id `id`, published as version `version_id`.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    (id, version_id): (i64, i64),
    unit: UnitId,
    procedure: &Procedure,
) -> Result<(), StoreError> {
    let derived = Derived::of(procedure);
    tx.exec(
        sql!(
            "insert into procedure
             (id, agency_id, code, name, search_fold, name_sort, sector, unit_id, online_level, receivable,
              in_force_on, ended_on, current_version_id, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)"
        ),
        params![
            id,
            agency,
            procedure.code.as_str(),
            procedure.name,
            derived.search_fold,
            derived.name_sort,
            procedure.sector.code(),
            unit,
            procedure.online.level.number(),
            procedure.is_receivable(),
            procedure.in_force_on,
            procedure.ended_on,
            version_id
        ],
    )
    .map(drop)
}

/// The procedure `row` as version `version_id` describes it.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    row: &ProcedureRow,
    version_id: i64,
    unit: UnitId,
    procedure: &Procedure,
) -> Result<(), StoreError> {
    let derived = Derived::of(procedure);
    tx.exec_versioned(
        sql!(
            "update procedure
             set name = $1, search_fold = $2, name_sort = $3, sector = $4, unit_id = $5, online_level = $6,
                 receivable = $7, in_force_on = $8, ended_on = $9, current_version_id = $10,
                 version = version + 1
             where id = $11 and version = $12"
        ),
        params![
            procedure.name,
            derived.search_fold,
            derived.name_sort,
            procedure.sector.code(),
            unit,
            procedure.online.level.number(),
            procedure.is_receivable(),
            procedure.in_force_on,
            procedure.ended_on,
            version_id,
            row.id,
            row.version
        ],
    )
}

/// The day from which the procedure `row` is no longer in force.
pub(crate) fn set_ended(
    tx: &mut Tx<'_>,
    row: &ProcedureRow,
    ended_on: Option<Date>,
) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!("update procedure set ended_on = $1, version = version + 1 where id = $2 and version = $3"),
        params![ended_on, row.id, row.version],
    )
}
