//! Routes: no route without saying who may use it. Denied by default.

use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::routing::{MethodRouter, get, post};

use crate::App;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody signed in.
    SignedIn,
    /// Who holds the permission.
    Needs(&'static str),
}

/// One route, for the permission matrix.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path, with `{…}` for parts that vary.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// The routes of a context.
#[derive(Debug, Default)]
pub struct Routes {
    /// The list.
    pub list: Vec<Route>,
    router: axum::Router<App>,
}

impl Routes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or a read of the API.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("GET", path, access, get(handler))
    }

    /// An act.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("POST", path, access, post(handler))
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        access: Access,
        handler: MethodRouter<App>,
    ) -> Self {
        let guarded = handler
            .layer(from_fn(move |request: Request, next: Next| crate::guard::admit(access, request, next)));
        self.list.push(Route { method, path, access });
        self.router = self.router.route(path, guarded);
        self
    }

    /// Puts other routes beside these.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        self.router = self.router.merge(other.router);
        self
    }

    pub(crate) fn into_router(self) -> axum::Router<App> {
        self.router
    }
}
