//! Mẫu 06: the register of dossiers, one book a year, numbered without gaps (TT 01/2018/TT-VPCP).

use kernel::{Date, Instant, vi};
use serde_json::{Value, json};

use super::{Filled, Letterhead};
use crate::domain::{Dossier, PublicStatus};
use crate::person::Person;

/// A line of the register, each value as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Line {
    pub(crate) number: String,
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) sets: String,
    pub(crate) applicant: String,
    pub(crate) address: String,
    pub(crate) unit: String,
    pub(crate) received: String,
    pub(crate) due: String,
    /// When it went to who settles it.
    pub(crate) sent: String,
    /// When the result came back.
    pub(crate) back: String,
    pub(crate) returned: String,
    pub(crate) return_by: String,
    pub(crate) note: String,
}

impl Line {
    /// The line of a dossier; `number` is the one it got in the book.
    pub(crate) fn of(
        dossier: &Dossier,
        number: Option<i64>,
        person: &Person,
        (procedure, unit): (&str, &str),
    ) -> Self {
        let day = |at: Option<Instant>| at.map(|at| vi::date(at.date())).unwrap_or_default();
        let phone = person.phone.as_deref().unwrap_or_default();
        let reached = [person.address.as_str(), phone].into_iter().filter(|part| !part.is_empty());
        Self {
            number: number.map(vi::number).unwrap_or_default(),
            code: dossier.code.clone(),
            procedure: procedure.to_owned(),
            sets: "01".to_owned(),
            applicant: dossier.applicant_name.clone(),
            address: reached.collect::<Vec<_>>().join("; "),
            unit: unit.to_owned(),
            received: vi::date(dossier.received_at.date()),
            due: day(dossier.first_due_at),
            sent: day(dossier.started_at),
            back: day(dossier.finished_at),
            returned: day(dossier.returned_at),
            return_by: dossier.return_by.label().to_owned(),
            note: note(dossier),
        }
    }
}

/// What is remarkable: supplements, a new date, an end without a result.
fn note(dossier: &Dossier) -> String {
    let mut parts = Vec::new();
    if dossier.n_supplements > 0 {
        parts.push(format!("Bổ sung {} lần", dossier.n_supplements));
    }
    if dossier.n_extensions > 0 {
        let due = dossier.due_at.map(|due| format!(" {}", vi::date(due.date()))).unwrap_or_default();
        parts.push(format!("Hẹn lại{due}"));
    }
    let ended = dossier.ended_on.map(|on| format!(" ngày {}", vi::date(on))).unwrap_or_default();
    match PublicStatus::of(dossier) {
        PublicStatus::NotReceived => parts.push(format!("Từ chối{ended}")),
        PublicStatus::Withdrawn => parts.push(format!("Rút hồ sơ{ended}")),
        PublicStatus::Stopped => parts.push(format!("Dừng xử lý{ended}")),
        _ => {}
    }
    parts.join("; ")
}

/// Which lines of the book are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Book {
    /// The year.
    pub(crate) year: i16,
    /// Its days.
    pub(crate) days: (Date, Date),
    /// Of one unit, or of all.
    pub(crate) unit: Option<String>,
    /// Who prints it.
    pub(crate) clerk: String,
    /// When.
    pub(crate) on: Date,
}

/// The register as a form.
pub(crate) fn register(head: &Letterhead, book: &Book, lines: &[Line]) -> Filled {
    let (from, to) = book.days;
    let mut span = format!("Quyển số: {}. Từ ngày {} đến ngày {}", book.year, vi::date(from), vi::date(to));
    if let Some(unit) = &book.unit {
        span.push_str(". ");
        span.push_str(unit);
    }
    let rows: Vec<Value> = lines.iter().map(|line| json!(line)).collect();
    let data = json!({
        "agency": head.json(),
        "dated": head.dated(book.on),
        "span": span,
        "rows": rows,
        "clerk": book.clerk,
        "head": "",
    });
    // The book of a year keeps the form with which the year began to be printed: that of its last day shown.
    Filled { form: "mau-06", on: to.min(book.on), data }
}
