//! The forms of a target: completing and opening a milestone, a published value, the responsible unit.

use axum::response::Response;
use kernel::vi;
use web::{Field, FieldErrors, Fields, Form, PageError, Path, Problem, Visit};

use super::{documents, target};
use crate::acts::{
    At, Complete, PlanRefused, RecordPublication, Reopen, SetResponsible, complete_milestone,
    record_publication, reopen_milestone, set_responsible,
};
use crate::{labels, urls};

/// Most documents of one completion.
const MOST_DOCUMENTS: usize = 10;

type Place = Path<(String, String)>;

/// What stands in the controls, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(super) struct Forms {
    pub(super) problems: Vec<Problem>,
    pub(super) done_on: Field,
    pub(super) documents: Field,
    pub(super) remark: Field,
    pub(super) reason: Field,
    pub(super) period: Field,
    pub(super) value: Field,
    pub(super) published_on: Field,
    pub(super) source: Field,
    pub(super) unit: Field,
}

impl Forms {
    /// Nothing typed yet; the day is today.
    pub(super) fn blank(visit: &Visit) -> Self {
        let mut typed = Fields::default();
        typed.push("ngay-xong", &vi::date(visit.now.date()));
        Self::filled(&typed, &FieldErrors::new())
    }

    /// What was typed, with its errors.
    fn filled(typed: &Fields, errors: &FieldErrors) -> Self {
        let field =
            |name: &str, label: &str| Field::new(name, label, typed.get(name)).with_error(errors.get(name));
        Self {
            problems: errors.problems(),
            done_on: field("ngay-xong", "Ngày hoàn thành"),
            documents: field("tai-lieu", "Tài liệu chứng minh")
                .with_hint("Tệp PDF, Word, Excel, ODT hoặc ảnh"),
            remark: field("ghi-chu", "Ghi chú (không bắt buộc)"),
            reason: field("ly-do", "Lý do mở lại"),
            period: field("nam", "Kết quả của năm"),
            value: field("gia-tri", "Kết quả được công bố")
                .with_hint("Thứ hạng, điểm hoặc xếp loại, đúng như văn bản"),
            published_on: field("ngay-cong-bo", "Ngày công bố"),
            source: field("van-ban", "Số, ký hiệu và cơ quan ban hành văn bản"),
            unit: field("don-vi", "Giao cho đơn vị"),
        }
    }
}

/// The page again, with everything that was typed.
async fn again(
    visit: &Visit,
    place: (String, String),
    typed: &Fields,
    errors: &FieldErrors,
) -> Result<Response, PageError> {
    target::render(visit, place, Forms::filled(typed, errors), true).await
}

fn at(place: &(String, String)) -> At {
    At { plan: place.0.clone(), clause: place.1.clone() }
}

fn done(visit: &Visit, place: &(String, String), words: &str) -> Response {
    visit.redirect_done(&urls::target(&place.0, &place.1), words)
}

/// What the rule says no to belongs to a control where it can.
fn refusal_field(refusal: &PlanRefused, day: &'static str, document: &'static str) -> Option<&'static str> {
    Some(match refusal {
        PlanRefused::Future => day,
        PlanRefused::NoDocument => document,
        PlanRefused::NoReason => "ly-do",
        PlanRefused::Value(_) => "gia-tri",
        PlanRefused::Period => "nam",
        PlanRefused::NoUnit => "don-vi",
        PlanRefused::Completed | PlanRefused::Open | PlanRefused::NotBoundSo => "",
        _ => return None,
    })
}

/// What came of an act: on, the page again with the refusal at its field, or the failure.
async fn outcome(
    visit: &Visit,
    (place, typed): ((String, String), &Fields),
    result: Result<(), PlanRefused>,
    words: &str,
) -> Result<Response, PageError> {
    let day = if typed.has("ngay-cong-bo") { "ngay-cong-bo" } else { "ngay-xong" };
    match result {
        Ok(()) => Ok(done(visit, &place, words)),
        Err(refusal) => match refusal_field(&refusal, day, "tai-lieu") {
            Some(field) => {
                let errors = FieldErrors::one(field, labels::refused(&refusal));
                again(visit, place, typed, &errors).await
            }
            None => Err(refusal.into()),
        },
    }
}

