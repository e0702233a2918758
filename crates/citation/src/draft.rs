//! What the reader hands back: a draft plan, as JSON or TOML, and the reasons for each reading.

use std::fmt::Write as _;
use std::sync::Arc;

use kernel::Date;
use serde::{Deserialize, Serialize, Serializer};

use crate::lexicon::Direction;
use crate::span::Span;
use crate::window::Window;

/// A plan as read from its text, to be reviewed by people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanDraft {
    /// Every legal or administrative document the text cites, once each, in order of appearance.
    pub bases: Vec<Base>,
    /// Every quantitative promise.
    pub targets: Vec<DraftTarget>,
    /// Every duty without a figure.
    pub milestones: Vec<DraftMilestone>,
    /// The encoding of the file.
    #[serde(skip)]
    pub encoding: &'static str,
    /// Figures that look like promises and are none, each with the reason.
    #[serde(skip)]
    pub passed_over: Vec<PassedOver>,
}

/// A cited document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Base {
    /// Number and symbol; laws may be cited without.
    pub number: Option<String>,
    /// Date of issue.
    pub date: Option<Date>,
    /// Issuer.
    pub issuer: Option<String>,
    /// What it is about, or the law's name.
    pub title: Option<String>,
    /// Document type.
    #[serde(skip)]
    pub kind: Option<String>,
    /// Why it was read so.
    #[serde(skip)]
    pub because: Because,
}

/// The kinds of promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetKind {
    /// A share in percent.
    Ratio,
    /// A number of things or a score.
    Count,
    /// A length of time.
    Duration,
    /// An increase or decrease.
    Change,
    /// A place in a ranking, or steps in it.
    Rank,
    /// A grade such as "Tốt".
    Grade,
}

/// How the result is held against the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub enum Comparator {
    /// Not less than the value.
    #[serde(rename = ">=")]
    AtLeast,
    /// Not more than the value; for a place in a ranking: that place or a better one.
    #[serde(rename = "<=")]
    AtMost,
    /// The value as it stands.
    #[serde(rename = "=")]
    Equal,
    /// Between the value and the upper value.
    #[serde(rename = "range")]
    Range,
}

impl Comparator {
    /// The sign shown in JSON and TOML.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::Range => "range",
        }
    }
}

/// A promised value.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// A figure, as written (a decrease is positive; the measure says "giảm").
    Number(f64),
    /// A grade.
    Grade(String),
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) => plain(*value, serializer),
            Self::Grade(grade) => serializer.serialize_str(grade),
        }
    }
}

/// 100 and not 100.0.
fn plain<S: Serializer>(value: f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        serializer.serialize_i64(value as i64)
    } else {
        serializer.serialize_f64(value)
    }
}

#[expect(clippy::ref_option, reason = "the signature serde asks for")]
fn plain_option<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => plain(*value, serializer),
        None => serializer.serialize_none(),
    }
}

/// A quantitative promise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftTarget {
    /// Clause as in "2.a"; empty before the first numbered section.
    pub clause: String,
    /// The sentence it stands in.
    pub text: Arc<str>,
    /// What is measured.
    pub measure: String,
    /// Kind.
    pub kind: TargetKind,
    /// Comparator.
    pub comparator: Comparator,
    /// Value, the lower one of a range.
    pub value: Amount,
    /// Upper value of a range.
    #[serde(serialize_with = "plain_option")]
    pub upper: Option<f64>,
    /// Unit: "%", "bậc", "phút/lượt".
    pub unit: Option<String>,
    /// When: from the sentence, else from its headings, else from the title.
    pub window: Option<Window>,
    /// Compared with what, as in "năm 2021".
    pub baseline: Option<String>,
    /// Place of the sentence.
    pub span: Span,
    /// Which way a change or rank is to go.
    #[serde(skip)]
    pub direction: Option<Direction>,
    /// Why it was read so.
    #[serde(skip)]
    pub because: Because,
}

/// A duty without a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftMilestone {
    /// Clause as in "4.a".
    pub clause: String,
    /// The sentence.
    pub text: Arc<str>,
    /// Its place.
    pub span: Span,
    /// Why it was read so.
    #[serde(skip)]
    pub because: Because,
}

/// A figure that is no promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Clause.
    pub clause: String,
    /// The figure.
    pub figure: String,
    /// Its place.
    pub span: Span,
    /// Why it is none.
    pub because: Because,
}

/// The rule that applied and the words it found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Because {
    /// Name of the rule.
    pub rule: &'static str,
    /// The words that matched.
    pub words: String,
}

impl Because {
    pub(crate) fn new(rule: &'static str, words: impl Into<String>) -> Self {
        Self { rule, words: words.into() }
    }
}

/// The draft as JSON: `bases`, `targets`, `milestones`.
pub fn to_json(draft: &PlanDraft) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(draft).map(|text| text + "\n")
}

/// The draft as TOML with the same names; what is unknown is left out.
pub fn to_toml(draft: &PlanDraft) -> Result<String, toml::ser::Error> {
    toml::to_string(draft)
}

/// Why each base, target and milestone was read so, and which figures were passed over.
pub fn explain(draft: &PlanDraft) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "encoding: {}", draft.encoding);
    let _ = writeln!(out, "\n{} bases", draft.bases.len());
    for base in &draft.bases {
        let name = base.number.as_deref().or(base.title.as_deref()).unwrap_or_default();
        let date = base.date.map(|date| format!(" of {date}")).unwrap_or_default();
        let _ = writeln!(out, "  {name}{date}  [{}: {}]", base.because.rule, base.because.words);
    }
    let _ = writeln!(out, "\n{} targets", draft.targets.len());
    for target in &draft.targets {
        explain_target(&mut out, target);
    }
    let _ = writeln!(out, "\n{} milestones", draft.milestones.len());
    for milestone in &draft.milestones {
        let _ = writeln!(
            out,
            "  {:8} {}  [{}: {}]",
            clause(&milestone.clause),
            milestone.text,
            milestone.because.rule,
            milestone.because.words
        );
    }
    let _ = writeln!(out, "\n{} figures passed over", draft.passed_over.len());
    for passed in &draft.passed_over {
        let place = format!("{}..{}", passed.span.start, passed.span.end);
        let _ = writeln!(
            out,
            "  {:8} {} at {place}  [{}: {}]",
            clause(&passed.clause),
            passed.figure,
            passed.because.rule,
            passed.because.words
        );
    }
    out
}

fn explain_target(out: &mut String, target: &DraftTarget) {
    let value = match &target.value {
        Amount::Number(value) => value.to_string(),
        Amount::Grade(grade) => grade.clone(),
    };
    let upper = target.upper.map(|upper| format!("..{upper}")).unwrap_or_default();
    let unit = target.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let kind = format!("{:?}", target.kind).to_lowercase();
    let _ = writeln!(
        out,
        "  {:8} {kind} {} {value}{upper}{unit}: {}",
        clause(&target.clause),
        target.comparator.sign(),
        target.measure
    );
    if let Some(window) = target.window {
        let _ = writeln!(out, "           window {window}");
    }
    if let Some(baseline) = &target.baseline {
        let _ = writeln!(out, "           against {baseline}");
    }
    let _ = writeln!(out, "           [{}: {}]", target.because.rule, target.because.words);
    let _ = writeln!(out, "           \"{}\"", target.text);
}

const fn clause(clause: &str) -> &str {
    if clause.is_empty() { "-" } else { clause }
}
