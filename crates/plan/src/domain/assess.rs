//! Verdicts: what a figure, its goal, its window and its forecast say together.

use formula::{
    Allowance, Comparator, Figure, Forecast, Goal, Measure, Shortfall, Verdict, allowance, allowance_within,
    flip, shortfall, verdict,
};
use kernel::Date;

/// How a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Đạt.
    Met,
    /// Có nguy cơ.
    AtRisk,
    /// Chưa đạt.
    Missed,
    /// Chưa đến kỳ.
    NotDue,
    /// Chưa phát sinh: nothing counts, so there is no value.
    NotArisen,
    /// Chờ công bố.
    AwaitsPublication,
    /// Chờ phân hệ: its records come with a part of the program that is not there yet.
    AwaitsPart,
    /// Chưa tính được: its indicator is missing, broken or being counted.
    Uncounted,
}

impl Status {
    /// Whether something is said about the promise.
    pub const fn is_judged(self) -> bool {
        matches!(self, Self::Met | Self::AtRisk | Self::Missed)
    }
}

/// The window of a target and the last day that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Known up to the end of this day.
    pub as_of: Date,
}

impl Days {
    /// Whether the window is over.
    pub fn over(&self) -> bool {
        self.as_of >= self.to
    }
}

/// A figure held against its goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// How it stands.
    pub status: Status,
    /// The figure.
    pub figure: Figure,
    /// The goal.
    pub goal: Goal,
    /// What the figure says today.
    pub now: Verdict,
    /// What is expected at the end of the window.
    pub end: Option<(Forecast, Verdict)>,
    /// How many further unfavourable records the goal bears if nothing else arises.
    pub allowance: Allowance,
    /// The same among the records that are expected to the end of the window.
    pub within: Option<Allowance>,
    /// What is missing, where the goal is not met.
    pub shortfall: Option<Shortfall>,
    /// The least number of records that would have to be of the other kind for the verdict to change.
    pub flip: Option<i64>,
}

/// Holds a figure against its goal.
pub fn assess(figure: Figure, goal: &Goal, days: Days, forecast: Option<Forecast>) -> Assessed {
    let now = verdict(figure, goal);
    let forecast = forecast.filter(|_| !days.over());
    let end = forecast.map(|forecast| (forecast, verdict(forecast.figure, goal)));
    let shortfall = shortfall(figure, goal);
    Assessed {
        status: status(now, end.map(|(_, verdict)| verdict), goal, days, shortfall),
        figure,
        goal: *goal,
        now,
        allowance: allowance(figure, goal),
        within: end.map(|(forecast, _)| allowance_within(figure, goal, forecast.figure.denominator)),
        shortfall,
        flip: flip(figure, goal),
        end,
    }
}

fn status(
    now: Verdict,
    end: Option<Verdict>,
    goal: &Goal,
    days: Days,
    shortfall: Option<Shortfall>,
) -> Status {
    if days.as_of < days.from {
        return Status::NotDue;
    }
    if now == Verdict::NotApplicable {
        return Status::NotArisen;
    }
    if days.over() {
        return if now == Verdict::Met { Status::Met } else { Status::Missed };
    }
    match (now, end) {
        (Verdict::Met, Some(Verdict::NotMet)) => Status::AtRisk,
        (Verdict::Met, _) => Status::Met,
        // What is lost is lost: no number of further records brings the goal back.
        (_, _) if shortfall.is_some_and(|missing| missing.further.is_none()) => Status::Missed,
        // A number of things grows until the window ends; on its way it is neither met nor in danger.
        (_, None | Some(Verdict::Met)) if grows(goal) => Status::NotDue,
        (_, Some(Verdict::NotMet)) => Status::Missed,
        (_, _) => Status::AtRisk,
    }
}

/// A goal that is reached by adding up.
const fn grows(goal: &Goal) -> bool {
    matches!((goal.measure, goal.comparator), (Measure::Count, Comparator::AtLeast(_) | Comparator::Equal(_)))
}

/// How a promise that every unit has to keep stands: met only where every unit that has any records meets.
pub fn over_units<'a>(units: impl IntoIterator<Item = &'a Assessed>) -> Status {
    let mut worst = Status::NotArisen;
    for unit in units {
        worst = match (worst, unit.status) {
            (Status::Missed, _) | (_, Status::Missed) => Status::Missed,
            (Status::AtRisk, _) | (_, Status::AtRisk) => Status::AtRisk,
            (worst, Status::NotArisen) => worst,
            (Status::NotDue, _) | (_, Status::NotDue) => Status::NotDue,
            (_, status) => status,
        };
    }
    worst
}

#[cfg(test)]
mod tests {
    use formula::Decimal;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn days(as_of: &str) -> Days {
        Days { from: day("2022-01-01"), to: day("2022-12-31"), as_of: day(as_of) }
    }

    fn goal(text: &str) -> Goal {
        let (measure, text) = match text.strip_prefix('#') {
            Some(rest) => (Measure::Count, rest),
            None => (Measure::Percent, text),
        };
        let number = |text: &str| text.trim().parse::<Decimal>().unwrap();
        let comparator = if let Some(rest) = text.strip_prefix(">=") {
            Comparator::AtLeast(number(rest))
        } else if let Some(rest) = text.strip_prefix("<=") {
            Comparator::AtMost(number(rest))
        } else if let Some((lower, upper)) = text.split_once("..") {
            Comparator::Between(number(lower), number(upper))
        } else {
            Comparator::Equal(number(text))
        };
        Goal { measure, comparator }
    }