fn read_day(errors: &mut FieldErrors, typed: &Fields, name: &str) -> Option<kernel::Date> {
    let day = vi::parse_date(typed.get(name));
    if day.is_none() {
        errors.add(name, "Nhập ngày theo dạng 31/12/2022");
    }
    day
}

fn check_files(errors: &mut FieldErrors, typed: &Fields) {
    let files: Vec<_> = typed.files.iter().filter(|file| file.field == "tai-lieu").collect();
    if files.is_empty() {
        errors.add("tai-lieu", labels::refused(&PlanRefused::NoDocument));
    }
    if files.len() > MOST_DOCUMENTS {
        errors.add("tai-lieu", format!("Đính kèm nhiều nhất {MOST_DOCUMENTS} tệp mỗi lần"));
    }
    for problem in files.into_iter().filter_map(documents::problem) {
        errors.add("tai-lieu", problem);
    }
}

pub(super) async fn complete(
    visit: Visit,
    Path(place): Place,
    Form(typed): Form,
) -> Result<Response, PageError> {
    let mut errors = FieldErrors::new();
    let done_on = read_day(&mut errors, &typed, "ngay-xong");
    check_files(&mut errors, &typed);
    let Some(done_on) = done_on.filter(|_| errors.is_empty()) else {
        return again(&visit, place, &typed, &errors).await;
    };
    let documents = documents::keep(&visit, typed.files.clone()).await?;
    let remark = typed.get("ghi-chu").to_owned();
    let cmd = Complete { at: at(&place), done_on, documents, remark };
    let acting = visit.acting()?;
    let result = visit
        .write_once(Some(&typed), move |tx| complete_milestone(tx, &acting, &cmd).map(|()| String::new()))
        .await;
    outcome(&visit, (place, &typed), result.map(drop), "Đã ghi hoàn thành").await
}

pub(super) async fn reopen(
    visit: Visit,
    Path(place): Place,
    Form(typed): Form,
) -> Result<Response, PageError> {
    let cmd = Reopen { at: at(&place), reason: typed.get("ly-do").to_owned() };
    let acting = visit.acting()?;
    let result = visit
        .write_once(Some(&typed), move |tx| reopen_milestone(tx, &acting, &cmd).map(|()| String::new()))
        .await;
    outcome(&visit, (place, &typed), result.map(drop), "Đã mở lại nhiệm vụ").await
}

pub(super) async fn publish(
    visit: Visit,
    Path(place): Place,
    Form(typed): Form,
) -> Result<Response, PageError> {
    let mut errors = FieldErrors::new();
    errors.require("gia-tri", typed.get("gia-tri"), "Nhập kết quả được công bố");
    errors.require("van-ban", typed.get("van-ban"), "Nhập số, ký hiệu và cơ quan ban hành văn bản");
    let published_on = read_day(&mut errors, &typed, "ngay-cong-bo");
    check_files(&mut errors, &typed);
    let Some(published_on) = published_on.filter(|_| errors.is_empty()) else {
        return again(&visit, place, &typed, &errors).await;
    };
    let document = documents::keep(&visit, typed.files.clone()).await?.into_iter().next();
    let cmd = RecordPublication {
        at: at(&place),
        period: typed.get("nam").to_owned(),
        value: typed.get("gia-tri").to_owned(),
        published_on,
        source: typed.get("van-ban").to_owned(),
        document,
    };
    let acting = visit.acting()?;
    let result = visit
        .write_once(Some(&typed), move |tx| record_publication(tx, &acting, &cmd).map(|()| String::new()))
        .await;
    outcome(&visit, (place, &typed), result.map(drop), "Đã ghi kết quả công bố").await
}

pub(super) async fn responsible(
    visit: Visit,
    Path(place): Place,
    Form(typed): Form,
) -> Result<Response, PageError> {
    let (unit, version) = (typed.get("don-vi").parse(), typed.get("phien-ban").parse());
    let (Ok(unit), Ok(version)) = (unit, version) else {
        let errors = FieldErrors::one("don-vi", labels::refused(&PlanRefused::NoUnit));
        return again(&visit, place, &typed, &errors).await;
    };
    let cmd = SetResponsible { at: at(&place), unit, version };
    let acting = visit.acting()?;
    let result = visit
        .write_once(Some(&typed), move |tx| set_responsible(tx, &acting, &cmd).map(|()| String::new()))
        .await;
    outcome(&visit, (place, &typed), result.map(drop), "Đã giao đơn vị phụ trách").await
}
