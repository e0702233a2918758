//! Error pages for people and problem documents (RFC 9457) for programs.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use crate::guard::Caller;
use crate::{PageError, Shell};

#[derive(Template)]
#[template(path = "web/error.html")]
struct ErrorPage {
    shell: Shell,
    advice: String,
    reference: Option<String>,
}

pub(crate) async fn page(caller: &Caller, error: &PageError) -> Response {
    let shell = crate::visit::shell(caller, error.title(), None).await;
    let reference = matches!(error, PageError::Failure(_)).then(|| caller.request_id.clone());
    let page = ErrorPage { shell, advice: error.advice(), reference };
    match page.render() {
        Ok(text) => (error.status(), Html(text)).into_response(),
        Err(_) => (error.status(), error.title()).into_response(),
    }
}

pub(crate) fn problem(error: &PageError, request_id: &str) -> Response {
    let mut body = serde_json::json!({
        "type": format!("urn:motcua:{}", error.code()),
        "title": error.title(),
        "status": error.status().as_u16(),
        "detail": error.advice(),
        "request_id": request_id,
    });
    if let PageError::Invalid(errors) = error {
        let fields: Vec<_> = errors
            .problems()
            .into_iter()
            .map(|problem| serde_json::json!({ "field": problem.id, "message": problem.text }))
            .collect();
        if let Some(object) = body.as_object_mut() {
            object.insert("errors".to_owned(), fields.into());
        }
    }
    let mut response = (error.status(), body.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
