//! The public page of an order: what is paid for, where it stands; names nobody. The simulator's page beside it.

use askama::Template;
use axum::response::Response;
use kernel::vi;
use web::{Form, PageError, Pair, Path, Shell, Tone, Visit};

use super::{blocking, office, platform};
use crate::domain::{OrderState, PaymentOrder};
use crate::gateway::Wish;
use crate::store::orders;
use crate::{labels, settle, urls};

#[derive(Template)]
#[template(path = "payment/pay.html")]
struct PayPage {
    shell: Shell,
    tone: Tone,
    status: &'static str,
    pairs: Vec<Pair>,
    words: String,
    pay: Option<String>,
    simulated: Option<String>,
}

async fn find(visit: &Visit, code: String) -> Result<PaymentOrder, PageError> {
    let agency = visit.agency();
    let order = visit.read::<_, PageError>(move |tx| Ok(orders::by_code(tx, agency, &code)?)).await?;
    order.ok_or(PageError::NotFound)
}

async fn page(visit: &Visit, order: &PaymentOrder, (title, words): (&str, &str)) -> PayPage {
    let (tone, status) = labels::order_state(order.state(visit.now));
    PayPage {
        shell: visit.shell(title).await,
        tone,
        status,
        pairs: vec![
            Pair::new("Mã đơn", &order.code),
            Pair::new("Nội dung", &order.description),
            Pair::new("Số tiền", order.amount.to_string()),
            Pair::new("Hạn thanh toán", vi::moment(order.expires_at)),
        ],
        words: words.to_owned(),
        pay: None,
        simulated: None,
    }
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let order = find(&visit, code).await?;
    let state = order.state(visit.now);
    let words = match state {
        OrderState::Open => "Bấm “Thanh toán” để sang nền tảng thanh toán.",
        OrderState::Paid => "Cơ quan đã nhận được tiền.",
        OrderState::Expired => "Đơn đã hết hạn; liên hệ Bộ phận Một cửa để lập đơn mới.",
        OrderState::Cancelled => "Đơn đã được thu hồi; không thanh toán đơn này.",
    };
    let mut page = page(&visit, &order, ("Thanh toán phí, lệ phí", words)).await;
    page.pay = (state == OrderState::Open).then_some(order.pay_url);
    visit.page(&page)
}

/// Where the platform sends the browser back to. Coming here settles nothing.
pub(super) async fn back(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let order = find(&visit, code).await?;
    let words = match order.state(visit.now) {
        OrderState::Paid => "Cơ quan đã nhận được xác nhận thanh toán.",
        _ => {
            "Đang chờ xác nhận: kết quả thanh toán chỉ được ghi nhận khi nền tảng thanh toán xác nhận với cơ quan. Tải lại trang này sau ít phút."
        }
    };
    let page = page(&visit, &order, ("Kết quả thanh toán", words)).await;
    visit.page(&page)
}

pub(super) async fn simulated(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    if platform(&visit).ok().and_then(|platform| platform.simulator).is_none() {
        return Err(PageError::NotFound);
    }
    let order = find(&visit, code).await?;
    let mut page =
        page(&visit, &order, ("Nền tảng thanh toán mô phỏng", "Không có tiền thật nào được chuyển.")).await;
    page.simulated = Some(urls::simulated(&order.code));
    visit.page(&page)
}

pub(super) async fn simulate(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let platform = platform(&visit).map_err(|_| PageError::NotFound)?;
    let simulator = platform.simulator.clone().ok_or(PageError::NotFound)?;
    let order = find(&visit, code).await?;
    let wish = Wish::from_code(fields.get("viec"));
    let paid = if wish == Wish::GiveUp { None } else { simulator.pay(&order.code, visit.now) };
    if let (Some((_, notification)), Wish::Pay) = (paid, wish) {
        let (db, office, who) = (visit.app.db().clone(), office(&visit), (visit.agency(), visit.now));
        blocking(move || settle::notified(&db, (&platform, &office), who, &notification)).await?;
    }
    Ok(visit.redirect(&urls::pay_return(&order.code)))
}
