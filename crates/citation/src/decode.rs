//! Bytes to text: finds the encoding, refuses what is not text, composes to NFC. All later places count characters
//! of what this module returns.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::legacy;

/// The largest text the reader takes. A plan of 200 pages has half a megabyte.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Why a file could not be read as a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("the text has {bytes} bytes, more than the {MAX_BYTES} that are read: split the file")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// A known format that is not plain text.
    #[error("this is {format}, not plain text: {remedy}")]
    NotPlainText {
        /// What it is.
        format: &'static str,
        /// What to do about it.
        remedy: &'static str,
    },
    /// Unknown bytes.
    #[error(
        "this is not text in any known encoding (byte {at} is no character): save the plan as plain text in UTF-8"
    )]
    Binary {
        /// The first byte that betrays it.
        at: usize,
    },
}

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text in NFC, without byte order mark.
    pub text: String,
    /// The encoding found: `UTF-8`, `UTF-16LE`, `UTF-16BE`, `windows-1258`, `TCVN3` or `VNI`.
    pub encoding: &'static str,
}

/// Magic numbers of formats that people hand over for text.
const FORMATS: [(&[u8], &str, &str); 10] = [
    (b"%PDF", "a PDF file", "copy its text into a .txt file (pdftotext -layout)"),
    (b"PK\x03\x04", "a Word, Excel or ZIP file", "open it and save it as plain text in UTF-8"),
    (b"\xD0\xCF\x11\xE0", "an old Word or Excel file", "open it and save it as plain text in UTF-8"),
    (b"{\\rtf", "an RTF file", "open it and save it as plain text in UTF-8"),
    (b"\x89PNG", "a picture", "recognise its text first (OCR)"),
    (b"\xFF\xD8\xFF", "a picture", "recognise its text first (OCR)"),
    (b"GIF8", "a picture", "recognise its text first (OCR)"),
    (b"\x1F\x8B", "a compressed file", "unpack it first"),
    (b"\x7FELF", "a program", "name the plan's text instead"),
    (b"SQLite format 3", "a database", "name the plan's text instead"),
];

/// Decodes `bytes` in whatever encoding they are.
pub fn decode(bytes: &[u8]) -> Result<Decoded, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    for (magic, format, remedy) in FORMATS {
        if bytes.starts_with(magic) {
            return Err(ReadError::NotPlainText { format, remedy });
        }
    }
    let (raw, encoding) = guess(bytes)?;
    refuse_binary(&raw)?;
    let head: String = raw.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<!doctype") || head.starts_with("<html") {
        let remedy = "open it in a browser and save its text";
        return Err(ReadError::NotPlainText { format: "a web page", remedy });
    }
    if raw.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let composed = is_nfc_quick(raw.chars()) == IsNormalized::Yes;
    let text = if composed { raw } else { raw.nfc().collect() };
    Ok(Decoded { text, encoding })
}

fn guess(bytes: &[u8]) -> Result<(String, &'static str), ReadError> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return Ok((String::from_utf8_lossy(rest).into_owned(), "UTF-8"));
    }
    if bytes.starts_with(b"\xFF\xFE") || looks_utf16(bytes, 1) {
        return Ok((encoding_rs::UTF_16LE.decode(bytes).0.into_owned(), "UTF-16LE"));
    }
    if bytes.starts_with(b"\xFE\xFF") || looks_utf16(bytes, 0) {
        return Ok((encoding_rs::UTF_16BE.decode(bytes).0.into_owned(), "UTF-16BE"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(unmask_fonts(text)),
        Err(_) if mostly_utf8(bytes) => Ok((String::from_utf8_lossy(bytes).into_owned(), "UTF-8")),
        Err(fault) => guess_single_byte(bytes).ok_or(ReadError::Binary { at: fault.valid_up_to() }),
    }
}

/// UTF-16 without a mark: in Vietnamese text more than half of the letters are ASCII, so one byte of each pair is 0.
fn looks_utf16(bytes: &[u8], zero_at: usize) -> bool {
    if bytes.len() < 8 || !bytes.len().is_multiple_of(2) {
        return false;
    }
    let (mut here, mut there, mut pairs) = (0_usize, 0_usize, 0_usize);
    for pair in bytes.chunks_exact(2).take(4_096) {
        let [first, second] = pair else { continue };
        let (zero, other) = if zero_at == 0 { (first, second) } else { (second, first) };
        here += usize::from(*zero == 0);
        there += usize::from(*other == 0);
        pairs += 1;
    }
    here * 3 > pairs && there * 50 < pairs
}

/// A text in UTF-8 with a few damaged bytes, as after a cut in the middle of a letter.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 20 && bad * 50 < good
}

/// A valid UTF-8 text may still be a TCVN3 or VNI text that was converted as if it were Latin ("KÕ ho¹ch").
fn unmask_fonts(text: &str) -> (String, &'static str) {
    let own = score(text);
    let masked = text.chars().take(65_536).filter(|c| ('\u{A1}'..='\u{FF}').contains(c)).count();
    if masked > 4 && own * 4 < masked {
        let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(text);
        if !lost
            && let Some((best, name, points)) =
                best_of(&[("TCVN3", legacy::tcvn3(&bytes)), ("VNI", legacy::vni(&bytes))])
            && points > own + 2
        {
            return (best, name);
        }
    }
    (text.to_owned(), "UTF-8")
}

fn guess_single_byte(bytes: &[u8]) -> Option<(String, &'static str)> {
    let windows = encoding_rs::WINDOWS_1258.decode_without_bom_handling(bytes).0.into_owned();
    let candidates =
        [("windows-1258", windows), ("TCVN3", legacy::tcvn3(bytes)), ("VNI", legacy::vni(bytes))];
    best_of(&candidates).map(|(text, name, _)| (text, name))
}

