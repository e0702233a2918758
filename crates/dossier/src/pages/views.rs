//! Filters of the inbox kept under a name, for oneself or for all.

use axum::response::Response;
use process::inbox;
use store::StoreError;
use web::{Form, PageError, Path, Visit};

use crate::urls;

const LONGEST_NAME: usize = 80;

pub(super) async fn save(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let who = visit.signed_in()?.clone();
    let (name, query) = (fields.get("ten").to_owned(), fields.get("query").to_owned());
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        let text = format!("Đặt tên cho bộ lọc, nhiều nhất {LONGEST_NAME} ký tự.");
        return Ok(visit.redirect_flash(&urls::queue(&query), web::FlashKind::Error, &text));
    }
    let (shared, acting) = (fields.has("chung"), visit.acting()?);
    let (for_name, for_query) = (name.clone(), query.clone());
    visit
        .write::<_, StoreError>(move |tx| {
            inbox::save_view(tx, &acting, who.account, (&for_name, &for_query, shared))
        })
        .await?;
    Ok(visit.redirect_done(&urls::queue(&query), &format!("Đã lưu bộ lọc “{name}”.")))
}

pub(super) async fn forget(visit: Visit, Path(id): Path<i64>, _: Form) -> Result<Response, PageError> {
    let (account, acting) = (visit.signed_in()?.account, visit.acting()?);
    visit.write::<_, StoreError>(move |tx| inbox::forget_view(tx, &acting, account, id)).await?;
    Ok(visit.redirect_done(urls::QUEUE, "Đã bỏ bộ lọc."))
}
