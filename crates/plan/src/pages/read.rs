//! Reads the text of a plan into a draft, each promise with the rule and the words that let it be read so. Nothing is
//! stored: a draft is for people to review.

use askama::Template;
use axum::response::Response;
use citation::{Amount, Comparator, DraftTarget, PlanDraft, TargetKind, read_plan, read_text, to_toml};
use kernel::vi;
use web::{Field, FieldErrors, Form, PageError, Problem, Shell, Visit};

use crate::urls;

#[derive(Template)]
#[template(path = "plan/read.html")]
struct ReadPage {
    shell: Shell,
    problems: Vec<Problem>,
    text: Field,
    file: Field,
    draft: Option<DraftView>,
}

struct DraftView {
    summary: String,
    bases: Vec<(String, String)>,
    targets: Vec<TargetRow>,
    milestones: Vec<(String, String, String)>,
    passed: Vec<(String, String, String)>,
    toml: String,
}

struct TargetRow {
    clause: String,
    measure: String,
    sentence: String,
    kind: &'static str,
    goal: String,
    window: String,
    because: String,
}

pub(super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let page = page(&visit, "", &FieldErrors::new(), None).await;
    visit.page(&page)
}

pub(super) async fn read(visit: Visit, Form(typed): Form) -> Result<Response, PageError> {
    let text = typed.get("van-ban").to_owned();
    let file = typed.files.iter().find(|file| file.field == "tep");
    let draft = match file {
        Some(file) => read_plan(&file.content).map_err(|_| {
            FieldErrors::one(
                "tep",
                "Tệp không đọc được thành văn bản; dùng tệp chữ (.txt) hoặc dán nội dung.",
            )
        }),
        None if text.is_empty() => Err(FieldErrors::one("van-ban", "Dán nội dung kế hoạch hoặc chọn tệp")),
        None => Ok(read_text(&text)),
    };
    match draft {
        Ok(draft) => {
            let page = page(&visit, &text, &FieldErrors::new(), Some(&draft)).await;
            visit.page(&page)
        }
        Err(errors) => {
            let page = page(&visit, &text, &errors, None).await;
            visit.page_invalid(&page)
        }
    }
}

async fn page(visit: &Visit, text: &str, errors: &FieldErrors, draft: Option<&PlanDraft>) -> ReadPage {
    ReadPage {
        shell: visit.shell_below("Đọc văn bản kế hoạch", &[("Kế hoạch cải cách", urls::INDEX)]).await,
        problems: errors.problems(),
        text: Field::new("van-ban", "Nội dung kế hoạch", text).with_error(errors.get("van-ban")),
        file: Field::new("tep", "Hoặc tệp văn bản", "")
            .with_hint("Tệp .txt, mọi bảng mã tiếng Việt thường gặp")
            .with_error(errors.get("tep")),
        draft: draft.map(view),
    }
}

fn view(draft: &PlanDraft) -> DraftView {
    DraftView {
        summary: format!(
            "Đọc được {} căn cứ, {} chỉ tiêu có con số, {} nhiệm vụ; bỏ qua {} con số không phải cam kết.",
            draft.bases.len(),
            draft.targets.len(),
            draft.milestones.len(),
            draft.passed_over.len()
        ),
        bases: draft.bases.iter().map(base).collect(),
        targets: draft.targets.iter().map(target).collect(),
        milestones: draft
            .milestones
            .iter()
            .map(|duty| (duty.clause.clone(), duty.text.to_string(), because(&duty.because)))
            .collect(),
        passed: draft
            .passed_over
            .iter()
            .map(|passed| (passed.clause.clone(), passed.figure.clone(), because(&passed.because)))
            .collect(),
        // A draft that cannot be written is still shown as read.
        toml: to_toml(draft).unwrap_or_default(),
    }
}

fn base(base: &citation::Base) -> (String, String) {
    let number = base.number.clone().or_else(|| base.title.clone()).unwrap_or_default();
    let date = base.date.map(|date| format!("ngày {}", vi::date(date)));
    let about = base.title.clone().filter(|_| base.number.is_some());
    let parts = [date, base.issuer.clone(), about].into_iter().flatten().collect::<Vec<_>>();
    (number, parts.join(", "))
}

fn because(because: &citation::Because) -> String {
    if because.words.is_empty() {
        because.rule.to_owned()
    } else {
        format!("{}: “{}”", because.rule, because.words)
    }
}

fn target(target: &DraftTarget) -> TargetRow {
    let window = target.window.map(|window| window.to_string()).unwrap_or_default();
    TargetRow {
        clause: target.clause.clone(),
        measure: target.measure.clone(),
        sentence: target.text.to_string(),
        kind: kind(target.kind),
        goal: goal(target),
        window: match &target.baseline {
            Some(baseline) => format!("{window} so với {baseline}"),
            None => window,
        },
        because: because(&target.because),
    }
}

const fn kind(kind: TargetKind) -> &'static str {
    use crate::domain::TargetKind as Own;
    crate::labels::kind(match kind {
        TargetKind::Ratio => Own::Ratio,
        TargetKind::Count => Own::Count,
        TargetKind::Duration => Own::Duration,
        TargetKind::Change => Own::Change,
        TargetKind::Rank => Own::Rank,
        TargetKind::Grade => Own::Grade,
    })
}

fn goal(target: &DraftTarget) -> String {
    let value = match &target.value {
        Amount::Number(value) => vi::decimal(*value, 6),
        Amount::Grade(grade) => grade.clone(),
    };
    let unit = match target.unit.as_deref() {
        Some("%") => "%".to_owned(),
        Some(unit) => format!(" {unit}"),
        None => String::new(),
    };
    match (target.comparator, target.upper) {
        (Comparator::AtLeast, _) => format!("≥ {value}{unit}"),
        (Comparator::AtMost, _) => format!("≤ {value}{unit}"),
        (Comparator::Range, Some(upper)) => format!("{value}–{}{unit}", vi::decimal(upper, 6)),
        (Comparator::Equal | Comparator::Range, _) => format!("{value}{unit}"),
    }
}
