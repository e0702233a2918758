//! Decides which figures promise something. Every rule speaks about the language of plans and has a name that
//! `--explain` prints.

use crate::draft::{Because, Comparator};
use crate::lexicon::{ACTIONS, COUNT_UNITS, DEMANDS, DESIGNATORS};
use crate::mention::{Mention, Scale};
use crate::outline::Section;
use crate::scene::{Lead, Scene};
use crate::window::TimeMeaning;

/// The outcome for one figure.
#[derive(Debug, Clone)]
pub(crate) enum Verdict {
    Promise(Because),
    None(Because),
}

/// Judges the figure `mention`; `accepted` are the promises found before it in the sentence.
pub(crate) fn judge(scene: &Scene<'_, '_>, mention: &Mention, accepted: &[usize]) -> Verdict {
    let (from, to) = scene.segment(mention.from);
    let refusal = past(scene, mention, from)
        .or_else(|| condition(scene, mention, from))
        .or_else(|| aside(scene, mention, from, to))
        .or_else(|| named(scene, mention))
        .or_else(|| rate_of_policy(scene, mention, from));
    if let Some(because) = refusal {
        return Verdict::None(because);
    }
    if mention.scale == Scale::Percent {
        share(scene, mention, from, to)
    } else {
        counted(scene, mention, from, accepted)
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every caller answers with an option")]
fn refuse(rule: &'static str, words: impl Into<String>) -> Option<Because> {
    Some(Because::new(rule, words))
}

/// Words that put a figure into the present or past.
const NOW: &[&str] = &[
    "hiện nay",
    "hiện tại",
    "hiện có",
    "hiện đạt",
    "hiện mới",
    "mới đạt",
    "mới chỉ",
    "tính đến nay",
    "đến nay",
    "thời gian qua",
    "trước đây",
    "vừa qua",
    "hiện chiếm",
    "kết quả cho thấy",
    "bình quân giai đoạn trước",
    "ước đạt",
    "cùng kỳ đạt",
    "ước thực hiện",
];

/// What was achieved is no promise.
fn past(scene: &Scene<'_, '_>, mention: &Mention, from: usize) -> Option<Because> {
    let tokens = &scene.tokens;
    if scene.place.section == Section::Past {
        return refuse("past-section", "");
    }
    let hope =
        ["phấn đấu", "bảo đảm", "đảm bảo", "ít nhất", "tối thiểu", "yêu cầu", "mục tiêu", "nâng", "lên"];
    let hoped = |from: usize| tokens.find_any(from, mention.from, &hope).is_some();
    if let Some((at, words)) = tokens.rfind_any(from, mention.from, NOW)
        && !hoped(at)
    {
        return refuse("present-state", words);
    }
    let comma_after = |at: usize| (at..mention.from).any(|place| tokens.is_sign(place, ','));
    if let Some((at, _)) = tokens.rfind_any(from, mention.from, &["đã"])
        && !hoped(at)
        && !comma_after(at)
    {
        // "văn bản đã được ban hành đạt 100%": the relative clause is past, the figure is not.
        let relative = tokens.word(at + 1) == "được" && tokens.find_any(at, mention.from, &["đạt"]).is_some();
        let ended = matches!(tokens.word(at + 1), "ban" | "công" | "ký" | "phê" | "giao" | "đăng")
            && tokens.word_before(mention.from, 1) != "là";
        let finished =
            ended && tokens.find_any(at, mention.from, &["đạt", "giảm", "tăng", "hoàn thành"]).is_some();
        if !relative && !finished {
            return refuse("past-tense", tokens.raw(at, mention.to));
        }
    }
    let start = scene.plan.or(scene.place.window).and_then(|plan| plan.from).or_else(|| scene.hoped_for());
    let earlier =
        scene.times.iter().rev().find(|mark| (from..mention.from).contains(&mark.from)).and_then(|mark| {
            match mark.meaning {
                TimeMeaning::Window(window) => window.to.filter(|to| start.is_some_and(|start| *to < start)),
                _ => None,
            }
        });
    match earlier {
        Some(to) if !hoped(from) => refuse("before-the-plan", to.to_string()),
        _ => None,
    }
}

const CONDITIONS: &[&str] = &[
    "nếu",
    "trường hợp",
    "đơn vị có tỷ lệ",
    "đơn vị nào có",
    "cơ quan có tỷ lệ",
    "cơ quan nào có",
    "địa phương có tỷ lệ",
    "phòng có tỷ lệ",
    "để xảy ra",
    "những đơn vị có",
    "các đơn vị có",
    "cá nhân có",
    "công chức có",
    "người có",
    "dự án có",
    "hộ có",
    "doanh nghiệp có",
];

/// "Đơn vị có tỷ lệ dưới 80% phải giải trình" sets a condition.
fn condition(scene: &Scene<'_, '_>, mention: &Mention, from: usize) -> Option<Because> {
    let (at, words) = scene.tokens.find_any(from, mention.from, CONDITIONS)?;
    if words == "để xảy ra" && scene.tokens.word_before(at, 1) == "không" {
        return None;
    }
    refuse("condition", words)
}

/// A figure in brackets beside another one explains it.
fn aside(scene: &Scene<'_, '_>, mention: &Mention, from: usize, to: usize) -> Option<Because> {
    if !scene.in_brackets(mention.from) {
        return None;
    }
    let others = scene.mentions.iter().any(|other| {
        other.from != mention.from
            && (from..to).contains(&other.from)
            && other.scale == mention.scale
            && !scene.in_brackets(other.from)
    });
    let asks = scene.lead(mention.from, from).comparator.is_some();
    if others && !asks {
        refuse("aside-in-brackets", scene.tokens.raw(mention.from, mention.to))
    } else {
        None
    }
}

/// "mức độ 3", "Điều 5" and, after them, "và 4".
fn named(scene: &Scene<'_, '_>, mention: &Mention) -> Option<Because> {
    if mention.scale == Scale::Percent {
        return None;
    }
    let tokens = &scene.tokens;
    let mut at = mention.from;
    while at >= 2
        && (matches!(tokens.word(at - 1), "và" | "đến" | "hoặc")
            || [',', '-', '–', '/'].iter().any(|sign| tokens.is_sign(at - 1, *sign)))
        && tokens.is_number(at - 2)
    {
        at -= 2;
    }
    let total = tokens.ends_any(at, &["tổng số"]).is_some();
    let (_, words) = tokens.ends_any(at, DESIGNATORS).filter(|_| !total)?;
    // "cấp 500 giấy phép", "loại 20 thủ tục": a verb.
    let verb = matches!(words, "cấp" | "loại" | "mức") && at == mention.from && mention.value > 5.0;
    if verb { None } else { refuse("designation", tokens.raw(at.saturating_sub(1), mention.figure_to)) }
}

/// Rates that a policy fixes are not results that a plan promises.
const RATES: &[&str] = &[
    "mức giảm trừ",
    "giảm trừ gia cảnh",
    "mức chuẩn",
    "mức trợ cấp",
    "thuế suất",
    "lãi suất",
    "mức thu",
    "mức đóng",
    "mức hưởng",
    "mức phạt",
    "mức hỗ trợ",
    "mức chi",
    "trọng số",
    "phí bảo hiểm",
    "tỷ lệ trích",
    "mức phí",
    "lệ phí",
    "phụ cấp",
    "tỷ lệ góp vốn",
    "vốn điều lệ",
    "tiền lương",
    "mức lương",
    "hỗ trợ tối đa",
    "hệ số",
];

fn rate_of_policy(scene: &Scene<'_, '_>, mention: &Mention, from: usize) -> Option<Because> {
    let tokens = &scene.tokens;
    let near = from.max(mention.from.saturating_sub(10));
    if let Some((_, words)) = tokens.find_any(near, mention.from, RATES)
        && tokens.find_any(near, mention.from, &["phấn đấu", "cắt giảm", "tiết kiệm"]).is_none()
    {
        return refuse("rate-of-a-policy", words);
    }
    let after = [
        "vốn điều lệ",
        "vốn nhà nước",
        "vốn nước ngoài",
        "vốn đầu tư nước ngoài",
        "giá trị hợp đồng",
        "mức lương",
        "tiền lương",
        "chi phí đào tạo",
    ];
    if mention.scale == Scale::Percent
        && let Some((_, words)) = tokens.starts_any(mention.to, &after)
        && scene.lead(mention.from, from).change.is_none()
    {
        return refuse("rate-of-a-policy", words);
    }
    None
}

/// A share in percent promises something where the sentence says of what.
fn share(scene: &Scene<'_, '_>, mention: &Mention, from: usize, to: usize) -> Verdict {
    let tokens = &scene.tokens;
    let words =
        (from..to).filter(|at| tokens.is_word(*at) && !(mention.from..mention.to).contains(at)).count();
    let elsewhere = (0..tokens.len()).filter(|at| tokens.is_word(*at)).count();
    if words < 2 && elsewhere < 4 {
        return Verdict::None(Because::new("nothing-measured", tokens.raw(mention.from, mention.to)));
    }
    let near = from.max(mention.from.saturating_sub(4));
    let demanded = tokens.find_any(from, to, DEMANDS).is_some();
    if tokens.find_any(near, mention.from, &["chiếm"]).is_some() && !demanded {
        return Verdict::None(Because::new("description", "chiếm"));
    }
    Verdict::Promise(Because::new("percent", tokens.raw(mention.from, mention.to)))
}

/// Prepositions directly before a number: it belongs to a place, a source or a circumstance.
const PREPOSITIONS: &[&str] = &[
    "tại", "của", "với", "theo", "qua", "gồm", "ở", "thuộc", "giữa", "cùng", "bằng", "sau", "tới", "các",
    "vì",
];

/// A number of things or a length of time promises something where the sentence limits, changes or produces it.
fn counted(scene: &Scene<'_, '_>, mention: &Mention, from: usize, accepted: &[usize]) -> Verdict {
    let tokens = &scene.tokens;
    let shown = tokens.raw(mention.from, mention.to);
    if mention.scale == Scale::Time && matches!(mention.unit.as_str(), "năm" | "quý") {
        return Verdict::None(Because::new("span-of-years", shown));
    }
    if let Some(outer) = nested(scene, mention, from, accepted) {
        return Verdict::None(Because::new("condition-inside-a-promise", outer));
    }
    let budget = ["kinh phí", "dự toán", "tổng mức", "vốn đầu tư", "tổng vốn", "mức hỗ trợ", "giá trị"];
    if mention.unit.contains("đồng") && tokens.find_any(from, mention.from, &budget).is_some() {
        return Verdict::None(Because::new("money", shown));
    }
    let lead = scene.lead(mention.from, from);
    match limits(scene, mention, from, &lead).or_else(|| produces(scene, mention, from, accepted)) {
        Some(because) => Verdict::Promise(because),
        None => Verdict::None(Because::new("no-demand", shown)),
    }
}

/// "100% cơ quan sử dụng ít nhất 01 ứng dụng": the second figure says what the first one counts.
fn nested(scene: &Scene<'_, '_>, mention: &Mention, from: usize, accepted: &[usize]) -> Option<String> {
    let tokens = &scene.tokens;
    let outer =
        accepted.iter().rev().filter_map(|at| scene.mentions.get(*at)).find(|other| other.from >= from)?;
    let lead = scene.lead(mention.from, outer.to);
    let fresh = [
        "phấn đấu",
        "tỷ lệ",
        "số",
        "đồng thời",
        "trong đó",
        "mỗi",
        "hằng",
        "hàng",
        "tổng",
        "thời gian",
        "chỉ số",
        "còn",
    ];
    let border =
        (outer.to..mention.from).rev().find(|at| tokens.is_sign(*at, ',') || tokens.word(*at) == "và");
    let Some(border) = border else { return Some(tokens.raw(outer.from, outer.to).to_owned()) };
    let listed = mention.scale == Scale::Count && mention.unit == outer.unit;
    let starts = listed
        || border + 1 >= lead.from
        || acts(tokens, border + 1)
        || tokens.starts_any(border + 1, &fresh).is_some()
        || lead.change.is_some_and(|(_, _, at)| at > border);
    (!starts).then(|| tokens.raw(outer.from, outer.to).to_owned())
}

/// The last verb of work in the tokens `from..to`: its place and itself. "đào tạo" is found, not its "tạo".
pub(crate) fn last_action(
    tokens: &crate::token::Tokens<'_>,
    from: usize,
    to: usize,
) -> Option<(usize, &'static str)> {
    // "trung cấp", "sơ cấp": levels of training.
    let level = |at: usize| {
        tokens.word(at) == "cấp"
            && matches!(tokens.word_before(at, 1), "trung" | "sơ" | "cao" | "thứ" | "các")
    };
    let (at, words) = tokens.rfind_any(from, to, ACTIONS).filter(|(at, _)| !level(*at))?;
    let longer = at
        .checked_sub(1)
        .filter(|one| *one >= from)
        .and_then(|one| tokens.starts_any(one, ACTIONS).map(|(length, words)| (one, length, words)));
    match longer {
        Some((one, length, words)) if one + length > at => Some((one, words)),
        _ => Some((at, words)),
    }
}

/// A verb of work at `at`. "Tổ chức" after "cơ quan," is a noun.
pub(crate) fn acts(tokens: &crate::token::Tokens<'_>, at: usize) -> bool {
    let noun = tokens.word(at) == "tổ"
        && matches!(tokens.word_before(at, 2), "quan" | "nhân" | "dân" | "nghiệp" | "vị");
    !noun && tokens.starts_any(at, ACTIONS).is_some()
}

/// Comparators and verbs of change make a promise of a number; so does "trở lên" behind it.
fn limits(scene: &Scene<'_, '_>, mention: &Mention, from: usize, lead: &Lead) -> Option<Because> {
    let tokens = &scene.tokens;
    let known = tokens.starts_any(mention.figure_to, COUNT_UNITS).is_some() || mention.scale == Scale::Time;
    if let Some((_, verb, at)) = lead.change {
        let steps = matches!(mention.unit.as_str(), "bậc" | "hạng");
        return (steps || known)
            .then(|| Because::new("change", tokens.raw(at, mention.to)))
            .filter(|_| verb != "hạ" || known);
    }
    if let Some((_, words)) = lead.comparator {
        // "trên 200 đại biểu", "dưới 30 phút": weak words limit only where something is asked.
        let weak = matches!(words, "trên" | "hơn" | "dưới" | "vượt" | "cao nhất" | "thấp nhất");
        let asked = tokens.find_any(from, lead.from, DEMANDS).is_some()
            || tokens.find_any(from, lead.from, ACTIONS).is_some();
        if !weak || asked {
            return Some(Because::new("limit", tokens.raw(lead.from, mention.to)));
        }
    }
    if let Some((_, words)) = tokens.starts_any(mention.to, &["trở lên", "trở xuống"]) {
        return Some(Because::new("limit", format!("{} {words}", tokens.raw(mention.from, mention.to))));
    }
    if (lead.level || mention.raised_from.is_some()) && known {
        return Some(Because::new("level", tokens.raw(lead.from, mention.to)));
    }
    let soon =
        matches!(mention.unit.as_str(), "phút" | "giờ" | "ngày" | "ngày làm việc" | "giờ làm việc" | "giây");
    if soon && tokens.word_before(mention.from, 1) == "trong" {
        return Some(Because::new("duration", tokens.raw(lead.from, mention.to)));
    }
    let reached = (lead.from..mention.from).any(|at| tokens.word(at) == "đạt") && known;
    reached.then(|| Because::new("reached", tokens.raw(lead.from, mention.to)))
}

/// "tổ chức 02 cuộc kiểm tra", "giải quyết việc làm cho 5.000 lao động", "01 lần/quý".
fn produces(scene: &Scene<'_, '_>, mention: &Mention, from: usize, accepted: &[usize]) -> Option<Because> {
    let tokens = &scene.tokens;
    let known = tokens.starts_any(mention.figure_to, COUNT_UNITS).is_some();
    if mention.scale != Scale::Count || !known || scene.place.section != Section::Duty {
        return None;
    }
    let before = tokens.word_before(mention.from, 1);
    let often = mention.unit.contains('/')
        && tokens.find_any(mention.figure_to, mention.to, &["năm", "quý", "tháng", "tuần", "ngày"]).is_some();
    let near = from.max(mention.from.saturating_sub(6));
    if often {
        let verb = last_action(tokens, from, mention.from).map_or("", |(_, verb)| verb);
        return Some(Because::new(
            "frequency",
            format!("{verb} {}", tokens.raw(mention.from, mention.to)).trim().to_owned(),
        ));
    }
    if before == "từ" && mention.upper.is_some() {
        return Some(Because::new("range", tokens.raw(mention.from, mention.to)));
    }
    if PREPOSITIONS.contains(&before) {
        return None;
    }
    if mention.from == 0 && scene.place.listed {
        return Some(Because::new("listed-figure", tokens.raw(mention.from, mention.to)));
    }
    if tokens.ends_any(mention.from, &["phấn đấu", "phấn đấu đạt"]).is_some() {
        return Some(Because::new("strive-for", tokens.raw(mention.from, mention.to)));
    }
    if before == "có"
        && tokens.find_any(from, mention.from, &["phấn đấu", "mục tiêu", "bảo đảm", "đảm bảo"]).is_some()
    {
        return Some(Because::new("strive-for", tokens.raw(mention.from, mention.to)));
    }
    let mut others =
        accepted.iter().rev().filter_map(|at| scene.mentions.get(*at)).filter(|other| other.from >= from);
    let follows = others.clone().find(|other| other.scale == Scale::Count);
    // "ít nhất 30% phòng, ban và 05 xã": what is done to the one is done to the other.
    let shares = others.next().is_some_and(|other| other.to < mention.from) && before == "và";
    if shares || follows.is_some() && (before == "và" || tokens.is_sign(mention.from - 1, ',')) {
        return Some(Because::new("enumeration", tokens.raw(mention.from, mention.to)));
    }
    let comma = |outer: &Mention| (outer.to..mention.from).any(|at| tokens.is_sign(at, ','));
    if follows.is_some_and(|outer| outer.unit == mention.unit && comma(outer)) {
        return Some(Because::new("enumeration", tokens.raw(mention.from, mention.to)));
    }
    if let Some(outer) = follows
        && tokens.find_any(outer.to, mention.from, &["trong đó", "riêng", "bao gồm"]).is_some()
    {
        return Some(Because::new("part-of-the-figure-before", tokens.raw(mention.from, mention.to)));
    }
    let (at, verb) = last_action(tokens, near, mention.from)?;
    let broken = (at + verb.split(' ').count()..mention.from).any(|place| {
        let listed = tokens.is_sign(place, ',') && tokens.starts_any(place + 1, ACTIONS).is_some();
        (!tokens.is_word(place) && !listed)
            || matches!(tokens.word(place), "theo" | "của" | "gồm" | "tại" | "bao" | "thuộc")
    });
    (!broken).then(|| Because::new("action", tokens.raw(at, mention.to)))
}

/// The comparator that the words around a figure state.
pub(crate) fn comparator(scene: &Scene<'_, '_>, mention: &Mention, lead: &Lead, from: usize) -> Comparator {
    if mention.upper.is_some() {
        return Comparator::Range;
    }
    let tokens = &scene.tokens;
    match tokens
        .starts_any(mention.to, &["trở lên", "trở xuống", "là tối thiểu", "hoặc cao hơn", "hoặc thấp hơn"])
    {
        Some((_, "trở xuống" | "hoặc thấp hơn")) => return Comparator::AtMost,
        Some(_) => return Comparator::AtLeast,
        None => {}
    }
    if let Some((comparator, words)) = lead.comparator {
        // "không để xảy ra … trên 1%"
        let never = tokens.find_any(from, lead.from, &["không để"]).is_some()
            && matches!(words, "trên" | "hơn" | "vượt");
        return if never { Comparator::AtMost } else { comparator };
    }
    // "đạt từ 60%"
    if tokens.word_before(mention.from, 1) == "từ" && lead.change.is_none() && mention.raised_from.is_none()
    {
        return Comparator::AtLeast;
    }
    if mention.scale == Scale::Time && lead.change.is_none() && tokens.word_before(mention.from, 1) == "trong"
    {
        return Comparator::AtMost;
    }
    if tokens.find_any(from, mention.from, &["phấn đấu"]).is_some() {
        Comparator::AtLeast
    } else {
        Comparator::Equal
    }
}
