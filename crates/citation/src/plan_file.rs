//! The reviewed plan: what people made of a draft, as a TOML file (`data/plans/*.toml`). Every promise names the clause
//! and sentence it comes from, the unit that answers for it, and how its result is known.

use std::collections::BTreeSet;
use std::fmt;

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::draft::Comparator;
use crate::lexicon::Direction;
use crate::window::Window;

/// A reviewed plan.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// Number and symbol, as in "5119/KH-SLĐTBXH".
    pub number: String,
    /// Date of issue.
    pub date: Date,
    /// Title.
    pub title: String,
    /// The year it is for.
    pub year: i16,
    /// The agency that promises.
    pub agency: String,
    /// The documents it rests on.
    #[serde(default)]
    pub bases: Vec<PlanBasis>,
    /// Its groups of goals, in order.
    pub groups: Vec<PlanGroup>,
}

/// A document the plan rests on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PlanBasis {
    /// Number and symbol.
    pub number: Option<String>,
    /// Date of issue.
    pub date: Option<Date>,
    /// Issuer.
    pub issuer: Option<String>,
    /// What it is about.
    pub title: Option<String>,
}

/// A group of goals.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PlanGroup {
    /// The section's number; the codes of its targets start with it.
    pub code: String,
    /// The section's title.
    pub title: String,
    /// Its targets and duties, in order.
    #[serde(default)]
    pub targets: Vec<PlanTarget>,
}

/// What is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PromiseKind {
    /// A share in percent.
    Ratio,
    /// A number of things.
    Count,
    /// A length of time.
    Duration,
    /// An increase or decrease.
    Change,
    /// A place in a ranking or steps in it.
    Rank,
    /// A grade.
    Grade,
    /// A duty without a figure.
    Milestone,
}

/// A promised value: a figure or a grade.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum PlanValue {
    /// A figure.
    Number(f64),
    /// A grade.
    Grade(String),
}

/// One promise.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PlanTarget {
    /// Clause and place in it, as in "2.a1".
    pub code: String,
    /// Short title, at most [`TITLE_LENGTH`] characters.
    pub title: String,
    /// The sentence of the plan.
    pub source: String,
    /// Kind.
    pub kind: PromiseKind,
    /// How the result is held against the value.
    pub comparator: Option<Comparator>,
    /// The value, the lower one of a range.
    pub value: Option<PlanValue>,
    /// The upper value of a range.
    pub upper: Option<f64>,
    /// The unit of the value.
    pub unit: Option<String>,
    /// Which way a change goes.
    pub direction: Option<Direction>,
    /// When it is to be kept.
    pub window: Window,
    /// What it is compared with.
    pub baseline: Option<String>,
    /// The value must be reached in every unit that has such records, not only on the whole.
    #[serde(default)]
    pub in_every_unit: bool,
    /// Code of the unit that answers for it.
    pub responsible: String,
    /// The indicator that counts it.
    pub indicator: Option<String>,
    /// It is kept by documents that show it done.
    #[serde(default)]
    pub milestone: bool,
    /// The publication of others that states its result.
    pub publication: Option<String>,
    /// The part of the program that will hold its records.
    pub awaits: Option<String>,
    /// The indicator that will count it once that part is there.
    pub future_indicator: Option<String>,
    /// How the clause was understood.
    pub note: Option<String>,
}

/// How the result of a promise is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding<'a> {
    /// Counted by an indicator.
    Indicator(&'a str),
    /// Shown by documents.
    Milestone,
    /// Published by others.
    Publication(&'a str),
    /// Not known yet: its records come with a later part of the program.
    Awaits(&'a str),
}

/// Longest short title.
pub const TITLE_LENGTH: usize = 60;

/// One thing that is wrong with a plan file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFinding {
    /// Line in the file, from 1.
    pub line: usize,
    /// The target, group or field.
    pub place: String,
    /// What is wrong.
    pub fault: String,
    /// What to do.
    pub remedy: &'static str,
}

impl fmt::Display for PlanFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, {}: {}; {}", self.line, self.place, self.fault, self.remedy)
    }
}

