//! The versions of a procedure, and from when it is no longer in force.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, vi};
use web::{Field, PageError, Path, Problem, Shell, Tone, Visit};

use super::head::{Head, Open};
use super::{Loaded, catalogue, load};
use crate::store::{VersionRow, VersionState};
use crate::{labels, urls};

#[derive(Template)]
#[template(path = "procedure/versions.html")]
struct VersionsPage {
    shell: Shell,
    head: Head,
    problems: Vec<Problem>,
    rows: Vec<VersionView>,
    /// For those who may end the procedure.
    end: Option<EndForm>,
}

struct VersionView {
    number: i64,
    href: String,
    tone: Tone,
    state: &'static str,
    at: String,
    who: String,
    note: String,
}

struct EndForm {
    action: String,
    field: Field,
    version: i64,
}

pub(super) async fn index(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let page = page(&visit, &code, None).await?;
    visit.page(&page)
}

/// The page again, with what is wrong with the day that was typed.
pub(super) async fn again(
    visit: &Visit,
    code: &str,
    typed: &str,
    wrong: String,
) -> Result<Response, PageError> {
    let page = page(visit, code, Some((typed.to_owned(), wrong))).await?;
    visit.page_invalid(&page)
}

async fn page(visit: &Visit, code: &str, wrong: Option<(String, String)>) -> Result<VersionsPage, PageError> {
    let (agency, known, code) = (visit.agency(), catalogue(visit), code.to_owned());
    let (loaded, names) = visit
        .read::<_, PageError>(move |tx| {
            let loaded = load(tx, &known, agency, &code)?;
            let ids: Vec<AccountId> = loaded.versions.iter().filter_map(who).collect();
            let names = identity::names(tx, &ids)?;
            Ok((loaded, names))
        })
        .await?;
    let shell = super::head::shell(visit, &loaded, Some("Phiên bản")).await;
    let may_edit = visit.may("procedure.edit");
    let seen = |version: &&VersionRow| may_edit || version.state != VersionState::Draft;
    let end = visit.may("procedure.publish").then(|| end_form(&loaded, wrong.as_ref()));
    Ok(VersionsPage {
        head: Head::of(visit, &loaded, Open::Versions),
        problems: end.iter().filter_map(|form| form.field.problem()).collect(),
        rows: loaded.versions.iter().filter(seen).map(|version| view(&loaded, version, &names)).collect(),
        end,
        shell,
    })
}

fn who(version: &VersionRow) -> Option<AccountId> {
    if version.state == VersionState::Draft { version.edited_by } else { version.published_by }
}

fn view(loaded: &Loaded, version: &VersionRow, names: &BTreeMap<AccountId, String>) -> VersionView {
    let (tone, state) = labels::version_state(version.state);
    let code = &loaded.row.code;
    let name = who(version).and_then(|account| names.get(&account).cloned());
    VersionView {
        number: version.number,
        href: match version.state {
            VersionState::Draft => urls::edit(code),
            _ => urls::version(code, version.number),
        },
        tone,
        state,
        at: vi::moment(version.published_at.unwrap_or(version.edited_at)),
        who: name.unwrap_or_else(|| "Hệ thống".to_owned()),
        note: if version.note.is_empty() { "–".to_owned() } else { version.note.clone() },
    }
}

fn end_form(loaded: &Loaded, wrong: Option<&(String, String)>) -> EndForm {
    let row = &loaded.row;
    let value = match wrong {
        Some((typed, _)) => typed.clone(),
        None => row.ended_on.map(vi::date).unwrap_or_default(),
    };
    let field = Field::new("het_hieu_luc", "Hết hiệu lực từ ngày", value)
        .with_hint("Ngày đầu tiên không còn áp dụng. Để trống nếu thủ tục vẫn còn hiệu lực.")
        .with_error(wrong.map(|(_, message)| message.clone()));
    EndForm { action: urls::end(&row.code), field, version: row.version }
}
