//! Many works at once: each row in a transaction of its own, with an outcome a row. One refusal does not stop the
//! others, and pressing the button twice does nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, DossierId, Role};
use store::Tx;
use web::{Choice, Field, FieldErrors, Fields, Form, PageError, Problem, Shell, Tone, Visit, cookie};

use super::office;
use super::show::storage;
use crate::acts::{self, BulkAct};
use crate::domain::DossierRefused;
use crate::{labels, store as rows, urls};

/// Rows that one request may carry.
const MOST: usize = 200;

/// A row of the bulk act.
#[derive(Debug, Clone)]
struct Chosen {
    id: DossierId,
    code: String,
    name: String,
    work: Option<process::Work>,
}

#[derive(Template)]
#[template(path = "dossier/bulk.html")]
struct OutcomePage {
    shell: Shell,
    lead: String,
    rows: Vec<Outcome>,
    back: String,
}

struct Outcome {
    code: String,
    href: String,
    name: String,
    tone: Tone,
    status: String,
    why: String,
}

#[derive(Template)]
#[template(path = "dossier/bulk_assign.html")]
struct AssignPage {
    shell: Shell,
    lead: String,
    problems: Vec<Problem>,
    rows: Vec<Chosen>,
    to: (Field, Vec<Choice>),
    reason: Field,
    back: String,
    once: String,
}

pub(super) async fn run(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let chosen = chosen(&visit, &fields).await?;
    if chosen.is_empty() {
        return none_chosen(&visit, &fields).await;
    }
    match fields.get("viec") {
        "chuyen" => outcomes(&visit, &fields, (chosen, BulkAct::HandOver)).await,
        "giao" => assign(&visit, &fields, chosen).await,
        other => Err(PageError::Bad(format!("Không có việc hàng loạt “{other}”."))),
    }
}

async fn chosen(visit: &Visit, fields: &Fields) -> Result<Vec<Chosen>, PageError> {
    let mut codes: Vec<String> = fields.all("hs").map(str::to_owned).collect();
    codes.dedup();
    if codes.len() > MOST {
        return Err(PageError::Refused(format!("Chọn nhiều nhất {MOST} hồ sơ một lần.")));
    }
    let agency = visit.agency();
    visit
        .read::<_, PageError>(move |tx| {
            let mut found = Vec::with_capacity(codes.len());
            for code in &codes {
                if let Some(dossier) = rows::by_code(tx, agency, code)? {
                    let work = process::current(tx, dossier.id.get())?;
                    let (id, code, name) = (dossier.id, dossier.code, dossier.applicant_name);
                    found.push(Chosen { id, code, name, work });
                }
            }
            Ok(found)
        })
        .await
}

async fn none_chosen(visit: &Visit, fields: &Fields) -> Result<Response, PageError> {
    let mut shell = visit.shell_below("Chưa chọn hồ sơ nào", &[("Hàng chờ xử lý", urls::QUEUE)]).await;
    shell.flash = None;
    let page = OutcomePage {
        shell,
        lead: "Chọn ít nhất một hồ sơ trong danh sách rồi bấm lại nút việc cần làm.".to_owned(),
        rows: Vec::new(),
        back: back(fields),
    };
    visit.page_invalid(&page)
}

/// Back to the list it came from, never out of this program.
fn back(fields: &Fields) -> String {
    let wanted = fields.get("ve");
    let ours = wanted.strip_prefix(urls::QUEUE).is_some_and(|rest| rest.is_empty() || rest.starts_with('?'));
    if ours { wanted.to_owned() } else { urls::QUEUE.to_owned() }
}

