//! Answering with a printed form. The typesetter comes from the program; a program without it says so kindly.

use std::sync::Arc;

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use kernel::{Date, Render};
use serde_json::Value;

use crate::{PageError, Visit};

const WITHOUT: &str = "Bản cài đặt này chưa có phần in biểu mẫu ra PDF. Dùng trang in của trình duyệt, hoặc báo quản trị hệ thống.";

impl Visit {
    /// The typesetter of the printed forms, where the program has one.
    pub fn typesetter(&self) -> Option<Arc<dyn Render>> {
        self.app.extension::<Arc<dyn Render>>()
    }

    /// Answers with a form, in the version in force on a day, filled with data; `name` is the file's name without
    /// its ending.
    ///
    /// # Errors
    /// Where the program has no typesetter (503), no version of the form is in force on the day (404), or the
    /// template does not go with the data.
    pub async fn print(
        &self,
        form: &'static str,
        on: Date,
        data: Value,
        name: &str,
    ) -> Result<Response, PageError> {
        let render = self.typesetter().ok_or_else(|| PageError::Unavailable(WITHOUT.to_owned()))?;
        let set = tokio::task::spawn_blocking(move || render.render(form, on, &data));
        let pdf = match set.await.map_err(PageError::failure)? {
            Ok(pdf) => pdf,
            Err(kernel::RenderError::NotInForce { .. }) => return Err(PageError::NotFound),
            Err(error) => return Err(PageError::failure(error)),
        };
        let headers: [(HeaderName, String); 3] = [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
            // What is printed can change with the next act, and it names people.
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ];
        Ok((headers, pdf).into_response())
    }
}
