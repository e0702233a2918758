//! Builders for tests.

use super::process::{InternalProcess, Step, StepRole, Transition, TransitionKind};
use super::words::Mark;

pub(crate) fn step(code: &str, role: Option<StepRole>) -> Step {
    Step {
        code: code.to_owned(),
        name: code.to_owned(),
        role,
        unit: None,
        performer: None,
        task: None,
        output: None,
        time: None,
        end: false,
        line: 0,
    }
}

pub(crate) fn way(from: &str, to: &str, kind: TransitionKind) -> Transition {
    Transition { from: from.to_owned(), to: to.to_owned(), kind, line: 0 }
}

pub(crate) fn process(steps: Vec<Step>, transitions: Vec<Transition>) -> InternalProcess {
    InternalProcess {
        code: "chinh".to_owned(),
        name: "Quy trình".to_owned(),
        source: "thử".to_owned(),
        mark: Mark::Sample,
        start: steps.first().map(|step| step.code.clone()).unwrap_or_default(),
        steps,
        transitions,
        line: 0,
    }
}
