//! CEL text to the parser's tree, with limits that keep every stack small, and syntax errors explained.

use cel::common::ast::{Expr, IdedExpr, SourceInfo};
use cel::parser::Parser;

use crate::error::Fault;
use crate::reason::Reason;

/// The longest predicate; the real ones have 200 characters.
const MAX_BYTES: usize = 4_000;
/// The deepest nesting of brackets the parser follows.
const MAX_BRACKETS: u16 = 40;
/// The deepest tree; a chain such as `1 + 1 + 1 …` grows one level per operator.
const MAX_DEPTH: u16 = 48;

/// Parses `text`; the source information has the place of every node.
pub(crate) fn parse(text: &str) -> Result<(IdedExpr, SourceInfo), Fault> {
    if text.trim().is_empty() {
        return Err(Fault { at: 0, reason: Reason::Empty });
    }
    if text.len() > MAX_BYTES {
        return Err(Fault { at: MAX_BYTES, reason: Reason::TooLarge });
    }
    let (root, info) = Parser::new()
        .max_recursion_depth(MAX_BRACKETS)
        .error_recovery_limit(1)
        .parse_with_source_info(text)
        .map_err(|errors| syntax_fault(text, &errors))?;
    if deeper(&root, MAX_DEPTH) {
        return Err(Fault { at: 0, reason: Reason::TooLarge });
    }
    Ok((root, info))
}

/// Whether the tree has more than `limit` levels; looks no further down than that.
fn deeper(node: &IdedExpr, limit: u16) -> bool {
    let Some(limit) = limit.checked_sub(1) else {
        return true;
    };
    match &node.expr {
        Expr::Call(call) => {
            call.target.as_deref().into_iter().chain(&call.args).any(|part| deeper(part, limit))
        }
        Expr::Select(select) => deeper(&select.operand, limit),
        Expr::List(list) => list.elements.iter().any(|part| deeper(part, limit)),
        _ => false,
    }
}

fn syntax_fault(text: &str, errors: &cel::ParseErrors) -> Fault {
    if nesting(text) > usize::from(MAX_BRACKETS) {
        return Fault { at: 0, reason: Reason::TooLarge };
    }
    let first = errors.errors.first();
    let (line, column) = first.map_or((1, 1), |error| error.pos);
    let at = byte_at(text, line, column);
    let rest = text.get(at..).unwrap_or_default().trim_start();
    let near = rest.chars().take_while(|c| !c.is_whitespace()).take(20).collect::<String>();
    Fault { at, reason: Reason::Syntax { hint: hint(rest), near } }
}

/// The deepest nesting of brackets; brackets inside texts are counted too, as this only explains a failure.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The byte of a place the parser names: line from 1, column in characters from 1.
fn byte_at(text: &str, line: isize, column: isize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text.get(start..).and_then(|rest| rest.find('\n')) {
            Some(newline) => start += newline + 1,
            None => break,
        }
    }
    let skip = usize::try_from(column - 1).unwrap_or_default();
    text.get(start..)
        .and_then(|rest| rest.char_indices().nth(skip))
        .map_or(text.len(), |(offset, _)| start + offset)
}

/// What people who know spreadsheets or SQL write instead of CEL.
fn hint(rest: &str) -> Option<&'static str> {
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    match (rest.chars().next()?, word.as_str()) {
        ('=', _) => Some("so sánh bằng viết là =="),
        ('“' | '”' | '‘' | '’', _) => Some("dùng dấu ngoặc kép thẳng \" \""),
        ('&', _) | (_, "and" | "và") => Some("“và” viết là &&"),
        ('|', _) | (_, "or" | "hoặc") => Some("“hoặc” viết là ||"),
        (_, "not") => Some("“không” viết là !"),
        ('>', _) if rest.starts_with("> =") => Some("viết liền >="),
        ('>', _) => Some("khác viết là !="),
        ('≥', _) => Some("viết là >="),
        ('≤', _) => Some("viết là <="),
        ('≠', _) => Some("viết là !="),
        _ => None,
    }
}
