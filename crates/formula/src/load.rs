//! Indicators from TOML text, with every mistake at its place. Reads texts, not files.

use std::collections::BTreeMap;

use kernel::FactSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::checker::Problem;
use crate::definition::IndicatorDefinition;
use crate::error::place;
use crate::indicator::CompiledIndicator;

/// A mistake in an indicator's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {english} [{code}]")]
pub struct DefinitionError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// A stable code.
    pub code: &'static str,
    /// In Vietnamese, for the editor.
    pub message: String,
    /// In English, for the command line.
    pub english: String,
}

/// Reads and compiles one indicator; `schemas` are the subjects that can be counted.
pub fn load(
    file: &str,
    text: &str,
    schemas: &[&'static FactSchema],
) -> Result<CompiledIndicator, Vec<DefinitionError>> {
    let definition: IndicatorDefinition =
        toml::from_str(text).map_err(|error| vec![toml_error(file, text, &error)])?;
    let Some(schema) = schemas.iter().find(|schema| schema.subject == definition.subject) else {
        let known: Vec<_> = schemas.iter().map(|schema| schema.subject).collect();
        let problem = Problem {
            field: "subject".into(),
            code: "subject",
            message: format!("không có loại bản ghi “{}”; hiện có: {}", definition.subject, known.join(", ")),
            english: format!("unknown subject `{}`; known: {}", definition.subject, known.join(", ")),
            place: None,
        };
        return Err(vec![Places::of(text).error(file, problem)]);
    };
    CompiledIndicator::compile(definition, schema).map_err(|problems| {
        let places = Places::of(text);
        problems.into_iter().map(|problem| places.error(file, problem)).collect()
    })
}

/// Reads and compiles all indicators, given as pairs of file name and text; all mistakes of all files at once.
/// A file is named after its indicator, and no code is used twice.
pub fn load_all(
    files: &[(&str, &str)],
    schemas: &[&'static FactSchema],
) -> Result<Vec<CompiledIndicator>, Vec<DefinitionError>> {
    let (mut indicators, mut errors) = (Vec::new(), Vec::new());
    let mut seen = BTreeMap::new();
    for (file, text) in files {
        let indicator = match load(file, text, schemas) {
            Ok(indicator) => indicator,
            Err(found) => {
                errors.extend(found);
                continue;
            }
        };
        let code = indicator.definition.code.clone();
        let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".toml");
        if stem != code {
            errors.push(Places::of(text).error(
                file,
                code_problem(
                    "file_name",
                    format!("mã “{code}” khác tên tệp “{stem}”"),
                    format!("code `{code}` differs from the file's name `{stem}`"),
                ),
            ));
        }
        if let Some(other) = seen.insert(code.clone(), *file) {
            errors.push(Places::of(text).error(
                file,
                code_problem(
                    "duplicate",
                    format!("mã “{code}” đã có trong {other}"),
                    format!("code `{code}` is already used in {other}"),
                ),
            ));
        }
        indicators.push(indicator);
    }
    if errors.is_empty() { Ok(indicators) } else { Err(errors) }
}

fn code_problem(code: &'static str, message: String, english: String) -> Problem {
    Problem { field: "code".into(), code, message, english, place: None }
}

fn toml_error(file: &str, text: &str, error: &toml::de::Error) -> DefinitionError {
    let (line, column) = place(text, error.span().map_or(0, |span| span.start));
    DefinitionError {
        file: file.to_owned(),
        line,
        column,
        code: "toml",
        message: format!("tệp không đúng cấu trúc: {}", error.message()),
        english: error.message().to_owned(),
    }
}

/// Where the values stand in the file.
struct Places<'a> {
    text: &'a str,
    spans: BTreeMap<String, std::ops::Range<usize>>,
}

#[derive(Deserialize)]
struct RawExclusions {
    #[serde(default)]
    excluded: Vec<RawExclusion>,
}

#[derive(Deserialize)]
struct RawExclusion {
    when: Spanned<String>,
    reason: Spanned<String>,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        let mut spans = BTreeMap::new();
        let table: BTreeMap<String, Spanned<toml::Value>> = toml::from_str(text).unwrap_or_default();
        spans.extend(table.into_iter().map(|(key, value)| (key, value.span())));
        let raw: Option<RawExclusions> = toml::from_str(text).ok();
        for (number, exclusion) in raw.into_iter().flat_map(|raw| raw.excluded).enumerate() {
            spans.insert(format!("excluded.{number}.when"), exclusion.when.span());
            spans.insert(format!("excluded.{number}.reason"), exclusion.reason.span());
        }
        Self { text, spans }
    }

    fn error(&self, file: &str, problem: Problem) -> DefinitionError {
        let span = self.spans.get(&problem.field).cloned().unwrap_or(0..0);
        let raw = self.text.get(span.clone()).unwrap_or_default();
        let at = span.start + problem.place.map_or(0, |place| inside(raw, place));
        let (line, column) = place(self.text, at);
        let english = format!("{}: {}", problem.field, problem.english);
        DefinitionError {
            file: file.to_owned(),
            line,
            column,
            code: problem.code,
            message: problem.message,
            english,
        }
    }
}

/// The byte of a predicate's line and column inside the TOML string `raw` that holds it. Exact for strings
/// without escapes; a multi-line string starts after its opening quotes and line end.
fn inside(raw: &str, (line, column): (usize, usize)) -> usize {
    let quotes = if raw.starts_with("'''") || raw.starts_with("\"\"\"") { 3 } else { 1 };
    let mut start = quotes;
    for newline in ["\r\n", "\n"] {
        if quotes == 3 && raw.get(start..).is_some_and(|rest| rest.starts_with(newline)) {
            start += newline.len();
            break;
        }
    }
    for _ in 1..line {
        start += raw.get(start..).and_then(|rest| rest.find('\n')).map_or(0, |newline| newline + 1);
    }
    let rest = raw.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(offset, _)| offset)
}
