//! The database handle: opens by URL, runs acts and queries.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crossbeam_channel::Sender;
use kernel::{FactChange, IdSource};
use tokio::sync::oneshot;

use crate::files::Files;
use crate::{Migration, StoreError, Tx};

/// Which database serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Backend {
    /// Its name, as people write it.
    pub fn name(self) -> &'static str {
        ["SQLite", "PostgreSQL"].get(self as usize).copied().unwrap_or_default()
    }
}

/// Told of every change of a fact, inside the transaction of the act (the indicator engine).
pub trait Observer: Send + Sync {
    /// Counts `change`. A failure fails the act.
    fn fact_changed(&self, tx: &mut Tx<'_>, change: &FactChange) -> Result<(), StoreError>;
}

/// What all transactions of a database share.
pub(crate) struct Shared {
    pub(crate) ids: IdSource,
    pub(crate) observer: OnceLock<Arc<dyn Observer>>,
}

/// How to open a database.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME`.
    pub url: String,
    /// Number of this node (0 to 1023), part of every id it makes.
    pub node: u16,
    /// Folder of the content-addressed files; beside the SQLite file where not given.
    pub files: Option<PathBuf>,
}

impl OpenOptions {
    /// The usual options for `url`.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), node: 0, files: None }
    }
}

/// A database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    backend: Backend,
    writes: Sender<Box<dyn Job>>,
    reads: Sender<Box<dyn Job>>,
    shared: Arc<Shared>,
    files: Files,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("backend", &self.backend).finish_non_exhaustive()
    }
}

/// A queue of acts or queries.
pub(crate) type Queue = Sender<Box<dyn Job>>;

/// One act or query on its way through a queue.
pub(crate) trait Job: Send {
    /// Runs; `true` where the result is to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Replies after the commit, or with the cause where the commit failed.
    fn finish(self: Box<Self>, failure: Option<&Arc<StoreError>>);
}

struct Call<F, T, E> {
    body: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Call<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        self.result = None;
        let result = (self.body)(tx);
        let kept = result.is_ok();
        self.result = Some(result);
        kept
    }

    fn finish(self: Box<Self>, failure: Option<&Arc<StoreError>>) {
        let result = match (self.result, failure) {
            (Some(Err(refusal)), _) => Err(refusal),
            (_, Some(failure)) => Err(E::from(copy_failure(failure))),
            (Some(Ok(value)), None) => Ok(value),
            (None, None) => Err(E::from(StoreError::Panicked)),
        };
        // A caller that went away has nobody to tell.
        let _ = self.reply.send(result);
    }
}

/// A failed commit fails every act of its group; the cause goes to the log once, each caller learns the kind.
fn copy_failure(failure: &Arc<StoreError>) -> StoreError {
    tracing::error!(error = ?failure, "commit failed");
    match &**failure {
        StoreError::Conflict => StoreError::Conflict,
        StoreError::Constraint(name) => StoreError::Constraint(name.clone()),
        _ => StoreError::Closed,
    }
}

impl Db {
    /// Opens the database and starts its threads. Migrates nothing: see [`Db::migrate`].
    pub fn open(options: &OpenOptions) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared { ids: IdSource::new(options.node), observer: OnceLock::new() });
        if let Some(path) = options.url.strip_prefix("sqlite:") {
            let path = Path::new(path.trim_start_matches("//"));
            if path.as_os_str().is_empty() {
                return Err(StoreError::Address(options.url.clone()));
            }
            let (writes, reads) = crate::sqlite_db::start(path, &shared)?;
            let folder = options.files.clone().unwrap_or_else(|| path.with_extension("files"));
            return Ok(Self {
                backend: Backend::Sqlite,
                writes,
                reads,
                shared,
                files: Files::open(&folder)?,
            });
        }
        if options.url.starts_with("postgres://") || options.url.starts_with("postgresql://") {
            let (writes, reads) = crate::postgres_db::start(&options.url, &shared)?;
            let folder = options.files.clone().unwrap_or_else(|| PathBuf::from("var/files"));
            return Ok(Self {
                backend: Backend::Postgres,
                writes,
                reads,
                shared,
                files: Files::open(&folder)?,
            });
        }
        Err(StoreError::Address(options.url.clone()))
    }

    /// Which database serves.
    pub const fn backend(&self) -> Backend {
        self.backend
    }

    /// The content-addressed files.
    pub const fn files(&self) -> &Files {
        &self.files
    }

    /// Sets who is told of changed facts. Only the first call counts.
    pub fn observe(&self, observer: Arc<dyn Observer>) {
        let _ = self.shared.observer.set(observer);
    }

    /// Runs an act as a durable transaction: when this returns `Ok`, the act is on disk. The act may run more
    /// than once (PostgreSQL may ask to try again), so it must take what it needs by reference.
    pub async fn write<T, E>(
        &self,
        act: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let answer = submit(&self.writes, act);
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// Runs a query on a consistent snapshot; never blocks a writer.
    pub async fn read<T, E>(
        &self,
        query: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let answer = submit(&self.reads, query);
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// [`Db::write`] for threads outside the async runtime (command line, workers).
    pub fn write_now<T, E>(
        &self,
        act: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        submit(&self.writes, act).blocking_recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// [`Db::read`] for threads outside the async runtime.
    pub fn read_now<T, E>(
        &self,
        query: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        submit(&self.reads, query).blocking_recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// Brings the tables up to date with `migrations`; the numbers applied now. To be called outside the async
    /// runtime.
    pub fn migrate(&self, migrations: &[Migration]) -> Result<Vec<u32>, StoreError> {
        let migrations = migrations.to_vec();
        self.write_now(move |tx| crate::migrate::apply(tx, &migrations))
    }
}

fn submit<T, E>(
    queue: &Sender<Box<dyn Job>>,
    body: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
) -> oneshot::Receiver<Result<T, E>>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    // A queue without its thread drops the job and with it the reply: the caller sees `Closed`.
    let _ = queue.send(Box::new(Call { body, result: None, reply }));
    answer
}
