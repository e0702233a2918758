//! Identifiers of agencies (mã định danh điện tử). Two systems run side by side and name the same agencies:
//! QCVN 102:2016/BTTTT writes `000.00.13.H31`, the highest level last; 20/2020/QĐ-TTg writes `H31.13`, the highest
//! level first. An identifier read from either compares with one read from the other.

use std::fmt;

/// Most characters of an identifier (20/2020/QĐ-TTg, as amended by 09/2025/QĐ-TTg).
const MOST: usize = 35;

/// How many characters QCVN 102:2016/BTTTT gives the levels 4, 3, 2 and 1, in the order it writes them.
const QCVN_WIDTHS: [usize; 4] = [3, 2, 2, 3];

/// The identifier of an agency, the same whichever of the two systems it was written in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyIdentifier {
    /// The groups of the levels from the first down; no empty group at the end.
    levels: Vec<String>,
}

/// Why a text is no identifier of an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AgencyIdentifierError {
    /// Longer than the law allows.
    #[error("an agency identifier has at most 35 characters")]
    TooLong,
    /// Neither of the two forms.
    #[error("not an agency identifier: expected `H31.13` or `000.00.13.H31`")]
    Shape,
}

impl AgencyIdentifier {
    /// Reads either form. A text that begins with a group of the first level (`H31`) is read from left to right,
    /// one that ends with it and has the widths of QCVN 102:2016/BTTTT from right to left. `Z` and two digits
    /// stand for other schemes of numbering (20/2020/QĐ-TTg) and exist in the newer form alone.
    pub fn parse(text: &str) -> Result<Self, AgencyIdentifierError> {
        let text = text.trim().to_ascii_uppercase();
        if text.len() > MOST {
            return Err(AgencyIdentifierError::TooLong);
        }
        let mut groups: Vec<&str> = text.split('.').collect();
        let letters = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_alphanumeric());
        if !groups.iter().all(letters) {
            return Err(AgencyIdentifierError::Shape);
        }
        let begins = groups.first().is_some_and(|group| is_first_level(group));
        if !begins {
            let widths = groups.iter().map(|group| group.len());
            let ends = groups.last().is_some_and(|group| is_first_level(group) && !group.starts_with('Z'));
            if !widths.eq(QCVN_WIDTHS) || !ends {
                return Err(AgencyIdentifierError::Shape);
            }
            groups.reverse();
        }
        while groups.len() > 1 && groups.last().is_some_and(|group| is_empty(group)) {
            groups.pop();
        }
        Ok(Self { levels: groups.into_iter().map(str::to_owned).collect() })
    }

    /// Whether two texts name the same agency, in whichever forms they are written.
    pub fn same(one: &str, other: &str) -> bool {
        matches!((Self::parse(one), Self::parse(other)), (Ok(one), Ok(other)) if one == other)
    }

    /// The group of the first level: a ministry (`G07`) or a province (`H31`).
    pub fn first_level(&self) -> &str {
        self.levels.first().map_or("", String::as_str)
    }

    /// At which level the agency stands: 1 for a province or ministry, 2 for its departments, and so on.
    pub fn level(&self) -> usize {
        self.levels.len()
    }

    /// Whether `self` is `other` or stands under it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.levels.starts_with(&other.levels)
    }

    /// In the form of QCVN 102:2016/BTTTT; `None` where a group does not fit into it.
    pub fn qcvn102(&self) -> Option<String> {
        if self.levels.len() > QCVN_WIDTHS.len() || self.first_level().starts_with('Z') {
            return None;
        }
        let mut groups = Vec::new();
        for (place, width) in QCVN_WIDTHS.iter().rev().enumerate() {
            let group = self.levels.get(place).cloned().unwrap_or_else(|| "0".repeat(*width));
            if group.len() != *width {
                return None;
            }
            groups.push(group);
        }
        groups.reverse();
        Some(groups.join("."))
    }
}

impl fmt::Display for AgencyIdentifier {
    /// In the form of 20/2020/QĐ-TTg.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.levels.join("."))
    }
}

impl std::str::FromStr for AgencyIdentifier {
    type Err = AgencyIdentifierError;

    fn from_str(text: &str) -> Result<Self, AgencyIdentifierError> {
        Self::parse(text)
    }
}

/// A capital letter and two digits.
fn is_first_level(group: &str) -> bool {
    let mut bytes = group.bytes();
    group.len() == 3
        && bytes.next().is_some_and(|b| b.is_ascii_uppercase())
        && bytes.all(|b| b.is_ascii_digit())
}

/// Zeros alone: nothing at this level.
fn is_empty(group: &str) -> bool {
    group.bytes().all(|b| b == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_systems_of_identifiers_name_one_agency() {
        for (older, newer, level) in [
            ("000.00.00.H31", "H31", 1),
            ("000.00.13.H31", "H31.13", 2),
            ("000.05.13.H31", "H31.13.05", 3),
            ("001.05.13.H31", "H31.13.05.001", 4),
            ("000.00.00.G07", "G07", 1),
            ("000.00.1A.G22", "G22.1A", 2),
            // Nothing at the third level, but at the fourth.
            ("001.00.13.H31", "H31.13.00.001", 4),
        ] {
            let (from_older, from_newer) =
                (AgencyIdentifier::parse(older).unwrap(), AgencyIdentifier::parse(newer).unwrap());
            assert_eq!(from_older, from_newer, "{older} {newer}");
            assert!(AgencyIdentifier::same(older, newer));
            assert_eq!((from_older.to_string(), from_newer.level()), (newer.to_owned(), level));
            assert_eq!(from_newer.qcvn102().as_deref(), Some(older));
        }
        // The newer system has longer groups and more levels than the older can write.
        for newer in ["H31.013", "H31.13.05.001.02", "Z01.0101234567", "H31.13.5"] {
            assert_eq!(AgencyIdentifier::parse(newer).unwrap().qcvn102(), None, "{newer}");
        }
        assert!(AgencyIdentifier::same(" h31.13 ", "000.00.13.h31"));
        assert!(AgencyIdentifier::same("H31.13.00.000", "H31.13"));
    }

    #[test]
    fn different_agencies_and_other_texts_are_kept_apart() {
        for (one, other) in [
            ("000.00.13.H31", "H31.12"),
            ("000.13.00.H31", "H31.13"),
            ("H31.13", "H31.013"),
            ("000.00.13.H31", "H13.31"),
            ("", ""),
            ("H31,13", "H31,13"),
        ] {
            assert!(!AgencyIdentifier::same(one, other), "{one} {other}");
        }
        let refused = Err(AgencyIdentifierError::Shape);
        for text in [
            "",
            "31",
            "H3",
            "h3a",
            "000.00.H31",
            "000.00.13.Z31",
            "00.00.13.H31",
            "H31..13",
            "H31.13 05",
            "Ấ31",
        ] {
            assert_eq!(AgencyIdentifier::parse(text), refused, "{text}");
        }
        let long = format!("H31.{}", "1".repeat(32));
        assert_eq!(AgencyIdentifier::parse(&long), Err(AgencyIdentifierError::TooLong));
    }

    #[test]
    fn an_agency_stands_within_its_province() {
        let parse = |text| AgencyIdentifier::parse(text).unwrap();
        assert!(parse("H31.13.05").is_within(&parse("000.00.00.H31")));
        assert!(parse("000.00.13.H31").is_within(&parse("H31.13")));
        assert!(!parse("H31").is_within(&parse("H31.13")));
        assert_eq!(parse("000.00.13.H31").first_level(), "H31");
    }
}
