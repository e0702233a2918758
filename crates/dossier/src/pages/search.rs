//! Search over everything that is dealt with at the counter: dossiers, people, procedures; by code, name or
//! number, without accents.

use askama::Template;
use axum::response::Response;
use kernel::{AgencyId, fold, vi};
use store::{Tx, search};
use web::{PageError, SearchHit, Shell, Visit};

use super::list::ListRow;
use super::show_parts::mask;
use super::{office, unit_names};
use crate::domain::DossierCode;
use crate::office::Office;
use crate::person::{self, Person};
use crate::{store as rows, urls};

/// Dossiers on a page of results.
const SIZE: usize = 25;
/// People and procedures that are shown.
const FEW: usize = 8;

#[derive(Template)]
#[template(path = "dossier/search.html")]
struct SearchPage {
    shell: Shell,
    query: String,
    dossiers: Vec<ListRow>,
    next: Option<String>,
    first: String,
    people: Vec<SearchHit>,
    procedures: Vec<SearchHit>,
}

enum Found {
    /// The code of exactly one dossier.
    Code(String),
    Lists {
        dossiers: Vec<ListRow>,
        next: Option<i64>,
        people: Vec<SearchHit>,
        procedures: Vec<SearchHit>,
    },
}

pub(super) async fn search(visit: Visit) -> Result<Response, PageError> {
    let query = visit.query.get("q").to_owned();
    let before: Option<i64> = visit.query.get("sau").parse().ok();
    let (office, agency, for_query) = (office(&visit), visit.agency(), query.clone());
    let found = visit.read::<_, PageError>(move |tx| find(tx, &office, agency, (&for_query, before))).await?;
    let (dossiers, next, people, procedures) = match found {
        Found::Code(code) => return Ok(visit.redirect(&urls::dossier(&code))),
        Found::Lists { dossiers, next, people, procedures } => (dossiers, next, people, procedures),
    };
    let link = |rest: String| format!("{}?{rest}", Shell::SEARCH);
    let page = SearchPage {
        shell: visit.shell("Tìm kiếm").await,
        query,
        dossiers,
        next: next.map(|id| link(visit.query.with("sau", &id.to_string()))),
        first: if before.is_some() { link(visit.query.with("sau", "")) } else { String::new() },
        people,
        procedures,
    };
    visit.page(&page)
}

fn find(
    tx: &mut Tx<'_>,
    office: &Office,
    agency: AgencyId,
    (query, before): (&str, Option<i64>),
) -> Result<Found, PageError> {
    if let Ok(code) = DossierCode::parse(query)
        && let Some(dossier) = rows::by_code(tx, agency, &code.to_string())?
    {
        return Ok(Found::Code(dossier.code));
    }
    let mut ids = search::find(tx, "dossier", query, before, SIZE as i64 + 1)?;
    let more = ids.len() > SIZE;
    ids.truncate(SIZE);
    let units = unit_names(tx, agency)?;
    let mut dossiers = Vec::with_capacity(ids.len());
    for id in &ids {
        let dossier = rows::find(tx, kernel::DossierId(*id))?;
        if dossier.agency == agency {
            dossiers.push(ListRow::of(tx, office, &units, &dossier)?);
        }
    }
    // People and procedures stand on the first page only.
    let first = before.is_none() && !fold(query).is_empty();
    let people = if first { person::look_up(tx, agency, query, FEW as i64)? } else { Vec::new() };
    let procedures = if first { procedures(tx, office, agency, query)? } else { Vec::new() };
    Ok(Found::Lists {
        dossiers,
        next: ids.last().copied().filter(|_| more),
        people: people.iter().map(person_hit).collect(),
        procedures,
    })
}

fn person_hit(person: &Person) -> SearchHit {
    let born = person.born_on.map(|born| format!("sinh {}", vi::date(born)));
    let parts = [born, Some(person.address.clone())].into_iter().flatten().filter(|part| !part.is_empty());
    SearchHit {
        title: person.name.clone(),
        href: format!("{}?nguoi={}", urls::DOSSIERS, person.id),
        code: person.id_number.as_deref().map(mask).unwrap_or_default(),
        text: parts.collect::<Vec<_>>().join(" · "),
    }
}

fn procedures(
    tx: &mut Tx<'_>,
    office: &Office,
    agency: AgencyId,
    query: &str,
) -> Result<Vec<SearchHit>, PageError> {
    let hits = matching(office.catalogue.list(tx, agency)?, query);
    Ok(hits
        .take(FEW)
        .map(|row| SearchHit {
            href: urls::procedure(&row.code),
            text: row.sector.label().to_owned(),
            title: row.name,
            code: row.code,
        })
        .collect())
}

/// The procedures whose name or code has every word of the query, in the order of the list.
pub(super) fn matching(
    rows: Vec<procedure::ProcedureRow>,
    query: &str,
) -> impl Iterator<Item = procedure::ProcedureRow> {
    let words: Vec<String> = fold(query).split(' ').map(str::to_owned).collect();
    rows.into_iter().filter(move |row| {
        let text = fold(&format!("{} {}", row.code, row.name));
        words.iter().all(|word| text.contains(word.as_str()))
    })
}