/// Why a plan file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PlanFileError {
    /// Not TOML, or a field is missing, unknown or of the wrong type. The message has line and column.
    #[error("the plan file is not well formed: {0}")]
    Malformed(#[from] toml::de::Error),
    /// Well formed, but it contradicts itself.
    #[error("the plan file has {} findings:\n{}", .0.len(), lines(.0))]
    Invalid(Vec<PlanFinding>),
}

fn lines(findings: &[PlanFinding]) -> String {
    findings.iter().map(|finding| format!("  {finding}")).collect::<Vec<_>>().join("\n")
}

impl PlanFile {
    /// Parses and checks a plan file; every finding is named, not only the first.
    pub fn parse(text: &str) -> Result<Self, PlanFileError> {
        let plan: Self = toml::from_str(text)?;
        let findings = Check::new(text).plan(&plan);
        if findings.is_empty() { Ok(plan) } else { Err(PlanFileError::Invalid(findings)) }
    }

    /// All targets and duties with their groups, in order.
    pub fn targets(&self) -> impl Iterator<Item = (&PlanGroup, &PlanTarget)> {
        self.groups.iter().flat_map(|group| group.targets.iter().map(move |target| (group, target)))
    }

    /// Findings about what only the installation knows: its indicators and units.
    pub fn unknown(
        &self,
        text: &str,
        indicators: &BTreeSet<String>,
        units: &BTreeSet<String>,
    ) -> Vec<PlanFinding> {
        let mut check = Check::new(text);
        for (_, target) in self.targets() {
            if let Some(code) = target.indicator.as_ref().filter(|code| !indicators.contains(*code)) {
                check.target(
                    target,
                    format!("no indicator has the code \"{code}\""),
                    "name one that `motcua indicators list` shows",
                );
            }
            if !units.contains(&target.responsible) {
                check.target(
                    target,
                    format!("no unit has the code \"{}\"", target.responsible),
                    "name a unit of the agency",
                );
            }
        }
        check.findings
    }
}

impl PlanTarget {
    /// How its result is known. A checked file has exactly one way; an unchecked one answers "awaits".
    pub fn binding(&self) -> Binding<'_> {
        match (&self.indicator, self.milestone, &self.publication) {
            (Some(code), _, _) => Binding::Indicator(code),
            (None, true, _) => Binding::Milestone,
            (None, false, Some(name)) => Binding::Publication(name),
            (None, false, None) => Binding::Awaits(self.awaits.as_deref().unwrap_or_default()),
        }
    }
}

struct Check<'t> {
    text: &'t str,
    findings: Vec<PlanFinding>,
}

impl<'t> Check<'t> {
    const fn new(text: &'t str) -> Self {
        Self { text, findings: Vec::new() }
    }

    fn plan(mut self, plan: &PlanFile) -> Vec<PlanFinding> {
        if plan.number.trim().is_empty() || plan.title.trim().is_empty() || plan.agency.trim().is_empty() {
            self.at(
                "",
                "the head",
                "number, title or agency is empty".to_owned(),
                "write it as in the document",
            );
        }
        if (plan.year - plan.date.year()).abs() > 5 {
            let fault = format!("year {} is far from the date {}", plan.year, plan.date);
            self.at("year", "the head", fault, "correct one of them");
        }
        for basis in &plan.bases {
            if basis.number.is_none() && basis.title.is_none() {
                self.at("[[bases]]", "a basis", "neither number nor title".to_owned(), "give one of them");
            }
        }
        let mut codes = BTreeSet::new();
        for group in &plan.groups {
            if group.title.trim().is_empty() || group.targets.is_empty() {
                let place = format!("group {}", group.code);
                self.at(
                    &quoted("code", &group.code),
                    &place,
                    "no title or no targets".to_owned(),
                    "complete it or take it out",
                );
            }
            for target in &group.targets {
                if !codes.insert(&target.code) {
                    self.target(target, "the code is used twice".to_owned(), "give each target its own code");
                }
                if !target.code.strip_prefix(group.code.as_str()).is_some_and(|rest| rest.starts_with('.')) {
                    let fault =
                        format!("the code does not start with that of its group, \"{}.\"", group.code);
                    self.target(target, fault, "move it or correct the code");
                }
                self.words(target);
                self.value(target);
                self.bound(target);
            }
        }
        self.findings
    }

