//! The pages of this context: the working calendar.

mod calendar;
mod calendar_edit;

use web::{Access, Routes};

use crate::urls;

pub(crate) fn routes() -> Routes {
    let manage = Access::Needs("calendar.manage");
    Routes::new()
        .get(urls::CALENDAR, Access::Needs("calendar.see"), calendar::show)
        .post(urls::WEEK, manage, calendar_edit::week)
        .post(urls::ADD, manage, calendar_edit::add)
        .post(urls::REMOVE, manage, calendar_edit::remove)
}
