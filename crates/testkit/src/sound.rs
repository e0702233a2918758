//! What must hold of every page, checked on every page that a test opens.

use std::collections::BTreeSet;

use scraper::Html;

use crate::Page;
use crate::page::{selector, words};

/// # Panics
/// Where the page is not sound.
pub(crate) fn check(page: &Page) {
    if !page.is_html() {
        return;
    }
    let html = Html::parse_document(&page.html);
    let count = |css: &str| html.select(&selector(css)).count();
    let place = &page.path;
    assert_eq!(count("html[lang=vi]"), 1, "the language is named at {place}");
    assert_eq!(count("main"), 1, "one main part at {place}");
    assert_eq!(count("h1"), 1, "one first heading at {place}");
    let title = html.select(&selector("title")).next().map(words).unwrap_or_default();
    assert!(!title.is_empty(), "a title at {place}");
    // The content security policy lets neither work.
    assert_eq!(count("[style]"), 0, "no inline style at {place}");
    assert_eq!(count("script:not([src])"), 0, "no inline script at {place}");
    check_ids(&html, place);
    check_controls(&html, place);
    for form in html.select(&selector("form[method=post]")) {
        assert!(
            form.select(&selector("input[name=csrf]")).next().is_some(),
            "a form without its token at {place}: {:?}",
            form.value().attr("action")
        );
    }
}

fn check_ids(html: &Html, place: &str) {
    let mut ids = BTreeSet::new();
    for element in html.select(&selector("[id]")) {
        let id = element.value().attr("id").unwrap_or_default();
        assert!(ids.insert(id.to_owned()), "id `{id}` twice at {place}");
    }
    for attribute in ["for", "aria-labelledby", "aria-describedby", "aria-controls"] {
        for element in html.select(&selector(&format!("[{attribute}]"))) {
            for id in element.value().attr(attribute).unwrap_or_default().split_whitespace() {
                assert!(ids.contains(id), "{attribute} names the missing id `{id}` at {place}");
            }
        }
    }
    for link in html.select(&selector("a[href^='#']")) {
        let id = link.value().attr("href").unwrap_or_default().trim_start_matches('#');
        assert!(ids.contains(id), "a link to the missing id `{id}` at {place}");
    }
}

fn check_controls(html: &Html, place: &str) {
    let labelled: BTreeSet<&str> =
        html.select(&selector("label[for]")).filter_map(|label| label.value().attr("for")).collect();
    for control in html.select(&selector("input:not([type=hidden]), select, textarea")) {
        let named = control.value().attr("aria-label").is_some()
            || control.value().attr("id").is_some_and(|id| labelled.contains(id));
        assert!(named, "a control without a label at {place}: {:?}", control.value().attr("name"));
    }
    for button in html.select(&selector("button, a[href]")) {
        let named = !words(button).is_empty() || button.value().attr("aria-label").is_some();
        assert!(named, "a button or link without words at {place}: {}", button.html());
    }
}
