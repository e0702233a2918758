//! SQL for dossiers, their papers and their clock.

use ::store::{Row, Sql, StoreError, Tx, params, sql};
use kernel::{AgencyId, Cursor, Date, DossierId, Page, PersonId, UnitId};

use crate::domain::{ClockRow, Dossier, Paper};

mod open;

pub(crate) use open::open_at;

fn read(row: &Row<'_>) -> Result<Dossier, StoreError> {
    Ok(Dossier {
        id: row.at(0)?,
        agency: row.at(1)?,
        code: row.at(2)?,
        procedure_code: row.at(3)?,
        procedure_version_id: row.at(4)?,
        case_code: row.at(5)?,
        sector: row.at(6)?,
        channel: row.at(7)?,
        online_level: row.at(8)?,
        online_eligible: row.at(9)?,
        postal_eligible: row.at(10)?,
        unit: row.at(11)?,
        applicant: row.at(12)?,
        applicant_name: row.at(13)?,
        filer_name: row.at(14)?,
        summary: row.at(15)?,
        return_by: row.at(16)?,
        received_at: row.at(17)?,
        registered_at: row.at(18)?,
        started_at: row.at(19)?,
        first_due_at: row.at(20)?,
        due_at: row.at(21)?,
        index_due_at: row.at(22)?,
        paused_at: row.at(23)?,
        n_supplements: row.at(24)?,
        n_extensions: row.at(25)?,
        finished_at: row.at(26)?,
        returned_at: row.at(27)?,
        refused_at: row.at(28)?,
        withdrawn_at: row.at(29)?,
        stopped_at: row.at(30)?,
        ended_on: row.at(31)?,
        timeliness: row.at(32)?,
        index_late: row.at(33)?,
        handling_days: row.at(34)?,
        result_number: row.at(35)?,
        result_name: row.at(36)?,
        result_published_at: row.at(37)?,
        result_signed: row.at(38)?,
        filing_id: row.at(39)?,
        filer: row.at(40)?,
        representative: row.at(41)?,
        place: row.at(42)?,
        submitted_at: row.at(43)?,
        citizen_due_at: row.at(44)?,
        duty: row.at(45)?,
        payment_asked_at: row.at(46)?,
        payment_settled_at: row.at(47)?,
        paid_online: row.at(48)?,
        result_drafted_at: row.at(49)?,
        result_approved_at: row.at(50)?,
        digitised_at: row.at(51)?,
        n_reused: row.at(52)?,
        merged_into: row.at(53)?,
        version: row.at(54)?,
    })
}

/// Writes the statement that reads dossiers by a condition: the columns stand once, in the order of [`read`].
macro_rules! select_dossiers {
    ($condition:literal) => {
        sql!(
            "select id, agency_id, code, procedure_code, procedure_version_id, case_code, sector, channel, online_level,
                    online_eligible, postal_eligible, unit_id, applicant_id, applicant_name, filer_name, summary,
                    return_by, received_at, registered_at, started_at, first_due_at, due_at, index_due_at, paused_at,
                    n_supplements, n_extensions, finished_at, returned_at, refused_at, withdrawn_at, stopped_at,
                    ended_on, timeliness, index_late, handling_days, result_number, result_name, result_published_at,
                    result_signed, filing_id, filer_id, representative_id, place, submitted_at, citizen_due_at, duty,
                    payment_asked_at, payment_settled_at, paid_online, result_drafted_at, result_approved_at,
                    digitised_at, n_reused, merged_into, version
             from dossier ",
            $condition
        )
    };
}

const BY_ID: Sql = select_dossiers!("where id = $1");
const BY_CODE: Sql = select_dossiers!("where agency_id = $1 and code = $2");

/// The dossier of an id; [`StoreError::Missing`] where there is none.
pub fn find(tx: &mut Tx<'_>, id: DossierId) -> Result<Dossier, StoreError> {
    tx.one(BY_ID, params![id], read)
}

/// The dossier of a code.
pub fn by_code(tx: &mut Tx<'_>, agency: AgencyId, code: &str) -> Result<Option<Dossier>, StoreError> {
    tx.maybe(BY_CODE, params![agency, code], read)
}

pub(crate) fn insert(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<(), StoreError> {
    let d = dossier;
    tx.exec(
        sql!(
            "insert into dossier
             (id, agency_id, code, procedure_code, procedure_version_id, case_code, sector, channel, online_level,
              online_eligible, postal_eligible, unit_id, applicant_id, applicant_name, filer_name, summary, return_by,
              received_at, registered_at, first_due_at, due_at, index_due_at, n_supplements, n_extensions, index_late,
              result_signed, version, received_on, filing_id, filer_id, representative_id, place, submitted_at, duty,
              n_reused)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                     $22, 0, 0, $23, $24, 1, $25, $26, $27, $28, $29, $30, $31, $32)"
        ),
        params![
            d.id,
            d.agency,
            d.code,
            d.procedure_code,
            d.procedure_version_id,
            d.case_code,
            d.sector,
            d.channel,
            d.online_level,
            d.online_eligible,
            d.postal_eligible,
            d.unit,
            d.applicant,
            d.applicant_name,
            d.filer_name,
            d.summary,
            d.return_by,
            d.received_at,
            d.registered_at,
            d.first_due_at,
            d.due_at,
            d.index_due_at,
            d.index_late,
            d.result_signed,
            d.received_at.date(),
            d.filing_id,
            d.filer,
            d.representative,
            d.place,
            d.submitted_at,
            d.duty,
            d.n_reused
        ],
    )
    .map(drop)
}

