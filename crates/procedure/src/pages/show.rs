//! A procedure: what it asks, how long it takes, what it costs, what it gives; and how sure each statement is.

use askama::Template;
use axum::response::Response;
use store::Tx;
use web::{PageError, Path, Shell, Visit};

use super::head::{Head, Open};
use super::{Loaded, catalogue, load};
use crate::compare::{Change, compare};
use crate::domain::{Procedure, check, parse};
use crate::store::{self as rows, VersionRow, VersionState};
use crate::view::{FindingRow, View, findings};

#[derive(Template)]
#[template(path = "procedure/show.html")]
struct ShowPage {
    shell: Shell,
    head: Head,
    view: View,
    findings: Vec<FindingRow>,
    /// Said where this is not the version in use.
    other: Option<Other>,
}

/// Another version than the one in use.
struct Other {
    notice: String,
    /// The version in use, where it is another.
    current: Option<String>,
    changes: Vec<Change>,
    title: String,
}

pub(super) async fn current(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let (agency, known) = (visit.agency(), catalogue(&visit));
    let (loaded, text) = visit
        .read::<_, PageError>(move |tx| {
            let loaded = load(tx, &known, agency, &code)?;
            let text = rows::package(tx, loaded.row.version_id)?;
            Ok((loaded, text))
        })
        .await?;
    let view = View::of(&loaded.procedure, &loaded.unit);
    let page = ShowPage {
        shell: super::head::shell(&visit, &loaded, None).await,
        head: Head::of(&visit, &loaded, Open::Content),
        view,
        findings: findings(&check(&[("", loaded.procedure.as_ref().clone())]), &text),
        other: None,
    };
    visit.page(&page)
}

/// A version by its number; drafts for those who may write them.
pub(super) async fn version(
    visit: Visit,
    Path((code, number)): Path<(String, i64)>,
) -> Result<Response, PageError> {
    let (agency, known, may_edit) = (visit.agency(), catalogue(&visit), visit.may("procedure.edit"));
    let found = visit
        .read::<_, PageError>(move |tx| {
            let loaded = load(tx, &known, agency, &code)?;
            find_version(tx, loaded, number, may_edit)
        })
        .await?;
    let Found { loaded, version, procedure, before, text } = found;
    let label = format!("Phiên bản {}", version.number);
    let draft = version.state == VersionState::Draft;
    let page = ShowPage {
        shell: super::head::shell(&visit, &loaded, Some(&label)).await,
        head: Head::of(&visit, &loaded, if draft { Open::Draft } else { Open::Versions }),
        view: View::of(&procedure, &loaded.unit),
        findings: findings(&check(&[("", procedure.clone())]), &text),
        other: Some(other(&loaded, &version, before.as_ref(), &procedure)),
    };
    visit.page(&page)
}

struct Found {
    loaded: Loaded,
    version: VersionRow,
    procedure: Procedure,
    /// The version it is compared with.
    before: Option<Procedure>,
    text: String,
}

fn find_version(tx: &mut Tx<'_>, loaded: Loaded, number: i64, may_edit: bool) -> Result<Found, PageError> {
    let seen = |version: &&VersionRow| may_edit || version.state != VersionState::Draft;
    let version = loaded.versions.iter().filter(seen).find(|version| version.number == number);
    let version = version.cloned().ok_or(PageError::NotFound)?;
    let text = rows::package(tx, version.id)?;
    let Ok(procedure) = parse(&text, "") else {
        let advice = "Bản thảo còn lỗi nên chưa xem trước được. Mở bản thảo để xem các dòng lỗi.";
        return Err(PageError::Refused(advice.to_owned()));
    };
    let earlier = loaded.versions.iter().find(|version| version.number < number);
    let before = match earlier {
        Some(earlier) => parse(&rows::package(tx, earlier.id)?, "").ok(),
        None => None,
    };
    Ok(Found { loaded, version, procedure, before, text })
}

fn other(loaded: &Loaded, version: &VersionRow, before: Option<&Procedure>, procedure: &Procedure) -> Other {
    let notice = match version.state {
        VersionState::Draft => "Đây là bản thảo, chưa có hiệu lực.".to_owned(),
        VersionState::Published => "Đây là phiên bản đang áp dụng.".to_owned(),
        VersionState::Superseded => format!(
            "Phiên bản này đã được phiên bản {} thay thế; hồ sơ tiếp nhận theo phiên bản này vẫn giữ nguyên.",
            loaded.row.number
        ),
    };
    Other {
        notice,
        current: (version.state != VersionState::Published).then(|| crate::urls::show(&loaded.row.code)),
        changes: before.map(|before| compare(before, procedure)).unwrap_or_default(),
        title: format!("Khác với phiên bản {}", version.number - 1),
    }
}
