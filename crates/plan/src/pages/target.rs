//! The page of one target: what was promised, the figure in words, its course, its units, the records that decide it;
//! for what is not counted, its documents and the forms that bring them in.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use indicator::EvidenceRow;
use kernel::{AccountId, vi};
use web::{Choice, PageError, Pair, Path, Shell, Tone, Visit, cookie};

use super::asked::{self, Asked};
use super::state_forms::Forms;
use super::target_view::{self, CountedView};
use super::{documents, engine, find};
use crate::domain::Binding;
use crate::reading::{self, Board, Reading, State};
use crate::store::{self as rows, DocumentRow, MilestoneEvent, PublicationRow};
use crate::{labels, urls, views};

/// Records that speak against the promise, on this page.
pub(super) const RECORDS: usize = 20;

#[derive(Template)]
#[template(path = "plan/target.html")]
struct TargetPage {
    shell: Shell,
    quote: String,
    source: String,
    tone: Tone,
    status: String,
    asked: Asked,
    counted: Option<CountedView>,
    milestone: Option<MilestoneView>,
    publication: Option<PublicationView>,
    notice: Option<String>,
    about: Vec<Pair>,
    outlook: Vec<Pair>,
    note: String,
    responsible: Option<ResponsibleView>,
    forms: Forms,
    once: String,
    accept: &'static str,
}

struct MilestoneView {
    due: String,
    events: Vec<web::Event>,
    documents: Vec<DocumentView>,
    complete: Option<String>,
    reopen: Option<String>,
}

struct PublicationView {
    publisher: String,
    rows: Vec<PublishedRow>,
    missing: Option<String>,
    form: Option<(String, Vec<Choice>)>,
}

struct PublishedRow {
    period: String,
    value: String,
    published_on: String,
    source: String,
    documents: Vec<DocumentView>,
    recorded: String,
}

struct DocumentView {
    name: String,
    href: String,
    size: String,
}

struct ResponsibleView {
    action: String,
    choices: Vec<Choice>,
    version: i64,
}

/// What the page is made of.
pub(super) struct Loaded {
    pub(super) board: Board,
    pub(super) reading: Reading,
    pub(super) asked: Asked,
    pub(super) records: Vec<EvidenceRow>,
    events: Vec<MilestoneEvent>,
    publications: Vec<PublicationRow>,
    documents: Vec<DocumentRow>,
    people: BTreeMap<AccountId, String>,
    head: Option<String>,
    group: String,
}

