//! Internal process (quy trình nội bộ): steps, who does them, how long, and the ways between them
//! (TT 01/2018/TT-VPCP, Đ.8).

use calendar::{Amount, Unit};
use kernel::Role;

use super::graph::Graph;
use super::time_limit::{TimeLimit, UNITS};
use super::words::{Mark, words};

words!(
    /// Who does a step.
    StepRole {
        /// Công chức Bộ phận Một cửa.
        CounterOfficer = "counter_officer", "Công chức Một cửa";
        /// Trưởng phòng.
        HeadOfDivision = "head_of_division", "Trưởng phòng";
        /// Chuyên viên.
        Specialist = "specialist", "Chuyên viên";
        /// Lãnh đạo Sở.
        Director = "director", "Lãnh đạo Sở";
        /// Văn thư.
        Clerk = "clerk", "Văn thư";
        /// Somebody outside the department.
        Outside = "outside", "Cơ quan ngoài Sở";
    }
);

impl StepRole {
    /// The role of an account that may do the step; `None` for steps outside the department.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::CounterOfficer => Some(Role::CounterOfficer),
            Self::HeadOfDivision => Some(Role::HeadOfDivision),
            Self::Specialist => Some(Role::Specialist),
            Self::Director => Some(Role::Director),
            Self::Clerk => Some(Role::Clerk),
            Self::Outside => None,
        }
    }
}

words!(
    /// Where a step is done.
    StepUnit {
        /// Bộ phận Một cửa.
        Desk = "desk", "Bộ phận Một cửa";
        /// The competent division of the procedure.
        Division = "division", "Phòng chuyên môn";
        /// Văn phòng Sở.
        Office = "office", "Văn phòng Sở";
        /// Ban Giám đốc.
        Leadership = "leadership", "Ban Giám đốc";
        /// Outside the department.
        Outside = "outside", "Ngoài Sở";
    }
);

words!(
    /// What moving from one step to another means.
    TransitionKind {
        /// On to the next step.
        Forward = "forward", "Chuyển tiếp";
        /// Back, to be done again.
        Return = "return", "Trả lại";
        /// Back to the applicant for what is missing (NĐ 61/2018/NĐ-CP, Đ.17: once).
        Supplement = "supplement", "Yêu cầu bổ sung";
        /// Refused with the reason in writing.
        Refuse = "refuse", "Từ chối";
    }
);

/// The target of a transition that ends the work without a result, such as a refusal at the counter.
pub const END: &str = "ket-thuc";

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Step {
    /// Code within the process.
    pub code: String,
    /// Short name.
    pub name: String,
    /// Who does it.
    pub role: Option<StepRole>,
    /// Where.
    pub unit: Option<StepUnit>,
    /// The wording of the approved decision for who does it.
    pub performer: Option<String>,
    /// What is done.
    pub task: Option<String>,
    /// What comes out of it.
    pub output: Option<String>,
    /// The time allotted; `None`: không tính thời gian.
    pub time: Option<TimeLimit>,
    /// Whether the work may end here.
    pub end: bool,
    /// Line of the package, 0 where unknown.
    #[serde(skip)]
    pub line: usize,
}

/// A way from one step to another.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Transition {
    /// Code of the step it leaves.
    pub from: String,
    /// Code of the step it reaches, or [`END`].
    pub to: String,
    /// What it means.
    pub kind: TransitionKind,
    /// Line of the package, 0 where unknown.
    #[serde(skip)]
    pub line: usize,
}

/// An internal process.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct InternalProcess {
    /// Code within the procedure.
    pub code: String,
    /// Name.
    pub name: String,
    /// Where it comes from: the approving decision, or that it is a pattern not approved yet.
    pub source: String,
    /// How sure.
    pub mark: Mark,
    /// Code of the first step.
    pub start: String,
    /// Steps, in the order of the decision.
    pub steps: Vec<Step>,
    /// Ways between them.
    pub transitions: Vec<Transition>,
    /// Line of the package, 0 where unknown.
    #[serde(skip)]
    pub line: usize,
}

impl InternalProcess {
    /// The step of a code.
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.code == code)
    }

    /// The first step.
    pub fn first(&self) -> Option<&Step> {
        self.step(&self.start)
    }

    /// The ways out of a step, in the order of the package.
    pub fn ways_from<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Transition> {
        self.transitions.iter().filter(move |way| way.from == code)
    }

    /// The next step of the usual way: the first forward transition.
    pub fn next(&self, code: &str) -> Option<&Step> {
        let way = self.ways_from(code).find(|way| way.kind == TransitionKind::Forward)?;
        self.step(&way.to)
    }

    /// The time of the longest forward way, one sum for each unit. Empty where forward ways run in a circle.
    pub fn time_sums(&self) -> Vec<TimeLimit> {
        let graph = Graph::of(self);
        UNITS
            .into_iter()
            .filter_map(|unit| {
                let weights: Vec<i64> = self.steps.iter().map(|step| thousandths_in(step, unit)).collect();
                let amount = Amount::from_thousandths(graph.longest_forward(&weights)?).ok()?;
                (amount > Amount::ZERO).then(|| TimeLimit::new(amount, unit))
            })
            .collect()
    }
}

fn thousandths_in(step: &Step, unit: Unit) -> i64 {
    step.time.filter(|time| time.unit == unit).map_or(0, |time| time.amount.thousandths())
}
