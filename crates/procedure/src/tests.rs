//! Tests of reading, checking and of the packages that come with the program.

use std::fmt::Write;

use proptest::prelude::*;

use crate::domain::{Channel, Finding, FindingKind, Mark, OnlineLevel, OnlineScope, Severity, Terms, parse};
use crate::{builtin, check_folder, check_texts};

/// A package without a fault.
const SOUND: &str = r#"code = "1.000001"
name = "Cấp giấy thử"
sector = "NCC"
unit = "NCC"
agency_level = "province"
receives = true
in_force_on = 2022-01-01

[[legal_basis]]
act = "Nghị định 1/2022/NĐ-CP"

[online]
level = 4
eligible = true
national_portal = true
postal = true

[[case]]
code = "chung"
name = "Trường hợp chung"
process = "chinh"

[[case.terms]]
channels = ["counter", "online", "postal"]
statutory = { amount = 5, unit = "working_day" }
published = { amount = 3.5, unit = "working_day" }

[[paper]]
code = "don"
name = "Đơn đề nghị"
originals = 1

[[result]]
code = "giay"
name = "Giấy thử"
template = "Mẫu 1"

[[process]]
code = "chinh"
name = "Quy trình"
source = "thử"
start = "a"
steps = [
  { code = "a", name = "Tiếp nhận", role = "counter_officer", time = { amount = 0.5, unit = "working_day" } },
  { code = "b", name = "Thẩm định", role = "specialist", time = { amount = 3, unit = "working_day" } },
  { code = "c", name = "Trả", role = "counter_officer", end = true },
]
transitions = [
  { from = "a", to = "b", kind = "forward" },
  { from = "b", to = "c", kind = "forward" },
]
"#;

const FILE: &str = "data/procedures/1.000001/procedure.toml";

/// Replacements in [`SOUND`].
type Pairs<'a> = &'a [(&'a str, &'a str)];

