//! The way into a route: who is this, may they, and how is a refusal worded.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::cookie;
use crate::error::Unanswered;
use crate::{Access, App, PageError, SignedIn, error_page};

/// Who asks, as found once per request.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) app: App,
    pub(crate) who: Option<Arc<SignedIn>>,
    pub(crate) csrf: String,
    pub(crate) by_key: bool,
    pub(crate) request_id: String,
    pub(crate) now: kernel::Instant,
}

/// Outermost layer of ours: finds the caller, answers errors, sets the security headers.
pub(crate) async fn receive(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let now = app.clock().now();
    let request_id = short_id();
    let api = is_api(request.uri().path());
    let secure = app.setup().secure_cookies;
    let unsafe_method = !matches!(*request.method(), Method::GET | Method::HEAD);
    // An act cannot be gone on with after sign-in: most of its addresses have no page.
    let path = request.uri().path_and_query().filter(|_| !unsafe_method);
    let path = path.map(ToString::to_string).unwrap_or_default();
    let found = if unsafe_method && !same_site(request.headers()) {
        Err(PageError::Bad(
            "Yêu cầu được gửi từ một trang khác. Mở lại trang của hệ thống rồi thực hiện lại.".to_owned(),
        ))
    } else {
        find(&app, request.headers(), now).await
    };
    let mut new_visitor = None;
    let (caller, refused) = match found {
        Ok((who, by_key, secret)) => {
            let secret = secret.unwrap_or_else(|| new_visitor.insert(cookie::random_token()).clone());
            let csrf = cookie::csrf(&secret);
            (Caller { app: app.clone(), who, csrf, by_key, request_id: request_id.clone(), now }, None)
        }
        Err(error) => {
            let csrf = String::new();
            (
                Caller {
                    app: app.clone(),
                    who: None,
                    csrf,
                    by_key: false,
                    request_id: request_id.clone(),
                    now,
                },
                Some(error),
            )
        }
    };
    let mut response = if let Some(error) = refused {
        error.into_response()
    } else {
        request.extensions_mut().insert(caller.clone());
        next.run(request).await
    };
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE
        && response.extensions().get::<Unanswered>().is_none()
    {
        response = PageError::TooLarge.into_response();
    }
    if let Some(Unanswered(error)) = response.extensions().get::<Unanswered>().cloned() {
        response = answer(&caller, &error, api, &path).await;
    }
    headers(&mut response, &request_id, api);
    if let (Some(visitor), false) = (new_visitor, api) {
        response
            .headers_mut()
            .append(header::SET_COOKIE, cookie::make(cookie::VISITOR, &visitor, None, secure));
    }
    response
}

type Found = (Option<Arc<SignedIn>>, bool, Option<String>);

async fn find(app: &App, headers: &HeaderMap, now: kernel::Instant) -> Result<Found, PageError> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    if let Some(key) = bearer {
        let (sessions, hash) = (app.sessions(), cookie::token_hash(key));
        let who = app.db().read::<_, PageError>(move |tx| Ok(sessions.key(tx, &hash, now)?)).await?;
        return match who {
            Some(who) => Ok((Some(Arc::new(who)), true, None)),
            None => Err(PageError::SignIn),
        };
    }
    if let Some(token) = cookie::read(headers, cookie::SESSION) {
        let (sessions, hash) = (app.sessions(), cookie::token_hash(token));
        let who = app.db().read::<_, PageError>(move |tx| Ok(sessions.session(tx, &hash, now)?)).await?;
        if let Some(who) = who {
            return Ok((Some(Arc::new(who)), false, Some(token.to_owned())));
        }
    }
    Ok((None, false, cookie::read(headers, cookie::VISITOR).map(str::to_owned)))
}

/// Innermost layer of ours, one a route: lets in or refuses.
pub(crate) async fn admit(access: Access, request: Request, next: Next) -> Response {
    let Some(caller) = request.extensions().get::<Caller>() else {
        return PageError::Bad("route outside the program".to_owned()).into_response();
    };
    let allowed = match (access, &caller.who) {
        (Access::Public, _) | (Access::SignedIn, Some(_)) => Ok(()),
        (Access::SignedIn | Access::Needs(_), None) => Err(PageError::SignIn),
        (Access::Needs(code), Some(who)) => {
            let by_role = caller.app.permissions(&who.roles).contains(code);
            let by_scope = who.scopes.as_ref().is_none_or(|scopes| scopes.contains(code));
            if by_role && by_scope { Ok(()) } else { Err(PageError::Forbidden(code)) }
        }
    };
    match allowed {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

async fn answer(caller: &Caller, error: &PageError, api: bool, path: &str) -> Response {
    if let PageError::Failure(cause) = error {
        tracing::error!(request.id = %caller.request_id, error = %chain(cause.as_ref()), "request failed");
    }
    if api {
        return error_page::problem(error, &caller.request_id);
    }
    if matches!(error, PageError::SignIn) {
        let target = crate::Fields::default().with("tiep", path);
        let mark = if target.is_empty() { "" } else { "?" };
        return Redirect::to(&format!("{}{mark}{target}", crate::Shell::SIGN_IN)).into_response();
    }
    error_page::page(caller, error).await
}

fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

pub(crate) fn is_api(path: &str) -> bool {
    path.starts_with("/api/") && !path.ends_with("/docs")
}

/// Browsers say where a request comes from; a form of another site is refused. Tools say nothing and need the
/// form's token or a key all the same.
fn same_site(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split("://").nth(1) == Some(host),
        _ => true,
    }
}

fn headers(response: &mut Response, request_id: &str, api: bool) {
    let headers = response.headers_mut();
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert("x-request-id", value);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(if api { "no-cache" } else { "no-store" }),
        );
    }
}

/// A reference number that a person can read out: eight letters and digits.
fn short_id() -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let bytes: [u8; 8] = rand::random();
    bytes
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(byte % 32)))
        .map(|letter| char::from(*letter))
        .collect()
}
