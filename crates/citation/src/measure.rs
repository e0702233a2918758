//! What a promise measures, in a short phrase taken from its sentence.

use crate::judge::last_action;
use crate::lexicon::{ACTIONS, AT_LEAST, AT_MOST};
use crate::mention::{Mention, Scale};
use crate::scene::{Lead, Scene};
use crate::token::{TokenKind, Tokens};
use crate::window::TimeMeaning;

/// Longest phrase, in characters.
const LONGEST: usize = 240;

/// Words after a figure that belong to it or to the circumstances, not to what is measured.
const NOT_AFTER: &[&str] = &[
    "trong",
    "trên",
    "so",
    "theo",
    "vào",
    "trước",
    "đến",
    "và",
    "hoặc",
    "đối với",
    "cho",
    "tại",
    "của",
    "trở",
    "mỗi",
    "hằng",
    "hàng",
    "năm",
    "để",
    "nhằm",
    "từ",
    "với",
    "khi",
    "là",
    "ở",
    "như",
    "nhưng",
    "thì",
];

/// Words that begin a phrase naming a measure.
const HEADS: &[&str] = &[
    "tỷ lệ",
    "số",
    "mức",
    "chỉ số",
    "tổng số",
    "tổng",
    "điểm",
    "kết quả",
    "thời gian",
    "số lượng",
    "độ",
    "hệ số",
    "thủ tục",
    "mức độ",
    "sự hài lòng",
    "năng suất",
    "doanh thu",
    "giá trị",
    "thứ hạng",
    "xếp hạng",
    "100",
    "quy mô",
    "diện tích",
    "thu nhập",
];

/// Connecting words at the head of a phrase.
const LINKS: &[&str] = &[
    "và",
    "đồng thời",
    "trong đó",
    "trong số đó",
    "phấn đấu",
    "bảo đảm",
    "đảm bảo",
    "với",
    "còn",
    "theo đó",
    "cụ thể",
    "có",
    "là",
    "đạt",
    "duy trì",
    "tiếp tục",
    "hoàn thành",
    "để",
    "nhằm",
    "tất cả",
    "yêu cầu",
    "phải",
    "được",
    "việc",
    "đạt được",
    "mục tiêu",
    "mục tiêu là",
    "chỉ tiêu",
];