/// Saves what acts change; [`StoreError::Conflict`] where somebody was faster.
pub(crate) fn save(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<(), StoreError> {
    let d = dossier;
    tx.exec_versioned(
        sql!(
            "update dossier
             set started_at = $1, due_at = $2, index_due_at = $3, paused_at = $4, n_supplements = $5,
                 n_extensions = $6, finished_at = $7, returned_at = $8, refused_at = $9, withdrawn_at = $10,
                 stopped_at = $11, ended_on = $12, timeliness = $13, index_late = $14, handling_days = $15,
                 result_number = $16, result_name = $17, result_published_at = $18, result_signed = $19,
                 citizen_due_at = $20, duty = $21, payment_asked_at = $22, payment_settled_at = $23,
                 paid_online = $24, result_drafted_at = $25, result_approved_at = $26, digitised_at = $27,
                 n_reused = $28, merged_into = $29, version = version + 1
             where id = $30 and version = $31"
        ),
        params![
            d.started_at,
            d.due_at,
            d.index_due_at,
            d.paused_at,
            d.n_supplements,
            d.n_extensions,
            d.finished_at,
            d.returned_at,
            d.refused_at,
            d.withdrawn_at,
            d.stopped_at,
            d.ended_on,
            d.timeliness,
            d.index_late,
            d.handling_days,
            d.result_number,
            d.result_name,
            d.result_published_at,
            d.result_signed,
            d.citizen_due_at,
            d.duty,
            d.payment_asked_at,
            d.payment_settled_at,
            d.paid_online,
            d.result_drafted_at,
            d.result_approved_at,
            d.digitised_at,
            d.n_reused,
            d.merged_into,
            d.id,
            d.version
        ],
    )
}

const RECEIVED_ON: Sql = select_dossiers!(
    "where agency_id = $1 and received_on = $2 and id > $3 and (cast($4 as bigint) is null or unit_id = $4)
     order by id limit $5"
);
const ENDED_ON: Sql = select_dossiers!(
    "where agency_id = $1 and ended_on = $2 and id > $3 and (cast($4 as bigint) is null or unit_id = $4)
     order by id limit $5"
);
// The plus keeps an index on the agency from being chosen, whose rows would all have to be sorted by id.
const PAGE: Sql = select_dossiers!("where +agency_id = $1 and id > $2 order by id limit $3");

/// The dossiers received on a day after an id, by id, at most so many.
pub fn received_on(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    (day, unit): (Date, Option<UnitId>),
    (after, most): (i64, i64),
) -> Result<Vec<Dossier>, StoreError> {
    tx.all(RECEIVED_ON, params![agency, day, after, unit, most], read)
}

/// The dossiers whose processing ended on a day after an id, by id, at most so many.
pub fn ended_on(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    (day, unit): (Date, Option<UnitId>),
    (after, most): (i64, i64),
) -> Result<Vec<Dossier>, StoreError> {
    tx.all(ENDED_ON, params![agency, day, after, unit, most], read)
}

/// A page of all dossiers after an id.
pub fn page(tx: &mut Tx<'_>, agency: AgencyId, after: i64, most: i64) -> Result<Vec<Dossier>, StoreError> {
    tx.all(PAGE, params![agency, after, most], read)
}

const NEWEST: Sql = select_dossiers!(
    "where +agency_id = $1 and id < $2 and (cast($3 as bigint) is null or unit_id = $3) order by id desc limit $4"
);

/// The newest dossiers before the cursor, of one unit or all.
pub fn newest(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    unit: Option<UnitId>,
    before: Option<&Cursor>,
    size: usize,
) -> Result<Page<Dossier>, StoreError> {
    let before = before.map_or(i64::MAX, |cursor| cursor.id);
    let rows = tx.all(NEWEST, params![agency, before, unit, size as i64 + 1], read)?;
    Ok(Page::cut(rows, size, |dossier| Cursor { key: String::new(), id: dossier.id.get() }))
}

// By id, that is in the order of registration; ids carry their time, which bounds what is read.
const REGISTERED: Sql = select_dossiers!(
    "where +agency_id = $1 and id >= $2 and id < $3 and received_on >= $4 and received_on <= $5
       and (cast($6 as bigint) is null or unit_id = $6)
     order by id
     limit $7"
);

/// The dossiers received in a stretch of days in the order in which they were registered, after an id.
pub(crate) fn registered(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    ((from, to), unit): ((Date, Date), Option<UnitId>),
    after: Option<i64>,
    most: usize,
) -> Result<Vec<Dossier>, StoreError> {
    // Nothing is registered before it is received, nor a year after.
    let first = kernel::IdSource::first_at(from.start());
    let first = after.map_or(first, |after| first.max(after + 1));
    let end = kernel::IdSource::first_at(to.plus(366).start());
    tx.all(REGISTERED, params![agency, first, end, from, to, unit, most as i64], read)
}

/// The number that a dossier got in the book of its year; none where it was received before numbers were given.
pub(crate) fn book_number(tx: &mut Tx<'_>, id: DossierId) -> Result<Option<i64>, StoreError> {
    let entries = ::store::journal::about(tx, id.get())?;
    let Some(received) = entries.iter().find(|entry| entry.kind == "dossier.received") else {
        return Ok(None);
    };
    let payload: serde_json::Value = serde_json::from_str(&received.payload)?;
    Ok(payload.get("book_number").and_then(serde_json::Value::as_i64))
}

const OF_PERSON: Sql = select_dossiers!("where applicant_id = $1 order by id desc limit $2");

/// The newest dossiers of an applicant.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, most: i64) -> Result<Vec<Dossier>, StoreError> {
    tx.all(OF_PERSON, params![person, most], read)
}

