//! What kind of promise a figure makes: a share, a number, a change; how it is limited; which way it goes.

use crate::draft::{Comparator, TargetKind};
use crate::judge;
use crate::lexicon::{CHANGES, Direction};
use crate::mention::{Mention, Scale};
use crate::scene::{Lead, Scene};
use crate::token::Tokens;

/// Kind, comparator and direction of a promise.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) kind: TargetKind,
    pub(crate) comparator: Comparator,
    pub(crate) direction: Option<Direction>,
    pub(crate) lead: Lead,
    /// The verb before the figure was shared from the promise before.
    pub(crate) shared_verb: Option<String>,
    pub(crate) unit: String,
}

/// Works out the shape of the promise of `mention`, which starts at token `left`.
pub(crate) fn shape(scene: &Scene<'_, '_>, mention: &Mention, left: usize, before: Option<&Shape>) -> Shape {
    let tokens = &scene.tokens;
    let mut lead = scene.lead(mention.from, left);
    lead.level |= mention.raised_from.is_some();
    let (segment, to) = scene.segment(mention.from);
    let compared = scene.baseline_for(mention.from, left, to, false).is_some();
    let steps = matches!(mention.unit.as_str(), "bậc" | "hạng");
    let mut comparator = judge::comparator(scene, mention, &lead, segment);
    // "cao hơn 90%" without "so với" limits.
    if let Some((direction, verb, _)) = lead.change
        && verb.ends_with("hơn")
        && !compared
        && !steps
        && mention.upper.is_none()
    {
        comparator = if direction == Direction::Up { Comparator::AtLeast } else { Comparator::AtMost };
        lead.change = None;
    }
    if lead.level {
        lead.change = None;
    }
    let mut shared_verb = None;
    if lead.change.is_none() && !lead.level {
        lead.change = far_change(scene, mention, &lead, left);
        if let Some(before) = before.filter(|before| {
            before.kind == TargetKind::Change && (before.unit == "%") == (mention.unit == "%")
        }) && lead.change.is_none()
            && lead.from == mention.from
            && (tokens.is_sign(mention.from.saturating_sub(1), ',')
                || tokens.word_before(mention.from, 1) == "và")
        {
            shared_verb = Some(verb_of(before, tokens));
        }
    }
    // "ít nhất 90% người dân và 85% doanh nghiệp": the limit holds for both.
    let follows =
        tokens.is_sign(mention.from.saturating_sub(1), ',') || tokens.word_before(mention.from, 1) == "và";
    if let Some(before) = before.filter(|before| {
        before.unit == mention.unit
            && before.lead.comparator.is_some()
            && before.comparator != Comparator::Range
    }) && follows
        && lead.from == mention.from
        && mention.upper.is_none()
        && comparator == Comparator::Equal
    {
        comparator = before.comparator;
        lead.comparator = before.lead.comparator;
    }
    let direction = lead
        .change
        .map(|(direction, _, _)| direction)
        .or_else(|| shared_verb.as_ref().and(before).and_then(|before| before.direction));
    let kind = match (steps, direction.is_some(), mention.scale) {
        (true, _, _) => TargetKind::Rank,
        (_, true, _) => TargetKind::Change,
        (_, _, Scale::Percent) => TargetKind::Ratio,
        (_, _, Scale::Time) => TargetKind::Duration,
        (_, _, Scale::Count) => TargetKind::Count,
    };
    Shape { kind, comparator, direction, lead, shared_verb, unit: mention.unit.clone() }
}

fn verb_of(before: &Shape, tokens: &Tokens<'_>) -> String {
    match (&before.shared_verb, before.lead.change) {
        (Some(verb), _) => verb.clone(),
        (None, Some((_, verb, at))) => tokens.raw(at, at + verb.split(' ').count()).to_lowercase(),
        (None, None) => String::new(),
    }
}

/// "cắt giảm thời gian giải quyết tối thiểu 30%": the verb stands before the thing it changes.
fn far_change(
    scene: &Scene<'_, '_>,
    mention: &Mention,
    lead: &Lead,
    left: usize,
) -> Option<(Direction, &'static str, usize)> {
    let tokens = &scene.tokens;
    // "giảm giấy tờ cho 100% hồ sơ" changes the papers: a figure with an object of its own is no size of a change.
    let object = tokens.is_word(mention.to)
        && tokens
            .starts_any(
                mention.to,
                &[
                    "so",
                    "trở",
                    "trong",
                    "mỗi",
                    "hằng",
                    "hàng",
                    "theo",
                    "và",
                    "vào",
                    "năm",
                    "đến",
                    "trước",
                    "để",
                    "nhằm",
                    "tại",
                    "với",
                    "thời gian",
                    "trên",
                    "đối với",
                ],
            )
            .is_none();
    // "Tăng tỷ lệ … thêm 10 điểm phần trăm"
    let more = tokens.word_before(mention.from, 1) == "thêm" || mention.unit == "điểm phần trăm";
    if object || (mention.scale == Scale::Count && !more) {
        return None;
    }
    let reached = (lead.from..mention.from).any(|at| matches!(tokens.word(at), "đạt" | "là"));
    for at in (left.max(lead.from.saturating_sub(16))..lead.from).rev() {
        let stop = !tokens.is_word(at)
            && !tokens.is_sign(at, ',')
            && !tokens.is_sign(at, '/')
            && !tokens.is_number(at);
        if stop
            || matches!(tokens.word(at), "đạt" | "để" | "nhằm" | "lên" | "còn" | "xuống" | "được")
            || (tokens.word(at) == "tỷ" && !more)
        {
            return None;
        }
        let found = CHANGES.iter().find(|(phrase, _)| tokens.starts(at, phrase).is_some());
        if let Some((phrase, direction)) = found
            && !matches!(tokens.word(at + 1), "cường" | "tốc")
            && !phrase.ends_with("hơn")
        {
            // "Tốc độ tăng trưởng đạt 8%" names a level; "Cắt giảm thời gian đạt tối thiểu 20%" asks for a change.
            let opens = at == left || !tokens.is_word(at - 1) || matches!(tokens.word(at - 1), "đấu" | "đảm");
            if reached && !opens {
                return None;
            }
            // The longer verb: "cắt giảm", not "giảm".
            let longer = at.checked_sub(1).and_then(|one| {
                CHANGES
                    .iter()
                    .find(|(phrase, _)| phrase.contains(' ') && tokens.starts(one, phrase).is_some())
                    .map(|(phrase, direction)| (*direction, *phrase, one))
            });
            return Some(longer.unwrap_or((*direction, *phrase, at)));
        }
    }
    None
}
