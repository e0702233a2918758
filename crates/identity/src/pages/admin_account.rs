//! Administration of one account: particulars, roles with dates, password, lock, sessions.

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, Role, vi};
use web::{Choice, Field, FieldErrors, Fields, Form, PageError, Path, Problem, Shell, Tone, Visit};

use super::admin_accounts::{AccountFields, AccountForm, PasswordPage, state};
use super::date;
use crate::acts::account::{self, ChangeAccount};
use crate::acts::role::{self, GrantRole};
use crate::domain::{Account, RoleGrant, Unit};
use crate::{IdentityRefused, labels, password, urls};

#[derive(Template)]
#[template(path = "identity/admin_account.html")]
struct EditPage {
    shell: Shell,
    problems: Vec<Problem>,
    tone: Tone,
    state: &'static str,
    action: String,
    fields: AccountFields,
    roles: Vec<RoleRow>,
    role_action: String,
    role: Field,
    role_choices: Vec<Choice>,
    from: Field,
    until: Field,
    active: bool,
    own: bool,
    lock: String,
    unlock: String,
    reset: String,
    sign_out: String,
    journal: String,
}

struct RoleRow {
    label: &'static str,
    from: String,
    until: String,
    state: &'static str,
    end: Option<String>,
}

struct Around {
    account: Account,
    units: Vec<Unit>,
    roles: Vec<RoleGrant>,
}

async fn around(visit: &Visit, id: AccountId) -> Result<Around, PageError> {
    let agency = visit.agency();
    visit
        .read::<_, PageError>(move |tx| {
            let account = crate::account(tx, id)?.filter(|account| account.agency == agency);
            let account = account.ok_or(PageError::NotFound)?;
            Ok(Around { account, units: crate::units(tx, agency)?, roles: crate::roles_of(tx, id)? })
        })
        .await
}

#[derive(Debug, Clone)]
struct RoleForm {
    role: String,
    from: String,
    until: String,
}

impl RoleForm {
    fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self { role: text("vai_tro"), from: text("tu_ngay"), until: text("den_ngay") }
    }

    fn blank(visit: &Visit) -> Self {
        Self { role: String::new(), from: vi::date(visit.now.date()), until: String::new() }
    }

    fn parse(&self, account: AccountId) -> Result<GrantRole, FieldErrors> {
        let mut errors = FieldErrors::new();
        let role = Role::from_code(&self.role).filter(|role| *role != Role::Citizen);
        if role.is_none() {
            errors.add("vai_tro", "Chọn vai trò.");
        }
        let valid_from = date(&mut errors, "tu_ngay", &self.from);
        let valid_to = if self.until.is_empty() { None } else { date(&mut errors, "den_ngay", &self.until) };
        match (role, valid_from) {
            (Some(role), Some(valid_from)) => errors.or(GrantRole { account, role, valid_from, valid_to }),
            _ => Err(errors),
        }
    }
}

async fn page(
    visit: &Visit,
    around: &Around,
    (form, role_form): (&AccountForm, &RoleForm),
    errors: &FieldErrors,
) -> Result<EditPage, PageError> {
    let account = &around.account;
    let (id, today) = (account.id, visit.now.date());
    let field =
        |name: &str, label: &str, value: &str| Field::new(name, label, value).with_error(errors.get(name));
    let row = |grant: &RoleGrant| {
        let over = grant.valid_to.is_some_and(|last| last < today);
        RoleRow {
            label: grant.role.label(),
            from: vi::date(grant.valid_from),
            until: grant.valid_to.map_or_else(|| "–".to_owned(), vi::date),
            state: if over {
                "Đã kết thúc"
            } else if grant.in_force(today) {
                "Đang hiệu lực"
            } else {
                "Chưa đến ngày"
            },
            end: grant.valid_to.is_none().then(|| urls::admin_role_end(id, grant.id)),
        }
    };
    let staff = Role::ALL.into_iter().filter(|role| *role != Role::Citizen);
    let staff = staff.map(|role| (role.code(), role.label()));
    let (tone, state) = state(account);
    Ok(EditPage {
        shell: visit.shell_below(&account.name, &[("Quản trị tài khoản", urls::ADMIN_ACCOUNTS)]).await,
        problems: errors.problems(),
        tone,
        state,
        action: urls::admin_account(id),
        fields: AccountFields::new(form, errors, &around.units, visit),
        roles: around.roles.iter().map(row).collect(),
        role_action: urls::admin_account_act(id, "vai-tro"),
        role: field("vai_tro", "Vai trò", ""),
        role_choices: Choice::list(std::iter::once(("", "Chọn vai trò")).chain(staff), &role_form.role),
        from: field("tu_ngay", "Từ ngày", &role_form.from),
        until: field("den_ngay", "Đến hết ngày", &role_form.until).with_hint("Để trống nếu chưa định ngày."),
        active: account.active,
        own: visit.signed_in()?.account == id,
        lock: urls::admin_account_act(id, "khoa"),
        unlock: urls::admin_account_act(id, "mo-khoa"),
        reset: urls::admin_account_act(id, "mat-khau"),
        sign_out: urls::admin_account_act(id, "dang-xuat"),
        journal: format!("{}?loai=account&so={id}", urls::JOURNAL),
    })
}

