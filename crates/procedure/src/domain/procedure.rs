//! A procedure (thủ tục hành chính) with the parts NĐ 63/2010/NĐ-CP, Đ.8 k.2 asks for: name, manner, papers,
//! time, applicants, agency, results, fees; and what the one-stop mechanism adds: cases, channels, process.

use calendar::{Amount, Limit, Reading, TimeLimits};
use kernel::{Date, Dong};

use super::code::ProcedureCode;
use super::process::InternalProcess;
use super::time_limit::{TimeLimit, UNITS};
use super::words::{AgencyLevel, Applicant, Mark, Sector, words};

words!(
    /// A way to hand in a dossier (NĐ 61/2018/NĐ-CP, Đ.16).
    Channel {
        /// Trực tiếp tại Bộ phận Một cửa.
        Counter = "counter", "Trực tiếp";
        /// Trực tuyến.
        Online = "online", "Trực tuyến";
        /// Bưu chính công ích.
        Postal = "postal", "Bưu chính công ích";
    }
);

words!(
    /// Level of an online public service (NĐ 43/2011/NĐ-CP), until NĐ 42/2022/NĐ-CP took effect.
    OnlineLevel {
        /// Mức độ 1: information.
        L1 = "1", "Mức độ 1";
        /// Mức độ 2: forms to download.
        L2 = "2", "Mức độ 2";
        /// Mức độ 3: handing in online.
        L3 = "3", "Mức độ 3";
        /// Mức độ 4: handing in, paying and receiving online.
        L4 = "4", "Mức độ 4";
    }
);

impl OnlineLevel {
    /// The level as a number, 1 to 4.
    pub const fn number(self) -> i64 {
        match self {
            Self::L1 => 1,
            Self::L2 => 2,
            Self::L3 => 3,
            Self::L4 => 4,
        }
    }

    /// The level of a number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.number() == number)
    }
}

words!(
    /// Scope of an online public service (NĐ 42/2022/NĐ-CP), in place of the levels.
    OnlineScope {
        /// Một phần.
        Partial = "partial", "Một phần";
        /// Toàn trình.
        Full = "full", "Toàn trình";
    }
);

/// From when a procedure is offered online in which scope.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ScopeFrom {
    /// First day.
    pub from: Date,
    /// The scope from that day.
    pub scope: OnlineScope,
    /// How sure.
    pub mark: Mark,
}

/// What a procedure offers online.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Online {
    /// Level 1 to 4.
    pub level: OnlineLevel,
    /// How sure the level is.
    pub level_mark: Mark,
    /// Whether the law and the work allow the procedure online (đủ điều kiện cung cấp trực tuyến).
    pub eligible: bool,
    /// Whether it is integrated in the National Public Service Portal.
    pub national_portal: bool,
    /// How sure the integration is.
    pub national_portal_mark: Mark,
    /// Whether dossiers and results go by public post (QĐ 45/2016/QĐ-TTg).
    pub postal: bool,
    /// Scopes by date, in order of date.
    pub scopes: Vec<ScopeFrom>,
    /// Line of the package, 0 where unknown.
    #[serde(skip)]
    pub line: usize,
}

impl Online {
    /// The scope on a day, if one was announced by then.
    pub fn scope_on(&self, day: Date) -> Option<OnlineScope> {
        self.scopes
            .iter()
            .filter(|entry| entry.from <= day)
            .max_by_key(|entry| entry.from)
            .map(|entry| entry.scope)
    }
}

/// A legal basis: act, article, how sure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LegalBasis {
    /// The act, such as `Nghị định 131/2021/NĐ-CP`.
    pub act: String,
    /// The articles, such as `Điều 26`; empty where not known.
    pub articles: String,
    /// How sure.
    pub mark: Mark,
}

/// The decision that announces a procedure (quyết định công bố; NĐ 63/2010/NĐ-CP, Đ.15).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AnnouncementDecision {
    /// Number and symbol; empty where not known.
    pub number: String,
    /// Date of the decision.
    pub issued_on: Option<Date>,
    /// Who issued it.
    pub issuer: String,
    /// How sure.
    pub mark: Mark,
}

