//! The permission matrix: every route and every role, written down and walked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::{AccountId, FixedClock, Instant, Role};
use store::StoreError;
use store::testing::sqlite;
use tower::ServiceExt as _;
use web::{Access, App, Sessions, Setup, SignedIn};

/// A token names a role.
struct RoleSessions;

impl Sessions for RoleSessions {
    fn session(
        &self,
        _: &mut store::Tx<'_>,
        hash: &[u8],
        _: Instant,
    ) -> Result<Option<SignedIn>, StoreError> {
        let role = Role::ALL.into_iter().find(|role| web::cookie::token_hash(role.code()) == hash);
        Ok(role.map(|role| SignedIn {
            account: AccountId(7),
            agency: app::story::AGENCY,
            unit: None,
            name: role.label().to_owned(),
            position: String::new(),
            roles: Arc::new(BTreeSet::from([role])),
            scopes: None,
            session: hash.to_vec(),
        }))
    }

    fn key(&self, _: &mut store::Tx<'_>, _: &[u8], _: Instant) -> Result<Option<SignedIn>, StoreError> {
        Ok(None)
    }
}

fn program(db: &store::testing::TestDb) -> App {
    let program = app::Program::with(db.db.clone()).unwrap();
    let clock = Arc::new(FixedClock::new(Instant::parse("2022-03-15T09:00").unwrap()));
    let setup = Setup {
        agency: app::story::AGENCY,
        agency_parent: String::new(),
        agency_name: "Sở mẫu".to_owned(),
        demo: false,
        secure_cookies: false,
    };
    let app = App::new(program.db.clone(), clock, setup, Arc::new(RoleSessions), program.modules.clone());
    app.extend(program.extensions());
    app
}

fn allowed(app: &App, access: Access, role: Option<Role>) -> bool {
    match (access, role) {
        (Access::Public, _) | (Access::SignedIn, Some(_)) => true,
        (Access::SignedIn | Access::Needs(_), None) => false,
        (Access::Needs(code), Some(role)) => app.permissions(&BTreeSet::from([role])).contains(code),
    }
}

fn written(app: &App) -> String {
    let mut lines = Vec::new();
    let width = web::routes(app).iter().map(|route| route.path.len()).max().unwrap_or(0);
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    lines.push("# Who may use which route. Made by the test `matrix`; review changes like code.".to_owned());
    lines.push(format!("# Roles: {}", roles.join(", ")));
    let mut by_path: BTreeMap<(&str, &str), Access> = BTreeMap::new();
    for route in web::routes(app) {
        by_path.insert((route.path, route.method), route.access);
    }
    for ((path, method), access) in by_path {
        let who = match access {
            Access::Public => "everybody".to_owned(),
            Access::SignedIn => "everybody signed in".to_owned(),
            Access::Needs(code) => {
                let holds = |role: &Role| allowed(app, access, Some(*role));
                let holders: Vec<&str> =
                    Role::ALL.iter().filter(|role| holds(role)).map(|role| role.code()).collect();
                format!("{code}: {}", holders.join(", "))
            }
        };
        lines.push(format!("{method:<5}{path:<width$}  {who}"));
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_matrix_is_the_one_that_was_reviewed() {
    let db = sqlite(&app::migrations()).unwrap();
    let now = written(&program(&db));
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/permission-matrix.txt");
    #[expect(clippy::disallowed_methods, reason = "a test is told by the environment to renew the file")]
    let renew = std::env::var_os("MOTCUA_UPDATE").is_some();
    if renew {
        std::fs::write(&file, &now).unwrap();
    }
    let reviewed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        now == reviewed,
        "docs/permission-matrix.txt is not what the code says; run the test with MOTCUA_UPDATE=1 and review the change"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_lets_in_whom_the_matrix_says_and_nobody_else() {
    let (app, _db) = tokio::task::spawn_blocking(|| {
        let db = sqlite(&app::migrations()).unwrap();
        (program(&db), db)
    })
    .await
    .unwrap();
    let router = web::router(&app).layer(axum::Extension(()));
    for route in web::routes(&app) {
        let path: String = route
            .path
            .split('/')
            .map(|part| if part.starts_with('{') { "x" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        for role in Role::ALL.into_iter().map(Some).chain([None]) {
            let mut request = Request::builder().method(route.method).uri(&path);
            if let Some(role) = role {
                request = request.header(header::COOKIE, format!("{}={}", web::cookie::SESSION, role.code()));
            }
            if route.method == "POST" {
                request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            }
            let response =
                router.clone().oneshot(request.body(Body::from("csrf=forged")).unwrap()).await.unwrap();
            let status = response.status();
            let what = format!("{} {path} as {role:?}: {status}", route.method);
            // Public pages may lead on to the sign-in page: that is an answer, not a refusal.
            let sign_in = route.access != Access::Public
                && status == StatusCode::SEE_OTHER
                && response
                    .headers()
                    .get(header::LOCATION)
                    .is_some_and(|to| to.to_str().unwrap().starts_with("/dang-nhap"));
            let refused = status == StatusCode::FORBIDDEN || status == StatusCode::UNAUTHORIZED || sign_in;
            assert_eq!(refused, !allowed(&app, route.access, role), "{what}");
            if route.path != "/metrics" {
                assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{what}");
            }
            if route.method == "POST" && !refused && !route.path.starts_with("/api/") {
                // A part of the path that names nothing is answered before the form is looked at.
                let unknown = route.path.contains('{') && status == StatusCode::NOT_FOUND;
                assert!(status == StatusCode::BAD_REQUEST || unknown, "a forged form was taken: {what}");
            }
        }
    }
}
