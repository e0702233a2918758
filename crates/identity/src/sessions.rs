//! Who a cookie or a key belongs to: one statement, no write on the way.

use std::future::Future as _;
use std::pin::pin;
use std::task::{Context, Waker};

use ::store::{Db, StoreError, Tx};
use kernel::Instant;
use web::SignedIn;

use crate::domain::should_touch;
use crate::store::sign_in;

/// Sessions and API keys in the database. The last use is written every ten minutes at most, aside.
#[derive(Debug, Clone)]
pub struct Sessions {
    db: Db,
}

impl Sessions {
    /// Sessions in `db`.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Puts the act into the writer's queue and goes on: nobody waits for it, nothing depends on it.
    fn aside(&self, act: impl FnMut(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static) {
        let write = pin!(self.db.write(act));
        // The first poll queues the act; its reply has no reader.
        let _ = write.poll(&mut Context::from_waker(Waker::noop()));
    }
}

impl web::Sessions for Sessions {
    fn session(
        &self,
        tx: &mut Tx<'_>,
        token_hash: &[u8],
        now: Instant,
    ) -> Result<Option<SignedIn>, StoreError> {
        let Some(found) = sign_in::session(tx, token_hash, now)? else { return Ok(None) };
        if should_touch(found.last_seen, now) {
            let hash = token_hash.to_vec();
            self.aside(move |tx| sign_in::touch_session(tx, &hash, now));
        }
        Ok(Some(found.who))
    }

    fn key(&self, tx: &mut Tx<'_>, key_hash: &[u8], now: Instant) -> Result<Option<SignedIn>, StoreError> {
        let Some(found) = sign_in::key(tx, key_hash, now)? else { return Ok(None) };
        if should_touch(found.last_seen, now) {
            let hash = key_hash.to_vec();
            self.aside(move |tx| sign_in::touch_key(tx, &hash, now));
        }
        Ok(Some(found.who))
    }
}
