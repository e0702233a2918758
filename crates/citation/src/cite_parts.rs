//! What stands around the number of a cited document: its type before it; date, issuer and title behind it.

use kernel::Date;

use crate::dates;
use crate::token::{TokenKind, Tokens};

/// Document types, in the normal form of tokens, and as they are written.
const TYPES: [(&str, &str); 26] = [
    ("nghị định", "Nghị định"),
    ("nghị quyết liên tịch", "Nghị quyết liên tịch"),
    ("nghị quyết", "Nghị quyết"),
    ("quyết định", "Quyết định"),
    ("chỉ thị", "Chỉ thị"),
    ("thông tư liên tịch", "Thông tư liên tịch"),
    ("thông tư", "Thông tư"),
    ("kế hoạch", "Kế hoạch"),
    ("công văn", "Công văn"),
    ("công điện", "Công điện"),
    ("thông báo", "Thông báo"),
    ("thông báo kết luận", "Thông báo"),
    ("kết luận", "Kết luận"),
    ("chương trình", "Chương trình"),
    ("chương trình hành động", "Chương trình hành động"),
    ("hướng dẫn", "Hướng dẫn"),
    ("đề án", "Đề án"),
    ("tờ trình", "Tờ trình"),
    ("báo cáo", "Báo cáo"),
    ("quy định", "Quy định"),
    ("quy chế", "Quy chế"),
    ("lệnh", "Lệnh"),
    ("văn bản hợp nhất", "Văn bản hợp nhất"),
    ("văn bản", "Văn bản"),
    ("luật", "Luật"),
    ("bộ luật", "Bộ luật"),
];

fn type_ending(tokens: &Tokens<'_>, at: usize) -> Option<(usize, &'static str)> {
    TYPES
        .iter()
        .filter_map(|(phrase, written)| {
            let length = phrase.split(' ').count();
            tokens.starts(at.checked_sub(length)?, phrase).map(|length| (length, *written))
        })
        .max_by_key(|(length, _)| *length)
}

fn type_starting(tokens: &Tokens<'_>, at: usize) -> bool {
    let first = tokens.word(at);
    !first.is_empty()
        && TYPES.iter().any(|(phrase, _)| phrase.starts_with(first) && tokens.starts(at, phrase).is_some())
}

/// What stands before a number.
pub(crate) struct Head {
    pub(crate) kind: Option<String>,
    pub(crate) start: usize,
    /// "Số: 308/KH-UBND" in the letterhead.
    pub(crate) own_number: bool,
    /// "… ban hành Kế hoạch số …".
    pub(crate) issues: bool,
    /// "(Kèm theo Quyết định số …".
    pub(crate) attached: bool,
}

/// Reads backwards from the number at byte `at`, not before byte `from`, where a line may start.
pub(crate) fn head(text: &str, from: usize, at: usize, starts_line: bool) -> Head {
    // The first token may be cut in two; nothing below looks that far back.
    let tokens = Tokens::new(text, from, at);
    let mut place = tokens.len();
    let colon = place.checked_sub(1).is_some_and(|last| tokens.is_sign(last, ':'));
    place -= usize::from(colon);
    let called = tokens.word_before(place, 1) == "số";
    place -= usize::from(called);
    let kind = type_ending(&tokens, place);
    let first = kind.map_or(place, |(length, _)| place - length);
    let start = tokens.get(first).map_or(at, |token| token.start);
    let line_start = text.get(from..start).is_some_and(|before| {
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.trim().is_empty() && (before.contains('\n') || starts_line)
    });
    let issues = tokens.ends_any(first, &["ban hành"]).is_some()
        && tokens.ends_any(first, &["đã ban hành", "được ban hành"]).is_none();
    let attached = tokens.ends_any(first, &["kèm theo"]).is_some_and(|(length, _)| {
        let at = first - length;
        let before =
            if tokens.ends_any(at, &["ban hành"]).is_some() { at.checked_sub(3) } else { at.checked_sub(1) };
        before.is_some_and(|place| tokens.is_sign(place, '('))
    });
    Head {
        kind: kind.map(|(_, written)| written.to_owned()),
        start,
        own_number: called && kind.is_none() && (colon || line_start),
        issues: issues && kind.is_some(),
        attached,
    }
}

/// What stands behind a number.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    pub(crate) date: Option<Date>,
    pub(crate) issuer: Option<String>,
    pub(crate) title: Option<String>,
    /// Byte behind the last token read.
    pub(crate) end: usize,
}

/// Words with which a title begins.
const TITLE_LEADS: [&str; 16] = [
    "về việc",
    "về",
    "ban hành",
    "quy định",
    "phê duyệt",
    "sửa đổi",
    "hướng dẫn",
    "công bố",
    "thông qua",
    "đẩy mạnh",
    "tăng cường",
    "điều chỉnh",
    "phê chuẩn",
    "bổ sung",
    "thành lập",
    "v/v",
];

