//! Printing: what a context asks of the typesetter. The typesetter itself is heavy and linked by the program alone;
//! contexts take an `Arc<dyn Render>` and put data into forms without knowing how they are set.

use crate::Date;

/// Fills in printed forms.
pub trait Render: Send + Sync + std::fmt::Debug {
    /// Sets a form with data, in the version that is in force on a day, as a PDF/A-2b file. Takes milliseconds of
    /// computing: call it where blocking is allowed.
    ///
    /// # Errors
    /// Where no version of the form is in force on the day, or its template does not go with the data.
    fn render(&self, form: &str, on: Date, data: &serde_json::Value) -> Result<Vec<u8>, RenderError>;

    /// What the version of a form that is in force on a day is called and rests on.
    fn form(&self, form: &str, on: Date) -> Option<FormInfo>;
}

/// A printed form, in one of its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormInfo {
    /// Its name as readers know it: `Giấy tiếp nhận hồ sơ và hẹn trả kết quả`.
    pub title: String,
    /// Its number in the legal act: `Mẫu số 01`. Empty where no act prescribes the form.
    pub number: String,
    /// The act that prescribes it; empty where none does.
    pub basis: String,
}

/// Why a form was not set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// No version of the form is in force on the day.
    #[error("no version of form `{form}` is in force on {on}")]
    NotInForce {
        /// The form.
        form: String,
        /// The day.
        on: Date,
    },
    /// The template does not go with the data.
    #[error("template `{template}` cannot be set: {message}")]
    Template {
        /// The template's file.
        template: String,
        /// What the typesetter says.
        message: String,
    },
}
