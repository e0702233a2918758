//! The page of a dossier: who and what, how much time is left, the steps, the papers, what happened.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, Acting, AgencyId, DossierId, UnitId};
use process::Work;
use store::journal::{self, Entry};
use store::{StoreError, Tx};
use web::{Event, PageError, Pair, PaperRow, Path, Shell, StepRow, Tab, Tone, Visit};

use super::action::{Action, Button};
use super::ruler::{self, DeadlineStrip};
use super::show_parts::{self as parts, ClockLine};
use super::{account_names, office, unit_names};
use crate::Annex;
use crate::acts::frame::Case;
use crate::domain::{ClockRow, DossierRefused, Paper, PublicStatus};
use crate::office::Office;
use crate::person::{self, Person};
use crate::{labels, store as rows, urls};

/// Entries of the journal on the page itself.
const RECENT: usize = 6;

/// A dossier with everything its page shows.
pub(super) struct Loaded {
    pub(super) case: Case,
    pub(super) history: Vec<Work>,
    pub(super) papers: Vec<Paper>,
    pub(super) clock: Vec<ClockRow>,
    pub(super) person: Person,
    pub(super) journal: Vec<Entry>,
    pub(super) names: BTreeMap<AccountId, String>,
    pub(super) units: BTreeMap<UnitId, String>,
    /// Whether the visitor holds the open step, perhaps for somebody else.
    pub(super) held: bool,
    /// Pages of other contexts about it, with how much stands there.
    pub(super) annexes: Vec<(Annex, i64)>,
}

impl Loaded {
    pub(super) fn load(
        tx: &mut Tx<'_>,
        office: &Office,
        acting: &Acting,
        code: &str,
    ) -> Result<Self, PageError> {
        let case = find(tx, office, acting.agency, code)?;
        let id = case.dossier.id;
        let history = process::history(tx, id.get())?;
        let journal = journal::about(tx, id.get())?;
        let accounts = history.iter().filter_map(|work| work.account);
        let actors = journal.iter().flat_map(|entry| [entry.actor, entry.on_behalf_of]).flatten();
        let mentioned: Vec<AccountId> = accounts.chain(actors).chain(parts::mentioned(&journal)).collect();
        Ok(Self {
            names: account_names(tx, mentioned.into_iter())?,
            units: unit_names(tx, acting.agency)?,
            papers: rows::papers(tx, id)?.0,
            clock: rows::clock_rows(tx, id)?,
            person: person::find(tx, case.dossier.applicant)?,
            held: holds(tx, acting, case.work.as_ref())?,
            annexes: annexes(tx, office, acting, id)?,
            history,
            journal,
            case,
        })
    }
}

/// The pages of other contexts that the actor may see, each with its count.
fn annexes(
    tx: &mut Tx<'_>,
    office: &Office,
    acting: &Acting,
    id: DossierId,
) -> Result<Vec<(Annex, i64)>, StoreError> {
    let seen = office.annexes.iter().filter(|annex| acting.may(annex.permission));
    seen.map(|annex| Ok((*annex, (annex.count)(tx, id)?))).collect()
}

/// The dossier of a code in the hands of a page.
pub(super) fn find(
    tx: &mut Tx<'_>,
    office: &Office,
    agency: AgencyId,
    code: &str,
) -> Result<Case, PageError> {
    let dossier = rows::by_code(tx, agency, code)?.ok_or(PageError::NotFound)?;
    Ok(Case::load(tx, office, dossier.id)?)
}

/// Whether the actor may work the open step.
pub(super) fn holds(tx: &mut Tx<'_>, acting: &Acting, work: Option<&Work>) -> Result<bool, PageError> {
    let Some(work) = work else { return Ok(false) };
    match process::may_work(tx, acting, work) {
        Ok(_) => Ok(true),
        Err(process::ProcessRefused::Store(error)) => Err(error.into()),
        Err(_) => Ok(false),
    }
}

#[derive(Template)]
#[template(path = "dossier/show.html")]
struct ShowPage {
    shell: Shell,
    tone: Tone,
    status: &'static str,
    facts: Vec<String>,
    buttons: Vec<Button>,
    more: Vec<Button>,
    tabs: Vec<Tab>,
    strip: DeadlineStrip,
    warning: Option<String>,
    steps: Vec<StepRow>,
    process: String,
    papers: Vec<PaperRow>,
    clock: Vec<ClockLine>,
    applicant: Vec<Pair>,
    reveal: Option<String>,
    details: Vec<Pair>,
    events: Vec<Event>,
    all_events: String,
    history: String,
    slip: Option<String>,
    prints: Vec<super::forms::Printable>,
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let (office, acting, for_code) = (office(&visit), visit.acting()?, code.clone());
    let loaded = visit.read::<_, PageError>(move |tx| Loaded::load(tx, &office, &acting, &for_code)).await?;
    let page = build(&visit, loaded, false).await?;
    visit.page(&page)
}

/// Shows the applicant's identifiers once; that they were looked at stands in the journal.
pub(super) async fn reveal(
    visit: Visit,
    Path(code): Path<String>,
    _: web::Form,
) -> Result<Response, PageError> {
    let (office, acting, for_code) = (office(&visit), visit.acting()?, code.clone());
    let loaded = visit
        .write::<_, PageError>(move |tx| {
            let loaded = Loaded::load(tx, &office, &acting, &for_code)?;
            let (person, dossier) = (loaded.person.id, loaded.case.dossier.id);
            let payload = serde_json::json!({ "dossier": dossier });
            journal::append(tx, &acting, "person.revealed", ("person", person.get()), &payload)?;
            Ok(loaded)
        })
        .await?;
    let page = build(&visit, loaded, true).await?;
    visit.page(&page)
}

