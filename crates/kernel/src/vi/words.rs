//! Dates, times and amounts written out, as administrative documents write them.

use crate::{Date, Instant};

/// `ngày 05 tháng 02 năm 2022`: days below 10 and the months 1 and 2 carry a zero (NĐ 30/2020/NĐ-CP, Phụ lục I,
/// Phần I, Mục II.4), so that no digit can be put before them.
pub fn long_date(date: Date) -> String {
    let (year, month, day) = date.ymd();
    let month = if month < 3 { format!("{month:02}") } else { month.to_string() };
    format!("ngày {day:02} tháng {month} năm {year}")
}

/// `07 giờ 45 phút, ngày 15 tháng 3 năm 2022`.
pub fn long_moment(at: Instant) -> String {
    let minute = at.local().minute;
    format!("{:02} giờ {:02} phút, {}", minute / 60, minute % 60, long_date(at.date()))
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
/// Names of the groups of three digits, from the right; after `tỷ` they begin anew.
const GROUPS: [&str; 3] = ["", "nghìn", "triệu"];

/// A whole number in words: `một triệu không trăm linh năm nghìn`.
pub fn in_words(value: i64) -> String {
    if value == 0 {
        return "không".to_owned();
    }
    let mut words: Vec<&str> = Vec::new();
    if value < 0 {
        words.push("âm");
    }
    whole(value.unsigned_abs(), false, &mut words);
    words.join(" ")
}

/// The words of a number; `inner` where higher digits stand before it.
fn whole(value: u64, inner: bool, words: &mut Vec<&'static str>) {
    const BILLION: u64 = 1_000_000_000;
    let (billions, rest) = (value / BILLION, value % BILLION);
    if billions > 0 {
        whole(billions, inner, words);
        words.push("tỷ");
    }
    let mut inner = inner || billions > 0;
    for (place, group) in GROUPS.iter().enumerate().rev() {
        let three = rest / 1_000_u64.pow(place as u32) % 1_000;
        if three > 0 {
            hundreds(three, inner, words);
            if !group.is_empty() {
                words.push(group);
            }
            inner = true;
        }
    }
}

fn hundreds(three: u64, inner: bool, words: &mut Vec<&'static str>) {
    let digit = |value: u64| DIGITS.get(value as usize).copied().unwrap_or_default();
    let (hundred, ten, one) = (three / 100, three / 10 % 10, three % 10);
    if hundred > 0 || inner {
        words.extend([digit(hundred), "trăm"]);
    }
    match ten {
        0 if one > 0 && (hundred > 0 || inner) => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        ten => words.extend([digit(ten), "mươi"]),
    }
    match (ten, one) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        (_, one) => words.push(digit(one)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_carry_the_zero_where_the_act_wants_it() {
        let day = |text: &str| long_date(text.parse().unwrap());
        assert_eq!(day("2022-02-05"), "ngày 05 tháng 02 năm 2022");
        assert_eq!(day("2022-03-15"), "ngày 15 tháng 3 năm 2022");
        assert_eq!(day("2022-12-01"), "ngày 01 tháng 12 năm 2022");
        let at = Instant::parse("2022-03-15T07:45").unwrap();
        assert_eq!(long_moment(at), "07 giờ 45 phút, ngày 15 tháng 3 năm 2022");
    }

    #[test]
    fn amounts_are_read_as_people_read_them() {
        let cases = [
            (0, "không"),
            (5, "năm"),
            (10, "mười"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (105, "một trăm linh năm"),
            (600_000, "sáu trăm nghìn"),
            (450_500, "bốn trăm năm mươi nghìn năm trăm"),
            (1_005_000, "một triệu không trăm linh năm nghìn"),
            (1_000_010, "một triệu không trăm mười"),
            (2_000_000_000, "hai tỷ"),
            (
                1_234_567_891,
                "một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi mốt",
            ),
            (1_000_000_001, "một tỷ không trăm linh một"),
            (3_000_000_000_000, "ba nghìn tỷ"),
            (-15_000, "âm mười lăm nghìn"),
        ];
        for (value, words) in cases {
            assert_eq!(in_words(value), words, "{value}");
        }
        // The largest amount is read too.
        assert!(in_words(i64::MAX).starts_with("chín tỷ hai trăm hai mươi ba triệu"));
    }
}
