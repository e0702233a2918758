//! Blocks to sentences.

/// Longest sentence read as one, in bytes; longer runs are parted at a semicolon or blank. Keeps the work per
/// sentence bounded, so that the whole stays linear.
const LONGEST: usize = 4_000;

/// Abbreviations whose point ends no sentence.
const SHORT: [&str; 18] =
    ["TP", "Tp", "tp", "T", "Q", "P", "H", "X", "TX", "ThS", "TS", "PGS", "GS", "BS", "KS", "CN", "St", "No"];

/// The sentences in the bytes `start..end`, without white space at their ends.
pub(crate) fn split(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let content = text.get(start..end).unwrap_or_default();
    let mut sentences = Vec::new();
    let mut from = 0;
    let mut last_soft = None;
    for (at, c) in content.char_indices() {
        let after = at + c.len_utf8();
        let ends = matches!(c, '.' | '!' | '?' | '…') && stops(content, from, at, after);
        if c == ';' || c.is_whitespace() {
            last_soft = Some(after);
        }
        let too_long = after - from >= LONGEST;
        if ends || too_long {
            let cut = if ends {
                after
            } else {
                last_soft.filter(|soft| *soft > from + LONGEST / 4).unwrap_or(after)
            };
            push(content, from, cut, start, &mut sentences);
            from = cut;
        }
    }
    push(content, from, content.len(), start, &mut sentences);
    sentences
}

fn stops(content: &str, from: usize, at: usize, after: usize) -> bool {
    let rest = content.get(after..).unwrap_or_default();
    // A row of points is looked at from its end, and never further than a few signs.
    let mut next = rest.chars().take(40).skip_while(|c| matches!(c, '"' | '”' | ')')).peekable();
    match next.next() {
        None => return true,
        Some(c) if !c.is_whitespace() => return false,
        Some(_) => {}
    }
    let begins = next.find(|c| !c.is_whitespace()).is_none_or(|c| !c.is_lowercase());
    let word = content
        .get(from..at)
        .and_then(|head| head.rsplit(|c: char| !c.is_alphanumeric()).next())
        .unwrap_or_default();
    begins && !SHORT.contains(&word)
}

fn push(content: &str, from: usize, to: usize, base: usize, sentences: &mut Vec<(usize, usize)>) {
    let Some(piece) = content.get(from..to) else { return };
    let trimmed = piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”'));
    if trimmed.chars().any(char::is_alphanumeric) {
        let lead = piece.len()
            - piece.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”')).len();
        sentences.push((base + from + lead, base + from + lead + trimmed.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_points_that_end_them() {
        let text = "100% hồ sơ đúng hạn; phấn đấu 80%. Tại TP. Hưng Yên giảm 1.500 hồ sơ, 1,5% biên chế. 20% hồ sơ được ký số./.";
        let found: Vec<&str> =
            split(text, 0, text.len()).into_iter().map(|(from, to)| &text[from..to]).collect();
        assert_eq!(
            found,
            [
                "100% hồ sơ đúng hạn; phấn đấu 80%.",
                "Tại TP. Hưng Yên giảm 1.500 hồ sơ, 1,5% biên chế.",
                "20% hồ sơ được ký số./."
            ]
        );
    }

    #[test]
    fn endless_sentences_are_parted() {
        let text = "một hồ sơ ".repeat(10_000);
        let found = split(&text, 0, text.len());
        assert!(found.len() > 10 && found.iter().all(|(from, to)| to - from <= LONGEST + 4));
    }
}
