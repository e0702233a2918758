//! The page of an order: what it is, what was heard of it, and the acts on it.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, Instant, vi};
use web::{
    Choice, Event, Field, FieldErrors, Fields, Form, PageError, Pair, Path, Problem, Shell, Tone, Visit,
    cookie,
};

use super::new::moment;
use super::{postal, standing};
use crate::acts::{attach, cancel, notify, settle_cod};
use crate::domain::{
    Contact, Leg, Notice, Order, PostalEvent, PostalRefused, PostalState, ReportedBy, Stage,
};
use crate::{labels, store as rows, urls};

#[derive(Template)]
#[template(path = "postal/show.html")]
struct ShowPage {
    shell: Shell,
    tone: Tone,
    state: &'static str,
    left: String,
    problems: Vec<Problem>,
    pairs: Vec<Pair>,
    sender: Vec<Pair>,
    receiver: Vec<Pair>,
    events: Vec<Event>,
    update: Option<Update>,
    cancel: Option<Field>,
    cod: Option<Field>,
    attach: Option<Field>,
    act: String,
    once: String,
}

/// The form with which a clerk enters what was heard: the state, the day, the other fields.
type Update = (Field, Vec<Choice>, Field, Vec<(Field, &'static str)>);

struct Loaded {
    order: Order,
    events: Vec<PostalEvent>,
    names: BTreeMap<AccountId, String>,
    standing: String,
}

async fn load(visit: &Visit, number: &str) -> Result<Loaded, PageError> {
    let (postal, agency, now, number) = (postal(visit), visit.agency(), visit.now, number.to_owned());
    visit
        .read::<_, PageError>(move |tx| {
            let order = rows::by_number(tx, agency, &number)?.ok_or(PageError::NotFound)?;
            let events = rows::events(tx, order.id)?;
            let accounts: Vec<AccountId> = events.iter().filter_map(|event| event.account).collect();
            let calendar = postal.office.calendars.of(tx, agency, None)?;
            let (_, left, due) = standing(&calendar, &order, now);
            let words: Vec<String> = [left, due].into_iter().filter(|text| !text.is_empty()).collect();
            let names = identity::names(tx, &accounts)?;
            Ok(Loaded { names, standing: words.join(" · "), events, order })
        })
        .await
}

pub(super) async fn show(visit: Visit, Path(number): Path<String>) -> Result<Response, PageError> {
    let loaded = load(&visit, &number).await?;
    let mut fields = Fields::default();
    fields.push("ngay", &vi::date(visit.now.date()));
    fields.push("gio", &vi::clock(visit.now));
    let page = build(&visit, loaded, &fields, &FieldErrors::new()).await;
    visit.page(&page)
}

/// What is to be done with an order.
#[derive(Debug, Clone)]
enum Deed {
    Notify(Notice),
    Cancel(String),
    SettleCod(String),
    Attach(String),
}

pub(super) async fn act(
    visit: Visit,
    Path(number): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let loaded = load(&visit, &number).await?;
    let deed = match parse(&fields, &loaded.order) {
        Ok(deed) => deed,
        Err(errors) => {
            let page = build(&visit, loaded, &fields, &errors).await;
            return visit.page_invalid(&page);
        }
    };
    let (postal, acting, id, done) = (postal(&visit), visit.acting()?, loaded.order.id, deed.clone());
    let outcome = visit
        .write_once::<PostalRefused>(Some(&fields), move |tx| {
            match &deed {
                Deed::Notify(notice) => {
                    let heard = notify(tx, &postal, &acting, (id, notice))?;
                    return Ok(if heard.result_returned { "returned" } else { "" }.to_owned());
                }
                Deed::Cancel(reason) => cancel(tx, &postal, &acting, (id, reason)).map(drop)?,
                Deed::SettleCod(reference) => settle_cod(tx, &acting, (id, reference)).map(drop)?,
                Deed::Attach(code) => {
                    let found = dossier::store::by_code(tx, acting.agency, code)?;
                    let dossier = found.ok_or(PostalRefused::DossierNeeded)?;
                    attach(tx, &acting, (id, dossier.id)).map(drop)?;
                }
            }
            Ok(String::new())
        })
        .await;
    match outcome {
        Ok((reply, _)) => Ok(visit.redirect_done(&urls::order(&number), done.notice(&reply))),
        Err(refused) => match labels::refused(&refused) {
            None => Err(refused.into()),
            Some(text) => {
                let errors = FieldErrors::one(done.field(&refused), text);
                let page = build(&visit, loaded, &fields, &errors).await;
                visit.page_invalid(&page)
            }
        },
    }
}

impl Deed {
    fn notice(&self, reply: &str) -> &'static str {
        match self {
            Self::Notify(_) if reply == "returned" => "Đã ghi phát thành công; hồ sơ đã trả kết quả.",
            Self::Notify(_) => "Đã ghi trạng thái.",
            Self::Cancel(_) => "Đã hủy đơn.",
            Self::SettleCod(_) => "Đã đối soát tiền thu hộ.",
            Self::Attach(_) => "Đã gắn đơn với hồ sơ.",
        }
    }

    /// The field at which a refusal is shown.
    const fn field(&self, refused: &PostalRefused) -> &'static str {
        match self {
            Self::Notify(_) if matches!(refused, PostalRefused::Time) => "ngay",
            Self::Notify(_) => "trang-thai",
            Self::Cancel(_) => "ly-do",
            Self::SettleCod(_) => "chung-tu",
            Self::Attach(_) => "ho-so",
        }
    }
}

