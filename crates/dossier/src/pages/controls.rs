//! The controls of an act's form, drawn one after the other by one template.

use web::{Choice, Field};

/// One control.
#[derive(Debug, Clone)]
pub(super) enum Control {
    Text(Field),
    Area(Field),
    Date(Field),
    Select(Field, Vec<Choice>),
    Checks(Field, Vec<Choice>),
    Papers(Vec<PaperAsk>, Option<String>),
}

/// A paper that can be asked for, with its reason.
#[derive(Debug, Clone)]
pub(super) struct PaperAsk {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) chosen: bool,
    pub(super) reason: String,
}