fn changed(pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(SOUND.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// The findings of one text, each with its line and the name of its kind.
fn findings(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = check_texts([(FILE, text)]).findings.iter().map(brief).collect();
    lines.sort();
    lines
}

fn brief(finding: &Finding) -> String {
    let kind = format!("{:?}", finding.kind);
    let name = kind.split([' ', '{']).next().unwrap_or_default().to_owned();
    format!("{} {} {name}", finding.severity.code(), finding.line)
}

fn check(pairs: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(findings(&changed(pairs)), expected, "{pairs:?}");
}

#[test]
fn a_sound_package_has_no_findings() {
    check(&[], &[]);
    let checked = check_texts([(FILE, SOUND)]);
    let (_, procedure) = &checked.procedures[0];
    assert!(procedure.is_receivable() && checked.is_usable());
    let case = &procedure.cases[0];
    assert_eq!(case.terms(Channel::Online).and_then(Terms::limit).unwrap().to_string(), "3,5 ngày làm việc");
    assert_eq!(
        procedure.process_of(case).and_then(|p| p.next("a")).map(|step| step.code.as_str()),
        Some("b")
    );
    assert_eq!(procedure.name_mark, Mark::Unverified, "what nobody vouched for is not verified");
}

#[test]
fn faults_of_reading_are_named_with_their_lines() {
    let table: &[(&[(&str, &str)], &str)] = &[
        (&[("name = \"Cấp giấy thử\"", "name = ")], "error 2 Syntax"),
        (&[("sector = \"NCC\"", "secter = \"NCC\"\nsector = \"NCC\"")], "error 3 UnknownKey"),
        (&[("sector = \"NCC\"\n", "")], "error 1 MissingKey"),
        (&[("receives = true", "receives = \"yes\"")], "error 6 WrongType"),
        (&[("sector = \"NCC\"", "sector = \"ABC\"")], "error 3 UnknownWord"),
        (&[("code = \"1.000001\"", "code = \"1.000.001\"")], "error 1 BadCode"),
        (&[("code = \"don\"", "code = \"Đơn\"")], "error 29 BadPartCode"),
        (&[("unit = \"NCC\"", "unit = \"ncc\"")], "error 4 BadUnit"),
        (&[("amount = 0.5", "amount = -0.5")], "error 44 BadAmount"),
        (&[("amount = 0.5", "amount = nan")], "error 44 BadAmount"),
        (&[("level = 4", "level = 5")], "error 13 OutOfRange"),
        (&[("originals = 1", "originals = 100")], "error 31 OutOfRange"),
        (&[("name = \"Đơn đề nghị\"", "name = \" \"")], "error 30 EmptyText"),
        (
            &[("code = \"c\", name", "code = \"b\", name"), ("to = \"c\"", "to = \"b\"")],
            "error 46 DuplicateWithin",
        ),
        (&[("start = \"a\"", "start = \"x\"")], "error 38 UnknownReference"),
        (&[("to = \"c\"", "to = \"x\"")], "error 50 UnknownReference"),
        (&[("process = \"chinh\"", "process = \"phu\"")], "error 18 UnknownReference"),
        (&[("originals = 1", "originals = 1\ncases = [\"x\"]")], "error 28 UnknownReference"),
        (&[("in_force_on = 2022-01-01", "in_force_on = 2022-01-01T00:00:00Z")], "error 7 WrongType"),
        (&[("in_force_on = 2022-01-01", "in_force_on = 2022-02-30")], "error 7 Syntax"),
        (&[("[[paper]]", "[paper]")], "error 28 WrongType"),
    ];
    for (pairs, expected) in table {
        check(pairs, &[expected]);
    }
}

#[test]
fn every_fault_of_a_file_is_named_at_once() {
    let text = changed(&[
        ("sector = \"NCC\"", "sector = \"ABC\""),
        ("unit = \"NCC\"", "unit = 7"),
        ("level = 4", "level = 0"),
    ]);
    assert_eq!(findings(&text), ["error 13 OutOfRange", "error 3 UnknownWord", "error 4 WrongType"]);
}

#[test]
fn a_slip_in_a_key_is_answered_with_the_right_key() {
    let text = changed(&[("sector = \"NCC\"", "sectr = \"NCC\"\nsector = \"NCC\"")]);
    let checked = check_texts([(FILE, text)]);
    let finding = &checked.findings[0];
    assert_eq!(
        finding.to_string(),
        "data/procedures/1.000001/procedure.toml:3: error: unknown key `sectr`; did you mean `sector`?"
    );
    assert_eq!(finding.vi().what, "không có khóa “sectr”");
    assert_eq!(finding.vi().remedy, "có lẽ là “sector”");
}

#[test]
fn contradictions_are_found() {
    let channels = "channels = [\"counter\", \"online\", \"postal\"]";
    let table: &[(Pairs, &[&str])] = &[
        (
            &[("in_force_on = 2022-01-01", "in_force_on = 2022-01-01\nended_on = 2022-01-01")],
            &["error 1 EndedBeforeStart"],
        ),
        (&[("eligible = true", "eligible = false")], &["error 12 LevelNotEligible"]),
        (&[(channels, "channels = [\"counter\", \"postal\"]")], &["error 12 LevelWithoutOnline"]),
        (&[("level = 4", "level = 2")], &["error 12 OnlineBelowLevel3", "error 12 PortalWithoutOnline"]),
        (&[(channels, "channels = [\"counter\", \"online\"]")], &["warning 12 PostalWithoutChannel"]),
        (&[("postal = true", "postal = false")], &["warning 18 ChannelWithoutPostal"]),
        (
            &[("level = 4", "level = 3\nscope = [{ from = 2022-09-01, scope = \"full\" }]")],
            &["note 12 ScopeContradictsLevel"],
        ),
        (
            &[("receives = true", "receives = true\nlegal_channels = [\"counter\", \"postal\"]")],
            &["note 13 ChannelOutsideLaw"],
        ),
        (&[("amount = 3.5", "amount = 6")], &["error 23 PublishedAboveStatutory", "warning 38 SumDiffers"]),
        (
            &[(
                "amount = 3.5, unit = \"working_day\" }",
                "amount = 3.5, unit = \"working_day\" }\ninternal = { amount = 4, unit = \"working_day\" }",
            )],
            &["warning 23 InternalAbovePublished"],
        ),
        (
            &[(
                "[[paper]]",
                "[[case.terms]]\nchannels = [\"online\"]\nstatutory = { amount = 3.5, unit = \"working_day\" }\n\n[[paper]]",
            )],
            &["error 18 ChannelTwice"],
        ),
        (&[("template = \"Mẫu 1\"\n", "")], &["warning 33 ResultWithoutTemplate"]),
        (
            &[("originals = 1", "originals = 1\ncases = []")],
            &["error 18 NoPaper", "warning 28 PaperNeverUsed"],
        ),
        (&[("originals = 1", "originals = 0")], &["warning 28 PaperWithoutSheets"]),
        (&[("[[legal_basis]]\nact = \"Nghị định 1/2022/NĐ-CP\"\n", "")], &["warning 1 NoLegalBasis"]),
        (&[("code = \"1.000001\"", "code = \"1.000002\"")], &["warning 1 FolderDiffers"]),
    ];
    for (pairs, expected) in table {
        check(pairs, expected);
    }
}

#[test]
fn what_is_missing_is_grave_only_where_dossiers_are_received() {
    let no_limit = [
        ("statutory = { amount = 5, unit = \"working_day\" }\n", ""),
        ("published = { amount = 3.5, unit = \"working_day\" }\n", ""),
    ];
    check(&no_limit, &["error 18 NoLimit"]);
    check(&[no_limit[0], no_limit[1], ("receives = true", "receives = false")], &["note 18 NoLimit"]);
    check(&[("process = \"chinh\"\n", "")], &["error 18 NoProcess", "warning 37 ProcessNeverUsed"]);
    check(
        &[("channels = [\"counter\", \"online\", \"postal\"]", "channels = []")],
        &["error 12 LevelWithoutOnline", "error 18 NoTerms", "warning 12 PostalWithoutChannel"],
    );
    let start = SOUND.find("[[case]]").unwrap();
    let bare = &SOUND[..start];
    assert_eq!(findings(bare), ["error 1 NoCase", "error 1 NoResult"]);
}

#[test]
fn faults_of_processes_are_found() {
    let extra = "  { code = \"c\", name = \"Trả\"";
    let forward = "{ from = \"b\", to = \"c\", kind = \"forward\" }";
    let table: &[(Pairs, &[&str])] = &[
        (
            &[(
                extra,
                "  { code = \"d\", name = \"Rời\", role = \"clerk\", end = true },\n  { code = \"c\", name = \"Trả\"",
            )],
            &["error 46 UnreachableStep"],
        ),
        (
            &[
                (
                    extra,
                    "  { code = \"d\", name = \"Cụt\", role = \"clerk\" },\n  { code = \"c\", name = \"Trả\"",
                ),
                (
                    forward,
                    "{ from = \"b\", to = \"c\", kind = \"forward\" },\n  { from = \"b\", to = \"d\", kind = \"refuse\" }",
                ),
            ],
            &["error 46 DeadEnd"],
        ),
        (
            &[(forward, "{ from = \"b\", to = \"a\", kind = \"return\" }")],
            &["error 38 LoopWithoutExit", "error 46 UnreachableStep"],
        ),
        (
            &[(
                forward,
                "{ from = \"b\", to = \"c\", kind = \"forward\" },\n  { from = \"b\", to = \"a\", kind = \"forward\" }",
            )],
            &["error 38 ForwardCircle"],
        ),
        (&[(", end = true", "")], &["error 38 NoEnd", "error 46 DeadEnd"]),
        (
            &[("name = \"Thẩm định\", role = \"specialist\"", "name = \"Thẩm định\"")],
            &["error 45 MissingRole"],
        ),
        (&[("amount = 3, unit", "amount = 4.75, unit")], &["error 38 AllotmentsAboveLimit"]),
        (&[("amount = 3, unit", "amount = 2.25, unit")], &["warning 38 SumDiffers"]),
        (
            &[(
                "time = { amount = 3, unit = \"working_day\" }",
                "time = { amount = 3, unit = \"calendar_day\" }",
            )],
            &["note 38 MixedUnits", "warning 38 SumDiffers"],
        ),
        (
            &[(
                "[[process]]",
                "[[process]]\ncode = \"phu\"\nname = \"Phụ\"\nsource = \"thử\"\nstart = \"a\"\nsteps = [{ code = \"a\", name = \"A\", role = \"clerk\", end = true }]\n\n[[process]]",
            )],
            &["warning 38 ProcessNeverUsed"],
        ),
    ];
    for (pairs, expected) in table {
        check(pairs, expected);
    }
}

#[test]
fn the_longest_of_two_ways_is_summed() {
    // a → b (3) → c, and a → d (1) → c: 0.5 + 3, not 0.5 + 3 + 1.
    let text = changed(&[
        (
            "  { code = \"c\", name",
            "  { code = \"d\", name = \"Nhanh\", role = \"specialist\", time = { amount = 1, unit = \"working_day\" } },\n  { code = \"c\", name",
        ),
        (
            "transitions = [\n",
            "transitions = [\n  { from = \"a\", to = \"d\", kind = \"forward\" },\n  { from = \"d\", to = \"c\", kind = \"forward\" },\n",
        ),
    ]);
    assert_eq!(findings(&text), Vec::<String>::new());
}

#[test]
fn a_code_in_two_packages_is_found() {
    let findings = check_texts([("a.toml", SOUND), ("b.toml", SOUND)]).findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings[0].to_string(),
        "b.toml:1: error: procedure 1.000001 is also in a.toml; keep one package or mend the code"
    );
}

#[test]
fn an_oversize_package_is_refused_unread() {
    let text = " ".repeat(crate::domain::MOST_BYTES + 1);
    assert!(matches!(parse(&text, FILE).unwrap_err()[0].kind, FindingKind::TooLarge { .. }));
}

#[test]
fn every_finding_has_words_in_both_languages() {
    let mut faults: Vec<String> =
        vec![" ".repeat(crate::domain::MOST_BYTES + 1), "x".into(), SOUND.replace("end = true", "end = 1")];
    for (at, _) in SOUND.match_indices('=') {
        let (before, after) = SOUND.split_at(at);
        let line_end = after.find('\n').unwrap_or(after.len());
        faults.push(format!("{before}= 7{}", &after[line_end..]));
    }
    for text in faults {
        for finding in check_texts([(FILE, text)]).findings {
            for wording in [finding.vi(), finding.en()] {
                assert!(!wording.what.is_empty() && !wording.remedy.is_empty(), "{finding:?}");
            }
        }
    }
}

#[test]
fn builtin_packages_are_usable() {
    let checked = check_texts(builtin().iter().copied());
    let mut errors = String::new();
    for finding in checked.findings.iter().filter(|finding| finding.is_error()) {
        let _ = writeln!(errors, "{finding}");
    }
    assert_eq!(errors, "");
    assert_eq!(checked.procedures.len(), builtin().len());
    assert!(builtin().len() >= 100, "{}", builtin().len());
    let receivable = checked.procedures.iter().filter(|(_, procedure)| procedure.is_receivable()).count();
    assert!(receivable >= 30, "{receivable}");
    assert_eq!(receivable, checked.procedures.iter().filter(|(_, procedure)| procedure.receives).count());
}

#[test]
fn builtin_packages_are_the_ones_of_the_folder() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let checked = check_folder(&root.join("data/procedures"));
    assert_eq!(checked.procedures.len(), builtin().len());
    assert!(checked.is_usable());
    let missing = check_folder(&root.join("data/no-such-folder"));
    assert!(matches!(missing.findings[0].kind, FindingKind::Unreadable { .. }));
}