fn parse(fields: &Fields, order: &Order) -> Result<Deed, FieldErrors> {
    let mut errors = FieldErrors::new();
    let text = |name: &str| fields.get(name).to_owned();
    let deed = match fields.get("viec") {
        "huy" => {
            errors.require("ly-do", fields.get("ly-do"), "Nhập lý do hủy đơn");
            Deed::Cancel(text("ly-do"))
        }
        "thu-ho" => {
            errors.require("chung-tu", fields.get("chung-tu"), "Nhập số chứng từ nộp tiền");
            Deed::SettleCod(text("chung-tu"))
        }
        "gan" => {
            errors.require("ho-so", fields.get("ho-so"), "Nhập mã hồ sơ");
            Deed::Attach(text("ho-so"))
        }
        _ => Deed::Notify(told(fields, order)?),
    };
    errors.or(deed)
}

fn told(fields: &Fields, order: &Order) -> Result<Notice, FieldErrors> {
    let mut errors = FieldErrors::new();
    let text = |name: &str| fields.get(name).to_owned();
    let state = PostalState::from_code(fields.get("trang-thai"));
    let at = moment(fields.get("ngay"), fields.get("gio"));
    if state.is_none() {
        errors.add("trang-thai", "Chọn trạng thái");
    }
    if at.is_none() {
        errors.add("ngay", "Nhập ngày dạng ngày/tháng/năm và giờ dạng 14:30");
    }
    let delivered = state == Some(PostalState::Delivered);
    if delivered && order.leg == Leg::Deliver {
        errors.require("nguoi-nhan", fields.get("nguoi-nhan"), "Nhập người ký nhận");
    }
    let (Some(state), Some(at)) = (state, at) else { return Err(errors) };
    errors.or(Notice {
        event: format!("clerk {}", fields.get("once")),
        state,
        at,
        place: text("noi"),
        note: text("ghi-chu"),
        taken_by: if delivered { text("nguoi-nhan") } else { String::new() },
        cod_collected: delivered && fields.has("da-thu"),
        source: ReportedBy::Clerk,
    })
}