/// A stage of the law over all agencies that take part, not only the department.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Stage {
    /// The agency.
    pub agency: String,
    /// Its time.
    pub time: TimeLimit,
    /// What it does.
    pub task: String,
}

/// An amount to pay. What the law calls it is said by [`Fee`] and [`Charge`].
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Price {
    /// What is paid for.
    pub name: String,
    /// How much; `None` where not verified.
    pub amount: Option<Dong>,
    /// How sure.
    pub mark: Mark,
}

impl Price {
    /// `600.000 đồng`, or that the amount is not verified.
    pub fn text(&self) -> String {
        self.amount.map_or_else(|| Mark::Unverified.label().to_owned(), |amount| amount.to_string())
    }
}

/// Phí: pays for a service (Luật Phí và lệ phí 2015, Đ.3 k.1).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Fee(pub Price);

/// Lệ phí: a fixed amount for a public act (Luật Phí và lệ phí 2015, Đ.3 k.2).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Charge(pub Price);

/// What applies when a case is handed in through certain channels.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Terms {
    /// The channels.
    pub channels: Vec<Channel>,
    /// The department's share of the time the law gives.
    pub statutory: Option<TimeLimit>,
    /// The time the province announced, where it cut the legal one.
    pub published: Option<TimeLimit>,
    /// The department's own goal, where it is shorter still.
    pub internal: Option<TimeLimit>,
    /// How the time is laid on the calendar.
    pub reading: Reading,
    /// How sure the statutory time is.
    pub statutory_mark: Mark,
    /// How sure the published time is.
    pub published_mark: Mark,
    /// Phí.
    pub fees: Vec<Fee>,
    /// Lệ phí.
    pub charges: Vec<Charge>,
    /// How sure it is that there are these fees and charges and no others.
    pub fees_mark: Mark,
    /// Line of the package, 0 where unknown.
    #[serde(skip)]
    pub line: usize,
}

impl Terms {
    /// The time that binds the department towards the applicant: the published one, else the statutory one.
    pub fn limit(&self) -> Option<TimeLimit> {
        self.published.or(self.statutory)
    }

    /// The three lengths as the calendar counts them; `None` without any limit. Where the law's own time is not
    /// known, the published one stands for it.
    pub fn time_limits(&self) -> Option<TimeLimits> {
        let one = |stage: TimeLimit| Limit { stages: vec![stage], reading: self.reading };
        Some(TimeLimits {
            statutory: one(self.statutory.or(self.published)?),
            published: self.published.map(one),
            internal: self.internal.map(one),
        })
    }
}

/// A case (trường hợp) of a procedure, with its own time, papers and process.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Case {
    /// Code within the procedure.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of its internal process.
    pub process: Option<String>,
    /// Terms by channel.
    pub terms: Vec<Terms>,
    /// A remark.
    pub note: Option<String>,
    /// Line of the package, 0 where unknown.
    #[serde(skip)]
    pub line: usize,
}

impl Case {
    /// The terms of a channel, if the case can be handed in that way.
    pub fn terms(&self, channel: Channel) -> Option<&Terms> {
        self.terms.iter().find(|terms| terms.channels.contains(&channel))
    }

    /// The channels of the case, each once, in the usual order.
    pub fn channels(&self) -> impl Iterator<Item = Channel> + '_ {
        Channel::ALL.iter().copied().filter(|channel| self.terms(*channel).is_some())
    }
}

/// A paper of the dossier (thành phần hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RequiredPaper {
    /// Code within the procedure.
    pub code: String,
    /// Name.
    pub name: String,
    /// Originals to hand in.
    pub n_originals: u16,
    /// Copies to hand in.
    pub n_copies: u16,
    /// Whether the paper is digitised on receipt (NĐ 45/2020/NĐ-CP; NĐ 107/2021/NĐ-CP).
    pub digitised: bool,
    /// The prescribed form, such as `Mẫu số 05`.
    pub form: Option<String>,
    /// When the paper is needed, where not always.
    pub condition: Option<String>,
    /// Codes of the cases that need it; `None`: all cases.
    pub cases: Option<Vec<String>>,
    /// How sure.
    pub mark: Mark,
    /// Line of the package, 0 where unknown.
    #[serde(skip)]
    pub line: usize,
}

