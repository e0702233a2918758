//! Procedure codes (mã TTHC). The national database writes `d.dddddd`; provinces publish local copies with a
//! suffix, and decisions contain slips of the pen. All are read into the one national form.

use std::fmt;

/// A normalised procedure code: national `1.010801`, or local `LDNN-01` where no national code is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct ProcedureCode(String);

/// How a written code was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeReading {
    /// The normalised code.
    pub code: ProcedureCode,
    /// The province of a local copy, such as `H48` in `1.001122.000.00.00.H48`.
    pub province: Option<String>,
    /// Whether a slip of the pen was corrected (`1.014.111` for `1.014111`): to be reported, not hidden.
    pub corrected: bool,
}

/// Why a text is not a procedure code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing like a code.
    #[error("not a procedure code")]
    Shape,
    /// A digit is missing or too many: which one cannot be guessed (`1.01499`).
    #[error("a procedure code has six digits after the full stop")]
    Digits,
}

impl ProcedureCode {
    /// Reads a code as it is written in decisions: with or without province suffix, with or without slips.
    pub fn read(text: &str) -> Result<CodeReading, CodeError> {
        let text = text.trim();
        if is_local(text) {
            return Ok(CodeReading { code: Self(text.to_owned()), province: None, corrected: false });
        }
        let (body, province) = split_province(text);
        let (code, corrected) = national(body)?;
        Ok(CodeReading { code, province, corrected })
    }

    /// Reads a code that must already stand in its normalised form, as in packages.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let reading = Self::read(text)?;
        if reading.code.0 == text { Ok(reading.code) } else { Err(CodeError::Shape) }
    }

    /// The text of the code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the code is one of the national database.
    pub fn is_national(&self) -> bool {
        self.0.starts_with(|c: char| c.is_ascii_digit())
    }
}

impl fmt::Display for ProcedureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for ProcedureCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}

/// `LDNN-01`: two to eight capitals, a hyphen, two to four digits.
fn is_local(text: &str) -> bool {
    let Some((letters, digits)) = text.split_once('-') else { return false };
    (2..=8).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && (2..=4).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Splits off `.000.00.00.H48` (QCVN 102:2016/BTTTT) or `.H48` (QĐ 20/2020/QĐ-TTg).
fn split_province(text: &str) -> (&str, Option<String>) {
    let Some((body, last)) = text.rsplit_once('.') else { return (text, None) };
    let is_province = last.len() == 3
        && last.starts_with(['H', 'G'])
        && last.get(1..).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    if !is_province {
        return (text, None);
    }
    let body = body.strip_suffix(".000.00.00").unwrap_or(body);
    (body, Some(last.to_owned()))
}

/// `d.dddddd`, or the same digits with full stops and blanks in wrong places.
fn national(body: &str) -> Result<(ProcedureCode, bool), CodeError> {
    let digits: String = body.chars().filter(char::is_ascii_digit).collect();
    let clean = body.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ' ');
    let mut parts = body.split('.');
    let first_is_a_digit = parts.next().is_some_and(|part| part.trim().len() == 1);
    if !clean || !first_is_a_digit || parts.next().is_none() {
        return Err(CodeError::Shape);
    }
    if digits.len() != 7 {
        return Err(CodeError::Digits);
    }
    let (series, number) = digits.split_at(1);
    let code = format!("{series}.{number}");
    let corrected = code != body;
    Ok((ProcedureCode(code), corrected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_decisions_write_them() {
        let table: &[(&str, &str, Option<&str>, bool)] = &[
            ("1.010801", "1.010801", None, false),
            (" 2.000205 ", "2.000205", None, false),
            ("1.001122.000.00.00.H48", "1.001122", Some("H48"), false),
            ("1.014466.H12", "1.014466", Some("H12"), false),
            ("1.014.111", "1.014111", None, true),
            ("1. 014111", "1.014111", None, true),
            ("LDNN-01", "LDNN-01", None, false),
        ];
        for (text, code, province, corrected) in table {
            let reading = ProcedureCode::read(text).unwrap();
            assert_eq!(reading.code.as_str(), *code, "{text}");
            assert_eq!(reading.province.as_deref(), *province, "{text}");
            assert_eq!(reading.corrected, *corrected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_guessed_is_refused() {
        let table = [
            ("1.01499", CodeError::Digits),
            ("1.0144666", CodeError::Digits),
            ("", CodeError::Shape),
            ("010801", CodeError::Shape),
            ("12.010801", CodeError::Shape),
            ("1.01080a", CodeError::Shape),
            ("1.010801.000.00.00", CodeError::Digits),
            ("../etc", CodeError::Shape),
            ("ldnn-01", CodeError::Shape),
        ];
        for (text, error) in table {
            assert_eq!(ProcedureCode::read(text), Err(error), "{text}");
        }
        assert!(ProcedureCode::parse("1.014.111").is_err());
        assert!(ProcedureCode::parse("1.001122.H48").is_err());
    }
}
