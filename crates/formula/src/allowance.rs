//! How much room a goal leaves: further records it can still bear, records that would have to change.
//! Integers only; every answer is checked against the verdict by a property test.

use crate::decimal::Decimal;
use crate::figure::{Figure, ceil, floor};
use crate::goal::{Goal, Measure, Verdict, verdict};

/// How many further unfavourable records a goal can bear ("còn được phép trễ 3 hồ sơ").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// Any number.
    Unlimited,
    /// This many and no more.
    Records(i64),
    /// The goal is already missed (in [`allowance_within`]: can no longer be met).
    Broken,
}

/// What is missing to a goal that is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortfall {
    /// Existing records that would have to be of the other kind; `None` where no number of them helps.
    pub change: Option<i64>,
    /// Further favourable records, nothing else changing; `None` where no number of them helps.
    pub further: Option<i64>,
}

/// How many further unfavourable records `goal` bears on top of `figure`, if nothing else arises. Unfavourable
/// is a record that counts without meeting; under an upper bound alone, one that meets ("tỷ lệ trễ không quá").
pub fn allowance(figure: Figure, goal: &Goal) -> Allowance {
    if verdict(figure, goal) == Verdict::NotMet {
        return Allowance::Broken;
    }
    match (goal.measure, goal.limits()) {
        (Measure::Percent, (Some(lower), _)) => room_above(figure, lower),
        (Measure::Percent, (None, Some(upper))) => room_below(figure, upper),
        (Measure::Count, (_, Some(_))) => {
            let (_, greatest) = goal.numerators(figure.denominator);
            greatest.map_or(Allowance::Unlimited, |greatest| records(greatest - i128::from(figure.numerator)))
        }
        (_, (_, None)) => Allowance::Unlimited,
    }
}

/// numerator / (denominator + k) ≥ p for the greatest k.
fn room_above(figure: Figure, lower: Decimal) -> Allowance {
    let (value, one) = lower.fraction();
    if value <= 0 {
        return Allowance::Unlimited;
    }
    records(floor(i128::from(figure.numerator) * one * 100, value) - i128::from(figure.denominator))
}

/// (numerator + k) / (denominator + k) ≤ p for the greatest k.
fn room_below(figure: Figure, upper: Decimal) -> Allowance {
    let (value, one) = upper.fraction();
    let whole = one * 100;
    if value >= whole {
        return Allowance::Unlimited;
    }
    let slack = value * i128::from(figure.denominator) - whole * i128::from(figure.numerator);
    records(floor(slack, whole - value))
}

fn records(count: i128) -> Allowance {
    Allowance::Records(i64::try_from(count.max(0)).unwrap_or(i64::MAX))
}

/// The same when `expected` records in all will count by the end: how many of those still to come may be
/// unfavourable. [`Allowance::Broken`] where the goal cannot be met any more.
pub fn allowance_within(figure: Figure, goal: &Goal, expected: i64) -> Allowance {
    if goal.measure == Measure::Count {
        return allowance(figure, goal);
    }
    let expected = expected.max(figure.denominator);
    let coming = i128::from(expected - figure.denominator);
    let numerator = i128::from(figure.numerator);
    let room = match goal.numerators(expected) {
        (Some(least), greatest) => {
            if greatest.is_some_and(|greatest| greatest < least || numerator > greatest) {
                return Allowance::Broken;
            }
            numerator + coming - least
        }
        (None, Some(greatest)) => greatest - numerator,
        (None, None) => return Allowance::Unlimited,
    };
    if room < 0 { Allowance::Broken } else { records(room.min(coming)) }
}

/// What is missing to `goal`; `None` where it is met or nothing counts yet.
pub fn shortfall(figure: Figure, goal: &Goal) -> Option<Shortfall> {
    if verdict(figure, goal) != Verdict::NotMet {
        return None;
    }
    let further = match goal.measure {
        Measure::Count => count_to_reach(figure, goal),
        Measure::Percent => records_to_reach(figure, goal),
    };
    let change = match goal.measure {
        Measure::Count => None,
        Measure::Percent => flip(figure, goal),
    };
    Some(Shortfall { change, further })
}

fn count_to_reach(figure: Figure, goal: &Goal) -> Option<i64> {
    let (least, greatest) = goal.numerators(figure.denominator);
    let missing = least? - i128::from(figure.numerator);
    let reachable =
        missing > 0 && greatest.is_none_or(|greatest| least.is_some_and(|least| least <= greatest));
    if reachable { i64::try_from(missing).ok() } else { None }
}

