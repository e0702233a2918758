//! The borders between promises that share a sentence.

use crate::mention::Mention;
use crate::scene::Scene;
use crate::standing::Standing;

/// The tokens that belong to promise `number`: between the borders to its neighbours, within its segment.
pub(crate) fn territory(
    scene: &Scene<'_, '_>,
    promises: &[&Mention],
    standings: &[Standing],
    number: usize,
) -> (usize, usize) {
    let Some(mention) = promises.get(number) else { return (0, 0) };
    let (from, to) = scene.segment(mention.from);
    let before =
        number.checked_sub(1).and_then(|before| promises.get(before)).filter(|other| other.from >= from);
    let after = promises.get(number + 1).filter(|other| other.from < to);
    let left = before.map_or(from, |other| border(scene, other.to, mention.from));
    let right = after.map_or(to, |other| border(scene, mention.to, other.from));
    let left = standings
        .iter()
        .filter(|standing| standing.to <= mention.from)
        .map(|standing| standing.to)
        .max()
        .map_or(left, |end| left.max(end));
    (left, right)
}

/// Words that open the next promise after a comma.
const OPENERS: &[&str] = &[
    "tỷ lệ",
    "số",
    "mức",
    "phấn đấu",
    "trong đó",
    "ít nhất",
    "tối thiểu",
    "chỉ số",
    "tổng số",
    "và",
    "đồng thời",
    "đến năm",
    "bảo đảm",
    "đảm bảo",
    "mỗi",
    "trên",
    "dưới",
    "không quá",
    "giảm",
    "tăng",
    "cắt giảm",
    "rút ngắn",
    "hoàn thành",
    "xếp hạng",
    "thời gian",
    "tổ chức",
    "đạt",
    "nâng",
    "mức độ",
    "xây dựng",
    "riêng",
    "còn",
];

fn border(scene: &Scene<'_, '_>, from: usize, to: usize) -> usize {
    let tokens = &scene.tokens;
    let semicolon = (from..to).rev().find(|at| tokens.is_sign(*at, ';') || tokens.is_sign(*at, '.'));
    if let Some(at) = semicolon {
        return at + 1;
    }
    // A comma or "và" directly before the next promise parts them.
    let lead = scene.lead(to, from).from;
    if let Some(at) =
        lead.checked_sub(1).filter(|at| *at >= from && (tokens.is_sign(*at, ',') || tokens.word(*at) == "và"))
    {
        return at;
    }
    let commas: Vec<usize> = (from..to).filter(|at| tokens.is_sign(*at, ',')).collect();
    // The comma that opens the next promise: the last one unless an earlier one is followed by an opening word.
    let opener = commas.iter().rev().find(|at| tokens.starts_any(**at + 1, OPENERS).is_some());
    if let Some(at) = opener.or(commas.last()) {
        return *at;
    }
    let link = (from..to)
        .rev()
        .find(|at| matches!(tokens.word(*at), "và" | "còn" | "đồng") || tokens.is_sign(*at, '('));
    link.unwrap_or(lead)
}
