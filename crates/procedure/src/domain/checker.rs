//! Checks procedures that could be read: what contradicts itself, what is missing before dossiers can be
//! received, what the steps add up to. Linear in the size of the packages. It reports and never corrects.

use std::collections::BTreeMap;

use super::finding::{Finding, FindingKind, Severity};
use super::graph::Graph;
use super::procedure::{Case, Channel, OnlineLevel, OnlineScope, Procedure, Terms};
use super::process::InternalProcess;
use super::time_limit::{TimeLimit, is_longer};

/// The findings on procedures, each with the file it was read from, in the order of the files.
pub fn check<F: AsRef<str>>(packages: &[(F, Procedure)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (file, procedure) in packages {
        let file = file.as_ref();
        let mut of_file = Sheet { file, receives: procedure.receives, findings: &mut findings };
        let code = procedure.code.as_str();
        if let Some(other) = seen.insert(code, file) {
            let kind = FindingKind::DuplicateCode { code: code.to_owned(), other: other.to_owned() };
            of_file.error(procedure.line, kind);
        }
        check_one(&mut of_file, procedure);
    }
    findings
}

/// The findings of one file.
struct Sheet<'a> {
    file: &'a str,
    receives: bool,
    findings: &'a mut Vec<Finding>,
}

impl Sheet<'_> {
    fn add(&mut self, severity: Severity, line: usize, kind: FindingKind) {
        self.findings.push(Finding { file: self.file.to_owned(), line, severity, kind });
    }

    fn error(&mut self, line: usize, kind: FindingKind) {
        self.add(Severity::Error, line, kind);
    }

    fn warning(&mut self, line: usize, kind: FindingKind) {
        self.add(Severity::Warning, line, kind);
    }

    fn note(&mut self, line: usize, kind: FindingKind) {
        self.add(Severity::Note, line, kind);
    }

    /// What is missing is an error where dossiers are received, and worth knowing where a procedure is only listed.
    fn lacks(&mut self, line: usize, kind: FindingKind) {
        self.add(if self.receives { Severity::Error } else { Severity::Note }, line, kind);
    }
}

fn check_one(sheet: &mut Sheet<'_>, procedure: &Procedure) {
    check_folder_name(sheet, procedure);
    check_parts(sheet, procedure);
    check_online(sheet, procedure);
    for case in &procedure.cases {
        check_case(sheet, procedure, case);
    }
    check_papers(sheet, procedure);
    for process in &procedure.processes {
        check_process(sheet, procedure, process);
    }
}

/// The folder of a package is named after its code. Texts from elsewhere than a folder are not judged.
fn check_folder_name(sheet: &mut Sheet<'_>, procedure: &Procedure) {
    let mut parts = sheet.file.rsplit(['/', '\\']);
    let is_package = parts.next() == Some("procedure.toml");
    if let Some(folder) = parts.next().filter(|folder| is_package && *folder != procedure.code.as_str()) {
        let kind = FindingKind::FolderDiffers { folder: folder.to_owned(), code: procedure.code.to_string() };
        sheet.warning(procedure.line, kind);
    }
}

fn check_parts(sheet: &mut Sheet<'_>, procedure: &Procedure) {
    if procedure.ended_on.is_some_and(|end| end <= procedure.in_force_on) {
        sheet.error(procedure.line, FindingKind::EndedBeforeStart);
    }
    if procedure.legal_bases.is_empty() {
        sheet.warning(procedure.line, FindingKind::NoLegalBasis);
    }
    if procedure.cases.is_empty() {
        sheet.lacks(procedure.line, FindingKind::NoCase);
    }
    if procedure.results.is_empty() {
        sheet.lacks(procedure.line, FindingKind::NoResult);
    }
    for result in procedure.results.iter().filter(|result| result.template.is_none()) {
        sheet.warning(result.line, FindingKind::ResultWithoutTemplate { result: result.code.clone() });
    }
}

fn check_online(sheet: &mut Sheet<'_>, procedure: &Procedure) {
    let online = &procedure.online;
    let level = online.level;
    let offered = procedure.offers(Channel::Online);
    if level >= OnlineLevel::L3 && !online.eligible {
        sheet.error(online.line, FindingKind::LevelNotEligible { level });
    }
    // Without any terms there is nothing to contradict: what is missing is said elsewhere.
    if procedure.cases.iter().any(|case| !case.terms.is_empty()) {
        if level >= OnlineLevel::L3 && !offered {
            sheet.error(online.line, FindingKind::LevelWithoutOnline { level });
        }
        if level < OnlineLevel::L3 && offered {
            sheet.error(online.line, FindingKind::OnlineBelowLevel3 { level });
        }
        if online.postal && !procedure.offers(Channel::Postal) {
            sheet.warning(online.line, FindingKind::PostalWithoutChannel);
        }
    }
    if online.national_portal && level < OnlineLevel::L3 {
        sheet.error(online.line, FindingKind::PortalWithoutOnline);
    }
    // NĐ 42/2022/NĐ-CP put scopes in the place of levels on 15/8/2022: a scope of that year continues the level,
    // a later one may be a step forward.
    for scope in online.scopes.iter().filter(|entry| entry.from.year() <= 2022).map(|entry| entry.scope) {
        let least = if scope == OnlineScope::Full { OnlineLevel::L4 } else { OnlineLevel::L3 };
        if level < least {
            sheet.note(online.line, FindingKind::ScopeContradictsLevel { scope, level });
        }
    }
    for channel in Channel::ALL.iter().copied() {
        let outside = !procedure.legal_channels.is_empty() && !procedure.legal_channels.contains(&channel);
        if outside && procedure.offers(channel) {
            sheet.note(online.line, FindingKind::ChannelOutsideLaw { channel });
        }
    }
}