impl RequiredPaper {
    /// Whether a case needs the paper, perhaps on a condition.
    pub fn belongs_to(&self, case: &str) -> bool {
        self.cases.as_ref().is_none_or(|cases| cases.iter().any(|code| code == case))
    }
}

/// What the applicant receives (kết quả).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ProcedureResult {
    /// Code within the procedure.
    pub code: String,
    /// Name.
    pub name: String,
    /// The form on which it is issued.
    pub template: Option<String>,
    /// How long it is valid, in words.
    pub validity: Option<String>,
    /// How sure.
    pub mark: Mark,
    /// Line of the package, 0 where unknown.
    #[serde(skip)]
    pub line: usize,
}

/// A procedure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Procedure {
    /// Normalised code.
    pub code: ProcedureCode,
    /// How sure the code is.
    pub code_mark: Mark,
    /// Name.
    pub name: String,
    /// How sure the name is.
    pub name_mark: Mark,
    /// Field of work.
    pub sector: Sector,
    /// Code of the competent unit of the department.
    pub unit: String,
    /// The level that settles it.
    pub agency_level: AgencyLevel,
    /// Who may apply.
    pub applicants: Vec<Applicant>,
    /// Whether the department receives dossiers of it; otherwise it is only listed.
    pub receives: bool,
    /// First day in force.
    pub in_force_on: Date,
    /// How sure that day is.
    pub in_force_mark: Mark,
    /// First day no longer in force.
    pub ended_on: Option<Date>,
    /// The decision that announces it.
    pub announcement: Option<AnnouncementDecision>,
    /// Legal bases.
    pub legal_bases: Vec<LegalBasis>,
    /// The channels the act itself allows; empty where not checked. The offered ones stand in the terms.
    pub legal_channels: Vec<Channel>,
    /// What it offers online.
    pub online: Online,
    /// The law's stages over all agencies.
    pub stages: Vec<Stage>,
    /// Cases.
    pub cases: Vec<Case>,
    /// Papers.
    pub papers: Vec<RequiredPaper>,
    /// Results.
    pub results: Vec<ProcedureResult>,
    /// Internal processes.
    pub processes: Vec<InternalProcess>,
    /// A remark.
    pub note: Option<String>,
    /// Line of the code in the package, 0 where unknown.
    #[serde(skip)]
    pub line: usize,
}

impl Procedure {
    /// The case of a code.
    pub fn case(&self, code: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.code == code)
    }

    /// The internal process of a case.
    pub fn process_of(&self, case: &Case) -> Option<&InternalProcess> {
        let code = case.process.as_deref()?;
        self.processes.iter().find(|process| process.code == code)
    }

    /// The papers of a case, in order.
    pub fn papers_of<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = &'a RequiredPaper> {
        self.papers.iter().filter(move |paper| paper.belongs_to(&case.code))
    }

    /// Whether any case can be handed in through a channel.
    pub fn offers(&self, channel: Channel) -> bool {
        self.cases.iter().any(|case| case.terms(channel).is_some())
    }

    /// Whether the procedure is in force on a day.
    pub fn in_force(&self, day: Date) -> bool {
        self.in_force_on <= day && self.ended_on.is_none_or(|end| day < end)
    }

    /// Whether dossiers can be received: every case has a time, papers and a process, and there is a result.
    pub fn is_receivable(&self) -> bool {
        let complete = |case: &Case| {
            !case.terms.is_empty()
                && case.terms.iter().all(|terms| terms.limit().is_some())
                && self.papers_of(case).next().is_some()
                && self.process_of(case).is_some()
        };
        self.receives && !self.cases.is_empty() && self.cases.iter().all(complete) && !self.results.is_empty()
    }

    /// The law's time over all agencies, one sum for each unit: units are never added to one another.
    pub fn whole_time(&self) -> Vec<TimeLimit> {
        UNITS
            .into_iter()
            .filter_map(|unit| {
                let sum = self
                    .stages
                    .iter()
                    .filter(|stage| stage.time.unit == unit)
                    .fold(Amount::ZERO, |sum, stage| sum.plus(stage.time.amount));
                (sum > Amount::ZERO).then(|| TimeLimit::new(sum, unit))
            })
            .collect()
    }
}
