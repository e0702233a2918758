//! Indicator files: mistakes are reported together, each at its line.

use super::schema::{DOSSIER, PROCEDURE, dossier};
use crate::{
    CompiledIndicator, DefinitionError, IndicatorDefinition, Measure, Membership, UNDECIDABLE, load, load_all,
};

const GOOD: &str = r#"code = "thu"
version = 1
title = "Tỷ lệ thử"
subject = "dossier"
counts = 'has(dossier.ended_on)'
meets = '''
has(dossier.timeliness)
&& dossier.timeliness != "late"'''
on = "ended_on"
unit = "%"
better = "higher"
numerator = "Hồ sơ đúng hạn"
denominator = "Hồ sơ kết thúc"
legal_basis = ["Điều 1"]

[[excluded]]
when = 'has(dossier.withdrawn_on)'
reason = "rút hồ sơ"
"#;

fn errors(text: &str) -> Vec<DefinitionError> {
    load("thu.toml", text, &[&DOSSIER, &PROCEDURE]).err().unwrap_or_default()
}

#[test]
fn a_good_definition_is_read_and_written_back() {
    let indicator = load("thu.toml", GOOD, &[&DOSSIER]).unwrap();
    let definition = indicator.definition.as_ref();
    assert_eq!((definition.per_unit.as_str(), definition.decimals), ("unit_id", 0));
    assert_eq!(definition.measure(), Measure::Percent);
    let written = toml::to_string(definition).unwrap();
    assert_eq!(toml::from_str::<IndicatorDefinition>(&written).unwrap(), *definition);
    let reads: Vec<_> = indicator.reads().iter().map(|index| DOSSIER.fields[index].name).collect();
    assert_eq!(reads, ["unit_id", "withdrawn_on", "ended_on", "timeliness"]);
}

/// What is replaced, by what, then line, column, code and a part of the English message.
#[test]
fn mistakes_are_found_at_their_place() {
    let mut wrong: Vec<String> = Vec::new();
    for (old, new, line, column, code, part) in [
        ("version = 1", "version = ", 2, 11, "toml", ""),
        ("better = \"higher\"", "better = \"up\"", 11, 10, "toml", "higher"),
        ("better", "beter", 11, 1, "toml", "beter"),
        ("title = \"Tỷ lệ thử\"\n", "", 1, 1, "toml", "title"),
        ("subject = \"dossier\"", "subject = \"letter\"", 4, 11, "subject", "known: dossier, procedure"),
        ("has(dossier.ended_on)", "has(dossier.endd_on)", 5, 15, "unknown_field", "did you mean `ended_on`"),
        (
            "dossier.timeliness != \"late\"",
            "dossier.timeliness != 3",
            8,
            23,
            "type",
            "text cannot be compared",
        ),
        ("has(dossier.withdrawn_on)", "dossier.unit_id", 17, 9, "not_a_test", "an integer"),
        ("dossier.withdrawn_on)'", "dossier.withdrawn_on) && true &&'", 17, 45, "syntax", "ends too early"),
        ("reason = \"rút hồ sơ\"", "reason = \" \"", 18, 10, "required", "must not be empty"),
        ("counts = 'has(dossier.ended_on)'", "counts = 'true'", 5, 10, "placement", "has(dossier.ended_on)"),
        ("on = \"ended_on\"", "on = \"channel\"", 9, 6, "placement", "not a date field"),
        ("on = \"ended_on\"\n", "", 1, 1, "placement", "stock"),
        ("on = \"ended_on\"", "on = \"ended_on\"\nstock = true", 9, 6, "placement", "no date field"),
        ("unit = \"%\"", "unit = \"hồ sơ\"", 10, 8, "unit", "`%` goes with `meets`"),
        ("code = \"thu\"", "code = \"Thử\"", 1, 8, "code", "lower-case"),
        ("version = 1", "version = 0", 2, 11, "version", "start at 1"),
        ("legal_basis = [\"Điều 1\"]", "legal_basis = []", 14, 15, "required", "legal basis"),
        ("better = \"higher\"", "better = \"higher\"\nper_unit = \"channel\"", 12, 12, "per_unit", "integer"),
        ("numerator = \"Hồ sơ đúng hạn\"\n", "", 1, 1, "required", "numerator"),
    ] {
        assert!(GOOD.contains(old), "{old}");
        let found = errors(&GOOD.replacen(old, new, 1));
        let first = found.first().unwrap_or_else(|| panic!("accepted: {new}"));
        let right = (first.line, first.column, first.code) == (line, column, code);
        if !right || !first.to_string().contains(part) || found.len() != 1 {
            wrong.push(format!("{new}: {found:?}"));
        }
        assert!(!first.message.is_empty());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_mistakes_come_at_once_and_codes_are_used_once() {
    let broken = GOOD
        .replace("dossier.ended_on", "dossier.x")
        .replace("!= \"late\"", "= 1")
        .replace("version = 1", "version = 0");
    let codes: Vec<_> = errors(&broken).into_iter().map(|error| error.code).collect();
    assert_eq!(codes, ["version", "unknown_field", "syntax"]);

    let errors = load_all(&[("a/thu.toml", GOOD), ("b/thu.toml", GOOD), ("khac.toml", GOOD)], &[&DOSSIER])
        .unwrap_err();
    let found: Vec<_> = errors.iter().map(|error| (error.file.as_str(), error.code)).collect();
    assert_eq!(found, [("b/thu.toml", "duplicate"), ("khac.toml", "file_name"), ("khac.toml", "duplicate")]);
}

#[test]
fn a_record_nobody_can_decide_is_shown_as_excluded() {
    let text = GOOD.replace("has(dossier.withdrawn_on)", "10 / dossier.n_supplements > 3");
    let indicator = load("thu.toml", &text, &[&DOSSIER]).unwrap();
    let ended = "status=9 ended_on=2022-03-10 timeliness=early";
    assert_eq!(indicator.classify(&dossier(ended)), Membership::Excluded(1));
    assert_eq!(indicator.reason(1), UNDECIDABLE);
    assert_eq!(indicator.classify(&dossier(&format!("{ended} n_supplements=5"))), Membership::Met);
}

#[test]
fn the_editor_gets_problems_by_field() {
    let mut definition: IndicatorDefinition = toml::from_str(GOOD).unwrap();
    definition.counts = "has(dossier.ended_on) && dossier.channel == 1".into();
    let problems = CompiledIndicator::compile(definition, &DOSSIER).unwrap_err();
    let problem = problems.first().unwrap();
    assert_eq!((problem.field.as_str(), problem.place), ("counts", Some((1, 42))));
    assert!(problem.message.contains("không so sánh được chữ với số nguyên"));
}