fn check_case(sheet: &mut Sheet<'_>, procedure: &Procedure, case: &Case) {
    let code = || case.code.clone();
    if case.terms.iter().all(|terms| terms.channels.is_empty()) {
        sheet.lacks(case.line, FindingKind::NoTerms { case: code() });
    }
    if !case.terms.is_empty() && case.terms.iter().any(|terms| terms.limit().is_none()) {
        sheet.lacks(case.line, FindingKind::NoLimit { case: code() });
    }
    if procedure.papers_of(case).next().is_none() {
        sheet.lacks(case.line, FindingKind::NoPaper { case: code() });
    }
    if procedure.process_of(case).is_none() {
        sheet.lacks(case.line, FindingKind::NoProcess { case: code() });
    }
    for channel in Channel::ALL.iter().copied() {
        if case.terms.iter().filter(|terms| terms.channels.contains(&channel)).count() > 1 {
            sheet.error(case.line, FindingKind::ChannelTwice { case: code(), channel });
        }
    }
    if !procedure.online.postal && case.terms(Channel::Postal).is_some() {
        sheet.warning(case.line, FindingKind::ChannelWithoutPostal { case: code() });
    }
    for terms in &case.terms {
        check_limits(sheet, case, terms);
    }
    if let Some(process) = procedure.process_of(case) {
        check_sums(sheet, case, process);
    }
}

fn check_limits(sheet: &mut Sheet<'_>, case: &Case, terms: &Terms) {
    let code = || case.code.clone();
    if let (Some(published), Some(statutory)) = (terms.published, terms.statutory)
        && is_longer(published, statutory) == Some(true)
    {
        sheet.error(terms.line, FindingKind::PublishedAboveStatutory { case: code(), published, statutory });
    }
    if let (Some(internal), Some(published)) = (terms.internal, terms.limit())
        && is_longer(internal, published) == Some(true)
    {
        sheet.warning(terms.line, FindingKind::InternalAbovePublished { case: code(), internal, published });
    }
}

/// Compares the longest way through the process with the limits of a case, unit by unit.
fn check_sums(sheet: &mut Sheet<'_>, case: &Case, process: &InternalProcess) {
    let sums = process.time_sums();
    let mut reported: Vec<FindingKind> = Vec::new();
    for terms in &case.terms {
        let Some(limit) = terms.limit() else { continue };
        let found = compare(case, process, &sums, terms.statutory, limit);
        // Channels with the same times would say the same thing again.
        for (severity, kind) in found {
            if !reported.contains(&kind) {
                reported.push(kind.clone());
                sheet.add(severity, process.line, kind);
            }
        }
    }
}

fn compare(
    case: &Case,
    process: &InternalProcess,
    sums: &[TimeLimit],
    statutory: Option<TimeLimit>,
    limit: TimeLimit,
) -> Vec<(Severity, FindingKind)> {
    let names = || (process.code.clone(), case.code.clone());
    let mut found = Vec::new();
    for sum in sums.iter().copied() {
        let (process, case) = names();
        if sum.unit != limit.unit {
            found.push((Severity::Note, FindingKind::MixedUnits { process, case, sum, limit }));
        } else if let Some(law) = statutory.filter(|law| is_longer(sum, *law) == Some(true)) {
            found.push((
                Severity::Error,
                FindingKind::AllotmentsAboveLimit { process, case, sum, limit: law },
            ));
        } else if sum.amount != limit.amount {
            found.push((Severity::Warning, FindingKind::SumDiffers { process, case, sum, published: limit }));
        }
    }
    found
}

fn check_papers(sheet: &mut Sheet<'_>, procedure: &Procedure) {
    for paper in &procedure.papers {
        if paper.cases.as_ref().is_some_and(Vec::is_empty) {
            sheet.warning(paper.line, FindingKind::PaperNeverUsed { paper: paper.code.clone() });
        }
        if paper.n_originals == 0 && paper.n_copies == 0 {
            sheet.warning(paper.line, FindingKind::PaperWithoutSheets { paper: paper.code.clone() });
        }
    }
}

fn check_process(sheet: &mut Sheet<'_>, procedure: &Procedure, process: &InternalProcess) {
    let code = || process.code.clone();
    let graph = Graph::of(process);
    let reachable = graph.reachable();
    let can_finish = graph.can_finish();
    let can_stop = graph.can_stop();
    if !procedure.cases.iter().any(|case| case.process.as_deref() == Some(process.code.as_str())) {
        sheet.warning(process.line, FindingKind::ProcessNeverUsed { process: code() });
    }
    if !can_finish.contains(&true) {
        sheet.error(process.line, FindingKind::NoEnd { process: code() });
    }
    if graph.forward_order().is_none() {
        sheet.error(process.line, FindingKind::ForwardCircle { process: code() });
    }
    let mut trapped = Vec::new();
    for (place, step) in process.steps.iter().enumerate() {
        let name = || step.code.clone();
        let flag = |flags: &[bool]| flags.get(place).copied().unwrap_or(false);
        if step.role.is_none() {
            sheet.error(step.line, FindingKind::MissingRole { process: code(), step: name() });
        }
        if !flag(&reachable) {
            sheet.error(step.line, FindingKind::UnreachableStep { process: code(), step: name() });
        }
        if !graph.has_way_out(place) {
            sheet.error(step.line, FindingKind::DeadEnd { process: code(), step: name() });
        } else if !flag(&can_finish) && !flag(&can_stop) {
            // Steps that lead into a dead end are no loop: the dead end says it.
            trapped.push(name());
        }
    }
    if !trapped.is_empty() {
        sheet.error(process.line, FindingKind::LoopWithoutExit { process: code(), steps: trapped });
    }
}
