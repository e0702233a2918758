//! My account: the second step of sign-in, put on and taken off.

use std::fmt::Write as _;

use askama::Template;
use axum::response::Response;
use qrcodegen::{QrCode, QrCodeEcc};
use web::{Field, FieldErrors, Form, PageError, Problem, Shell, Tab, Visit};

use super::own::check_current;
use super::own_tabs::{Part, frame};
use super::person;
use crate::domain::totp;
use crate::store::sign_in::{Credential, credential};
use crate::{IdentityRefused, acts, labels, limits, urls};

/// How authenticator apps name the entry. Short: every letter makes the picture denser.
const ISSUER: &str = "Một Cửa";

#[derive(Template)]
#[template(path = "identity/own_second_step.html")]
struct SecondStepPage {
    shell: Shell,
    tabs: Vec<Tab>,
    problems: Vec<Problem>,
    /// Whether the second step is in use.
    on: bool,
    /// The secret that waits for its first code.
    begun: Option<Begun>,
    code: Field,
    password: Field,
}

struct Begun {
    secret: String,
    uri: String,
    qr: String,
}

async fn known(visit: &Visit) -> Result<Credential, PageError> {
    let id = visit.signed_in()?.account;
    visit.read::<_, PageError>(move |tx| credential(tx, id)?.ok_or(PageError::NotFound)).await
}

async fn page(visit: &Visit, errors: &FieldErrors) -> Result<SecondStepPage, PageError> {
    let known = known(visit).await?;
    let begun = known.totp_secret.as_deref().filter(|_| !known.totp_confirmed).map(|secret| {
        let uri = totp::otpauth_uri(secret, ISSUER, &known.login);
        Begun { secret: grouped(&totp::base32(secret)), qr: qr_svg(&uri), uri }
    });
    let (shell, tabs) = frame(visit, Part::SecondStep).await;
    Ok(SecondStepPage {
        shell,
        tabs,
        problems: errors.problems(),
        on: known.totp_confirmed,
        begun,
        code: Field::new("ma", "Mã xác thực 6 chữ số", "").with_error(errors.get("ma")),
        password: Field::new("hien_tai", "Mật khẩu hiện tại", "").with_error(errors.get("hien_tai")),
    })
}

/// In groups of four, as people copy it.
fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// The code as a picture: one path of unit squares on white.
fn qr_svg(text: &str) -> String {
    const QUIET: i32 = 4;
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return String::new() };
    let side = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            // Writing to a string cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    format!(
        "<svg viewBox=\"0 0 {side} {side}\" width=\"220\" height=\"220\" role=\"img\" \
         aria-label=\"Mã QR để quét bằng ứng dụng xác thực\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"#000\"/></svg>"
    )
}

pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    person(&visit)?;
    visit.page(&page(&visit, &FieldErrors::new()).await?)
}

pub(crate) async fn begin(visit: Visit, Form(_): Form) -> Result<Response, PageError> {
    person(&visit)?;
    let acting = visit.acting()?;
    let secret: [u8; totp::SECRET_BYTES] = rand::random();
    visit.write::<_, PageError>(move |tx| Ok(acts::own::begin_second_step(tx, &acting, &secret)?)).await?;
    Ok(visit.redirect(urls::OWN_SECOND_STEP))
}

pub(crate) async fn confirm(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    person(&visit)?;
    let (acting, code) = (visit.acting()?, fields.get("ma").to_owned());
    let done =
        visit.write::<_, IdentityRefused>(move |tx| acts::own::confirm_second_step(tx, &acting, &code)).await;
    match done {
        Ok(()) => Ok(visit.redirect_done(
            urls::OWN_SECOND_STEP,
            "Đã bật xác thực hai bước. Từ lần đăng nhập sau, hệ thống hỏi mã xác thực.",
        )),
        Err(refused @ IdentityRefused::WrongCode) => {
            let errors = FieldErrors::one("ma", labels::refused(&refused));
            visit.page_invalid(&page(&visit, &errors).await?)
        }
        Err(refused) => Err(refused.into()),
    }
}

pub(crate) async fn remove(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    person(&visit)?;
    let known = known(&visit).await?;
    limits::admit(visit.app.serial(), None, &format!("own {}", known.login))?;
    let mut errors = FieldErrors::new();
    check_current(&mut errors, "hien_tai", fields.get("hien_tai"), known.password_hash).await?;
    if !errors.is_empty() {
        return visit.page_invalid(&page(&visit, &errors).await?);
    }
    let acting = visit.acting()?;
    visit.write::<_, PageError>(move |tx| Ok(acts::own::remove_second_step(tx, &acting)?)).await?;
    Ok(visit.redirect_done(urls::OWN_SECOND_STEP, "Đã tắt xác thực hai bước."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_holds_the_address() {
        let svg = qr_svg("otpauth://totp/a:b?secret=GEZDGNBVGY3TQOJQ");
        assert!(svg.starts_with("<svg") && svg.contains("role=\"img\"") && !svg.contains("style"), "{svg}");
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
