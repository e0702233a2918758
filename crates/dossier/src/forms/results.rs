//! The draft of a result, and the slip with which it is handed out.

use calendar::Timeliness;
use kernel::vi;
use serde_json::{Value, json};

use super::control::capital;
use super::{Filled, Subject, particulars, text};
use crate::domain::PublicStatus;

/// What stands where the signature will be. The program never prints a signature that was not given.
const UNSIGNED: &str = "(Chờ ký số)";

/// A decision or a certificate, as an administrative document (NĐ 30/2020/NĐ-CP, Phụ lục I). A draft until the result
/// has its number; only for dossiers that may still have one.
pub(super) fn draft(subject: &Subject<'_>) -> Option<Filled> {
    use PublicStatus as Is;
    let dossier = subject.dossier;
    if matches!(PublicStatus::of(dossier), Is::NotReceived | Is::Withdrawn | Is::Stopped) {
        return None;
    }
    let last = subject.history.last().map_or(dossier.received_at, |work| work.opened_at);
    let on = dossier.finished_at.unwrap_or(last).date();
    let named = dossier.result_name.clone();
    let name = named.or_else(|| Some(subject.procedure.results.first()?.name.clone()))?;
    let decision = name.to_lowercase().starts_with("quyết định");
    let symbol = if decision { "QĐ" } else { "GXN" };
    let unnumbered = format!("           /{symbol}-{}", subject.head.short());
    let mut own = json!({
        "number": dossier.result_number.clone().unwrap_or(unnumbered),
        "dated": dossier.finished_at.map_or_else(|| subject.head.dated_when_signed(), |at| subject.head.dated(at.date())),
        "about": format!("Về việc {}", lower_first(&subject.procedure.name)),
        "draft": if dossier.finished_at.is_none() { "Dự thảo" } else { "" },
        "signer": { "lines": subject.head.signer(), "name": "" },
        "unsigned": if dossier.result_signed { "" } else { UNSIGNED },
    });
    if let Some(own) = own.as_object_mut() {
        own.extend(if decision { decides(subject) } else { confirms(subject) });
    }
    Some(subject.filled(if decision { "quyet-dinh" } else { "giay-xac-nhan" }, on, own))
}

fn decides(subject: &Subject<'_>) -> serde_json::Map<String, Value> {
    let dossier = subject.dossier;
    let bases = subject.procedure.legal_bases.iter().map(|basis| {
        let articles =
            if basis.articles.is_empty() { String::new() } else { format!(" ({})", basis.articles) };
        format!("Căn cứ {}{articles};", basis.act)
    });
    let on_file = format!(
        "Xét hồ sơ mã số {} của {}, {} nhận {}.",
        dossier.code,
        dossier.applicant_name,
        "Bộ phận Tiếp nhận và Trả kết quả",
        vi::long_date(dossier.received_at.date())
    );
    let unit = subject.unit(dossier.unit);
    let articles = [
        format!(
            "Giải quyết {} đối với {}, địa chỉ: {}.",
            lower_first(&subject.procedure.name),
            dossier.applicant_name,
            subject.person.address
        ),
        "Quyết định này có hiệu lực kể từ ngày ký.".to_owned(),
        format!(
            "Chánh Văn phòng, {unit} và {} chịu trách nhiệm thi hành Quyết định này./.",
            dossier.applicant_name
        ),
    ];
    object(json!({
        "authority": format!("{} {}", subject.head.signer().last().copied().unwrap_or_default(), subject.head.name()),
        "bases": bases.chain([on_file]).collect::<Vec<_>>(),
        "proposal": format!("Theo đề nghị của {unit}."),
        "articles": articles,
        "receivers": ["Như Điều 3;", "Lưu: VT."],
    }))
}

fn confirms(subject: &Subject<'_>) -> serde_json::Map<String, Value> {
    let dossier = subject.dossier;
    let number = subject.person.id_number.as_deref().map_or(String::new(), |number| {
        let label = if subject.person.organisation { "mã số" } else { "số định danh cá nhân" };
        format!(", {label} {number}")
    });
    let who = format!("{}{number}, địa chỉ: {}", dossier.applicant_name, subject.person.address);
    object(json!({
        "paragraphs": [
            format!("{} xác nhận {who}, đã thực hiện thủ tục hành chính: {} (mã hồ sơ {}).", subject.head.name(), subject.procedure.name, dossier.code),
            "Giấy xác nhận này có giá trị kể từ ngày ký./.",
        ],
        "receivers": [format!("{};", dossier.applicant_name), "Lưu: VT.".to_owned()],
    }))
}

/// The slip that the receiver of the result signs.
pub(super) fn handed_out(subject: &Subject<'_>) -> Option<Filled> {
    let dossier = subject.dossier;
    let finished = dossier.finished_at?;
    let entry = subject.journal.iter().rfind(|entry| entry.kind == "dossier.returned");
    let said = entry.map(particulars).unwrap_or_default();
    let returned = dossier.returned_at;
    let all = [Timeliness::Early, Timeliness::OnTime, Timeliness::Late];
    let stood = all.into_iter().find(|kind| dossier.timeliness.as_deref() == Some(kind.code()));
    let own = json!({
        "results": [{
            "name": dossier.result_name,
            "number": dossier.result_number,
            "date": vi::date(finished.date()),
        }],
        "due": dossier.first_due_at.map(vi::long_moment),
        "returned": returned.map(vi::long_moment),
        "timeliness": stood.map(|kind| capital(kind.vi())),
        "return_by": dossier.return_by.label(),
        "receiver": { "name": text(&said, "receiver") },
        "officer": subject.name(entry.and_then(|entry| entry.actor)),
    });
    Some(subject.filled("phieu-tra-ket-qua", returned.unwrap_or(finished).date(), own))
}

fn object(value: Value) -> serde_json::Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => serde_json::Map::new(),
    }
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