/// The least number of further records of the kind that helps; further records move the ratio by ever smaller
/// steps, so the first that crosses the near bound decides whether the far one is kept.
fn records_to_reach(figure: Figure, goal: &Goal) -> Option<i64> {
    let (lower, upper) = goal.limits();
    let (numerator, denominator) = (i128::from(figure.numerator), i128::from(figure.denominator));
    let below =
        lower.map(Decimal::fraction).filter(|(value, one)| numerator * one * 100 < value * denominator);
    let (further, reached) = if let Some((value, one)) = below {
        let whole = one * 100;
        if value >= whole {
            return None;
        }
        let k = ceil(value * denominator - whole * numerator, whole - value);
        (k, (numerator + k, denominator + k))
    } else {
        let (value, one) = upper?.fraction();
        if value <= 0 {
            return None;
        }
        let k = ceil(numerator * one * 100, value) - denominator;
        (k, (numerator, denominator + k))
    };
    let after = Figure::new(i64::try_from(reached.0).ok()?, i64::try_from(reached.1).ok()?);
    if verdict(after, goal) == Verdict::Met { i64::try_from(further).ok() } else { None }
}

/// The least number of existing records that would have to be of the other kind (meeting instead of not, or
/// the reverse) for the verdict to change. `None` where no number of them changes it, or nothing counts yet.
pub fn flip(figure: Figure, goal: &Goal) -> Option<i64> {
    let (least, greatest) = goal.numerators(figure.denominator);
    let (numerator, denominator) = (i128::from(figure.numerator), i128::from(figure.denominator));
    let possible = |wanted: &i128| (0..=denominator).contains(wanted);
    let wanted = match verdict(figure, goal) {
        Verdict::NotApplicable => return None,
        Verdict::NotMet => {
            let (least, greatest) =
                (least.unwrap_or(0).max(0), greatest.unwrap_or(denominator).min(denominator));
            Some(if numerator < least { least } else { greatest }).filter(|_| least <= greatest)
        }
        Verdict::Met => {
            let under = least.map(|least| least - 1).filter(possible);
            let over = greatest.map(|greatest| greatest + 1).filter(possible);
            under.into_iter().chain(over).min_by_key(|wanted| (wanted - numerator).abs())
        }
    }?;
    Some(wanted).filter(possible).and_then(|wanted| i64::try_from((wanted - numerator).abs()).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::goal::Comparator;

    fn goal(comparator: &str, value: &str) -> Goal {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        let comparator = match comparator {
            ">=" => Comparator::AtLeast(number(value)),
            "<=" => Comparator::AtMost(number(value)),
            "=" => Comparator::Equal(number(value)),
            _ => {
                let (lower, upper) = value.split_once('-').unwrap();
                Comparator::Between(number(lower), number(upper))
            }
        };
        Goal { measure: Measure::Percent, comparator }
    }

    #[test]
    fn room_that_a_goal_leaves() {
        use Allowance::{Broken, Records, Unlimited};
        for (numerator, denominator, comparator, value, expected) in [
            // 98 % of 100 late at most 2: none is late yet.
            (100, 100, ">=", "98", Records(2)),
            (98, 100, ">=", "98", Records(0)),
            (97, 100, ">=", "98", Broken),
            (100, 100, ">=", "100", Records(0)),
            (1_842, 1_861, ">=", "98", Records(18)),
            (90, 100, ">=", "80", Records(12)),
            (90, 100, ">=", "0", Unlimited),
            (0, 0, ">=", "100", Records(0)),
            (3, 100, "<=", "5", Records(2)),
            (5, 100, "<=", "5", Records(0)),
            (6, 100, "<=", "5", Broken),
            (6, 100, "<=", "100", Unlimited),
            (0, 0, "<=", "5", Records(0)),
            (10, 10, "=", "100", Records(0)),
            (18, 100, "..", "15-20", Records(20)),
            (21, 100, "..", "15-20", Broken),
        ] {
            let found = allowance(Figure::new(numerator, denominator), &goal(comparator, value));
            assert_eq!(found, expected, "{numerator}/{denominator} {comparator} {value}");
        }
    }

    #[test]
    fn room_within_an_expected_total() {
        use Allowance::{Broken, Records};
        for (numerator, denominator, comparator, value, expected_total, expected) in [
            (97, 100, ">=", "98", 200, Records(1)),
            (95, 100, ">=", "98", 200, Broken),
            (99, 100, ">=", "98", 100, Records(0)),
            (100, 100, ">=", "50", 120, Records(20)),
            (99, 100, ">=", "100", 500, Broken),
            (3, 100, "<=", "5", 200, Records(7)),
            (11, 100, "<=", "5", 200, Broken),
            (21, 100, "..", "15-20", 100, Broken),
        ] {
            let found = allowance_within(
                Figure::new(numerator, denominator),
                &goal(comparator, value),
                expected_total,
            );
            assert_eq!(found, expected, "{numerator}/{denominator} {comparator} {value} of {expected_total}");
        }
    }

    #[test]
    fn what_is_missing_to_a_goal() {
        for (numerator, denominator, comparator, value, change, further) in [
            (97, 100, ">=", "98", Some(1), Some(50)),
            (99, 100, ">=", "100", Some(1), None),
            (0, 10, ">=", "40", Some(4), Some(7)),
            (6, 100, "<=", "5", Some(1), Some(20)),
            (6, 100, "<=", "0", Some(6), None),
            (1, 10, "=", "33", None, None),
            (1, 10, "=", "50", Some(4), Some(8)),
            (25, 100, "..", "15-20", Some(5), Some(25)),
            (1, 3, "..", "40-45", None, None),
        ] {
            let found = shortfall(Figure::new(numerator, denominator), &goal(comparator, value));
            assert_eq!(
                found,
                Some(Shortfall { change, further }),
                "{numerator}/{denominator} {comparator} {value}"
            );
        }
        assert_eq!(shortfall(Figure::new(98, 100), &goal(">=", "98")), None);
        assert_eq!(shortfall(Figure::new(0, 0), &goal(">=", "98")), None);
    }

    #[test]
    fn counts_have_room_too() {
        let count = |comparator| Goal { measure: Measure::Count, comparator };
        let at_least = count(Comparator::AtLeast(Decimal::whole(40)));
        let at_most = count(Comparator::AtMost(Decimal::whole(3)));
        assert_eq!(
            shortfall(Figure::new(31, 31), &at_least),
            Some(Shortfall { change: None, further: Some(9) })
        );
        assert_eq!(allowance(Figure::new(1, 1), &at_most), Allowance::Records(2));
        assert_eq!(allowance(Figure::new(4, 4), &at_most), Allowance::Broken);
        assert_eq!(shortfall(Figure::new(4, 4), &at_most), Some(Shortfall { change: None, further: None }));
        assert_eq!(allowance(Figure::new(41, 41), &at_least), Allowance::Unlimited);
    }

    fn goals() -> impl Strategy<Value = Goal> {
        let percent = || {
            (0_i64..=1_000)
                .prop_map(|tenths| format!("{}.{}", tenths / 10, tenths % 10).parse::<Decimal>().unwrap())
        };
        prop_oneof![
            percent().prop_map(Comparator::AtLeast),
            percent().prop_map(Comparator::AtMost),
            percent().prop_map(Comparator::Equal),
            (percent(), 0_i64..200).prop_map(|(lower, width)| {
                let (value, one) = lower.fraction();
                let upper = value * 10 / one + i128::from(width);
                Comparator::Between(lower, format!("{}.{}", upper / 10, upper % 10).parse().unwrap())
            }),
        ]
        .prop_map(|comparator| Goal { measure: Measure::Percent, comparator })
    }

    proptest! {
        #[test]
        fn allowance_is_the_last_that_keeps_the_verdict(denominator in 1_i64..300, share in 0.0..=1.0_f64, goal in goals()) {
            let figure = Figure::new((share * denominator as f64) as i64, denominator);
            let upper_only = matches!(goal.comparator, Comparator::AtMost(_));
            let with = |k: i64| Figure::new(figure.numerator + if upper_only { k } else { 0 }, denominator + k);
            match allowance(figure, &goal) {
                Allowance::Unlimited => prop_assert_eq!(verdict(with(1_000_000), &goal), Verdict::Met),
                Allowance::Records(k) => {
                    prop_assert_eq!(verdict(with(k), &goal), Verdict::Met);
                    prop_assert_eq!(verdict(with(k + 1), &goal), Verdict::NotMet);
                }
                Allowance::Broken => prop_assert_eq!(verdict(figure, &goal), Verdict::NotMet),
            }
        }

        #[test]
        fn shortfall_and_flip_are_the_least_that_change_the_verdict(denominator in 1_i64..200, share in 0.0..=1.0_f64, goal in goals()) {
            let figure = Figure::new((share * denominator as f64) as i64, denominator);
            let now = verdict(figure, &goal);
            let least = (1..=denominator).find(|k| {
                [figure.numerator - k, figure.numerator + k].into_iter()
                    .any(|n| (0..=denominator).contains(&n) && verdict(Figure::new(n, denominator), &goal) != now)
            });
            prop_assert_eq!(flip(figure, &goal), least);
            if let Some(Shortfall { further, .. }) = shortfall(figure, &goal) {
                let added = |k: i64, meets: bool| Figure::new(figure.numerator + if meets { k } else { 0 }, denominator + k);
                let least = (1..=1_000).find(|k| [true, false].into_iter().any(|m| verdict(added(*k, m), &goal) == Verdict::Met));
                match further {
                    Some(k) if k > 1_000 => prop_assert_eq!(least, None),
                    // A later record may hit a narrow goal that the first crossing jumps over; only crossings count.
                    None => prop_assert!(least.is_none_or(|k| matches!(goal.comparator, Comparator::Equal(_) | Comparator::Between(..)) && k > 0)),
                    Some(k) => prop_assert_eq!(least, Some(k)),
                }
            }
        }
    }
}
