//! What the printed forms say of a dossier: records in, values ready to print out. The wording of the forms stands in
//! their templates (`data/forms`), the dates that choose a version with the typesetter. Nothing is printed that is not
//! recorded: a missing value stays empty, and the form shows dots.

mod control;
mod letterhead;
mod register;
mod results;
mod slips;

use std::collections::BTreeMap;

use calendar::Limit;
use kernel::{AccountId, Date, UnitId, vi};
use procedure::domain::Procedure;
use process::Work;
use serde_json::{Value, json};
use store::journal::Entry;

use crate::domain::{ClockRow, Dossier, Paper};
use crate::person::Person;

pub(crate) use letterhead::Letterhead;
pub(crate) use register::{Book, Line, register};

/// A dossier with all that its forms say.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) head: &'a Letterhead,
    pub(crate) dossier: &'a Dossier,
    pub(crate) procedure: &'a Procedure,
    pub(crate) limit: Option<&'a Limit>,
    pub(crate) person: &'a Person,
    pub(crate) papers: &'a [Paper],
    pub(crate) clock: &'a [ClockRow],
    pub(crate) history: &'a [Work],
    pub(crate) journal: &'a [Entry],
    pub(crate) names: &'a BTreeMap<AccountId, String>,
    pub(crate) units: &'a BTreeMap<UnitId, String>,
    /// Address of the public look-up; empty where there is none.
    pub(crate) lookup: &'a str,
}

/// A form with the data that fills it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Filled {
    /// Which form.
    pub(crate) form: &'static str,
    /// The day of the paper: it chooses the version.
    pub(crate) on: Date,
    pub(crate) data: Value,
}

/// A form of a dossier, by the last part of its address.
pub(crate) struct FormOf {
    pub(crate) slug: &'static str,
    pub(crate) label: &'static str,
    fill: fn(&Subject<'_>) -> Option<Filled>,
}

/// All forms of a dossier, in the order in which they come up.
pub(crate) const FORMS: &[FormOf] = &[
    FormOf {
        slug: "01", label: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", fill: slips::receipt
    },
    FormOf {
        slug: "02", label: "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", fill: slips::supplement
    },
    FormOf {
        slug: "03", label: "Phiếu từ chối tiếp nhận giải quyết hồ sơ", fill: slips::refusal
    },
    FormOf {
        slug: "04", label: "Phiếu xin lỗi và hẹn lại ngày trả kết quả", fill: slips::apology
    },
    FormOf {
        slug: "05", label: "Phiếu kiểm soát quá trình giải quyết hồ sơ", fill: control::slip
    },
    FormOf { slug: "du-thao", label: "Dự thảo kết quả giải quyết", fill: results::draft },
    FormOf { slug: "tra-ket-qua", label: "Phiếu trả kết quả", fill: results::handed_out },
];

impl FormOf {
    /// The form of an address.
    pub(crate) fn find(slug: &str) -> Option<&'static Self> {
        FORMS.iter().find(|form| form.slug == slug)
    }

    /// The form filled in; `None` where there is nothing to print yet.
    pub(crate) fn fill(&self, subject: &Subject<'_>) -> Option<Filled> {
        (self.fill)(subject)
    }
}

impl Subject<'_> {
    /// What every form of the dossier says.
    fn common(&self, on: Date) -> Value {
        let dossier = self.dossier;
        let number = if self.person.organisation {
            "Mã số doanh nghiệp, tổ chức"
        } else {
            "Số định danh cá nhân"
        };
        json!({
            "agency": self.head.json(),
            "code": dossier.code,
            "dated": self.head.dated(on),
            "applicant": {
                "name": dossier.applicant_name,
                "address": self.person.address,
                "id_label": number,
                "id_number": self.person.id_number,
                "phone": self.person.phone,
                "email": self.person.email,
            },
            "filer": if dossier.filer_name.is_empty() { &dossier.applicant_name } else { &dossier.filer_name },
            "request": self.procedure.name,
            "procedure": self.procedure.name,
            "received": vi::long_moment(dossier.received_at),
        })
    }

    fn filled(&self, form: &'static str, on: Date, own: Value) -> Filled {
        let mut data = self.common(on);
        if let (Some(all), Value::Object(own)) = (data.as_object_mut(), own) {
            all.extend(own);
        }
        Filled { form, on, data }
    }

    fn name(&self, account: Option<AccountId>) -> &str {
        account.and_then(|account| self.names.get(&account)).map_or("", String::as_str)
    }

    fn unit(&self, unit: UnitId) -> &str {
        self.units.get(&unit).map_or("", String::as_str)
    }

    /// The last entry of a kind with its particulars.
    fn last(&self, kind: &str) -> Option<(&Entry, Value)> {
        let entry = self.journal.iter().rfind(|entry| entry.kind == kind)?;
        Some((entry, particulars(entry)))
    }
}

fn particulars(entry: &Entry) -> Value {
    serde_json::from_str(&entry.payload).unwrap_or_default()
}

/// A text among the particulars; empty where there is none.
fn text<'a>(particulars: &'a Value, key: &str) -> &'a str {
    particulars.get(key).and_then(Value::as_str).unwrap_or_default()
}
