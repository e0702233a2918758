//! One extractor instead of twelve: who visits, when, with which rights, query, token and notice.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Acting, AgencyId, Instant};
use store::{StoreError, Tx, params, sql};

use crate::cookie;
use crate::guard::Caller;
use crate::{
    App, Crumb, Fields, Flash, FlashKind, NAV_GROUPS, NavGroup, NavItem, PageError, Shell, ShellUser,
    SignedIn,
};

/// A request, as a handler sees it.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The program.
    pub app: App,
    /// When the request came.
    pub now: Instant,
    /// Who is signed in.
    pub who: Option<Arc<SignedIn>>,
    /// The query of the address.
    pub query: Fields,
    /// Path of the address.
    pub path: String,
    /// Reference number of the request.
    pub request_id: String,
    caller: Caller,
    flash: Option<Flash>,
    idempotency_key: Option<String>,
}

impl FromRequestParts<App> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, PageError> {
        let caller = parts
            .extensions
            .get::<Caller>()
            .cloned()
            .ok_or_else(|| PageError::Bad("route outside the program".to_owned()))?;
        let key =
            parts.headers.get("idempotency-key").and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Self {
            app: caller.app.clone(),
            now: caller.now,
            who: caller.who.clone(),
            query: Fields::parse(parts.uri.query().unwrap_or_default()),
            path: parts.uri.path().to_owned(),
            request_id: caller.request_id.clone(),
            flash: read_flash(&parts.headers),
            idempotency_key: key,
            caller,
        })
    }
}

impl Visit {
    /// The agency served.
    pub fn agency(&self) -> AgencyId {
        self.who.as_ref().map_or(self.app.setup().agency, |who| who.agency)
    }

    /// Who is signed in, or the demand to do so.
    pub fn signed_in(&self) -> Result<&SignedIn, PageError> {
        self.who.as_deref().ok_or(PageError::SignIn)
    }

    /// Whether the visitor may do `code`.
    pub fn may(&self, code: &str) -> bool {
        self.who.as_ref().is_some_and(|who| {
            self.app.permissions(&who.roles).contains(code)
                && who.scopes.as_ref().is_none_or(|scopes| scopes.contains(code))
        })
    }

    /// The circumstances of an act by this visitor.
    pub fn acting(&self) -> Result<Acting, PageError> {
        let who = self.signed_in()?;
        let mut permissions: BTreeSet<&'static str> = self.app.permissions(&who.roles);
        if let Some(scopes) = &who.scopes {
            permissions.retain(|code| scopes.contains(*code));
        }
        Ok(Acting {
            agency: who.agency,
            actor: Some(who.account),
            on_behalf_of: None,
            unit: who.unit,
            roles: who.roles.clone(),
            permissions: Arc::new(permissions),
            at: self.now,
        })
    }

    /// The token that this visitor's forms carry.
    pub fn csrf(&self) -> &str {
        &self.caller.csrf
    }

    /// The secret session token or visitor cookie is not kept; this is the hash that names the session.
    pub fn session(&self) -> Option<&[u8]> {
        self.who.as_ref().map(|who| who.session.as_slice())
    }

    /// Runs a query.
    pub async fn read<T, E>(
        &self,
        query: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.app.db().read(query).await
    }

    /// Runs an act.
    pub async fn write<T, E>(
        &self,
        act: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.app.db().write(act).await
    }

