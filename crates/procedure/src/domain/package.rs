//! Reads a procedure package, the TOML text of one procedure. The lists of keys are the format: a key that is
//! not in them is refused, so that a slip never passes in silence.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::code::ProcedureCode;
use super::finding::{Finding, FindingKind, Part};
use super::package_case::cases;
use super::package_process::processes;
use super::procedure::{
    AnnouncementDecision, Case, LegalBasis, Online, OnlineLevel, Procedure, ProcedureResult, RequiredPaper,
    ScopeFrom, Stage,
};
use super::process::{END, InternalProcess};
use super::reader::{Reader, Table, shorten};
use super::time_limit::{self, TimeLimit};

/// No procedure needs more text than this.
pub const MOST_BYTES: usize = 1_000_000;

const PROCEDURE_KEYS: &[&str] = &[
    "code",
    "code_mark",
    "name",
    "name_mark",
    "sector",
    "unit",
    "agency_level",
    "applicants",
    "receives",
    "in_force_on",
    "in_force_mark",
    "ended_on",
    "note",
    "legal_channels",
    "announcement",
    "legal_basis",
    "online",
    "stage",
    "case",
    "paper",
    "result",
    "process",
];
const ANNOUNCEMENT_KEYS: &[&str] = &["number", "issued_on", "issuer", "mark"];
const LEGAL_BASIS_KEYS: &[&str] = &["act", "articles", "mark"];
const ONLINE_KEYS: &[&str] =
    &["level", "level_mark", "eligible", "national_portal", "national_portal_mark", "postal", "scope"];
const SCOPE_KEYS: &[&str] = &["from", "scope", "mark"];
const STAGE_KEYS: &[&str] = &["agency", "time", "task"];
const TIME_KEYS: &[&str] = &["amount", "unit"];
const PAPER_KEYS: &[&str] =
    &["code", "name", "originals", "copies", "digitised", "form", "condition", "cases", "mark"];
const RESULT_KEYS: &[&str] = &["code", "name", "template", "validity", "mark"];

