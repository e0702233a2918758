//! Filling a real form: the controls as they stand, with the values of the test put in by label.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html};

use crate::Page;
use crate::page::{selector, squeeze, words};

/// A form ready to be sent.
#[derive(Debug)]
pub(crate) struct FilledForm {
    pub(crate) action: String,
    pub(crate) method: String,
    pub(crate) multipart: bool,
    pub(crate) pairs: Vec<(String, String)>,
}

/// One control, or one option of a group.
#[derive(Debug)]
struct Control {
    name: String,
    kind: Kind,
    /// Words under which a test may name it.
    labels: Vec<String>,
    value: String,
    /// For options: the words of this option.
    option: String,
    on: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Hidden,
    Text,
    Radio,
    Check,
    Option,
}

impl FilledForm {
    pub(crate) fn fill(page: &Page, wanted: &str, values: &[(&str, &str)]) -> Self {
        let html = Html::parse_document(&page.html);
        let labels = labels(&html);
        let names: Vec<&str> = values.iter().map(|value| value.0).collect();
        let matching: Vec<ElementRef<'_>> =
            html.select(&selector("form")).filter(|form| is_wanted(*form, wanted)).collect();
        assert!(
            !matching.is_empty(),
            "no form `{wanted}` at {} (status {}): {}",
            page.path,
            page.status,
            page.text()
        );
        let form = matching
            .iter()
            .find(|form| {
                let controls = controls(**form, &labels);
                names.iter().all(|name| controls.iter().any(|control| control.is_called(name)))
            })
            .unwrap_or_else(|| panic!("form `{wanted}` at {} has not all of {names:?}", page.path));
        let mut controls = controls(*form, &labels);
        for (name, value) in values {
            set(&mut controls, name, value);
        }
        let mut pairs: Vec<(String, String)> = controls
            .into_iter()
            .filter(|control| control.on && !control.name.is_empty())
            .map(|control| (control.name, control.value))
            .collect();
        pairs.extend(pressed(*form, wanted));
        let attribute = |name: &str| form.value().attr(name).unwrap_or_default().to_owned();
        Self {
            action: attribute("action"),
            method: attribute("method").to_lowercase(),
            multipart: attribute("enctype") == "multipart/form-data",
            pairs,
        }
    }
}

fn is_wanted(form: ElementRef<'_>, wanted: &str) -> bool {
    form.value().attr("action") == Some(wanted)
        || form.select(&selector("button")).any(|button| is_button(button, wanted))
}

fn is_button(button: ElementRef<'_>, wanted: &str) -> bool {
    button.value().attr("type") != Some("button") && words(button) == squeeze(wanted)
}

/// The name and value of the button that is pressed.
fn pressed(form: ElementRef<'_>, wanted: &str) -> Option<(String, String)> {
    let button = form.select(&selector("button")).find(|button| is_button(*button, wanted))?;
    let name = button.value().attr("name")?;
    Some((name.to_owned(), button.value().attr("value").unwrap_or_default().to_owned()))
}

/// The words of labels by the id they belong to.
fn labels(html: &Html) -> BTreeMap<String, String> {
    html.select(&selector("label[for]"))
        .filter_map(|label| Some((label.value().attr("for")?.to_owned(), words(label))))
        .collect()
}

