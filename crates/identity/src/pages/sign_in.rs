//! Sign-in and sign-out.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::header;
use axum::response::Response;
use kernel::{AccountId, Role};
use web::{Field, FieldErrors, Fields, FlashKind, Form, PageError, Problem, Shell, Visit, cookie};

use super::peer::Peer;
use crate::acts::sign_in::{Attempt, Outcome, first_step, minutes_closed, sign_out};
use crate::store::sign_in::credential_by_login;
use crate::{DEMO_PASSWORD, labels, limits, password, urls};

#[derive(Template)]
#[template(path = "identity/sign_in.html")]
struct SignInPage {
    shell: Shell,
    problems: Vec<Problem>,
    login: Field,
    password: Field,
    next: String,
    samples: Vec<SampleRole>,
    sample_password: &'static str,
}

/// Sample accounts of one role.
#[derive(Debug)]
struct SampleRole {
    label: &'static str,
    accounts: Vec<Sample>,
}

#[derive(Debug)]
struct Sample {
    login: String,
    name: String,
    position: String,
}

/// So many sample accounts a role are offered.
const SAMPLES_A_ROLE: usize = 2;

struct SignInForm {
    login: String,
    password: String,
    next: String,
}

impl SignInForm {
    fn read(fields: &Fields) -> Self {
        Self {
            login: fields.get("tai_khoan").to_owned(),
            password: fields.get("mat_khau").to_owned(),
            next: urls::local(fields.get("tiep")).to_owned(),
        }
    }

    fn parse(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require("tai_khoan", &self.login, "Nhập tên tài khoản.");
        errors.require("mat_khau", &self.password, "Nhập mật khẩu.");
        errors.or(())
    }

    /// The name under which failures are counted: as typed, in small letters, cut to what a name can be.
    fn login_key(&self) -> String {
        self.login.to_lowercase().chars().take(64).collect()
    }
}

pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    let form = SignInForm::read(&visit.query);
    if visit.who.is_some() {
        return Ok(visit.redirect(&form.next));
    }
    let page = page(&visit, &form, &FieldErrors::new()).await?;
    visit.page(&page)
}

async fn page(visit: &Visit, form: &SignInForm, errors: &FieldErrors) -> Result<SignInPage, PageError> {
    let samples = if visit.app.setup().demo { samples(visit).await? } else { Vec::new() };
    Ok(SignInPage {
        shell: visit.shell("Đăng nhập").await,
        problems: errors.problems(),
        login: Field::new("tai_khoan", "Tài khoản", &form.login).with_error(errors.get("tai_khoan")),
        password: Field::new("mat_khau", "Mật khẩu", "").with_error(errors.get("mat_khau")),
        next: form.next.clone(),
        samples,
        sample_password: DEMO_PASSWORD,
    })
}

async fn samples(visit: &Visit) -> Result<Vec<SampleRole>, PageError> {
    let (agency, today) = (visit.agency(), visit.now.date());
    let (accounts, units, grants) = visit
        .read::<_, PageError>(move |tx| {
            Ok((
                crate::accounts(tx, agency)?,
                crate::units(tx, agency)?,
                crate::roles_in_force(tx, agency, today)?,
            ))
        })
        .await?;
    let by_id: BTreeMap<AccountId, _> =
        accounts.iter().filter(|account| account.active).map(|account| (account.id, account)).collect();
    let sample = |id: &AccountId| {
        let account = by_id.get(id)?;
        let unit = units.iter().find(|unit| Some(unit.id) == account.unit).map(|unit| unit.name.clone());
        let words: Vec<String> = account.position.clone().into_iter().chain(unit).collect();
        Some(Sample { login: account.login.clone(), name: account.name.clone(), position: words.join(", ") })
    };
    let of_role = |role: Role| {
        let holders = grants.iter().filter(|grant| grant.role == role);
        let accounts = holders.filter_map(|grant| sample(&grant.account)).take(SAMPLES_A_ROLE).collect();
        SampleRole { label: role.label(), accounts }
    };
    Ok(Role::ALL.into_iter().map(of_role).filter(|role| !role.accounts.is_empty()).collect())
}

pub(crate) async fn create(visit: Visit, peer: Peer, Form(fields): Form) -> Result<Response, PageError> {
    let form = SignInForm::read(&fields);
    if let Err(errors) = form.parse() {
        return visit.page_invalid(&page(&visit, &form, &errors).await?);
    }
    let login = form.login_key();
    limits::admit(visit.app.serial(), peer.address, &login)?;
    let token = cookie::random_token();
    let outcome = try_password(&visit, &peer, login.clone(), form.password.clone(), &token).await?;
    match outcome {
        Outcome::In { must_change_password } => Ok(enter(&visit, &token, &form.next, must_change_password)),
        Outcome::SecondStep => super::second_step::ask(&visit, &login, &token, &form.next).await,
        Outcome::Refused { minutes } => {
            let errors = FieldErrors::one("tai_khoan", labels::sign_in_refused(minutes));
            visit.page_invalid(&page(&visit, &form, &errors).await?)
        }
    }
}

async fn try_password(
    visit: &Visit,
    peer: &Peer,
    login: String,
    typed: String,
    token: &str,
) -> Result<Outcome, PageError> {
    let (agency, now, name) = (visit.agency(), visit.now, login.clone());
    let (closed, known) = visit
        .read::<_, PageError>(move |tx| {
            Ok((minutes_closed(tx, agency, &name, now)?, credential_by_login(tx, agency, &name)?))
        })
        .await?;
    if closed.is_some() {
        return Ok(Outcome::Refused { minutes: closed });
    }
    let account = known.as_ref().map(|known| known.account);
    let hash = known.map(|known| known.password_hash);
    let password_right = password::verify_aside(typed, hash).await.map_err(PageError::failure)?;
    let attempt = Attempt {
        agency,
        login,
        account,
        password_right,
        token_hash: cookie::token_hash(token),
        from: peer.from(),
        at: now,
    };
    visit.write::<_, PageError>(move |tx| Ok(first_step(tx, &attempt)?)).await
}

/// On into the program, with the session's cookie.
pub(crate) fn enter(visit: &Visit, token: &str, next: &str, must_change_password: bool) -> Response {
    let mut response = if must_change_password {
        let notice = "Mật khẩu hiện tại do người khác đặt. Đổi mật khẩu để bắt đầu làm việc.";
        visit.redirect_flash(urls::OWN_PASSWORD, FlashKind::Info, notice)
    } else {
        visit.redirect(next)
    };
    let made = cookie::make(cookie::SESSION, token, None, visit.app.setup().secure_cookies);
    response.headers_mut().append(header::SET_COOKIE, made);
    response
}

pub(crate) async fn destroy(visit: Visit, Form(_): Form) -> Result<Response, PageError> {
    super::person(&visit)?;
    let acting = visit.acting()?;
    let session = visit.session().unwrap_or_default().to_vec();
    visit.write::<_, PageError>(move |tx| Ok(sign_out(tx, &acting, &session)?)).await?;
    let mut response = visit.redirect_done(urls::SIGN_IN, "Đã đăng xuất.");
    let gone = cookie::make(cookie::SESSION, "", Some(0), visit.app.setup().secure_cookies);
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}
