//! SQL for work and its load.

use ::store::{Row, StoreError, Tx, params, sql};
use kernel::{AccountId, AgencyId, Instant};

use crate::domain::{Headline, Outcome, SortKey, Work};

pub(crate) fn read_work(row: &Row<'_>) -> Result<Work, StoreError> {
    let outcome: Option<String> = row.at(19)?;
    Ok(Work {
        id: row.at(0)?,
        agency: row.at(1)?,
        subject: row.at(2)?,
        subject_id: row.at(3)?,
        step: row.at(4)?,
        step_name: row.at(5)?,
        role: row.at(6)?,
        unit: row.at(7)?,
        account: row.at(8)?,
        headline: Headline {
            code: row.at(9)?,
            title: row.at(10)?,
            topic: row.at(11)?,
            topic_name: row.at(12)?,
        },
        routed: row.at(13)?,
        opened_at: row.at(14)?,
        due_at: row.at(15)?,
        sort: SortKey(row.at(16)?),
        closed_at: row.at(17)?,
        closed_by: row.at(18)?,
        outcome: outcome.as_deref().and_then(Outcome::from_code),
        reason: row.at(20)?,
        version: row.at(21)?,
    })
}

pub(crate) fn insert(tx: &mut Tx<'_>, work: &Work) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "insert into work
             (id, agency_id, subject, subject_id, step, step_name, role, unit_id, account_id, code, headline, topic,
              topic_name, routed, opened_at, due_at, sort_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)"
        ),
        params![
            work.id,
            work.agency,
            work.subject,
            work.subject_id,
            work.step,
            work.step_name,
            work.role,
            work.unit,
            work.account,
            work.headline.code,
            work.headline.title,
            work.headline.topic,
            work.headline.topic_name,
            work.routed,
            work.opened_at,
            work.due_at,
            work.sort.0
        ],
    )?;
    add_load(tx, work.agency, work.account, 1)
}

pub(crate) fn close(
    tx: &mut Tx<'_>,
    work: &Work,
    by: Option<AccountId>,
    at: Instant,
    outcome: Outcome,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    tx.exec_versioned(
        sql!(
            "update work
             set closed_at = $1, closed_by = $2, outcome = $3, reason = $4, version = version + 1
             where id = $5 and version = $6 and closed_at is null"
        ),
        params![at, by, outcome.code(), reason, work.id, work.version],
    )?;
    add_load(tx, work.agency, work.account, -1)
}

pub(crate) fn set_sort(tx: &mut Tx<'_>, subject_id: i64, sort: SortKey) -> Result<(), StoreError> {
    tx.exec(
        sql!(
            "update work set sort_at = $1, version = version + 1 where subject_id = $2 and closed_at is null"
        ),
        params![sort.0, subject_id],
    )
    .map(drop)
}

fn add_load(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    account: Option<AccountId>,
    more: i64,
) -> Result<(), StoreError> {
    let Some(account) = account else { return Ok(()) };
    tx.exec(
        sql!(
            "insert into work_load (agency_id, account_id, n_open)
             values ($1, $2, $3)
             on conflict (agency_id, account_id) do update set n_open = work_load.n_open + excluded.n_open"
        ),
        params![agency, account, more],
    )
    .map(drop)
}

/// How many open works an account has.
pub fn load(tx: &mut Tx<'_>, agency: AgencyId, account: AccountId) -> Result<i64, StoreError> {
    let found = tx.maybe(
        sql!("select n_open from work_load where agency_id = $1 and account_id = $2"),
        params![agency, account],
        |row| row.at(0),
    )?;
    Ok(found.unwrap_or(0))
}

pub(crate) fn open_of(tx: &mut Tx<'_>, subject_id: i64) -> Result<Option<Work>, StoreError> {
    tx.maybe(
        sql!(
            "select id, agency_id, subject, subject_id, step, step_name, role, unit_id, account_id, code, headline,
                    topic, topic_name, routed, opened_at, due_at, sort_at, closed_at, closed_by, outcome, reason,
                    version
             from work
             where subject_id = $1 and closed_at is null
             order by id desc
             limit 1"
        ),
        params![subject_id],
        read_work,
    )
}

/// All works of a subject, oldest first.
pub fn history(tx: &mut Tx<'_>, subject_id: i64) -> Result<Vec<Work>, StoreError> {
    tx.all(
        sql!(
            "select id, agency_id, subject, subject_id, step, step_name, role, unit_id, account_id, code, headline,
                    topic, topic_name, routed, opened_at, due_at, sort_at, closed_at, closed_by, outcome, reason,
                    version
             from work
             where subject_id = $1
             order by id"
        ),
        params![subject_id],
        read_work,
    )
}