#[test]
fn levels_of_the_sample_department_are_spread_as_its_plan_expects() {
    let procedures = check_texts(builtin().iter().copied()).procedures;
    let end_of_2022 = "2022-12-31".parse().unwrap();
    let share = |count: usize, of: usize| count as f64 / of as f64;
    let in_force: Vec<_> = procedures.iter().map(|(_, p)| p).filter(|p| p.in_force(end_of_2022)).collect();
    for all in [procedures.iter().map(|(_, p)| p).collect::<Vec<_>>(), in_force] {
        let at = |level| share(all.iter().filter(|p| p.online.level == level).count(), all.len());
        assert!((0.33..=0.39).contains(&at(OnlineLevel::L3)), "{}", at(OnlineLevel::L3));
        assert!((0.53..=0.59).contains(&at(OnlineLevel::L4)), "{}", at(OnlineLevel::L4));
        let eligible = all.iter().filter(|p| p.online.eligible).count();
        let portal = share(all.iter().filter(|p| p.online.national_portal).count(), eligible);
        assert!((0.65..=0.75).contains(&portal), "{portal}");
        assert!(all.iter().all(|p| p.online.level_mark == Mark::Sample && p.online.national_portal_mark == Mark::Sample));
    }
}

/// NĐ 131/2021/NĐ-CP, Đ.126 k.3 allowed its procedures in person and by post alone, and provinces offered them
/// online: both are true, and a package says both.
#[test]
fn fact_18_legal_and_offered_channels_are_held_apart() {
    let checked = check_texts(builtin().iter().copied());
    let (file, worship) = checked.procedures.iter().find(|(_, p)| p.code.as_str() == "1.010803").unwrap();
    assert_eq!(worship.legal_channels, [Channel::Counter, Channel::Postal]);
    assert!(worship.offers(Channel::Online));
    let about: Vec<_> = checked
        .findings
        .iter()
        .filter(|f| f.file == *file && matches!(f.kind, FindingKind::ChannelOutsideLaw { .. }))
        .collect();
    let [finding] = about.as_slice() else { panic!("{about:?}") };
    assert_eq!(finding.kind, FindingKind::ChannelOutsideLaw { channel: Channel::Online });
    assert!(!finding.is_error(), "it is reported and the dossier is still received");
    // What was not checked against the act is not said to be outside of it.
    let unchecked = checked.procedures.iter().filter(|(_, p)| p.legal_channels.is_empty());
    for (file, _) in unchecked {
        let outside =
            |f: &&Finding| f.file == *file && matches!(f.kind, FindingKind::ChannelOutsideLaw { .. });
        assert!(!checked.findings.iter().any(|f| outside(&f)), "{file}");
    }
}

