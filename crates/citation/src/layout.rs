//! Lines to blocks: joins wrapped lines, reads the marks of sections, clauses and bullets, finds tables, and leaves
//! out what is not the document's body (recipients, news lists under a page).

use crate::marker::{self, Marker};
use crate::rows::{self, Cells};

/// One paragraph, list item, heading or table row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) marker: Marker,
    /// First byte of the content, behind the marker.
    pub(crate) start: usize,
    /// Byte behind the content.
    pub(crate) end: usize,
    /// Cells, where the block is a row of a table.
    pub(crate) cells: Option<Cells>,
}

/// A line without its white space at both ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// A blank line or a page break stands before it.
    pub(crate) apart: bool,
}

impl Line {
    pub(crate) fn text(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Headings of what follows the body of a page: nothing after them belongs to the plan.
const AFTERWARDS: [&str; 16] = [
    "tin mới nhất",
    "tin liên quan",
    "các tin liên quan",
    "các tin khác",
    "tin khác",
    "tin cùng chuyên mục",
    "các tin cùng chuyên mục",
    "tin đã đưa",
    "tin bài liên quan",
    "bài viết liên quan",
    "các bài viết khác",
    "bài viết khác",
    "bài liên quan",
    "có thể bạn quan tâm",
    "thống kê truy cập",
    "bình luận",
];

/// Beginnings of a document that is attached behind the list of recipients.
const ATTACHED: [&str; 9] =
    ["PHỤ LỤC", "PHỤ BIỂU", "BIỂU", "DANH MỤC", "KẾ HOẠCH", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "BẢNG", "QUY CHẾ"];

/// Splits the text into blocks.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let lines = body(text, lines(text));
    let width = wrap_width(text, &lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut table = rows::Table::default();
    let mut previous: Option<Line> = None;
    let mut numbering = marker::Numbering::default();
    for line in lines {
        let content = line.text(text);
        if table.takes(text, line, &mut blocks) {
            previous = None;
            continue;
        }
        if marker::is_page_number(content) {
            continue;
        }
        if let Some(before) = previous
            && reads_on(text, before, line, width)
            && let Some(block) = blocks.last_mut()
        {
            block.end = line.end;
            previous = Some(line);
            continue;
        }
        for (marker, start, end) in numbering.split(text, line.start, line.end) {
            blocks.push(Block { marker, start, end, cells: None });
        }
        previous = Some(line);
    }
    table.finish(&mut blocks);
    blocks
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    let mut apart = true;
    for piece in text.split_inclusive(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let trimmed = piece.trim();
        if trimmed.is_empty() {
            // The two halves of CRLF are one line end.
            apart |= piece != "\n" || !text.get(..at).is_some_and(|before| before.ends_with('\r'));
        } else {
            let start = at + (piece.len() - piece.trim_start().len());
            lines.push(Line { start, end: start + trimmed.len(), apart });
            apart = piece.ends_with('\u{c}');
        }
        at += piece.len();
    }
    lines
}

/// Leaves out recipients and everything behind the body.
fn body(text: &str, lines: Vec<Line>) -> Vec<Line> {
    let mut kept = Vec::with_capacity(lines.len());
    let mut recipients = false;
    for line in lines {
        let content = line.text(text);
        let head: String = content.chars().take(40).collect::<String>().to_lowercase();
        let bare = head.trim_end_matches([':', '.', ' ', '…']);
        if AFTERWARDS.contains(&bare) {
            break;
        }
        if head.starts_with("nơi nhận") {
            recipients = true;
        } else if recipients
            && (ATTACHED.iter().any(|start| content.starts_with(start)) || marker::is_section(content))
        {
            recipients = false;
        }
        if !recipients && !dated_news(content) {
            kept.push(line);
        }
    }
    kept
}

/// "… (07/10/2022 8:31 SA)": an item of a news list.
fn dated_news(line: &str) -> bool {
    line.strip_suffix(')').and_then(|rest| rest.rsplit('(').next()).is_some_and(|inside| {
        inside.len() <= 24
            && inside.contains(':')
            && inside.matches(['/', '-']).count() >= 2
            && inside.contains(|c: char| c.is_ascii_digit())
    })
}

/// The width at which the text was wrapped, where it was.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let mut lengths: Vec<usize> =
        lines.iter().map(|line| line.text(text).chars().count()).filter(|length| *length > 20).collect();
    lengths.sort_unstable();
    let width = *lengths.get(lengths.len() * 9 / 10)?;
    let full = lengths.iter().filter(|length| **length * 10 > width * 7).count();
    let longest = *lengths.last()?;
    (lengths.len() >= 5 && (40..=140).contains(&width) && longest <= width * 2 && full * 2 > lengths.len())
        .then_some(width)
}

/// True where `line` continues the paragraph of the line before it.
fn reads_on(text: &str, before: Line, line: Line, width: Option<usize>) -> bool {
    let (first, next) = (before.text(text), line.text(text));
    if line.apart || first.ends_with(['.', ';', ':', '!', '?']) || marker::of_line(next).is_some() {
        return false;
    }
    let lower = next.chars().next().is_some_and(char::is_lowercase);
    let full =
        width.is_some_and(|width| first.chars().count() * 4 >= width * 3 && !marker::is_section(first));
    lower || first.ends_with(',') || full
}