pub(crate) async fn edit(visit: Visit, Path(id): Path<AccountId>) -> Result<Response, PageError> {
    let around = around(&visit, id).await?;
    let forms = (&AccountForm::of(&around.account), &RoleForm::blank(&visit));
    visit.page(&page(&visit, &around, forms, &FieldErrors::new()).await?)
}

pub(crate) async fn update(
    visit: Visit,
    Path(id): Path<AccountId>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let around = around(&visit, id).await?;
    let form = AccountForm { login: around.account.login.clone(), ..AccountForm::read(&fields) };
    let errors = form.check();
    if !errors.is_empty() {
        let forms = (&form, &RoleForm::blank(&visit));
        return visit.page_invalid(&page(&visit, &around, forms, &errors).await?);
    }
    let cmd = ChangeAccount {
        id,
        version: form.version.parse().unwrap_or_default(),
        name: form.name.clone(),
        unit: form.unit.parse().ok(),
        position: AccountForm::some(&form.position),
        email: AccountForm::some(&form.email),
        phone: AccountForm::some(&form.phone),
    };
    let acting = visit.acting()?;
    visit.write::<_, PageError>(move |tx| Ok(account::change(tx, &acting, &cmd)?)).await?;
    Ok(visit.redirect_done(&urls::admin_account(id), "Đã lưu tài khoản."))
}

pub(crate) async fn grant_role(
    visit: Visit,
    Path(id): Path<AccountId>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let around = around(&visit, id).await?;
    let form = RoleForm::read(&fields);
    let own = AccountForm::of(&around.account);
    let cmd = match form.parse(id) {
        Ok(cmd) => cmd,
        Err(errors) => return visit.page_invalid(&page(&visit, &around, (&own, &form), &errors).await?),
    };
    let acting = visit.acting()?;
    match visit.write::<_, IdentityRefused>(move |tx| role::grant(tx, &acting, &cmd)).await {
        Ok(()) => Ok(visit.redirect_done(&urls::admin_account(id), "Đã giao vai trò.")),
        Err(refused @ (IdentityRefused::RoleHeld | IdentityRefused::DatesReversed)) => {
            let field = if matches!(refused, IdentityRefused::RoleHeld) { "vai_tro" } else { "den_ngay" };
            let errors = FieldErrors::one(field, labels::refused(&refused));
            visit.page_invalid(&page(&visit, &around, (&own, &form), &errors).await?)
        }
        Err(refused) => Err(refused.into()),
    }
}

pub(crate) async fn end_role(
    visit: Visit,
    Path((id, grant)): Path<(AccountId, i64)>,
    Form(_): Form,
) -> Result<Response, PageError> {
    let (acting, yesterday) = (visit.acting()?, visit.now.date().plus(-1));
    // The role ends now: today it is not held any more.
    visit.write::<_, PageError>(move |tx| Ok(role::end(tx, &acting, id, grant, yesterday)?)).await?;
    Ok(visit.redirect_done(&urls::admin_account(id), "Đã kết thúc vai trò."))
}

pub(crate) async fn lock(
    visit: Visit,
    Path(id): Path<AccountId>,
    Form(_): Form,
) -> Result<Response, PageError> {
    let acting = visit.acting()?;
    visit.write::<_, PageError>(move |tx| Ok(account::lock(tx, &acting, id)?)).await?;
    Ok(visit.redirect_done(&urls::admin_account(id), "Đã khóa tài khoản; mọi phiên và khóa API đã kết thúc."))
}

pub(crate) async fn unlock(
    visit: Visit,
    Path(id): Path<AccountId>,
    Form(_): Form,
) -> Result<Response, PageError> {
    let acting = visit.acting()?;
    visit.write::<_, PageError>(move |tx| Ok(account::unlock(tx, &acting, id)?)).await?;
    Ok(visit.redirect_done(&urls::admin_account(id), "Đã mở khóa tài khoản."))
}

pub(crate) async fn sign_out(
    visit: Visit,
    Path(id): Path<AccountId>,
    Form(_): Form,
) -> Result<Response, PageError> {
    let acting = visit.acting()?;
    visit.write::<_, PageError>(move |tx| Ok(account::sign_out_everywhere(tx, &acting, id)?)).await?;
    Ok(visit.redirect_done(&urls::admin_account(id), "Đã đăng xuất tài khoản khỏi mọi nơi."))
}

pub(crate) async fn reset_password(
    visit: Visit,
    Path(id): Path<AccountId>,
    Form(_): Form,
) -> Result<Response, PageError> {
    let around = around(&visit, id).await?;
    let made = password::temporary();
    let hash = password::hash_aside(made.clone()).await.map_err(PageError::failure)?;
    let acting = visit.acting()?;
    visit.write::<_, PageError>(move |tx| Ok(account::reset_password(tx, &acting, id, &hash)?)).await?;
    visit.page(&PasswordPage {
        shell: visit
            .shell_below("Đã đặt lại mật khẩu", &[("Quản trị tài khoản", urls::ADMIN_ACCOUNTS)])
            .await,
        lead: format!(
            "Mọi phiên đăng nhập của {} đã kết thúc, xác thực hai bước đã tắt.",
            around.account.name
        ),
        login: around.account.login,
        password: made,
        next: urls::admin_account(id),
    })
}
