//! The orders of one dossier.

use askama::Template;
use axum::response::Response;
use web::{PageError, Path, Shell, Visit};

use super::{Row, postal};
use crate::{store as rows, urls};

#[derive(Template)]
#[template(path = "postal/of_dossier.html")]
struct OfDossierPage {
    shell: Shell,
    lead: String,
    rows: Vec<Row>,
    order: Option<String>,
    eligible: bool,
}

pub(super) async fn index(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let (postal, agency, now) = (postal(&visit), visit.agency(), visit.now);
    let (dossier, rows) = visit
        .read::<_, PageError>(move |tx| {
            let dossier = dossier::store::by_code(tx, agency, &code)?.ok_or(PageError::NotFound)?;
            let calendar = postal.office.calendars.of(tx, agency, None)?;
            let orders = rows::of_dossier(tx, dossier.id)?;
            let list: Vec<Row> = orders.iter().map(|order| Row::of(&calendar, order, now)).collect();
            Ok((dossier, list))
        })
        .await?;
    let own = dossier::urls::dossier(&dossier.code);
    let crumbs = [("Hồ sơ", dossier::urls::DOSSIERS), (dossier.code.as_str(), own.as_str())];
    let may = visit.may("postal.manage") && dossier.postal_eligible;
    let page = OfDossierPage {
        shell: visit.shell_below("Bưu chính", &crumbs).await,
        lead: format!("{} · {}", dossier.applicant_name, dossier.code),
        rows,
        order: may.then(|| urls::new_for(&dossier.code)),
        eligible: dossier.postal_eligible,
    };
    visit.page(&page)
}
