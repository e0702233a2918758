//! A receipt as a page to print, and its cancellation.

use askama::Template;
use axum::response::Response;
use store::StoreError;
use web::{Field, FieldErrors, Form, PageError, Path, Problem, Shell, Visit};

use crate::acts::{self, CancelReceipt};
use crate::domain::PaymentRefused;
use crate::print::{self, ReceiptPrint};
use crate::{labels, urls};

#[derive(Template)]
#[template(path = "payment/receipt.html")]
struct ReceiptPage {
    shell: Shell,
    problems: Vec<Problem>,
    print: ReceiptPrint,
    back: String,
    cancel: Option<String>,
    reason: Field,
}

pub(super) async fn show(visit: Visit, Path(id): Path<i64>) -> Result<Response, PageError> {
    again(&visit, id, ("", FieldErrors::new())).await
}

async fn again(visit: &Visit, id: i64, (typed, errors): (&str, FieldErrors)) -> Result<Response, PageError> {
    let agency = visit.agency();
    let (name, parent) = (visit.app.setup().agency_name.clone(), visit.app.setup().agency_parent.clone());
    let (receipt, print) =
        visit.read::<_, StoreError>(move |tx| print::receipt(tx, agency, (&name, &parent), id)).await?;
    let page = ReceiptPage {
        shell: visit
            .shell_below(&format!("Biên lai {}", receipt.reference()), &[("Thu phí, lệ phí", urls::TODAY)])
            .await,
        problems: errors.problems(),
        back: urls::duty(&receipt.dossier_code),
        cancel: (receipt.cancelled_at.is_none() && visit.may("payment.collect"))
            .then(|| urls::cancel_receipt(id)),
        reason: Field::new("ly-do-huy", "Lý do hủy", typed).with_error(errors.get("ly-do-huy")),
        print,
    };
    if errors.is_empty() { visit.page(&page) } else { visit.page_invalid(&page) }
}

pub(super) async fn cancel(
    visit: Visit,
    Path(id): Path<i64>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let (acting, reason) = (visit.acting()?, fields.get("ly-do-huy").to_owned());
    let cmd = CancelReceipt { reason: reason.clone() };
    let done =
        visit.write::<_, PaymentRefused>(move |tx| acts::cancel_receipt(tx, &acting, (id, &cmd))).await;
    match done {
        Ok(_) => Ok(visit.redirect_done(&urls::receipt(id), "Đã hủy biên lai; số được giữ lại.")),
        Err(refused) => match labels::refused(&refused) {
            Some(text) => again(&visit, id, (&reason, FieldErrors::one("ly-do-huy", text))).await,
            None => Err(refused.into()),
        },
    }
}
