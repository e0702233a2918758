//! What we await of others, and what others await of us; the most overdue first.

use askama::Template;
use axum::response::Response;
use kernel::{Cursor, vi};
use web::{PageError, Shell, Tab, Tone, Visit};

use super::cooperation;
use crate::domain::Direction;
use crate::{labels, store as rows, urls};

/// Requests on a page.
const SIZE: usize = 40;

struct Row {
    href: String,
    subject: String,
    number: String,
    body: String,
    dossier: String,
    tone: Tone,
    standing: String,
}

#[derive(Template)]
#[template(path = "consultation/index.html")]
struct IndexPage {
    shell: Shell,
    tabs: Vec<Tab>,
    who: &'static str,
    rows: Vec<Row>,
    total: String,
    next: Option<String>,
    first: String,
}

pub(super) async fn index(visit: Visit) -> Result<Response, PageError> {
    let (cooperation, agency, now) = (cooperation(&visit), visit.agency(), visit.now);
    let incoming = visit.query.get("chieu") == "den";
    let direction = if incoming { Direction::Incoming } else { Direction::Own };
    let after = visit.query.some("sau").and_then(Cursor::parse);
    let (list, next, counts) = visit
        .read::<_, PageError>(move |tx| {
            let calendar = cooperation.office.calendars.of(tx, agency, None)?;
            let page = rows::open_parts(tx, agency, direction, after.as_ref(), SIZE)?;
            let mut list = Vec::with_capacity(page.rows.len());
            for part in page.rows {
                let consultation = rows::find(tx, part.consultation)?;
                let (tone, standing) = labels::standing(&calendar, &part, now);
                let body = if incoming { consultation.asker_name } else { part.body.name };
                list.push(Row {
                    href: urls::part(part.id),
                    subject: consultation.subject,
                    number: consultation.number,
                    body,
                    dossier: consultation.dossier_code,
                    tone,
                    standing,
                });
            }
            let counts = [
                rows::count_open(tx, agency, Direction::Own, now)?,
                rows::count_open(tx, agency, Direction::Incoming, now)?,
            ];
            Ok((list, page.next, counts))
        })
        .await?;
    let [own, others] = counts;
    let tab = |label: &str, query: &str, current: bool, count: (i64, i64)| Tab {
        label: label.to_owned(),
        href: format!("{}{query}", urls::INDEX),
        current,
        count: Some(count.0),
        alert: count.1 > 0,
    };
    let (all, late) = if incoming { others } else { own };
    let query = if incoming { "?chieu=den" } else { "" };
    let page = IndexPage {
        shell: visit.shell_below("Liên thông", &[("Công việc", dossier::urls::QUEUE)]).await,
        tabs: vec![
            tab("Đang chờ trả lời", "", !incoming, own),
            tab("Cơ quan khác hỏi", "?chieu=den", incoming, others),
        ],
        who: if incoming { "Cơ quan hỏi" } else { "Cơ quan phải trả lời" },
        rows: list,
        total: format!("{} yêu cầu, {} quá hạn", vi::number(all), vi::number(late)),
        first: if visit.query.has("sau") { format!("{}{query}", urls::INDEX) } else { String::new() },
        next: next.map(|cursor| format!("{}?{}", urls::INDEX, visit.query.with("sau", &cursor.to_string()))),
    };
    visit.page(&page)
}