/// The candidate with the most Vietnamese words; the first one where none has any.
fn best_of(candidates: &[(&'static str, String)]) -> Option<(String, &'static str, usize)> {
    let mut best: Option<(&String, &'static str, usize)> = None;
    for (name, text) in candidates {
        let points = score(text);
        if best.is_none_or(|(_, _, most)| points > most) {
            best = Some((text, name, points));
        }
    }
    best.map(|(text, name, points)| (text.clone(), name, points))
}

/// Frequent words of administrative Vietnamese, each with a letter that ASCII lacks.
static COMMON: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    "và của các được về hành chính thực hiện kế hoạch năm tỉnh cải cách thủ tục cơ nước công dân người phải định số \
     đạt hồ sơ quyết việc đơn vị cán bộ là có những cho với tại từ đến hệ thống phòng sở điện tử nhiệm vụ tổ chức"
        .split(' ')
        .filter(|word| !word.is_ascii())
        .collect()
});

fn score(text: &str) -> usize {
    let head: String = text.chars().take(32_768).nfc().collect::<String>().to_lowercase();
    head.split(|c: char| !c.is_alphabetic()).filter(|word| COMMON.contains(word)).count()
}

/// Control characters and replacement characters do not occur in numbers in a text.
fn refuse_binary(text: &str) -> Result<(), ReadError> {
    let (mut odd, mut total, mut first) = (0_usize, 0_usize, None);
    for (at, c) in text.char_indices() {
        total += 1;
        let strange = c == '\u{FFFD}'
            || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}'));
        if strange || matches!(c, '\u{FDD0}'..='\u{FDEF}' | '\u{E000}'..='\u{EFFF}' | '\u{F0000}'..) {
            odd += 1;
            first = first.or(Some(at));
        }
    }
    match first {
        Some(at) if odd * 50 > total => Err(ReadError::Binary { at }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Kế hoạch cải cách hành chính năm 2022: 100% hồ sơ được trả đúng hạn, người dân hài lòng ở mức độ 90%.";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    fn windows_1258(text: &str) -> Vec<u8> {
        // As Windows writes it: vowels with their hat composed, the tone as a mark behind.
        let mut spread = String::new();
        for c in text.chars() {
            let parts: Vec<char> = std::iter::once(c).nfd().collect();
            let tone =
                |part: &char| matches!(part, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
            spread.extend(parts.iter().filter(|part| !tone(part)).copied().nfc());
            spread.extend(parts.iter().filter(|part| tone(part)));
        }
        encoding_rs::WINDOWS_1258.encode(&spread).0.into_owned()
    }

    #[test]
    fn every_encoding_of_vietnamese_offices_is_found() {
        let nfd: String = TEXT.nfd().collect();
        let cases: Vec<(&str, Vec<u8>)> = vec![
            ("UTF-8", TEXT.as_bytes().to_vec()),
            ("UTF-8", nfd.into_bytes()),
            ("UTF-8", [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat()),
            ("UTF-16LE", [b"\xFF\xFE".as_slice(), &utf16(TEXT, false)].concat()),
            ("UTF-16BE", [b"\xFE\xFF".as_slice(), &utf16(TEXT, true)].concat()),
            ("UTF-16LE", utf16(TEXT, false)),
            ("UTF-16BE", utf16(TEXT, true)),
            ("windows-1258", windows_1258(TEXT)),
        ];
        for (encoding, bytes) in cases {
            let decoded = decode(&bytes).unwrap_or_else(|fault| panic!("{encoding}: {fault}"));
            assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, TEXT));
        }
    }

    #[test]
    fn font_encodings_are_found_raw_and_converted() {
        let tcvn3 = "KÕ ho¹ch c¶i c¸ch hµnh chÝnh n¨m 2022: 100% hå s¬ ®\u{AD}îc tr¶ ®óng h¹n";
        let vni = "Keá hoaïch caûi caùch haønh chính naêm 2022: 100% hoà sô ñöôïc traû ñuùng haïn";
        for (encoding, text) in [("TCVN3", tcvn3), ("VNI", vni)] {
            let raw: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
            for bytes in [raw, text.as_bytes().to_vec()] {
                let decoded = decode(&bytes).unwrap();
                assert_eq!(decoded.encoding, encoding);
                assert_eq!(
                    decoded.text,
                    "Kế hoạch cải cách hành chính năm 2022: 100% hồ sơ được trả đúng hạn"
                );
            }
        }
    }

    #[test]
    fn what_is_not_text_is_refused_with_a_remedy() {
        for (bytes, says) in [
            (b"%PDF-1.7 ...".as_slice(), "PDF"),
            (b"PK\x03\x04\x14\x00", "plain text in UTF-8"),
            (b"<!DOCTYPE html><html>", "web page"),
            (b"", "empty"),
            (b" \n\t ", "empty"),
            (b"\x00\x01\x02\x03\x04\x05\x06\x07\x80\x90", "not text"),
            (&[0x93, 0x00, 0xFF, 0x12, 0x81, 0x07, 0x19, 0xC3, 0x03], "not text"),
        ] {
            let fault = decode(bytes).unwrap_err().to_string();
            assert!(fault.contains(says), "{fault}");
        }
    }

    #[test]
    fn a_cut_letter_does_not_spoil_a_text() {
        let text = TEXT.repeat(3);
        let cut = text.as_bytes().get(1..).unwrap();
        let torn = [cut, b"\xE1\xBA"].concat();
        assert_eq!(decode(&torn).unwrap().encoding, "UTF-8");
    }
}
