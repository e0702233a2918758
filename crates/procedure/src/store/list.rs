//! The catalogue's list: search, filters, a page by key, and how many there are of each kind.

use kernel::{AgencyId, Cursor, Page, UnitId};
use store::{StoreError, Tx, params, sql};

use super::ProcedureRow;
use crate::domain::Sector;

/// What to look for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Search {
    /// Words, in any writing; every word must occur, in order.
    pub(crate) words: String,
    /// Field of work.
    pub(crate) sector: Option<Sector>,
    /// Unit.
    pub(crate) unit: Option<UnitId>,
    /// Online level.
    pub(crate) level: Option<i64>,
    /// Whether dossiers can be received.
    pub(crate) receivable: Option<bool>,
}

impl Search {
    /// The pattern for `like`, where there is anything to look for.
    fn pattern(&self) -> Option<String> {
        let folded = kernel::fold(&self.words);
        if folded.is_empty() {
            return None;
        }
        let mut pattern = String::from("%");
        for c in folded.chars() {
            match c {
                ' ' => pattern.push('%'),
                '%' | '_' | '!' => pattern.extend(['!', c]),
                c => pattern.push(c),
            }
        }
        pattern.push('%');
        Some(pattern)
    }
}

/// A page of what `search` finds after procedure `after`, by name.
pub(crate) fn search(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    search: &Search,
    after: Option<i64>,
    size: usize,
) -> Result<Page<ProcedureRow>, StoreError> {
    let rows = tx.all(
        sql!(
            "select p.id, p.code, p.name, p.sector, p.unit_id, p.online_level, p.receivable, p.in_force_on,
                    p.ended_on, p.current_version_id, p.version, v.number
             from procedure p
             join procedure_version v on v.id = p.current_version_id
             where p.agency_id = $1
               and (cast($2 as text) is null or p.search_fold like $2 escape '!')
               and (cast($3 as text) is null or p.sector = $3)
               and (cast($4 as bigint) is null or p.unit_id = $4)
               and (cast($5 as bigint) is null or p.online_level = $5)
               and (cast($6 as boolean) is null or p.receivable = $6)
               and (cast($7 as bigint) is null
                    or (p.name_sort, p.id) > (select c.name_sort, c.id from procedure c where c.id = $7))
             order by p.name_sort, p.id
             limit $8"
        ),
        params![
            agency,
            search.pattern(),
            search.sector.map(Sector::code),
            search.unit,
            search.level,
            search.receivable,
            after,
            i64::try_from(size).unwrap_or(i64::MAX - 1) + 1
        ],
        ProcedureRow::read,
    )?;
    // The sort key stays in the database: it holds characters that addresses do not carry.
    Ok(Page::cut(rows, size, |row| Cursor { key: String::new(), id: row.id }))
}

/// How many procedures `search` finds.
pub(crate) fn count(tx: &mut Tx<'_>, agency: AgencyId, search: &Search) -> Result<i64, StoreError> {
    tx.one(
        sql!(
            "select count(*) as n
             from procedure p
             where p.agency_id = $1
               and (cast($2 as text) is null or p.search_fold like $2 escape '!')
               and (cast($3 as text) is null or p.sector = $3)
               and (cast($4 as bigint) is null or p.unit_id = $4)
               and (cast($5 as bigint) is null or p.online_level = $5)
               and (cast($6 as boolean) is null or p.receivable = $6)"
        ),
        params![
            agency,
            search.pattern(),
            search.sector.map(Sector::code),
            search.unit,
            search.level,
            search.receivable
        ],
        |row| row.get("n"),
    )
}

/// How many procedures there are of each kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facets {
    /// All.
    pub(crate) total: i64,
    /// Those that can be received.
    pub(crate) receivable: i64,
    /// By field of work.
    pub(crate) sectors: Vec<(String, i64)>,
    /// By unit.
    pub(crate) units: Vec<(UnitId, i64)>,
    /// By online level.
    pub(crate) levels: Vec<(i64, i64)>,
}

/// Counts all procedures of an agency by kind.
pub(crate) fn facets(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Facets, StoreError> {
    let mut facets = Facets {
        sectors: tx.all(
            sql!("select sector, count(*) as n from procedure where agency_id = $1 group by sector order by sector"),
            params![agency],
            |row| Ok((row.get("sector")?, row.get("n")?)),
        )?,
        units: tx.all(
            sql!("select unit_id, count(*) as n from procedure where agency_id = $1 group by unit_id order by unit_id"),
            params![agency],
            |row| Ok((row.get("unit_id")?, row.get("n")?)),
        )?,
        levels: tx.all(
            sql!(
                "select online_level, count(*) as n
                 from procedure
                 where agency_id = $1
                 group by online_level
                 order by online_level"
            ),
            params![agency],
            |row| Ok((row.get("online_level")?, row.get("n")?)),
        )?,
        ..Facets::default()
    };
    facets.total = facets.levels.iter().map(|(_, n)| n).sum();
    facets.receivable = tx.one(
        sql!("select count(*) as n from procedure where agency_id = $1 and receivable"),
        params![agency],
        |row| row.get("n"),
    )?;
    Ok(facets)
}
