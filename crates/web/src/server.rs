//! The whole router: modules, assets, layers.

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::{App, PageError, Route};

/// Forms and files up to 25 MiB.
const BODY_LIMIT: usize = 25 << 20;

/// The router of the program, ready to serve.
pub fn router(app: &App) -> axum::Router {
    let mut router = axum::Router::new();
    for module in app.modules() {
        router = router.merge((module.routes)().into_router());
    }
    router
        .route("/tai-san/{*path}", axum::routing::get(serve_asset))
        .fallback(|| async { PageError::NotFound })
        .method_not_allowed_fallback(|| async { PageError::NotFound })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(app.clone(), crate::guard::receive))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .with_state(app.clone())
}

/// All routes, for the permission matrix.
pub fn routes(app: &App) -> Vec<Route> {
    app.modules().iter().flat_map(|module| (module.routes)().list).collect()
}

async fn serve_asset(uri: Uri, headers: HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    crate::assets::respond(uri.path(), accepted).unwrap_or_else(|| PageError::NotFound.into_response())
}
