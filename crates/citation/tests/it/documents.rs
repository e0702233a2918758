//! Real documents of a department, provinces, a ministry and the Prime Minister against lists made by hand.

use citation::{PlanDraft, read_plan, read_text, to_json, to_toml};

use crate::line;

const DEPARTMENT: &str = include_str!("../texts/kh-5119-2022.txt");

fn check_targets(text: &str, expected: &str) {
    let draft = read_text(text);
    let found: Vec<String> = draft
        .targets
        .iter()
        .map(|target| {
            format!("{}\t{}", if target.clause.is_empty() { "-" } else { &target.clause }, line(target))
        })
        .collect();
    let expected: Vec<&str> = expected.lines().collect();
    for (number, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert_eq!(found, expected, "target {number}");
    }
    assert_eq!(found.len(), expected.len(), "{:#?}", found.iter().skip(expected.len()).collect::<Vec<_>>());
    check_spans(text, &draft);
}

/// Every span is the text it stands for.
fn check_spans(text: &str, draft: &PlanDraft) {
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for target in &draft.targets {
        assert_eq!(squeeze(&target.span.slice(text)), *target.text);
    }
    for milestone in &draft.milestones {
        assert_eq!(squeeze(&milestone.span.slice(text)), *milestone.text);
    }
}

macro_rules! document {
    ($name:ident, $file:literal) => {
        #[test]
        fn $name() {
            check_targets(
                include_str!(concat!("../texts/", $file, ".txt")),
                include_str!(concat!("../expected/", $file, ".tsv")),
            );
        }
    };
}

document!(the_department_s_plan, "kh-5119-2022");
document!(a_ministry_s_plan, "bxd-664-cchc-2025");
document!(a_province_s_directive, "daklak-ct012-cai-cach-tthc");
document!(a_city_s_plan, "hanoi-kh308-du-lieu-so");
document!(a_plan_without_figures, "hcm-kh172-luat-viec-lam");
document!(the_prime_minister_s_programme, "ttg-2629-chinh-phu-so");

#[test]
fn the_department_s_bases_are_each_there_once() {
    let found: Vec<String> = read_text(DEPARTMENT)
        .bases
        .into_iter()
        .map(|base| {
            [base.number, base.date.map(|date| date.to_string()), base.issuer]
                .map(Option::unwrap_or_default)
                .join(" ")
        })
        .collect();
    assert_eq!(
        found,
        [
            "184/KH-UBND 2021-12-07 UBND tỉnh",
            "196/KH-UBND 2021-12-24 UBND tỉnh",
            "76/NQ-CP 2021-07-15 Chính phủ",
            "23/CT-TTg 2021-09-02 Thủ tướng Chính phủ",
            "130/2005/NĐ-CP 2005-10-17 Chính phủ",
            "117/2013/NĐ-CP 2013-10-07 Chính phủ",
            "60/2021/NĐ-CP 2021-06-21 Chính phủ",
            "32/2019/NĐ-CP 2019-04-10 Chính phủ",
            "43/2011/NĐ-CP 2011-06-13 Chính phủ",
            "99/NQ-CP 2020-06-24 Chính phủ",
            "22/2020/QĐ-UBND 2020-08-12 Ủy ban nhân dân tỉnh",
        ]
    );
}

#[test]
fn the_department_s_titles_are_read() {
    let draft = read_text(DEPARTMENT);
    let title = |number: &str| {
        draft
            .bases
            .iter()
            .find(|base| base.number.as_deref() == Some(number))
            .and_then(|base| base.title.clone())
    };
    assert_eq!(
        title("184/KH-UBND").as_deref(),
        Some("cải cách hành chính nhà nước tỉnh Hưng Yên giai đoạn 2021-2025")
    );
    assert_eq!(title("196/KH-UBND").as_deref(), Some("cải cách hành chính nhà nước tỉnh Hưng Yên năm 2022"));
    assert_eq!(
        title("76/NQ-CP").as_deref(),
        Some("ban hành Chương trình tổng thể cải cách hành chính (CCHC) nhà nước giai đoạn 2021-2030")
    );
    assert_eq!(
        title("60/2021/NĐ-CP").as_deref(),
        Some("quy định cơ chế tự chủ của đơn vị sự nghiệp công lập")
    );
    assert_eq!(title("43/2011/NĐ-CP"), None);
}

