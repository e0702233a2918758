//! The description of the API, made from the code of the contexts, and a page that people can read.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};
use web::{App, PageError, Shell, Visit};

/// The whole description.
pub(crate) fn describe(app: &App) -> OpenApi {
    let info = InfoBuilder::new()
        .title("Một Cửa API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Reads and acts of the one-stop shop. Sign in with an API key (`Authorization: Bearer …`). Errors are \
             problem documents (RFC 9457). Send `Idempotency-Key` with every POST: a repeat gets the same answer.",
        ))
        .build();
    let mut whole = OpenApiBuilder::new().info(info).build();
    for part in app.modules().iter().filter_map(|module| module.openapi) {
        whole.merge(part());
    }
    let key = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    whole.components.get_or_insert_default().add_security_scheme("key", key);
    whole
}

pub(crate) async fn json(visit: Visit) -> Result<Response, PageError> {
    let text = describe(&visit.app).to_json().map_err(PageError::failure)?;
    Ok(web::json_text(StatusCode::OK, text))
}

struct Operation {
    method: String,
    path: String,
    summary: String,
    parameters: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "app/api.html")]
struct ApiPage {
    shell: Shell,
    operations: Vec<Operation>,
}

pub(crate) async fn page(visit: Visit) -> Result<Response, PageError> {
    let whole = serde_json::to_value(describe(&visit.app)).map_err(PageError::failure)?;
    let operations = operations(&whole);
    let shell = visit.shell("Giao diện lập trình (API)").await;
    visit.page(&ApiPage { shell, operations })
}

fn operations(whole: &serde_json::Value) -> Vec<Operation> {
    let mut out = Vec::new();
    for (path, methods) in whole.pointer("/paths").and_then(|paths| paths.as_object()).into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let text = |name: &str| {
                operation.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
            };
            let summary = [text("summary"), text("description")].into_iter().find(|text| !text.is_empty());
            let parameters = operation
                .get("parameters")
                .and_then(|list| list.as_array())
                .into_iter()
                .flatten()
                .map(|parameter| {
                    let part = |name: &str| {
                        parameter.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
                    };
                    (part("name"), part("description"))
                })
                .collect();
            out.push(Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                summary: summary.unwrap_or_default(),
                parameters,
            });
        }
    }
    out
}
