//! My account: particulars and password.

use askama::Template;
use axum::response::Response;
use kernel::vi;
use web::{Field, FieldErrors, Fields, Form, PageError, Pair, Problem, Shell, Tab, Visit};

use super::own_tabs::{Part, frame};
use super::person;
use crate::domain::{RoleGrant, check_password};
use crate::store::sign_in::credential;
use crate::{acts, labels, limits, password, urls};

#[derive(Template)]
#[template(path = "identity/own.html")]
struct OwnPage {
    shell: Shell,
    tabs: Vec<Tab>,
    particulars: Vec<Pair>,
    roles: Vec<Pair>,
    permissions: Vec<&'static str>,
}

pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    person(&visit)?;
    let id = visit.signed_in()?.account;
    let (account, unit, roles) = visit
        .read::<_, PageError>(move |tx| {
            let account = crate::account(tx, id)?.ok_or(PageError::NotFound)?;
            let unit = account.unit.map(|unit| crate::unit(tx, unit)).transpose()?.flatten();
            Ok((account, unit, crate::roles_of(tx, id)?))
        })
        .await?;
    let or_dash = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    let particulars = vec![
        Pair::new("Họ và tên", &account.name),
        Pair::new("Tài khoản", &account.login),
        Pair::new("Đơn vị", or_dash(unit.map(|unit| unit.name))),
        Pair::new("Chức vụ", or_dash(account.position)),
        Pair::new("Thư công vụ", or_dash(account.email)),
        Pair::new("Điện thoại", or_dash(account.phone)),
    ];
    let today = visit.now.date();
    let roles = roles.iter().filter(|role| role.in_force(today)).map(role_pair).collect();
    let held = visit.acting()?.permissions;
    let grants = visit.app.modules().iter().flat_map(|module| module.grants);
    let permissions =
        grants.filter(|grant| held.contains(grant.permission)).map(|grant| grant.label).collect();
    let (shell, tabs) = frame(&visit, Part::Overview).await;
    visit.page(&OwnPage { shell, tabs, particulars, roles, permissions })
}

/// A role and its dates in words.
pub(crate) fn role_pair(grant: &RoleGrant) -> Pair {
    let until = grant.valid_to.map_or_else(String::new, |last| format!(" đến hết {}", vi::date(last)));
    Pair::new(grant.role.label(), format!("từ {}{until}", vi::date(grant.valid_from)))
}

#[derive(Template)]
#[template(path = "identity/own_password.html")]
struct PasswordPage {
    shell: Shell,
    tabs: Vec<Tab>,
    problems: Vec<Problem>,
    current: Field,
    new: Field,
    repeat: Field,
}

async fn password_page(visit: &Visit, errors: &FieldErrors) -> PasswordPage {
    let (shell, tabs) = frame(visit, Part::Password).await;
    let field = |name: &str, label: &str| Field::new(name, label, "").with_error(errors.get(name));
    PasswordPage {
        shell,
        tabs,
        problems: errors.problems(),
        current: field("hien_tai", "Mật khẩu hiện tại"),
        new: field("moi", "Mật khẩu mới")
            .with_hint("Ít nhất 10 ký tự. Một cụm từ dài dễ nhớ tốt hơn chuỗi ký tự khó nhớ."),
        repeat: field("lap_lai", "Nhập lại mật khẩu mới"),
    }
}

pub(crate) async fn edit_password(visit: Visit) -> Result<Response, PageError> {
    person(&visit)?;
    visit.page(&password_page(&visit, &FieldErrors::new()).await)
}

pub(crate) async fn change_password(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    person(&visit)?;
    let errors = check_change(&visit, &fields).await?;
    if !errors.is_empty() {
        return visit.page_invalid(&password_page(&visit, &errors).await);
    }
    let hash = password::hash_aside(fields.get("moi").to_owned()).await.map_err(PageError::failure)?;
    let acting = visit.acting()?;
    let session = visit.session().unwrap_or_default().to_vec();
    visit
        .write::<_, PageError>(move |tx| Ok(acts::own::change_password(tx, &acting, &hash, &session)?))
        .await?;
    Ok(visit.redirect_done(urls::OWN, "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."))
}

async fn check_change(visit: &Visit, fields: &Fields) -> Result<FieldErrors, PageError> {
    let mut errors = FieldErrors::new();
    let (current, new) = (fields.get("hien_tai"), fields.get("moi"));
    errors.require("hien_tai", current, "Nhập mật khẩu hiện tại.");
    errors.require("moi", new, "Nhập mật khẩu mới.");
    let id = visit.signed_in()?.account;
    let known = visit.read::<_, PageError>(move |tx| credential(tx, id)?.ok_or(PageError::NotFound)).await?;
    if !new.is_empty()
        && let Err(problem) = check_password(new, &known.login)
    {
        errors.add("moi", labels::password_problem(problem));
    }
    if fields.get("lap_lai") != new {
        errors.add("lap_lai", "Hai lần nhập mật khẩu mới không giống nhau.");
    }
    if errors.is_empty() {
        // Whoever found an open session must not find the password by trying.
        limits::admit(visit.app.serial(), None, &format!("own {}", known.login))?;
        check_current(&mut errors, "hien_tai", current, known.password_hash).await?;
        if errors.is_empty() && new == current {
            errors.add("moi", "Mật khẩu mới phải khác mật khẩu hiện tại.");
        }
    }
    Ok(errors)
}

/// Asks for the present password again before something that protects the account changes.
pub(crate) async fn check_current(
    errors: &mut FieldErrors,
    field: &str,
    typed: &str,
    hash: String,
) -> Result<(), PageError> {
    let right = password::verify_aside(typed.to_owned(), Some(hash)).await.map_err(PageError::failure)?;
    if !right {
        errors.add(field, labels::refused(&crate::IdentityRefused::WrongPassword));
    }
    Ok(())
}
