//! `motcua simulate`: stand-ins for the systems of others.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use kernel::SystemClock;
use tokio::net::TcpListener;

use crate::cli::SimulateCommand;
use crate::console;

pub(crate) fn run(command: SimulateCommand) -> Result<ExitCode> {
    match command {
        SimulateCommand::Postal { listen } => {
            let carrier = postal::simulator::Simulator::new(Arc::new(SystemClock));
            serve(&listen, "the postal service", carrier.router())
        }
    }
}

fn serve(listen: &str, who: &str, router: axum::Router) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener =
            TcpListener::bind(listen).await.with_context(|| format!("failed to listen on {listen}"))?;
        console::say(format_args!("{who} is simulated at http://{}", listener.local_addr()?));
        axum::serve(listener, router).await.context("failed to serve")
    })?;
    Ok(ExitCode::SUCCESS)
}
