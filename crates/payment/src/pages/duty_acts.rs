//! The acts of the page of a duty.

use axum::response::Response;
use dossier::Office;
use kernel::{Acting, Dong, DossierId};
use store::{StoreError, Tx};
use web::{FieldErrors, Fields, Form, PageError, Path, Visit};

use super::duty::{Loaded, again};
use super::sheet::Typed;
use super::{blocking, money, office, platform};
use crate::acts::{self, AskRefund, Collect, OrderWish};
use crate::domain::{self, Exemption, Method, PaymentRefused};
use crate::gateway::NewOrder;
use crate::{labels, settle, urls};

async fn load(visit: &Visit, code: &str) -> Result<Loaded, PageError> {
    let (office, agency, code) = (office(visit), visit.agency(), code.to_owned());
    visit.read::<_, PageError>(move |tx| Loaded::load(tx, &office, agency, &code)).await
}

/// The page again with what is wrong; failures and conflicts have pages of their own.
async fn wrong(
    visit: &Visit,
    (code, fields): (&str, Fields),
    refused: PaymentRefused,
) -> Result<Response, PageError> {
    if matches!(refused, PaymentRefused::Store(StoreError::Conflict)) {
        return Err(PageError::Conflict);
    }
    let Some(text) = labels::refused(&refused) else { return Err(refused.into()) };
    let field = match &refused {
        PaymentRefused::BasisOfAmount => "can-cu-muc-thu",
        PaymentRefused::BasisOfExemption => "ly-do-mien-giam",
        PaymentRefused::ReductionTooLarge { .. } => "mien-giam",
        PaymentRefused::RefundTooLarge { .. } => "so-tien-hoan",
        _ => "",
    };
    again(visit, code, Typed { fields, errors: FieldErrors::one(field, text) }).await
}

