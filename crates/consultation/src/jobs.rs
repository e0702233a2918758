//! What happens by itself: messages leave, bodies are reminded, silence becomes consent. A job may run twice; its
//! effect comes once.

use std::sync::Arc;

use kernel::{Acting, AgencyId, Instant};
use serde_json::Value;
use store::jobs::Job;
use store::{Db, StoreError};

use crate::acts::{Reminder, assume, confirm, remind};
use crate::domain::{ConsultationRefused, PartId};
use crate::exchange::{Envelope, ExchangeError, MessageKind};
use crate::office::Cooperation;

/// Sends a message to another agency.
pub(crate) const SEND_JOB: &str = "consultation.send";
/// Reminds a body.
pub(crate) const REMIND_JOB: &str = "consultation.remind";
/// Takes silence as consent.
pub(crate) const SILENCE_JOB: &str = "consultation.silence";

/// The kinds of jobs that [`run_job`] does.
pub const JOBS: [&str; 3] = [SEND_JOB, REMIND_JOB, SILENCE_JOB];

/// Why a job could not be done; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The other agency.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// An act refused.
    #[error(transparent)]
    Refused(#[from] ConsultationRefused),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The program itself.
fn program(agency: AgencyId, at: Instant) -> Acting {
    Acting {
        agency,
        actor: None,
        on_behalf_of: None,
        unit: None,
        roles: Arc::default(),
        permissions: Arc::new(["consultation.exchange"].into()),
        at,
    }
}

/// Does a job of one of the kinds [`JOBS`].
pub fn run_job(cooperation: &Cooperation, db: &Db, job: &Job, at: Instant) -> Result<(), JobError> {
    let (acting, own) = (program(job.agency, at), cooperation.clone());
    let number = |name: &str| job.payload.get(name).and_then(Value::as_i64).unwrap_or_default();
    let part = PartId(number("part"));
    match job.kind.as_str() {
        SEND_JOB => send(cooperation, db, number("message"), &acting),
        SILENCE_JOB => {
            db.write_now::<_, ConsultationRefused>(move |tx| assume(tx, &own, &acting, part).map(drop))?;
            Ok(())
        }
        _ => {
            let before = job.payload.get("which").and_then(Value::as_str) == Some("before");
            let which = if before { Reminder::Before } else { Reminder::After };
            db.write_now::<_, ConsultationRefused>(move |tx| {
                remind(tx, &own, &acting, (part, which)).map(drop)
            })?;
            Ok(())
        }
    }
}

fn send(cooperation: &Cooperation, db: &Db, id: i64, acting: &Acting) -> Result<(), JobError> {
    // Without a way to others the message stands ready for a way that comes later, and goes on paper meanwhile.
    let Some(exchange) = &cooperation.exchange else { return Ok(()) };
    let (kept, part) = db.read_now::<_, StoreError>(move |tx| crate::store::message(tx, id))?;
    if kept.confirmed_at.is_some() {
        return Ok(());
    }
    let envelope: Envelope = serde_json::from_str(&kept.body).map_err(StoreError::from)?;
    let answer = exchange.deliver(&envelope)?;
    let fits = answer.kind == MessageKind::Acknowledge
        && answer.in_reply_to.as_deref() == Some(envelope.id.as_str())
        && answer.from.code == envelope.to.code;
    if !fits {
        return Err(ExchangeError::Answer("not an acknowledgement of the message".to_owned()).into());
    }
    let acting = acting.clone();
    db.write_now::<_, ConsultationRefused>(move |tx| confirm(tx, &acting, (id, part)).map(drop))?;
    Ok(())
}
