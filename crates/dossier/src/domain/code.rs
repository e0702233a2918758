//! Dossier codes (TT 01/2018/TT-VPCP, Đ.19; TT 03/2025/TT-VPCP): agency, date received, running number of the
//! day. Both the codes of 2018 (`000.00.13.H31-220315-0007`) and those of 2025 (`H31.13-250315-0007`) are read.

use kernel::Date;

/// A code in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierCode {
    /// Identifier of the agency.
    pub agency: String,
    /// Day of receipt.
    pub received_on: Date,
    /// Running number of the day.
    pub number: i64,
}

/// The text is not a dossier code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a dossier code: expected AGENCY-YYMMDD-NNNN")]
pub struct CodeError;

impl DossierCode {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let mut parts = text.trim().rsplitn(3, '-');
        let number = parts.next().ok_or(CodeError)?;
        let day = parts.next().ok_or(CodeError)?;
        let agency = parts.next().ok_or(CodeError)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if number.len() < 4 || day.len() != 6 || !digits(number) || !digits(day) || agency.is_empty() {
            return Err(CodeError);
        }
        if !agency.chars().all(|c| c.is_ascii_alphanumeric() || c == '.') {
            return Err(CodeError);
        }
        let part = |at: usize| day.get(at..at + 2).and_then(|text| text.parse::<i8>().ok()).ok_or(CodeError);
        let received_on = Date::new(2000 + i16::from(part(0)?), part(2)?, part(4)?).map_err(|_| CodeError)?;
        Ok(Self { agency: agency.to_owned(), received_on, number: number.parse().map_err(|_| CodeError)? })
    }
}

impl std::fmt::Display for DossierCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.received_on.ymd();
        write!(f, "{}-{:02}{month:02}{day:02}-{:04}", self.agency, year % 100, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_code_are_read_and_written_back() {
        for text in ["000.00.13.H31-220315-0007", "H31.13-250315-0007", "H31.12-220914-10023"] {
            assert_eq!(DossierCode::parse(text).map(|code| code.to_string()), Ok(text.to_owned()));
        }
        for text in
            ["", "H31", "H31-220230-0001", "H31-220315-7", "H31--0001", "H 31-220315-0001", "H31-2203aa-0001"]
        {
            assert_eq!(DossierCode::parse(text), Err(CodeError), "{text}");
        }
    }
}
