//! What one body is asked: the question, how it stands, the messages, and the form of the answer.

use askama::Template;
use axum::response::Response;
use kernel::{Acting, vi};
use store::Tx;
use web::{
    Choice, Event, Field, FieldErrors, Fields, Form, PageError, Pair, Path, Problem, Shell, Tone, Visit,
    cookie,
};

use super::cooperation;
use crate::acts::{answer as give, enter_answer};
use crate::domain::{Answer, Consultation, ConsultationRefused, Direction, Part, PartId, Position};
use crate::office::Cooperation;
use crate::store::Kept;
use crate::{labels, store as rows, urls};

#[derive(Template)]
#[template(path = "consultation/show.html")]
struct ShowPage {
    shell: Shell,
    tone: Tone,
    standing: String,
    problems: Vec<Problem>,
    content: String,
    pairs: Vec<Pair>,
    answer: Option<Pair>,
    reply: Option<(Field, Vec<Choice>, Field, Field)>,
    entered: bool,
    file: Field,
    act: String,
    messages: Vec<Event>,
    once: String,
}

struct Loaded {
    consultation: Consultation,
    part: Part,
    messages: Vec<Kept>,
    tone: Tone,
    standing: String,
    /// Whether the visitor may answer.
    may: bool,
    /// The answer is entered for another agency.
    entered: bool,
}

fn load(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    acting: &Acting,
    id: PartId,
) -> Result<Loaded, PageError> {
    let part = rows::part(tx, id)?;
    if part.agency != acting.agency {
        return Err(PageError::NotFound);
    }
    let consultation = rows::find(tx, part.consultation)?;
    let calendar = cooperation.office.calendars.of(tx, acting.agency, None)?;
    let (tone, standing) = labels::standing(&calendar, &part, acting.at);
    let entered = part.body.unit.is_none();
    let may = if entered {
        acting.may("consultation.ask") && acting.unit == Some(consultation.unit)
    } else {
        let work = process::current(tx, id.get())?;
        match work.map(|work| process::may_work(tx, acting, &work)) {
            Some(Ok(_)) => acting.may("consultation.work"),
            Some(Err(process::ProcessRefused::Store(error))) => return Err(error.into()),
            Some(Err(_)) | None => false,
        }
    };
    let messages = rows::messages(tx, id)?;
    Ok(Loaded { may: may && part.is_open(), messages, consultation, part, tone, standing, entered })
}

async fn loaded(visit: &Visit, id: i64) -> Result<Loaded, PageError> {
    let (cooperation, acting) = (cooperation(visit), visit.acting()?);
    visit.read::<_, PageError>(move |tx| load(tx, &cooperation, &acting, PartId(id))).await
}

pub(super) async fn show(visit: Visit, Path(id): Path<i64>) -> Result<Response, PageError> {
    let loaded = loaded(&visit, id).await?;
    let page = build(&visit, loaded, &Fields::default(), &FieldErrors::new()).await;
    visit.page(&page)
}

pub(super) async fn answer(
    visit: Visit,
    Path(id): Path<i64>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let loaded = loaded(&visit, id).await?;
    let given = match parse(&visit, &fields) {
        Ok(given) => given,
        Err(errors) => {
            let page = build(&visit, loaded, &fields, &errors).await;
            return visit.page_invalid(&page);
        }
    };
    let (cooperation, acting, entered) = (cooperation(&visit), visit.acting()?, loaded.entered);
    let done = visit
        .write_once::<ConsultationRefused>(Some(&fields), move |tx| {
            let cmd = (PartId(id), &given);
            if entered {
                enter_answer(tx, &cooperation, &acting, cmd)?;
            } else {
                give(tx, &cooperation, &acting, cmd)?;
            }
            Ok(String::new())
        })
        .await;
    match done {
        Ok(_) => Ok(visit.redirect_done(&urls::part(PartId(id)), "Đã ghi câu trả lời.")),
        Err(refused) => match labels::refused(&refused) {
            None => Err(refused.into()),
            Some(text) => {
                let errors = FieldErrors::one("tra-loi", text);
                let page = build(&visit, loaded, &fields, &errors).await;
                visit.page_invalid(&page)
            }
        },
    }
}