async fn assign(visit: &Visit, fields: &Fields, chosen: Vec<Chosen>) -> Result<Response, PageError> {
    let mut errors = FieldErrors::new();
    let to = fields.get("den").parse().ok().map(AccountId);
    if fields.has("den") {
        if to.is_none() {
            errors.add("den", "Chọn người nhận");
        }
        errors.require("ly-do", fields.get("ly-do"), "Nhập lý do");
        if let (Some(to), true) = (to, errors.is_empty()) {
            let act = BulkAct::Assign { to, reason: fields.get("ly-do").to_owned() };
            return outcomes(visit, fields, (chosen, act)).await;
        }
    }
    let (agency, day, works) = (visit.agency(), visit.now.date(), chosen.clone());
    let people = visit.read::<_, PageError>(move |tx| candidates(tx, agency, day, &works)).await?;
    let first = std::iter::once((String::new(), "Chọn người nhận".to_owned()));
    let all = people.into_iter().map(|(id, name)| (id.to_string(), name));
    let page = AssignPage {
        shell: visit.shell_below("Giao xử lý", &[("Hàng chờ xử lý", urls::QUEUE)]).await,
        lead: format!("{} hồ sơ được chọn. Mỗi hồ sơ có kết quả riêng.", chosen.len()),
        problems: errors.problems(),
        to: (
            Field::new("den", "Người nhận", fields.get("den")).with_error(errors.get("den")),
            Choice::list(first.chain(all), fields.get("den")),
        ),
        reason: Field::new("ly-do", "Lý do", fields.get("ly-do")).with_error(errors.get("ly-do")),
        rows: chosen,
        back: back(fields),
        once: cookie::random_token(),
    };
    if errors.is_empty() { visit.page(&page) } else { visit.page_invalid(&page) }
}

/// Everybody who could do the open step of at least one of the works.
fn candidates(
    tx: &mut Tx<'_>,
    agency: kernel::AgencyId,
    day: kernel::Date,
    chosen: &[Chosen],
) -> Result<Vec<(AccountId, String)>, PageError> {
    let open = chosen.iter().filter_map(|row| row.work.as_ref());
    let places: BTreeSet<(kernel::UnitId, &str)> = open.map(|work| (work.unit, work.role.as_str())).collect();
    let mut people = BTreeMap::new();
    for (unit, role) in places {
        let Some(role) = Role::from_code(role) else { continue };
        for person in identity::accounts_with_role(tx, agency, Some(unit), role, day)? {
            people.insert(kernel::sort_key(&person.name), (person.id, person.name));
        }
    }
    Ok(people.into_values().collect())
}

async fn outcomes(
    visit: &Visit,
    fields: &Fields,
    (chosen, act): (Vec<Chosen>, BulkAct),
) -> Result<Response, PageError> {
    let mut rows = Vec::with_capacity(chosen.len());
    for row in chosen {
        let refused = one(visit, fields, (row.id, &act)).await?;
        rows.push(outcome(row, refused.as_ref()));
    }
    let done = rows.iter().filter(|row| row.tone == Tone::Met).count();
    let page = OutcomePage {
        shell: visit.shell_below("Kết quả xử lý hàng loạt", &[("Hàng chờ xử lý", urls::QUEUE)]).await,
        lead: format!("{done} hồ sơ đã làm, {} hồ sơ chưa làm được.", rows.len() - done),
        rows,
        back: back(fields),
    };
    visit.page(&page)
}

/// Runs one row in a transaction of its own; why not, where it was refused.
async fn one(
    visit: &Visit,
    fields: &Fields,
    (id, act): (DossierId, &BulkAct),
) -> Result<Option<DossierRefused>, PageError> {
    let (office, acting, act) = (office(visit), visit.acting()?, act.clone());
    let mut key = Fields::default();
    key.push("once", &format!("{}:{id}", fields.get("once")));
    let done = visit
        .write_once::<DossierRefused>(Some(&key), move |tx| {
            acts::bulk(tx, &office, &acting, (id, &act)).map(|()| String::new())
        })
        .await;
    match done.map_err(storage) {
        Ok(_) => Ok(None),
        Err(Ok(refused)) => Ok(Some(refused)),
        Err(Err(failure)) => Err(failure.into()),
    }
}

fn outcome(row: Chosen, refused: Option<&DossierRefused>) -> Outcome {
    let why = refused.map(|refused| {
        labels::refused(refused)
            .unwrap_or_else(|| "Tài khoản này chưa được giao quyền làm việc này.".to_owned())
    });
    Outcome {
        href: urls::dossier(&row.code),
        code: row.code,
        name: row.name,
        tone: if why.is_none() { Tone::Met } else { Tone::Missed },
        status: if why.is_none() { "Đã làm" } else { "Chưa làm" }.to_owned(),
        why: why.unwrap_or_default(),
    }
}
