//! The internal processes of a procedure, each as a drawing and as a table, and its time against the time that
//! was published.

use askama::Template;
use axum::response::Response;
use web::{PageError, Path, Shell, Tone, Visit};

use super::head::{Head, Open};
use super::{catalogue, load};
use crate::domain::{END, InternalProcess, Procedure, Step, TimeLimit, TransitionKind, layout, to_svg};
use crate::view::{Sureness, times};

#[derive(Template)]
#[template(path = "procedure/process.html")]
struct ProcessPage {
    shell: Shell,
    head: Head,
    processes: Vec<ProcessView>,
}

struct ProcessView {
    /// Suffix of ids, so that several processes can stand on one page.
    id: usize,
    title: String,
    source: String,
    mark: Sureness,
    cases: String,
    summary: String,
    svg: String,
    steps: Vec<StepView>,
    sum: String,
    against: Vec<Against>,
}

struct StepView {
    number: usize,
    name: String,
    who: String,
    time: String,
    task: String,
    output: String,
    ways: Vec<String>,
}

/// The sum of the steps against the published time of a case.
struct Against {
    case: String,
    published: String,
    tone: Tone,
    verdict: String,
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let (agency, known) = (visit.agency(), catalogue(&visit));
    let loaded = visit.read::<_, PageError>(move |tx| load(tx, &known, agency, &code)).await?;
    let processes = &loaded.procedure.processes;
    let page = ProcessPage {
        shell: super::head::shell(&visit, &loaded, Some("Quy trình nội bộ")).await,
        head: Head::of(&visit, &loaded, Open::Process),
        processes: processes
            .iter()
            .enumerate()
            .map(|(at, process)| process_view(at + 1, &loaded.procedure, process, &loaded.unit))
            .collect(),
    };
    visit.page(&page)
}

fn process_view(id: usize, procedure: &Procedure, process: &InternalProcess, unit: &str) -> ProcessView {
    let sums = process.time_sums();
    let of_this = |code: &Option<String>| code.as_deref() == Some(process.code.as_str());
    let cases: Vec<_> = procedure.cases.iter().filter(|case| of_this(&case.process)).collect();
    let n = process.steps.len();
    let sum = if sums.is_empty() { "không tính thời gian".to_owned() } else { times(&sums) };
    ProcessView {
        id,
        title: process.name.clone(),
        source: process.source.clone(),
        mark: process.mark.into(),
        cases: cases.iter().map(|case| case.name.as_str()).collect::<Vec<_>>().join("; "),
        summary: format!("{n} bước, tổng {sum}. Nội dung sơ đồ có đủ trong bảng bên dưới."),
        // Marker ids must differ where several drawings stand on one page.
        svg: to_svg(&layout(process)).replace("mc-mui", &format!("mc-mui-{id}")),
        steps: process
            .steps
            .iter()
            .enumerate()
            .map(|(at, step)| step_view(at + 1, process, step, unit))
            .collect(),
        sum,
        against: cases.iter().flat_map(|case| against(case, &sums)).collect(),
    }
}

fn step_view(number: usize, process: &InternalProcess, step: &Step, unit: &str) -> StepView {
    use crate::domain::StepUnit;
    let place = match step.unit {
        Some(StepUnit::Division) => Some(unit),
        Some(place) => Some(place.label()),
        None => None,
    };
    let role = step.role.map_or("Chưa phân công", |role| role.label());
    let who = match (&step.performer, place) {
        (Some(performer), _) => performer.clone(),
        (None, Some(place)) => format!("{role}, {place}"),
        (None, None) => role.to_owned(),
    };
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let mut ways: Vec<String> = process.ways_from(&step.code).map(|way| way_words(process, way)).collect();
    if step.end {
        ways.push("Kết thúc".to_owned());
    }
    StepView {
        number,
        name: step.name.clone(),
        who,
        time: step.time.map_or_else(|| "Không tính".to_owned(), |time| time.to_string()),
        task: or_dash(&step.task),
        output: or_dash(&step.output),
        ways,
    }
}

fn way_words(process: &InternalProcess, way: &crate::domain::Transition) -> String {
    let number = process.steps.iter().position(|step| step.code == way.to).map(|at| at + 1);
    match (way.kind, number) {
        (TransitionKind::Forward, Some(number)) => format!("Bước {number}"),
        (kind, Some(number)) => format!("{}: bước {number}", kind.label()),
        (kind, None) if way.to == END => format!("{}: kết thúc", kind.label()),
        (kind, None) => kind.label().to_owned(),
    }
}

/// Compares in the same unit only; different lengths are said, never corrected.
fn against(case: &crate::domain::Case, sums: &[TimeLimit]) -> Vec<Against> {
    let mut out: Vec<Against> = Vec::new();
    for limit in case.terms.iter().filter_map(crate::domain::Terms::limit) {
        let published = limit.to_string();
        if out.iter().any(|known| known.published == published) {
            continue;
        }
        let (tone, verdict) = match sums {
            [] => (Tone::None, "Các bước không tính thời gian".to_owned()),
            [sum] if sum.unit != limit.unit => (Tone::None, "Khác đơn vị tính, không so được".to_owned()),
            [sum] if sum.amount > limit.amount => (Tone::Missed, "Các bước dài hơn thời hạn".to_owned()),
            [sum] if sum.amount < limit.amount => (Tone::Risk, "Các bước ngắn hơn thời hạn".to_owned()),
            [_] => (Tone::Met, "Khớp".to_owned()),
            _ => (Tone::None, "Các bước dùng nhiều đơn vị tính, không so được".to_owned()),
        };
        out.push(Against { case: case.name.clone(), published, tone, verdict });
    }
    out
}
