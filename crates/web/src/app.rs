//! What the running program is made of: database, clock, agency, and the contexts' modules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use kernel::{AccountId, AgencyId, Clock, Role, UnitId};
use store::{Db, Measure, Migration, StoreError, Tx};

use crate::Routes;

/// One context, as the shell puts it together.
#[derive(Clone)]
pub struct Module {
    /// Name of the context.
    pub name: &'static str,
    /// Its tables.
    pub migrations: &'static [Migration],
    /// Who may do what.
    pub grants: &'static [Grant],
    /// Its links in the rail.
    pub nav: &'static [NavSpec],
    /// Its pages and API.
    pub routes: fn() -> Routes,
    /// Its part of the OpenAPI description.
    pub openapi: Option<fn() -> utoipa::openapi::OpenApi>,
    /// The facts it offers to indicators.
    pub measures: fn() -> Vec<Arc<dyn Measure>>,
}

impl std::fmt::Debug for Module {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Module").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A permission and the roles that hold it. What no grant names is denied.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    /// Code, such as `dossier.receive`.
    pub permission: &'static str,
    /// What it allows, in Vietnamese.
    pub label: &'static str,
    /// The roles.
    pub roles: &'static [Role],
}

/// One link of the rail.
#[derive(Debug, Clone, Copy)]
pub struct NavSpec {
    /// Group: `Công việc`, `Cải cách hành chính`, `Danh mục`, `Hệ thống`.
    pub group: &'static str,
    /// Place within the group.
    pub order: u8,
    /// Words.
    pub label: &'static str,
    /// Address.
    pub href: &'static str,
    /// Who sees it.
    pub permission: &'static str,
    /// Counts what waits there; its unit in words.
    pub count: Option<(CountWaiting, &'static str)>,
}

/// Counts what waits for somebody.
pub type CountWaiting = fn(&mut Tx<'_>, &SignedIn, kernel::Instant) -> Result<i64, StoreError>;

/// Groups of the rail, top to bottom.
pub const NAV_GROUPS: [&str; 4] = ["Công việc", "Cải cách hành chính", "Danh mục", "Hệ thống"];

/// A signed-in account.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Account.
    pub account: AccountId,
    /// Agency.
    pub agency: AgencyId,
    /// Unit.
    pub unit: Option<UnitId>,
    /// Full name.
    pub name: String,
    /// Position and unit in words.
    pub position: String,
    /// Roles.
    pub roles: Arc<BTreeSet<Role>>,
    /// Where an API key signs in: what it is limited to; `None` for people.
    pub scopes: Option<BTreeSet<String>>,
    /// Hash of the session's token, which names the session.
    pub session: Vec<u8>,
}

/// Finds who a token belongs to. The context `identity` implements it.
pub trait Sessions: Send + Sync {
    /// The account of a session token (given as its SHA-256), if the session is alive.
    fn session(
        &self,
        tx: &mut Tx<'_>,
        token_hash: &[u8],
        now: kernel::Instant,
    ) -> Result<Option<SignedIn>, StoreError>;
    /// The account of an API key (given as its SHA-256), if the key is alive.
    fn key(
        &self,
        tx: &mut Tx<'_>,
        key_hash: &[u8],
        now: kernel::Instant,
    ) -> Result<Option<SignedIn>, StoreError>;
}

/// Nobody is ever signed in: for tools and tests without accounts.
#[derive(Debug, Clone, Copy)]
pub struct NoSessions;

impl Sessions for NoSessions {
    fn session(&self, _: &mut Tx<'_>, _: &[u8], _: kernel::Instant) -> Result<Option<SignedIn>, StoreError> {
        Ok(None)
    }
    fn key(&self, _: &mut Tx<'_>, _: &[u8], _: kernel::Instant) -> Result<Option<SignedIn>, StoreError> {
        Ok(None)
    }
}

/// How the program is set up.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The agency it serves.
    pub agency: AgencyId,
    /// The small line over the agency's name.
    pub agency_parent: String,
    /// The agency's name.
    pub agency_name: String,
    /// Whether the data is the sample story: sign-in lists the accounts, every page says so.
    pub demo: bool,
    /// Whether cookies are marked `Secure` (behind HTTPS).
    pub secure_cookies: bool,
}

/// The running program; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

static NEXT_SERIAL: AtomicU64 = AtomicU64::new(1);

struct Inner {
    serial: u64,
    db: Db,
    clock: Arc<dyn Clock>,
    setup: Setup,
    sessions: Arc<dyn Sessions>,
    modules: Vec<Module>,
    permissions: BTreeMap<Role, BTreeSet<&'static str>>,
    extensions: OnceLock<Extensions>,
}

/// Values of contexts that handlers need (the indicator engine, the calendar), by type.
pub type Extensions = axum::http::Extensions;

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("setup", &self.0.setup).finish_non_exhaustive()
    }
}

impl App {
    /// Puts the program together.
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        setup: Setup,
        sessions: Arc<dyn Sessions>,
        modules: Vec<Module>,
    ) -> Self {
        let mut permissions: BTreeMap<Role, BTreeSet<&'static str>> = BTreeMap::new();
        for grant in modules.iter().flat_map(|module| module.grants) {
            for role in grant.roles {
                permissions.entry(*role).or_default().insert(grant.permission);
            }
        }
        let extensions = OnceLock::new();
        let serial = NEXT_SERIAL.fetch_add(1, Ordering::Relaxed);
        Self(Arc::new(Inner { serial, db, clock, setup, sessions, modules, permissions, extensions }))
    }

    /// Sets the contexts' values; only the first call counts.
    pub fn extend(&self, extensions: Extensions) {
        let _ = self.0.extensions.set(extensions);
    }

    /// The value of type `T` that a context put in.
    pub fn extension<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.0.extensions.get().and_then(|extensions| extensions.get::<T>().cloned())
    }

    /// Which program of this process it is: state in memory, such as rate limits, is kept apart by it.
    pub fn serial(&self) -> u64 {
        self.0.serial
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// The set-up.
    pub fn setup(&self) -> &Setup {
        &self.0.setup
    }

    /// The sessions.
    pub fn sessions(&self) -> Arc<dyn Sessions> {
        self.0.sessions.clone()
    }

    /// The contexts.
    pub fn modules(&self) -> &[Module] {
        &self.0.modules
    }

    /// What `roles` may do, all together.
    pub fn permissions(&self, roles: &BTreeSet<Role>) -> BTreeSet<&'static str> {
        roles.iter().filter_map(|role| self.0.permissions.get(role)).flatten().copied().collect()
    }
}