    /// Runs an act once for its key (`Idempotency-Key` of the API, hidden field `once` of a form): the reply is
    /// stored in the act's transaction, and a repeat gets that reply without a second act. The flag says whether
    /// the reply is a repeat.
    pub async fn write_once<E>(
        &self,
        fields: Option<&Fields>,
        mut act: impl FnMut(&mut Tx<'_>) -> Result<String, E> + Send + 'static,
    ) -> Result<(String, bool), E>
    where
        E: From<StoreError> + Send + 'static,
    {
        let key = self
            .idempotency_key
            .clone()
            .or_else(|| fields.and_then(|fields| fields.some("once")).map(str::to_owned));
        let account = self.who.as_ref().map_or(0, |who| who.account.get());
        let (agency, now, path) = (self.agency(), self.now, self.path.clone());
        let Some(key) = key else {
            return self.write(move |tx| act(tx).map(|reply| (reply, false))).await;
        };
        let key = format!("{path} {key}");
        self.write(move |tx| {
            if let Some(reply) = find_reply(tx, agency, account, &key)? {
                return Ok((reply, true));
            }
            let reply = act(tx)?;
            tx.exec(
                sql!("insert into web_reply (agency_id, account_id, key, reply, at) values ($1, $2, $3, $4, $5)"),
                params![agency, account, key, reply, now],
            )?;
            Ok((reply, false))
        })
        .await
    }

    /// The frame of a page: heading, navigation with what waits, notice.
    pub async fn shell(&self, title: &str) -> Shell {
        let mut shell = shell(&self.caller, title, Some(&self.path)).await;
        shell.flash.clone_from(&self.flash);
        self.query.get("q").clone_into(&mut shell.search);
        shell
    }

    /// The frame with the way to the page: `crumbs` are the pages above, the page itself is added.
    pub async fn shell_below(&self, title: &str, crumbs: &[(&str, &str)]) -> Shell {
        let mut way: Vec<Crumb> = crumbs.iter().map(|(label, href)| Crumb::link(*label, *href)).collect();
        way.push(Crumb::here(title));
        self.shell(title).await.with_crumbs(way)
    }

    /// The response with a rendered page. A notice shown is taken away.
    pub fn page(&self, page: &impl Template) -> Result<Response, PageError> {
        self.page_with(StatusCode::OK, page)
    }

    /// The page again with what is wrong: status 422.
    pub fn page_invalid(&self, page: &impl Template) -> Result<Response, PageError> {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    fn page_with(&self, status: StatusCode, page: &impl Template) -> Result<Response, PageError> {
        let mut response = (status, Html(page.render()?)).into_response();
        if self.flash.is_some() {
            let gone = cookie::make(cookie::FLASH, "", Some(0), self.app.setup().secure_cookies);
            response.headers_mut().append(header::SET_COOKIE, gone);
        }
        Ok(response)
    }

    /// After an act: on to `href` (303).
    pub fn redirect(&self, href: &str) -> Response {
        let location = HeaderValue::from_str(href).unwrap_or(HeaderValue::from_static("/"));
        (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
    }

    /// After an act: on to `href` with a notice of success.
    pub fn redirect_done(&self, href: &str, notice: &str) -> Response {
        self.redirect_flash(href, FlashKind::Success, notice)
    }

    /// After an act: on to `href` with a notice.
    pub fn redirect_flash(&self, href: &str, kind: FlashKind, notice: &str) -> Response {
        let mut response = self.redirect(href);
        let letter = match kind {
            FlashKind::Success => 's',
            FlashKind::Info => 'i',
            FlashKind::Warning => 'w',
            FlashKind::Error => 'e',
        };
        let value = URL_SAFE_NO_PAD.encode(format!("{letter}{notice}"));
        let made = cookie::make(cookie::FLASH, &value, Some(60), self.app.setup().secure_cookies);
        response.headers_mut().append(header::SET_COOKIE, made);
        response
    }
}

fn find_reply(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    account: i64,
    key: &str,
) -> Result<Option<String>, StoreError> {
    tx.maybe(
        sql!("select reply from web_reply where agency_id = $1 and account_id = $2 and key = $3"),
        params![agency, account, key],
        |row| row.get("reply"),
    )
}

fn read_flash(headers: &HeaderMap) -> Option<Flash> {
    let bytes = URL_SAFE_NO_PAD.decode(cookie::read(headers, cookie::FLASH)?).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let mut letters = text.chars();
    let kind = match letters.next()? {
        's' => FlashKind::Success,
        'i' => FlashKind::Info,
        'w' => FlashKind::Warning,
        _ => FlashKind::Error,
    };
    Some(Flash { kind, text: letters.as_str().to_owned() })
}

/// The frame for a caller; `path` marks the current link of the rail.
pub(crate) async fn shell(caller: &Caller, title: &str, path: Option<&str>) -> Shell {
    let setup = caller.app.setup();
    let mut shell = Shell::new(title, caller.now);
    shell.agency_parent.clone_from(&setup.agency_parent);
    shell.agency_name.clone_from(&setup.agency_name);
    shell.csrf.clone_from(&caller.csrf);
    shell.demo = setup.demo;
    if let Some(who) = &caller.who {
        shell.user = Some(ShellUser { name: who.name.clone(), position: who.position.clone() });
        shell.nav = nav(caller, who, path.unwrap_or_default()).await;
    }
    shell
}

async fn nav(caller: &Caller, who: &Arc<SignedIn>, path: &str) -> Vec<NavGroup> {
    let permissions = caller.app.permissions(&who.roles);
    let modules = caller.app.modules();
    let mut specs: Vec<_> = modules
        .iter()
        .flat_map(|module| module.nav)
        .filter(|spec| permissions.contains(spec.permission))
        .copied()
        .collect();
    specs.sort_by_key(|spec| spec.order);
    let counters: Vec<_> = specs.iter().map(|spec| spec.count).collect();
    let (for_whom, now) = (who.clone(), caller.now);
    let counts = caller
        .app
        .db()
        .read::<_, StoreError>(move |tx| {
            counters
                .iter()
                .map(|count| count.map(|(count, _)| count(tx, &for_whom, now)).transpose())
                .collect::<Result<Vec<_>, _>>()
        })
        .await;
    let counts = counts.unwrap_or_else(|error| {
        tracing::warn!(error = %error, "failed to count what waits");
        vec![None; specs.len()]
    });
    // The longest address that starts the path is the current one.
    let current =
        specs.iter().map(|spec| spec.href).filter(|href| starts(path, href)).max_by_key(|href| href.len());
    let group = |label: &'static str| NavGroup {
        label: label.to_owned(),
        items: specs
            .iter()
            .zip(&counts)
            .filter(|(spec, _)| spec.group == label)
            .map(|(spec, count)| NavItem {
                label: spec.label.to_owned(),
                href: spec.href.to_owned(),
                current: current == Some(spec.href),
                count: *count,
                count_unit: spec.count.map_or("", |count| count.1),
                alert: true,
            })
            .collect(),
    };
    NAV_GROUPS.into_iter().map(group).filter(|group| !group.items.is_empty()).collect()
}

fn starts(path: &str, href: &str) -> bool {
    path.strip_prefix(href)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('?'))
}

/// A form that was sent: its token is checked, its fields are read.
#[derive(Debug, Clone)]
pub struct Form(pub Fields);

impl FromRequest<App> for Form {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &App) -> Result<Self, PageError> {
        let caller = request
            .extensions()
            .get::<Caller>()
            .cloned()
            .ok_or_else(|| PageError::Bad("route outside the program".to_owned()))?;
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
            .to_owned();
        let fields = if kind.starts_with("multipart/form-data") {
            read_multipart(request, state).await?
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            let body = bytes::Bytes::from_request(request, state)
                .await
                .map_err(|error| body_error(error.status()))?;
            Fields::parse(std::str::from_utf8(&body).map_err(|_| unreadable())?)
        } else {
            return Err(PageError::Bad(format!(
                "Kiểu nội dung “{kind}” không dùng được ở đây; hãy gửi bằng biểu mẫu của trang."
            )));
        };
        if caller.by_key || cookie::same(fields.get("csrf"), &caller.csrf) {
            Ok(Self(fields))
        } else {
            Err(PageError::Bad(
                "Biểu mẫu đã cũ hoặc không phải của phiên này. Mở lại trang rồi gửi lại; chưa có gì được ghi.".to_owned(),
            ))
        }
    }
}

async fn read_multipart(request: Request, state: &App) -> Result<Fields, PageError> {
    let mut parts = Multipart::from_request(request, state).await.map_err(|_| unreadable())?;
    let mut fields = Fields::default();
    while let Some(part) = parts.next_field().await.map_err(|error| body_error(error.status()))? {
        let name = part.name().unwrap_or_default().to_owned();
        if let Some(file) = part.file_name().map(str::to_owned) {
            let mime = part.content_type().unwrap_or("application/octet-stream").to_owned();
            let content = part.bytes().await.map_err(|error| body_error(error.status()))?;
            if !content.is_empty() {
                fields.files.push(crate::Upload { field: name, name: file, mime, content });
            }
        } else {
            let text = part.text().await.map_err(|error| body_error(error.status()))?;
            fields.push(name, &text);
        }
    }
    Ok(fields)
}

fn unreadable() -> PageError {
    PageError::Bad("Nội dung gửi lên không đọc được.".to_owned())
}

fn body_error(status: StatusCode) -> PageError {
    if status == StatusCode::PAYLOAD_TOO_LARGE { PageError::TooLarge } else { unreadable() }
}
