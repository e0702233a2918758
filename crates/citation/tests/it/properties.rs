//! Whatever is given, the reader answers; and what it answers is in the text.

use citation::{Amount, PlanDraft, cite, decode, explain, read_plan, read_text, to_json, to_toml};
use proptest::prelude::*;

/// Pieces that plans are made of, and pieces that break readers.
const PIECES: &[&str] = &[
    "100%",
    "1,5% - 2%",
    "từ 20% đến 25%",
    "chín mươi phần trăm",
    "phấn đấu",
    "ít nhất",
    "không quá",
    "giảm",
    "tăng",
    "cao hơn 01 bậc",
    "so với",
    "năm 2021",
    "đến năm 2025",
    "giai đoạn 2021-2025",
    "trước ngày 30/6",
    "hằng quý",
    "hồ sơ",
    "thủ tục hành chính",
    "Tỷ lệ",
    "mức độ 4",
    "đạt",
    "trở lên",
    "(",
    ")",
    ";",
    ",",
    ".",
    ":",
    "\n",
    "\n\n",
    "\r\n",
    "\u{c}",
    "\t",
    "|",
    "1.",
    "2.",
    "a)",
    "đ)",
    "- ",
    "+ ",
    "I.",
    "II.",
    "Điều 5.",
    "PHỤ LỤC I",
    "STT",
    "TT",
    "%",
    "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ",
    "Luật",
    "Luật Đất đai năm 2024",
    "số",
    "/",
    "-",
    "nhóm 10 tỉnh dẫn đầu",
    "xếp loại A",
    "Top 10",
    "15 phút/lượt",
    "0221.3862.123",
    "9001:2015",
    "٣%",
    "９０%",
    "½",
    "\u{301}",
    "İ",
    "ß",
    "“",
    "”",
    "99999999999999999999999999",
    "1.2.3.4",
    "ngày 31/02/2022",
    "tháng 13",
    "Nơi nhận:",
    "đã",
    "Thực hiện",
    "Sở Nội vụ",
    "có trách nhiệm",
];

fn check(text: &str, draft: &PlanDraft) {
    let length = text.chars().count();
    for target in &draft.targets {
        assert!(target.span.start < target.span.end && target.span.end <= length);
        let squeezed = target.span.slice(text).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(squeezed, *target.text);
        match &target.value {
            Amount::Grade(grade) => assert!(target.text.contains(grade.as_str())),
            Amount::Number(value) => {
                assert!(value.is_finite() && says(&target.text, *value), "{value} in {}", target.text);
            }
        }
        assert!(target.upper.is_none_or(|upper| says(&target.text, upper)));
    }
    for milestone in &draft.milestones {
        assert!(milestone.span.start < milestone.span.end && milestone.span.end <= length);
    }
    assert!(draft.passed_over.iter().all(|passed| passed.span.end <= length));
    assert!(to_json(draft).is_ok());
    assert!(to_toml(draft).is_ok());
    assert!(!explain(draft).is_empty());
}

/// The figure stands in the text, in digits or in words.
fn says(text: &str, value: f64) -> bool {
    let plain = |word: &str| {
        word.replace('.', "").replace(',', ".").parse() == Ok(value) || word.parse() == Ok(value)
    };
    let english = |word: &str| word.replace(',', "").parse() == Ok(value);
    let mut numbers = text
        .split(|c: char| !c.is_numeric() && c != '.' && c != ',')
        .map(|word| word.trim_matches(['.', ',']));
    let lower = text.to_lowercase();
    let words = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
        .iter()
        .any(|word| lower.contains(word));
    numbers.any(|word| plain(word) || english(word)) || words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_plan_words_is_read(pieces in prop::collection::vec((prop::sample::select(PIECES), any::<bool>()), 0..120)) {
        let text: String = pieces.into_iter().flat_map(|(piece, blank)| [piece, if blank { " " } else { "" }]).collect();
        if let Ok(decoded) = decode(text.as_bytes()) {
            check(&decoded.text, &read_text(&decoded.text));
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,400}") {
        check(&text, &read_text(&text));
        for citation in cite(&text) {
            prop_assert!(citation.span.start < citation.span.end && citation.span.end <= text.chars().count());
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        match (decode(&bytes), read_plan(&bytes)) {
            (Ok(decoded), Ok(draft)) => check(&decoded.text, &draft),
            (Err(one), Err(other)) => prop_assert_eq!(one, other),
            _ => prop_assert!(false, "decoding and reading disagree"),
        }
    }

    #[test]
    fn damaged_plans_are_read(cut in 0usize..9_000, flips in prop::collection::vec((0usize..9_000, any::<u8>()), 0..12)) {
        let mut bytes = include_bytes!("../texts/kh-5119-2022.txt").to_vec();
        for (at, value) in flips {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        bytes.truncate(cut);
        if let Ok(draft) = read_plan(&bytes) {
            let text = decode(&bytes).unwrap().text;
            check(&text, &draft);
        }
    }
}

#[test]
fn long_texts_take_time_in_proportion() {
    // Each would take minutes if any step looked back over the whole text.
    for piece in [
        "1% ",
        "100% hồ sơ; ",
        "Luật Luật ",
        "Nghị định số 61/2018/NĐ-CP ",
        "....",
        "((((",
        "- + * ",
        "1.1.1.1 ",
        "a) ",
        "\n1\n",
        "STT\n1\n",
        "|",
        "\t",
        "năm 2021-",
        "chín mươi ",
    ] {
        let text = piece.repeat(30_000 / piece.len());
        let draft = read_text(&text);
        check(&text, &PlanDraft { targets: draft.targets.into_iter().take(50).collect(), ..draft });
    }
}
