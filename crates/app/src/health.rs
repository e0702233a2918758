//! The program's own pages: the way in, health, metrics, the description of the API, the state of the jobs.

use askama::Template;
use axum::Extension;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Role;
use store::{StoreError, jobs, journal};
use web::{Access, Grant, Module, NavSpec, PageError, Routes, Shell, Visit};

use crate::serve::Gauges;

const SEE: &str = "system.see";

const GRANTS: &[Grant] = &[Grant {
    permission: SEE,
    label: "Xem tình trạng hệ thống",
    roles: &[Role::Administrator, Role::Auditor],
}];

const NAV: &[NavSpec] = &[NavSpec {
    group: "Hệ thống",
    order: 90,
    label: "Tình trạng hệ thống",
    href: "/quan-tri/suc-khoe",
    permission: SEE,
    count: None,
}];

/// The shell's own module.
pub(crate) fn module() -> Module {
    Module {
        name: "app",
        migrations: &[],
        grants: GRANTS,
        nav: NAV,
        routes,
        openapi: None,
        measures: Vec::new,
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/", Access::Public, home)
        .get("/healthz", Access::Public, alive)
        .get("/readyz", Access::Public, ready)
        .get("/metrics", Access::Public, metrics)
        .get("/api/openapi.json", Access::Public, crate::openapi::json)
        .get("/api/v1/docs", Access::Public, crate::openapi::page)
        .get("/quan-tri/suc-khoe", Access::Needs(SEE), health)
}

async fn home(visit: Visit) -> Redirect {
    let href = if visit.who.is_none() {
        Shell::SIGN_IN
    } else if visit.may("dossier.work") && !visit.may("plan.lead") {
        "/hang-cho"
    } else if visit.may("plan.see") {
        "/ke-hoach"
    } else {
        Shell::ACCOUNT
    };
    Redirect::to(href)
}

async fn alive() -> &'static str {
    "ok\n"
}

/// Ready when the database answers.
async fn ready(visit: Visit) -> Response {
    let answer = visit.read::<_, StoreError>(|tx| journal::agencies(tx).map(drop)).await;
    match answer {
        Ok(()) => "ready\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response(),
    }
}

async fn metrics(Extension(Gauges(handle)): Extension<Gauges>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
}

#[derive(Template)]
#[template(path = "app/health.html")]
struct HealthPage {
    shell: Shell,
    database: &'static str,
    jobs: Vec<jobs::Health>,
    pending: i64,
}

async fn health(visit: Visit) -> Result<Response, PageError> {
    let (jobs, pending) =
        visit.read::<_, PageError>(|tx| Ok((jobs::health(tx)?, journal::pending(tx)?))).await?;
    let database = visit.app.db().backend().name();
    let shell = visit.shell_below("Tình trạng hệ thống", &[("Hệ thống", "/quan-tri/suc-khoe")]).await;
    visit.page(&HealthPage { shell, database, jobs, pending })
}
