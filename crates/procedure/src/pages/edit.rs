//! The draft of a procedure as text, with what is wrong with it line by line. What is typed is never lost: a
//! text with errors is saved, and a text that could not be saved comes back.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use store::StoreError;
use web::{Field, Fields, FlashKind, Form, PageError, Path, Problem, Shell, Tone, Visit, cookie};

use super::head::{Head, Open};
use super::{catalogue, load};
use crate::acts::ProcedureRefused;
use crate::acts::draft::{SaveDraft, create_draft, discard_draft, save_draft};
use crate::compare::{Change, compare};
use crate::domain::{Finding, Procedure, Severity};
use crate::store as rows;
use crate::view::{FindingRow, findings};
use crate::{check_texts, labels, urls};

#[derive(Template)]
#[template(path = "procedure/edit.html")]
struct EditPage {
    shell: Shell,
    head: Head,
    problems: Vec<Problem>,
    package: Field,
    note: Field,
    version: i64,
    once: String,
    action: String,
    discard: String,
    /// Where it is published, for those who may.
    publish: Option<String>,
    /// What stands in the way of publishing, or how many warnings there are.
    verdict: String,
    tone: Tone,
    findings: Vec<FindingRow>,
    changes: Vec<Change>,
}

/// The draft that is written.
struct Editing {
    shell: Shell,
    head: Head,
    code: String,
    /// Version of the draft's row.
    version: i64,
    stored: Typed,
    /// What it will replace; `None` for a new procedure.
    current: Option<Arc<Procedure>>,
}

/// What was sent, to be shown again.
pub(super) struct Typed {
    pub(super) package: String,
    pub(super) note: String,
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    if let Some(page) = page(&visit, &code, None, None).await? {
        return visit.page(&page);
    }
    let words = "Thủ tục chưa có bản thảo. Chọn “Soạn phiên bản” để bắt đầu.";
    Ok(visit.redirect_flash(&urls::show(&code), FlashKind::Info, words))
}

/// The page again with what was typed and what is wrong.
pub(super) async fn again(
    visit: &Visit,
    code: &str,
    typed: Option<Typed>,
    problem: String,
) -> Result<Response, PageError> {
    let page = page(visit, code, typed, Some(problem)).await?.ok_or(PageError::NotFound)?;
    visit.page_invalid(&page)
}

async fn page(
    visit: &Visit,
    code: &str,
    typed: Option<Typed>,
    problem: Option<String>,
) -> Result<Option<EditPage>, PageError> {
    let editing = match of_known(visit, code).await {
        Err(PageError::NotFound) => of_new(visit, code).await?,
        found => found?,
    };
    Ok(editing.map(|editing| edit_page(visit, editing, typed, problem)))
}

/// The draft of a procedure that is there.
async fn of_known(visit: &Visit, code: &str) -> Result<Option<Editing>, PageError> {
    let (agency, known, wanted) = (visit.agency(), catalogue(visit), code.to_owned());
    let found = visit
        .read::<_, PageError>(move |tx| {
            let loaded = load(tx, &known, agency, &wanted)?;
            let Some(draft) = loaded.draft().cloned() else { return Ok(None) };
            let text = rows::package(tx, draft.id)?;
            Ok(Some((loaded, draft, text)))
        })
        .await?;
    let Some((loaded, draft, package)) = found else { return Ok(None) };
    let title = format!("Bản thảo phiên bản {}", draft.number);
    Ok(Some(Editing {
        shell: super::head::shell(visit, &loaded, Some(&title)).await,
        head: Head::of(visit, &loaded, Open::Draft),
        code: loaded.row.code.clone(),
        version: draft.version,
        stored: Typed { package, note: draft.note },
        current: Some(loaded.procedure),
    }))
}

/// The draft of a procedure that is not published yet.
async fn of_new(visit: &Visit, code: &str) -> Result<Option<Editing>, PageError> {
    let (agency, wanted) = (visit.agency(), code.to_owned());
    let (row, package) = visit
        .read::<_, PageError>(move |tx| {
            let row = rows::proposal(tx, agency, &wanted)?.ok_or(PageError::NotFound)?;
            let package = rows::proposal_package(tx, row.id)?;
            Ok((row, package))
        })
        .await?;
    let crumbs = [("Thủ tục, quy trình", urls::INDEX)];
    let mut shell = visit.shell_below("Thủ tục mới", &crumbs).await;
    shell.title.clone_from(&row.name);
    Ok(Some(Editing {
        shell,
        head: Head::of_new(&row.code),
        code: row.code,
        version: row.version,
        stored: Typed { package, note: row.note },
        current: None,
    }))
}