/// Runs an act once and goes back to the page.
async fn run(
    visit: &Visit,
    (code, fields, done): (&str, Fields, &str),
    mut act: impl FnMut(&mut Tx<'_>, &Office, &Acting) -> Result<String, PaymentRefused> + Send + 'static,
) -> Result<Response, PageError> {
    let (office, acting) = (office(visit), visit.acting()?);
    let ran = visit.write_once::<PaymentRefused>(Some(&fields), move |tx| act(tx, &office, &acting)).await;
    match ran {
        Ok((href, _)) => {
            let href = if href.is_empty() { urls::duty(code) } else { href };
            Ok(visit.redirect_done(&href, done))
        }
        Err(refused) => wrong(visit, (code, fields), refused).await,
    }
}

pub(super) async fn assess(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let loaded = load(&visit, &code).await?;
    let mut errors = FieldErrors::new();
    let mut amounts = Vec::new();
    for place in 0..loaded.prices.len() {
        let name = format!("muc-thu-{place}");
        let text = fields.get(&name);
        let amount = money(text);
        if amount.is_none() && !text.is_empty() {
            errors.add(&name, "Nhập số tiền bằng chữ số, ví dụ 600.000");
        }
        amounts.push(amount);
    }
    let less = money(fields.get("mien-giam"));
    if less.is_none() && fields.some("mien-giam").is_some() {
        errors.add("mien-giam", "Nhập số tiền bằng chữ số, ví dụ 300.000");
    }
    if !errors.is_empty() {
        return again(&visit, &code, Typed { fields, errors }).await;
    }
    let exemption = less.map(|amount| Exemption {
        reason: fields.get("ly-do-mien-giam").to_owned(),
        legal_basis: fields.get("can-cu-mien-giam").to_owned(),
        amount,
    });
    let typed = domain::Typed { amounts, legal_basis: fields.get("can-cu-muc-thu").to_owned(), exemption };
    let id = loaded.dossier.id;
    run(&visit, (&code, fields, "Đã lưu khoản phải nộp."), move |tx, office, acting| {
        acts::assess(tx, office, acting, (id, &typed)).map(|_| String::new())
    })
    .await
}

pub(super) async fn collect(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let id = load(&visit, &code).await?.dossier.id;
    let mut errors = FieldErrors::new();
    errors.require("nguoi-nop", fields.get("nguoi-nop"), "Nhập họ tên người nộp tiền");
    let method = Method::from_code(fields.get("hinh-thuc")).filter(|method| *method != Method::Online);
    if method.is_none() {
        errors.add("hinh-thuc", "Chọn hình thức nộp");
    }
    let (Some(method), true) = (method, errors.is_empty()) else {
        return again(&visit, &code, Typed { fields, errors }).await;
    };
    let cmd = Collect {
        method,
        amount: money(fields.get("so-tien")).unwrap_or_default(),
        payer: fields.get("nguoi-nop").to_owned(),
        payer_address: fields.get("dia-chi-nop").to_owned(),
        seen: fields.get("v").parse().ok(),
    };
    run(&visit, (&code, fields, "Đã thu và cấp biên lai."), move |tx, office, acting| {
        acts::collect(tx, office, acting, (id, &cmd)).map(|receipt| urls::receipt(receipt.id))
    })
    .await
}

pub(super) async fn ask(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let id = load(&visit, &code).await?.dossier.id;
    let basis = fields.get("can-cu-yeu-cau").to_owned();
    if basis.is_empty() {
        let errors = FieldErrors::one("can-cu-yeu-cau", "Nhập căn cứ: văn bản, điều khoản");
        return again(&visit, &code, Typed { fields, errors }).await;
    }
    run(
        &visit,
        (&code, fields, "Đã yêu cầu người nộp thực hiện nghĩa vụ tài chính."),
        move |tx, office, acting| acts::ask(tx, office, acting, (id, &basis)).map(|_| String::new()),
    )
    .await
}

/// The platform takes the order first; then it is kept here.
pub(super) async fn order(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let loaded = load(&visit, &code).await?;
    let amount = loaded.duty.as_ref().map_or(Dong(0), crate::Duty::remaining);
    let taken = match (amount.0 > 0, platform(&visit)) {
        (false, _) => Err(PaymentRefused::NothingOwed),
        (true, Err(refused)) => Err(refused),
        (true, Ok(platform)) => {
            let mut wish = OrderWish::new(&platform.secret, &code, amount, visit.now, rand::random());
            let new = NewOrder {
                code: wish.code.clone(),
                amount,
                description: wish.description.clone(),
                at: visit.now,
                expires_at: wish.expires_at,
                notify_url: format!("{}{}", platform.own_url, urls::NOTICES),
                return_url: format!("{}{}", platform.own_url, urls::pay_return(&wish.code)),
            };
            blocking(move || {
                wish.pay_url = platform.gateway.create(&new)?;
                Ok(wish)
            })
            .await
        }
    };
    let wish = match taken {
        Ok(wish) => wish,
        Err(refused) => return wrong(&visit, (&code, fields), refused).await,
    };
    let id: DossierId = loaded.dossier.id;
    run(
        &visit,
        (&code, fields, "Đã lập đơn thanh toán; gửi địa chỉ của đơn cho người nộp."),
        move |tx, office, acting| acts::create_order(tx, office, acting, (id, &wish)).map(|_| String::new()),
    )
    .await
}

/// Asks the platform about the orders that are not settled.
pub(super) async fn check(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let id = load(&visit, &code).await?.dossier.id;
    let orders = visit.read::<_, PageError>(move |tx| Ok(crate::store::orders::of_dossier(tx, id)?)).await?;
    let platform = match platform(&visit) {
        Ok(platform) => platform,
        Err(refused) => return wrong(&visit, (&code, fields), refused).await,
    };
    let (db, office, at, agency) = (visit.app.db().clone(), office(&visit), visit.now, visit.agency());
    let asked = blocking(move || {
        let mut paid = false;
        for order in orders.iter().filter(|order| order.settled_at.is_none()) {
            paid |= settle::ask_about(&db, (&platform, &office), (agency, at), &order.code)?;
        }
        Ok(paid)
    })
    .await;
    match asked {
        Ok(true) => Ok(visit.redirect_done(&urls::duty(&code), "Nền tảng xác nhận đã thanh toán.")),
        Ok(false) => wrong(&visit, (&code, fields), PaymentRefused::NotConfirmed).await,
        Err(refused) => wrong(&visit, (&code, fields), refused).await,
    }
}

pub(super) async fn refund(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let id = load(&visit, &code).await?.dossier.id;
    let mut errors = FieldErrors::new();
    let amount = money(fields.get("so-tien-hoan"));
    if amount.is_none() {
        errors.add("so-tien-hoan", "Nhập số tiền bằng chữ số, ví dụ 300.000");
    }
    errors.require("ly-do-hoan", fields.get("ly-do-hoan"), "Nhập lý do hoàn trả");
    errors.require("can-cu-hoan", fields.get("can-cu-hoan"), "Nhập căn cứ: văn bản, điều khoản");
    let (Some(amount), true) = (amount, errors.is_empty()) else {
        return again(&visit, &code, Typed { fields, errors }).await;
    };
    let cmd = AskRefund {
        amount,
        method: Method::from_code(fields.get("cach-hoan")).unwrap_or(Method::Transfer),
        reason: fields.get("ly-do-hoan").to_owned(),
        legal_basis: fields.get("can-cu-hoan").to_owned(),
    };
    run(
        &visit,
        (&code, fields, "Đã gửi đề nghị hoàn trả, chờ duyệt."),
        move |tx, _, acting| acts::ask_refund(tx, acting, (id, &cmd)).map(|_| String::new()),
    )
    .await
}
