//! Administration of accounts: the list, a new one.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, Cursor, UnitId, vi};
use web::{Choice, Field, FieldErrors, Fields, Form, PageError, Problem, Shell, Tone, Visit};

use super::unit_choices;
use crate::acts::account::{NewAccount, create as create_account};
use crate::domain::{Account, Login, Unit};
use crate::store::accounts::{AccountFilter, page as account_page};
use crate::{IdentityRefused, labels, password, urls};

/// Rows of a page.
const SIZE: usize = 50;

#[derive(Template)]
#[template(path = "identity/admin_accounts.html")]
struct IndexPage {
    shell: Shell,
    active_filters: usize,
    text: Field,
    unit: Field,
    units: Vec<Choice>,
    state: Field,
    states: Vec<Choice>,
    rows: Vec<Row>,
    shown: String,
    next: Option<String>,
    first: String,
}

struct Row {
    name: String,
    login: String,
    href: String,
    position: String,
    unit: String,
    roles: String,
    tone: Tone,
    state: &'static str,
}

/// The state of an account in shape and words.
pub(crate) const fn state(account: &Account) -> (Tone, &'static str) {
    match (account.active, account.must_change_password) {
        (false, _) => (Tone::Missed, "Đã khóa"),
        (true, true) => (Tone::Risk, "Chờ đổi mật khẩu"),
        (true, false) => (Tone::Met, "Đang dùng"),
    }
}

pub(crate) async fn index(visit: Visit) -> Result<Response, PageError> {
    let query = &visit.query;
    let filter = AccountFilter {
        text: query.get("ten").to_owned(),
        unit: query.get("don_vi").parse::<UnitId>().ok(),
        active: match query.get("tinh_trang") {
            "dang-dung" => Some(true),
            "da-khoa" => Some(false),
            _ => None,
        },
        after: Cursor::parse(query.get("sau")),
    };
    let (agency, today, wanted) = (visit.agency(), visit.now.date(), filter.clone());
    let (page, units, grants) = visit
        .read::<_, PageError>(move |tx| {
            let page = account_page(tx, agency, &wanted, SIZE)?;
            Ok((page, crate::units(tx, agency)?, crate::roles_in_force(tx, agency, today)?))
        })
        .await?;
    let mut roles: BTreeMap<AccountId, Vec<&str>> = BTreeMap::new();
    for grant in &grants {
        roles.entry(grant.account).or_default().push(grant.role.label());
    }
    let rows: Vec<Row> = page.rows.iter().map(|account| row(account, &units, &roles)).collect();
    let next = page.next.map(|cursor| urls::with(urls::ADMIN_ACCOUNTS, query, "sau", &cursor.to_string()));
    let first = if filter.after.is_some() {
        urls::with(urls::ADMIN_ACCOUNTS, query, "sau", "")
    } else {
        String::new()
    };
    let states = [("", "Tất cả"), ("dang-dung", "Đang dùng"), ("da-khoa", "Đã khóa")];
    visit.page(&IndexPage {
        shell: visit.shell("Quản trị tài khoản").await,
        active_filters: ["ten", "don_vi", "tinh_trang"]
            .iter()
            .filter(|name| query.some(name).is_some())
            .count(),
        text: Field::new("ten", "Tên hoặc tài khoản", query.get("ten")),
        unit: Field::new("don_vi", "Đơn vị", ""),
        units: unit_choices(&units, today, "Tất cả", query.get("don_vi")),
        state: Field::new("tinh_trang", "Tình trạng", ""),
        states: Choice::list(states, query.get("tinh_trang")),
        shown: format!("{} tài khoản trên trang này", vi::number(rows.len() as i64)),
        rows,
        next,
        first,
    })
}

fn row(account: &Account, units: &[Unit], roles: &BTreeMap<AccountId, Vec<&str>>) -> Row {
    let unit = units.iter().find(|unit| Some(unit.id) == account.unit);
    let (tone, state) = state(account);
    Row {
        name: account.name.clone(),
        login: account.login.clone(),
        href: urls::admin_account(account.id),
        position: account.position.clone().unwrap_or_else(|| "–".to_owned()),
        unit: unit.map_or_else(|| "–".to_owned(), |unit| unit.name.clone()),
        roles: roles.get(&account.id).map_or_else(|| "–".to_owned(), |held| held.join(", ")),
        tone,
        state,
    }
}

/// The particulars of an account as typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct AccountForm {
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) position: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) version: String,
}

impl AccountForm {
    pub(crate) fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            login: text("tai_khoan"),
            name: text("ho_ten"),
            unit: text("don_vi"),
            position: text("chuc_vu"),
            email: text("thu"),
            phone: text("dien_thoai"),
            version: text("phien_ban"),
        }
    }

    pub(crate) fn of(account: &Account) -> Self {
        Self {
            login: account.login.clone(),
            name: account.name.clone(),
            unit: account.unit.map(|id| id.to_string()).unwrap_or_default(),
            position: account.position.clone().unwrap_or_default(),
            email: account.email.clone().unwrap_or_default(),
            phone: account.phone.clone().unwrap_or_default(),
            version: account.version.to_string(),
        }
    }

    /// What is wrong with the particulars, the login aside.
    pub(crate) fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::new();
        errors.require("ho_ten", &self.name, "Nhập họ và tên.");
        for (field, value) in [("ho_ten", &self.name), ("chuc_vu", &self.position), ("thu", &self.email)] {
            if value.chars().count() > 200 {
                errors.add(field, "Dài quá 200 ký tự.");
            }
        }
        if !self.email.is_empty() && !looks_like_email(&self.email) {
            errors.add("thu", "Thư điện tử có dạng ten@coquan.gov.vn.");
        }
        if !self.phone.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '+' | '-' | '(' | ')'))
            || self.phone.len() > 30
        {
            errors.add("dien_thoai", "Số điện thoại chỉ gồm chữ số, dấu cách, dấu chấm, +, -, ( và ).");
        }
        errors
    }

    pub(crate) fn some(value: &str) -> Option<String> {
        Some(value.to_owned()).filter(|value| !value.is_empty())
    }
}

fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(char::is_whitespace)
    })
}

/// The fields of an account's particulars.
pub(crate) struct AccountFields {
    pub(crate) login: Field,
    pub(crate) name: Field,
    pub(crate) unit: Field,
    pub(crate) units: Vec<Choice>,
    pub(crate) position: Field,
    pub(crate) email: Field,
    pub(crate) phone: Field,
    pub(crate) version: String,
}

impl AccountFields {
    pub(crate) fn new(form: &AccountForm, errors: &FieldErrors, units: &[Unit], visit: &Visit) -> Self {
        let field = |name: &str, label: &str, value: &str| {
            Field::new(name, label, value).with_error(errors.get(name))
        };
        Self {
            login: field("tai_khoan", "Tài khoản", &form.login)
                .with_hint("Dùng để đăng nhập: chữ không dấu, chữ số, dấu chấm. Không đổi được về sau."),
            name: field("ho_ten", "Họ và tên", &form.name),
            unit: field("don_vi", "Đơn vị", &form.unit),
            units: unit_choices(units, visit.now.date(), "Chưa có", &form.unit),
            position: field("chuc_vu", "Chức vụ", &form.position),
            email: field("thu", "Thư công vụ", &form.email),
            phone: field("dien_thoai", "Điện thoại", &form.phone),
            version: form.version.clone(),
        }
    }
}

#[derive(Template)]
#[template(path = "identity/admin_account_new.html")]
struct NewPage {
    shell: Shell,
    problems: Vec<Problem>,
    fields: AccountFields,
}

async fn new_page(visit: &Visit, form: &AccountForm, errors: &FieldErrors) -> Result<NewPage, PageError> {
    let agency = visit.agency();
    let units = visit.read::<_, PageError>(move |tx| Ok(crate::units(tx, agency)?)).await?;
    Ok(NewPage {
        shell: visit.shell_below("Tài khoản mới", &[("Quản trị tài khoản", urls::ADMIN_ACCOUNTS)]).await,
        problems: errors.problems(),
        fields: AccountFields::new(form, errors, &units, visit),
    })
}

pub(crate) async fn new(visit: Visit) -> Result<Response, PageError> {
    visit.page(&new_page(&visit, &AccountForm::default(), &FieldErrors::new()).await?)
}

/// A password that is shown this once.
#[derive(Template)]
#[template(path = "identity/temporary_password.html")]
pub(crate) struct PasswordPage {
    pub(crate) shell: Shell,
    pub(crate) lead: String,
    pub(crate) login: String,
    pub(crate) password: String,
    pub(crate) next: String,
}

pub(crate) async fn create(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let form = AccountForm::read(&fields);
    let mut errors = form.check();
    if let Err(problem) = Login::parse(&form.login) {
        errors.add("tai_khoan", labels::login_problem(problem));
    }
    if !errors.is_empty() {
        return visit.page_invalid(&new_page(&visit, &form, &errors).await?);
    }
    let made = password::temporary();
    let new = NewAccount {
        login: form.login.clone(),
        name: form.name.clone(),
        unit: form.unit.parse().ok(),
        position: AccountForm::some(&form.position),
        email: AccountForm::some(&form.email),
        phone: AccountForm::some(&form.phone),
        password_hash: password::hash_aside(made.clone()).await.map_err(PageError::failure)?,
        must_change_password: true,
    };
    let acting = visit.acting()?;
    match visit.write::<_, IdentityRefused>(move |tx| create_account(tx, &acting, &new)).await {
        Ok(id) => visit.page(&PasswordPage {
            shell: visit
                .shell_below("Đã tạo tài khoản", &[("Quản trị tài khoản", urls::ADMIN_ACCOUNTS)])
                .await,
            lead: format!("Tài khoản của {} chưa có vai trò nào. Giao vai trò ở bước sau.", form.name),
            login: form.login.to_lowercase(),
            password: made,
            next: urls::admin_account(id),
        }),
        Err(refused @ IdentityRefused::LoginTaken) => {
            let errors = FieldErrors::one("tai_khoan", labels::refused(&refused));
            visit.page_invalid(&new_page(&visit, &form, &errors).await?)
        }
        Err(refused) => Err(refused.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particulars_are_checked_all_at_once() {
        let form = AccountForm {
            email: "thu.ha".to_owned(),
            phone: "máy lẻ 102".to_owned(),
            ..AccountForm::default()
        };
        let fields: Vec<String> = form.check().problems().into_iter().map(|problem| problem.id).collect();
        assert_eq!(fields, ["ho_ten", "thu", "dien_thoai"]);
        let form = AccountForm {
            name: "Nguyễn Thu Hà".to_owned(),
            email: "thuha@hungyen.gov.vn".to_owned(),
            phone: "0221.3 863 102".to_owned(),
            ..AccountForm::default()
        };
        assert!(form.check().is_empty());
    }
}
