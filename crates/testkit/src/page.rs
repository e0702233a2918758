//! A page as a test looks at it.

use axum::http::HeaderMap;
use scraper::{ElementRef, Html, Selector};

/// A response that the browser shows.
#[derive(Debug, Clone)]
pub struct Page {
    /// Status.
    pub status: u16,
    /// Path and query after all redirects.
    pub path: String,
    /// The text of the response.
    pub html: String,
    /// Its headers.
    pub headers: HeaderMap,
}

pub(crate) fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap_or_else(|error| panic!("`{text}` is not a selector: {error}"))
}

/// The words of an element, runs of white space as one blank.
pub(crate) fn words(element: ElementRef<'_>) -> String {
    squeeze(&element.text().collect::<Vec<_>>().join(" "))
}

pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Page {
    pub(crate) fn empty() -> Self {
        Self { status: 0, path: "/".to_owned(), html: String::new(), headers: HeaderMap::new() }
    }

    pub(crate) fn new(status: u16, path: String, html: String, headers: HeaderMap) -> Self {
        Self { status, path, html, headers }
    }

    pub(crate) fn is_html(&self) -> bool {
        let kind = self.headers.get("content-type").and_then(|value| value.to_str().ok());
        kind.is_some_and(|kind| kind.starts_with("text/html"))
    }

    /// The words of the main part.
    pub fn text(&self) -> String {
        self.texts("main").join(" ")
    }

    /// The main part as HTML, for snapshots.
    pub fn main_html(&self) -> String {
        let html = Html::parse_document(&self.html);
        html.select(&selector("main")).next().map(|main| main.inner_html()).unwrap_or_default()
    }

    /// The first heading.
    pub fn heading(&self) -> String {
        self.texts("h1").into_iter().next().unwrap_or_default()
    }

    /// Whether the main part says this.
    pub fn says(&self, text: &str) -> bool {
        self.text().contains(&squeeze(text))
    }

    /// The words of every element that `css` selects.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        html.select(&selector(css)).map(words).collect()
    }

    /// The value of `attribute` of every element that `css` selects and that has it.
    pub fn attributes(&self, css: &str, attribute: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        html.select(&selector(css))
            .filter_map(|element| element.value().attr(attribute).map(str::to_owned))
            .collect()
    }

    /// Where the first link with these words leads.
    ///
    /// # Panics
    /// Where there is none.
    pub fn link(&self, text: &str) -> String {
        let html = Html::parse_document(&self.html);
        html.select(&selector("a[href]"))
            .find(|link| words(*link) == squeeze(text))
            .and_then(|link| link.value().attr("href").map(str::to_owned))
            .unwrap_or_else(|| panic!("no link `{text}` at {}", self.path))
    }
}