async fn build(visit: &Visit, loaded: Loaded, fields: &Fields, errors: &FieldErrors) -> ShowPage {
    let order = &loaded.order;
    let manages = visit.may("postal.manage");
    let field =
        |name: &str, label: &str| Field::new(name, label, fields.get(name)).with_error(errors.get(name));
    let stage = order.state.stage();
    let unpaid = order.cod_collected_at.is_some() && order.cod_settled_at.is_none();
    let loose = order.leg == Leg::Collect && order.dossier.is_none();
    let told = PostalState::TOLD.iter().map(|state| (state.code(), state.label()));
    let update = (manages && stage != Stage::Done).then(|| {
        let others = vec![
            (field("gio", "Giờ"), "mc-c2"),
            (field("noi", "Nơi"), "mc-c4"),
            (field("nguoi-nhan", "Người ký nhận (khi đã phát)"), "mc-c5"),
            (field("ghi-chu", "Ghi chú"), "mc-c8"),
        ];
        let choices = Choice::list(told, fields.get("trang-thai"));
        (field("trang-thai", "Trạng thái"), choices, field("ngay", "Ngày"), others)
    });
    ShowPage {
        shell: visit.shell_below(&format!("Đơn {}", order.number), &[("Bưu chính", urls::ORDERS)]).await,
        tone: if order.is_late(visit.now) { Tone::Missed } else { labels::tone(order.state) },
        state: labels::state(order),
        left: loaded.standing.clone(),
        problems: errors.problems(),
        pairs: pairs(order),
        sender: contact(&order.sender, manages),
        receiver: contact(&order.receiver, manages),
        events: loaded.events.iter().enumerate().map(|(at, event)| line(at, event, &loaded.names)).collect(),
        update,
        cancel: (manages && stage == Stage::Waiting).then(|| field("ly-do", "Lý do hủy")),
        cod: (manages && unpaid).then(|| field("chung-tu", "Số chứng từ bưu chính nộp tiền")),
        attach: (manages && loose).then(|| field("ho-so", "Mã hồ sơ lập từ giấy tờ này")),
        act: urls::act(&order.number),
        once: cookie::random_token(),
    }
}

fn pairs(order: &Order) -> Vec<Pair> {
    let moment = |key: &str, at: Option<Instant>| at.map(|at| Pair::new(key, vi::moment(at)));
    let code = &order.dossier_code;
    let cod = (order.cod_amount.0 > 0).then(|| {
        let paid = match (order.cod_collected_at, order.cod_settled_at) {
            (_, Some(at)) => format!(", đã nộp {} ({})", vi::moment(at), order.cod_reference),
            (Some(_), None) => ", đã thu, chờ đối soát".to_owned(),
            (None, None) => ", chưa thu".to_owned(),
        };
        Pair::new("Thu hộ", format!("{}{paid}", order.cod_amount))
    });
    let received = if order.leg == Leg::Collect { "Cơ quan nhận" } else { "Phát" };
    [
        (!code.is_empty()).then(|| Pair::link("Hồ sơ", code.clone(), dossier::urls::dossier(code))),
        Some(Pair::new("Chiều", order.leg.label())),
        Some(Pair::new("Hình thức", order.form.label())),
        order.tracking.clone().map(|tracking| Pair::new("Số hiệu bưu gửi", tracking)),
        (!order.content.is_empty()).then(|| Pair::new("Nội dung", order.content.clone())),
        Some(Pair::new("Khối lượng", format!("{} gam", vi::number(order.weight)))),
        Some(Pair::new("Cước", order.cost.to_string())),
        cod,
        moment("Bưu chính nhận (dấu bưu điện)", order.sent_at),
        moment("Hẹn phát", order.due_at),
        moment(received, order.delivered_at),
        (!order.taken_by.is_empty()).then(|| Pair::new("Người ký nhận", order.taken_by.clone())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A side of the order; telephone and address only for those who handle it.
fn contact(contact: &Contact, handles: bool) -> Vec<Pair> {
    let mut pairs = vec![Pair::new("Họ tên", contact.name.clone())];
    if handles {
        let phone = if contact.phone.is_empty() { "–" } else { &contact.phone };
        pairs.push(Pair::new("Điện thoại", phone));
        pairs.push(Pair::new("Địa chỉ", contact.address.clone()));
    }
    pairs
}

fn line(at: usize, event: &PostalEvent, names: &BTreeMap<AccountId, String>) -> Event {
    let late = (event.known_at.date() != event.at.date())
        .then(|| format!("Biết lúc {}", vi::moment(event.known_at)));
    let kept = (!event.moved).then(|| "Tin đến muộn, chỉ lưu vết".to_owned());
    let texts = [Some(event.place.clone()), Some(event.note.clone()), late, kept];
    let text: Vec<String> = texts.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let who = event.account.and_then(|account| names.get(&account).cloned());
    Event {
        title: event.state.label().to_owned(),
        at: event.at,
        who: who.unwrap_or_else(|| labels::source(event.source).to_owned()),
        text: text.join(". "),
        main: at == 0,
    }
}
