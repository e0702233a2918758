//! Administration of units: make, change, end.

use askama::Template;
use axum::response::Response;
use kernel::{AccountId, Date, UnitId, vi};
use web::{Choice, Field, FieldErrors, Fields, Form, PageError, Path, Problem, Shell, Visit};

use super::{date, unit_choices};
use crate::acts::unit::{
    ChangeUnit, NewUnit, change as change_unit, close as close_unit, create as create_unit,
};
use crate::domain::{Account, Unit, UnitKind};
use crate::{IdentityRefused, labels, urls};

#[derive(Template)]
#[template(path = "identity/admin_units.html")]
struct IndexPage {
    shell: Shell,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    code: String,
    kind: &'static str,
    dates: String,
    open: bool,
    href: String,
}

pub(crate) async fn index(visit: Visit) -> Result<Response, PageError> {
    let (agency, today) = (visit.agency(), visit.now.date());
    let units = visit.read::<_, PageError>(move |tx| Ok(crate::units(tx, agency)?)).await?;
    let rows = units
        .iter()
        .map(|unit| Row {
            name: unit.name.clone(),
            code: unit.code.clone(),
            kind: labels::unit_kind(unit.kind),
            dates: super::units::dates(unit),
            open: unit.in_force(today),
            href: urls::admin_unit(&unit.code),
        })
        .collect();
    visit.page(&IndexPage { shell: visit.shell("Quản trị đơn vị").await, rows })
}

#[derive(Template)]
#[template(path = "identity/admin_unit.html")]
struct EditPage {
    shell: Shell,
    problems: Vec<Problem>,
    action: String,
    version: String,
    code: Option<Field>,
    name: Field,
    kind: Field,
    kinds: Vec<Choice>,
    parent: Field,
    parents: Vec<Choice>,
    head: Option<Field>,
    heads: Vec<Choice>,
    place: Field,
    from: Field,
    close: Option<Close>,
    closed: Option<String>,
}

struct Close {
    action: String,
    last: Field,
}

#[derive(Clone)]
struct UnitForm {
    code: String,
    name: String,
    kind: String,
    parent: String,
    head: String,
    place: String,
    from: String,
    version: String,
    last: String,
}

/// What a form says once it has been read.
struct Parsed {
    name: String,
    kind: UnitKind,
    parent: Option<UnitId>,
    head: Option<AccountId>,
    place: i64,
    from: Date,
}

impl UnitForm {
    fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            code: text("ma"),
            name: text("ten"),
            kind: text("loai"),
            parent: text("cap_tren"),
            head: text("dung_dau"),
            place: text("thu_tu"),
            from: text("tu_ngay"),
            version: text("phien_ban"),
            last: text("ngay_cuoi"),
        }
    }

    fn of(unit: &Unit) -> Self {
        Self {
            code: unit.code.clone(),
            name: unit.name.clone(),
            kind: unit.kind.code().to_owned(),
            parent: unit.parent.map(|id| id.to_string()).unwrap_or_default(),
            head: unit.head.map(|id| id.to_string()).unwrap_or_default(),
            place: unit.place.to_string(),
            from: vi::date(unit.valid_from),
            version: unit.version.to_string(),
            last: String::new(),
        }
    }

    fn blank(today: Date) -> Self {
        Self {
            code: String::new(),
            name: String::new(),
            kind: UnitKind::Division.code().to_owned(),
            parent: String::new(),
            head: String::new(),
            place: "1".to_owned(),
            from: vi::date(today),
            version: String::new(),
            last: String::new(),
        }
    }

    fn parse(&self) -> Result<Parsed, FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require("ten", &self.name, "Nhập tên đơn vị.");
        if self.name.chars().count() > 200 {
            errors.add("ten", "Tên đơn vị dài quá 200 ký tự.");
        }
        let kind = UnitKind::from_code(&self.kind);
        if kind.is_none() {
            errors.add("loai", "Chọn loại đơn vị.");
        }
        let place = self.place.parse::<i64>().ok().filter(|place| (0..=9_999).contains(place));
        if place.is_none() {
            errors.add("thu_tu", "Thứ tự là số từ 0 đến 9999.");
        }
        let from = date(&mut errors, "tu_ngay", &self.from);
        match (kind, place, from) {
            (Some(kind), Some(place), Some(from)) => errors.or(Parsed {
                name: self.name.clone(),
                kind,
                parent: self.parent.parse().ok(),
                head: self.head.parse().ok(),
                place,
                from,
            }),
            _ => Err(errors),
        }
    }

    /// The code of a new unit: it stands in addresses.
    fn parse_code(&self) -> Result<(), FieldErrors> {
        let fits = (2..=40).contains(&self.code.len())
            && self.code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && self.code != "moi";
        if fits {
            return Ok(());
        }
        Err(FieldErrors::one(
            "ma",
            "Mã gồm 2 đến 40 chữ không dấu, chữ số, dấu gạch ngang, ví dụ phong-viec-lam.",
        ))
    }
}