fn edit_page(visit: &Visit, editing: Editing, typed: Option<Typed>, problem: Option<String>) -> EditPage {
    let Editing { shell, head, code, version, stored, current } = editing;
    let shown = typed.unwrap_or(stored);
    let checked = check_texts([(code.as_str(), shown.package.as_str())]);
    let changes = current.zip(checked.procedures.first()).map(|(before, (_, after))| compare(&before, after));
    let error = problem.clone();
    EditPage {
        shell,
        head,
        problems: problem.map(|text| Problem { id: "package".to_owned(), text }).into_iter().collect(),
        findings: findings(&checked.findings, &shown.package),
        verdict: verdict(&checked.findings),
        tone: if checked.is_usable() { Tone::Met } else { Tone::Missed },
        package: Field::new("package", "Gói thủ tục (TOML)", shown.package)
            .with_hint("Bản thảo còn lỗi vẫn lưu được; chỉ công bố được khi hết lỗi.")
            .with_error(error),
        note: Field::new("note", "Nội dung thay đổi", shown.note).with_hint(
            "Một câu cho người đọc lịch sử phiên bản, ví dụ “Cắt giảm thời hạn từ 12 còn 10 ngày”.",
        ),
        version,
        once: cookie::random_token(),
        action: urls::edit(&code),
        discard: urls::discard(&code),
        publish: visit.may("procedure.publish").then(|| urls::publish(&code)),
        changes: changes.unwrap_or_default(),
    }
}

fn verdict(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => "Gói thủ tục không có lỗi.".to_owned(),
        (0, warnings) => format!("Gói thủ tục không có lỗi, có {warnings} cảnh báo."),
        (errors, 0) => format!("Còn {errors} lỗi, chưa công bố được."),
        (errors, warnings) => format!("Còn {errors} lỗi và {warnings} cảnh báo, chưa công bố được."),
    }
}

pub(super) async fn create(
    visit: Visit,
    Path(code): Path<String>,
    Form(_): Form,
) -> Result<Response, PageError> {
    let (acting, wanted) = (visit.acting()?, code.clone());
    visit.write(move |tx| create_draft(tx, &acting, &wanted)).await?;
    Ok(visit.redirect_done(&urls::edit(&code), "Đã tạo bản thảo từ phiên bản đang áp dụng."))
}

pub(super) async fn save(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let cmd = SaveDraft {
        code: code.clone(),
        version: fields.get("version").parse().unwrap_or_default(),
        package: format!("{}\n", fields.get("package")),
        note: fields.get("note").to_owned(),
    };
    let (acting, act) = (visit.acting()?, cmd.clone());
    let saved = visit
        .write_once(Some(&fields), move |tx| {
            save_draft(tx, &acting, &act)?;
            Ok::<_, ProcedureRefused>(urls::edit(&act.code))
        })
        .await;
    let problem = match saved {
        Ok((href, _)) => return Ok(after_save(&visit, &fields, &cmd, &href)),
        Err(ProcedureRefused::Store(StoreError::Conflict)) => {
            "Bản thảo vừa được người khác lưu. Nội dung bạn soạn còn nguyên ở dưới; lưu lần nữa để thay bản của họ."
                .to_owned()
        }
        Err(refused @ ProcedureRefused::TooLarge { .. }) => labels::refused(&refused),
        Err(refused) => return Err(refused.into()),
    };
    again(&visit, &code, Some(Typed { package: cmd.package, note: cmd.note }), problem).await
}

/// On to the preview where it was asked for and the text can be read, else back to the text.
fn after_save(visit: &Visit, fields: &Fields, cmd: &SaveDraft, href: &str) -> Response {
    let checked = check_texts([(cmd.code.as_str(), cmd.package.as_str())]);
    let said = format!("Đã lưu bản thảo. {}", verdict(&checked.findings));
    let readable = !checked.procedures.is_empty();
    match fields.get("viec").strip_prefix("xem-") {
        Some(number) if readable => match number.parse() {
            Ok(number) => visit.redirect_done(&urls::version(&cmd.code, number), &said),
            Err(_) => visit.redirect_done(href, &said),
        },
        _ if checked.is_usable() => visit.redirect_done(href, &said),
        _ => visit.redirect_flash(href, FlashKind::Warning, &said),
    }
}

pub(super) async fn discard(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let version = fields.get("version").parse().unwrap_or_default();
    let acting = visit.acting()?;
    visit
        .write_once(Some(&fields), move |tx| {
            let stays = discard_draft(tx, &acting, &code, version)?;
            Ok::<_, ProcedureRefused>(if stays { urls::show(&code) } else { urls::INDEX.to_owned() })
        })
        .await
        .map_err(PageError::from)
        .map(|(href, _)| visit.redirect_done(&href, "Đã bỏ bản thảo."))
}
