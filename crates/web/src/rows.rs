//! Rows of the big lists as their macros in `templates/parts/` read them. All words are ready to show; the
//! page that builds a row has already asked the domain what is late.

use kernel::{Instant, vi};

use crate::Tone;

/// One target in the plan's table (`parts/plan.html`).
#[derive(Debug, Clone, Default)]
pub struct PlanRow {
    /// The clause ("2.a1").
    pub symbol: String,
    /// What is promised.
    pub title: String,
    /// The target's page.
    pub href: String,
    /// The responsible unit.
    pub unit: String,
    /// The figure; `None` where there is none yet.
    pub actual: Option<String>,
    /// The goal.
    pub goal: String,
    /// The goal bar ([`crate::chart::goal_bar`]); empty where nothing can be measured.
    pub bar: String,
    /// The monthly course ([`crate::chart::sparkline`]).
    pub spark: String,
    /// The verdict.
    pub tone: Tone,
    /// The verdict in words.
    pub status: String,
    /// What the figure rests on ("1.861 hồ sơ").
    pub evidence: String,
    /// The list of those records.
    pub evidence_href: String,
}

/// One group of targets.
#[derive(Debug, Clone, Default)]
pub struct PlanGroup {
    /// Id of the section, target of the matrix.
    pub id: String,
    /// Its name with number.
    pub title: String,
    /// How many are met ("3/5 đạt").
    pub summary: String,
    /// A word more after the summary; may be empty.
    pub note: String,
    /// Its targets.
    pub rows: Vec<PlanRow>,
}

impl PlanGroup {
    /// The row of squares of the matrix.
    pub fn squares(&self) -> String {
        let tones: Vec<Tone> = self.rows.iter().map(|row| row.tone).collect();
        crate::chart::status_squares(&tones)
    }
}

/// One count over the plan, a link that filters.
#[derive(Debug, Clone, Default)]
pub struct PlanCount {
    /// The glyph; `None` for the total.
    pub tone: Option<Tone>,
    /// How many.
    pub count: String,
    /// Of what.
    pub label: String,
    /// The filter's address.
    pub href: String,
    /// True where this filter is on.
    pub current: bool,
}

/// A figure as a formula in words (`parts/target.html`).
#[derive(Debug, Clone, Default)]
pub struct Formula {
    /// The figure ("98,98%").
    pub value: String,
    /// The verdict.
    pub tone: Tone,
    /// The verdict in words ("Chưa đạt, thiếu 1,02 điểm").
    pub verdict: String,
    /// The numerator.
    pub numerator: String,
    /// The list of what it counts; may be empty.
    pub numerator_href: String,
    /// What it counts, in words.
    pub numerator_words: String,
    /// The denominator; empty where the figure is a plain count.
    pub denominator: String,
    /// The list of what it counts; may be empty.
    pub denominator_href: String,
    /// What it counts, in words.
    pub denominator_words: String,
}

/// One unit under a target (`parts/target.html`).
#[derive(Debug, Clone, Default)]
pub struct UnitRow {
    /// The unit.
    pub name: String,
    /// Its own page; may be empty.
    pub href: String,
    /// What was counted.
    pub denominator: String,
    /// What missed.
    pub missed: String,
    /// The unit's figure.
    pub value: String,
    /// Its share of all that missed ([`crate::chart::share_bar`]).
    pub bar: String,
}

/// How pressing a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Urgency {
    /// Time enough.
    #[default]
    Calm,
    /// Due soon.
    Soon,
    /// Past its deadline.
    Late,
    /// The clock stands.
    Paused,
}

impl Urgency {
    /// Class of the table row.
    pub const fn row_class(self) -> &'static str {
        match self {
            Self::Calm => "",
            Self::Soon => "sapdenhan",
            Self::Late => "quahan",
            Self::Paused => "tam",
        }
    }

    /// Class of the deadline cell.
    pub const fn cell_class(self) -> &'static str {
        match self {
            Self::Soon => " cam",
            Self::Late => " do",
            Self::Calm | Self::Paused => "",
        }
    }
}

/// One piece of work in a queue (`parts/queue.html`).
#[derive(Debug, Clone, Default)]
pub struct QueueRow {
    /// The dossier's code, also the value of its checkbox.
    pub code: String,
    /// The dossier's page.
    pub href: String,
    /// The procedure.
    pub title: String,
    /// Who asks.
    pub person: String,
    /// The step it is at.
    pub step: String,
    /// The step as a tag; `None` for plain words.
    pub step_tone: Option<Tone>,
    /// "Bước quá 1 giờ" where the step is over its allotment.
    pub step_late: Option<String>,
    /// Time left in words.
    pub left: String,
    /// The deadline.
    pub due: String,
    /// How pressing it is.
    pub urgency: Urgency,
    /// How it came in.
    pub channel: String,
    /// Who works on it.
    pub assignee: Option<String>,
}

/// Where a step of the work stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StepState {
    /// Finished.
    Done,
    /// Being worked on.
    Now,
    /// Not reached yet.
    #[default]
    Ahead,
}

impl StepState {
    /// Class of the table row.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Done => "xong",
            Self::Now => "nay",
            Self::Ahead => "sau",
        }
    }
}

/// One step of a dossier (`parts/steps.html`).
#[derive(Debug, Clone, Default)]
pub struct StepRow {
    /// Its number.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// Who does it.
    pub who: String,
    /// The time allotted.
    pub allotted: String,
    /// The time used; `None` before it starts.
    pub used: Option<String>,
    /// Used against allotted ([`crate::chart::step_bar`]).
    pub bar: String,
    /// When it is due.
    pub due: String,
    /// Where it stands.
    pub state: StepState,
    /// The state as a tag; `None` for plain words.
    pub tone: Option<Tone>,
    /// The state in words.
    pub status: String,
}

/// One line of the log (`parts/timeline.html`), newest first.
#[derive(Debug, Clone)]
pub struct Event {
    /// What happened.
    pub title: String,
    /// When.
    pub at: Instant,
    /// Who did it.
    pub who: String,
    /// More about it; may be empty.
    pub text: String,
    /// True for the event that matters now.
    pub main: bool,
}

impl Event {
    /// Machine-readable time.
    pub fn machine_time(&self) -> String {
        self.at.to_string()
    }

    /// The time in words: `27/09/2022 09:12`.
    pub fn time(&self) -> String {
        format!("{} {}", vi::date(self.at.date()), vi::clock(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_says_its_time_twice() {
        let event = Event {
            title: "Tiếp nhận".to_owned(),
            at: Instant::parse("2022-09-27T09:12").unwrap(),
            who: "Trần Thị Mai".to_owned(),
            text: String::new(),
            main: false,
        };
        assert_eq!(event.time(), "27/09/2022 09:12");
        assert_eq!(event.machine_time(), "2022-09-27T09:12:00+07:00");
    }

    #[test]
    fn only_pressing_rows_are_coloured() {
        assert_eq!(Urgency::Late.row_class(), "quahan");
        assert_eq!(Urgency::Calm.cell_class(), "");
    }
}
