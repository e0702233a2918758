//! A new procedure: the few things every procedure has are asked for, the draft is written from them and edited
//! like any other draft.

use askama::Template;
use axum::response::Response;
use calendar::Unit;
use kernel::{AgencyId, vi};
use store::{StoreError, Tx};
use web::{Choice, Field, FieldErrors, Fields, Form, PageError, Problem, Shell, Visit, cookie};

use crate::acts::ProcedureRefused;
use crate::acts::propose::propose;
use crate::domain::{Channel, ProcedureCode, Sector, Sketch, TimeLimit, amount};
use crate::{labels, urls};

/// Value and words of the units in which a limit is usually given.
const LIMIT_UNITS: [(&str, &str, Unit); 3] = [
    ("working_day", "Ngày làm việc", Unit::WorkingDay),
    ("calendar_day", "Ngày (tính cả ngày nghỉ)", Unit::CalendarDay),
    ("working_hour", "Giờ làm việc", Unit::WorkingHour),
];

#[derive(Template)]
#[template(path = "procedure/new.html")]
struct NewPage {
    shell: Shell,
    problems: Vec<Problem>,
    code: Field,
    name: Field,
    sector: (Field, Vec<Choice>),
    unit: (Field, Vec<Choice>),
    legal_basis: Field,
    in_force_on: Field,
    case: Field,
    channels: (Field, Vec<Choice>),
    statutory: Field,
    published: Field,
    limit_unit: (Field, Vec<Choice>),
    once: String,
}

pub(super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut typed = Fields::default();
    typed.push("case", "Trường hợp chung");
    typed.push("channels", Channel::Counter.code());
    typed.push("in_force_on", &vi::date(visit.now.date()));
    let page = page(&visit, &typed, &FieldErrors::new()).await?;
    visit.page(&page)
}

pub(super) async fn create(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let errors = match read(&fields) {
        Ok(sketch) => {
            let acting = visit.acting()?;
            let act = move |tx: &mut Tx<'_>| {
                propose(tx, &acting, &sketch)?;
                Ok::<_, ProcedureRefused>(urls::edit(sketch.code.as_str()))
            };
            match visit.write_once(Some(&fields), act).await {
                Ok((href, _)) => {
                    let said = "Đã lập bản thảo. Soạn tiếp các phần còn lại rồi công bố.";
                    return Ok(visit.redirect_done(&href, said));
                }
                Err(refused @ ProcedureRefused::CodeTaken { .. }) => {
                    FieldErrors::one("code", labels::refused(&refused))
                }
                Err(refused) => return Err(refused.into()),
            }
        }
        Err(errors) => errors,
    };
    let page = page(&visit, &fields, &errors).await?;
    visit.page_invalid(&page)
}

/// What was typed, as the beginning of a procedure.
fn read(fields: &Fields) -> Result<Sketch, FieldErrors> {
    let mut errors = FieldErrors::new();
    let code = ProcedureCode::read(fields.get("code"));
    if code.is_err() {
        errors.add("code", "Nhập mã quốc gia dạng 1.010801, hoặc mã của cơ quan dạng LDNN-01");
    }
    errors.require("name", fields.get("name"), "Nhập tên thủ tục");
    let sector = Sector::from_code(fields.get("sector"));
    if sector.is_none() {
        errors.add("sector", "Chọn lĩnh vực");
    }
    errors.require("unit", fields.get("unit"), "Chọn đơn vị giải quyết");
    errors.require("legal_basis", fields.get("legal_basis"), "Ghi văn bản làm căn cứ");
    let in_force_on = vi::parse_date(fields.get("in_force_on"));
    if in_force_on.is_none() {
        errors.add("in_force_on", "Nhập ngày dạng dd/mm/yyyy, ví dụ 30/06/2022");
    }
    errors.require("case", fields.get("case"), "Nhập tên trường hợp");
    let channels: Vec<Channel> = fields.all("channels").filter_map(Channel::from_code).collect();
    if channels.is_empty() {
        errors.add("channels", "Chọn ít nhất một cách nộp");
    }
    let (statutory, published) = limits(fields, &mut errors);
    match (code, sector, in_force_on, statutory) {
        (Ok(code), Some(sector), Some(in_force_on), Some(statutory)) => errors.or(Sketch {
            code: code.code,
            name: fields.get("name").to_owned(),
            sector,
            unit: fields.get("unit").to_owned(),
            in_force_on,
            legal_basis: fields.get("legal_basis").to_owned(),
            case: fields.get("case").to_owned(),
            channels,
            statutory,
            published,
        }),
        _ => Err(errors),
    }
}