    #[expect(clippy::unnecessary_wraps, reason = "cases are written with and without a forecast")]
    fn expects(numerator: i64, denominator: i64) -> Option<Forecast> {
        Some(Forecast { figure: Figure::new(numerator, denominator), pace_days: 90, days_left: 95 })
    }

    #[test]
    fn every_verdict_has_its_case() {
        const OPEN: &str = "2022-09-27";
        const OVER: &str = "2022-12-31";
        for (name, (numerator, denominator), promise, as_of, forecast, expected) in [
            ("all on time", (500, 500), "100", OPEN, expects(680, 680), Status::Met),
            (
                "one late can never be made good",
                (1_842, 1_861),
                "100",
                OPEN,
                expects(2_500, 2_520),
                Status::Missed,
            ),
            ("late and over", (1_842, 1_861), "100", OVER, None, Status::Missed),
            ("above, and it stays so", (820, 1_000), ">=80", OPEN, expects(1_100, 1_350), Status::Met),
            (
                "above, but the pace leads below",
                (805, 1_000),
                ">=80",
                OPEN,
                expects(1_050, 1_350),
                Status::AtRisk,
            ),
            (
                "below, but the pace leads above",
                (390, 1_000),
                ">=40",
                OPEN,
                expects(560, 1_350),
                Status::AtRisk,
            ),
            ("below, and it stays so", (300, 1_000), ">=40", OPEN, expects(420, 1_350), Status::Missed),
            ("below, too early to tell", (3, 10), ">=40", "2022-01-08", None, Status::AtRisk),
            ("above, too early to tell", (7, 10), ">=40", "2022-01-08", None, Status::Met),
            ("nothing yet", (0, 0), "100", OPEN, expects(0, 0), Status::NotArisen),
            ("nothing at all", (0, 0), "100", OVER, None, Status::NotArisen),
            ("before the window", (0, 0), "100", "2021-12-31", None, Status::NotDue),
            ("before the window, though something counts", (5, 5), "100", "2021-12-31", None, Status::NotDue),
            ("at the bound", (40, 100), ">=40", OVER, None, Status::Met),
            ("just under the bound", (39_999, 100_000), ">=40", OVER, None, Status::Missed),
            ("few enough", (4, 100), "<=5", OPEN, expects(6, 140), Status::Met),
            ("few enough, but growing", (4, 100), "<=5", OPEN, expects(8, 140), Status::AtRisk),
            ("within the range", (17, 1_000), "1,5..2", OVER, None, Status::Met),
            ("a count on its way", (20, 20), "#>=40", OPEN, expects(41, 41), Status::NotDue),
            ("a count too slow", (10, 10), "#>=40", OPEN, expects(13, 13), Status::Missed),
            ("a count just begun", (1, 1), "#>=40", "2022-01-08", None, Status::NotDue),
            ("a count reached", (40, 40), "#>=40", OPEN, expects(50, 50), Status::Met),
            ("a count missed", (39, 39), "#>=40", OVER, None, Status::Missed),
            ("a count above its ceiling", (6, 6), "#<=5", OPEN, expects(9, 9), Status::Missed),
        ] {
            let found = assess(Figure::new(numerator, denominator), &goal(promise), days(as_of), forecast);
            assert_eq!(found.status, expected, "{name}");
        }
    }

    #[test]
    fn room_and_change_come_with_the_verdict() {
        let found = assess(Figure::new(99, 100), &goal(">=98"), days("2022-09-27"), expects(196, 200));
        assert_eq!(found.status, Status::Met);
        assert_eq!(found.allowance, Allowance::Records(1));
        assert_eq!(found.within, Some(Allowance::Records(3)));
        assert_eq!(found.flip, Some(2));
        assert_eq!(found.shortfall, None);
        let missed = assess(Figure::new(90, 100), &goal(">=98"), days("2022-12-31"), None);
        assert_eq!((missed.allowance, missed.flip), (Allowance::Broken, Some(8)));
    }

    #[test]
    fn a_promise_of_every_unit_is_met_only_where_every_unit_meets() {
        let unit = |numerator, denominator, forecast| {
            assess(Figure::new(numerator, denominator), &goal(">=40"), days("2022-09-27"), forecast)
        };
        let (good, bad) = (unit(50, 100, expects(60, 120)), unit(31, 100, expects(40, 120)));
        let (idle, shaky) = (unit(0, 0, None), unit(41, 100, expects(45, 120)));
        for (name, units, expected) in [
            ("all meet", vec![&good, &good], Status::Met),
            ("a unit without records says nothing", vec![&good, &idle], Status::Met),
            ("one misses", vec![&good, &bad, &shaky], Status::Missed),
            ("one is in danger", vec![&shaky, &good, &idle], Status::AtRisk),
            ("none has records", vec![&idle, &idle], Status::NotArisen),
            ("there are no units", vec![], Status::NotArisen),
        ] {
            assert_eq!(over_units(units), expected, "{name}");
        }
    }
}
