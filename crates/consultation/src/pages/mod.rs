//! The pages of this context, and what several of them need.

mod index;
mod of_dossier;
mod show;

use web::{Access, PageError, Routes, Visit};

use crate::domain::ConsultationRefused;
use crate::office::Cooperation;
use crate::{labels, urls};

const SEE: Access = Access::Needs("consultation.see");
const ASK: Access = Access::Needs("consultation.ask");

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(urls::INDEX, SEE, index::index)
        .get(urls::PART, SEE, show::show)
        .post(urls::ANSWER, SEE, show::answer)
        .get(urls::OF_DOSSIER, SEE, of_dossier::show)
        .post(urls::OF_DOSSIER, ASK, of_dossier::ask)
        .post(urls::WITHDRAW, ASK, of_dossier::withdraw)
}

impl From<ConsultationRefused> for PageError {
    fn from(refused: ConsultationRefused) -> Self {
        use process::ProcessRefused as Work;
        match refused {
            ConsultationRefused::Store(error) | ConsultationRefused::Work(Work::Store(error)) => error.into(),
            ConsultationRefused::Forbidden(forbidden)
            | ConsultationRefused::Work(Work::Forbidden(forbidden)) => forbidden.into(),
            ConsultationRefused::Dossier(refused) => refused.into(),
            refused => Self::Refused(labels::refused(&refused).unwrap_or_default()),
        }
    }
}

/// What the whole program shares.
pub(crate) fn cooperation(visit: &Visit) -> Cooperation {
    visit.app.extension::<Cooperation>().unwrap_or_else(|| {
        let office = visit.app.extension::<dossier::Office>().unwrap_or_default();
        Cooperation::new(office, &visit.app.setup().agency_name)
    })
}