    fn words(&mut self, target: &PlanTarget) {
        let length = target.title.chars().count();
        if length == 0 || length > TITLE_LENGTH {
            let fault = format!("the title has {length} characters");
            self.target(target, fault, "write 1 to 60");
        }
        if target.source.trim().is_empty() {
            self.target(target, "no source sentence".to_owned(), "copy the sentence from the plan");
        }
        let code = !target.responsible.is_empty()
            && target.responsible.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        if !code {
            let fault = format!("\"{}\" is no unit code", target.responsible);
            self.target(target, fault, "write the code of a unit, as in \"VP\"");
        }
        let window = target.window;
        if window.from.zip(window.to).is_some_and(|(from, to)| from > to) {
            self.target(target, format!("the window {window} ends before it starts"), "exchange its dates");
        }
    }

    fn value(&mut self, target: &PlanTarget) {
        let number = matches!(target.value, Some(PlanValue::Number(value)) if value.is_finite());
        let grade = matches!(&target.value, Some(PlanValue::Grade(grade)) if !grade.is_empty());
        match target.kind {
            PromiseKind::Milestone => {
                if target.value.is_some() || target.comparator.is_some() || target.unit.is_some() {
                    self.target(
                        target,
                        "a milestone has a value".to_owned(),
                        "take value, comparator and unit out",
                    );
                }
                return;
            }
            PromiseKind::Grade if !grade => {
                self.target(
                    target,
                    "a grade needs a text value".to_owned(),
                    "write it as in value = \"Tốt\"",
                );
            }
            PromiseKind::Grade => {}
            _ if !number => {
                self.target(target, "the value is no number".to_owned(), "write it as in value = 65");
            }
            _ if target.unit.is_none() => {
                self.target(target, "no unit".to_owned(), "write it as in unit = \"%\"");
            }
            _ => {}
        }
        if target.comparator.is_none() {
            self.target(target, "no comparator".to_owned(), "write \">=\", \"<=\", \"=\" or \"range\"");
        }
        let range = target.comparator == Some(Comparator::Range);
        let ordered = matches!((&target.value, target.upper), (Some(PlanValue::Number(low)), Some(high)) if *low < high);
        if range != target.upper.is_some() || (range && !ordered) {
            self.target(
                target,
                "a range needs value < upper, and only a range has upper".to_owned(),
                "correct comparator, value or upper",
            );
        }
        let steps = target.kind == PromiseKind::Change
            || (target.kind == PromiseKind::Rank && target.unit.as_deref() == Some("bậc"));
        if steps != target.direction.is_some() {
            self.target(
                target,
                "a change needs a direction, and only a change has one".to_owned(),
                "write direction = \"up\" or \"down\"",
            );
        }
    }

    fn bound(&mut self, target: &PlanTarget) {
        let ways = [
            target.indicator.is_some(),
            target.milestone,
            target.publication.is_some(),
            target.awaits.is_some(),
        ];
        let count = ways.into_iter().filter(|way| *way).count();
        if count != 1 {
            self.target(
                target,
                format!("{count} bindings"),
                "write exactly one of indicator, milestone, publication, awaits",
            );
        }
        let named =
            [&target.publication, &target.awaits].into_iter().flatten().all(|name| !name.trim().is_empty());
        if !named {
            self.target(
                target,
                "a binding without a name".to_owned(),
                "say which publication or what it waits for",
            );
        }
        for code in [&target.indicator, &target.future_indicator].into_iter().flatten() {
            if code.is_empty()
                || !code
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            {
                self.target(
                    target,
                    format!("\"{code}\" is no indicator code"),
                    "write the code of a file in data/indicators",
                );
            }
        }
        if target.future_indicator.is_some() && target.awaits.is_none() {
            self.target(
                target,
                "future_indicator without awaits".to_owned(),
                "bind it by indicator, or say what it awaits",
            );
        }
        if target.in_every_unit && target.indicator.is_none() {
            self.target(
                target,
                "in_every_unit without an indicator".to_owned(),
                "only an indicator is counted by unit",
            );
        }
    }

    fn target(&mut self, target: &PlanTarget, fault: String, remedy: &'static str) {
        let place = format!("target {}", target.code);
        self.at(&quoted("code", &target.code), &place, fault, remedy);
    }