#[test]
fn builtin_facts_are_kept_as_the_sources_have_them() {
    let procedures = check_texts(builtin().iter().copied()).procedures;
    let find = |code: &str| procedures.iter().map(|(_, p)| p).find(|p| p.code.as_str() == code).unwrap();
    // NĐ 131/2021/NĐ-CP, Đ.28: commune 5 and district 7 working days, department 12 calendar days.
    let worship = find("1.010803");
    let whole: Vec<String> = worship.whole_time().iter().map(ToString::to_string).collect();
    assert_eq!(whole, ["12 ngày làm việc", "12 ngày"]);
    assert_eq!(worship.cases[0].terms[0].statutory.unwrap().to_string(), "12 ngày");
    assert_eq!(worship.legal_channels, [Channel::Counter, Channel::Postal]);
    // Urgent protection of children: hours by the clock, day and night.
    assert_eq!(find("1.004946").cases[0].terms[0].statutory.unwrap().to_string(), "12 giờ");
    // A published list of steps that does not add up is reported and kept.
    let checked = check_texts(builtin().iter().copied());
    let differs = |code: &str| {
        checked
            .findings
            .iter()
            .any(|f| f.file.contains(code) && matches!(f.kind, FindingKind::SumDiffers { .. }))
    };
    assert!(differs("2.001661"));
    assert!(!differs("1.001806"));
    let scope = find("1.010801").online.scope_on("2025-12-01".parse().unwrap());
    assert_eq!(scope, Some(OnlineScope::Full));
    assert_eq!(find("1.010801").online.scope_on("2022-12-01".parse().unwrap()), None);
}

