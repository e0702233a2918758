//! Mẫu 05: who handed the dossier to whom, when, and how the time stood (TT 01/2018/TT-VPCP). From the steps as they
//! were worked; early, on time and late come from the one classifier.

use calendar::Timeliness;
use kernel::vi;
use process::{Outcome, Work};
use serde_json::{Value, json};

use super::{Filled, Subject};

pub(super) fn slip(subject: &Subject<'_>) -> Option<Filled> {
    let pairs = subject.history.iter().zip(subject.history.iter().skip(1));
    let mut handovers: Vec<Value> =
        pairs.filter_map(|(from, to)| handed_over(subject, from, Some(to))).collect();
    // The last step ends with the applicant.
    handovers.extend(subject.history.last().and_then(|last| handed_over(subject, last, None)));
    if handovers.is_empty() {
        return None;
    }
    let dossier = subject.dossier;
    let own = json!({
        "unit": subject.unit(dossier.unit),
        "due": dossier.first_due_at.map(vi::long_moment),
        "handovers": handovers,
    });
    Some(subject.filled("mau-05", dossier.received_at.date(), own))
}

fn handed_over(subject: &Subject<'_>, from: &Work, to: Option<&Work>) -> Option<Value> {
    let at = from.closed_at?;
    let place = |work: &Work| format!("{}, bước {}", subject.unit(work.unit), work.step_name.to_lowercase());
    let (next, receiver) = match to {
        Some(work) => (place(work), subject.name(work.account)),
        None => (ended(from.outcome?).to_owned(), subject.dossier.applicant_name.as_str()),
    };
    Some(json!({
        "from": place(from),
        "to": next,
        "at": vi::long_moment(at),
        "giver": subject.name(from.closed_by.or(from.account)),
        "receiver": receiver,
        "result": from.due_at.map_or(String::new(), |due| capital(Timeliness::of(at, due).vi())),
        "note": note(from),
    }))
}

/// To whom the dossier went when no step followed.
const fn ended(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Finished => "Người nộp hồ sơ, trả kết quả",
        Outcome::Ended => "Kết thúc, không có kết quả",
        Outcome::HandedOver | Outcome::SentBack | Outcome::Reassigned => "Bộ phận tiếp theo",
    }
}

fn note(work: &Work) -> String {
    let what = match work.outcome {
        Some(Outcome::SentBack) => "Trả lại để làm lại",
        Some(Outcome::Reassigned) => "Đổi người xử lý",
        _ => "",
    };
    match work.reason.as_deref().filter(|reason| !reason.is_empty()) {
        Some(reason) if what.is_empty() => reason.to_owned(),
        Some(reason) => format!("{what}: {reason}"),
        None => what.to_owned(),
    }
}

pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
