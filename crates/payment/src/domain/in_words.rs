//! Amounts in words, as a receipt must carry them: `Một triệu ba trăm nghìn đồng`.

use kernel::Dong;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const GROUPS: [&str; 4] = ["", "nghìn", "triệu", "tỷ"];

/// The amount in Vietnamese words, the first letter large.
pub fn amount_in_words(amount: Dong) -> String {
    let text = if amount.0 < 0 {
        format!("âm {} đồng", whole(amount.0.unsigned_abs()))
    } else {
        format!("{} đồng", whole(amount.0.unsigned_abs()))
    };
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn whole(value: u64) -> String {
    if value == 0 {
        return "không".to_owned();
    }
    // Beyond a billion the words start anew: `hai tỷ tỷ` does not occur in fees.
    let (billions, rest) = (value / 1_000_000_000, value % 1_000_000_000);
    let mut parts = Vec::new();
    if billions > 0 {
        parts.push(format!("{} tỷ", whole(billions)));
    }
    for power in (0..3).rev() {
        let group = rest / 1_000_u64.pow(power) % 1_000;
        if group == 0 {
            continue;
        }
        let name = GROUPS.get(power as usize).copied().unwrap_or_default();
        let words = hundreds(group, !parts.is_empty());
        parts.push(format!("{words} {name}").trim_end().to_owned());
    }
    parts.join(" ")
}

/// A group of three digits; `full` where a higher group stands before it, so that `không trăm` is said.
fn hundreds(group: u64, full: bool) -> String {
    let digit = |value: u64| DIGITS.get(value as usize).copied().unwrap_or_default();
    let (hundred, ten, one) = (group / 100, group / 10 % 10, group % 10);
    let mut words = Vec::new();
    if hundred > 0 || full {
        words.push(format!("{} trăm", digit(hundred)));
    }
    match ten {
        0 if one > 0 && !words.is_empty() => words.push("lẻ".to_owned()),
        0 => {}
        1 => words.push("mười".to_owned()),
        ten => words.push(format!("{} mươi", digit(ten))),
    }
    match (ten, one) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt".to_owned()),
        (2.., 4) => words.push("tư".to_owned()),
        (1.., 5) => words.push("lăm".to_owned()),
        (_, one) => words.push(digit(one).to_owned()),
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_read_them() {
        let table = [
            (0, "Không đồng"),
            (5, "Năm đồng"),
            (15, "Mười lăm đồng"),
            (21, "Hai mươi mốt đồng"),
            (24, "Hai mươi tư đồng"),
            (105, "Một trăm lẻ năm đồng"),
            (600_000, "Sáu trăm nghìn đồng"),
            (450_000, "Bốn trăm năm mươi nghìn đồng"),
            (1_300_000, "Một triệu ba trăm nghìn đồng"),
            (1_050_000, "Một triệu không trăm năm mươi nghìn đồng"),
            (2_000_015, "Hai triệu không trăm mười lăm đồng"),
            (1_000_000_000, "Một tỷ đồng"),
            (
                12_345_678_901,
                "Mười hai tỷ ba trăm bốn mươi lăm triệu sáu trăm bảy mươi tám nghìn chín trăm lẻ một đồng",
            ),
        ];
        for (amount, words) in table {
            assert_eq!(amount_in_words(Dong(amount)), words);
        }
    }
}
