//! Which provincial body is competent for a field of work on a day. The departments of 2022 were rearranged on
//! 1 March 2025 and the district level ended on 1 July 2025; a dossier keeps the body of its own day, and a
//! procedure shows who came after. The successions are data, each with its mark of sureness.

use std::sync::LazyLock;

use kernel::Date;
use serde::Deserialize;

use super::code::ProcedureCode;
use super::words::{AgencyLevel, Mark, Sector};

/// A competent body (cơ quan có thẩm quyền) and from when it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompetentBody {
    /// Name.
    pub name: String,
    /// First day; `None` where it was competent before every day on record.
    pub from: Option<Date>,
    /// Where it was read; empty where from memory.
    pub source: String,
    /// How sure.
    pub mark: Mark,
}

/// What one rearrangement gave to one body.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Succession {
    from: Date,
    body: CompetentBody,
    sectors: Vec<Sector>,
    procedures: Vec<ProcedureCode>,
}

/// Who is competent for what, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competences {
    first: CompetentBody,
    /// In order of date.
    successions: Vec<Succession>,
    /// Levels that ended: first day without, and how sure that is.
    abolished: Vec<(AgencyLevel, Date, Mark)>,
}

/// Why a text is no list of competences.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompetencesError {
    /// Not TOML of this form.
    #[error("{0}")]
    Syntax(String),
    /// A word that is in no vocabulary, or a code that is none.
    #[error("unknown {key} `{value}`")]
    Unknown {
        /// The key.
        key: &'static str,
        /// What stands there.
        value: String,
    },
    /// A succession of nothing.
    #[error("`{0}` succeeds in no sector and no procedure")]
    Nothing(String),
    /// A sector or procedure that goes to two bodies on one day.
    #[error("on {day} `{what}` goes to two bodies")]
    Twice {
        /// The day.
        day: Date,
        /// The sector or procedure.
        what: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompetencesText {
    first: String,
    #[serde(default)]
    succession: Vec<SuccessionText>,
    #[serde(default)]
    abolished: Vec<AbolishedText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuccessionText {
    from: toml::value::Datetime,
    body: String,
    #[serde(default)]
    sectors: Vec<String>,
    #[serde(default)]
    procedures: Vec<String>,
    source: String,
    mark: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbolishedText {
    level: String,
    from: toml::value::Datetime,
    mark: String,
}

impl Competences {
    /// The text shipped with the program.
    pub const BUILTIN_TEXT: &str = include_str!("../../../../data/competence/succession.toml");

    /// Reads a list of competences.
    pub fn parse(text: &str) -> Result<Self, CompetencesError> {
        let text: CompetencesText =
            toml::from_str(text).map_err(|error| CompetencesError::Syntax(error.to_string()))?;
        let mut successions: Vec<Succession> =
            text.succession.into_iter().map(succession).collect::<Result<_, _>>()?;
        successions.sort_by_key(|succession| succession.from);
        refuse_doubles(&successions)?;
        let abolished = text.abolished.into_iter().map(|entry| {
            let level = word("level", &entry.level, AgencyLevel::from_code)?;
            Ok((level, date(entry.from)?, word("mark", &entry.mark, Mark::from_code)?))
        });
        Ok(Self {
            first: CompetentBody {
                name: text.first,
                from: None,
                source: String::new(),
                mark: Mark::Verified,
            },
            successions,
            abolished: abolished.collect::<Result<_, _>>()?,
        })
    }

    /// The list shipped with the program; `None` only where its text could not be read, which a test excludes.
    pub fn builtin() -> Option<&'static Self> {
        static BUILTIN: LazyLock<Option<Competences>> =
            LazyLock::new(|| Competences::parse(Competences::BUILTIN_TEXT).ok());
        BUILTIN.as_ref()
    }

    /// All bodies that were competent for a procedure, the first one first.
    pub fn history(&self, code: &ProcedureCode, sector: Sector) -> Vec<&CompetentBody> {
        // A procedure that is named itself no longer follows its sector.
        let named = self.successions.iter().any(|succession| succession.procedures.contains(code));
        let concerns = |succession: &&Succession| {
            if named { succession.procedures.contains(code) } else { succession.sectors.contains(&sector) }
        };
        let later = self.successions.iter().filter(concerns).map(|succession| &succession.body);
        std::iter::once(&self.first).chain(later).collect()
    }

    /// The body that is competent for a procedure on a day.
    pub fn body_on(&self, code: &ProcedureCode, sector: Sector, day: Date) -> &CompetentBody {
        let known = |body: &&CompetentBody| body.from.is_none_or(|from| from <= day);
        self.history(code, sector).into_iter().rfind(known).unwrap_or(&self.first)
    }

    /// Whether a level of administration exists on a day.
    pub fn has_level(&self, level: AgencyLevel, day: Date) -> bool {
        !self.abolished.iter().any(|(ended, from, _)| *ended == level && *from <= day)
    }
}

fn succession(text: SuccessionText) -> Result<Succession, CompetencesError> {
    if text.sectors.is_empty() && text.procedures.is_empty() {
        return Err(CompetencesError::Nothing(text.body));
    }
    let from = date(text.from)?;
    let sectors = text.sectors.iter().map(|code| word("sector", code, Sector::from_code));
    let procedures =
        text.procedures.iter().map(|code| word("procedure", code, |code| ProcedureCode::parse(code).ok()));
    Ok(Succession {
        from,
        sectors: sectors.collect::<Result<_, _>>()?,
        procedures: procedures.collect::<Result<_, _>>()?,
        body: CompetentBody {
            name: text.body,
            from: Some(from),
            source: text.source,
            mark: word("mark", &text.mark, Mark::from_code)?,
        },
    })
}

fn word<T>(
    key: &'static str,
    value: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, CompetencesError> {
    read(value).ok_or_else(|| CompetencesError::Unknown { key, value: value.to_owned() })
}

fn date(text: toml::value::Datetime) -> Result<Date, CompetencesError> {
    word("day", &text.to_string(), |text| text.parse().ok())
}

fn refuse_doubles(successions: &[Succession]) -> Result<(), CompetencesError> {
    let mut seen = Vec::new();
    for succession in successions {
        let sectors = succession.sectors.iter().map(|sector| sector.code().to_owned());
        let procedures = succession.procedures.iter().map(ToString::to_string);
        for what in sectors.chain(procedures) {
            let key = (succession.from, what);
            if seen.contains(&key) {
                return Err(CompetencesError::Twice { day: key.0, what: key.1 });
            }
            seen.push(key);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn code(text: &str) -> ProcedureCode {
        ProcedureCode::parse(text).unwrap()
    }

    const DEPARTMENT: &str = "Sở Lao động – Thương binh và Xã hội";

    #[test]
    fn the_department_was_succeeded_on_the_first_of_march_2025() {
        let competences = Competences::parse(Competences::BUILTIN_TEXT).unwrap();
        let last = date("2025-02-28");
        let first = date("2025-03-01");
        for (sector, successor, mark) in [
            (Sector::Ncc, "Sở Nội vụ", Mark::Verified),
            (Sector::Ldvl, "Sở Nội vụ", Mark::Verified),
            (Sector::Ldnn, "Sở Nội vụ", Mark::Verified),
            (Sector::Tlqhld, "Sở Nội vụ", Mark::Verified),
            (Sector::Atld, "Sở Nội vụ", Mark::Verified),
            (Sector::Btxh, "Sở Y tế", Mark::Verified),
            (Sector::Te, "Sở Y tế", Mark::Verified),
            (Sector::Pctnxh, "Sở Y tế", Mark::Verified),
            (Sector::Gdnn, "Sở Giáo dục và Đào tạo", Mark::Verified),
        ] {
            let on = |day| competences.body_on(&code("1.000001"), sector, day);
            assert_eq!(on(date("2022-01-04")).name, DEPARTMENT);
            assert_eq!((on(last).name.as_str(), on(last).from), (DEPARTMENT, None));
            let body = on(first);
            assert_eq!((body.name.as_str(), body.from, body.mark), (successor, Some(first), mark));
        }
        assert!(Sector::ALL.iter().all(|sector| competences.history(&code("1.000001"), *sector).len() == 2));
    }

    #[test]
    fn drug_rehabilitation_left_its_sector() {
        let competences = Competences::builtin().unwrap();
        let body = competences.body_on(&code("1.010935"), Sector::Pctnxh, date("2025-03-01"));
        assert_eq!((body.name.as_str(), body.mark), ("Công an tỉnh", Mark::Recalled));
        let names: Vec<&str> = competences
            .history(&code("1.010936"), Sector::Pctnxh)
            .iter()
            .map(|body| body.name.as_str())
            .collect();
        assert_eq!(names, [DEPARTMENT, "Công an tỉnh"]);
    }

    #[test]
    fn the_district_level_ended_in_july_2025() {
        let competences = Competences::builtin().unwrap();
        assert!(competences.has_level(AgencyLevel::District, date("2025-06-30")));
        assert!(!competences.has_level(AgencyLevel::District, date("2025-07-01")));
        assert!(competences.has_level(AgencyLevel::Commune, date("2025-07-01")));
    }

    #[test]
    fn a_later_succession_follows_the_earlier_one() {
        let text = "
            first = \"A\"
            [[succession]]
            from = 2030-01-01
            body = \"C\"
            sectors = [\"TE\"]
            source = \"\"
            mark = \"sample\"
            [[succession]]
            from = 2028-01-01
            body = \"B\"
            sectors = [\"TE\", \"NCC\"]
            source = \"\"
            mark = \"sample\"
        ";
        let competences = Competences::parse(text).unwrap();
        for (day, sector, body) in [
            ("2027-12-31", Sector::Te, "A"),
            ("2028-01-01", Sector::Te, "B"),
            ("2030-01-01", Sector::Te, "C"),
            ("2030-01-01", Sector::Ncc, "B"),
            ("2030-01-01", Sector::Gdnn, "A"),
        ] {
            assert_eq!(competences.body_on(&code("1.000001"), sector, date(day)).name, body, "{day}");
        }
        let unknown = |key, value: &str| CompetencesError::Unknown { key, value: value.to_owned() };
        for (wrong, error) in [
            (text.replace("\"NCC\"", "\"NOC\""), unknown("sector", "NOC")),
            (text.replacen("sample", "sure", 1), unknown("mark", "sure")),
            (text.replace("2030-01-01", "2030-01-01T10:00:00"), unknown("day", "2030-01-01T10:00:00")),
            (text.replace("[\"TE\"]", "[]"), CompetencesError::Nothing("C".to_owned())),
            (
                text.replace("2028", "2030"),
                CompetencesError::Twice { day: date("2030-01-01"), what: "TE".to_owned() },
            ),
        ] {
            assert_eq!(Competences::parse(&wrong), Err(error));
        }
        assert!(matches!(Competences::parse("first = 1"), Err(CompetencesError::Syntax(_))));
    }
}
