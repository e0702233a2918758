//! My account: keys with which programs use the API in my name.

use askama::Template;
use axum::response::Response;
use kernel::vi;
use web::{
    Choice, Field, FieldErrors, Fields, FlashKind, Form, PageError, Path, Problem, Shell, Tab, Visit, cookie,
};

use super::own_tabs::{Part, frame};
use super::person;
use crate::acts::key::{NewKey, create as create_key, revoke as revoke_key};
use crate::domain::ApiKey;
use crate::store::keys;
use crate::urls;

/// Keys begin so; scanners for leaked secrets find them by it.
const PREFIX: &str = "motcua_";
/// For how many days a key may live.
const DAYS: [(i64, &str); 4] = [(30, "30 ngày"), (90, "90 ngày"), (180, "180 ngày"), (365, "một năm")];

#[derive(Template)]
#[template(path = "identity/own_keys.html")]
struct KeysPage {
    shell: Shell,
    tabs: Vec<Tab>,
    problems: Vec<Problem>,
    /// The key just made: shown this once.
    made: Option<String>,
    rows: Vec<KeyRow>,
    name: Field,
    scopes: Field,
    scope_choices: Vec<Choice>,
    days: Field,
    day_choices: Vec<Choice>,
    once: String,
}

struct KeyRow {
    name: String,
    hint: String,
    scopes: String,
    expires: String,
    used: String,
    alive: bool,
    state: &'static str,
    revoke: String,
}

fn row(key: ApiKey, now: kernel::Instant) -> KeyRow {
    let alive = key.alive(now);
    let state = match (key.revoked_at, alive) {
        (Some(_), _) => "Đã thu hồi",
        (None, true) => "Đang dùng",
        (None, false) => "Hết hạn",
    };
    KeyRow {
        alive,
        state,
        hint: key.hint,
        scopes: key.scopes.join(", "),
        expires: vi::date(key.expires_at.date()),
        used: key.last_used_at.map_or_else(|| "chưa dùng".to_owned(), vi::moment),
        revoke: urls::own_key_revoke(key.id),
        name: key.name,
    }
}

struct KeyForm {
    name: String,
    scopes: Vec<String>,
    days: String,
}

impl KeyForm {
    fn read(fields: &Fields) -> Self {
        Self {
            name: fields.get("ten").to_owned(),
            scopes: fields.all("quyen").map(str::to_owned).collect(),
            days: fields.get("thoi_han").to_owned(),
        }
    }

    fn parse(&self, key: &str) -> Result<NewKey, FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require("ten", &self.name, "Nhập tên để nhận ra khóa sau này.");
        if self.name.chars().count() > 100 {
            errors.add("ten", "Tên khóa dài quá 100 ký tự.");
        }
        if self.scopes.is_empty() {
            errors.add("quyen", "Chọn ít nhất một quyền.");
        }
        let days = DAYS.iter().find(|(days, _)| days.to_string() == self.days).map(|pair| pair.0);
        if days.is_none() {
            errors.add("thoi_han", "Chọn thời hạn.");
        }
        errors.or(NewKey {
            name: self.name.clone(),
            scopes: self.scopes.clone(),
            days: days.unwrap_or_default(),
            key_hash: cookie::token_hash(key),
            hint: key.chars().take(PREFIX.len() + 4).collect(),
        })
    }
}

async fn page(
    visit: &Visit,
    form: &KeyForm,
    errors: &FieldErrors,
    made: Option<String>,
) -> Result<KeysPage, PageError> {
    let (id, now) = (visit.signed_in()?.account, visit.now);
    let keys = visit.read::<_, PageError>(move |tx| Ok(keys::of_account(tx, id)?)).await?;
    let held = visit.acting()?.permissions;
    let grants = visit.app.modules().iter().flat_map(|module| module.grants);
    let scope_choices = grants
        .filter(|grant| held.contains(grant.permission))
        .map(|grant| {
            let chosen = form.scopes.iter().any(|scope| scope == grant.permission);
            Choice::new(grant.permission, grant.label, chosen)
        })
        .collect();
    let (shell, tabs) = frame(visit, Part::Keys).await;
    Ok(KeysPage {
        shell,
        tabs,
        problems: errors.problems(),
        made,
        rows: keys.into_iter().map(|key| row(key, now)).collect(),
        name: Field::new("ten", "Tên khóa", &form.name)
            .with_hint("Chương trình nào dùng khóa này, ví dụ “Cổng dữ liệu tỉnh”.")
            .with_error(errors.get("ten")),
        scopes: Field::new("quyen", "Quyền của khóa", "").with_error(errors.get("quyen")),
        scope_choices,
        days: Field::new("thoi_han", "Thời hạn", "").with_error(errors.get("thoi_han")),
        day_choices: Choice::list(DAYS.iter().map(|(days, label)| (days.to_string(), *label)), &form.days),
        once: cookie::random_token(),
    })
}

const fn blank() -> KeyForm {
    KeyForm { name: String::new(), scopes: Vec::new(), days: String::new() }
}

pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    person(&visit)?;
    visit.page(&page(&visit, &blank(), &FieldErrors::new(), None).await?)
}

pub(crate) async fn create(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    person(&visit)?;
    let form = KeyForm::read(&fields);
    let key = format!("{PREFIX}{}", cookie::random_token());
    let new = match form.parse(&key) {
        Ok(new) => new,
        Err(errors) => return visit.page_invalid(&page(&visit, &form, &errors, None).await?),
    };
    let acting = visit.acting()?;
    let (_, repeated) = visit
        .write_once::<PageError>(Some(&fields), move |tx| Ok(create_key(tx, &acting, &new)?.to_string()))
        .await?;
    if repeated {
        let notice = "Khóa đã được tạo ở lần gửi trước và không hiện lại. Nếu chưa kịp chép, thu hồi rồi tạo khóa mới.";
        return Ok(visit.redirect_flash(urls::OWN_KEYS, FlashKind::Info, notice));
    }
    visit.page(&page(&visit, &blank(), &FieldErrors::new(), Some(key)).await?)
}

pub(crate) async fn revoke(visit: Visit, Path(id): Path<i64>, Form(_): Form) -> Result<Response, PageError> {
    person(&visit)?;
    let acting = visit.acting()?;
    visit.write::<_, PageError>(move |tx| Ok(revoke_key(tx, &acting, id)?)).await?;
    Ok(visit.redirect_done(urls::OWN_KEYS, "Đã thu hồi khóa. Chương trình dùng khóa này không vào được nữa."))
}