/// What an edit page shows besides the form.
struct Around {
    unit: Option<Unit>,
    units: Vec<Unit>,
    people: Vec<Account>,
}

async fn around(visit: &Visit, code: Option<String>) -> Result<Around, PageError> {
    let agency = visit.agency();
    visit
        .read::<_, PageError>(move |tx| {
            let unit = match &code {
                Some(code) => Some(crate::unit_by_code(tx, agency, code)?.ok_or(PageError::NotFound)?),
                None => None,
            };
            let people = match &unit {
                Some(unit) => crate::store::accounts::of_unit(tx, unit.id)?,
                None => Vec::new(),
            };
            Ok(Around { unit, units: crate::units(tx, agency)?, people })
        })
        .await
}

async fn page(visit: &Visit, around: &Around, form: &UnitForm, errors: &FieldErrors) -> EditPage {
    let today = visit.now.date();
    let unit = around.unit.as_ref();
    let field =
        |name: &str, label: &str, value: &str| Field::new(name, label, value).with_error(errors.get(name));
    let title = unit.map_or("Đơn vị mới", |unit| unit.name.as_str());
    let people = around.people.iter().map(|account| (account.id.to_string(), account.name.clone()));
    let nobody = std::iter::once((String::new(), "Chưa có".to_owned()));
    let open = unit.filter(|unit| unit.valid_to.is_none());
    EditPage {
        shell: visit.shell_below(title, &[("Quản trị đơn vị", urls::ADMIN_UNITS)]).await,
        problems: errors.problems(),
        action: unit.map_or_else(|| urls::ADMIN_UNIT_NEW.to_owned(), |unit| urls::admin_unit(&unit.code)),
        version: form.version.clone(),
        code: unit.is_none().then(|| {
            field("ma", "Mã đơn vị", &form.code)
                .with_hint("Đứng trong địa chỉ trang và không đổi được về sau.")
        }),
        name: field("ten", "Tên đơn vị", &form.name),
        kind: field("loai", "Loại", &form.kind),
        kinds: Choice::list(UnitKind::ALL.map(|kind| (kind.code(), labels::unit_kind(kind))), &form.kind),
        parent: field("cap_tren", "Đơn vị cấp trên", &form.parent),
        parents: unit_choices(&around.units, today, "Không có", &form.parent),
        head: unit.map(|_| field("dung_dau", "Người đứng đầu", &form.head)),
        heads: Choice::list(nobody.chain(people), &form.head),
        place: field("thu_tu", "Thứ tự", &form.place),
        from: field("tu_ngay", "Hoạt động từ ngày", &form.from),
        close: open.map(|unit| Close {
            action: urls::admin_unit_close(&unit.code),
            last: field("ngay_cuoi", "Ngày hoạt động cuối cùng", &form.last),
        }),
        closed: unit
            .and_then(|unit| unit.valid_to)
            .map(|last| format!("Đơn vị kết thúc hoạt động hết ngày {}.", vi::date(last))),
    }
}

pub(crate) async fn new(visit: Visit) -> Result<Response, PageError> {
    let around = around(&visit, None).await?;
    let form = UnitForm::blank(visit.now.date());
    visit.page(&page(&visit, &around, &form, &FieldErrors::new()).await)
}

