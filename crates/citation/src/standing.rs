//! Places in rankings ("Top 10", "nhóm 4 nước dẫn đầu", "xếp thứ 15 trở lên") and grades ("nhóm đánh giá Tốt",
//! "xếp loại A").

use crate::draft::{Amount, Because, Comparator, TargetKind};
use crate::figure;
use crate::judge::Verdict;
use crate::outline::Section;
use crate::scene::Scene;
use crate::token::Tokens;

/// A place or grade in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) kind: TargetKind,
    /// First token of its words.
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) value: Amount,
    pub(crate) comparator: Comparator,
    pub(crate) because: Because,
}

/// Everything of the kind in the sentence.
pub(crate) fn find(scene: &Scene<'_, '_>) -> Vec<Standing> {
    let tokens = &scene.tokens;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() && found.len() < 16 {
        match place(tokens, at).or_else(|| grade(tokens, at)) {
            Some(standing) => {
                at = standing.to.max(at + 1);
                if asked(scene, &standing) {
                    found.push(standing);
                }
            }
            None => at += 1,
        }
    }
    found
}

/// Figures that a place in a ranking has used up.
pub(crate) fn uses(standings: &[Standing], at: usize) -> Option<Verdict> {
    let standing = standings.iter().find(|standing| (standing.from..standing.to).contains(&at))?;
    Some(Verdict::None(Because::new("place-in-a-ranking", standing.because.words.clone())))
}

fn asked(scene: &Scene<'_, '_>, standing: &Standing) -> bool {
    let tokens = &scene.tokens;
    let (from, to) = scene.segment(standing.from);
    let past = tokens
        .rfind_any(from, standing.from, &["đã", "đến nay", "hiện nay", "hiện đang", "hiện tại"])
        .is_some()
        && tokens.find_any(from, to, &["phấn đấu", "mục tiêu"]).is_none();
    let condition = tokens
        .find_any(from, standing.from, &["nếu", "trường hợp", "đơn vị được", "cá nhân được", "tập thể được"])
        .is_some();
    // "100% công chức xếp loại Tốt trở lên": the grade says what the share counts.
    let nested = scene.mentions.iter().any(|mention| {
        let fresh =
            ["phấn đấu", "chỉ số", "cơ quan", "đơn vị", "sở", "tỷ lệ", "huyện", "xã", "tỉnh", "xếp hạng"];
        let parted = |at: usize| tokens.is_sign(at, ',') && tokens.starts_any(at + 1, &fresh).is_some();
        (from..standing.from).contains(&mention.from)
            && mention.unit == "%"
            && !(mention.to..standing.from).any(parted)
    });
    scene.place.section != Section::Past && !past && !condition && !nested
}

const LEADING: &[&str] = &[
    "dẫn đầu",
    "đứng đầu",
    "hàng đầu",
    "cao nhất",
    "tốt nhất",
    "đầu",
    "cao",
    "tốp đầu",
    "có chỉ số cao",
    "khá",
    "đầu cả nước",
];

fn place(tokens: &Tokens<'_>, at: usize) -> Option<Standing> {
    let number = |place: usize| {
        let value = tokens.is_number(place).then(|| figure::number(tokens.word(place))).flatten()?;
        (!tokens.is_masked(place) && value >= 1.0 && value.fract() == 0.0 && !tokens.is_sign(place + 1, '%'))
            .then_some(value)
    };
    if matches!(tokens.word(at), "top" | "tốp") {
        let value = number(at + 1)?;
        return Some(position(tokens, at, at + 2, value, Comparator::AtMost, "top"));
    }
    let group = tokens.starts_any(at, &["trong nhóm", "nhóm", "trong số", "trong", "là một trong"]);
    if let Some((length, words)) = group
        && let Some(value) = number(at + length)
    {
        let limit = at + length + 9;
        let (leading, found) = tokens.find_any(at + length + 1, limit, LEADING)?;
        let stops = (at + length..leading)
            .any(|place| matches!(tokens.kind(place), Some(crate::token::TokenKind::Sign(';' | '.'))));
        // "trong 10 ngày đầu", "trong 6 tháng đầu năm" speak of time.
        let time = crate::lexicon::TIME_UNITS.contains(&tokens.word(at + length + 1));
        let close = words != "trong"
            || matches!(found, "dẫn đầu" | "đứng đầu" | "hàng đầu" | "cao nhất" | "tốt nhất");
        return (!stops && !time && close).then(|| {
            position(
                tokens,
                at,
                leading + found.split(' ').count(),
                value,
                Comparator::AtMost,
                "leading-group",
            )
        });
    }
    let ordinal = tokens.starts_any(
        at,
        &[
            "xếp thứ",
            "đứng thứ",
            "xếp hạng thứ",
            "vị trí thứ",
            "hạng thứ",
            "thứ hạng",
            "xếp hạng",
            "xếp vị trí thứ",
            "xếp vị trí",
            "đứng vị trí thứ",
            "thứ bậc",
        ],
    );
    let (length, _) = ordinal?;
    let value = number(at + length)?;
    if matches!(tokens.word(at + length + 1), "bậc") {
        return None;
    }
    let mut end = at + length + 1;
    if tokens.is_sign(end, '/') && tokens.is_number(end + 1) {
        end += 2;
    }
    let better = tokens.starts(end, "trở lên").is_some() || tokens.starts(end, "hoặc cao hơn").is_some();
    let comparator = if better { Comparator::AtMost } else { Comparator::Equal };
    Some(position(tokens, at, end + if better { 2 } else { 0 }, value, comparator, "place"))
}