#[test]
fn the_department_s_duties_are_milestones() {
    let found: Vec<(String, String)> = read_text(DEPARTMENT)
        .milestones
        .into_iter()
        .map(|milestone| (milestone.clause, milestone.text.split(' ').take(5).collect::<Vec<_>>().join(" ")))
        .collect();
    let expected = [
        ("4.a", "Bố trí công chức, viên"),
        ("5.a", "Thực hiện cơ chế tự"),
        ("5.b", "Giao quyền tự chủ tài"),
        ("6.b", "Cung cấp đầy đủ thông"),
        ("6.c", "Cập nhật đầy đủ dữ"),
        ("6.e", "Phấn đấu thực hiện số"),
        ("6.g", "Thực hiện việc áp dụng"),
        ("7", "Thực hiện đầy đủ các"),
        ("8", "Thực hiện đầy đủ các"),
    ];
    assert_eq!(found, expected.map(|(clause, text)| (clause.to_owned(), text.to_owned())));
}

#[test]
fn nothing_under_the_page_is_read() {
    let draft = read_text(DEPARTMENT);
    let end = DEPARTMENT.chars().count();
    let news = DEPARTMENT.find("Tin mới nhất").map_or(end, |byte| DEPARTMENT[..byte].chars().count());
    assert!(draft.targets.iter().all(|target| target.span.end < news));
    assert!(
        draft
            .passed_over
            .iter()
            .any(|passed| passed.figure == "100%" && passed.because.rule == "nothing-measured")
    );
}

#[test]
fn json_and_toml_say_the_same() {
    let draft = read_text(DEPARTMENT);
    let json: serde_json::Value = serde_json::from_str(&to_json(&draft).unwrap()).unwrap();
    let target = &json["targets"][20];
    assert_eq!(target["clause"], "3");
    assert_eq!(target["kind"], "change");
    assert_eq!(target["comparator"], "range");
    assert_eq!(target["value"], serde_json::json!(1.5));
    assert_eq!(target["upper"], serde_json::json!(2));
    assert_eq!(target["window"], "2022-01-01..2022-12-31");
    assert!(target["baseline"].is_null() && target["span"].as_array().unwrap().len() == 2);
    let names: Vec<&String> = json["bases"][0].as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 4, "{names:?}");
    let toml: toml::Value = toml::from_str(&to_toml(&draft).unwrap()).unwrap();
    assert_eq!(toml["targets"].as_array().unwrap().len(), draft.targets.len());
    assert_eq!(toml["targets"][20]["value"].as_float(), Some(1.5));
    assert_eq!(toml["milestones"].as_array().unwrap().len(), 9);
}

#[test]
fn the_same_is_read_in_every_encoding() {
    use unicode_normalization::UnicodeNormalization;
    let plain = read_text(DEPARTMENT);
    let utf16: Vec<u8> = DEPARTMENT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let apart: String = DEPARTMENT.nfd().collect();
    let crlf = DEPARTMENT.replace('\n', "\r\n");
    for bytes in [utf16, apart.into_bytes(), [b"\xEF\xBB\xBF", DEPARTMENT.as_bytes()].concat()] {
        let other = read_plan(&bytes).unwrap();
        assert_eq!(other.targets, plain.targets);
        assert_eq!(other.milestones, plain.milestones);
        assert_eq!(other.bases, plain.bases);
    }
    let texts = |draft: &PlanDraft| draft.targets.iter().map(line).collect::<Vec<_>>();
    assert_eq!(texts(&read_text(&crlf)), texts(&plain));
}

#[test]
fn a_text_wrapped_at_80_columns_reads_the_same() {
    let mut wrapped = String::new();
    for paragraph in DEPARTMENT.lines() {
        let mut width = 0;
        for word in paragraph.split(' ') {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > 80 {
                wrapped.push('\n');
                width = 0;
            } else if width > 0 {
                wrapped.push(' ');
                width += 1;
            }
            wrapped.push_str(word);
            width += length;
        }
        wrapped.push('\n');
    }
    let (plain, narrow) = (read_text(DEPARTMENT), read_text(&wrapped));
    let texts = |draft: &PlanDraft| {
        draft.targets.iter().map(|target| format!("{} {}", target.clause, line(target))).collect::<Vec<_>>()
    };
    assert_eq!(texts(&narrow), texts(&plain));
    let duties = |draft: &PlanDraft| {
        draft.milestones.iter().map(|duty| format!("{} {}", duty.clause, duty.text)).collect::<Vec<_>>()
    };
    assert_eq!(duties(&narrow), duties(&plain));
    let named = |draft: &PlanDraft| {
        draft
            .bases
            .iter()
            .map(|base| (base.number.clone(), base.date, base.issuer.clone(), base.title.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(named(&narrow), named(&plain));
}
