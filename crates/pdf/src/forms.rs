//! The list of forms and their versions. A form is replaced by adding a version with its dates; papers printed under
//! an older act stay as they were.

use kernel::{Date, FormInfo};
use serde::Deserialize;

const LIST: &str = include_str!("../../../data/forms/forms.toml");

macro_rules! templates {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("../../../data/forms/", $name)))),*] };
}

/// The templates, by file name.
pub(crate) const TEMPLATES: &[(&str, &str)] = templates![
    "bien-lai.typ",
    "danh-sach-ban-giao.typ",
    "frame.typ",
    "ket-qua.typ",
    "mau-01.typ",
    "mau-02.typ",
    "mau-03.typ",
    "mau-04.typ",
    "mau-05.typ",
    "mau-06.typ",
    "phieu-tra-ket-qua.typ",
];

/// The size of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 210 × 297 mm turned on its side, for wide tables.
    #[serde(rename = "a4-landscape")]
    A4Landscape,
    /// 148 × 210 mm.
    A5,
}

impl Paper {
    /// The word in the list and in templates.
    pub const fn code(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A4Landscape => "a4-landscape",
            Self::A5 => "a5",
        }
    }
}

/// One version of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// What contexts call it: `mau-01`.
    pub code: String,
    /// Its name.
    pub title: String,
    /// Its number in the act; empty where no act prescribes it.
    #[serde(default)]
    pub number: String,
    /// The act that prescribes it.
    #[serde(default)]
    pub basis: String,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force; open where not given.
    pub valid_to: Option<Date>,
    /// The sheet.
    pub paper: Paper,
    /// Its template.
    pub template: String,
    /// Where the layout comes from, where it was not read from the act itself.
    #[serde(default)]
    pub layout: String,
}

impl Form {
    /// What readers see of it.
    pub(crate) fn info(&self) -> FormInfo {
        FormInfo { title: self.title.clone(), number: self.number.clone(), basis: self.basis.clone() }
    }

    fn covers(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }
}

/// Why the list of forms is wrong.
#[derive(Debug, thiserror::Error)]
pub enum FormsError {
    /// Not in the shape expected.
    #[error("failed to read the list of forms")]
    Shape(#[from] toml::de::Error),
    /// Two versions of a form on the same day.
    #[error("form `{0}` has two versions in force on the same day")]
    Overlap(String),
    /// A version that ends before it begins.
    #[error("form `{0}` has a version that ends before it begins")]
    Dates(String),
    /// The template is not there.
    #[error("form `{form}` names template `{template}`, which is not there")]
    NoTemplate {
        /// The form.
        form: String,
        /// The file.
        template: String,
    },
}

/// All forms in all versions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    form: Vec<Form>,
}

impl Forms {
    /// The list that comes with the program.
    ///
    /// # Errors
    /// Where it is wrong.
    pub fn built_in() -> Result<Self, FormsError> {
        Self::parse(LIST)
    }

    /// Reads and checks a list.
    ///
    /// # Errors
    /// Where it is wrong.
    pub fn parse(text: &str) -> Result<Self, FormsError> {
        let forms: Self = toml::from_str(text)?;
        for (at, form) in forms.form.iter().enumerate() {
            if form.valid_to.is_some_and(|last| last < form.valid_from) {
                return Err(FormsError::Dates(form.code.clone()));
            }
            if !TEMPLATES.iter().any(|(name, _)| *name == form.template) {
                return Err(FormsError::NoTemplate {
                    form: form.code.clone(),
                    template: form.template.clone(),
                });
            }
            let mut others = forms.form.iter().skip(at + 1).filter(|other| other.code == form.code);
            if others.any(|other| form.covers(other.valid_from) || other.covers(form.valid_from)) {
                return Err(FormsError::Overlap(form.code.clone()));
            }
        }
        Ok(forms)
    }

    /// The version of a form on a day.
    pub fn in_force(&self, code: &str, on: Date) -> Option<&Form> {
        self.form.iter().find(|form| form.code == code && form.covers(on))
    }

    /// All versions of all forms, as listed.
    pub fn iter(&self) -> impl Iterator<Item = &Form> {
        self.form.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_version_in_force_on_the_day_is_taken() {
        let forms = Forms::built_in().unwrap();
        let basis = |code: &str, on: &str| forms.in_force(code, day(on)).map(|form| form.basis.as_str());
        // Mẫu 01 đến 06 from the first day of TT 01/2018/TT-VPCP, replaced by TT 03/2025/TT-VPCP.
        for code in ["mau-01", "mau-02", "mau-03", "mau-04", "mau-05", "mau-06"] {
            assert_eq!(basis(code, "2019-01-05"), None);
            assert_eq!(basis(code, "2019-01-06"), Some("Thông tư 01/2018/TT-VPCP"));
            assert_eq!(basis(code, "2025-09-14"), Some("Thông tư 01/2018/TT-VPCP"));
            assert_eq!(basis(code, "2025-09-15"), Some("Thông tư 03/2025/TT-VPCP"));
        }
        // Biên lai: TT 303/2016/TT-BTC, then NĐ 123/2020/NĐ-CP.
        assert_eq!(basis("bien-lai", "2022-06-30"), Some("Thông tư 303/2016/TT-BTC"));
        assert_eq!(basis("bien-lai", "2022-07-01"), Some("Nghị định 123/2020/NĐ-CP"));
    }

    #[test]
    fn every_template_of_the_folder_is_built_in_and_used() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/forms");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.rsplit_once('.').is_some_and(|(_, kind)| kind == "typ"))
            .collect();
        there.sort();
        let built_in: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
        assert_eq!(there, built_in);
        let forms = Forms::built_in().unwrap();
        for name in built_in.into_iter().filter(|name| *name != "frame.typ") {
            assert!(forms.iter().any(|form| form.template == name), "{name} is not in the list");
        }
    }

    fn problem(versions: &[(&str, &str, &str)]) -> Option<String> {
        let version = |(from, to, template): &(&str, &str, &str)| {
            let to = if to.is_empty() { String::new() } else { format!("valid_to = \"{to}\"\n") };
            format!(
                "[[form]]\ncode = \"x\"\ntitle = \"X\"\npaper = \"a5\"\nvalid_from = \"{from}\"\ntemplate = \"{template}\"\n{to}"
            )
        };
        let text: String = versions.iter().map(version).collect();
        Forms::parse(&text).err().map(|error| error.to_string())
    }

    #[test]
    fn a_list_that_leaves_a_day_in_doubt_is_refused() {
        let t = "mau-01.typ";
        assert_eq!(problem(&[("2020-01-01", "2020-12-31", t), ("2021-01-01", "", t)]), None);
        let overlap = Some("form `x` has two versions in force on the same day".to_owned());
        assert_eq!(problem(&[("2020-01-01", "2021-01-01", t), ("2021-01-01", "", t)]), overlap);
        assert_eq!(problem(&[("2021-01-01", "", t), ("2020-01-01", "", t)]), overlap);
        let backwards = problem(&[("2020-01-02", "2020-01-01", t)]);
        assert_eq!(backwards, Some("form `x` has a version that ends before it begins".to_owned()));
        let missing = problem(&[("2020-01-01", "", "y.typ")]);
        assert_eq!(missing, Some("form `x` names template `y.typ`, which is not there".to_owned()));
    }
}