/// The phrase for the figure whose promise covers the tokens `left..right`. `previous` is the phrase of the promise
/// before it in the sentence.
pub(crate) fn phrase(
    scene: &Scene<'_, '_>,
    mention: &Mention,
    lead: &Lead,
    (left, right): (usize, usize),
    previous: Option<&str>,
) -> String {
    let tokens = &scene.tokens;
    let before = before(scene, left, lead.from);
    let noun = mention.scale == Scale::Count
        && !ABSTRACT.contains(&mention.unit.split('/').next().unwrap_or_default());
    let (begins, ends) = after(scene, if noun { mention.figure_to } else { mention.to }, right);
    let after_text = text(tokens, begins, ends);
    let before_text = text(tokens, before.0, before.1);
    let headed = tokens.starts_any(before.0, HEADS).is_some()
        && before.1 > before.0 + 1
        && tokens.starts(before.0, "số hóa").is_none();
    let reached = (lead.from..mention.from).any(|at| matches!(tokens.word(at), "đạt" | "là" | "chiếm"));
    // "giải ngân đạt 95% kế hoạch" measures the disbursement; "hoàn thành 100% kế hoạch" the plan.
    let of_plan = reached
        && !before_text.is_empty()
        && tokens.starts_any(begins, &["kế hoạch", "chỉ tiêu", "dự toán"]).is_some();
    let usable =
        ends > begins && tokens.starts_any(begins, NOT_AFTER).is_none() && tokens.is_word(begins) && !of_plan;
    // "90% đạt cấp độ 5": the things counted were named by the promise before.
    if usable
        && matches!(tokens.word(begins), "đạt" | "được" | "có" | "đã")
        && before.1 <= before.0
        && let Some(shared) = shared_subject(tokens.word(begins), previous)
    {
        return cut(format!("{shared} {after_text}"));
    }
    let whole = ends > begins && tokens.starts_any(begins, &["trong tổng số", "trên tổng số"]).is_some();
    if whole && !before_text.is_empty() {
        return cut(format!("{} {after_text}", continued(tokens, before.0, &before_text, previous)));
    }
    let total = ends > begins && tokens.starts_any(begins, &["tổng số"]).is_some();
    let prefers_before = !before_text.is_empty()
        && (total || (headed && reached) || (!noun && mention.scale != Scale::Percent));
    let acted = last_action(tokens, before.0, before.1)
        .is_some_and(|(at, verb)| at + verb.split(' ').count() >= before.1);
    if noun && mention.to >= ends && !acted && !before_text.is_empty() && lead.change.is_none() {
        return cut(before_text);
    }
    if usable && !prefers_before {
        let each = tokens.starts_any(before.0, &["mỗi", "từng"]).is_some() && !before_text.is_empty();
        return cut(match (noun, each) {
            (true, _) => produced(tokens, lead, before, mention, &after_text),
            (false, true) => format!("{before_text}: {after_text}"),
            (false, false) => with_verb(tokens, lead, mention, after_text),
        });
    }
    if !before_text.is_empty() {
        // "…, trong đó cấp xã đạt 99%" measures the same of a part.
        let part = (left..before.0).any(|at| tokens.starts_any(at, &["trong đó", "riêng"]).is_some());
        return cut(match previous {
            Some(whole) if part && !headed && mention.scale == Scale::Percent => {
                format!("{whole}, trong đó {before_text}")
            }
            _ => continued(tokens, before.0, &before_text, previous),
        });
    }
    if let Some(previous) = previous.filter(|_| lead.change.is_some() && ends <= begins) {
        return previous.to_owned();
    }
    if lead.change.is_some() {
        return cut(with_verb(tokens, lead, mention, text(tokens, mention.figure_to, ends)));
    }
    match previous {
        _ if usable => cut(after_text),
        Some(previous) => previous.to_owned(),
        // The sentence names it once for all, or only as a whole.
        None => String::new(),
    }
}

/// Units that say how much, not of what.
const ABSTRACT: &[&str] = &[
    "lần",
    "điểm",
    "điểm phần trăm",
    "bậc",
    "hạng",
    "triệu đồng",
    "tỷ đồng",
    "đồng",
    "triệu",
    "tỷ",
    "usd",
    "triệu usd",
    "tỷ usd",
];

/// "giải quyết việc làm cho 5.000 lao động" is "giải quyết việc làm cho lao động"; "mỗi đơn vị có ít nhất 01 sáng kiến" is
/// "mỗi đơn vị có sáng kiến".
fn produced(
    tokens: &Tokens<'_>,
    lead: &Lead,
    before: (usize, usize),
    mention: &Mention,
    after: &str,
) -> String {
    let near = before.0.max(lead.from.saturating_sub(8));
    let verb = last_action(tokens, near, lead.from).map(|(at, _)| at);
    if tokens.starts_any(before.0, &["mỗi", "từng"]).is_some() && before.1 > before.0 {
        let has = if (lead.from..mention.from).any(|at| tokens.word(at) == "có") { " có" } else { "" };
        return format!("{}{has} {after}", text(tokens, before.0, before.1));
    }
    let from = verb.or_else(|| lead.change.map(|(_, _, at)| at));
    let Some(from) = from else { return after.to_owned() };
    let limit = lead.comparator.is_some() || lead.change.is_some();
    let to = if limit { lead.from.max(from) } else { mention.from };
    let head = if to > from { text(tokens, from, to) } else { text(tokens, from, from + 1) };
    let head = head.trim_end_matches(" khoảng").trim_end_matches(" được").trim_end_matches([',', ' ']);
    format!("{head} {after}")
}

