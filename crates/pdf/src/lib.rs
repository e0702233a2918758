//! The printed forms: Typst templates filled with data, out comes PDF/A-2b (ISO 19005-2) with all fonts embedded.
//!
//! Templates and their dates are data (`data/forms`); this crate holds the typesetter and the four faces of
//! Liberation Serif, which has the widths of Times New Roman and every Vietnamese letter. Nothing is read from disk
//! or network while a form is set, and the same data always gives the same bytes.
#![deny(missing_docs)]

mod forms;
mod qr;
mod world;

use std::collections::BTreeMap;

use kernel::{Date, FormInfo, Render, RenderError};
use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst::syntax::Source;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use forms::{Form, Forms, FormsError, Paper};
use world::{Shared, Sheet};

/// How many forms later an unused part of the typesetter's memory is given back.
const FORGET_AFTER: usize = 10;

/// The typesetter with the forms it knows; made once, used by all.
pub struct Typesetter {
    forms: Forms,
    sources: BTreeMap<&'static str, Source>,
    shared: Shared,
    standards: PdfStandards,
}

/// A form that was set.
#[derive(Debug)]
pub struct Printed {
    /// The file.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// What the typesetter found odd; nothing in a sound template.
    pub warnings: Vec<String>,
}

/// Why the typesetter cannot work at all.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The list of forms is wrong.
    #[error("the list of forms is wrong")]
    Forms(#[from] FormsError),
    /// A font, a path or the standard of the file is not accepted.
    #[error("the typesetter does not accept {0}")]
    Refused(String),
}

impl std::fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Typesetter").field("forms", &self.forms).finish_non_exhaustive()
    }
}

impl Typesetter {
    /// The typesetter with the built-in forms.
    ///
    /// # Errors
    /// Where a font or the list of forms is damaged.
    pub fn new() -> Result<Self, SetupError> {
        let standards = PdfStandards::new(&[PdfStandard::A_2b])
            .map_err(|refused| SetupError::Refused(refused.message().to_string()))?;
        let mut sources = BTreeMap::new();
        for (name, text) in forms::TEMPLATES {
            sources.insert(*name, Source::new(world::file_id(name)?, (*text).to_owned()));
        }
        Ok(Self { forms: Forms::built_in()?, sources, shared: Shared::new()?, standards })
    }

    /// The forms it knows.
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// Sets a form with data and says what was odd about it.
    ///
    /// # Errors
    /// Where no version of the form is in force on the day, or its template does not go with the data.
    pub fn set(&self, form: &str, on: Date, data: &Value) -> Result<Printed, RenderError> {
        let form = self
            .forms
            .in_force(form, on)
            .ok_or_else(|| RenderError::NotInForce { form: form.to_owned(), on })?;
        let failed = |message: String| RenderError::Template { template: form.template.clone(), message };
        let text = filled(form, on, data).to_string();
        let main = self.sources.get(form.template.as_str()).ok_or_else(|| failed("is missing".to_owned()))?;
        let code = data.get("qr").and_then(Value::as_str).map(qr::svg).transpose().map_err(failed)?;
        let sheet = Sheet {
            shared: &self.shared,
            sources: &self.sources,
            main: main.id(),
            data: Bytes::from_string(text.clone()),
            code: code.map(Bytes::from_string),
        };
        let outcome = typst::compile::<PagedDocument>(&sheet);
        let warnings = outcome.warnings.iter().map(|warning| said(&sheet, warning)).collect();
        let explain = |problems: &[SourceDiagnostic]| {
            failed(problems.iter().map(|p| said(&sheet, p)).collect::<Vec<_>>().join("; "))
        };
        let document = outcome.output.map_err(|problems| explain(&problems))?;
        let options = PdfOptions {
            ident: Smart::Custom(text),
            creator: Smart::Custom(Some("Một Cửa".to_owned())),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|problems| explain(&problems))?;
        comemo::evict(FORGET_AFTER);
        Ok(Printed { pdf, pages: document.pages().len(), warnings })
    }
}

impl Render for Typesetter {
    fn render(&self, form: &str, on: Date, data: &Value) -> Result<Vec<u8>, RenderError> {
        Ok(self.set(form, on, data)?.pdf)
    }

    fn form(&self, form: &str, on: Date) -> Option<FormInfo> {
        self.forms.in_force(form, on).map(Form::info)
    }
}

/// The data as the template sees it: with what the form itself says, and its day.
fn filled(form: &Form, on: Date, data: &Value) -> Value {
    let mut all = data.as_object().cloned().unwrap_or_default();
    let (year, month, day) = on.ymd();
    all.insert(
        "form".to_owned(),
        serde_json::json!({
            "title": form.title,
            "number": form.number,
            "basis": form.basis,
            "paper": form.paper.code(),
            "day": [year, month, day],
        }),
    );
    Value::Object(all)
}

/// A complaint of the typesetter with its line.
fn said(sheet: &Sheet<'_>, problem: &SourceDiagnostic) -> String {
    use typst::{World as _, WorldExt as _};
    let place = problem.span.id().zip(sheet.range(problem.span)).and_then(|(file, range)| {
        let line = sheet.source(file).ok()?.lines().byte_to_line(range.start)? + 1;
        Some(format!("{}:{line}: ", file.get().vpath().get_without_slash()))
    });
    format!("{}{}", place.unwrap_or_default(), problem.message)
}
