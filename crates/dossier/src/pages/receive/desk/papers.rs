//! The papers on the counter: there or not, in which number.

use std::sync::Arc;

use procedure::domain::{Procedure, RequiredPaper};
use web::{Choice, FieldErrors, Fields};

use crate::domain::{Paper, PaperState};

/// One paper of the case.
#[derive(Debug, Clone)]
pub(in crate::pages::receive) struct PaperLine {
    pub(in crate::pages::receive) code: String,
    pub(in crate::pages::receive) name: String,
    /// When it is needed, where not always.
    pub(in crate::pages::receive) condition: String,
    pub(in crate::pages::receive) present: bool,
    /// What it is while it is not there.
    pub(in crate::pages::receive) absent: Vec<Choice>,
    pub(in crate::pages::receive) originals: String,
    pub(in crate::pages::receive) copies: String,
    state: PaperState,
}

/// The states of a paper that is not there as required.
const ABSENT: [PaperState; 3] = [PaperState::Missing, PaperState::Wrong, PaperState::NotNeeded];

impl PaperLine {
    /// The papers of a case as the form has them; as the procedure wants them where the form does not know them.
    pub(super) fn list(
        procedure: Option<&Arc<Procedure>>,
        case: &str,
        fields: &Fields,
        all_present: bool,
    ) -> Vec<Self> {
        let Some(case) = procedure.and_then(|procedure| procedure.case(case).map(|case| (procedure, case)))
        else {
            return Vec::new();
        };
        case.0.papers_of(case.1).map(|paper| Self::of(paper, fields, all_present)).collect()
    }

    fn of(paper: &RequiredPaper, fields: &Fields, all_present: bool) -> Self {
        let code = &paper.code;
        let conditional = paper.condition.is_some();
        let usual = if conditional { PaperState::NotNeeded } else { PaperState::Missing };
        let absent = PaperState::from_code(fields.get(&format!("thieu-{code}")))
            .filter(|state| ABSENT.contains(state))
            .unwrap_or(usual);
        let ticked = fields.all("gt").any(|ticked| ticked == code);
        let present = ticked || (all_present && !conditional);
        let number = |name: &str, usual: u16| {
            fields.some(&format!("{name}-{code}")).map_or_else(|| usual.to_string(), str::to_owned)
        };
        Self {
            code: code.clone(),
            name: paper.name.clone(),
            condition: paper.condition.clone().unwrap_or_default(),
            present,
            absent: Choice::list(ABSENT.map(|state| (state.code(), state.label())), absent.code()),
            originals: number("bc", paper.n_originals),
            copies: number("bs", paper.n_copies),
            state: if present { PaperState::Valid } else { absent },
        }
    }

    /// The line of what to ask for, where it is missing or wrong.
    pub(super) fn wanting(&self) -> Option<String> {
        match self.state {
            PaperState::Missing => Some(format!("{} ({})", self.name, self.counts())),
            PaperState::Wrong => Some(format!("{}: cần sửa", self.name)),
            PaperState::Valid | PaperState::NotNeeded => None,
        }
    }

    fn counts(&self) -> String {
        let parts = [(&self.originals, "bản chính"), (&self.copies, "bản sao")];
        let parts = parts.iter().filter(|part| *part.0 != "0").map(|part| format!("{} {}", part.0, part.1));
        parts.collect::<Vec<_>>().join(", ")
    }

    pub(in crate::pages::receive) const fn is_valid(&self) -> bool {
        matches!(self.state, PaperState::Valid)
    }

    pub(in crate::pages::receive) const fn is_needed(&self) -> bool {
        !matches!(self.state, PaperState::NotNeeded)
    }

    pub(super) fn paper(&self, errors: &mut FieldErrors) -> Paper {
        let code = &self.code;
        let mut number = |name: &str, text: &str| {
            text.parse::<u16>().ok().filter(|n| *n <= 99).unwrap_or_else(|| {
                errors.add(&format!("{name}-{code}"), format!("Nhập số bản từ 0 đến 99: {}", self.name));
                0
            })
        };
        let (originals, copies) = (number("bc", &self.originals), number("bs", &self.copies));
        let valid = self.is_valid();
        Paper {
            code: code.clone(),
            name: self.name.clone(),
            n_originals: if valid { originals } else { 0 },
            n_copies: if valid { copies } else { 0 },
            state: self.state,
            note: String::new(),
            file: None,
        }
    }
}