fn position(
    tokens: &Tokens<'_>,
    from: usize,
    to: usize,
    value: f64,
    comparator: Comparator,
    rule: &'static str,
) -> Standing {
    let because = Because::new(rule, tokens.raw(from, to));
    Standing { kind: TargetKind::Rank, from, to, value: Amount::Number(value), comparator, because }
}

/// Words that announce a grade, strict ones first: behind them the grade may be written small.
const STRICT: &[&str] = &[
    "nhóm đánh giá",
    "xếp loại",
    "đạt loại",
    "được xếp loại",
    "đánh giá xếp loại",
    "xếp mức",
    "đánh giá loại",
    "phân loại",
    "hạng",
    "đạt danh hiệu",
    "thuộc nhóm",
    "nằm trong nhóm",
    "xếp vào loại",
    "mức đánh giá",
    "nhóm xếp loại",
];
const LOOSE: &[&str] =
    &["thuộc nhóm", "nằm trong nhóm", "trong nhóm", "vào nhóm", "nhóm", "mức", "đạt mức", "loại", "đạt"];
const GRADES: &[&str] = &[
    "cao nhất",
    "trung bình cao",
    "cao",
    "hoàn thành xuất sắc nhiệm vụ",
    "hoàn thành tốt nhiệm vụ",
    "hoàn thành nhiệm vụ",
    "xuất sắc",
    "rất tốt",
    "tốt",
    "khá",
    "trung bình khá",
    "trung bình",
    "a",
    "b",
    "c",
    "aa",
    "aaa",
    "giỏi",
];

fn grade(tokens: &Tokens<'_>, at: usize) -> Option<Standing> {
    let strict = tokens.starts_any(at, STRICT);
    let (length, _) = strict.or_else(|| tokens.starts_any(at, LOOSE))?;
    let mut place = at + length;
    place += usize::from(tokens.word(place) == "loại");
    place += usize::from(tokens.word(place) == "từ");
    place += usize::from(tokens.is_sign(place, '“') || tokens.is_sign(place, '"'));
    let (grade_length, word) = tokens.starts_any(place, GRADES)?;
    if word.contains("cao") && !matches!(strict, Some((_, "thuộc nhóm" | "nằm trong nhóm"))) {
        return None;
    }
    let letter = word.len() <= 3 && word.is_ascii() && word != "cao";
    let capital = tokens.is_capital(place);
    if (letter || strict.is_none()) && !capital {
        return None;
    }
    let mut end = place + grade_length;
    end += usize::from(tokens.is_sign(end, '”') || tokens.is_sign(end, '"'));
    // "nhóm A1", "mức Tốt hơn"
    if tokens.word(end) == "hơn" || tokens.is_number(end) {
        return None;
    }
    let better = tokens.starts(end, "trở lên").is_some();
    let comparator = if better { Comparator::AtLeast } else { Comparator::Equal };
    let to = end + if better { 2 } else { 0 };
    let value = Amount::Grade(
        tokens.raw(place, place + grade_length).split_whitespace().collect::<Vec<_>>().join(" "),
    );
    Some(Standing {
        kind: TargetKind::Grade,
        from: at,
        to,
        value,
        comparator,
        because: Because::new("grade", tokens.raw(at, to)),
    })
}

/// Indices known by their short names.
pub(crate) const INDICES: &[&str] = &[
    "papi",
    "sipas",
    "pci",
    "par",
    "par-index",
    "pgi",
    "dti",
    "ddci",
    "ict",
    "pii",
    "egdi",
    "vietnam",
    "icu",
];

/// "Chỉ số CCHC (PAR INDEX), Chỉ số … (PAPI)" names two indices: the tokens of each.
pub(crate) fn subjects(tokens: &Tokens<'_>, from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (from, 0_usize);
    for at in from..to {
        if tokens.is_sign(at, '(') {
            depth += 1;
        } else if tokens.is_sign(at, ')') {
            depth = depth.saturating_sub(1);
        }
        let link = tokens.is_sign(at, ',') || tokens.word(at) == "và";
        let next = at + 1 + usize::from(tokens.word(at + 1) == "các");
        let index = tokens.starts_any(next, &["chỉ số", "xếp hạng chỉ số", "bộ chỉ số"]).is_some()
            || INDICES.contains(&tokens.word(next));
        let named = (start..at)
            .any(|place| INDICES.contains(&tokens.word(place)) || tokens.starts(place, "chỉ số").is_some());
        if link && depth == 0 && index && named && at > start {
            parts.push((start, at));
            start = at + 1;
        }
    }
    if to > start {
        parts.push((start, to));
    }
    parts
}
