//! All dossiers, the newest first, a page by key.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use calendar::Timeliness;
use kernel::{Cursor, Page, PersonId, UnitId, vi};
use store::Tx;
use web::{Choice, Field, Fields, PageError, Shell, Tone, Visit};

use super::queue::select;
use super::{office, unit_names};
use crate::domain::{Dossier, PublicStatus};
use crate::office::Office;
use crate::{labels, person, store as rows, urls};

/// Dossiers on a page.
const SIZE: usize = 40;
/// Dossiers of one person that are listed.
const MOST_OF_PERSON: i64 = 200;

#[derive(Template)]
#[template(path = "dossier/list.html")]
struct ListPage {
    shell: Shell,
    lead: String,
    may_receive: bool,
    units: Option<(Field, Vec<Choice>)>,
    tags: Vec<(String, String)>,
    rows: Vec<ListRow>,
    total: String,
    next: Option<String>,
    first: String,
}

/// A dossier as a list shows it.
pub(super) struct ListRow {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) code: String,
    pub(super) person: String,
    pub(super) unit: String,
    pub(super) tone: Tone,
    pub(super) status: String,
    pub(super) due: String,
    pub(super) late: Option<&'static str>,
}

impl ListRow {
    pub(super) fn of(
        tx: &mut Tx<'_>,
        office: &Office,
        units: &BTreeMap<UnitId, String>,
        dossier: &Dossier,
    ) -> Result<Self, PageError> {
        let procedure = office.catalogue.get(tx, dossier.procedure_version_id)?;
        let status = PublicStatus::of(dossier);
        let due = dossier.due_at.map_or_else(|| "chờ bổ sung".to_owned(), vi::moment);
        let late = dossier.timeliness.as_deref() == Some(Timeliness::Late.code());
        Ok(Self {
            href: urls::dossier(&dossier.code),
            title: procedure.name.clone(),
            code: dossier.code.clone(),
            person: dossier.applicant_name.clone(),
            unit: units.get(&dossier.unit).cloned().unwrap_or_default(),
            tone: labels::tone(status),
            status: status.label().to_owned(),
            due,
            late: late.then_some("quá hạn"),
        })
    }
}

struct Loaded {
    page: Page<ListRow>,
    units: BTreeMap<UnitId, String>,
    person: Option<String>,
}

pub(super) async fn index(visit: Visit) -> Result<Response, PageError> {
    let query = visit.query.clone();
    let unit = query.get("don-vi").parse().ok().map(UnitId);
    let person = query.get("nguoi").parse().ok().map(PersonId);
    let after = query.some("sau").and_then(Cursor::parse);
    let (office, agency) = (office(&visit), visit.agency());
    let loaded = visit
        .read::<_, PageError>(move |tx| {
            let units = unit_names(tx, agency)?;
            let (found, name) = match person {
                Some(id) => (of_person(tx, id, agency)?, Some(person::find(tx, id)?.name)),
                None => (rows::newest(tx, agency, unit, after.as_ref(), SIZE)?, None),
            };
            let mut listed = Vec::with_capacity(found.rows.len());
            for dossier in &found.rows {
                listed.push(ListRow::of(tx, &office, &units, dossier)?);
            }
            Ok(Loaded { page: Page { rows: listed, next: found.next }, units, person: name })
        })
        .await?;
    let page = build(&visit, loaded, (unit, person.is_some())).await;
    visit.page(&page)
}

fn of_person(tx: &mut Tx<'_>, id: PersonId, agency: kernel::AgencyId) -> Result<Page<Dossier>, PageError> {
    let mut found = rows::of_person(tx, id, MOST_OF_PERSON)?;
    found.retain(|dossier| dossier.agency == agency);
    Ok(Page { rows: found, next: None })
}

async fn build(visit: &Visit, loaded: Loaded, (unit, of_person): (Option<UnitId>, bool)) -> ListPage {
    let query = &visit.query;
    let unit_words = unit.and_then(|unit| loaded.units.get(&unit).cloned());
    let link = |rest: String| {
        if rest.is_empty() { urls::DOSSIERS.to_owned() } else { format!("{}?{rest}", urls::DOSSIERS) }
    };
    let without = |name: &str| link(Fields::parse(&query.with("sau", "")).with(name, ""));
    let mut tags = Vec::new();
    if let Some(name) = &loaded.person {
        tags.push((format!("Người nộp {name}"), without("nguoi")));
    }
    if let Some(name) = unit_words {
        tags.push((name, without("don-vi")));
    }
    let options = loaded.units.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let current = unit.map(|unit| unit.to_string());
    let units = select("don-vi", "Đơn vị", "Tất cả đơn vị", options, current.as_deref());
    ListPage {
        shell: visit.shell_below("Hồ sơ", &[("Công việc", urls::QUEUE)]).await,
        lead: match &loaded.person {
            Some(name) => format!("Hồ sơ của {name}, mới nhất trước."),
            None => "Mọi hồ sơ thủ tục hành chính, mới nhất trước.".to_owned(),
        },
        may_receive: visit.may("dossier.receive"),
        units: (!of_person).then_some(units),
        tags,
        total: format!("{} hồ sơ trên trang này", loaded.page.rows.len()),
        next: loaded.page.next.map(|cursor| link(query.with("sau", &cursor.to_string()))),
        first: if query.has("sau") { link(query.with("sau", "")) } else { String::new() },
        rows: loaded.page.rows,
    }
}
