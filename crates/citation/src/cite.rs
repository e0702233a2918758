//! Citations of legal and administrative documents: "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ".
//!
//! The form of a number follows NĐ 30/2020/NĐ-CP, Phụ lục III (số/ký hiệu), and NĐ 34/2016/NĐ-CP for legal documents
//! (số/năm/ký hiệu). Standards such as TCVN 9001:2015 have no such number and are not documents of an authority:
//! they are not citations.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kernel::Date;
use regex::Regex;
use serde::Serialize;

use crate::cite_parts::{self, Tail};
use crate::span::{CharIndex, Span};
use crate::token::Tokens;

/// One citation of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The document type, as in "Nghị định".
    pub kind: Option<String>,
    /// The number without blanks, as in "61/2018/NĐ-CP". Laws may be cited by name and date alone.
    pub number: Option<String>,
    /// The date it was issued or passed.
    pub date: Option<Date>,
    /// Who issued it, as written; where nothing is written, what the number itself says (NĐ-CP, QĐ-TTg, QH15).
    pub issuer: Option<String>,
    /// What it is about, or the law's name.
    pub title: Option<String>,
    /// Where it stands, from its type to the end of its title.
    pub span: Span,
}

/// Finds every citation in `text`, in order. Spans count the characters of `text`.
///
/// ```
/// let found = citation::cite("theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ");
/// assert_eq!(found[0].number.as_deref(), Some("61/2018/NĐ-CP"));
/// ```
pub fn cite(text: &str) -> Vec<Citation> {
    let index = CharIndex::new(text);
    find(text, Stretch { start: 0, end: text.len(), wrapped: false })
        .into_iter()
        .map(|raw| raw.into_citation(&index))
        .collect()
}

/// A citation at its byte place.
#[derive(Debug, Clone)]
pub(crate) struct RawCitation {
    pub(crate) kind: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) issuer: Option<String>,
    pub(crate) issuer_inferred: bool,
    pub(crate) title: Option<String>,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Byte behind the number, or behind the whole where there is none.
    pub(crate) number_end: usize,
    /// The text says that this is its own number.
    pub(crate) own: bool,
}

impl RawCitation {
    fn into_citation(self, index: &CharIndex<'_>) -> Citation {
        let span = index.span(self.start, self.end);
        Citation {
            kind: self.kind,
            number: self.number,
            date: self.date,
            issuer: self.issuer,
            title: self.title,
            span,
        }
    }
}

/// Number and symbol: `61/2018/NĐ-CP`, `184/KH-UBND`, `57-NQ/TW`, `80/2015/QH13`.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let part = r"(?:TTg|[\p{Lu}&]{1,14}\d{0,2})";
    let pattern =
        format!(r"\b\d{{1,5}}[a-z]?(?:/(?:19|20)\d\d)?\s?[/-]\s?{part}\b(?:(?:\s?[-/.]\s?|[-–]){part}\b)*");
    #[expect(clippy::expect_used, reason = "a fixed pattern, compiled by every test")]
    Regex::new(&pattern).expect("the pattern is well formed")
});

static LAW: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a fixed pattern, compiled by every test")]
    Regex::new(r"\b(?:Bộ [Ll]uật|Luật|LUẬT|Pháp lệnh|PHÁP LỆNH)\s").expect("the pattern is well formed")
});

/// Bytes read ahead of a number.
const AHEAD: usize = 900;
/// Bytes read behind a number.
const BEHIND: usize = 90;

/// A stretch of a text in which citations are looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Its line ends are wrapping inside one paragraph.
    pub(crate) wrapped: bool,
}

/// Every citation in the stretch with byte places, in order.
pub(crate) fn find(text: &str, stretch: Stretch) -> Vec<RawCitation> {
    let Stretch { start, end, wrapped } = stretch;
    let content = text.get(start..end).unwrap_or_default();
    let mut laws: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    let mut found = Vec::new();
    let mut free_from = 0;
    for law in LAW.find_iter(content) {
        let at = start + law.start();
        if at < free_from {
            continue;
        }
        let tokens = Tokens::new(text, at, ceil(text, at + 320).min(end)).wrapped(wrapped);
        match cite_parts::law(&tokens) {
            Some(cite_parts::Law::Numbered { name, number_at }) => {
                free_from = number_at;
                laws.insert(number_at, (at, name));
            }
            Some(cite_parts::Law::Dated { name, date, end }) => {
                free_from = end;
                found.push(named(name, date, at, end));
            }
            None => {}
        }
    }
    for number in NUMBER.find_iter(content) {
        let written = tidy(number.as_str());
        let at = start + number.start();
        if is_symbol(&written) {
            found.push(numbered(text, stretch, (at, start + number.end()), written, laws.get(&at)));
        }
    }
    found.sort_by_key(|raw| (raw.start, raw.end));
    found
}

