//! A new order: its form, filled from the dossier where one is named.

use askama::Template;
use axum::response::Response;
use dossier::{Dossier, person};
use kernel::{Dong, Instant, vi};
use web::{Choice, Field, FieldErrors, Fields, Form, PageError, Problem, Shell, Visit, cookie};

use super::postal;
use crate::acts::{Register, register};
use crate::domain::{Contact, Leg, PostalForm, PostalRefused};
use crate::{labels, urls};

#[derive(Template)]
#[template(path = "postal/new.html")]
struct NewPage {
    shell: Shell,
    problems: Vec<Problem>,
    dossier: Field,
    leg: (Field, Vec<Choice>),
    kind: (Field, Vec<Choice>),
    sender: Vec<(Field, &'static str)>,
    receiver: Vec<(Field, &'static str)>,
    packet: Vec<(Field, &'static str)>,
    cancel: String,
    once: String,
}

pub(super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut fields = Fields::default();
    let own_name = visit.app.setup().agency_name.clone();
    if let Some(code) = visit.query.some("ho-so").map(str::to_owned) {
        let agency = visit.agency();
        let (dossier, person) = visit
            .read::<_, PageError>(move |tx| {
                let dossier = dossier::store::by_code(tx, agency, &code)?.ok_or(PageError::NotFound)?;
                let person = person::find(tx, dossier.applicant)?;
                Ok((dossier, person))
            })
            .await?;
        fill(&mut fields, &dossier, &person, &own_name);
    } else {
        fields.push("chieu", Leg::Collect.code());
        fields.push("hinh-thuc", PostalForm::Send.code());
        fields.push("ten-nhan", &own_name);
        fields.push("dc-nhan", "Bộ phận Tiếp nhận và Trả kết quả");
        fields.push("goi-gom", "Hồ sơ thủ tục hành chính");
    }
    let page = build(&visit, &fields, &FieldErrors::new()).await;
    visit.page(&page)
}

fn fill(fields: &mut Fields, dossier: &Dossier, person: &person::Person, agency: &str) {
    let both = dossier.channel == dossier::domain::Channel::Postal;
    let form = if both { PostalForm::Both } else { PostalForm::Receive };
    fields.push("ho-so", &dossier.code);
    fields.push("chieu", Leg::Deliver.code());
    fields.push("hinh-thuc", form.code());
    fields.push("ten-gui", agency);
    fields.push("dc-gui", "Bộ phận Tiếp nhận và Trả kết quả");
    fields.push("ten-nhan", &person.name);
    fields.push("dt-nhan", person.phone.as_deref().unwrap_or_default());
    fields.push("dc-nhan", &person.address);
    fields.push("goi-gom", "Kết quả giải quyết thủ tục hành chính");
    fields.push("khoi-luong", "100");
}

pub(super) async fn create(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let (cmd, code) = match parse(&fields) {
        Ok(parsed) => parsed,
        Err(errors) => {
            let page = build(&visit, &fields, &errors).await;
            return visit.page_invalid(&page);
        }
    };
    let (postal, acting) = (postal(&visit), visit.acting()?);
    let done = visit
        .write_once::<PostalRefused>(Some(&fields), move |tx| {
            let mut cmd = cmd.clone();
            if !code.is_empty() {
                let found = dossier::store::by_code(tx, acting.agency, &code)?;
                cmd.dossier = Some(found.ok_or(PostalRefused::DossierNeeded)?.id);
            }
            Ok(register(tx, &postal, &acting, &cmd)?.number)
        })
        .await;
    let refused = match done {
        Ok((number, _)) => {
            return Ok(visit.redirect_done(&urls::order(&number), &format!("Đã đặt đơn {number}.")));
        }
        Err(refused) => refused,
    };
    let Some(text) = labels::refused(&refused) else { return Err(refused.into()) };
    let field = match refused {
        PostalRefused::DossierNeeded
        | PostalRefused::NotByPost
        | PostalRefused::OrderedBefore(_)
        | PostalRefused::DossierStatus(_) => "ho-so",
        PostalRefused::FormWithoutLeg => "hinh-thuc",
        _ => "",
    };
    let page = build(&visit, &fields, &FieldErrors::one(field, text)).await;
    visit.page_invalid(&page)
}

fn parse(fields: &Fields) -> Result<(Register, String), FieldErrors> {
    let mut errors = FieldErrors::new();
    let leg = Leg::from_code(fields.get("chieu"));
    let form = PostalForm::from_code(fields.get("hinh-thuc"));
    if leg.is_none() {
        errors.add("chieu", "Chọn chiều chuyển");
    }
    if form.is_none() {
        errors.add("hinh-thuc", "Chọn hình thức sử dụng dịch vụ");
    }
    errors.require("ten-gui", fields.get("ten-gui"), "Nhập họ tên người gửi");
    errors.require("dc-gui", fields.get("dc-gui"), "Nhập địa chỉ người gửi");
    errors.require("ten-nhan", fields.get("ten-nhan"), "Nhập họ tên người nhận");
    errors.require("dc-nhan", fields.get("dc-nhan"), "Nhập địa chỉ người nhận");
    let weight = whole(fields, "khoi-luong", &mut errors, "Nhập khối lượng bằng gam, là số nguyên");
    let cost = whole(fields, "cuoc", &mut errors, "Nhập cước bằng đồng, là số nguyên");
    let cod = whole(fields, "thu-ho", &mut errors, "Nhập số tiền bằng đồng, là số nguyên");
    let contact = |who: &str| Contact {
        name: fields.get(&format!("ten-{who}")).to_owned(),
        phone: fields.get(&format!("dt-{who}")).to_owned(),
        address: fields.get(&format!("dc-{who}")).to_owned(),
    };
    let (Some(leg), Some(form)) = (leg, form) else { return Err(errors) };
    let cmd = Register {
        dossier: None,
        leg,
        form,
        sender: contact("gui"),
        receiver: contact("nhan"),
        content: fields.get("goi-gom").to_owned(),
        weight,
        cost: Dong(cost),
        cod_amount: Dong(cod),
    };
    errors.or((cmd, fields.get("ho-so").to_owned()))
}

/// A whole number, written with or without full stops; 0 where nothing is typed.
fn whole(fields: &Fields, name: &str, errors: &mut FieldErrors, message: &str) -> i64 {
    let text: String = fields.get(name).chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    if text.is_empty() {
        return 0;
    }
    let number = text.parse::<i64>().ok().filter(|number| (0..=1_000_000_000).contains(number));
    if number.is_none() {
        errors.add(name, message);
    }
    number.unwrap_or_default()
}

async fn build(visit: &Visit, fields: &Fields, errors: &FieldErrors) -> NewPage {
    let field =
        |name: &str, label: &str| Field::new(name, label, fields.get(name)).with_error(errors.get(name));
    let legs = Leg::ALL.iter().map(|leg| (leg.code(), leg.label()));
    let forms = PostalForm::ALL.iter().map(|form| (form.code(), form.label()));
    let contact = |who: &str, words: &str| {
        vec![
            (field(&format!("ten-{who}"), &format!("Họ tên {words}")), "mc-c5"),
            (field(&format!("dt-{who}"), &format!("Điện thoại {words}")), "mc-c3"),
            (field(&format!("dc-{who}"), &format!("Địa chỉ {words}")), "mc-c8"),
        ]
    };
    let code = fields.get("ho-so");
    NewPage {
        shell: visit.shell_below("Đặt đơn bưu chính", &[("Bưu chính", urls::ORDERS)]).await,
        problems: errors.problems(),
        dossier: field("ho-so", "Mã hồ sơ")
            .with_hint("Để trống khi nhận giấy tờ để lập hồ sơ mới; gắn với hồ sơ sau khi tiếp nhận."),
        leg: (field("chieu", "Chiều chuyển"), Choice::list(legs, fields.get("chieu"))),
        kind: (field("hinh-thuc", "Hình thức"), Choice::list(forms, fields.get("hinh-thuc"))),
        sender: contact("gui", "người gửi"),
        receiver: contact("nhan", "người nhận"),
        packet: vec![
            (field("goi-gom", "Nội dung"), "mc-c8"),
            (field("khoi-luong", "Khối lượng (gam)"), "mc-c3"),
            (field("cuoc", "Cước (đồng)"), "mc-c3"),
            (field("thu-ho", "Thu hộ khi phát (đồng)"), "mc-c3"),
        ],
        cancel: if code.is_empty() { urls::ORDERS.to_owned() } else { urls::of_dossier(code) },
        once: cookie::random_token(),
    }
}

/// What a moment typed as date and time means.
pub(super) fn moment(date: &str, time: &str) -> Option<Instant> {
    let date = vi::parse_date(date)?;
    let (hour, minute) = time.trim().split_once([':', 'h'])?;
    let (hour, minute): (i64, i64) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then(|| date.at_minute(hour * 60 + minute))
}