/// Reads the package `text` of `file`: the procedure, or everything that is wrong with it.
pub fn parse(text: &str, file: &str) -> Result<Procedure, Vec<Finding>> {
    let mut reader = Reader::new(file, text);
    if text.len() > MOST_BYTES {
        reader.report_line(0, FindingKind::TooLarge { most: MOST_BYTES });
        return Err(reader.findings);
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(20) {
        reader.syntax(error.message(), error.span());
    }
    if !reader.findings.is_empty() {
        return Err(reader.findings);
    }
    let procedure = procedure(&mut reader, Table::root(&document));
    match procedure {
        Some(procedure) if reader.findings.is_empty() => Ok(procedure),
        _ => Err(reader.findings),
    }
}

fn procedure(r: &mut Reader<'_>, t: Table<'_, '_>) -> Option<Procedure> {
    r.only(t, PROCEDURE_KEYS);
    let code = procedure_code(r, t);
    let name = r.text(t, "name");
    let sector = r.word(t, "sector");
    let unit = unit(r, t);
    let agency_level = r.word(t, "agency_level");
    let in_force_on = r.date(t, "in_force_on");
    let online = online(r, t);
    let cases = cases(r, t);
    let papers = papers(r, t);
    let results = results(r, t);
    let processes = processes(r, t);
    references(r, t, &cases, &papers, &processes);
    Some(Procedure {
        code: code?,
        code_mark: r.mark(t, "code_mark"),
        name: name?,
        name_mark: r.mark(t, "name_mark"),
        sector: sector?,
        unit: unit?,
        agency_level: agency_level?,
        applicants: r.words(t, "applicants"),
        receives: r.flag(t, "receives", false),
        in_force_on: in_force_on?,
        in_force_mark: r.mark(t, "in_force_mark"),
        ended_on: r.date_opt(t, "ended_on"),
        announcement: announcement(r, t),
        legal_bases: legal_bases(r, t),
        legal_channels: r.words(t, "legal_channels"),
        online: online?,
        stages: stages(r, t),
        cases,
        papers,
        results,
        processes,
        note: r.text_opt(t, "note"),
        line: r.line_of_key(t, "code"),
    })
}

fn procedure_code(r: &mut Reader<'_>, t: Table<'_, '_>) -> Option<ProcedureCode> {
    let text = r.text(t, "code")?;
    let code = ProcedureCode::parse(&text);
    if code.is_err() {
        let guess = ProcedureCode::read(&text).ok().map(|reading| reading.code.to_string());
        r.report_line(r.line_of_key(t, "code"), FindingKind::BadCode { value: shorten(&text), guess });
    }
    code.ok()
}

fn unit(r: &mut Reader<'_>, t: Table<'_, '_>) -> Option<String> {
    let text = r.text(t, "unit")?;
    let fits =
        (2..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if !fits {
        r.report_line(r.line_of_key(t, "unit"), FindingKind::BadUnit { value: shorten(&text) });
    }
    fits.then_some(text)
}

/// The code of a part of the package.
pub(super) fn part_code(r: &mut Reader<'_>, t: Table<'_, '_>, part: Part) -> Option<String> {
    let text = r.text(t, "code")?;
    let fits = text.len() <= 60
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && text != END;
    if !fits {
        r.report_line(r.line_of_key(t, "code"), FindingKind::BadPartCode { part, value: shorten(&text) });
    }
    fits.then_some(text)
}

fn announcement(r: &mut Reader<'_>, t: Table<'_, '_>) -> Option<AnnouncementDecision> {
    let t = r.table(t, "announcement")?;
    r.only(t, ANNOUNCEMENT_KEYS);
    Some(AnnouncementDecision {
        number: r.text_opt(t, "number").unwrap_or_default(),
        issued_on: r.date_opt(t, "issued_on"),
        issuer: r.text_opt(t, "issuer").unwrap_or_default(),
        mark: r.mark(t, "mark"),
    })
}

fn legal_bases(r: &mut Reader<'_>, t: Table<'_, '_>) -> Vec<LegalBasis> {
    let mut bases = Vec::new();
    for t in r.tables(t, "legal_basis") {
        r.only(t, LEGAL_BASIS_KEYS);
        let act = r.text(t, "act");
        let articles = r.text_opt(t, "articles").unwrap_or_default();
        let mark = r.mark(t, "mark");
        bases.extend(act.map(|act| LegalBasis { act, articles, mark }));
    }
    bases
}

fn online(r: &mut Reader<'_>, t: Table<'_, '_>) -> Option<Online> {
    if !t.has("online") {
        r.report_line(r.line_of(t), FindingKind::MissingKey { key: "online" });
    }
    let t = r.table(t, "online")?;
    r.only(t, ONLINE_KEYS);
    if !t.has("level") {
        r.report_line(r.line_of(t), FindingKind::MissingKey { key: "level" });
    }
    let level = r.whole(t, "level", (1, 4)).and_then(OnlineLevel::from_number);
    Some(Online {
        level: level?,
        level_mark: r.mark(t, "level_mark"),
        eligible: r.flag(t, "eligible", false),
        national_portal: r.flag(t, "national_portal", false),
        national_portal_mark: r.mark(t, "national_portal_mark"),
        postal: r.flag(t, "postal", false),
        scopes: scopes(r, t),
        line: r.line_of(t),
    })
}

fn scopes(r: &mut Reader<'_>, t: Table<'_, '_>) -> Vec<ScopeFrom> {
    let mut scopes = Vec::new();
    for t in r.tables(t, "scope") {
        r.only(t, SCOPE_KEYS);
        let (from, scope, mark) = (r.date(t, "from"), r.word(t, "scope"), r.mark(t, "mark"));
        if let (Some(from), Some(scope)) = (from, scope) {
            scopes.push(ScopeFrom { from, scope, mark });
        }
    }
    scopes.sort_by_key(|entry| entry.from);
    scopes
}

pub(super) fn time(r: &mut Reader<'_>, t: Table<'_, '_>, key: &'static str) -> Option<TimeLimit> {
    let t = r.table(t, key)?;
    r.only(t, TIME_KEYS);
    if !t.has("amount") {
        r.report_line(r.line_of(t), FindingKind::MissingKey { key: "amount" });
    }
    let number = r.number(t, "amount");
    let unit = r.word(t, "unit");
    let amount = number.and_then(time_limit::amount);
    if number.is_some() && amount.is_none() {
        r.report_line(r.line_of_key(t, "amount"), FindingKind::BadAmount { key: key.to_owned() });
    }
    Some(TimeLimit::new(amount?, unit?))
}

fn stages(r: &mut Reader<'_>, t: Table<'_, '_>) -> Vec<Stage> {
    let mut stages = Vec::new();
    for t in r.tables(t, "stage") {
        r.only(t, STAGE_KEYS);
        if !t.has("time") {
            r.report_line(r.line_of(t), FindingKind::MissingKey { key: "time" });
        }
        let (agency, time) = (r.text(t, "agency"), time(r, t, "time"));
        let task = r.text_opt(t, "task").unwrap_or_default();
        if let (Some(agency), Some(time)) = (agency, time) {
            stages.push(Stage { agency, time, task });
        }
    }
    stages
}

fn papers(r: &mut Reader<'_>, t: Table<'_, '_>) -> Vec<RequiredPaper> {
    let mut papers = Vec::new();
    for t in r.tables(t, "paper") {
        r.only(t, PAPER_KEYS);
        let (code, name) = (part_code(r, t, Part::Paper), r.text(t, "name"));
        let sheets = |n: Option<i64>| n.and_then(|n| u16::try_from(n).ok()).unwrap_or(0);
        let paper = RequiredPaper {
            code: code.unwrap_or_default(),
            name: name.unwrap_or_default(),
            n_originals: sheets(r.whole(t, "originals", (0, 99))),
            n_copies: sheets(r.whole(t, "copies", (0, 99))),
            digitised: r.flag(t, "digitised", true),
            form: r.text_opt(t, "form"),
            condition: r.text_opt(t, "condition"),
            cases: r.texts(t, "cases"),
            mark: r.mark(t, "mark"),
            line: r.line_of(t),
        };
        papers.push(paper);
    }
    unique(r, Part::Paper, papers.iter().map(|paper| (paper.code.as_str(), paper.line)));
    papers
}

fn results(r: &mut Reader<'_>, t: Table<'_, '_>) -> Vec<ProcedureResult> {
    let mut results = Vec::new();
    for t in r.tables(t, "result") {
        r.only(t, RESULT_KEYS);
        let (code, name) = (part_code(r, t, Part::Result), r.text(t, "name"));
        results.push(ProcedureResult {
            code: code.unwrap_or_default(),
            name: name.unwrap_or_default(),
            template: r.text_opt(t, "template"),
            validity: r.text_opt(t, "validity"),
            mark: r.mark(t, "mark"),
            line: r.line_of(t),
        });
    }
    unique(r, Part::Result, results.iter().map(|result| (result.code.as_str(), result.line)));
    results
}

/// Reports codes that stand twice. A code that could not be read was reported already.
pub(super) fn unique<'a>(r: &mut Reader<'_>, part: Part, codes: impl Iterator<Item = (&'a str, usize)>) {
    let mut seen = BTreeSet::new();
    for (code, line) in codes.filter(|(code, _)| !code.is_empty()) {
        if !seen.insert(code) {
            r.report_line(line, FindingKind::DuplicateWithin { part, code: code.to_owned() });
        }
    }
}

/// Reports papers that name unknown cases and cases that name unknown processes.
fn references(
    r: &mut Reader<'_>,
    t: Table<'_, '_>,
    cases: &[Case],
    papers: &[RequiredPaper],
    processes: &[InternalProcess],
) {
    // Parts that could not be read are missing from the lists: their faults were reported already.
    if !r.findings.is_empty() || !t.has("case") {
        return;
    }
    let case_codes: BTreeSet<&str> = cases.iter().map(|case| case.code.as_str()).collect();
    let process_codes: BTreeSet<&str> = processes.iter().map(|process| process.code.as_str()).collect();
    for paper in papers {
        for code in paper.cases.iter().flatten().filter(|code| !case_codes.contains(code.as_str())) {
            r.report_line(
                paper.line,
                FindingKind::UnknownReference { part: Part::Case, code: shorten(code) },
            );
        }
    }
    for case in cases {
        if let Some(code) = case.process.as_deref().filter(|code| !process_codes.contains(code)) {
            r.report_line(
                case.line,
                FindingKind::UnknownReference { part: Part::Process, code: shorten(code) },
            );
        }
    }
}