fn controls(form: ElementRef<'_>, labels: &BTreeMap<String, String>) -> Vec<Control> {
    let mut out = Vec::new();
    for element in form.select(&selector("input, select, textarea")) {
        let attribute = |name: &str| element.value().attr(name).map(str::to_owned);
        if attribute("disabled").is_some() {
            continue;
        }
        let own = attribute("id").and_then(|id| labels.get(&id).cloned()).or(attribute("aria-label"));
        let name = attribute("name").unwrap_or_default();
        match (element.value().name(), attribute("type").as_deref().unwrap_or("text")) {
            ("select", _) => out.extend(options(element, &name, own.as_ref())),
            ("textarea", _) => out.push(text(name, Kind::Text, own, element.text().collect())),
            (_, "submit" | "button" | "file" | "image" | "reset") => {}
            (_, "hidden") => out.push(text(name, Kind::Hidden, None, attribute("value").unwrap_or_default())),
            (_, kind @ ("radio" | "checkbox")) => {
                let mut group: Vec<String> = legend(element).into_iter().collect();
                group.extend(own.clone().filter(|_| kind == "checkbox"));
                out.push(Control {
                    name,
                    kind: if kind == "radio" { Kind::Radio } else { Kind::Check },
                    labels: group,
                    value: attribute("value").unwrap_or_else(|| "on".to_owned()),
                    option: own.unwrap_or_default(),
                    on: attribute("checked").is_some(),
                });
            }
            _ => out.push(text(name, Kind::Text, own, attribute("value").unwrap_or_default())),
        }
    }
    out
}

fn text(name: String, kind: Kind, label: Option<String>, value: String) -> Control {
    Control { name, kind, labels: label.into_iter().collect(), value, option: String::new(), on: true }
}

fn options(select: ElementRef<'_>, name: &str, label: Option<&String>) -> Vec<Control> {
    let mut out: Vec<Control> = select
        .select(&selector("option"))
        .map(|option| Control {
            name: name.to_owned(),
            kind: Kind::Option,
            labels: label.into_iter().cloned().collect(),
            value: option.value().attr("value").map_or_else(|| words(option), str::to_owned),
            option: words(option),
            on: option.value().attr("selected").is_some(),
        })
        .collect();
    // Browsers send the first option where none is chosen.
    if !out.iter().any(|option| option.on)
        && select.value().attr("multiple").is_none()
        && let Some(first) = out.first_mut()
    {
        first.on = true;
    }
    out
}

/// The legend of the group that a box belongs to.
fn legend(element: ElementRef<'_>) -> Option<String> {
    let group =
        element.ancestors().filter_map(ElementRef::wrap).find(|above| above.value().name() == "fieldset")?;
    group.select(&selector("legend")).next().map(words)
}

impl Control {
    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.labels.iter().any(|label| *label == squeeze(name))
    }

    fn is_option(&self, value: &str) -> bool {
        self.value == value || self.option == squeeze(value)
    }
}

fn set(controls: &mut [Control], name: &str, value: &str) {
    let kind = controls.iter().find(|control| control.is_called(name)).map(|control| control.kind);
    let called = |control: &&mut Control| control.is_called(name);
    match kind {
        None => panic!("no control `{name}`"),
        Some(Kind::Text | Kind::Hidden) => {
            if let Some(control) = controls.iter_mut().find(called) {
                value.clone_into(&mut control.value);
            }
        }
        Some(Kind::Check) if value.is_empty() => {
            controls.iter_mut().filter(called).for_each(|control| control.on = false);
        }
        Some(Kind::Check) => {
            let own_label =
                |control: &&mut Control| control.is_called(name) && control.option == squeeze(name);
            // A box of its own is called by its label; "on" ticks it.
            if let Some(control) = controls.iter_mut().find(own_label) {
                control.on = true;
                return;
            }
            tick(controls, name, value);
        }
        Some(Kind::Radio | Kind::Option) => {
            controls.iter_mut().filter(called).for_each(|control| control.on = false);
            tick(controls, name, value);
        }
    }
}

fn tick(controls: &mut [Control], name: &str, value: &str) {
    let options: Vec<String> = controls
        .iter()
        .filter(|control| control.is_called(name))
        .map(|control| format!("{} ({})", control.option, control.value))
        .collect();
    let found = controls.iter_mut().find(|control| control.is_called(name) && control.is_option(value));
    match found {
        Some(control) => control.on = true,
        None => panic!("`{name}` has no option `{value}`; it has {options:?}"),
    }
}
