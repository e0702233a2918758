//! Reading the journal backwards with a filter, a bounded number of entries at a time: a filter that matches nothing
//! must not read a year of work in one go.

use kernel::{AccountId, AgencyId};

use crate::journal::Entry;
use crate::{StoreError, Tx, params, sql};

/// So many entries are looked at in one go.
const WINDOW: i64 = 20_000;

/// What the entries are cut to.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Kind, such as `dossier.received`.
    pub kind: Option<String>,
    /// Who acted.
    pub actor: Option<AccountId>,
}

/// What was found, newest first.
#[derive(Debug, Clone)]
pub struct Searched {
    /// The entries.
    pub entries: Vec<Entry>,
    /// The id before which to go on; `None` at the beginning of the journal.
    pub next: Option<i64>,
}

/// Up to `most` entries of an agency before entry `before` that fit, newest first.
pub fn search(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    wanted: &Search,
    before: Option<i64>,
    most: i64,
) -> Result<Searched, StoreError> {
    let before = before.unwrap_or(i64::MAX);
    let entries: Vec<Entry> = tx.all(
        sql!(
            "select id, agency_id, at, actor_id, on_behalf_of, unit_id, kind, subject, subject_id, payload
             from (
                 select id, agency_id, at, actor_id, on_behalf_of, unit_id, kind, subject, subject_id, payload
                 from journal_entry
                 where id < $1 and agency_id = $2
                 order by id desc
                 limit $3) looked_at
             where (cast($4 as text) is null or kind = $4) and (cast($5 as bigint) is null or actor_id = $5)
             order by id desc
             limit $6"
        ),
        params![before, agency, WINDOW, wanted.kind, wanted.actor, most],
        Entry::read,
    )?;
    if entries.len() as i64 == most {
        let next = entries.last().map(|entry| entry.id);
        return Ok(Searched { entries, next });
    }
    let (looked_at, oldest): (i64, Option<i64>) = tx.one(
        sql!(
            "select count(*) as n, min(id) as oldest
             from (
                 select id from journal_entry where id < $1 and agency_id = $2 order by id desc limit $3) looked_at"
        ),
        params![before, agency, WINDOW],
        |row| Ok((row.get("n")?, row.get("oldest")?)),
    )?;
    Ok(Searched { entries, next: oldest.filter(|_| looked_at == WINDOW) })
}
