//! What runs beside the requests: the sequencer of the journal, and the jobs.

use std::sync::Arc;
use std::time::Duration;

use indicator::Engine;
use kernel::Instant;
use store::{Db, StoreError, jobs, journal};
use tokio::sync::watch;
use web::App;

/// The chain must follow the commits within a second (PostgreSQL); on SQLite there is nothing to do.
const SEQUENCER_PAUSE: Duration = Duration::from_millis(250);
const JOBS_PAUSE: Duration = Duration::from_secs(1);

/// Starts the workers; they end when `stop` turns true.
pub(crate) fn start(app: &App, engine: Arc<Engine>, stop: &watch::Receiver<bool>) {
    let (db, stopping) = (app.db().clone(), stop.clone());
    tokio::spawn(sequence(db, stopping));
    let (app, stopping) = (app.clone(), stop.clone());
    tokio::spawn(work(app, engine, stopping));
}

async fn sequence(db: Db, mut stop: watch::Receiver<bool>) {
    loop {
        let linked = db.write::<_, StoreError>(|tx| journal::link_pending(tx, 2_000)).await;
        match linked {
            // A full helping: more waits.
            Ok(2_000) => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(error = %error, "failed to link journal entries"),
        }
        if rest(SEQUENCER_PAUSE, &mut stop).await {
            return;
        }
    }
}

async fn work(app: App, engine: Arc<Engine>, mut stop: watch::Receiver<bool>) {
    loop {
        let now = app.clock().now();
        let taken = app.db().write::<_, StoreError>(move |tx| jobs::claim(tx, now, 10, 4)).await;
        let taken = taken.unwrap_or_else(|error| {
            tracing::warn!(error = %error, "failed to claim jobs");
            Vec::new()
        });
        for job in taken {
            run(&app, &engine, job).await;
        }
        if rest(JOBS_PAUSE, &mut stop).await {
            return;
        }
    }
}

async fn run(app: &App, engine: &Arc<Engine>, job: jobs::Job) {
    let (own, engine, at) = (app.clone(), engine.clone(), app.clock().now());
    let work = job.clone();
    let outcome = tokio::task::spawn_blocking(move || perform(&own, &engine, &work, at)).await;
    let outcome = outcome.unwrap_or_else(|_| Err("the job panicked".to_owned()));
    let now = app.clock().now();
    let noted = app
        .db()
        .write::<_, StoreError>(move |tx| match &outcome {
            Ok(()) => jobs::done(tx, &job, now),
            Err(message) => {
                tracing::error!(job.kind = %job.kind, error = %message, "job failed");
                jobs::failed(tx, &job, now, message)
            }
        })
        .await;
    if let Err(error) = noted {
        tracing::warn!(error = %error, "failed to note a job's outcome");
    }
}

/// Does a job, by its kind.
fn perform(app: &App, engine: &Arc<Engine>, job: &jobs::Job, at: Instant) -> Result<(), String> {
    let db = app.db();
    match job.kind.as_str() {
        kind if consultation::JOBS.contains(&kind) => {
            let cooperation =
                app.extension::<consultation::Cooperation>().ok_or("cooperation is not set up")?;
            consultation::run_job(&cooperation, db, job, at).map_err(|error| error.to_string())
        }
        kind if postal::JOBS.contains(&kind) => {
            let postal = app.extension::<postal::Postal>().ok_or("the postal service is not set up")?;
            postal::run_job(&postal, db, job, at).map_err(|error| error.to_string())
        }
        indicator::BACKFILL_JOB => indicator::run_job(engine, db, job, at).map_err(|error| error.to_string()),
        kind => Err(format!("no worker knows jobs of kind {kind}")),
    }
}

/// Waits; true where the program stops.
async fn rest(pause: Duration, stop: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = tokio::time::sleep(pause) => *stop.borrow(),
        changed = stop.changed() => changed.is_err() || *stop.borrow(),
    }
}
