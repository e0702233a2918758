//! Background work: rows written in the transaction of the act, claimed with a lease, retried with back-off.
//! A job may run more than once; its effect must not.

use kernel::{AgencyId, Instant};

use crate::{Row, StoreError, Tx, params, sql};

/// A job is given up after so many attempts.
pub const MOST_ATTEMPTS: i64 = 10;

/// A job in hand.
#[derive(Debug, Clone)]
pub struct Job {
    /// Id.
    pub id: i64,
    /// Agency.
    pub agency: AgencyId,
    /// What to do.
    pub kind: String,
    /// With what: JSON.
    pub payload: serde_json::Value,
    /// How often it was started, this time included.
    pub attempts: i64,
}

/// How many jobs stand where; for the health page.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Health {
    /// Kind of job.
    pub kind: String,
    /// Waiting or running.
    pub open: i64,
    /// Done.
    pub done: i64,
    /// Given up.
    pub failed: i64,
    /// The last failure's message.
    pub last_error: Option<String>,
}

/// Puts a job in the queue; its id.
pub fn enqueue(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    kind: &str,
    payload: &serde_json::Value,
    run_at: Instant,
) -> Result<i64, StoreError> {
    let id = tx.next_id(run_at);
    tx.exec(
        sql!(
            "insert into job (id, agency_id, kind, payload, run_at, attempts) values ($1, $2, $3, $4, $5, 0)"
        ),
        params![id, agency, kind, payload, run_at],
    )?;
    Ok(id)
}

/// Takes up to `most` jobs that are due, for `lease_minutes`.
pub fn claim(tx: &mut Tx<'_>, now: Instant, lease_minutes: i64, most: i64) -> Result<Vec<Job>, StoreError> {
    // The conditions stand twice: PostgreSQL re-checks only the outer ones when another node was faster.
    tx.all(
        sql!(
            "update job
             set lease_until = $1, attempts = attempts + 1
             where id in (
                 select id from job
                 where done_at is null and failed_at is null and run_at <= $2
                   and (lease_until is null or lease_until < $3)
                 order by run_at, id
                 limit $4)
               and done_at is null and failed_at is null and (lease_until is null or lease_until < $5)
             returning id, agency_id, kind, payload, attempts"
        ),
        params![now.plus_minutes(lease_minutes), now, now, most, now],
        |row| {
            Ok(Job {
                id: row.get("id")?,
                agency: row.get("agency_id")?,
                kind: row.get("kind")?,
                payload: row.get("payload")?,
                attempts: row.get("attempts")?,
            })
        },
    )
}

/// Marks a job as done.
pub fn done(tx: &mut Tx<'_>, job: &Job, now: Instant) -> Result<(), StoreError> {
    tx.exec(sql!("update job set done_at = $1, lease_until = null where id = $2"), params![now, job.id])
        .map(drop)
}

/// Notes a failed attempt: tried again after 1, 2, 4, … minutes, given up after [`MOST_ATTEMPTS`].
pub fn failed(tx: &mut Tx<'_>, job: &Job, now: Instant, error: &str) -> Result<(), StoreError> {
    let given_up = (job.attempts >= MOST_ATTEMPTS).then_some(now);
    let wait = 1_i64 << job.attempts.clamp(1, MOST_ATTEMPTS).saturating_sub(1);
    tx.exec(
        sql!("update job set run_at = $1, lease_until = null, failed_at = $2, last_error = $3 where id = $4"),
        params![now.plus_minutes(wait), given_up, error, job.id],
    )
    .map(drop)
}

/// The state of the queue by kind.
pub fn health(tx: &mut Tx<'_>) -> Result<Vec<Health>, StoreError> {
    tx.all(
        sql!(
            "select kind,
                    count(*) filter (where done_at is null and failed_at is null) as n_open,
                    count(*) filter (where done_at is not null) as n_done,
                    count(*) filter (where failed_at is not null) as n_failed,
                    max(last_error) as last_error
             from job
             group by kind
             order by kind"
        ),
        &[],
        |row: &Row<'_>| {
            Ok(Health {
                kind: row.get("kind")?,
                open: row.get("n_open")?,
                done: row.get("n_done")?,
                failed: row.get("n_failed")?,
                last_error: row.get("last_error")?,
            })
        },
    )
}
