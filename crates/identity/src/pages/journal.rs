//! The journal, newest first: who did what to which thing, and when.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, vi};
use store::journal::{Entry, Search, Searched, about, search};
use web::{Choice, Field, PageError, Shell, Visit};

use crate::journal_words::{JournalWords, Named};
use crate::urls;

/// Entries of a page.
const SIZE: i64 = 50;

#[derive(Template)]
#[template(path = "identity/journal.html")]
struct JournalPage {
    shell: Shell,
    active_filters: usize,
    kind: Field,
    kinds: Vec<Choice>,
    actor: Field,
    subject: Option<String>,
    rows: Vec<Row>,
    next: Option<String>,
    first: String,
}

struct Row {
    at: String,
    who: String,
    on_behalf_of: Option<String>,
    what: String,
    subject: String,
    href: Option<String>,
    payload: String,
    entry: i64,
}

/// What the address asks for.
struct Wanted {
    kind: Option<String>,
    actor: Option<String>,
    subject: Option<(String, i64)>,
    before: Option<i64>,
}

impl Wanted {
    fn read(visit: &Visit) -> Self {
        let text = |name: &str| visit.query.some(name).map(str::to_owned);
        let number = |name: &str| visit.query.get(name).parse().ok();
        Self {
            kind: text("viec"),
            actor: text("nguoi"),
            subject: text("loai").zip(number("so")),
            before: number("truoc"),
        }
    }
}

/// What the page shows, and the names it needs.
struct Read {
    found: Searched,
    names: BTreeMap<AccountId, String>,
    subjects: BTreeMap<(String, i64), Named>,
    actor_known: bool,
}

async fn read(visit: &Visit, wanted: &Wanted, words: Arc<JournalWords>) -> Result<Read, PageError> {
    let agency = visit.agency();
    let (kind, login, before) = (wanted.kind.clone(), wanted.actor.clone(), wanted.before);
    let subject = wanted.subject.clone();
    visit
        .read::<_, PageError>(move |tx| {
            let account = match &login {
                Some(login) => crate::account_by_login(tx, agency, login)?,
                None => None,
            };
            let actor_known = login.is_none() || account.is_some();
            let filter = Search { kind: kind.clone(), actor: account.map(|account| account.id) };
            let found = match &subject {
                _ if !actor_known => Searched { entries: Vec::new(), next: None },
                Some((name, id)) => of_subject(about(tx, *id)?, name, &filter, before),
                None => search(tx, agency, &filter, before, SIZE)?,
            };
            let people = found.entries.iter().flat_map(|entry| [entry.actor, entry.on_behalf_of]);
            let people: Vec<AccountId> = people.flatten().collect();
            let names = crate::names(tx, &people)?;
            let subjects = words.name(tx, agency, &found.entries)?;
            Ok(Read { found, names, subjects, actor_known })
        })
        .await
}

/// One subject's entries, newest first, cut to a page.
fn of_subject(entries: Vec<Entry>, subject: &str, filter: &Search, before: Option<i64>) -> Searched {
    let fits = |entry: &Entry| {
        entry.subject == subject
            && before.is_none_or(|before| entry.id < before)
            && filter.kind.as_ref().is_none_or(|kind| *kind == entry.kind)
            && filter.actor.is_none_or(|actor| entry.actor == Some(actor))
    };
    let mut entries: Vec<Entry> = entries.into_iter().rev().filter(fits).collect();
    let more = entries.len() > SIZE as usize;
    entries.truncate(SIZE as usize);
    let next = entries.last().filter(|_| more).map(|entry| entry.id);
    Searched { entries, next }
}

fn row(entry: &Entry, read: &Read, words: &JournalWords) -> Row {
    let name = |id: AccountId| read.names.get(&id).cloned().unwrap_or_else(|| format!("Tài khoản số {id}"));
    let named = read.subjects.get(&(entry.subject.clone(), entry.subject_id));
    let subject = match (named, entry.subject_id) {
        (Some(named), _) => named.text.clone(),
        (None, 0) => "–".to_owned(),
        (None, id) => format!("{} số {id}", words.subject(&entry.subject)),
    };
    Row {
        at: vi::moment(entry.at),
        who: entry.actor.map_or_else(|| "Hệ thống".to_owned(), name),
        on_behalf_of: entry.on_behalf_of.map(name),
        what: words.kind(&entry.kind),
        subject,
        href: named.and_then(|named| named.href.clone()),
        payload: entry.payload.clone(),
        entry: entry.id,
    }
}

pub(crate) async fn index(visit: Visit) -> Result<Response, PageError> {
    let wanted = Wanted::read(&visit);
    let words = visit.app.extension::<Arc<JournalWords>>().unwrap_or_default();
    let read = read(&visit, &wanted, words.clone()).await?;
    let query = &visit.query;
    let turn = |before: &str| urls::with(urls::JOURNAL, query, "truoc", before);
    let unknown = (!read.actor_known).then(|| "Không có tài khoản này.".to_owned());
    let all = std::iter::once((String::new(), "Tất cả".to_owned()));
    let page = JournalPage {
        shell: visit.shell("Nhật ký").await,
        active_filters: ["viec", "nguoi"].iter().filter(|name| query.some(name).is_some()).count(),
        kind: Field::new("viec", "Việc", ""),
        kinds: Choice::list(all.chain(words.kinds()), query.get("viec")),
        actor: Field::new("nguoi", "Tài khoản thực hiện", query.get("nguoi")).with_error(unknown),
        subject: wanted.subject.as_ref().map(|key| match read.subjects.get(key) {
            Some(named) => named.text.clone(),
            None => format!("{} số {}", words.subject(&key.0), key.1),
        }),
        rows: read.found.entries.iter().map(|entry| row(entry, &read, &words)).collect(),
        next: read.found.next.map(|id| turn(&id.to_string())),
        first: if wanted.before.is_some() { turn("") } else { String::new() },
    };
    visit.page(&page)
}