/// The papers of a dossier and the version of their list.
pub fn papers(tx: &mut Tx<'_>, id: DossierId) -> Result<(Vec<Paper>, i64), StoreError> {
    let found = tx.maybe(
        sql!("select papers, version from dossier_papers where dossier_id = $1"),
        params![id],
        |row| Ok((row.at::<String>(0)?, row.at(1)?)),
    )?;
    match found {
        Some((text, version)) => Ok((serde_json::from_str(&text)?, version)),
        None => Ok((Vec::new(), 0)),
    }
}

pub(crate) fn insert_papers(tx: &mut Tx<'_>, id: DossierId, papers: &[Paper]) -> Result<(), StoreError> {
    let text = serde_json::to_string(papers)?;
    tx.exec(
        sql!("insert into dossier_papers (dossier_id, papers, version) values ($1, $2, 1)"),
        params![id, text],
    )
    .map(drop)
}

pub(crate) fn save_papers(
    tx: &mut Tx<'_>,
    id: DossierId,
    papers: &[Paper],
    version: i64,
) -> Result<(), StoreError> {
    let text = serde_json::to_string(papers)?;
    tx.exec_versioned(
        sql!("update dossier_papers set papers = $1, version = version + 1 where dossier_id = $2 and version = $3"),
        params![text, id, version],
    )
}

/// What happened to the dossier's time, oldest first.
pub fn clock_rows(tx: &mut Tx<'_>, id: DossierId) -> Result<Vec<ClockRow>, StoreError> {
    tx.all(
        sql!(
            "select at, event, due_before, due_after, account_id, reason, legal_basis, detail
             from dossier_clock
             where dossier_id = $1
             order by id"
        ),
        params![id],
        |row| {
            Ok(ClockRow {
                at: row.at(0)?,
                event: row.at(1)?,
                due_before: row.at(2)?,
                due_after: row.at(3)?,
                account: row.at(4)?,
                reason: row.at(5)?,
                legal_basis: row.at(6)?,
                detail: row.at(7)?,
            })
        },
    )
}

pub(crate) fn insert_clock(tx: &mut Tx<'_>, id: DossierId, row: &ClockRow) -> Result<(), StoreError> {
    let row_id = tx.next_id(row.at);
    tx.exec(
        sql!(
            "insert into dossier_clock
             (id, dossier_id, at, event, due_before, due_after, account_id, reason, legal_basis, detail)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        params![
            row_id,
            id,
            row.at,
            row.event,
            row.due_before,
            row.due_after,
            row.account,
            row.reason,
            row.legal_basis,
            row.detail
        ],
    )
    .map(drop)
}

/// Makes the search index anew: after a restore.
pub fn index_all(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let people: Vec<(i64, String)> = tx.all(
        sql!("select id, name, coalesce(id_number, ''), coalesce(phone, '') from person order by id"),
        &[],
        |row| {
            Ok((
                row.at(0)?,
                format!("{} {} {}", row.at::<String>(1)?, row.at::<String>(2)?, row.at::<String>(3)?),
            ))
        },
    )?;
    for (id, words) in people {
        ::store::search::put(tx, "person", id, &words)?;
    }
    let dossiers: Vec<(i64, String)> = tx.all(
        sql!(
            "select d.id, d.code, d.applicant_name, coalesce(p.id_number, ''), d.summary
             from dossier d
             join person p on p.id = d.applicant_id
             order by d.id"
        ),
        &[],
        |row| {
            let part = |place| row.at::<String>(place);
            Ok((row.at(0)?, format!("{} {} {} {}", part(1)?, part(2)?, part(3)?, part(4)?)))
        },
    )?;
    for (id, words) in dossiers {
        ::store::search::put(tx, "dossier", id, &words)?;
    }
    Ok(())
}