/// Reads date, issuer and title from the tokens behind a number that ends at byte `end`.
pub(crate) fn tail(tokens: &Tokens<'_>, end: usize) -> Tail {
    let mut tail = Tail { end, ..Tail::default() };
    let mut at = 0;
    for _ in 0..4 {
        let comma = usize::from(tokens.is_sign(at, ','));
        let day = at + comma + usize::from(tokens.starts(at + comma, "ban hành ngày").is_some()) * 2;
        if tail.date.is_none()
            && tokens.word(day) == "ngày"
            && let Some((date, length)) = dates::full(tokens, day + 1)
        {
            tail.date = date;
            at = day + 1 + length;
        } else if tokens.word(at) == "năm" && dates::year(tokens, at + 1).is_some() {
            at += 2;
        } else if dates::year(tokens, at).is_some() {
            at += 1;
        } else if tail.issuer.is_none()
            && tokens.word(at) == "của"
            && let Some((issuer, length)) = issuer(tokens, at + 1)
        {
            tail.issuer = Some(issuer);
            at += 1 + length;
        } else {
            break;
        }
    }
    if let Some((title, stop)) = title(tokens, at) {
        tail.title = Some(title);
        at = stop;
    }
    if let Some(last) = at.checked_sub(1).and_then(|last| tokens.get(last)) {
        tail.end = last.end;
    }
    tail
}

/// Words that cannot stand in the name of an authority.
const ISSUER_STOPS: [&str; 26] = [
    "ngày", "tại", "theo", "để", "trong", "được", "đã", "năm", "giai", "cho", "nhằm", "là", "số", "khi",
    "như", "các", "có", "từ", "triển", "thực", "nêu", "này", "phải", "đến", "đối", "với",
];

fn issuer(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    if !tokens.is_capital(at) {
        return None;
    }
    let mut end = at;
    while end < tokens.len() && end < at + 16 {
        let word = tokens.word(end);
        let dash = tokens.is_sign(end, '-') || tokens.is_sign(end, '–');
        let joins = dash && tokens.is_capital(end + 1);
        let and = word == "và" && (!tokens.is_capital(end + 1) || type_starting(tokens, end + 1));
        // "Bộ Văn hóa, Thể thao và Du lịch": a comma inside a ministry's name is followed by a capital.
        let comma = tokens.is_sign(end, ',')
            && tokens.is_capital(end + 1)
            && tokens.word(at) == "bộ"
            && !office(tokens, end + 1);
        let sign = !tokens.is_word(end) && !tokens.is_number(end) && !joins && !comma;
        let lead = tokens.starts_any(end, &TITLE_LEADS).is_some();
        if sign
            || and
            || lead
            || ISSUER_STOPS.contains(&word)
            || type_starting(tokens, end)
            || (end > at && broken(tokens, end))
        {
            break;
        }
        end += 1;
    }
    let name = tokens.raw(at, end).split_whitespace().collect::<Vec<_>>().join(" ");
    (end > at).then(|| (name, end - at))
}

/// The first word of an authority's name.
pub(crate) fn office(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(
        tokens.word(at),
        "sở" | "bộ"
            | "ubnd"
            | "ủy"
            | "hđnd"
            | "hội"
            | "phòng"
            | "ban"
            | "chi"
            | "cục"
            | "chủ"
            | "thủ"
            | "văn"
            | "tỉnh"
            | "huyện"
            | "giám"
            | "trung"
    )
}

/// A line ends before token `at`, and what follows does not read on.
fn broken(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(previous) = at.checked_sub(1) else { return false };
    let gap = tokens.raw(previous, at + 1);
    let lines = gap.matches('\n').count();
    !tokens.is_wrapped() && (lines > 1 || (lines == 1 && (tokens.is_capital(at) || !tokens.is_word(at))))
}

/// Words after a comma that begin something new, not more of the title.
const AFTER_TITLE: [&str; 24] = [
    "ngày",
    "đảm bảo",
    "bảo đảm",
    "với",
    "nhằm",
    "cụ thể",
    "trong đó",
    "theo đó",
    "góp phần",
    "trên cơ sở",
    "các phòng",
    "căn cứ",
    "đồng thời",
    "phấn đấu",
    "đến năm",
    "đạt",
    "ít nhất",
    "tối thiểu",
    "ban hành",
    "tổ chức",
    "yêu cầu",
    "hoàn thành",
    "trước",
    "để",
];

