//! The program under test.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, Response};
use futures::StreamExt as _;
use kernel::{Acting, AgencyId, FixedClock, Instant};
use store::testing::TestDb;
use store::{Db, Migration, StoreError, Tx};
use tower::ServiceExt as _;
use web::{App, Module, Sessions, Setup};

use crate::Browser;

/// The agency of every test.
pub const AGENCY: AgencyId = AgencyId(31);
/// The password of every sample account.
pub const DEMO_PASSWORD: &str = "motcua-2022";

/// The program with a database of its own, on a clock that stands at 09:00 on Tuesday 15/03/2022.
#[derive(Debug)]
pub struct TestApp {
    /// The program.
    pub app: App,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
    db: TestDb,
}

/// The migrations of the base crates and of `modules`, in order.
pub fn migrations(modules: &[Module]) -> Vec<Migration> {
    let mut all: Vec<Migration> = store::MIGRATIONS.iter().chain(web::MIGRATIONS).copied().collect();
    all.extend(modules.iter().flat_map(|module| module.migrations));
    all.sort_by_key(|migration| migration.number);
    all
}

impl TestApp {
    /// The program on SQLite. `sessions` makes the keeper of sessions, usually the one of `identity`.
    pub fn new(modules: Vec<Module>, sessions: impl Fn(Db) -> Arc<dyn Sessions>) -> Self {
        let db = store::testing::sqlite(&migrations(&modules)).expect("a SQLite database");
        Self::on(db, modules, sessions)
    }

    /// Calls `test` with the program on each database at hand.
    pub fn each(
        modules: impl Fn() -> Vec<Module>,
        sessions: impl Fn(Db) -> Arc<dyn Sessions> + Copy,
        mut test: impl FnMut(Self),
    ) {
        test(Self::new(modules(), sessions));
        match store::testing::postgres(&migrations(&modules())).expect("a PostgreSQL schema") {
            Some(db) => test(Self::on(db, modules(), sessions)),
            None => eprintln!("note: MOTCUA_TEST_POSTGRES is not set; this test ran on SQLite only"),
        }
    }

    fn on(db: TestDb, modules: Vec<Module>, sessions: impl Fn(Db) -> Arc<dyn Sessions>) -> Self {
        let clock = Arc::new(FixedClock::new(Instant::parse("2022-03-15T09:00").unwrap()));
        let setup = Setup {
            agency: AGENCY,
            agency_parent: "Tỉnh Hưng Yên".to_owned(),
            agency_name: "Sở Lao động – Thương binh và Xã hội".to_owned(),
            demo: true,
            secure_cookies: false,
        };
        let app = App::new(db.db.clone(), clock.clone(), setup, sessions(db.db.clone()), modules);
        let router = web::router(&app);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { app, clock, router, runtime, db }
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.db.db
    }

    /// Runs an act as the program itself.
    pub fn write<T, E>(&self, mut act: impl FnMut(&mut Tx<'_>, &Acting) -> Result<T, E> + Send + 'static) -> T
    where
        T: Send + 'static,
        E: From<StoreError> + std::fmt::Debug + Send + 'static,
    {
        let acting = self.program();
        self.db().write_now(move |tx| act(tx, &acting)).unwrap()
    }

    /// Runs a query.
    pub fn read<T: Send + 'static>(
        &self,
        query: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.db().read_now(query).unwrap()
    }

    /// The circumstances of an act of the program itself: it holds every permission.
    pub fn program(&self) -> Acting {
        let permissions = self.app.modules().iter().flat_map(|module| module.grants);
        Acting {
            agency: AGENCY,
            actor: None,
            on_behalf_of: None,
            unit: None,
            roles: Arc::default(),
            permissions: Arc::new(permissions.map(|grant| grant.permission).collect()),
            at: kernel::Clock::now(&*self.clock),
        }
    }

    /// Puts the clock to `local`, such as `2022-03-15T14:00`.
    pub fn set_clock(&self, local: &str) {
        self.clock.set(Instant::parse(local).unwrap());
    }

    /// A browser that nobody has signed in with.
    pub fn browser(&self) -> Browser<'_> {
        Browser::new(self)
    }

    /// A browser with `login` signed in through the form, with the sample password.
    pub fn sign_in(&self, login: &str) -> Browser<'_> {
        let mut browser = self.browser();
        browser.sign_in(login);
        browser
    }

    /// One request as it is, without cookies or redirects: status, headers, body as text.
    pub fn request(&self, request: Request<Body>) -> Response<String> {
        self.runtime.block_on(async {
            let answer: Result<_, std::convert::Infallible> = self.router.clone().oneshot(request).await;
            let Ok(response) = answer;
            let (parts, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, 64 << 20).await.expect("a whole body");
            Response::from_parts(parts, String::from_utf8_lossy(&bytes).into_owned())
        })
    }

    /// Sends a request and hands over the parts of the body as they come, one after the other: the next is asked
    /// for when `each` has returned. Status and headers come back.
    pub fn stream(&self, request: Request<Body>, mut each: impl FnMut(&[u8])) -> Response<()> {
        self.runtime.block_on(async {
            let answer: Result<_, std::convert::Infallible> = self.router.clone().oneshot(request).await;
            let Ok(response) = answer;
            let (parts, body) = response.into_parts();
            let mut data = body.into_data_stream();
            while let Some(part) = data.next().await {
                each(&part.expect("a part of the body"));
            }
            Response::from_parts(parts, ())
        })
    }

    /// A request to the API with a key: status and JSON.
    pub fn api(
        &self,
        key: &str,
        method: &str,
        path: &str,
        body: Option<&serde_json::Value>,
    ) -> (u16, serde_json::Value) {
        let mut request = Request::builder().method(method).uri(path);
        if !key.is_empty() {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        let request = match body {
            Some(body) => {
                request.header("content-type", "application/json").body(Body::from(body.to_string()))
            }
            None => request.body(Body::empty()),
        };
        let response = self.request(request.unwrap());
        let json = serde_json::from_str(response.body()).unwrap_or(serde_json::Value::Null);
        (response.status().as_u16(), json)
    }
}