fn parse(visit: &Visit, fields: &Fields) -> Result<Answer, FieldErrors> {
    let mut errors = FieldErrors::new();
    let position = Position::from_code(fields.get("quan-diem"));
    if position.is_none() {
        errors.add("quan-diem", "Chọn ý kiến");
    }
    let Some(position) = position else { return Err(errors) };
    let upload = fields.files.iter().find(|upload| upload.field == "tep");
    let file = upload.and_then(|upload| visit.app.db().files().put(upload.content.clone()).ok());
    if upload.is_some() && file.is_none() {
        errors.add("tep", "Không lưu được tệp; thử lại");
    }
    errors.or(Answer {
        position,
        text: fields.get("tra-loi").to_owned(),
        file,
        file_name: upload.map(|upload| upload.name.clone()).unwrap_or_default(),
        signed_by: fields.get("nguoi-ky").to_owned(),
    })
}

async fn build(visit: &Visit, loaded: Loaded, fields: &Fields, errors: &FieldErrors) -> ShowPage {
    let Loaded { consultation, part, messages, tone, standing, may, entered } = loaded;
    let field =
        |name: &str, label: &str| Field::new(name, label, fields.get(name)).with_error(errors.get(name));
    let positions = Position::ALL.iter().map(|position| (position.code(), position.label()));
    let form = may.then(|| {
        let choices = Choice::list(positions, fields.get("quan-diem"));
        let signer = field("nguoi-ky", "Người ký trả lời, chức vụ");
        (field("quan-diem", "Ý kiến"), choices, field("tra-loi", "Nội dung trả lời"), signer)
    });
    let words = |position: Position| Pair::new(position.label(), part.answer.clone());
    ShowPage {
        shell: visit.shell_below(&consultation.subject, &[("Liên thông", urls::INDEX)]).await,
        tone,
        standing,
        problems: errors.problems(),
        content: consultation.content.clone(),
        answer: part.position.map(words),
        pairs: pairs(&consultation, &part),
        reply: form,
        entered,
        file: field("tep", "Văn bản trả lời (nếu có)"),
        act: urls::answer(part.id),
        messages: messages.iter().map(message).collect(),
        once: cookie::random_token(),
    }
}

fn pairs(consultation: &Consultation, part: &Part) -> Vec<Pair> {
    let code = &consultation.dossier_code;
    let dossier = match consultation.direction {
        Direction::Own => Pair::link("Hồ sơ", code.clone(), urls::of_dossier(code)),
        Direction::Incoming => Pair::new("Hồ sơ của cơ quan hỏi", code.clone()),
    };
    let some = |key: &str, value: &str| (!value.is_empty()).then(|| Pair::new(key, value));
    let moment = |key: &str, at: Option<kernel::Instant>| at.map(|at| Pair::new(key, vi::moment(at)));
    [
        Some(Pair::new("Số", consultation.number.clone())),
        (!code.is_empty()).then_some(dossier),
        Some(Pair::new("Loại", consultation.kind.label())),
        some("Cơ quan hỏi", &consultation.asker_name),
        Some(Pair::new("Cơ quan, đơn vị được hỏi", part.body.name.clone())),
        some("Căn cứ", &consultation.legal_basis),
        some("Căn cứ coi im lặng là đồng ý", &consultation.silence_basis),
        moment("Bắt đầu tính hạn", part.opened_at),
        moment("Hạn trả lời", part.due_at),
        moment("Nhắc trước hạn", part.reminded_before_at),
        moment("Nhắc khi quá hạn", part.reminded_after_at),
        some("Người ký trả lời", &part.answered_by),
        some("Văn bản trả lời", &part.file_name),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn message(kept: &Kept) -> Event {
    let title = match kept.kind.as_str() {
        "request" => "Yêu cầu",
        "answer" => "Trả lời",
        "remind" => "Nhắc",
        "withdraw" => "Thu hồi",
        _ => "Thông điệp",
    };
    let arrived = match (kept.incoming, kept.confirmed_at) {
        (true, _) => "Đã nhận".to_owned(),
        (false, Some(at)) => format!("Đã gửi, bên nhận xác nhận lúc {}", vi::moment(at)),
        (false, None) => "Chờ gửi hoặc chờ xác nhận".to_owned(),
    };
    Event { title: title.to_owned(), at: kept.at, who: kept.peer.clone(), text: arrived, main: false }
}
