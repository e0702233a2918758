//! Which dossiers were open at the end of a day, and which dossiers a day holds, page by page: for the records
//! behind a figure.

use ::store::{Row, StoreError, Tx, params, sql};
use kernel::{AgencyId, Date, DossierId};

/// The ids above `after` of dossiers that may have been open at the end of `day`: every dossier that was, and a few
/// that were registered later and have not ended yet. By ascending id, at most `most`.
pub(crate) fn open_at(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    day: Date,
    after: i64,
    most: i64,
) -> Result<Vec<DossierId>, StoreError> {
    let id = |row: &Row<'_>| row.at(0);
    let mut ids: Vec<DossierId> = tx.all(
        sql!("select id from dossier where agency_id = $1 and ended_on is null and id > $2 order by id limit $3"),
        params![agency, after, most],
        id,
    )?;
    // The days after `day` on which dossiers ended are hopped through one by one, so that of each only the
    // dossiers registered by then are read.
    let later: Vec<DossierId> = tx.all(
        sql!(
            "with recursive ends(day) as (
                 select min(ended_on) from dossier where agency_id = $1 and ended_on > $2
                 union all
                 select (select min(d.ended_on) from dossier d where d.agency_id = $1 and d.ended_on > ends.day)
                 from ends
                 where ends.day is not null
             )
             select d.id
             from ends
             join dossier d on d.agency_id = $1 and d.ended_on = ends.day and d.registered_at < $3
             where d.id > $4
             order by d.id
             limit $5"
        ),
        params![agency, day, day.plus(1).start(), after, most],
        id,
    )?;
    ids.extend(later);
    ids.sort_unstable();
    ids.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(ids)
}