pub(super) async fn show(
    visit: Visit,
    Path((slug, clause)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let forms = Forms::blank(&visit);
    render(&visit, (slug, clause), forms, false).await
}

/// The page with the forms as they were sent, where something is wrong with them.
pub(super) async fn render(
    visit: &Visit,
    at: (String, String),
    forms: Forms,
    invalid: bool,
) -> Result<Response, PageError> {
    let loaded = load(visit, at).await?;
    let page = page(visit, &loaded, forms).await;
    if invalid { visit.page_invalid(&page) } else { visit.page(&page) }
}

async fn load(visit: &Visit, (slug, clause): (String, String)) -> Result<Loaded, PageError> {
    let (engine, asking) = (engine(visit)?, visit.clone());
    visit
        .read::<_, PageError>(move |tx| {
            let plan = find(tx, asking.agency(), &slug)?;
            let asked = asked::read(&asking, (plan.from, plan.to));
            let board =
                reading::board_of(tx, &engine, plan, &clause, asked.ask)?.ok_or(PageError::NotFound)?;
            let reading = board.readings.first().cloned().ok_or(PageError::NotFound)?;
            let mut records = Vec::new();
            if let Some(counted) = reading.counted() {
                let part = views::bad_part(&counted.assessed);
                if views::bad(&counted.assessed, counted.figure) > 0
                    && counted.indicator.definition().meets.is_some()
                {
                    let code = counted.indicator.code();
                    records = engine.evidence(tx, code, &reading.scope, part, (None, RECORDS))?.rows;
                }
            }
            let target = reading.target.id;
            let mut events = rows::milestone_events(tx, board.plan.id)?;
            events.retain(|event| event.target == target && event.at.date() <= asked.ask.as_of);
            let mut publications = rows::publications(tx, board.plan.id)?;
            publications.retain(|row| row.target == target && row.at.date() <= asked.ask.as_of);
            let documents = rows::documents(tx, target)?;
            let actors = events.iter().filter_map(|event| event.actor);
            let mut ids: Vec<AccountId> =
                actors.chain(publications.iter().filter_map(|row| row.actor)).collect();
            let unit = reading.target.unit.map(|unit| identity::unit(tx, unit)).transpose()?.flatten();
            let head = unit.and_then(|unit| unit.head);
            ids.extend(head);
            let people = identity::names(tx, &ids)?;
            let head = head.and_then(|head| people.get(&head).cloned());
            let group = board.groups.iter().find(|group| group.id == reading.target.group);
            let group = group.map(views::group_title).unwrap_or_default();
            Ok(Loaded {
                board,
                reading,
                asked,
                records,
                events,
                publications,
                documents,
                people,
                head,
                group,
            })
        })
        .await
}

async fn page(visit: &Visit, loaded: &Loaded, forms: Forms) -> TargetPage {
    let (board, reading) = (&loaded.board, &loaded.reading);
    let target = &reading.target;
    let title = format!("{} {}", target.clause, target.title);
    let plan = urls::with_query(&urls::show(&board.plan.slug), &loaded.asked.query);
    let crumbs = [
        ("Kế hoạch cải cách", urls::INDEX),
        (board.plan.number.as_str(), plan.as_str()),
        (loaded.group.as_str(), plan.as_str()),
    ];
    let edit = visit.may("plan.edit");
    TargetPage {
        shell: visit.shell_below(&title, &crumbs).await,
        quote: target.sentence.clone(),
        source: format!("Kế hoạch {}, mục {}", board.plan.number, clause_of(&target.clause)),
        tone: labels::tone(reading.status()),
        status: labels::standing(reading),
        counted: target_view::counted(loaded),
        milestone: milestone(loaded, edit),
        publication: publication(loaded, edit),
        notice: notice(reading),
        about: about(loaded),
        outlook: target_view::outlook(loaded),
        note: target.note.clone(),
        responsible: edit.then(|| responsible(board, reading)),
        asked: loaded.asked.clone(),
        forms,
        once: cookie::random_token(),
        accept: documents::ACCEPT,
    }
}

/// `2.a1` is the first promise of clause 2.a.
fn clause_of(clause: &str) -> &str {
    let trimmed = clause.trim_end_matches(|c: char| c.is_ascii_digit());
    if trimmed.ends_with(|c: char| c.is_ascii_alphabetic()) { trimmed } else { clause }
}

fn notice(reading: &Reading) -> Option<String> {
    match (&reading.state, &reading.target.binding) {
        (State::Awaits, Binding::Awaits { part }) => Some(format!(
            "Bản ghi của chỉ tiêu này nằm trong phân hệ {part}, chưa có trong phiên bản hiện tại. Cho đến khi đó, chỉ tiêu không được coi là đạt."
        )),
        (State::Uncounted(why), _) => Some(labels::why(*why).to_owned()),
        _ => None,
    }
}

fn about(loaded: &Loaded) -> Vec<Pair> {
    let (board, reading) = (&loaded.board, &loaded.reading);
    let target = &reading.target;
    let mut about = vec![
        Pair::new("Mục tiêu", views::capital(&labels::goal(target))),
        Pair::new("Kỳ", format!("{} – {}", vi::date(reading.days.from), vi::date(reading.days.to))),
        Pair::new("Loại", labels::kind(target.kind)),
        Pair::new("Đơn vị phụ trách", views::responsible(reading, &board.units)),
    ];
    about.extend(loaded.head.clone().map(|head| Pair::new("Người đứng đầu", head)));
    if !target.baseline.is_empty() {
        about.push(Pair::new("So với", views::capital(&target.baseline)));
    }
    about.push(match &target.binding {
        Binding::Indicator { code, .. } => {
            Pair::link("Tính bằng", labels::binding(&target.binding), indicator::urls::show(code))
        }
        other => Pair::new("Căn cứ", labels::binding(other)),
    });
    about
}

fn milestone(loaded: &Loaded, edit: bool) -> Option<MilestoneView> {
    let State::Milestone(last) = &loaded.reading.state else { return None };
    let (plan, clause) = (&loaded.board.plan.slug, &loaded.reading.target.clause);
    let done = last.as_ref().is_some_and(|event| event.done_on.is_some());
    let event = |event: &MilestoneEvent| web::Event {
        title: match event.done_on {
            Some(day) => format!("Hoàn thành ngày {}", vi::date(day)),
            None => "Mở lại".to_owned(),
        },
        at: event.at,
        who: who(loaded, event.actor),
        text: event.reason.clone(),
        main: false,
    };
    // Documents of a completion that was taken back are history, not proof.
    let owner = last.as_ref().filter(|event| event.done_on.is_some()).map(|event| event.id);
    Some(MilestoneView {
        due: vi::date(loaded.reading.target.to),
        events: loaded.events.iter().rev().map(event).collect(),
        documents: owner.map(|owner| documents_of(loaded, owner)).unwrap_or_default(),
        complete: (edit && !done).then(|| urls::complete(plan, clause)),
        reopen: (edit && done).then(|| urls::reopen(plan, clause)),
    })
}

fn publication(loaded: &Loaded, edit: bool) -> Option<PublicationView> {
    let State::Published(published) = &loaded.reading.state else { return None };
    let target = &loaded.reading.target;
    let Binding::Publication { publisher } = &target.binding else { return None };
    let (own, baseline) = (crate::periods::period(target), crate::periods::baseline_period(target));
    let row = |row: &PublicationRow| PublishedRow {
        period: row.period.clone(),
        value: views::published_value(&loaded.reading, &row.value),
        published_on: vi::date(row.published_on),
        source: row.source.clone(),
        documents: documents_of(loaded, row.id),
        recorded: format!("{}, {}", vi::moment(row.at), who(loaded, row.actor)),
    };
    let missing = match (&published.current, &published.baseline, &baseline) {
        (None, _, _) => Some(format!("Chưa có kết quả {publisher} năm {own} kèm văn bản công bố.")),
        (Some(_), None, Some(year)) => Some(format!("Chưa có kết quả {publisher} năm {year} để so sánh.")),
        _ => None,
    };
    let periods = std::iter::once(own).chain(baseline).map(|year| (year.clone(), format!("Năm {year}")));
    let form =
        edit.then(|| (urls::published(&loaded.board.plan.slug, &target.clause), Choice::list(periods, "")));
    Some(PublicationView {
        publisher: publisher.clone(),
        rows: loaded.publications.iter().rev().map(row).collect(),
        missing,
        form,
    })
}

fn who(loaded: &Loaded, actor: Option<AccountId>) -> String {
    actor.and_then(|id| loaded.people.get(&id)).cloned().unwrap_or_else(|| "Hệ thống".to_owned())
}

fn documents_of(loaded: &Loaded, owner: i64) -> Vec<DocumentView> {
    let view = |document: &DocumentRow| DocumentView {
        name: document.name.clone(),
        href: urls::document(&loaded.board.plan.slug, document.id),
        size: size(document.n_bytes),
    };
    loaded.documents.iter().filter(|document| document.owner == owner).map(view).collect()
}

fn size(bytes: i64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} byte"),
        1_024..1_048_576 => format!("{} KB", vi::number(bytes / 1_024)),
        _ => format!("{} MB", vi::decimal(bytes as f64 / 1_048_576.0, 1)),
    }
}

fn responsible(board: &Board, reading: &Reading) -> ResponsibleView {
    let current = reading.target.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let units = board.units.iter().map(|(unit, name)| (unit.to_string(), name.clone()));
    ResponsibleView {
        action: urls::responsible(&board.plan.slug, &reading.target.clause),
        choices: Choice::list(units, &current),
        version: reading.target.version,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_names_the_clause_it_stands_in() {
        for (promise, clause) in
            [("2.a1", "2.a"), ("2.a", "2.a"), ("3.1", "3.1"), ("M.4", "M.4"), ("6.c3", "6.c")]
        {
            assert_eq!(clause_of(promise), clause);
        }
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        assert_eq!([size(900), size(20_480), size(2_500_000)], ["900 byte", "20 KB", "2,4 MB"]);
    }
}
