//! The second step of sign-in: the one-time code.

use askama::Template;
use axum::response::Response;
use web::{Field, FieldErrors, Form, PageError, Problem, Shell, Visit, cookie};

use super::peer::Peer;
use super::sign_in::enter;
use crate::acts::sign_in::{Attempt, Outcome, second_step};
use crate::store::sign_in::credential_by_login;
use crate::{labels, limits, urls};

#[derive(Template)]
#[template(path = "identity/second_step.html")]
struct SecondStepPage {
    shell: Shell,
    problems: Vec<Problem>,
    code: Field,
    login: String,
    waiting: String,
    next: String,
}

async fn page(visit: &Visit, login: &str, waiting: &str, next: &str, errors: &FieldErrors) -> SecondStepPage {
    SecondStepPage {
        shell: visit.shell("Nhập mã xác thực").await,
        problems: errors.problems(),
        code: Field::new("ma", "Mã xác thực 6 chữ số", "")
            .with_hint("Mở ứng dụng xác thực trên điện thoại để xem mã; mã đổi mỗi 30 giây.")
            .with_error(errors.get("ma")),
        login: login.to_owned(),
        waiting: waiting.to_owned(),
        next: next.to_owned(),
    }
}

/// After a right password: asks for the code.
pub(crate) async fn ask(
    visit: &Visit,
    login: &str,
    waiting: &str,
    next: &str,
) -> Result<Response, PageError> {
    visit.page(&page(visit, login, waiting, next, &FieldErrors::new()).await)
}

pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    // The address alone opens nothing: the step belongs to the form of the step before.
    Ok(visit.redirect(urls::SIGN_IN))
}

pub(crate) async fn create(visit: Visit, peer: Peer, Form(fields): Form) -> Result<Response, PageError> {
    let login: String = fields.get("tai_khoan").to_lowercase().chars().take(64).collect();
    let (waiting, code) = (fields.get("cho").to_owned(), fields.get("ma").to_owned());
    let next = urls::local(fields.get("tiep")).to_owned();
    if code.is_empty() {
        let errors = FieldErrors::one("ma", "Nhập mã xác thực.");
        return visit.page_invalid(&page(&visit, &login, &waiting, &next, &errors).await);
    }
    limits::admit(visit.app.serial(), peer.address, &login)?;
    let token = cookie::random_token();
    let attempt = Attempt {
        agency: visit.agency(),
        login: login.clone(),
        account: None,
        password_right: true,
        token_hash: cookie::token_hash(&token),
        from: peer.from(),
        at: visit.now,
    };
    let waiting_hash = cookie::token_hash(&waiting);
    let outcome = visit
        .write::<_, PageError>(move |tx| {
            let known = credential_by_login(tx, attempt.agency, &attempt.login)?;
            let attempt = Attempt { account: known.map(|known| known.account), ..attempt.clone() };
            Ok(second_step(tx, &attempt, &waiting_hash, &code)?)
        })
        .await?;
    match outcome {
        Outcome::In { must_change_password } => Ok(enter(&visit, &token, &next, must_change_password)),
        Outcome::SecondStep | Outcome::Refused { .. } => {
            let minutes = if let Outcome::Refused { minutes } = outcome { minutes } else { None };
            let text = match minutes {
                Some(_) => labels::sign_in_refused(minutes),
                None => labels::refused(&crate::IdentityRefused::WrongCode),
            };
            let errors = FieldErrors::one("ma", text);
            visit.page_invalid(&page(&visit, &login, &waiting, &next, &errors).await)
        }
    }
}