/// "Tỷ lệ thủ tục mức độ 3 đạt 35%, mức độ 4 đạt 55%": the second one shares the head of the first.
fn continued(tokens: &Tokens<'_>, at: usize, before: &str, previous: Option<&str>) -> String {
    let first = tokens.raw(at, at + 1);
    let second = tokens.raw(at, at + 2);
    let Some(previous) = previous else { return before.to_owned() };
    let lower = previous.to_lowercase();
    let shared = [second, first].iter().find_map(|words| lower.rfind(&format!(" {} ", words.to_lowercase())));
    let headed =
        ["Tỷ lệ", "tỷ lệ", "Tỉ lệ", "tỉ lệ", "Số", "số"].iter().any(|head| previous.starts_with(head));
    match shared {
        Some(place) if headed && !before.to_lowercase().starts_with("tỷ lệ") => {
            format!("{} {before}", previous.get(..place).unwrap_or_default())
        }
        _ => before.to_owned(),
    }
}

fn shared_subject(verb: &str, previous: Option<&str>) -> Option<String> {
    let previous = previous?;
    let place = previous
        .find(&format!(" {verb} "))
        .or_else(|| ["đạt", "được", "có"].iter().find_map(|word| previous.find(&format!(" {word} "))))?;
    previous.get(..place).map(str::to_owned)
}

/// "số hóa 100% hồ sơ" is "số hóa hồ sơ"; "giảm 30% thời gian" is "giảm thời gian".
fn with_verb(tokens: &Tokens<'_>, lead: &Lead, mention: &Mention, after: String) -> String {
    if let Some((_, verb, at)) = lead.change {
        return format!("{} {after}", tokens.raw(at, at + verb.split(' ').count()).to_lowercase());
    }
    match tokens.ends_any(lead.from, ACTIONS).filter(|(_, verb)| *verb != "duy trì") {
        Some((length, _)) => {
            let to = if lead.comparator.is_some() { lead.from } else { mention.from };
            let head = text(tokens, lead.from - length, to).to_lowercase();
            let head = [" tỷ lệ", " được", " đạt", " khoảng"]
                .iter()
                .fold(head.as_str(), |head, end| head.trim_end_matches(end));
            format!("{head} {after}")
        }
        None => after,
    }
}

/// Behind "Về thể chế:" and "Chỉ tiêu 4:".
fn after_label(tokens: &Tokens<'_>, from: usize, to: usize) -> usize {
    let labelled = tokens
        .starts_any(from, &["về", "chỉ tiêu", "công tác", "lĩnh vực", "mục tiêu", "nhiệm vụ", "kết quả"])
        .is_some();
    let colon = (from..to).find(|at| tokens.is_sign(*at, ':'));
    colon.filter(|_| labelled).map_or(from, |at| at + 1)
}

/// The phrase before the figure without connecting words and times.
fn before(scene: &Scene<'_, '_>, left: usize, right: usize) -> (usize, usize) {
    let tokens = &scene.tokens;
    let (mut from, mut to) = (after_label(tokens, left, right), right);
    loop {
        let time = scene.times.iter().find(|mark| mark.from == from && mark.to <= to);
        if let Some(mark) = time {
            from = mark.to;
        } else if from < to && !tokens.is_word(from) && !tokens.is_number(from) && !tokens.is_sign(from, '“')
        {
            from += 1;
        } else if let Some((length, _)) =
            tokens.starts_any(from, LINKS).filter(|(length, _)| from + length <= to)
        {
            from += length;
        } else {
            break;
        }
    }
    loop {
        let time = scene.times.iter().find(|mark| mark.to == to && mark.from >= from);
        let weak = tokens.ends_any(
            to,
            &[
                "đạt",
                "là",
                "được",
                "và",
                "phấn đấu",
                "ở mức",
                "phải",
                "có",
                "với",
                "cho",
                "từ",
                "thì",
                "lên",
                "tăng",
                "bảo đảm",
                "đảm bảo",
                "nằm trong",
                "nằm",
                "trong",
                "thuộc",
                "vào",
                "được",
                "xếp",
            ],
        );
        let limit = tokens
            .ends_any(to, AT_LEAST)
            .or_else(|| tokens.ends_any(to, AT_MOST))
            .filter(|(_, words)| *words != "hơn");
        if let Some(mark) = time {
            to = mark.from;
        } else if to > from
            && matches!(tokens.kind(to - 1), Some(TokenKind::Sign(sign)) if sign != ')' && sign != '”')
        {
            to -= 1;
        } else if let Some((length, _)) = weak.or(limit).filter(|(length, _)| to >= from + length) {
            to -= length;
        } else {
            break;
        }
    }
    (from, to.max(from))
}

