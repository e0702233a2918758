//! The reviewed plan and the reader hold each other to the text: neither can drift.

use std::collections::BTreeSet;

use citation::{
    Amount, Binding, Comparator, PlanFile, PlanTarget, PlanValue, PromiseKind, TargetKind, read_text,
};

const FILE: &str = include_str!("../../../../data/plans/kh-5119-2022.toml");
const TEXT: &str = include_str!("../texts/kh-5119-2022.txt");

fn same_kind(read: TargetKind, reviewed: PromiseKind) -> bool {
    matches!(
        (read, reviewed),
        (TargetKind::Ratio, PromiseKind::Ratio)
            | (TargetKind::Change, PromiseKind::Change)
            | (TargetKind::Rank, PromiseKind::Rank)
            | (TargetKind::Grade, PromiseKind::Grade)
    )
}

/// A bare "100%" is a floor to the people who reviewed it.
fn same_comparator(read: Comparator, reviewed: Option<Comparator>) -> bool {
    reviewed == Some(read) || (read == Comparator::Equal && reviewed == Some(Comparator::AtLeast))
}

fn same_value(read: &Amount, reviewed: Option<&PlanValue>) -> bool {
    match (read, reviewed) {
        (Amount::Number(one), Some(PlanValue::Number(other))) => (one - other).abs() < f64::EPSILON,
        (Amount::Grade(one), Some(PlanValue::Grade(other))) => one == other,
        _ => false,
    }
}

/// "2.a1" of the reviewed plan is of the clause "2.a".
fn of_clause(target: &PlanTarget, clause: &str) -> bool {
    target.code.starts_with(if clause.is_empty() { "M." } else { clause })
}

#[test]
fn every_reviewed_promise_is_read_in_the_text() {
    let plan = PlanFile::parse(FILE).unwrap_or_else(|error| panic!("{error}"));
    let draft = read_text(TEXT);
    for (_, target) in plan.targets() {
        let found = if target.kind == PromiseKind::Milestone {
            draft
                .milestones
                .iter()
                .any(|duty| *duty.text == *target.source && of_clause(target, &duty.clause))
        } else {
            draft.targets.iter().any(|read| {
                *read.text == *target.source
                    && of_clause(target, &read.clause)
                    && same_kind(read.kind, target.kind)
                    && same_comparator(read.comparator, target.comparator)
                    && same_value(&read.value, target.value.as_ref())
                    && read.upper == target.upper
                    && read.unit == target.unit
                    && read.window == Some(target.window)
                    && read.baseline == target.baseline
                    && read.direction == target.direction
            })
        };
        assert!(found, "{} is not what the text says: {}", target.code, target.source);
    }
}

#[test]
fn every_promise_of_the_text_is_reviewed() {
    let plan = PlanFile::parse(FILE).unwrap_or_else(|error| panic!("{error}"));
    let draft = read_text(TEXT);
    for read in &draft.targets {
        let same = |target: &PlanTarget| {
            target.source == *read.text && same_value(&read.value, target.value.as_ref())
        };
        assert!(plan.targets().any(|(_, target)| same(target)), "{} {}", read.clause, read.text);
    }
    for duty in &draft.milestones {
        assert!(
            plan.targets().any(|(_, target)| target.source == *duty.text),
            "{} {}",
            duty.clause,
            duty.text
        );
    }
    let numbers: Vec<_> = plan.bases.iter().map(|basis| (basis.number.clone(), basis.date)).collect();
    let cited: Vec<_> = draft.bases.iter().map(|base| (base.number.clone(), base.date)).collect();
    assert_eq!(numbers, cited);
}

#[test]
fn every_promise_says_how_its_result_is_known() {
    let plan = PlanFile::parse(FILE).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(plan.groups.len(), 9);
    assert_eq!(plan.targets().count(), 43);
    let mut indicators = BTreeSet::new();
    let mut published = 0;
    for (_, target) in plan.targets() {
        match target.binding() {
            Binding::Indicator(code) => {
                indicators.insert(code.to_owned());
            }
            Binding::Publication(_) => published += 1,
            Binding::Milestone => assert_eq!(target.kind, PromiseKind::Milestone),
            Binding::Awaits(what) => assert!(!what.is_empty()),
        }
    }
    assert_eq!(published, 5);
    let expected = [
        "ho-so-cap-nhat",
        "ho-so-dung-han",
        "ho-so-nop-truc-tuyen",
        "ho-so-truc-tuyen-du-dieu-kien",
        "ho-so-truoc-han",
        "ket-qua-cap-nhat",
        "tthc-muc-do-3",
        "tthc-muc-do-4",
        "tthc-quy-trinh-noi-bo",
        "tthc-tich-hop-dvcqg",
        "tthc-truc-tuyen",
    ];
    assert_eq!(indicators.into_iter().collect::<Vec<_>>(), expected);
    let units = ["VP", "TTR", "NCC", "BTXH", "LDVL", "GDNN", "PCTNXH", "KHTC", "TTDVVL"].map(str::to_owned);
    let unknown = plan.unknown(FILE, &expected.map(str::to_owned).into(), &units.into());
    assert!(unknown.is_empty(), "{unknown:?}");
}
