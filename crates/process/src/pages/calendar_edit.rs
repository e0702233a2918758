//! Changing the working calendar. Deadlines that were set stay as they are; new ones are counted with the change.

use ::calendar::WorkWeek;
use ::calendar::holidays::{MakeupDay, OffDay, OffKind, Standing};
use ::store::StoreError;
use axum::response::Response;
use kernel::{Date, vi};
use web::{FieldErrors, Fields, Form, PageError, Visit};

use super::calendar::{Book, back, render};
use crate::calendars::store_calendar;

/// Opening hours.
pub(super) async fn week(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let mut book = load(&visit, &fields).await?;
    match parse_week(&fields) {
        Ok(week) => book.week = week,
        Err(errors) => return render(&visit, &book, (&fields, &errors)).await,
    }
    save(&visit, &book, &fields, "Đã lưu giờ làm việc. Hạn đã hẹn giữ nguyên; hồ sơ mới tính theo giờ mới.")
        .await
}

/// A day off or a make-up day more.
pub(super) async fn add(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let mut book = load(&visit, &fields).await?;
    if let Err(errors) = add_day(&mut book, &fields) {
        return render(&visit, &book, (&fields, &errors)).await;
    }
    let faults = book.days.faults();
    if !faults.is_empty() {
        let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
        return render(&visit, &book, (&fields, &FieldErrors::one("ngay", words.join(" ")))).await;
    }
    save(&visit, &book, &fields, "Đã thêm ngày vào lịch.").await
}

/// A day off or a make-up day less.
pub(super) async fn remove(visit: Visit, Form(fields): Form) -> Result<Response, PageError> {
    let mut book = load(&visit, &fields).await?;
    let day: Date = fields.get("bo").parse().map_err(|_| PageError::NotFound)?;
    let before = book.days.off.len() + book.days.working.len();
    book.days.off.retain(|off| off.date != day);
    book.days.working.retain(|working| working.date != day);
    if book.days.off.len() + book.days.working.len() == before {
        return Err(PageError::NotFound);
    }
    let faults = book.days.faults();
    if !faults.is_empty() {
        let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
        return render(&visit, &book, (&fields, &FieldErrors::one("", words.join(" ")))).await;
    }
    save(&visit, &book, &fields, "Đã bỏ ngày khỏi lịch.").await
}

async fn load(visit: &Visit, fields: &Fields) -> Result<Book, PageError> {
    let (agency, today, fields) = (visit.agency(), visit.now.date(), fields.clone());
    visit.read::<_, PageError>(move |tx| Book::load(tx, (agency, today), &fields)).await
}

async fn save(visit: &Visit, book: &Book, fields: &Fields, notice: &str) -> Result<Response, PageError> {
    // The version the form was made for, so that two people never overwrite each other.
    let seen: i64 = fields.get("v").parse().unwrap_or(-1);
    if seen != book.version {
        return Err(PageError::Conflict);
    }
    let (acting, unit, stored) = (visit.acting()?, book.unit, book.stored());
    visit.write::<_, StoreError>(move |tx| store_calendar(tx, &acting, unit, &stored)).await?;
    Ok(visit.redirect_done(&back(book), notice))
}

fn parse_week(fields: &Fields) -> Result<WorkWeek, FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut days: [String; 7] = Default::default();
    for (at, day) in days.iter_mut().enumerate() {
        let name = format!("gio-{}", at + 1);
        let text = fields.get(&name).replace(['–', ';'], "-").replace(' ', "");
        let mut alone: [String; 7] = Default::default();
        if let Some(first) = alone.first_mut() {
            first.clone_from(&text);
        }
        if !text.is_empty() && WorkWeek::of_texts(&alone).is_err() {
            errors.add(&name, "Nhập các buổi dạng 07:30-11:30,13:00-17:00, theo thứ tự; để trống nếu nghỉ");
        }
        *day = text;
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    WorkWeek::of_texts(&days).map_err(|_| FieldErrors::one("gio-1", "Cả tuần chưa có giờ làm việc nào"))
}

fn add_day(book: &mut Book, fields: &Fields) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::new();
    let date = vi::parse_date(fields.get("ngay"));
    if date.is_none() {
        errors.add("ngay", "Nhập ngày dạng ngày/tháng/năm");
    }
    errors.require("ten", fields.get("ten"), "Nhập tên ngày nghỉ hoặc làm bù");
    errors.require("can-cu", fields.get("can-cu"), "Nhập căn cứ: số thông báo, văn bản");
    let replaces = vi::parse_date(fields.get("thay-cho"));
    if !fields.get("thay-cho").is_empty() && replaces.is_none() {
        errors.add("thay-cho", "Nhập ngày dạng ngày/tháng/năm");
    }
    let Some(date) = date.filter(|_| errors.is_empty()) else { return Err(errors) };
    let (name, source) = (fields.get("ten").to_owned(), fields.get("can-cu").to_owned());
    let kind = match fields.get("loai") {
        "tet" => OffKind::Tet,
        "in_lieu" => OffKind::InLieu,
        "swap" => OffKind::Swap,
        "makeup" => {
            let standing = Standing::Verified;
            book.days.working.push(MakeupDay { date, replaces, name, source, standing });
            book.year = date.year();
            return Ok(());
        }
        _ => OffKind::Holiday,
    };
    // Who enters a day names the notice it comes from: it is verified.
    book.days.off.push(OffDay { date, name, kind, source, standing: Standing::Verified });
    book.year = date.year();
    Ok(())
}
