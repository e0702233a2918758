//! Taking an indicator out of use, and counting it anew.

use axum::response::Response;
use web::{Form, PageError, Path, Visit};

use super::engine;
use crate::acts::{self, IndicatorRefused, Recount, Retire};
use crate::urls;

pub(super) async fn retire(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let acting = visit.acting()?;
    let cmd = Retire { code, base: fields.get("base").parse().unwrap_or_default() };
    let act = move |tx: &mut store::Tx<'_>| {
        acts::retire(tx, &acting, &cmd)?;
        Ok::<_, IndicatorRefused>(String::new())
    };
    visit.write_once(Some(&fields), act).await?;
    Ok(visit.redirect_done(urls::INDEX, "Đã ngừng dùng chỉ số. Định nghĩa vẫn lưu trong lịch sử."))
}

pub(super) async fn recount(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let (acting, engine) = (visit.acting()?, engine(&visit)?);
    let cmd = Recount { code: code.clone() };
    let act = move |tx: &mut store::Tx<'_>| {
        acts::recount(tx, &engine, &acting, &cmd)?;
        Ok::<_, IndicatorRefused>(String::new())
    };
    visit.write_once(Some(&fields), act).await?;
    Ok(visit.redirect_done(&urls::show(&code), "Đang tính lại từ từng bản ghi."))
}
