//! Sessions and API keys: how long they live.

use kernel::{AccountId, Instant};

/// A session without a request for so long is over.
const IDLE_MINUTES: i64 = 12 * 60;
/// A session is over after so long in any case.
const ABSOLUTE_MINUTES: i64 = 7 * 24 * 60;
/// The last request is written at most this often.
const TOUCH_MINUTES: i64 = 10;

/// When a session that starts at `now` ends in any case.
pub const fn expires_at(now: Instant) -> Instant {
    now.plus_minutes(ABSOLUTE_MINUTES)
}

/// A session last seen at or before this instant is over.
pub const fn idle_since(now: Instant) -> Instant {
    now.plus_minutes(-IDLE_MINUTES)
}

/// Whether the last request is worth writing down.
pub fn should_touch(last_seen: Option<Instant>, now: Instant) -> bool {
    last_seen.is_none_or(|seen| seen.plus_minutes(TOUCH_MINUTES) <= now)
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of its token.
    pub token_hash: Vec<u8>,
    /// When it began.
    pub created_at: Instant,
    /// Last request, to within ten minutes.
    pub last_seen_at: Instant,
    /// What the browser calls itself, cut short.
    pub agent: String,
}

/// An API key as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Id.
    pub id: i64,
    /// Owner.
    pub account: AccountId,
    /// What it is for.
    pub name: String,
    /// Its first characters, to tell keys apart.
    pub hint: String,
    /// The permissions it is limited to.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends.
    pub expires_at: Instant,
    /// Last use, to within ten minutes.
    pub last_used_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

impl ApiKey {
    /// Whether it opens anything at `now`.
    pub fn alive(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}