async fn build(visit: &Visit, loaded: Loaded, revealed: bool) -> Result<ShowPage, PageError> {
    let dossier = &loaded.case.dossier;
    let procedure = &loaded.case.procedure;
    let status = PublicStatus::of(dossier);
    let (buttons, more) = Action::buttons(&loaded.case, |code| visit.may(code), loaded.held);
    let mut shell = visit.shell_below(&dossier.code, &crumbs(&loaded)).await;
    shell.title = format!("{} – {}", procedure.name, dossier.applicant_name);
    let events = parts::events(&loaded.journal, &loaded.names);
    let strip = ruler::strip(&loaded.case, &loaded.clock, visit.now);
    Ok(ShowPage {
        shell,
        tone: labels::tone(status),
        status: status.label(),
        facts: vec![
            dossier.code.clone(),
            labels::channel_short(dossier.channel).to_owned(),
            format!("Thủ tục {}", dossier.procedure_code),
            loaded.units.get(&dossier.unit).cloned().unwrap_or_default(),
        ],
        buttons,
        more,
        tabs: tabs(&loaded, events.len()),
        warning: parts::warning(&loaded.case, visit.now),
        steps: parts::steps(&loaded, visit.now),
        process: parts::process_line(&loaded.case),
        papers: loaded.papers.iter().enumerate().map(|(at, paper)| parts::paper(at + 1, paper)).collect(),
        clock: parts::clock_lines(&loaded),
        applicant: parts::applicant(&loaded.person, dossier, revealed),
        reveal: (!revealed).then(|| urls::reveal(&dossier.code)),
        details: parts::details(&loaded),
        all_events: format!("Tất cả {} mục", events.len()),
        events: events.into_iter().take(RECENT).collect(),
        history: urls::history(&dossier.code),
        prints: super::forms::printable(visit, &loaded),
        slip: visit.may("dossier.see").then(|| urls::slip(&dossier.code)),
        strip,
    })
}

fn crumbs(_: &Loaded) -> Vec<(&'static str, &'static str)> {
    vec![("Hồ sơ", urls::DOSSIERS)]
}

fn tabs(loaded: &Loaded, events: usize) -> Vec<Tab> {
    let here = urls::dossier(&loaded.case.dossier.code);
    let tab = |label: &str, href: String, current: bool, count: Option<usize>| Tab {
        label: label.to_owned(),
        href,
        current,
        count: count.map(|count| count as i64),
        alert: false,
    };
    let mut tabs = vec![
        tab("Tổng quan", here.clone(), true, None),
        tab("Thành phần hồ sơ", format!("{here}#hs-tp"), false, Some(loaded.papers.len())),
        tab("Mốc thời hạn", format!("{here}#hs-moc"), false, Some(loaded.clock.len() + 1)),
        tab("Nhật ký", urls::history(&loaded.case.dossier.code), false, Some(events)),
    ];
    tabs.extend(loaded.annexes.iter().map(|(annex, count)| {
        let href = urls::act(&loaded.case.dossier.code, annex.slug);
        tab(annex.label, href, false, usize::try_from(*count).ok())
    }));
    tabs
}

#[derive(Template)]
#[template(path = "dossier/history.html")]
struct HistoryPage {
    shell: Shell,
    lead: String,
    events: Vec<Event>,
}

/// The whole journal of a dossier.
pub(super) async fn history(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let agency = visit.agency();
    let (dossier, events) = visit
        .read::<_, PageError>(move |tx| {
            let dossier = rows::by_code(tx, agency, &code)?.ok_or(PageError::NotFound)?;
            let entries = journal::about(tx, dossier.id.get())?;
            let actors = entries.iter().flat_map(|entry| [entry.actor, entry.on_behalf_of]).flatten();
            let all: Vec<AccountId> = actors.chain(parts::mentioned(&entries)).collect();
            let names = account_names(tx, all.into_iter())?;
            Ok((dossier, parts::events(&entries, &names)))
        })
        .await?;
    let own = urls::dossier(&dossier.code);
    let page = HistoryPage {
        shell: visit
            .shell_below("Nhật ký", &[("Hồ sơ", urls::DOSSIERS), (dossier.code.as_str(), own.as_str())])
            .await,
        lead: format!(
            "{} · {} · {} mục, mới nhất trước.",
            dossier.applicant_name,
            dossier.code,
            events.len()
        ),
        events,
    };
    visit.page(&page)
}

/// Failures of storage inside a refusal stay failures.
pub(super) fn storage(refused: DossierRefused) -> Result<DossierRefused, StoreError> {
    use process::ProcessRefused as Work;
    match refused {
        DossierRefused::Store(StoreError::Conflict) => Ok(DossierRefused::Store(StoreError::Conflict)),
        DossierRefused::Work(Work::Store(StoreError::Conflict)) => {
            Ok(DossierRefused::Store(StoreError::Conflict))
        }
        DossierRefused::Store(error) | DossierRefused::Work(Work::Store(error)) => Err(error),
        refused => Ok(refused),
    }
}