pub(crate) async fn create(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let around = around(&visit, None).await?;
    let form = UnitForm::read(&fields);
    let parsed = match (form.parse_code(), form.parse()) {
        (Ok(()), Ok(parsed)) => parsed,
        (Err(errors), _) | (Ok(()), Err(errors)) => {
            return visit.page_invalid(&page(&visit, &around, &form, &errors).await);
        }
    };
    let new = NewUnit {
        code: form.code.clone(),
        name: parsed.name,
        kind: parsed.kind,
        parent: parsed.parent,
        place: parsed.place,
        valid_from: parsed.from,
    };
    let acting = visit.acting()?;
    match visit.write::<_, IdentityRefused>(move |tx| create_unit(tx, &acting, &new)).await {
        Ok(_) => Ok(visit.redirect_done(urls::ADMIN_UNITS, "Đã thêm đơn vị.")),
        Err(refused) => refuse(&visit, &around, &form, refused).await,
    }
}

async fn refuse(
    visit: &Visit,
    around: &Around,
    form: &UnitForm,
    refused: IdentityRefused,
) -> Result<Response, PageError> {
    let field = match refused {
        IdentityRefused::UnitCodeTaken => "ma",
        IdentityRefused::UnitUnderItself => "cap_tren",
        IdentityRefused::DatesReversed if form.last.is_empty() => "tu_ngay",
        IdentityRefused::DatesReversed | IdentityRefused::UnitInUse { .. } => "ngay_cuoi",
        other => return Err(other.into()),
    };
    let errors = FieldErrors::one(field, labels::refused(&refused));
    visit.page_invalid(&page(visit, around, form, &errors).await)
}

pub(crate) async fn edit(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    let around = around(&visit, Some(code)).await?;
    let unit = around.unit.as_ref().ok_or(PageError::NotFound)?;
    visit.page(&page(&visit, &around, &UnitForm::of(unit), &FieldErrors::new()).await)
}

pub(crate) async fn update(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let around = around(&visit, Some(code)).await?;
    let unit = around.unit.as_ref().ok_or(PageError::NotFound)?;
    let form = UnitForm::read(&fields);
    let parsed = match form.parse() {
        Ok(parsed) => parsed,
        Err(errors) => return visit.page_invalid(&page(&visit, &around, &form, &errors).await),
    };
    let cmd = ChangeUnit {
        id: unit.id,
        version: form.version.parse().unwrap_or_default(),
        name: parsed.name,
        kind: parsed.kind,
        parent: parsed.parent,
        head: parsed.head,
        place: parsed.place,
        valid_from: parsed.from,
    };
    let acting = visit.acting()?;
    match visit.write::<_, IdentityRefused>(move |tx| change_unit(tx, &acting, &cmd)).await {
        Ok(()) => Ok(visit.redirect_done(&urls::admin_unit(&unit.code), "Đã lưu đơn vị.")),
        Err(refused) => refuse(&visit, &around, &form, refused).await,
    }
}

pub(crate) async fn close(
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form,
) -> Result<Response, PageError> {
    let around = around(&visit, Some(code)).await?;
    let unit = around.unit.as_ref().ok_or(PageError::NotFound)?;
    let form = UnitForm {
        last: fields.get("ngay_cuoi").to_owned(),
        version: fields.get("phien_ban").to_owned(),
        ..UnitForm::of(unit)
    };
    let mut errors = FieldErrors::new();
    let Some(last) = date(&mut errors, "ngay_cuoi", &form.last) else {
        return visit.page_invalid(&page(&visit, &around, &form, &errors).await);
    };
    let target = (unit.id, form.version.parse().unwrap_or_default());
    let acting = visit.acting()?;
    match visit.write::<_, IdentityRefused>(move |tx| close_unit(tx, &acting, target, last)).await {
        Ok(()) => Ok(visit.redirect_done(urls::ADMIN_UNITS, "Đã ghi ngày kết thúc của đơn vị.")),
        Err(refused) => refuse(&visit, &around, &form, refused).await,
    }
}
