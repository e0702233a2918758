//! The consultations of one dossier: who was asked what, who is late by how long, asking more, taking back.

use askama::Template;
use axum::response::Response;
use dossier::{Dossier, PublicStatus};
use kernel::{AgencyId, vi};
use store::Tx;
use web::{Choice, Field, FieldErrors, Fields, Form, PageError, Path, Problem, Shell, Tone, Visit, cookie};

use super::cooperation;
use crate::acts::{Ask, ask as send, withdraw as take_back};
use crate::domain::{Body, ConsultationId, ConsultationKind, ConsultationRefused, SendMode};
use crate::office::Cooperation;
use crate::{labels, store as rows, urls};

struct PartRow {
    href: String,
    body: String,
    tone: Tone,
    standing: String,
}

struct Asked {
    id: i64,
    number: String,
    subject: String,
    about: String,
    parts: Vec<PartRow>,
    may_withdraw: bool,
}

#[derive(Template)]
#[template(path = "consultation/of_dossier.html")]
struct OfDossierPage {
    shell: Shell,
    lead: String,
    problems: Vec<Problem>,
    late: Vec<String>,
    asked: Vec<Asked>,
    may_ask: bool,
    kind: (Field, Vec<Choice>),
    mode: (Field, Vec<Choice>),
    bodies: (Field, Vec<Choice>),
    subject: Field,
    content: Field,
    texts: Vec<(Field, &'static str)>,
    ask: String,
    withdraw: String,
    once: String,
}

struct Loaded {
    dossier: Dossier,
    asked: Vec<Asked>,
    late: Vec<String>,
    bodies: Vec<Body>,
}

fn load(
    tx: &mut Tx<'_>,
    cooperation: &Cooperation,
    agency: AgencyId,
    (code, now): (&str, kernel::Instant),
) -> Result<Loaded, PageError> {
    let dossier = dossier::store::by_code(tx, agency, code)?.ok_or(PageError::NotFound)?;
    let calendar = cooperation.office.calendars.of(tx, agency, None)?;
    let (mut asked, mut late) = (Vec::new(), Vec::new());
    for consultation in rows::of_dossier(tx, dossier.id)? {
        let mut parts = Vec::new();
        let mut open = false;
        for part in rows::parts(tx, consultation.id)? {
            let (tone, standing) = labels::standing(&calendar, &part, now);
            open |= part.ended_at().is_none();
            // NĐ 61/2018/NĐ-CP, Đ.19 k.5: the body that is late is named.
            if let Some(due) = part.due_at.filter(|_| part.is_late(now)) {
                late.push(format!("{} chậm trả lời {}", part.body.name, calendar.worked(due, now)));
            }
            parts.push(PartRow { href: urls::part(part.id), body: part.body.name, tone, standing });
        }
        asked.push(Asked {
            id: consultation.id.get(),
            about: format!("{}, {}", consultation.kind.label(), vi::moment(consultation.asked_at)),
            number: consultation.number,
            subject: consultation.subject,
            parts,
            may_withdraw: open,
        });
    }
    let day = now.date();
    let units = identity::units(tx, agency)?.into_iter();
    let own = units.filter(|unit| unit.in_force(day) && unit.id != dossier.unit).map(|unit| Body {
        unit: Some(unit.id),
        code: unit.code,
        name: unit.name,
    });
    let others = cooperation.peers.iter().map(|peer| Body {
        unit: None,
        code: peer.code.clone(),
        name: peer.name.clone(),
    });
    Ok(Loaded { bodies: own.chain(others).collect(), dossier, asked, late })
}

async fn loaded(visit: &Visit, code: &str) -> Result<Loaded, PageError> {
    let (cooperation, agency, now, code) = (cooperation(visit), visit.agency(), visit.now, code.to_owned());
    visit.read::<_, PageError>(move |tx| load(tx, &cooperation, agency, (&code, now))).await
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let loaded = loaded(&visit, &code).await?;
    let mut fields = Fields::default();
    fields.push("loai", ConsultationKind::Opinion.code());
    fields.push("cach", SendMode::Parallel.code());
    fields.push("ngay", "3");
    fields.push("can-cu", "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 5");
    let page = build(&visit, loaded, &fields, &FieldErrors::new()).await;
    visit.page(&page)
}

pub(super) async fn ask(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let loaded = loaded(&visit, &code).await?;
    let cmd = match parse(&fields, &loaded) {
        Ok(cmd) => cmd,
        Err(errors) => {
            let page = build(&visit, loaded, &fields, &errors).await;
            return visit.page_invalid(&page);
        }
    };
    let (cooperation, acting) = (cooperation(&visit), visit.acting()?);
    let done = visit
        .write_once::<ConsultationRefused>(Some(&fields), move |tx| {
            Ok(send(tx, &cooperation, &acting, &cmd)?.number)
        })
        .await;
    match done {
        Ok((number, _)) => {
            Ok(visit.redirect_done(&urls::of_dossier(&code), &format!("Đã gửi yêu cầu {number}.")))
        }
        Err(refused) => again(&visit, loaded, &fields, refused).await,
    }
}

pub(super) async fn withdraw(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let loaded = loaded(&visit, &code).await?;
    let id: i64 = fields.get("yeu-cau").parse().map_err(|_| PageError::NotFound)?;
    if !loaded.asked.iter().any(|asked| asked.id == id) {
        return Err(PageError::NotFound);
    }
    let (cooperation, acting) = (cooperation(&visit), visit.acting()?);
    let reason = fields.get("ly-do").to_owned();
    let done = visit
        .write::<_, ConsultationRefused>(move |tx| {
            take_back(tx, &cooperation, &acting, (ConsultationId(id), &reason)).map(drop)
        })
        .await;
    match done {
        Ok(()) => Ok(visit.redirect_done(&urls::of_dossier(&code), "Đã thu hồi yêu cầu.")),
        Err(refused) => again(&visit, loaded, &fields, refused).await,
    }
}

/// The page again with what the rule said.
async fn again(
    visit: &Visit,
    loaded: Loaded,
    fields: &Fields,
    refused: ConsultationRefused,
) -> Result<Response, PageError> {
    let Some(text) = labels::refused(&refused) else { return Err(refused.into()) };
    let page = build(visit, loaded, fields, &FieldErrors::one("", text)).await;
    visit.page_invalid(&page)
}

fn parse(fields: &Fields, loaded: &Loaded) -> Result<Ask, FieldErrors> {
    let mut errors = FieldErrors::new();
    let text = |name: &str| fields.get(name).to_owned();
    errors.require("trich-yeu", fields.get("trich-yeu"), "Nhập vấn đề cần hỏi, một dòng");
    errors.require("cau-hoi", fields.get("cau-hoi"), "Nêu rõ nội dung cần trả lời");
    let days = fields.get("ngay").parse::<u16>().ok().filter(|days| (1..=30).contains(days));
    if days.is_none() {
        errors.add("ngay", "Nhập số ngày làm việc từ 1 đến 30");
    }
    let chosen: Vec<&str> = fields.all("co-quan").collect();
    let bodies = loaded.bodies.iter().filter(|body| chosen.contains(&body.code.as_str()));
    let bodies: Vec<(Body, u16)> = bodies.map(|body| (body.clone(), days.unwrap_or_default())).collect();
    if bodies.is_empty() {
        errors.add("co-quan", "Chọn ít nhất một đơn vị hoặc cơ quan");
    }
    errors.or(Ask {
        dossier: loaded.dossier.id,
        kind: ConsultationKind::from_code(fields.get("loai")).unwrap_or(ConsultationKind::Opinion),
        mode: SendMode::from_code(fields.get("cach")).unwrap_or(SendMode::Parallel),
        subject: text("trich-yeu"),
        content: text("cau-hoi"),
        legal_basis: text("can-cu"),
        silence_basis: text("im-lang"),
        bodies,
    })
}

async fn build(visit: &Visit, loaded: Loaded, fields: &Fields, errors: &FieldErrors) -> OfDossierPage {
    let field =
        |name: &str, label: &str| Field::new(name, label, fields.get(name)).with_error(errors.get(name));
    let Loaded { dossier, asked, late, bodies } = loaded;
    let own = dossier::urls::dossier(&dossier.code);
    let crumbs = [("Hồ sơ", dossier::urls::DOSSIERS), (dossier.code.as_str(), own.as_str())];
    let kinds = ConsultationKind::ALL.iter().map(|kind| (kind.code(), kind.label()));
    let modes = SendMode::ALL.iter().map(|mode| (mode.code(), mode.label()));
    let body = |body: &Body| {
        Choice::new(body.code.clone(), body.name.clone(), fields.all("co-quan").any(|code| code == body.code))
    };
    let open = !PublicStatus::of(&dossier).is_end();
    OfDossierPage {
        shell: visit.shell_below("Lấy ý kiến, liên thông", &crumbs).await,
        lead: format!("{} · {}", dossier.applicant_name, dossier.code),
        problems: errors.problems(),
        late,
        asked,
        may_ask: visit.may("consultation.ask") && open,
        kind: (field("loai", "Loại yêu cầu"), Choice::list(kinds, fields.get("loai"))),
        mode: (field("cach", "Cách gửi"), Choice::list(modes, fields.get("cach"))),
        bodies: (field("co-quan", "Đơn vị, cơ quan được hỏi"), bodies.iter().map(body).collect()),
        subject: field("trich-yeu", "Vấn đề"),
        content: field("cau-hoi", "Nội dung cần trả lời"),
        texts: vec![
            (field("ngay", "Thời hạn trả lời (ngày làm việc)"), "mc-c4"),
            (field("can-cu", "Căn cứ"), "mc-c8"),
            (
                field("im-lang", "Căn cứ coi im lặng là đồng ý").with_hint(
                    "Để trống nếu không có quy định: không trả lời chỉ là chậm, không phải đồng ý.",
                ),
                "mc-c8",
            ),
        ],
        ask: urls::of_dossier(&dossier.code),
        withdraw: urls::withdraw(&dossier.code),
        once: cookie::random_token(),
    }
}