fn title(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let quoted = ['"', '“', ':'].iter().any(|sign| tokens.is_sign(at, *sign));
    let lead = tokens.starts_any(at, &TITLE_LEADS);
    if lead.is_none() || quoted {
        return None;
    }
    let first = match lead {
        Some((length, "về việc" | "về" | "v/v")) => at + length,
        _ => at,
    };
    let mut end = first;
    let mut quotes = 0_usize;
    while end < tokens.len() && end < first + 90 {
        quotes += usize::from(tokens.is_sign(end, '“'));
        let closes = tokens.is_sign(end, '”');
        // "(CCHC)" inside a title gives a short name.
        if tokens.is_sign(end, '(')
            && let Some(close) = (end + 1..end + 5).find(|at| tokens.is_sign(*at, ')'))
            && tokens.is_word(close + 1)
            && !ends_title(tokens, close + 1)
        {
            end = close + 1;
            continue;
        }
        if (closes && quotes == 0) || ends_title(tokens, end) {
            break;
        }
        quotes -= usize::from(closes);
        end += 1;
    }
    // A figure in percent is a promise of the sentence, not part of a title.
    if let Some(percent) = (first..end).find(|place| tokens.is_sign(*place, '%')) {
        end = (first..percent).rev().find(|place| tokens.is_sign(*place, ',')).unwrap_or(first);
    }
    let text = tokens.raw(first, end).split_whitespace().collect::<Vec<_>>().join(" ");
    (end > first && !text.is_empty()).then_some((text, end))
}

fn ends_title(tokens: &Tokens<'_>, at: usize) -> bool {
    match tokens.kind(at) {
        Some(TokenKind::Sign(';' | '.' | '(' | ':' | '!' | '?')) => return true,
        Some(TokenKind::Sign('/')) if tokens.is_sign(at + 1, '.') => return true,
        Some(TokenKind::Sign(',')) => {
            let organisation = tokens.is_capital(at + 1) && office(tokens, at + 1);
            return tokens.starts_any(at + 1, &AFTER_TITLE).is_some()
                || organisation
                || type_starting(tokens, at + 1);
        }
        _ => {}
    }
    if broken(tokens, at) {
        return true;
    }
    let more = [
        "và các văn bản",
        "và quy định",
        "vẫn còn",
        "sau đây",
        "theo đúng quy định",
        "và quyết định của",
        "đảm bảo hiệu quả",
    ];
    tokens.starts_any(at, &more).is_some()
        || (tokens.word(at) == "và" && type_starting(tokens, at + 1) && tokens.is_capital(at + 1))
        || (tokens.is_capital(at) && tokens.starts(at, "căn cứ").is_some())
}

/// A law cited by its name.
pub(crate) enum Law {
    /// "Luật Thủ đô số 39/2024/QH15": the number is read by the caller.
    Numbered {
        /// Its name, from "Luật".
        name: String,
        /// Byte place of the number.
        number_at: usize,
    },
    /// "Luật Dữ liệu ngày 30 tháng 11 năm 2024", "Luật Đất đai năm 2024".
    Dated {
        /// Its name, with the year where it is cited by year.
        name: String,
        /// The date where it is cited by date.
        date: Option<Date>,
        /// Byte behind it.
        end: usize,
    },
}

/// Words that cannot stand in the name of a law.
const LAW_STOPS: [&str; 18] = [
    "trên", "theo", "được", "tại", "để", "đã", "cho", "từ", "trước", "đến", "này", "phải", "là", "do", "các",
    "thuộc", "trong", "khi",
];

/// Reads the law with whose name the tokens start.
pub(crate) fn law(tokens: &Tokens<'_>) -> Option<Law> {
    let name_at = if tokens.word(0) == "luật" { 1 } else { 2 };
    let amending = tokens.starts(name_at, "sửa đổi").is_some();
    if !tokens.is_capital(name_at) && !amending {
        return None;
    }
    let byte = |at: usize| tokens.get(at).map(|token| token.start);
    for at in name_at + 1..tokens.len().min(name_at + 40) {
        let name = || tokens.raw(0, at).split_whitespace().collect::<Vec<_>>().join(" ");
        if tokens.word(at) == "số" && tokens.is_number(at + 1) {
            return Some(Law::Numbered { name: name(), number_at: byte(at + 1)? });
        }
        if tokens.is_number(at) && tokens.is_sign(at + 1, '/') && dates::full(tokens, at).is_none() {
            return Some(Law::Numbered { name: name(), number_at: byte(at)? });
        }
        if tokens.word(at) == "ngày" {
            let (date, length) = dates::full(tokens, at + 1)?;
            return Some(Law::Dated { name: name(), date, end: tokens.get(at + length)?.end });
        }
        let year_at = if tokens.word(at) == "năm" { at + 1 } else { at };
        if dates::year(tokens, year_at).is_some() {
            let name = tokens.raw(0, year_at + 1).split_whitespace().collect::<Vec<_>>().join(" ");
            return Some(Law::Dated { name, date: None, end: tokens.get(year_at)?.end });
        }
        if breaks_law(tokens, at, amending) {
            return None;
        }
    }
    None
}

fn breaks_law(tokens: &Tokens<'_>, at: usize, amending: bool) -> bool {
    let comma =
        tokens.is_sign(at, ',') && !amending && (tokens.is_capital(at + 1) || tokens.word(at + 1) == "ngày");
    let sign =
        !tokens.is_word(at) && !tokens.is_number(at) && !tokens.is_sign(at, ',') && !tokens.is_sign(at, '-');
    let other = !amending && type_starting(tokens, at) && tokens.is_capital(at);
    let stop = !amending && LAW_STOPS.contains(&tokens.word(at));
    comma || sign || other || stop || broken(tokens, at)
}
