//! Publishing a draft and ending a procedure.

use axum::response::Response;
use kernel::vi;
use store::StoreError;
use web::{Form, PageError, Path, Visit};

use super::{edit, versions};
use crate::acts::ProcedureRefused;
use crate::acts::end::{EndProcedure, end_procedure};
use crate::acts::publish::{PublishDraft, publish_draft};
use crate::{labels, urls};

pub(super) async fn publish(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let cmd = PublishDraft { code: code.clone(), version: fields.get("version").parse().unwrap_or_default() };
    let acting = visit.acting()?;
    let published = visit
        .write_once(Some(&fields), move |tx| {
            publish_draft(tx, &acting, &cmd)?;
            Ok::<_, ProcedureRefused>(urls::show(&cmd.code))
        })
        .await;
    let problem = match published {
        Ok((href, _)) => {
            let said = "Đã công bố phiên bản mới. Hồ sơ đang giải quyết vẫn giữ phiên bản lúc tiếp nhận.";
            return Ok(visit.redirect_done(&href, said));
        }
        Err(ProcedureRefused::Store(StoreError::Conflict)) => {
            "Bản thảo vừa được người khác lưu. Xem lại nội dung mới rồi công bố.".to_owned()
        }
        Err(
            refused @ (ProcedureRefused::Store(_)
            | ProcedureRefused::Forbidden(_)
            | ProcedureRefused::NotFound),
        ) => {
            return Err(refused.into());
        }
        Err(refused @ ProcedureRefused::NoDraft) => {
            return Err(PageError::Refused(labels::refused(&refused)));
        }
        Err(refused) => labels::refused(&refused),
    };
    edit::again(&visit, &code, None, problem).await
}

pub(super) async fn end(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let typed = fields.get("het_hieu_luc");
    let ended_on = vi::parse_date(typed);
    if ended_on.is_none() && !typed.is_empty() {
        let wrong = "Nhập ngày dạng dd/mm/yyyy, ví dụ 30/06/2022.".to_owned();
        return versions::again(&visit, &code, typed, wrong).await;
    }
    let version = fields.get("version").parse().unwrap_or_default();
    let cmd = EndProcedure { code: code.clone(), version, ended_on };
    let acting = visit.acting()?;
    match visit.write(move |tx| end_procedure(tx, &acting, &cmd)).await {
        Ok(()) => {
            let said = match ended_on {
                Some(day) => format!("Đã ghi: thủ tục hết hiệu lực từ {}.", vi::date(day)),
                None => "Đã ghi: thủ tục còn hiệu lực, không có ngày kết thúc.".to_owned(),
            };
            Ok(visit.redirect_done(&urls::versions(&code), &said))
        }
        Err(refused @ ProcedureRefused::EndBeforeStart { .. }) => {
            versions::again(&visit, &code, typed, labels::refused(&refused)).await
        }
        Err(refused) => Err(refused.into()),
    }
}
