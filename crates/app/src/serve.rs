//! Serving: listens, measures, stops gracefully.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use indicator::Engine;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::App;

/// The numbers of `/metrics`.
#[derive(Clone)]
pub(crate) struct Gauges(pub(crate) PrometheusHandle);

/// Serves until the process is asked to stop; `ready` is told the address.
pub(crate) fn serve(app: &App, engine: Arc<Engine>, listen: &str, ready: impl FnOnce(&str)) -> Result<()> {
    let handle = PrometheusBuilder::new().install_recorder().context("failed to set up the metrics")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener =
            TcpListener::bind(listen).await.with_context(|| format!("failed to listen on {listen}"))?;
        let address = listener.local_addr()?;
        let (stop, stopping) = watch::channel(false);
        crate::workers::start(app, engine, &stopping);
        let router = web::router(app)
            .layer(axum::Extension(Gauges(handle.clone())))
            .layer(from_fn_with_state(app.clone(), measure));
        ready(&format!("http://{address}"));
        let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
        axum::serve(listener, service)
            .with_graceful_shutdown(asked_to_stop())
            .await
            .context("failed to serve")?;
        // The workers see it and end; what they hold is finished by its lease.
        let _ = stop.send(true);
        Ok(())
    })
}

async fn asked_to_stop() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
    tracing::info!("stopping: finishing the requests in hand");
}

/// Counts requests and their time by route, and writes the access log. Paths can carry codes of dossiers, so only
/// the route's pattern is written.
async fn measure(State(_): State<App>, request: Request, next: Next) -> Response {
    #[expect(clippy::disallowed_methods, reason = "measuring how long a request took")]
    let started = std::time::Instant::now();
    let method = request.method().as_str().to_owned();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let seconds = started.elapsed().as_secs_f64();
    let status = response.status().as_u16().to_string();
    metrics::histogram!("motcua_http_seconds", "route" => route.clone(), "method" => method.clone())
        .record(seconds);
    metrics::counter!("motcua_http_requests_total", "status" => status.clone()).increment(1);
    let request_id =
        response.headers().get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or("");
    tracing::debug!(http.method = %method, http.route = %route, http.status = %status, duration_ms = seconds * 1e3, request.id = %request_id, "request answered");
    response
}
