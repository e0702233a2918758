//! Reads the internal processes of a package.

use std::collections::BTreeSet;

use super::finding::{FindingKind, Part};
use super::package::{part_code, time, unique};
use super::process::{END, InternalProcess, Step, Transition};
use super::reader::{Reader, Table, shorten};

const PROCESS_KEYS: &[&str] = &["code", "name", "source", "mark", "start", "steps", "transitions"];
const STEP_KEYS: &[&str] = &["code", "name", "role", "unit", "performer", "task", "output", "time", "end"];
const TRANSITION_KEYS: &[&str] = &["from", "to", "kind"];

/// The processes of a package.
pub(super) fn processes(r: &mut Reader<'_>, t: Table<'_, '_>) -> Vec<InternalProcess> {
    let mut processes = Vec::new();
    for t in r.tables(t, "process") {
        r.only(t, PROCESS_KEYS);
        let code = part_code(r, t, Part::Process);
        let name = r.text(t, "name");
        let source = r.text(t, "source");
        let start = r.text(t, "start");
        let steps = steps(r, t);
        let transitions = transitions(r, t);
        let process = InternalProcess {
            code: code.unwrap_or_default(),
            name: name.unwrap_or_default(),
            source: source.unwrap_or_default(),
            mark: r.mark(t, "mark"),
            start: start.unwrap_or_default(),
            steps,
            transitions,
            line: r.line_of(t),
        };
        step_references(r, &process);
        processes.push(process);
    }
    unique(r, Part::Process, processes.iter().map(|process| (process.code.as_str(), process.line)));
    processes
}

fn steps(r: &mut Reader<'_>, t: Table<'_, '_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for t in r.tables(t, "steps") {
        r.only(t, STEP_KEYS);
        let (code, name) = (part_code(r, t, Part::Step), r.text(t, "name"));
        steps.push(Step {
            code: code.unwrap_or_default(),
            name: name.unwrap_or_default(),
            role: r.word_opt(t, "role"),
            unit: r.word_opt(t, "unit"),
            performer: r.text_opt(t, "performer"),
            task: r.text_opt(t, "task"),
            output: r.text_opt(t, "output"),
            time: time(r, t, "time"),
            end: r.flag(t, "end", false),
            line: r.line_of(t),
        });
    }
    unique(r, Part::Step, steps.iter().map(|step| (step.code.as_str(), step.line)));
    steps
}

fn transitions(r: &mut Reader<'_>, t: Table<'_, '_>) -> Vec<Transition> {
    let mut transitions = Vec::new();
    for t in r.tables(t, "transitions") {
        r.only(t, TRANSITION_KEYS);
        let (from, to, kind) = (r.text(t, "from"), r.text(t, "to"), r.word(t, "kind"));
        if let (Some(from), Some(to), Some(kind)) = (from, to, kind) {
            transitions.push(Transition { from, to, kind, line: r.line_of(t) });
        }
    }
    transitions
}

fn step_references(r: &mut Reader<'_>, process: &InternalProcess) {
    let known: BTreeSet<&str> = process.steps.iter().map(|step| step.code.as_str()).collect();
    let mut look = |code: &str, line: usize| {
        if !code.is_empty() && !known.contains(code) {
            r.report_line(line, FindingKind::UnknownReference { part: Part::Step, code: shorten(code) });
        }
    };
    look(&process.start, process.line);
    for way in &process.transitions {
        look(&way.from, way.line);
        if way.to != END {
            look(&way.to, way.line);
        }
    }
}
