//! Values the component macros of `templates/ui/` draw: form fields, choices, status tags, key–value pairs,
//! and the small icons. Macros only read fields, so a page may pass its own struct with the same field names.

/// One control of a form, built by the page from the form's value and its errors.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// Id of the control, also the target of the error summary.
    pub id: String,
    /// Name under which the value is sent.
    pub name: String,
    /// The label.
    pub label: String,
    /// A line of help under the label.
    pub hint: Option<String>,
    /// What stands in the control.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Field {
    /// A field whose id is its name.
    pub fn new(name: &str, label: &str, value: impl Into<String>) -> Self {
        Self {
            id: name.to_owned(),
            name: name.to_owned(),
            label: label.to_owned(),
            value: value.into(),
            ..Self::default()
        }
    }

    /// The same field with a line of help.
    #[must_use]
    pub fn with_hint(mut self, hint: &str) -> Self {
        self.hint = Some(hint.to_owned());
        self
    }

    /// The same field with its error, if any.
    #[must_use]
    pub fn with_error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// The ids that describe the control: `" aria-describedby=…"` is written only where this is not empty.
    pub fn described_by(&self) -> String {
        match (&self.hint, &self.error) {
            (Some(_), Some(_)) => format!("{0}-hint {0}-error", self.id),
            (Some(_), None) => format!("{}-hint", self.id),
            (None, Some(_)) => format!("{}-error", self.id),
            (None, None) => String::new(),
        }
    }

    /// The line of this field in the error summary.
    pub fn problem(&self) -> Option<Problem> {
        self.error.as_ref().map(|text| Problem { id: self.id.clone(), text: text.clone() })
    }
}

/// One option of a select, radio group or checkbox group.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The value that is sent.
    pub value: String,
    /// Its words.
    pub label: String,
    /// A line of help.
    pub hint: Option<String>,
    /// True where it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// One option.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, chosen }
    }

    /// Options from `(value, label)` pairs; the one whose value is `current` is chosen.
    pub fn list<V: Into<String>, L: Into<String>>(
        pairs: impl IntoIterator<Item = (V, L)>,
        current: &str,
    ) -> Vec<Self> {
        let make = |(value, label): (V, L)| {
            let value = value.into();
            Self { chosen: value == current, value, label: label.into(), hint: None }
        };
        pairs.into_iter().map(make).collect()
    }
}

/// One line of the error summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Id of the control; empty where the error belongs to no control.
    pub id: String,
    /// What to do.
    pub text: String,
}

/// The seven states of the house, each with its own shape and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Reached, done, on time.
    Met,
    /// At risk, due soon, step late.
    Risk,
    /// Not reached, overdue, wrong.
    Missed,
    /// No figure yet.
    #[default]
    None,
    /// Being worked on.
    Progress,
    /// Clock stopped.
    Paused,
    /// Draft, not used.
    Draft,
}

impl Tone {
    /// Every state, in the order of the legend.
    pub const ALL: [Self; 7] =
        [Self::Met, Self::Risk, Self::Missed, Self::None, Self::Progress, Self::Paused, Self::Draft];

    /// The name of the state in class names.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Met => "dat",
            Self::Risk => "nguyco",
            Self::Missed => "chuadat",
            Self::None => "cho",
            Self::Progress => "xuly",
            Self::Paused => "tamdung",
            Self::Draft => "nhap",
        }
    }

    /// The glyph, 16 × 16, in the colour of the text around it. Shape tells the state, not only hue.
    pub const fn glyph(self) -> &'static str {
        match self {
            Self::Met => glyphs::MET,
            Self::Risk => glyphs::RISK,
            Self::Missed => glyphs::MISSED,
            Self::None => glyphs::NONE,
            Self::Progress => glyphs::PROGRESS,
            Self::Paused => glyphs::PAUSED,
            Self::Draft => glyphs::DRAFT,
        }
    }
}

/// One pair of a summary list or key–value list.
#[derive(Debug, Clone, Default)]
pub struct Pair {
    /// What it is.
    pub key: String,
    /// The value; "–" where there is none.
    pub value: String,
    /// Where the value leads, if anywhere.
    pub href: Option<String>,
}

impl Pair {
    /// A plain pair.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), href: None }
    }

    /// A pair whose value is a link.
    pub fn link(key: impl Into<String>, value: impl Into<String>, href: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), href: Some(href.into()) }
    }
}

/// One tab of a sub-navigation.
#[derive(Debug, Clone, Default)]
pub struct Tab {
    /// Words.
    pub label: String,
    /// Address.
    pub href: String,
    /// True for the page that is shown.
    pub current: bool,
    /// How many things stand there.
    pub count: Option<i64>,
    /// True where the count is a warning.
    pub alert: bool,
}

impl Tab {
    /// The count in Vietnamese digits.
    pub fn shown_count(&self) -> Option<String> {
        self.count.map(kernel::vi::number)
    }
}

mod glyphs {
    macro_rules! glyph {
        ($inner:literal) => {
            concat!("<svg viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\" focusable=\"false\">", $inner, "</svg>")
        };
    }
    pub(super) const MET: &str = glyph!(
        r##"<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.8 8.2l2.2 2.2 4.2-4.6" fill="none" stroke="#fff" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>"##
    );
    pub(super) const RISK: &str = glyph!(
        r##"<path d="M8 1.2L15.3 14.2H.7z" fill="currentColor"/><path d="M8 6v4M8 12v.1" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/>"##
    );
    pub(super) const MISSED: &str = glyph!(
        r##"<rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2.5" fill="currentColor"/><path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" fill="none" stroke="#fff" stroke-width="1.7" stroke-linecap="round"/>"##
    );
    pub(super) const NONE: &str = glyph!(
        r#"<circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.6 2"/>"#
    );
    pub(super) const PROGRESS: &str = glyph!(
        r#"<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 4.3a3.7 3.7 0 0 1 0 7.4z" fill="currentColor"/>"#
    );
    pub(super) const PAUSED: &str = glyph!(
        r#"<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M6.3 5.5v5M9.7 5.5v5" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/>"#
    );
    pub(super) const DRAFT: &str =
        glyph!(r#"<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/>"#);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_names_what_describes_it() {
        let field = Field::new("born_on", "Ngày sinh", "");
        assert_eq!(field.described_by(), "");
        let field = field.with_hint("Ví dụ 12/05/1958");
        assert_eq!(field.described_by(), "born_on-hint");
        let field = field.with_error(Some("Nhập ngày sinh".to_owned()));
        assert_eq!(field.described_by(), "born_on-hint born_on-error");
        assert_eq!(
            field.problem(),
            Some(Problem { id: "born_on".to_owned(), text: "Nhập ngày sinh".to_owned() })
        );
    }

    #[test]
    fn the_current_choice_is_chosen() {
        let list = Choice::list([("counter", "Tại quầy"), ("online", "Trực tuyến")], "online");
        assert_eq!(list.iter().map(|choice| choice.chosen).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn every_state_has_its_own_shape() {
        for (place, tone) in Tone::ALL.iter().enumerate() {
            assert!(
                Tone::ALL
                    .iter()
                    .skip(place + 1)
                    .all(|other| other.glyph() != tone.glyph() && other.slug() != tone.slug())
            );
        }
    }
}
