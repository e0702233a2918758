//! The printed forms of a dossier, as PDF.

use axum::response::Response;
use calendar::Limit;
use web::{PageError, Path, Visit};

use super::office;
use super::show::Loaded;
use crate::forms::{FORMS, FormOf, Letterhead, Subject};
use crate::urls;

/// A form that can be printed now: its words and its address.
pub(super) struct Printable {
    pub(super) label: &'static str,
    pub(super) href: String,
}

/// Sets a form: `/ho-so/{code}/mau/01.pdf`.
pub(super) async fn show(
    visit: Visit,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let form = file.strip_suffix(".pdf").and_then(FormOf::find).ok_or(PageError::NotFound)?;
    let (office, acting, head) = (office(&visit), visit.acting()?, letterhead(&visit));
    let filled = visit
        .read::<_, PageError>(move |tx| {
            let loaded = Loaded::load(tx, &office, &acting, &code)?;
            let limit = loaded.case.limit();
            let filled = form.fill(&subject(&loaded, &head, limit.as_ref(), &office.lookup));
            Ok(filled.map(|filled| (loaded.case.dossier.code, filled)))
        })
        .await?;
    let Some((code, filled)) = filled else {
        return Err(PageError::Refused(format!("Hồ sơ chưa có nội dung để in “{}”.", form.label)));
    };
    visit.print(filled.form, filled.on, filled.data, &format!("{}-{code}", filled.form)).await
}

/// The forms of a dossier that have something to say; none where the program cannot print.
pub(super) fn printable(visit: &Visit, loaded: &Loaded) -> Vec<Printable> {
    if visit.typesetter().is_none() {
        return Vec::new();
    }
    let (head, limit, code) = (letterhead(visit), loaded.case.limit(), &loaded.case.dossier.code);
    let subject = subject(loaded, &head, limit.as_ref(), "");
    FORMS
        .iter()
        .filter(|form| form.fill(&subject).is_some())
        .map(|form| Printable { label: form.label, href: urls::form(code, form.slug) })
        .collect()
}

/// The head of the papers of the agency served.
pub(super) fn letterhead(visit: &Visit) -> Letterhead {
    let setup = visit.app.setup();
    Letterhead::new(&setup.agency_parent, &setup.agency_name)
}

fn subject<'a>(
    loaded: &'a Loaded,
    head: &'a Letterhead,
    limit: Option<&'a Limit>,
    lookup: &'a str,
) -> Subject<'a> {
    Subject {
        head,
        dossier: &loaded.case.dossier,
        procedure: &loaded.case.procedure,
        limit,
        person: &loaded.person,
        papers: &loaded.papers,
        clock: &loaded.clock,
        history: &loaded.history,
        journal: &loaded.journal,
        names: &loaded.names,
        units: &loaded.units,
        lookup,
    }
}