fn named(name: String, date: Option<Date>, start: usize, end: usize) -> RawCitation {
    RawCitation {
        kind: Some(first_words(&name)),
        number: None,
        date,
        issuer: None,
        issuer_inferred: false,
        title: Some(name),
        start,
        end,
        number_end: end,
        own: false,
    }
}

fn first_words(name: &str) -> String {
    let words = if name.to_lowercase().starts_with("luật") { 1 } else { 2 };
    name.split_whitespace().take(words).collect::<Vec<_>>().join(" ")
}

/// The symbol has at least two letters and the number is not a page range or a model name such as `3/A`.
fn is_symbol(number: &str) -> bool {
    let letters = number.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && (number.contains('/') || letters >= 4)
}

fn tidy(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '–' { '-' } else { c }).collect()
}

fn numbered(
    text: &str,
    stretch: Stretch,
    (at, end): (usize, usize),
    number: String,
    law: Option<&(usize, String)>,
) -> RawCitation {
    let behind = floor(text, at.saturating_sub(BEHIND)).max(stretch.start);
    let head = cite_parts::head(text, behind, at, behind == stretch.start);
    let tokens = Tokens::new(text, end, ceil(text, end + AHEAD).min(stretch.end)).wrapped(stretch.wrapped);
    let tail: Tail = cite_parts::tail(&tokens, end);
    let (inferred, issuer) = match tail.issuer {
        Some(issuer) => (false, Some(issuer)),
        None => (true, issuer_of(&number)),
    };
    let (start, title) = match law {
        Some((start, name)) => (*start, Some(name.clone())),
        None => (head.start, tail.title),
    };
    let kind = head.kind.or_else(|| law.map(|(_, name)| first_words(name)));
    RawCitation {
        kind,
        own: head.own_number || (head.issues && tail.date.is_none()) || head.attached,
        number: Some(number),
        date: tail.date,
        issuer_inferred: inferred && issuer.is_some(),
        issuer,
        title,
        start,
        end: tail.end,
        number_end: end,
    }
}

/// What the symbol says about the issuer.
fn issuer_of(number: &str) -> Option<String> {
    let symbol = number.rsplit(['/', '-']).next().unwrap_or_default();
    let congress = |prefix: &str| {
        symbol
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()) && !rest.is_empty())
    };
    let issuer = match symbol {
        "CP" => "Chính phủ",
        "TTg" => "Thủ tướng Chính phủ",
        _ if congress("QH") => "Quốc hội",
        _ if congress("UBTVQH") => "Ủy ban Thường vụ Quốc hội",
        _ => return None,
    };
    Some(issuer.to_owned())
}

/// The nearest character border at or before `at`.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().take(4).find(|place| text.is_char_boundary(*place)).unwrap_or_default()
}

