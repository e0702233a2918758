//! Reception at the counter: procedure, applicant, papers, return, from top to bottom, with the slip beside them.
//! One form; every button but the last only looks things up and keeps what was typed. Personal data is sent with
//! POST, so that it stays out of addresses.

mod desk;
mod preview;

use askama::Template;
use axum::response::Response;
use kernel::PersonId;
use store::Tx;
use web::{
    Choice, Field, FieldErrors, Fields, Form, PageError, Pair, Problem, SearchHit, Shell, Visit, cookie,
};

use desk::{Desk, PaperLine};
use preview::Preview;

use super::office;
use super::show::storage;
use crate::acts;
use crate::domain::DossierRefused;
use crate::person::Person;
use crate::{labels, urls};

#[derive(Template)]
#[template(path = "dossier/receive.html")]
struct ReceivePage {
    shell: Shell,
    problems: Vec<Problem>,
    /// What to ask the applicant for.
    wanting: Vec<String>,
    desk: Desk,
    search: Field,
    hits: Vec<SearchHit>,
    chosen: Option<ChosenProcedure>,
    selects: Vec<(Field, Vec<Choice>)>,
    postal: Option<Field>,
    person_search: Field,
    people: Vec<PersonHit>,
    person: Option<Vec<Pair>>,
    nobody: bool,
    new_person: Vec<(Field, &'static str, &'static str)>,
    kind: (Field, Vec<Choice>),
    filer: Field,
    papers: Vec<PaperLine>,
    return_by: (Field, Vec<Choice>),
    summary: Field,
    preview: Option<Preview>,
    focus: &'static str,
    once: String,
}

/// The procedure that was chosen.
struct ChosenProcedure {
    code: String,
    name: String,
    text: String,
    href: String,
}

/// A person that was found.
struct PersonHit {
    id: PersonId,
    name: String,
    text: String,
}

/// The page as an address asks for it: `?tim=`, `?thu-tuc=`, `?truong-hop=`, `?kenh=`, `?nguoi=`.
pub(super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let fields = visit.query.clone();
    let desk = step(&visit, &fields).await?;
    let page = build(&visit, desk, &FieldErrors::new()).await;
    visit.page(&page)
}

/// A button was pressed: looked up, or taken in.
pub(super) async fn act(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let mut desk = step(&visit, &fields).await?;
    match fields.get("viec") {
        "nhan" => take_in(&visit, &fields, desk).await,
        "huong-dan" => {
            desk.show_wanting = true;
            let page = build(&visit, desk, &FieldErrors::new()).await;
            visit.page(&page)
        }
        _ => {
            let page = build(&visit, desk, &FieldErrors::new()).await;
            visit.page(&page)
        }
    }
}

/// Reads the form and looks up what it asks for.
async fn step(visit: &Visit, fields: &Fields) -> Result<Desk, PageError> {
    let (office, agency, now, fields) = (office(visit), visit.agency(), visit.now, fields.clone());
    visit.read::<_, PageError>(move |tx| Desk::load(tx, &office, (agency, now), &fields)).await
}

async fn take_in(visit: &Visit, fields: &Fields, mut desk: Desk) -> Result<Response, PageError> {
    let command = match desk.parse(visit.now) {
        Ok(command) => command,
        Err(errors) => {
            let page = build(visit, desk, &errors).await;
            return visit.page_invalid(&page);
        }
    };
    let (office, acting) = (office(visit), visit.acting()?);
    let done = visit
        .write_once::<DossierRefused>(Some(fields), move |tx: &mut Tx<'_>| {
            acts::receive(tx, &office, &acting, &command).map(|received| received.code)
        })
        .await;
    match done.map_err(storage) {
        Ok((code, _)) => Ok(visit.redirect_done(&urls::slip(&code), &format!("Đã tiếp nhận hồ sơ {code}."))),
        Err(Err(failure)) => Err(failure.into()),
        Err(Ok(refused)) => {
            let Some(text) = labels::refused(&refused) else { return Err(refused.into()) };
            desk.show_wanting = matches!(refused, DossierRefused::PapersMissing(_));
            let place = if desk.show_wanting { "p3" } else { "" };
            let page = build(visit, desk, &FieldErrors::one(place, text)).await;
            visit.page_invalid(&page)
        }
    }
}

async fn build(visit: &Visit, desk: Desk, errors: &FieldErrors) -> ReceivePage {
    let field =
        |name: &str, label: &str, value: &str| Field::new(name, label, value).with_error(errors.get(name));
    let preview = desk.preview(visit.now);
    let chosen = desk.chosen();
    ReceivePage {
        shell: visit.shell_below("Tiếp nhận hồ sơ tại quầy", &[("Công việc", urls::QUEUE)]).await,
        problems: errors.problems(),
        wanting: if desk.show_wanting { desk.wanting() } else { Vec::new() },
        search: field("tim", "Tìm theo mã, tên hoặc việc người dân nói", &desk.search)
            .with_error(errors.get("tim").or_else(|| desk.search_problem.clone())),
        hits: desk.hits.clone(),
        selects: desk.selects(),
        postal: desk
            .receipt_field()
            .map(|name| field(name, "Thời điểm nhận (nếu khác bây giờ)", &desk.received)),
        person_search: field(
            "tim-nguoi",
            "Tìm người nộp: số định danh, họ tên hoặc điện thoại",
            &desk.person_search,
        ),
        people: desk.people.iter().map(person_hit).collect(),
        person: desk.person.as_ref().map(person_pairs),
        nobody: desk.nobody(),
        new_person: desk
            .new_person
            .fields()
            .into_iter()
            .map(|(name, label, value, class, mode)| (field(name, label, value), class, mode))
            .collect(),
        kind: desk.new_person.kind(),
        filer: field("nop-thay", "Người nộp thay (nếu có)", &desk.filer),
        papers: desk.papers.clone(),
        return_by: desk.return_choices(),
        summary: field("ghi-chu", "Nội dung, ghi chú cho phòng chuyên môn", &desk.summary),
        focus: desk.focus(),
        preview,
        chosen,
        desk,
        once: cookie::random_token(),
    }
}

fn person_hit(person: &Person) -> PersonHit {
    let born = person.born_on.map(|born| format!("sinh {}", kernel::vi::date(born)));
    let number = person.id_number.as_deref().map(super::show_parts::mask);
    let parts = [born, number, Some(person.address.clone())].into_iter().flatten();
    PersonHit { id: person.id, name: person.name.clone(), text: parts.collect::<Vec<_>>().join(" · ") }
}

fn person_pairs(person: &Person) -> Vec<Pair> {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    vec![
        Pair::new("Họ tên", person.name.clone()),
        Pair::new("Ngày sinh", or_dash(person.born_on.map(kernel::vi::date))),
        Pair::new("Số định danh", or_dash(person.id_number.clone())),
        Pair::new("Nơi ở", person.address.clone()),
        Pair::new("Điện thoại", or_dash(person.phone.clone())),
    ]
}
