//! Wording: enums of this context in Vietnamese, refusals as sentences.

use kernel::{Date, vi};
use web::Tone;

use crate::acts::ProcedureRefused;
use crate::domain::{Mark, OnlineLevel, Severity};
use crate::store::{ProcedureRow, VersionState};

/// An end this near is worth a warning: dossiers received now may meet it.
const SOON_DAYS: i32 = 90;

/// How sure a fact is, in two or three words.
pub(crate) const fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Verified => "đã đối chiếu",
        Mark::Recalled => "theo trí nhớ",
        Mark::Sample => "dữ liệu mẫu",
        Mark::Unverified => "chưa kiểm",
    }
}

/// The state of a mark.
pub(crate) const fn mark_tone(mark: Mark) -> Tone {
    match mark {
        Mark::Verified => Tone::Met,
        Mark::Recalled => Tone::Risk,
        Mark::Sample => Tone::Draft,
        Mark::Unverified => Tone::None,
    }
}

/// A level given as a number.
pub(crate) fn level(number: i64) -> &'static str {
    OnlineLevel::from_number(number).map_or("–", OnlineLevel::label)
}

/// Where a version stands.
pub(crate) const fn version_state(state: VersionState) -> (Tone, &'static str) {
    match state {
        VersionState::Draft => (Tone::Draft, "Bản thảo"),
        VersionState::Published => (Tone::Met, "Đang áp dụng"),
        VersionState::Superseded => (Tone::None, "Đã thay thế"),
    }
}

/// How grave a finding is.
pub(crate) const fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Missed,
        Severity::Warning => Tone::Risk,
        Severity::Note => Tone::None,
    }
}

/// Whether a procedure is in force on a day.
pub(crate) fn standing(in_force_on: Date, ended_on: Option<Date>, today: Date) -> (Tone, String) {
    match ended_on {
        _ if today < in_force_on => (Tone::None, format!("Có hiệu lực từ {}", vi::date(in_force_on))),
        Some(end) if end <= today => (Tone::Missed, format!("Hết hiệu lực từ {}", vi::date(end))),
        Some(end) => {
            let tone = if today.days_until(end) <= SOON_DAYS { Tone::Risk } else { Tone::Met };
            (tone, format!("Áp dụng đến hết {}", vi::date(end.plus(-1))))
        }
        None => (Tone::Met, "Đang áp dụng".to_owned()),
    }
}

/// What explains a procedure in a list of evidence.
pub(crate) fn record_note(row: &ProcedureRow) -> String {
    let since = vi::date(row.in_force_on);
    match row.ended_on {
        Some(end) => format!("{}, hiệu lực {since} đến trước {}", level(row.online_level), vi::date(end)),
        None => format!("{}, hiệu lực từ {since}", level(row.online_level)),
    }
}

/// Why an act was refused, in a sentence that says what to do.
pub(crate) fn refused(refused: &ProcedureRefused) -> String {
    match refused {
        ProcedureRefused::NotFound => "Không có thủ tục này.".to_owned(),
        ProcedureRefused::CodeTaken { code, name } => {
            format!("Mã {code} đã có: {name}. Ghi mã khác hoặc soạn phiên bản mới của thủ tục đó.")
        }
        ProcedureRefused::NoDraft => {
            "Thủ tục chưa có bản thảo. Mở trang sửa để soạn bản thảo mới.".to_owned()
        }
        ProcedureRefused::Findings(findings) => {
            let n = findings.iter().filter(|finding| finding.is_error()).count();
            format!("Gói thủ tục còn {n} lỗi. Sửa các lỗi nêu bên dưới rồi công bố lại.")
        }
        ProcedureRefused::CodeDiffers { expected, found } => format!(
            "Gói thủ tục ghi mã {found}, trong khi đang sửa thủ tục {expected}. Ghi lại mã {expected} ở dòng code."
        ),
        ProcedureRefused::UnknownUnit { unit, code } => format!(
            "Thủ tục {code} ghi đơn vị “{unit}”, nhưng cơ quan không có đơn vị mang mã này. Sửa dòng unit hoặc thêm đơn vị."
        ),
        ProcedureRefused::Unchanged => {
            "Bản thảo chưa khác gì phiên bản đang áp dụng nên không có gì để công bố.".to_owned()
        }
        ProcedureRefused::EndBeforeStart { in_force_on } => {
            format!("Ngày hết hiệu lực phải sau ngày có hiệu lực {}.", vi::date(*in_force_on))
        }
        ProcedureRefused::TooLarge { most } => {
            format!("Gói thủ tục dài quá {} ký tự.", vi::number(i64::try_from(*most).unwrap_or(i64::MAX)))
        }
        ProcedureRefused::Forbidden(_) | ProcedureRefused::Store(_) => String::new(),
    }
}

/// What the entries of the journal say happened.
pub const EVENTS: &[(&str, &str)] = &[
    ("procedure.imported", "Nạp thủ tục"),
    ("procedure.proposed", "Lập thủ tục mới"),
    ("procedure.draft_created", "Tạo bản thảo thủ tục"),
    ("procedure.draft_saved", "Lưu bản thảo thủ tục"),
    ("procedure.draft_discarded", "Bỏ bản thảo thủ tục"),
    ("procedure.published", "Công bố phiên bản thủ tục"),
    ("procedure.ended", "Đặt ngày hết hiệu lực của thủ tục"),
];
