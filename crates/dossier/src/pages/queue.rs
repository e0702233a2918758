//! The inbox: works by scope and urgency, the most urgent first; the counts on the tabs come from the same
//! conditions as the lists.

mod filter;

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use calendar::WorkCalendar;
use kernel::{AccountId, Cursor, Instant, vi};
use process::{Work, inbox};
use store::{StoreError, Tx};
use web::{Choice, Field, PageError, QueueRow, Shell, Tab, Tone, Urgency, Visit, cookie};

pub(super) use filter::select;
use filter::{Facets, View};
pub(crate) use filter::{Horizon, may_see_agency};

use super::{account_names, office, short_moment};
use crate::store as rows;
use crate::{ForeignWork, Office, urls};

/// Works on a page.
const SIZE: usize = 30;

#[derive(Template)]
#[template(path = "dossier/queue.html")]
struct QueuePage {
    shell: Shell,
    lead: String,
    may_receive: bool,
    may_work: bool,
    may_assign: bool,
    tabs: Vec<Tab>,
    /// What the filter form keeps besides its own controls.
    kept: Vec<(&'static str, String)>,
    selects: Vec<(Field, Vec<Choice>)>,
    tags: Vec<(String, String)>,
    clear: String,
    views: Vec<ViewRow>,
    query: String,
    back: String,
    rows: Vec<QueueRow>,
    total: String,
    next: Option<String>,
    first: String,
    once: String,
}

/// A saved view as the list shows it.
struct ViewRow {
    name: String,
    href: String,
    forget: Option<String>,
    shared: bool,
}

struct Loaded {
    page: kernel::Page<Work>,
    counts: inbox::Counts,
    tabs: Vec<(View, String, i64)>,
    facets: Facets,
    views: Vec<inbox::SavedView>,
    rows: Vec<QueueRow>,
}

pub(super) async fn index(visit: Visit) -> Result<Response, PageError> {
    let who = visit.signed_in()?.clone();
    let after = visit.query.some("sau").and_then(Cursor::parse);
    let (office, now, query) = (office(&visit), visit.now, visit.query.clone());
    let (view, loaded) = visit
        .read::<_, PageError>(move |tx| {
            let delegators = delegators(tx, who.account, now)?;
            let view = View::read(&query, &who, &delegators);
            let calendar = office.calendars.of(tx, who.agency, who.unit)?;
            let horizon = Horizon::of(&calendar, now);
            let filter = view.filter(who.agency, horizon);
            let page = inbox::list(tx, &filter, after.as_ref(), SIZE)?;
            let loaded = Loaded {
                counts: inbox::counts(tx, &filter, horizon.soon)?,
                tabs: view.scopes(tx, (&who, &delegators), horizon)?,
                facets: Facets::load(tx, &office, who.agency, now.date())?,
                views: inbox::saved_views(tx, who.agency, who.account)?,
                rows: queue_rows(tx, (&office, &calendar), horizon, &page.rows)?,
                page,
            };
            Ok((view, loaded))
        })
        .await?;
    let page = build(&visit, &view, loaded).await?;
    visit.page(&page)
}

/// Those whose works the account may do in their stead.
fn delegators(tx: &mut Tx<'_>, account: AccountId, now: Instant) -> Result<Vec<AccountId>, StoreError> {
    let delegations = identity::delegations_to(tx, account, now)?.into_iter();
    let mut from: Vec<AccountId> = delegations
        .filter(|delegation| delegation.powers.include("dossier.work"))
        .map(|delegation| delegation.from)
        .collect();
    from.sort_unstable();
    from.dedup();
    Ok(from)
}

async fn build(visit: &Visit, view: &View, loaded: Loaded) -> Result<QueuePage, PageError> {
    let account = visit.signed_in()?.account;
    let Loaded { page, counts, tabs, facets, views, rows } = loaded;
    let words = view.words(&tabs);
    let shown = view.count_of(&counts);
    let next = page.next.map(|cursor| urls::queue(&view.query_with("sau", &cursor.to_string())));
    Ok(QueuePage {
        shell: visit.shell_below("Hàng chờ xử lý", &[("Công việc", urls::QUEUE)]).await,
        lead: format!(
            "{} {}, sắp theo hạn gần nhất. Hạn tính bằng ngày, giờ làm việc.",
            vi::number(shown),
            words
        ),
        may_receive: visit.may("dossier.receive"),
        may_work: visit.may("dossier.work"),
        may_assign: visit.may("dossier.assign"),
        tabs: view.tabs(&tabs, &counts),
        kept: view.kept(),
        selects: [facets.topic_select(view), facets.step_select(view)]
            .into_iter()
            .chain(facets.unit_select(view))
            .collect(),
        tags: view.tags(&facets),
        clear: urls::queue(&view.cleared()),
        views: views.into_iter().map(|saved| view_row(saved, account)).collect(),
        query: view.query(),
        back: urls::queue(&view.query()),
        total: format!("{} hồ sơ · tải lúc {}", vi::number(shown), vi::clock(visit.now)),
        first: if visit.query.has("sau") { urls::queue(&view.query()) } else { String::new() },
        next,
        rows,
        once: cookie::random_token(),
    })
}

fn view_row(saved: inbox::SavedView, account: AccountId) -> ViewRow {
    ViewRow {
        href: urls::queue(&saved.query),
        forget: (saved.owner == account).then(|| urls::forget_view(saved.id)),
        name: saved.name,
        shared: saved.shared,
    }
}

/// The rows of works, with what only the dossier knows: its channel, and since when it stands still.
fn queue_rows(
    tx: &mut Tx<'_>,
    (office, calendar): (&Office, &WorkCalendar),
    horizon: Horizon,
    works: &[Work],
) -> Result<Vec<QueueRow>, StoreError> {
    let names = account_names(tx, works.iter().filter_map(|work| work.account))?;
    works
        .iter()
        .map(|work| {
            if let Some(kind) = office.foreign.iter().find(|kind| kind.subject == work.subject) {
                return Ok(foreign_row(calendar, horizon, work, (kind, &names)));
            }
            let dossier = rows::find(tx, kernel::DossierId(work.subject_id))?;
            Ok(row(calendar, horizon, work, (&dossier, &names)))
        })
        .collect()
}

fn row(
    calendar: &WorkCalendar,
    horizon: Horizon,
    work: &Work,
    (dossier, names): (&crate::Dossier, &BTreeMap<AccountId, String>),
) -> QueueRow {
    let now = horizon.now;
    let (urgency, left, due) = standing(calendar, horizon, work, dossier.paused_at);
    let paused_words = if dossier.due_at.is_none() { "Chờ bổ sung" } else { "Tạm dừng" };
    let paused = dossier.paused_at.is_some();
    let step_over = work.due_at.filter(|due| *due < now && !paused);
    QueueRow {
        code: work.headline.code.clone(),
        href: urls::dossier(&work.headline.code),
        title: work.headline.topic_name.clone(),
        person: work.headline.title.clone(),
        step: if paused { paused_words.to_owned() } else { work.step_name.clone() },
        step_tone: paused.then_some(Tone::Paused),
        step_late: step_over.map(|due| format!("Bước quá {}", calendar.worked(due, now))),
        left,
        due,
        urgency,
        channel: crate::labels::channel_short(dossier.channel).to_owned(),
        assignee: work.account.and_then(|account| names.get(&account).cloned()),
    }
}

/// The row of a work that belongs to another context.
fn foreign_row(
    calendar: &WorkCalendar,
    horizon: Horizon,
    work: &Work,
    (kind, names): (&ForeignWork, &BTreeMap<AccountId, String>),
) -> QueueRow {
    let (urgency, left, due) = standing(calendar, horizon, work, None);
    QueueRow {
        code: work.headline.code.clone(),
        href: (kind.href)(work),
        title: work.headline.topic_name.clone(),
        person: work.headline.title.clone(),
        step: work.step_name.clone(),
        step_tone: None,
        step_late: None,
        left,
        due,
        urgency,
        channel: kind.label.to_owned(),
        assignee: work.account.and_then(|account| names.get(&account).cloned()),
    }
}

fn standing(
    calendar: &WorkCalendar,
    horizon: Horizon,
    work: &Work,
    paused_at: Option<Instant>,
) -> (Urgency, String, String) {
    let now = horizon.now;
    if let Some(since) = paused_at {
        let span = calendar.worked(since, now);
        return (
            Urgency::Paused,
            format!("Tạm dừng {span}"),
            format!("Dừng từ {}", short_moment(since, now)),
        );
    }
    let Some(due) = work.sort.deadline() else {
        return (Urgency::Calm, "Không có hạn".to_owned(), String::new());
    };
    let urgency = if due < now {
        Urgency::Late
    } else if due < horizon.soon {
        Urgency::Soon
    } else {
        Urgency::Calm
    };
    (urgency, calendar.time_left(now, due).short(), short_moment(due, now))
}
