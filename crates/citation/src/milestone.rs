//! Duties without a figure: sentences that ask somebody to do something.

use crate::draft::Because;
use crate::duty_words::{DUTY_VERBS, OBLIGATIONS};
use crate::outline::{Place, Section};
use crate::token::Tokens;

/// Labels of list items that say who, when and with what, not what is to be done.
const FRAMES: &[&str] = &[
    "đơn vị chủ trì",
    "cơ quan chủ trì",
    "cơ quan thực hiện",
    "đơn vị thực hiện",
    "đơn vị phối hợp",
    "cơ quan phối hợp",
    "thời gian thực hiện",
    "thời gian hoàn thành",
    "thời hạn",
    "thời hạn hoàn thành",
    "kinh phí",
    "sản phẩm",
    "kết quả",
    "tiến độ",
    "địa điểm",
    "thành phần",
    "hình thức",
    "người chủ trì",
    "phân công",
    "nơi nhận",
    "số",
    "phòng chủ trì",
    "chủ trì",
    "phối hợp",
    "lưu",
    "email",
    "điện thoại",
    "website",
    "nguồn",
    "thời gian",
    "đối tượng",
    "ghi chú",
];

/// Labels before the duty itself.
const LABELS: &[&str] =
    &["nhiệm vụ", "nội dung", "nội dung thực hiện", "giải pháp", "nhiệm vụ cụ thể", "yêu cầu", "mục tiêu"];

/// First words of those who can be obliged.
const ACTORS: &[&str] = &[
    "sở",
    "bộ",
    "các",
    "ubnd",
    "ủy ban",
    "hđnd",
    "phòng",
    "văn phòng",
    "thủ trưởng",
    "người đứng đầu",
    "chủ tịch",
    "giám đốc",
    "trưởng",
    "đơn vị",
    "cơ quan",
    "doanh nghiệp",
    "đài",
    "công an",
    "ban",
    "trung tâm",
    "cục",
    "chi cục",
    "thanh tra",
    "cán bộ",
    "công chức",
    "viên chức",
    "mỗi",
    "từng",
    "tất cả",
    "đề nghị",
    "giao",
    "yêu cầu",
    "hội",
    "báo",
    "bảo hiểm",
    "kho bạc",
    "ngân hàng",
    "tổ",
    "trường",
    "bộ phận",
    "ngân sách",
    "lãnh đạo",
    "định kỳ",
    "hằng",
    "hàng",
    "trước",
    "chậm nhất",
    "đến",
    "căn cứ",
    "trên cơ sở",
    "đối với",
    "thông qua",
    "vào",
];

/// Why the sentence is a duty, or nothing where it is none.
pub(crate) fn read(tokens: &Tokens<'_>, place: &Place) -> Option<Because> {
    if place.heading || place.section != Section::Duty || tokens.len() < 4 {
        return None;
    }
    let words = (0..tokens.len()).filter(|at| tokens.is_word(*at)).count();
    let past = tokens
        .find_any(
            0,
            tokens.len().min(8),
            &["đã", "thời gian qua", "trong thời gian qua", "tuy nhiên", "nguyên nhân"],
        )
        .is_some();
    let law = tokens.starts(0, "căn cứ").is_some()
        && tokens
            .find_any(
                0,
                tokens.len().min(8),
                &["luật", "nghị định", "nghị quyết", "quyết định", "thông tư", "kế hoạch số", "tại"],
            )
            .is_some();
    if words < 4 || past || law || capitals(tokens) {
        return None;
    }
    // A lead-in ends with a colon; "nếu có vướng mắc …" is a duty only if something happens.
    let last = tokens.len() - 1;
    let leads_in = tokens.is_sign(last, ':');
    let only_if =
        tokens.starts_any(0, &["trường hợp", "trong quá trình", "nếu", "trên đây", "theo đó"]).is_some();
    if leads_in || only_if || preamble(tokens, place) {
        return None;
    }
    let start = label(tokens)?;
    let start = skip_link(tokens, start);
    if let Some((_, verb)) = tokens.starts_any(start, DUTY_VERBS) {
        // "Quản lý nhà nước về …" and "Báo cáo số …" are names.
        let numbered = tokens.is_number(start + verb.split(' ').count());
        let named = (numbered && matches!(verb, "báo cáo" | "hướng dẫn" | "trình" | "cấp"))
            || tokens.starts(start, "giao dịch").is_some()
            || tokens.starts(start, "trình độ").is_some();
        let issues = tokens
            .find_any(
                start,
                tokens.len(),
                &["ban hành kế hoạch số", "với các nội dung sau", "cụ thể như sau", "như sau"],
            )
            .is_some();
        return (!named && !issues).then(|| Because::new("opens-with-a-duty", verb));
    }
    obliged(tokens, start)
}

/// Skips "Nhiệm vụ:" and the like; nothing where the item only says who or when.
fn label(tokens: &Tokens<'_>) -> Option<usize> {
    let colon = (1..tokens.len().min(7)).find(|at| tokens.is_sign(*at, ':'));
    let Some(colon) = colon else { return Some(0) };
    let frame = FRAMES.iter().any(|label| tokens.starts(0, label).is_some());
    let duty = LABELS.iter().any(|label| tokens.starts(0, label) == Some(colon));
    if frame && !duty { None } else { Some(colon + 1) }
}

/// Skips "Đồng thời," and "Trong đó,".
fn skip_link(tokens: &Tokens<'_>, at: usize) -> usize {
    let links =
        ["đồng thời", "song song đó", "trong đó", "bên cạnh đó", "ngoài ra", "qua đó", "từ đó", "trước hết"];
    match tokens.starts_any(at, &links) {
        Some((length, _)) => {
            at + length + usize::from(tokens.is_sign(at + length, ',') || tokens.is_sign(at + length, ':'))
        }
        None => at,
    }
}

/// "Sở Nội vụ chủ trì …", "Các phòng, đơn vị có trách nhiệm …".
fn obliged(tokens: &Tokens<'_>, at: usize) -> Option<Because> {
    tokens.starts_any(at, ACTORS)?;
    if tokens
        .starts_any(at, &["bộ chỉ số", "bộ tiêu chí", "bộ thủ tục", "các chỉ số", "các tiêu chí"])
        .is_some()
    {
        return None;
    }
    let end = tokens.len().min(at + 60);
    if let Some((_, words)) = tokens.find_any(at + 1, end, OBLIGATIONS) {
        return Some(Because::new("obliges", words));
    }
    let (_, verb) = tokens.find_any(at + 1, end, DUTY_VERBS)?;
    let ends =
        tokens.is_sign(tokens.len() - 1, '.') || tokens.is_sign(tokens.len() - 1, ';') || tokens.len() > 30;
    ends.then(|| Because::new("asks-somebody", verb))
}

/// "Thực hiện Quyết định số … ;" before the first clause gives the reason of the plan.
fn preamble(tokens: &Tokens<'_>, place: &Place) -> bool {
    let verb = tokens.starts_any(
        0,
        &["thực hiện", "triển khai thực hiện", "triển khai", "theo", "căn cứ", "tiếp tục thực hiện"],
    );
    place.clause.is_empty()
        && verb.is_some_and(|(length, _)| tokens.is_masked(length) || tokens.is_masked(length + 1))
}

/// A line in capitals is a title.
fn capitals(tokens: &Tokens<'_>) -> bool {
    tokens.raw(0, tokens.len()).chars().all(|c| !c.is_lowercase())
}
