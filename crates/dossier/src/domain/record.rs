//! The dossier's record.

use kernel::{AccountId, AgencyId, Date, DossierId, Instant, PersonId, UnitId};
use serde::{Deserialize, Serialize};

::store::words!(
    /// How the dossier came (NĐ 61/2018/NĐ-CP, Đ.16).
    Channel {
        /// At the counter.
        Counter = "counter", "Trực tiếp tại Bộ phận Một cửa";
        /// Through the portal.
        Online = "online", "Trực tuyến";
        /// By the public postal service.
        Postal = "postal", "Bưu chính công ích";
    }
);

::store::words!(
    /// How the result goes back.
    ReturnBy {
        /// At the counter.
        Counter = "counter", "Tại Bộ phận Một cửa";
        /// By the public postal service.
        Postal = "postal", "Qua bưu chính công ích";
        /// Through the portal.
        Online = "online", "Trực tuyến";
    }
);

::store::words!(
    /// How a paper stands after the check.
    PaperState {
        /// There, and as required.
        Valid = "valid", "Hợp lệ";
        /// Not there.
        Missing = "missing", "Còn thiếu";
        /// There, but not as required.
        Wrong = "wrong", "Cần sửa";
        /// Not needed in this case.
        NotNeeded = "not_needed", "Không cần";
    }
);

/// A dossier (hồ sơ TTHC). Dates are facts: once set they stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that indicators count")]
pub struct Dossier {
    /// Id.
    pub id: DossierId,
    /// Agency.
    pub agency: AgencyId,
    /// Code, `H31.12-220914-0023`.
    pub code: String,
    /// Code of the procedure.
    pub procedure_code: String,
    /// The version of the procedure under which it was received; it keeps that version.
    pub procedure_version_id: i64,
    /// Case of the procedure.
    pub case_code: String,
    /// Field of work.
    pub sector: String,
    /// How it came.
    pub channel: Channel,
    /// Level of online service the procedure had at receipt (1–4).
    pub online_level: i64,
    /// Whether the procedure is eligible for online service.
    pub online_eligible: bool,
    /// Whether the procedure is offered by post.
    pub postal_eligible: bool,
    /// Competent unit.
    pub unit: UnitId,
    /// Applicant.
    pub applicant: PersonId,
    /// The applicant's name as received.
    pub applicant_name: String,
    /// Who handed it in, where another person.
    pub filer_name: String,
    /// What it is about (trích yếu).
    pub summary: String,
    /// How the result goes back.
    pub return_by: ReturnBy,
    /// When it was received; the statutory time runs from here.
    pub received_at: Instant,
    /// When it was entered in the system.
    pub registered_at: Instant,
    /// When it first left the counter.
    pub started_at: Option<Instant>,
    /// The deadline promised on the receipt.
    pub first_due_at: Option<Instant>,
    /// The deadline now, on the statutory clock; `None` without one or while a supplement is awaited.
    pub due_at: Option<Instant>,
    /// The deadline on the national index's clock.
    pub index_due_at: Option<Instant>,
    /// Since when its clock stands still.
    pub paused_at: Option<Instant>,
    /// How often a supplement was asked for.
    pub n_supplements: i64,
    /// How often a new date was appointed.
    pub n_extensions: i64,
    /// When the result was ready, the first time.
    pub finished_at: Option<Instant>,
    /// When the result was handed out.
    pub returned_at: Option<Instant>,
    /// When it was refused.
    pub refused_at: Option<Instant>,
    /// When the applicant withdrew it.
    pub withdrawn_at: Option<Instant>,
    /// When it was stopped.
    pub stopped_at: Option<Instant>,
    /// The day of the first of these ends.
    pub ended_on: Option<Date>,
    /// How it ended against its deadline: `early`, `on_time`, `late`; by the one classifier.
    pub timeliness: Option<String>,
    /// Late on the national index's clock.
    pub index_late: bool,
    /// Working days from receipt to end.
    pub handling_days: Option<i64>,
    /// Number of the result.
    pub result_number: Option<String>,
    /// Name of the result.
    pub result_name: Option<String>,
    /// When the result was put on the portal.
    pub result_published_at: Option<Instant>,
    /// Whether the result carries a digital signature. Always false until the signing context is there.
    pub result_signed: bool,
    /// The filing it came with, where several dossiers were filed together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filing_id: Option<i64>,
    /// Who handed it in, where known as a person of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filer: Option<PersonId>,
    /// Legal representative of the applicant (BLDS 2015, Đ.134).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative: Option<PersonId>,
    /// Code of the commune that the matter lies in; work may be routed by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When it was submitted online, before it was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Instant>,
    /// Until when the supplement that was asked for should come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citizen_due_at: Option<Instant>,
    /// What is owed in đồng: fee and charge less exemptions.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub duty: i64,
    /// When the applicant was asked to pay; the clock stands still until it is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_asked_at: Option<Instant>,
    /// When the duty was settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_settled_at: Option<Instant>,
    /// Whether it was paid online.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paid_online: bool,
    /// When the result was first drafted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_drafted_at: Option<Instant>,
    /// When the draft was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_approved_at: Option<Instant>,
    /// When papers and result were archived digitally with their data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digitised_at: Option<Instant>,
    /// How many papers were taken over from earlier dossiers.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub n_reused: i64,
    /// The dossier that goes on in its stead, where it was filed twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<DossierId>,
    /// Version of the row.
    pub version: i64,
}

impl Dossier {
    /// Whether the applicant was asked to pay and has not yet.
    pub const fn awaits_payment(&self) -> bool {
        self.payment_asked_at.is_some() && self.payment_settled_at.is_none()
    }

    /// Whether a supplement was asked for and has not come.
    pub const fn awaits_supplement(&self) -> bool {
        self.paused_at.is_some() && self.due_at.is_none()
    }

    /// Whether something is owed.
    pub const fn owes(&self) -> bool {
        self.duty > 0 && self.payment_settled_at.is_none()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// A paper of a dossier as checked at the counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Paper {
    /// Code within the procedure.
    pub code: String,
    /// Name.
    pub name: String,
    /// Originals handed in.
    pub n_originals: u16,
    /// Copies handed in.
    pub n_copies: u16,
    /// How it stands.
    pub state: PaperState,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// SHA-256 of the scan, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// Something that happened to the dossier's time after the receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRow {
    /// When.
    pub at: Instant,
    /// What: `supplement_asked`, `supplement_received`, `paused`, `resumed`, `reappointed`.
    pub event: String,
    /// The deadline before.
    pub due_before: Option<Instant>,
    /// The deadline after; `None` while it stands still.
    pub due_after: Option<Instant>,
    /// Who.
    pub account: Option<AccountId>,
    /// Why.
    pub reason: String,
    /// By which article.
    pub legal_basis: String,
    /// Particulars: JSON (the papers asked for, the new date).
    pub detail: serde_json::Value,
}