/// The nearest character border at or after `at`.
pub(crate) fn ceil(text: &str, at: usize) -> usize {
    (at..at + 4)
        .find(|place| *place >= text.len() || text.is_char_boundary(*place))
        .map_or(text.len(), |at| at.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> Vec<String> {
        cite(text)
            .into_iter()
            .map(|found| {
                let date = found.date.map(|date| date.to_string());
                [found.kind, found.number, date, found.issuer, found.title]
                    .map(Option::unwrap_or_default)
                    .join(" | ")
            })
            .collect()
    }

    #[test]
    fn citations_in_every_office_s_hand() {
        for (text, expected) in [
            (
                "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa liên thông;",
                vec![
                    "Nghị định | 61/2018/NĐ-CP | 2018-04-23 | Chính phủ | thực hiện cơ chế một cửa, một cửa liên thông",
                ],
            ),
            (
                "Kế hoạch số 184/KH-UBND ngày 07/12/2021 của UBND tỉnh về cải cách hành chính nhà nước tỉnh Hưng Yên giai đoạn 2021-2025; Kế hoạch",
                vec![
                    "Kế hoạch | 184/KH-UBND | 2021-12-07 | UBND tỉnh | cải cách hành chính nhà nước tỉnh Hưng Yên giai đoạn 2021-2025",
                ],
            ),
            (
                "Nghị định 32/2019/NĐ-CP ngày 10/04/2019",
                vec!["Nghị định | 32/2019/NĐ-CP | 2019-04-10 | Chính phủ | "],
            ),
            (
                "Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 80/2015/QH13 ngày 22/6/2015;",
                vec![
                    "Luật | 80/2015/QH13 | 2015-06-22 | Quốc hội | Luật Ban hành văn bản quy phạm pháp luật",
                ],
            ),
            (
                "Căn cứ Luật Dữ liệu ngày 30 tháng 11 năm 2024;",
                vec!["Luật |  | 2024-11-30 |  | Luật Dữ liệu"],
            ),
            ("theo Luật Đất đai năm 2024 và các nghị định", vec!["Luật |  |  |  | Luật Đất đai năm 2024"]),
            (
                "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22/11/2019;",
                vec![
                    "Luật |  | 2019-11-22 |  | Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương",
                ],
            ),
            (
                "Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ;",
                vec![
                    "Nghị quyết | 57-NQ/TW | 2024-12-22 | Bộ Chính trị | đột phá phát triển khoa học, công nghệ",
                ],
            ),
            (
                "theo Nghị quyết số 99/NQ-CP ngày 24/6/2020 của Chính phủ và quyết định của các bộ, ngành liên quan.",
                vec!["Nghị quyết | 99/NQ-CP | 2020-06-24 | Chính phủ | "],
            ),
            (
                "Thông tư số 01/2021/TT-BNV của Bộ trưởng Bộ Nội vụ ngày 04 tháng 6 năm 2021 quy định tiêu chí",
                vec!["Thông tư | 01/2021/TT-BNV | 2021-06-04 | Bộ trưởng Bộ Nội vụ | quy định tiêu chí"],
            ),
            (
                "Quyết định số 22/2020/QĐ-UBND ngày 12/8/2020 của Ủy ban nhân dân tỉnh và quy định của pháp luật.",
                vec!["Quyết định | 22/2020/QĐ-UBND | 2020-08-12 | Ủy ban nhân dân tỉnh | "],
            ),
            (
                "NGHỊ QUYẾT SỐ 214/NQ-CP NGÀY 23/7/2025 CỦA CHÍNH PHỦ",
                vec!["Nghị quyết | 214/NQ-CP | 2025-07-23 | CHÍNH PHỦ | "],
            ),
            (
                "Kế hoạch số 12/KH-SLĐTBXH của Sở Lao động - Thương binh và Xã hội về kiểm tra",
                vec!["Kế hoạch | 12/KH-SLĐTBXH |  | Sở Lao động - Thương binh và Xã hội | kiểm tra"],
            ),
            (
                "Quyết định số 45/ QĐ-TTg, ngày 31/02/2020",
                vec!["Quyết định | 45/QĐ-TTg |  | Thủ tướng Chính phủ | "],
            ),
            ("tiêu chuẩn quốc gia TCVN 9001:2015 và TCVN 14423:2025", vec![]),
            ("ngày 07/12/2021, 24/7, 30/30 hồ sơ, mức độ 3/4, Đề án 06", vec![]),
            ("Xây dựng Luật Chuyển đổi số và các Nghị định", vec![]),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn spans_cover_type_to_title() {
        let text =
            "Theo Chỉ thị số 23/CT-TTg ngày 02/9/2021 của Thủ tướng Chính phủ về việc đẩy mạnh CCHC; và";
        let found = cite(text);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].span.slice(text),
            "Chỉ thị số 23/CT-TTg ngày 02/9/2021 của Thủ tướng Chính phủ về việc đẩy mạnh CCHC"
        );
        assert_eq!(found[0].title.as_deref(), Some("đẩy mạnh CCHC"));
    }
}