/// The phrase behind the figure without "(30/30)", times and signs at its ends.
fn after(scene: &Scene<'_, '_>, left: usize, right: usize) -> (usize, usize) {
    let tokens = &scene.tokens;
    let (mut from, mut to) = (left, right);
    loop {
        if tokens.is_sign(from, '(') {
            let close = (from..right).find(|at| tokens.is_sign(*at, ')'));
            let Some(close) = close else { break };
            from = close + 1;
        } else if let Some((length, _)) =
            tokens.starts_any(from, &["trở lên", "trở xuống", "hoặc cao hơn", "hoặc thấp hơn"])
        {
            from += length;
        } else {
            break;
        }
    }
    loop {
        let time = scene.times.iter().find(|mark| mark.to == to && mark.from >= from);
        let open = (from..to).filter(|at| tokens.is_sign(*at, '(')).count();
        let closed = (from..to).filter(|at| tokens.is_sign(*at, ')')).count();
        if let Some(mark) = time {
            to = mark.from;
        } else if to > from && (loose_sign(tokens, to - 1, open == closed) || dangling(tokens, to, from)) {
            to -= 1;
        } else {
            break;
        }
    }
    // "(năm 2021: 96,5%)" at the end tells what was.
    if to > from
        && tokens.is_sign(to - 1, ')')
        && let Some(open) = (from..to).rev().find(|at| tokens.is_sign(*at, '('))
        && scene.times.iter().any(|mark| (open..to).contains(&mark.from))
        && (open..to).any(|at| tokens.is_sign(at, '%'))
    {
        to = open;
    }
    // A baseline in the middle ends the phrase: what follows it is another thought.
    let baseline = scene
        .times
        .iter()
        .find(|mark| matches!(mark.meaning, TimeMeaning::Baseline(_)) && (from..to).contains(&mark.from));
    if let Some(mark) = baseline {
        to = mark.from;
    }
    if let Some((at, _)) = tokens.find_any(
        from,
        to,
        &[
            ", đồng thời",
            "và tiếp tục",
            ", góp phần",
            ", nhằm",
            ", trong đó",
            ", trong số đó",
            ", tạo điều kiện",
            "; đồng thời",
        ],
    ) {
        to = at;
    }
    (from, to.max(from))
}

/// A sign at the end of a phrase that belongs to nothing in it.
fn loose_sign(tokens: &Tokens<'_>, at: usize, balanced: bool) -> bool {
    match tokens.kind(at) {
        Some(TokenKind::Sign(')')) => !balanced,
        Some(TokenKind::Sign(sign)) => !matches!(sign, '”' | '%'),
        _ => false,
    }
}

/// A connecting word left at the end of a phrase.
fn dangling(tokens: &Tokens<'_>, to: usize, from: usize) -> bool {
    let link = matches!(
        tokens.word(to - 1),
        "và" | "trong" | "vào" | "đó" | "phấn" | "đấu" | "tối" | "thiểu" | "đạt"
    );
    let link = link && tokens.word_before(to - 1, 1) != "bên";
    let number = tokens.word(to - 1) == "số" && tokens.word_before(to - 1, 1) == "trong";
    (link || number) && to - from > 1
}

pub(crate) fn text(tokens: &Tokens<'_>, from: usize, to: usize) -> String {
    if from >= to {
        String::new()
    } else {
        tokens.raw(from, to).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

pub(crate) fn cut(phrase: String) -> String {
    if phrase.chars().count() <= LONGEST {
        return phrase;
    }
    let head: String = phrase.chars().take(LONGEST).collect();
    let end = head.rfind(' ').unwrap_or(head.len());
    format!("{}…", head.get(..end).unwrap_or_default().trim_end_matches([',', ';', ' ']))
}

/// The phrase in the tokens `from..to` without connecting words and times.
pub(crate) fn trimmed(scene: &Scene<'_, '_>, from: usize, to: usize) -> String {
    let (from, to) = before(scene, from, to);
    text(&scene.tokens, from, to)
}