    fn at(&mut self, words: &str, place: &str, fault: String, remedy: &'static str) {
        let line = self
            .text
            .lines()
            .position(|line| !words.is_empty() && line.trim_start().starts_with(words))
            .unwrap_or_default()
            + 1;
        self.findings.push(PlanFinding { line, place: place.to_owned(), fault, remedy });
    }
}

fn quoted(key: &str, value: &str) -> String {
    format!("{key} = \"{value}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"
number = "1/KH-S"
date = "2021-12-31"
title = "Kế hoạch"
year = 2022
agency = "Sở"
[[groups]]
code = "2"
title = "TTHC"
"#;

    fn with(target: &str) -> String {
        let base = "[[groups.targets]]\ncode = \"2.a1\"\ntitle = \"Đúng hạn\"\nsource = \"100% hồ sơ đúng hạn.\"\nwindow = \"2022-01-01..2022-12-31\"\nresponsible = \"VP\"\n";
        format!("{HEAD}{base}{target}")
    }

    fn findings(target: &str) -> String {
        match PlanFile::parse(&with(target)) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_plan_file_is_read() {
        let text = with(
            "kind = \"ratio\"\ncomparator = \">=\"\nvalue = 100\nunit = \"%\"\nindicator = \"ho-so-dung-han\"",
        );
        let plan = PlanFile::parse(&text).unwrap();
        let (group, target) = plan.targets().next().unwrap();
        assert_eq!((group.code.as_str(), target.binding()), ("2", Binding::Indicator("ho-so-dung-han")));
        assert_eq!(target.window.to_string(), "2022-01-01..2022-12-31");
        let known = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert!(plan.unknown(&text, &known(&["ho-so-dung-han"]), &known(&["VP"])).is_empty());
        let unknown = plan.unknown(&text, &known(&[]), &known(&["TTR"]));
        assert_eq!(unknown.len(), 2);
        assert!(unknown.iter().all(|finding| finding.line == 11), "{unknown:?}");
    }

    #[test]
    fn findings_name_place_and_remedy() {
        let ratio = "kind = \"ratio\"\ncomparator = \">=\"\nvalue = 100\nunit = \"%\"\n";
        for (target, says) in [
            (
                format!("{ratio}milestone = true\nawaits = \"văn bản\""),
                "line 11, target 2.a1: 2 bindings; write exactly one",
            ),
            (ratio.to_owned(), "0 bindings"),
            (format!("{ratio}upper = 120\nmilestone = true"), "a range needs value < upper"),
            (format!("{ratio}indicator = \"Hồ sơ\""), "is no indicator code"),
            (format!("{ratio}indicator = \"x\"\ndirection = \"up\""), "only a change has one"),
            (
                "kind = \"ratio\"\ncomparator = \"=\"\nvalue = \"Tốt\"\nunit = \"%\"\nmilestone = true"
                    .to_owned(),
                "the value is no number",
            ),
            ("kind = \"milestone\"\nvalue = 3\nmilestone = true".to_owned(), "a milestone has a value"),
            (
                "kind = \"grade\"\ncomparator = \"=\"\nvalue = 3\npublication = \"PAPI\"".to_owned(),
                "a grade needs a text value",
            ),
            ("kind = \"share\"\nmilestone = true".to_owned(), "unknown variant `share`"),
            ("kind = \"milestone\"\nmilestone = true\ncolour = 3".to_owned(), "unknown field `colour`"),
            ("kind = ".to_owned(), "TOML parse error at line 16"),
        ] {
            let found = findings(&target);
            assert!(found.contains(says), "{target}\n{found}");
        }
        let twice = with(
            "kind = \"milestone\"\nmilestone = true\n[[groups.targets]]\ncode = \"2.a1\"\ntitle = \"\"\nsource = \"\"\nwindow = \"2022-12-31..2022-01-01\"\nresponsible = \"văn phòng\"\nkind = \"milestone\"\nmilestone = true",
        );
        let found = PlanFile::parse(&twice).unwrap_err().to_string();
        for says in
            ["used twice", "0 characters", "no source sentence", "no unit code", "ends before it starts"]
        {
            assert!(found.contains(says), "{found}");
        }
        let window =
            with("kind = \"milestone\"\nmilestone = true").replace("2022-01-01..2022-12-31", "năm 2022");
        assert!(PlanFile::parse(&window).unwrap_err().to_string().contains("YYYY-MM-DD..YYYY-MM-DD"));
    }
}