#[test]
fn every_builtin_process_can_be_drawn() {
    for (_, procedure) in check_texts(builtin().iter().copied()).procedures {
        for process in &procedure.processes {
            let drawing = crate::domain::layout(process);
            assert_eq!(drawing.nodes.len(), process.steps.len() + 2, "{}", procedure.code);
            let svg = crate::domain::to_svg(&drawing);
            assert!(!svg.contains("style=") && svg.len() < 40_000);
        }
    }
}

#[test]
fn few_builtin_packages_are_doubtful() {
    let checked = check_texts(builtin().iter().copied());
    let warnings = checked.findings.iter().filter(|f| f.severity == Severity::Warning).count();
    assert!(warnings < builtin().len() / 2, "{warnings}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn mutated_packages_never_panic(
        pick in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), ".{0,4}"), 1..6),
    ) {
        let (file, text) = builtin()[pick.index(builtin().len())];
        let mut letters: Vec<char> = text.chars().collect();
        for (from, length, insert) in cuts {
            let from = from.index(letters.len().max(1));
            let to = (from + length.index(12)).min(letters.len());
            letters.splice(from.min(to)..to, insert.chars());
        }
        let text: String = letters.into_iter().collect();
        let checked = check_texts([(file, text.as_str())]);
        let lines = text.lines().count() + 1;
        for finding in &checked.findings {
            prop_assert!(finding.line <= lines, "{finding}");
            prop_assert!(!finding.vi().what.is_empty());
        }
        for (_, procedure) in &checked.procedures {
            for process in &procedure.processes {
                crate::domain::to_svg(&crate::domain::layout(process));
            }
        }
    }

    #[test]
    fn swapped_lines_never_panic(pick in any::<prop::sample::Index>(), swaps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8)) {
        let (file, text) = builtin()[pick.index(builtin().len())];
        let mut lines: Vec<&str> = text.lines().collect();
        for (a, b) in swaps {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
        }
        check_texts([(file, lines.join("\n"))]);
    }
}
