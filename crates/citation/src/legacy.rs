//! The two encodings of the years before Unicode that still turn up in Vietnamese offices: TCVN 5712 (TCVN3, the
//! `.VnTime` fonts) and VNI (base letter followed by a mark). Both use the bytes of Latin letters for other signs,
//! so a text in them shows as "KÕ ho¹ch" or "Keá hoaïch" where the font is missing.

/// TCVN 5712 VN3 from 0xA1; a full stop means that the byte is not a letter.
const TCVN3: &str = concat!(
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò",
    ".ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ",
);

/// Marks that VNI writes after a, e, o, u, y and after its letters for ơ and ư: byte, combining marks.
const VNI_MARKS: [(u8, &str); 17] = [
    (0xD8, "\u{300}"),
    (0xD9, "\u{301}"),
    (0xDB, "\u{309}"),
    (0xD5, "\u{303}"),
    (0xCF, "\u{323}"),
    (0xC2, "\u{302}"),
    (0xC1, "\u{302}\u{301}"),
    (0xC0, "\u{302}\u{300}"),
    (0xC5, "\u{302}\u{309}"),
    (0xC3, "\u{302}\u{303}"),
    (0xC4, "\u{302}\u{323}"),
    (0xCA, "\u{306}"),
    (0xC9, "\u{306}\u{301}"),
    (0xC8, "\u{306}\u{300}"),
    (0xDA, "\u{306}\u{309}"),
    (0xDC, "\u{306}\u{303}"),
    (0xCB, "\u{306}\u{323}"),
];

/// Letters that VNI gives a byte of their own: upper-case byte (lower case is 0x20 higher), upper, lower.
const VNI_LETTERS: [(u8, char, char); 9] = [
    (0xD4, 'Ơ', 'ơ'),
    (0xD6, 'Ư', 'ư'),
    (0xD1, 'Đ', 'đ'),
    (0xCC, 'Ì', 'ì'),
    (0xCD, 'Í', 'í'),
    (0xC6, 'Ỉ', 'ỉ'),
    (0xD3, 'Ĩ', 'ĩ'),
    (0xD2, 'Ị', 'ị'),
    (0xCE, 'Ỵ', 'ỵ'),
];

/// Reads TCVN3. Never fails: a byte that is no letter stands for itself in Latin-1.
pub(crate) fn tcvn3(bytes: &[u8]) -> String {
    let table: Vec<char> = TCVN3.chars().collect();
    bytes
        .iter()
        .map(|byte| {
            let place = usize::from(byte.saturating_sub(0xA1));
            match table.get(place) {
                Some(letter) if *byte >= 0xA1 && *letter != '.' => *letter,
                _ => char::from(*byte),
            }
        })
        .collect()
}

/// Reads VNI, marks as combining characters (the caller composes).
pub(crate) fn vni(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + bytes.len() / 4);
    let mut takes_mark = false;
    for byte in bytes {
        if takes_mark && let Some(marks) = vni_mark(*byte) {
            out.push_str(marks);
            takes_mark = false;
            continue;
        }
        let letter = vni_letter(*byte);
        takes_mark = matches!(
            letter,
            'a' | 'e' | 'o' | 'u' | 'y' | 'A' | 'E' | 'O' | 'U' | 'Y' | 'ơ' | 'Ơ' | 'ư' | 'Ư'
        );
        out.push(letter);
    }
    out
}

fn vni_mark(byte: u8) -> Option<&'static str> {
    let upper = if byte >= 0xE0 { byte - 0x20 } else { byte };
    VNI_MARKS.iter().find(|(mark, _)| *mark == upper && byte >= 0xC0).map(|(_, marks)| *marks)
}

fn vni_letter(byte: u8) -> char {
    for (upper_byte, upper, lower) in VNI_LETTERS {
        if byte == upper_byte {
            return upper;
        }
        if byte == upper_byte + 0x20 {
            return lower;
        }
    }
    char::from(byte)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn latin1(text: &str) -> Vec<u8> {
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
    }

    #[test]
    fn tcvn3_reads_what_the_vntime_fonts_show() {
        assert_eq!(
            tcvn3(&latin1("KÕ ho¹ch c¶i c¸ch hµnh chÝnh n¨m 2022")),
            "Kế hoạch cải cách hành chính năm 2022"
        );
        assert_eq!(
            tcvn3(&latin1("ñy ban nh©n d©n tØnh, ®óng h¹n, thñ tôc, ®\u{AD}îc, ng\u{AD}êi")),
            "ủy ban nhân dân tỉnh, đúng hạn, thủ tục, được, người"
        );
    }

    #[test]
    fn vni_reads_letters_and_their_marks() {
        let read = |text: &str| vni(&latin1(text)).nfc().collect::<String>();
        assert_eq!(
            read("Keá hoaïch caûi caùch haønh chính naêm 2022"),
            "Kế hoạch cải cách hành chính năm 2022"
        );
        assert_eq!(read("Ñöôïc ngöôøi daân, thuû tuïc, tæ leä"), "Được người dân, thủ tục, tỉ lệ");
    }
}
