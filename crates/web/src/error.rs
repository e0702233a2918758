//! Refusal, invalid input and failure on their way to the visitor. The visitor gets words and, for a failure, a
//! reference number; the log gets the cause, once, with the same number.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::Forbidden;
use store::StoreError;

use crate::FieldErrors;

/// Why a page or an act did not come about.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// There is no such thing, or it is not this visitor's to know of.
    #[error("not found")]
    NotFound,
    /// The visitor must sign in first.
    #[error("not signed in")]
    SignIn,
    /// The visitor may not.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// The rule says no; the sentence says which.
    #[error("refused: {0}")]
    Refused(String),
    /// The input is wrong.
    #[error("invalid input")]
    Invalid(FieldErrors),
    /// The request is not one this program sends: forged, cut off, of another type.
    #[error("bad request: {0}")]
    Bad(String),
    /// The body is larger than allowed.
    #[error("too large")]
    TooLarge,
    /// Too many requests.
    #[error("too many requests")]
    TooMany,
    /// Somebody else was faster.
    #[error("conflict")]
    Conflict,
    /// A part of the program is not there; the sentence says what to do instead.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Something broke.
    #[error("failure")]
    Failure(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl PageError {
    /// A failure with its cause.
    pub fn failure(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Failure(Box::new(cause))
    }

    /// The status of the response.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Refused(_) | Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Bad(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failure(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The heading of the error page.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "Không tìm thấy trang",
            Self::SignIn => "Cần đăng nhập",
            Self::Forbidden(_) => "Tài khoản này chưa được giao quyền",
            Self::Refused(_) | Self::Invalid(_) => "Chưa thực hiện được",
            Self::Bad(_) => "Yêu cầu không đúng",
            Self::TooLarge => "Tệp gửi lên quá lớn",
            Self::TooMany => "Gửi quá nhiều lần",
            Self::Conflict => "Dữ liệu vừa được người khác thay đổi",
            Self::Unavailable(_) => "Chưa dùng được lúc này",
            Self::Failure(_) => "Hệ thống gặp lỗi",
        }
    }

    /// What the visitor can do.
    pub fn advice(&self) -> String {
        match self {
            Self::NotFound => "Kiểm tra lại địa chỉ, hoặc tìm bằng mã hồ sơ, họ tên ở ô tìm phía trên.".to_owned(),
            Self::SignIn => "Đăng nhập rồi mở lại trang này.".to_owned(),
            Self::Forbidden(code) => {
                format!("Việc này cần quyền “{code}”. Đề nghị quản trị hệ thống giao quyền nếu công việc đòi hỏi.")
            }
            Self::Refused(reason) | Self::Bad(reason) | Self::Unavailable(reason) => reason.clone(),
            Self::Invalid(errors) => {
                errors.problems().into_iter().map(|problem| problem.text).collect::<Vec<_>>().join(" ")
            }
            Self::TooLarge => "Giảm dung lượng tệp hoặc chia thành nhiều tệp rồi gửi lại.".to_owned(),
            Self::TooMany => "Đợi một phút rồi thử lại.".to_owned(),
            Self::Conflict => {
                "Mở lại trang để xem bản mới nhất rồi thực hiện lại. Nội dung vừa gửi chưa được ghi.".to_owned()
            }
            Self::Failure(_) => "Chưa có gì được ghi. Thử lại sau ít phút; nếu vẫn gặp lỗi, gửi mã tham chiếu cho quản trị hệ thống.".to_owned(),
        }
    }

    /// A stable English word for the API.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::SignIn => "unauthenticated",
            Self::Forbidden(_) => "forbidden",
            Self::Refused(_) => "refused",
            Self::Invalid(_) => "invalid",
            Self::Bad(_) => "bad_request",
            Self::TooLarge => "too_large",
            Self::TooMany => "too_many_requests",
            Self::Conflict => "conflict",
            Self::Unavailable(_) => "unavailable",
            Self::Failure(_) => "failure",
        }
    }
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Conflict,
            StoreError::Missing => Self::NotFound,
            error => Self::failure(error),
        }
    }
}

impl From<Forbidden> for PageError {
    fn from(forbidden: Forbidden) -> Self {
        Self::Forbidden(forbidden.0)
    }
}

impl From<FieldErrors> for PageError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        Self::failure(error)
    }
}

/// Carries the error to the layer that knows who asked and in which form to answer.
#[derive(Debug, Clone)]
pub(crate) struct Unanswered(pub(crate) Arc<PageError>);

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Unanswered(Arc::new(self)));
        response
    }
}
