//! Handing over to the postman: what is ready, the list that goes with it, the list for printing.

use askama::Template;
use axum::response::Response;
use kernel::vi;
use web::{Field, FieldErrors, Fields, Form, PageError, Path, Problem, Shell, Visit, cookie};

use super::{Row, postal};
use crate::acts::{HandOver, hand_over, is_ready};
use crate::domain::{HandOverList, OrderId, PostalRefused};
use crate::{labels, store as rows, urls};

/// Orders that are shown for one hand-over.
const MOST: i64 = 500;
/// Lists of before that are shown.
const LISTS: i64 = 20;

struct Pick {
    id: i64,
    row: Row,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "postal/hand_over.html")]
struct HandOverPage {
    shell: Shell,
    problems: Vec<Problem>,
    picks: Vec<Pick>,
    error: Option<String>,
    postman: Field,
    lists: Vec<(String, String, String)>,
    once: String,
}

pub(super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let page = build(&visit, None, &FieldErrors::new()).await?;
    visit.page(&page)
}

pub(super) async fn run(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let orders: Vec<OrderId> = fields.all("don").filter_map(|id| id.parse().ok()).collect();
    let cmd = HandOver { orders, postman: fields.get("buu-ta").to_owned() };
    let mut errors = FieldErrors::new();
    if cmd.orders.is_empty() {
        errors.add("don", labels::refused(&PostalRefused::NothingChosen).unwrap_or_default());
    }
    errors.require("buu-ta", &cmd.postman, "Nhập họ tên bưu tá nhận bàn giao");
    if !errors.is_empty() {
        let page = build(&visit, Some(&fields), &errors).await?;
        return visit.page_invalid(&page);
    }
    let (postal, acting) = (postal(&visit), visit.acting()?);
    let done = visit
        .write_once::<PostalRefused>(Some(&fields), move |tx| {
            Ok(hand_over(tx, &postal, &acting, &cmd)?.number)
        })
        .await;
    match done {
        Ok((number, _)) => {
            Ok(visit.redirect_done(&urls::list(&number), "Đã bàn giao; in bảng kê để hai bên ký."))
        }
        Err(refused) => match labels::refused(&refused) {
            None => Err(refused.into()),
            Some(text) => {
                let page = build(&visit, Some(&fields), &FieldErrors::one("don", text)).await?;
                visit.page_invalid(&page)
            }
        },
    }
}

async fn build(
    visit: &Visit,
    fields: Option<&Fields>,
    errors: &FieldErrors,
) -> Result<HandOverPage, PageError> {
    let (postal, agency, now) = (postal(visit), visit.agency(), visit.now);
    let (ready, lists) = visit
        .read::<_, PageError>(move |tx| {
            let calendar = postal.office.calendars.of(tx, agency, None)?;
            let mut ready = Vec::new();
            for order in rows::waiting(tx, agency, MOST)? {
                if is_ready(tx, &order)? {
                    ready.push((order.id.get(), Row::of(&calendar, &order, now)));
                }
            }
            Ok((ready, rows::lists(tx, agency, LISTS)?))
        })
        .await?;
    let pick = |(id, row): (i64, Row)| {
        let value = id.to_string();
        // At first everything that is ready goes with the postman.
        let chosen = fields.is_none_or(|fields| fields.all("don").any(|chosen| chosen == value));
        Pick { id, row, chosen }
    };
    let postman = fields.map(|fields| fields.get("buu-ta").to_owned()).unwrap_or_default();
    Ok(HandOverPage {
        shell: visit.shell_below("Bàn giao cho bưu tá", &[("Bưu chính", urls::ORDERS)]).await,
        problems: errors.problems(),
        picks: ready.into_iter().map(pick).collect(),
        error: errors.get("don"),
        postman: Field::new("buu-ta", "Bưu tá nhận bàn giao", postman).with_error(errors.get("buu-ta")),
        lists: lists.iter().map(list_row).collect(),
        once: cookie::random_token(),
    })
}

fn list_row(list: &HandOverList) -> (String, String, String) {
    let text = format!("{}, {} đơn, bưu tá {}", vi::moment(list.made_at), list.n_orders, list.postman);
    (urls::list(&list.number), list.number.clone(), text)
}

struct Line {
    number: String,
    tracking: String,
    dossier: String,
    receiver: String,
    weight: String,
    cost: String,
    cod: String,
}

#[derive(Template)]
#[template(path = "postal/list.html")]
struct ListPage {
    shell: Shell,
    number: String,
    day: String,
    postman: String,
    officer: String,
    lines: Vec<Line>,
    cost: String,
    cod: String,
}

/// The list as both sides sign it.
pub(super) async fn list(visit: Visit, Path(number): Path<String>) -> Result<Response, PageError> {
    let agency = visit.agency();
    let (list, orders, names) = visit
        .read::<_, PageError>(move |tx| {
            let list = rows::list_by_number(tx, agency, &number)?.ok_or(PageError::NotFound)?;
            let orders = rows::of_list(tx, list.id)?;
            let made_by: Vec<_> = list.made_by.into_iter().collect();
            Ok((list, orders, identity::names(tx, &made_by)?))
        })
        .await?;
    let lines = orders.iter().map(|order| Line {
        number: order.number.clone(),
        tracking: order.tracking.clone().unwrap_or_default(),
        dossier: order.dossier_code.clone(),
        receiver: format!("{}, {}", order.receiver.name, order.receiver.address),
        weight: vi::number(order.weight),
        cost: vi::number(order.cost.0),
        cod: vi::number(order.cod_amount.0),
    });
    let crumbs = [("Bưu chính", urls::ORDERS), ("Bàn giao cho bưu tá", urls::HAND_OVER)];
    let page = ListPage {
        shell: visit.shell_below(&format!("Bảng kê {}", list.number), &crumbs).await,
        number: list.number.clone(),
        day: vi::moment(list.made_at),
        postman: list.postman.clone(),
        officer: names.into_values().next().unwrap_or_default(),
        lines: lines.collect(),
        cost: vi::number(list.cost.0),
        cod: vi::number(list.cod_amount.0),
    };
    visit.page(&page)
}