/// The time the law gives and the time announced, which is no longer.
fn limits(fields: &Fields, errors: &mut FieldErrors) -> (Option<TimeLimit>, Option<TimeLimit>) {
    let unit =
        LIMIT_UNITS.iter().find(|(code, ..)| *code == fields.get("limit_unit")).map(|(.., unit)| *unit);
    if unit.is_none() {
        errors.add("limit_unit", "Chọn đơn vị của thời hạn");
    }
    let mut limit = |name: &str| {
        let found = amount(&fields.get(name).replace(',', "."));
        if found.is_none() {
            errors.add(name, "Nhập một số lớn hơn 0, ví dụ 12 hoặc 0,5");
        }
        Some(TimeLimit::new(found?, unit?))
    };
    let statutory = limit("statutory");
    let published = fields.some("published").and_then(|_| limit("published"));
    if let (Some(statutory), Some(published)) = (statutory, published)
        && published.amount > statutory.amount
    {
        errors.add("published", "Thời hạn công bố không được dài hơn thời hạn luật định");
    }
    (statutory, published)
}

/// The units that packages can name: their codes in capitals, and their names.
fn units(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<(String, String)>, StoreError> {
    let open = identity::units(tx, agency)?.into_iter().filter(|unit| unit.valid_to.is_none());
    let named = open.map(|unit| (unit.code.to_uppercase(), unit.name));
    let fits = |code: &str| {
        (2..=12).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    Ok(named.filter(|(code, _)| fits(code)).collect())
}

async fn page(visit: &Visit, typed: &Fields, errors: &FieldErrors) -> Result<NewPage, PageError> {
    let agency = visit.agency();
    let units = visit.read::<_, PageError>(move |tx| Ok(units(tx, agency)?)).await?;
    let field =
        |name: &str, label: &str| Field::new(name, label, typed.get(name)).with_error(errors.get(name));
    let select = |name: &str, label: &str, empty: &str, options: Vec<(String, String)>| {
        let first = (!empty.is_empty()).then(|| (String::new(), empty.to_owned()));
        (field(name, label), Choice::list(first.into_iter().chain(options), typed.get(name)))
    };
    let sectors = Sector::ALL.iter().map(|sector| (sector.code().to_owned(), sector.label().to_owned()));
    let limit_units = LIMIT_UNITS.iter().map(|(code, words, _)| ((*code).to_owned(), (*words).to_owned()));
    let mut channels =
        Choice::list(Channel::ALL.iter().map(|channel| (channel.code(), channel.label().to_owned())), "");
    for choice in &mut channels {
        choice.chosen = typed.all("channels").any(|chosen| chosen == choice.value);
    }
    Ok(NewPage {
        shell: visit.shell_below("Thêm thủ tục", &[("Thủ tục, quy trình", urls::INDEX)]).await,
        problems: errors.problems(),
        code: field("code", "Mã thủ tục").with_hint(
            "Mã quốc gia, ví dụ 1.010801; thủ tục chưa có mã quốc gia ghi mã của cơ quan, ví dụ LDNN-01.",
        ),
        name: field("name", "Tên thủ tục"),
        sector: select("sector", "Lĩnh vực", "Chọn lĩnh vực", sectors.collect()),
        unit: select("unit", "Đơn vị giải quyết", "Chọn đơn vị", units),
        legal_basis: field("legal_basis", "Căn cứ pháp lý").with_hint(
            "Văn bản quy định thủ tục, ví dụ Nghị định 131/2021/NĐ-CP. Thêm văn bản khác trong bản thảo.",
        ),
        in_force_on: field("in_force_on", "Có hiệu lực từ ngày"),
        case: field("case", "Tên trường hợp")
            .with_hint("Thủ tục có nhiều trường hợp: thêm tiếp trong bản thảo."),
        channels: (field("channels", "Cách nộp hồ sơ"), channels),
        statutory: field("statutory", "Thời hạn luật định"),
        published: field("published", "Thời hạn công bố")
            .with_hint("Thời hạn tỉnh công bố, khi đã cắt giảm. Để trống nếu bằng thời hạn luật định."),
        limit_unit: select("limit_unit", "Thời hạn tính bằng", "", limit_units.collect()),
        once: cookie::random_token(),
    })
}
