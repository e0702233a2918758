//! Mẫu 01 to 04: the papers given to the applicant (TT 01/2018/TT-VPCP).

use kernel::vi;
use serde_json::{Value, json};

use super::{Filled, Subject, particulars, text};
use crate::domain::{ClockRow, Paper, PaperState, ReturnBy};

/// Mẫu 01: what was handed in and when the result will be there.
#[expect(clippy::unnecessary_wraps, reason = "one of the forms, most of which can have nothing to say")]
pub(super) fn receipt(subject: &Subject<'_>) -> Option<Filled> {
    let dossier = subject.dossier;
    let received = subject.journal.iter().find(|entry| entry.kind == "dossier.received");
    let said = received.map(particulars).unwrap_or_default();
    let papers = subject.papers.iter().filter(|paper| paper.state == PaperState::Valid);
    let year = dossier.received_at.date().year();
    let own = json!({
        "papers": papers.map(paper).collect::<Vec<_>>(),
        "sets": "01",
        "limit": subject.limit.map(ToString::to_string),
        "due": dossier.first_due_at.map_or_else(|| "theo thông báo của cơ quan giải quyết".to_owned(), vi::long_moment),
        "return_by": return_words(dossier.return_by),
        "book": {
            "volume": year.to_string(),
            "number": said.get("book_number").and_then(Value::as_i64).map(vi::number),
        },
        "officer": subject.name(received.and_then(|entry| entry.actor)),
        "lookup": subject.lookup,
        "qr": looked_up(subject),
    });
    Some(subject.filled("mau-01", dossier.received_at.date(), own))
}

/// What the code on the receipt says: the public look-up of the dossier, or its bare code.
fn looked_up(subject: &Subject<'_>) -> String {
    let code = &subject.dossier.code;
    if subject.lookup.is_empty() { code.clone() } else { format!("{}?ma={code}", subject.lookup) }
}

const fn return_words(by: ReturnBy) -> &'static str {
    match by {
        ReturnBy::Counter => "Bộ phận Tiếp nhận và Trả kết quả",
        ReturnBy::Postal => "Địa chỉ nêu trên, qua dịch vụ bưu chính công ích",
        ReturnBy::Online => "Trực tuyến, qua Cổng dịch vụ công",
    }
}

fn paper(paper: &Paper) -> Value {
    let number = |count: u16| if count == 0 { String::new() } else { count.to_string() };
    json!({
        "name": paper.name,
        "originals": number(paper.n_originals),
        "copies": number(paper.n_copies),
    })
}

/// Mẫu 02: all that is missing, at once, each paper with its legal basis (NĐ 61/2018/NĐ-CP, Đ.11 k.2).
pub(super) fn supplement(subject: &Subject<'_>) -> Option<Filled> {
    let row = last_of(subject, "supplement_asked")?;
    let asked: Vec<Value> = row.detail.get("papers").and_then(Value::as_array)?.iter().map(asked).collect();
    let own = json!({
        "number": number(&row.detail, "HDHS"),
        "asked": asked,
        "basis": row.legal_basis,
        "reason": row.reason,
        "answer_by": subject.dossier.citizen_due_at.map(|at| vi::long_date(at.date())),
        "officer": { "name": subject.name(row.account) },
    });
    Some(subject.filled("mau-02", row.at.date(), own))
}

fn asked(paper: &Value) -> Value {
    json!({
        "name": text(paper, "name"),
        "reason": text(paper, "reason"),
        "basis": text(paper, "legal_basis"),
    })
}

/// Mẫu 03: the refusal with its reason and article (NĐ 61/2018/NĐ-CP, Đ.17).
pub(super) fn refusal(subject: &Subject<'_>) -> Option<Filled> {
    let (entry, said) = subject.last("dossier.refused")?;
    let own = json!({
        "number": number(&said, "HDHS"),
        "reason": text(&said, "reason"),
        "basis": text(&said, "legal_basis"),
        "officer": { "name": subject.name(entry.actor) },
    });
    Some(subject.filled("mau-03", entry.at.date(), own))
}

/// Mẫu 04: the apology with the new date (NĐ 61/2018/NĐ-CP, Đ.19 k.9). The head signs it, so no name is put under.
pub(super) fn apology(subject: &Subject<'_>) -> Option<Filled> {
    let row = last_of(subject, "reappointed")?;
    let received = subject.dossier.received_at.date();
    let own = json!({
        "number": number(&row.detail, &format!("PXL-{}", subject.head.short())),
        "received": vi::long_date(received),
        "due_before": row.due_before.map(vi::long_moment),
        "reason": row.reason,
        "due": row.due_after.map(vi::long_moment),
        "signer": { "lines": subject.head.signer(), "name": "" },
    });
    Some(subject.filled("mau-04", row.at.date(), own))
}

fn last_of<'a>(subject: &Subject<'a>, event: &str) -> Option<&'a ClockRow> {
    subject.clock.iter().rfind(|row| row.event == event)
}

/// Number and symbol; dots for a paper that was made before numbers were given.
fn number(particulars: &Value, symbol: &str) -> String {
    match particulars.get("number").and_then(Value::as_i64) {
        Some(number) => format!("{number:02}/{symbol}"),
        None => format!("……/{symbol}"),
    }
}
