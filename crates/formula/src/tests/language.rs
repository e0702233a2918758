//! The language of predicates: what holds, what is refused and where, and how it reads in Vietnamese.

use super::schema::{DOSSIER, dossier};
use crate::{EvalError, check, compile, judge, sample_fact};

const FINISHED: &str = "status=9 finished_on=2022-03-10 ended_on=2022-03-10 timeliness=early handling_days=7";

/// Every row is decided by the closures and by the judge.
#[test]
fn predicates_hold_or_do_not() {
    for (text, expected) in [
        ("true", true),
        ("dossier.unit_id == 7", true),
        ("7 == dossier.unit_id", true),
        ("dossier.unit_id in [1, 2, 7]", true),
        ("dossier.unit_id in [1, 2]", false),
        ("dossier.online_eligible", true),
        ("!dossier.paused", true),
        ("dossier.paused == dossier.index_late", true),
        ("dossier.paused != dossier.result_signed", false),
        ("dossier.channel == \"counter\"", true),
        ("dossier.channel == 'counter'", true),
        ("dossier.channel in ['online', 'postal']", false),
        ("dossier.channel < 'd'", true),
        ("dossier.procedure.startsWith('1.')", true),
        ("dossier.procedure.endsWith('946')", true),
        ("dossier.procedure.contains('0049')", true),
        ("'1.004946.H31'.startsWith(dossier.procedure)", true),
        ("has(dossier.finished_on)", true),
        ("has(dossier.unit_id)", true),
        ("has(dossier.refused_on)", false),
        ("has(dossier.refused_on) && dossier.refused_on > dossier.received_on", false),
        ("!has(dossier.refused_on) || dossier.refused_on > dossier.received_on", true),
        ("has(dossier.refused_on) ? dossier.refused_on > '2022-01-01' : dossier.unit_id == 7", true),
        ("has(dossier.due_on) && has(dossier.finished_on) && dossier.finished_on <= dossier.due_on", true),
        ("(has(dossier.due_on) && has(dossier.finished_on)) && dossier.finished_on <= dossier.due_on", true),
        ("(has(dossier.due_on) && dossier.due_on < '2022-01-01') || dossier.unit_id == 7", true),
        ("dossier.received_on == '2022-03-01'", true),
        ("'2022-03-02' > dossier.received_on", true),
        ("dossier.received_on >= date('2022-03-01')", true),
        ("dossier.received_on in ['2022-03-01', date('2022-04-01')]", true),
        ("days(dossier.received_on, dossier.registered_on) == 0", true),
        ("days('2022-02-26', dossier.received_on) == 3", true),
        ("days(dossier.received_on, '2022-02-26') == -3", true),
        ("dossier.unit_id * 2 + 1 == 15", true),
        ("dossier.unit_id / 2 == 3 && dossier.unit_id % 4 == 3", true),
        ("-dossier.unit_id / 2 == -3 && -dossier.unit_id % 4 == -3", true),
        ("-dossier.unit_id < 0", true),
        ("(dossier.paused ? 1 : 2) == 2", true),
        ("(dossier.paused ? 'x' : dossier.channel) == 'counter'", true),
        ("(dossier.paused ? dossier.received_on : date('2022-05-05')) == '2022-05-05'", true),
        ("dossier.unit_id / 0 == 1 && dossier.paused", false),
        ("dossier.unit_id / 0 == 1 || true", true),
        ("// ghi chú\ndossier.unit_id == 7", true),
    ] {
        let fact = dossier(FINISHED);
        let predicate = compile(&DOSSIER, text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(predicate.eval(&fact), Ok(expected), "{text}");
        assert_eq!(judge(&DOSSIER, text, &fact), Ok(expected), "judge: {text}");
    }
}

#[test]
fn arithmetic_that_has_no_value_is_an_error() {
    for (text, error) in [
        ("1 / (dossier.unit_id - 7) == 1", EvalError::DivisionByZero),
        ("1 % (dossier.unit_id - 7) == 1", EvalError::DivisionByZero),
        ("dossier.unit_id + 9223372036854775807 > 0", EvalError::Overflow),
        ("-9223372036854775808 / -(dossier.unit_id - 6) == 1", EvalError::Overflow),
        ("-(dossier.unit_id - 7 - 9223372036854775807 - 1) > 0", EvalError::Overflow),
        ("dossier.unit_id / 0 == 1 || dossier.paused", EvalError::DivisionByZero),
    ] {
        let fact = dossier("");
        assert_eq!(compile(&DOSSIER, text).unwrap().eval(&fact), Err(error), "{text}");
        assert!(judge(&DOSSIER, text, &fact).is_err(), "judge: {text}");
    }
}

#[test]
fn a_fact_of_another_shape_is_an_error_and_not_a_guess() {
    let predicate = compile(&DOSSIER, "dossier.channel == 'online'").unwrap();
    assert_eq!(predicate.eval(&kernel::Fact(Box::new([]))), Err(EvalError::Fact));
}

/// Text, place, code, part of the Vietnamese message.
type Refused = (&'static str, usize, usize, &'static str, &'static str);

const REFUSED: &[Refused] = &[
    ("", 1, 1, "empty", "chưa nhập điều kiện"),
    (" \n ", 1, 1, "empty", "viết true"),
    ("dossier.unit_id ==", 1, 19, "syntax", "dở dang"),
    ("dossier.unit_id = 7", 1, 17, "syntax", "so sánh bằng viết là =="),
    ("dossier.paused and true", 1, 16, "syntax", "&&"),
    ("dossier.paused OR true", 1, 16, "syntax", "||"),
    ("dossier.channel == “online”", 1, 20, "syntax", "ngoặc kép thẳng"),
    ("dossier.unit_id <> 7", 1, 18, "syntax", "!="),
    ("(dossier.paused", 1, 16, "syntax", "dở dang"),
    ("dossier.finishd_on == '2022-01-01'", 1, 1, "unknown_field", "“finished_on”"),
    ("true && dossier.zzz == 1", 1, 9, "unknown_field", "các trường dùng được: unit_id, procedure"),
    ("has(dossier.finishd_on)", 1, 5, "unknown_field", "“finished_on”"),
    ("finished_on == '2022-01-01'", 1, 1, "unknown_name", "dossier.finished_on"),
    ("dossier.channel == online", 1, 20, "unknown_name", "ngoặc kép"),
    ("dossier == 1", 1, 1, "bare_subject", "dossier.unit_id"),
    ("dosier.unit_id == 1", 1, 1, "unknown_name", "“dosier”"),
    ("dossier.unit_id.x == 1", 1, 8, "unsupported", "trường lồng"),
    ("dossier['unit_id'] == 1", 1, 8, "unsupported", "dossier.tên_trường"),
    ("dossier.channel == 3", 1, 17, "type", "chữ với số nguyên"),
    ("dossier.received_on < 3", 1, 21, "type", "ngày với số nguyên"),
    ("dossier.received_on < dossier.channel", 1, 21, "type", "date(\"2022-01-31\")"),
    ("dossier.paused < true", 1, 16, "type", "== hoặc !="),
    ("dossier.channel + 'a' == 'b'", 1, 1, "type", "cần số nguyên"),
    ("!dossier.unit_id", 1, 2, "type", "cần đúng/sai"),
    ("dossier.unit_id && true", 1, 1, "type", "cần đúng/sai, nhưng biểu thức cho số nguyên"),
    ("true &&\n  dossier.đơn_vị == 1", 2, 11, "syntax", "sai cú pháp"),
    ("dossier.channel == 'một cửa' &&\n  dossier.unit_id == 'x'", 2, 19, "type", "số nguyên với chữ"),
    ("dossier.unit_id", 1, 1, "not_a_test", "đúng hoặc sai"),
    ("dossier.unit_id + 1", 1, 1, "not_a_test", "số nguyên"),
    ("dossier.received_on == '2022-02-30'", 1, 24, "bad_date", "2022-02-30"),
    ("dossier.received_on == '1/2/2022'", 1, 24, "bad_date", "năm-tháng-ngày"),
    ("date('x') == dossier.received_on", 1, 6, "bad_date", "“x”"),
    ("date(dossier.channel) == dossier.received_on", 1, 1, "usage", "date(\"2022-01-31\")"),
    ("days(dossier.received_on) == 1", 1, 1, "usage", "days("),
    ("days(dossier.unit_id, dossier.received_on) == 1", 1, 6, "type", "cần ngày"),
    ("day(dossier.received_on) == 1", 1, 1, "unknown_function", "“days”"),
    ("size(dossier.channel) == 1", 1, 1, "unknown_function", "các hàm dùng được"),
    ("dossier.channel.startWith('a')", 1, 17, "unknown_function", "“startsWith”"),
    ("startsWith(dossier.channel, 'a')", 1, 1, "usage", "startsWith("),
    ("dossier.channel.matches('a')", 1, 17, "unknown_function", "matches"),
    ("dossier.unit_id in []", 1, 20, "empty_list", "không được để trống"),
    ("dossier.unit_id in [1, 'a']", 1, 24, "type", "cần số nguyên"),
    ("dossier.unit_id in [1, dossier.status]", 1, 24, "not_constant", "giá trị cố định"),
    ("dossier.unit_id in dossier.channel", 1, 20, "not_constant", "in"),
    ("dossier.paused in [true]", 1, 19, "type", "cần chữ"),
    ("[1, 2].exists(x, x == dossier.unit_id)", 1, 14, "unsupported", "phép lặp"),
    ("dossier.unit_id == 1.5", 1, 20, "unsupported", "số thập phân"),
    ("dossier.unit_id == 1u", 1, 20, "unsupported", "đuôi u"),
    ("{'a': 1} == {'a': 1}", 1, 1, "unsupported", "cấu trúc"),
    ("dossier.finished_on == null", 1, 1, "unguarded", "has(dossier.finished_on) && …"),
    ("dossier.channel == null", 1, 20, "null", "has("),
    ("dossier.finished_on > '2022-01-01'", 1, 1, "unguarded", "has(dossier.finished_on) && …"),
    ("dossier.finished_on > '2022-01-01' && has(dossier.finished_on)", 1, 1, "unguarded", "kiểm tra trước"),
    ("has(dossier.due_on) || dossier.due_on > '2022-01-01'", 1, 24, "unguarded", "due_on"),
    ("!has(dossier.due_on) && dossier.due_on > '2022-01-01'", 1, 25, "unguarded", "due_on"),
    ("has(dossier.due_on) ? true : dossier.due_on > '2022-01-01'", 1, 30, "unguarded", "due_on"),
    (
        "(has(dossier.due_on) || dossier.paused) && dossier.due_on > '2022-01-01'",
        1,
        44,
        "unguarded",
        "due_on",
    ),
    ("(dossier.paused ? 1 : 'a') == 1", 1, 23, "type", "cần số nguyên"),
    ("dossier.unit_id == 99999999999999999999", 1, 20, "syntax", ""),
];

#[test]
fn bad_predicates_are_refused_at_their_place() {
    let mut wrong = Vec::new();
    for (text, line, column, code, part) in REFUSED {
        let refusal = check(&DOSSIER, text).err().unwrap_or_else(|| panic!("accepted: {text}"));
        let found = (&refusal.line, &refusal.column, &refusal.code);
        if found != (line, column, code) || !refusal.message.contains(part) {
            wrong.push(format!(
                "{text}: {found:?}, expected {:?} {part}: {}",
                (line, column, code),
                refusal.message
            ));
        }
        assert_eq!(refusal.sample.len(), DOSSIER.fields.len());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_refusal_shows_the_line_and_a_sample() {
    let refusal = check(&DOSSIER, "true &&\ndossier.chanel == 'x'").unwrap_err();
    assert_eq!(refusal.marked(), "dossier.chanel == 'x'\n^");
    assert!(refusal.sample.contains(&("dossier.received_on".into(), "\"2022-03-15\"".into())));
    assert!(refusal.sample.contains(&("dossier.paused".into(), "true".into())));
}

#[test]
fn what_is_too_large_is_refused_and_does_not_fall_over() {
    let long = format!("dossier.unit_id == {}", "1 + ".repeat(2_000) + "1");
    assert_eq!(check(&DOSSIER, &long).unwrap_err().code, "too_large");
    for deep in [
        "(".repeat(1_000) + "true" + &")".repeat(1_000),
        "(".repeat(60) + "true" + &")".repeat(60),
        "[".repeat(1_500),
        "f(".repeat(1_500),
        "a{a:".repeat(900),
        "1 == 1".to_owned() + &"+1".repeat(1_990),
        "1".to_owned() + &"<1".repeat(1_990),
    ] {
        assert_eq!(check(&DOSSIER, &deep).unwrap_err().code, "too_large", "{}…", &deep[..20]);
    }
    for odd in ["a.".repeat(1_990) + "a", "true?".repeat(790), "true?true:".repeat(390) + "true"] {
        assert!(check(&DOSSIER, &odd).is_err(), "{}…", &odd[..20]);
    }
    for sign in ["-", "!", "-!"] {
        let _ = check(&DOSSIER, &(sign.repeat(1_990) + "1 == 1"));
    }
    let many = "!dossier.paused && ".repeat(200) + "true";
    assert_eq!(check(&DOSSIER, &many).unwrap().eval(&dossier("")), Ok(true));
}

#[test]
fn a_predicate_names_the_fields_it_reads() {
    let predicate =
        compile(&DOSSIER, "has(dossier.due_on) && days(dossier.received_on, dossier.due_on) > 3").unwrap();
    let names: Vec<_> = predicate.reads().iter().map(|index| DOSSIER.fields[index].name).collect();
    assert_eq!(names, ["received_on", "due_on"]);
}

#[test]
fn a_predicate_names_what_rules_it_out() {
    let table = [
        ("!has(dossier.ended_on)", vec!["ended_on"]),
        ("!has(dossier.ended_on) && !(dossier.status in [1, 3])", vec!["ended_on"]),
        ("dossier.status / dossier.n_supplements == 1 && !has(dossier.ended_on)", vec!["ended_on"]),
        ("!(has(dossier.ended_on) || dossier.paused)", vec!["ended_on"]),
        ("!has(dossier.ended_on) && !has(dossier.refused_on)", vec!["refused_on", "ended_on"]),
        ("!has(dossier.ended_on) || !has(dossier.refused_on)", vec![]),
        ("!has(dossier.ended_on) || dossier.paused", vec![]),
        ("!(has(dossier.ended_on) && dossier.paused)", vec![]),
        ("has(dossier.ended_on)", vec![]),
        // The condition may fail, and the record is then shown among the excluded, ended or not.
        ("dossier.status / dossier.n_supplements == 1 ? !has(dossier.ended_on) : false", vec![]),
    ];
    for (text, expected) in table {
        let found: Vec<_> = compile(&DOSSIER, text)
            .unwrap()
            .false_if_present()
            .iter()
            .map(|at| DOSSIER.fields[at].name)
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn predicates_read_as_vietnamese() {
    for (text, words) in [
        ("true", "mọi hồ sơ"),
        (
            "has(dossier.ended_on) && has(dossier.timeliness) && dossier.timeliness != 'late'",
            "đã có ngày kết thúc và đã có tiến độ và tiến độ không phải là “late”",
        ),
        (
            "dossier.online_level >= 3 && !dossier.paused",
            "mức độ trực tuyến ít nhất là 3 và không có “đang chờ bổ sung”",
        ),
        ("!has(dossier.due_on) || dossier.unit_id == 1200", "chưa có ngày hẹn trả hoặc đơn vị bằng 1.200"),
        ("dossier.channel in ['online', 'postal']", "kênh nộp là “online” hoặc “postal”"),
        ("dossier.received_on >= '2022-01-01'", "ngày tiếp nhận không trước ngày 01/01/2022"),
        (
            "days(dossier.received_on, dossier.registered_on) <= 1",
            "số ngày từ ngày tiếp nhận đến ngày nhập vào hệ thống không quá 1",
        ),
        (
            "dossier.paused || dossier.index_late && dossier.unit_id < 3",
            "có “đang chờ bổ sung” hoặc (có “trễ theo chỉ số quốc gia” và đơn vị nhỏ hơn 3)",
        ),
        ("dossier.procedure.startsWith('1.')", "mã thủ tục bắt đầu bằng “1.”"),
    ] {
        assert_eq!(compile(&DOSSIER, text).unwrap().words(&DOSSIER), words, "{text}");
    }
}

#[test]
fn the_sample_follows_the_schema() {
    let sample = sample_fact(&DOSSIER);
    for text in [
        "has(dossier.due_on) && dossier.due_on == '2022-03-15'",
        "dossier.unit_id == 1",
        "dossier.channel == 'channel'",
    ] {
        assert_eq!(compile(&DOSSIER, text).unwrap().eval(&sample), Ok(true), "{text}");
    }
}
