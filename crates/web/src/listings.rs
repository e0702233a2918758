//! Rows of the smaller lists as their macros in `templates/parts/` read them: papers, evidence, findings, search
//! results, journal.

use crate::{Choice, Tone};

/// One paper of a dossier (`parts/dossier.html`).
#[derive(Debug, Clone, Default)]
pub struct PaperRow {
    /// Its number in the procedure's list.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// Where its file can be opened; may be empty.
    pub href: String,
    /// The form it came in.
    pub form: String,
    /// How many copies, in words.
    pub copies: String,
    /// What the check said.
    pub tone: Tone,
    /// The same in words.
    pub status: String,
    /// At the counter: is it there?
    pub present: bool,
    /// At the counter: must it be there?
    pub required: bool,
    /// At the counter: the forms it may come in.
    pub forms: Vec<Choice>,
}

/// One record behind a figure (`parts/evidence.html`).
#[derive(Debug, Clone, Default)]
pub struct EvidenceRow {
    /// What the record is about.
    pub title: String,
    /// Its code; may be empty.
    pub code: String,
    /// Its page.
    pub href: String,
    /// Its unit.
    pub unit: String,
    /// The day it counts on.
    pub day: String,
    /// Which side of the figure it is on.
    pub tone: Tone,
    /// The same in words.
    pub verdict: String,
    /// Why, in words.
    pub reason: String,
}

/// One finding of a checker (`parts/admin.html`).
#[derive(Debug, Clone, Default)]
pub struct Finding {
    /// How bad it is.
    pub tone: Tone,
    /// The same in words.
    pub level: String,
    /// What is wrong.
    pub text: String,
    /// File and line.
    pub place: String,
    /// What to do.
    pub remedy: String,
}

/// One search result (`parts/admin.html`).
#[derive(Debug, Clone, Default)]
pub struct SearchHit {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its code; may be empty.
    pub code: String,
    /// What else tells it from others.
    pub text: String,
}

/// One entry of the journal (`parts/admin.html`).
#[derive(Debug, Clone, Default)]
pub struct JournalRow {
    /// Its place in the journal.
    pub sequence: String,
    /// When.
    pub at: String,
    /// Who acted.
    pub actor: String,
    /// For whom, where not for themselves; may be empty.
    pub on_behalf: String,
    /// What was done.
    pub act: String,
    /// To what.
    pub subject: String,
    /// The subject's page; may be empty.
    pub href: String,
    /// The hash of the entry, shortened.
    pub hash: String,
}
