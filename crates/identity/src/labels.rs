//! The Vietnamese words of this context.

use ::store::StoreError;
use web::PageError;

use crate::domain::{DelegationProblem, FAILURES_ALLOWED, LoginProblem, PasswordProblem, UnitKind};
use crate::refused::IdentityRefused;

/// What kind of unit it is.
pub const fn unit_kind(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Leadership => "Lãnh đạo cơ quan",
        UnitKind::Division => "Phòng chuyên môn",
        UnitKind::Desk => "Bộ phận Một cửa",
        UnitKind::Subordinate => "Đơn vị trực thuộc",
    }
}

/// What is wrong with a login.
pub const fn login_problem(problem: LoginProblem) -> &'static str {
    match problem {
        LoginProblem::Length => "Tên tài khoản dài từ 2 đến 64 ký tự.",
        LoginProblem::Character => {
            "Tên tài khoản chỉ gồm chữ không dấu, chữ số và các dấu chấm, gạch ngang, gạch dưới, @."
        }
    }
}

/// What is wrong with a password.
pub const fn password_problem(problem: PasswordProblem) -> &'static str {
    match problem {
        PasswordProblem::TooShort => "Mật khẩu cần ít nhất 10 ký tự.",
        PasswordProblem::TooLong => "Mật khẩu dài quá 200 ký tự.",
        PasswordProblem::LikeLogin => "Mật khẩu không được chứa tên tài khoản.",
        PasswordProblem::Common => "Mật khẩu này quá phổ biến, dễ bị đoán. Chọn một cụm từ khác.",
    }
}

/// What is wrong with a delegation.
pub const fn delegation_problem(problem: DelegationProblem) -> &'static str {
    match problem {
        DelegationProblem::ToOneself => "Chọn người khác để ủy quyền.",
        DelegationProblem::Reversed => "Ngày cuối không được trước ngày đầu.",
        DelegationProblem::Past => "Ngày cuối đã qua.",
        DelegationProblem::TooLong => "Một lần ủy quyền dài nhất một năm.",
        DelegationProblem::Nothing => "Chọn ít nhất một quyền.",
    }
}

/// After a refused sign-in.
pub fn sign_in_refused(minutes: Option<i64>) -> String {
    match minutes {
        Some(minutes) => format!(
            "Đã sai quá {FAILURES_ALLOWED} lần. Tài khoản tạm khóa, thử lại sau {minutes} phút, hoặc nhờ quản trị hệ thống mở khóa."
        ),
        None => "Tài khoản hoặc mật khẩu không đúng.".to_owned(),
    }
}

/// Why an act was refused.
pub fn refused(refused: &IdentityRefused) -> String {
    match refused {
        IdentityRefused::LoginTaken => "Tên tài khoản này đã có người dùng.".to_owned(),
        IdentityRefused::Login(problem) => login_problem(*problem).to_owned(),
        IdentityRefused::UnitCodeTaken => "Mã đơn vị này đã có.".to_owned(),
        IdentityRefused::UnitUnderItself => {
            "Đơn vị cấp trên không được là chính đơn vị này hoặc đơn vị thuộc nó.".to_owned()
        }
        IdentityRefused::UnitInUse { people, units } => format!(
            "Đơn vị còn {people} tài khoản đang dùng và {units} đơn vị trực thuộc. Chuyển hết sang đơn vị khác trước khi kết thúc."
        ),
        IdentityRefused::DatesReversed => "Ngày cuối không được trước ngày đầu.".to_owned(),
        IdentityRefused::RoleHeld => "Tài khoản đã có vai trò này trong thời gian đó.".to_owned(),
        IdentityRefused::LastAdministrator => {
            "Phải còn ít nhất một tài khoản quản trị đang dùng và không có ngày kết thúc.".to_owned()
        }
        IdentityRefused::OwnAccount => "Không thể tự khóa tài khoản của mình.".to_owned(),
        IdentityRefused::Password(problem) => password_problem(*problem).to_owned(),
        IdentityRefused::WrongPassword => "Mật khẩu hiện tại không đúng.".to_owned(),
        IdentityRefused::WrongCode => "Mã xác thực không đúng, đã hết hiệu lực hoặc đã dùng.".to_owned(),
        IdentityRefused::Delegation(problem) => delegation_problem(*problem).to_owned(),
        IdentityRefused::Scope(code) => format!("Quyền “{code}” không phải quyền của tài khoản này."),
        IdentityRefused::Store(_) | IdentityRefused::Forbidden(_) | IdentityRefused::Missing => {
            "Chưa thực hiện được.".to_owned()
        }
    }
}

impl From<IdentityRefused> for PageError {
    fn from(error: IdentityRefused) -> Self {
        match error {
            IdentityRefused::Store(error) => error.into(),
            IdentityRefused::Forbidden(forbidden) => forbidden.into(),
            IdentityRefused::Missing => StoreError::Missing.into(),
            other => Self::Refused(refused(&other)),
        }
    }
}
