//! A browser in process: cookies, redirects, forms.

use std::collections::BTreeMap;
use std::net::IpAddr;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};

use crate::form::FilledForm;
use crate::{DEMO_PASSWORD, Page, TestApp};

/// A file put into a form.
#[derive(Debug, Clone)]
pub struct Attachment<'a> {
    /// Name of the field.
    pub field: &'a str,
    /// Name of the file.
    pub name: &'a str,
    /// Type.
    pub mime: &'a str,
    /// Content.
    pub content: &'a [u8],
}

/// A browser: one visitor.
#[derive(Debug)]
pub struct Browser<'a> {
    app: &'a TestApp,
    cookies: BTreeMap<String, String>,
    /// Where its requests come from.
    pub address: Option<IpAddr>,
    page: Page,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(app: &'a TestApp) -> Self {
        Self { app, cookies: BTreeMap::new(), address: None, page: Page::empty() }
    }

    /// The page that is shown.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Opens a page and follows redirects.
    pub fn get(&mut self, path: &str) -> &Page {
        self.send("GET", path, None);
        &self.page
    }

    /// Signs in with the sample password.
    ///
    /// # Panics
    /// Where the sign-in is refused.
    pub fn sign_in(&mut self, login: &str) -> &Page {
        self.get("/dang-nhap");
        self.submit("Đăng nhập", &[("Tài khoản", login), ("Mật khẩu", DEMO_PASSWORD)]);
        assert!(
            !self.page.path.starts_with("/dang-nhap"),
            "`{login}` could not sign in: {}",
            self.page.text()
        );
        &self.page
    }

    /// Fills and sends the form of the shown page that has a button with these words, or this action. `values`
    /// name a control by its label, legend or name; a select, radio or checkbox by the words or value of the option.
    /// For checkboxes each pair ticks one more, an empty value unticks all.
    ///
    /// # Panics
    /// Where there is no such form or control.
    pub fn submit(&mut self, form: &str, values: &[(&str, &str)]) -> &Page {
        self.submit_files(form, values, &[])
    }

    /// [`Browser::submit`] with files.
    pub fn submit_files(&mut self, form: &str, values: &[(&str, &str)], files: &[Attachment<'_>]) -> &Page {
        let filled = FilledForm::fill(&self.page, form, values);
        let action = if filled.action.is_empty() { self.page.path.clone() } else { filled.action.clone() };
        if filled.method == "get" {
            let path = action.split('?').next().unwrap_or_default();
            return self.get(&format!("{path}?{}", encode(&filled.pairs)));
        }
        if filled.multipart || !files.is_empty() {
            let (kind, body) = multipart(&filled.pairs, files);
            self.send("POST", &action, Some((kind, body)));
        } else {
            let body = encode(&filled.pairs).into_bytes();
            self.send("POST", &action, Some(("application/x-www-form-urlencoded".to_owned(), body)));
        }
        &self.page
    }

    /// Sends fields to an address without any form: what a forger can do.
    pub fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> &Page {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let body = encode(&pairs).into_bytes();
        self.send("POST", path, Some(("application/x-www-form-urlencoded".to_owned(), body)));
        &self.page
    }

    fn send(&mut self, method: &str, path: &str, body: Option<(String, Vec<u8>)>) {
        let (mut method, mut path, mut body) = (method.to_owned(), path.to_owned(), body);
        for _ in 0..8 {
            let (status, headers, text) = self.once(&method, &path, body.take());
            let location = headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
            match location {
                Some(location) if status.is_redirection() => {
                    location.clone_into(&mut path);
                    "GET".clone_into(&mut method);
                }
                _ => {
                    self.page = Page::new(status.as_u16(), path, text, headers);
                    crate::sound::check(&self.page);
                    return;
                }
            }
        }
        panic!("redirects without end at {path}");
    }

    fn once(
        &mut self,
        method: &str,
        path: &str,
        body: Option<(String, Vec<u8>)>,
    ) -> (StatusCode, HeaderMap, String) {
        let mut request = Request::builder().method(method).uri(path).header("host", "motcua.test");
        if !self.cookies.is_empty() {
            let line: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, line.join("; "));
        }
        if let Some(address) = self.address {
            request =
                request.extension(axum::extract::ConnectInfo(std::net::SocketAddr::new(address, 50_000)));
        }
        let request = match body {
            Some((kind, body)) => request.header(header::CONTENT_TYPE, kind).body(Body::from(body)),
            None => request.body(Body::empty()),
        };
        let response = self.app.request(request.unwrap());
        let (parts, text) = response.into_parts();
        for value in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(value.to_str().unwrap());
        }
        (parts.status, parts.headers, text)
    }

    fn keep(&mut self, set_cookie: &str) {
        let mut parts = set_cookie.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let gone = parts.any(|part| part.eq_ignore_ascii_case("max-age=0"));
        if gone || value.is_empty() {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn encode(pairs: &[(String, String)]) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        out.append_pair(name, value);
    }
    out.finish()
}

fn multipart(pairs: &[(String, String)], files: &[Attachment<'_>]) -> (String, Vec<u8>) {
    const BORDER: &str = "motcua-test-border";
    let mut body = Vec::new();
    for (name, value) in pairs {
        body.extend_from_slice(
            format!("--{BORDER}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
    }
    for file in files {
        let head = format!(
            "--{BORDER}\r\ncontent-disposition: form-data; name=\"{}\"; filename=\"{}\"\r\ncontent-type: {}\r\n\r\n",
            file.field, file.name, file.mime
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file.content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BORDER}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BORDER}"), body)
}
