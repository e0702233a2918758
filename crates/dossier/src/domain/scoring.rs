//! The nine contents by which the settling of dossiers is scored (TT 01/2018/TT-VPCP, Đ.12–15): contents 1 to 4
//! and 7 of each dossier, contents 5, 6, 8 and 9 of the agency. Each gives 0, 1 or 2 points; a content's score is
//! the mean over its dossiers, rounded to one decimal. In force from 6/1/2019, replaced on 15/9/2025 by
//! 03/2025/TT-VPCP: [`applies_on`].

use std::fmt;

use calendar::Timeliness;
use kernel::Date;

/// Whether dossiers that end on `day` are scored by these rules.
pub fn applies_on(day: Date) -> bool {
    // TT 01/2018/TT-VPCP, in force 6/1/2019; TT 03/2025/TT-VPCP of 15/9/2025.
    let within = |from: (i16, i8, i8), until: (i16, i8, i8)| from <= day.ymd() && day.ymd() < until;
    within((2019, 1, 6), (2025, 9, 15))
}

/// A content of the scoring (nội dung đánh giá), by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScoredContent {
    /// 1: Thời gian giải quyết.
    WholeTime = 1,
    /// 2: Thời gian của từng cơ quan, đơn vị tham gia.
    UnitTime = 2,
    /// 3: Số lần liên hệ với nơi tiếp nhận để hoàn thiện hồ sơ.
    Contacts = 3,
    /// 4: Số lượng cơ quan, đơn vị phải liên hệ.
    Agencies = 4,
    /// 5: Tổ chức tiếp nhận, giải quyết tại Bộ phận Một cửa.
    Reception = 5,
    /// 6: Công khai thủ tục hành chính.
    Publicity = 6,
    /// 7: Thái độ.
    Attitude = 7,
    /// 8: Tiếp thu, giải trình phản ánh, kiến nghị.
    Complaints = 8,
    /// 9: Tiếp nhận, giải quyết trực tuyến.
    Online = 9,
}

impl ScoredContent {
    /// All, by number.
    pub const ALL: [Self; 9] = [
        Self::WholeTime,
        Self::UnitTime,
        Self::Contacts,
        Self::Agencies,
        Self::Reception,
        Self::Publicity,
        Self::Attitude,
        Self::Complaints,
        Self::Online,
    ];

    /// Whether each dossier is scored; the others are scored once for the agency.
    pub const fn is_of_dossiers(self) -> bool {
        matches!(self, Self::WholeTime | Self::UnitTime | Self::Contacts | Self::Agencies | Self::Attitude)
    }
}

/// Points of one content: 0, 1 or 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Points {
    /// 0.
    Zero,
    /// 1.
    One,
    /// 2.
    Two,
}

/// What is known of a dossier for its scoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierHandling {
    /// The whole time against the appointment.
    pub timeliness: Timeliness,
    /// The time of each unit that took part, against what it was given.
    pub units: Vec<Timeliness>,
    /// Times the applicant had to contact the receipt point to complete the dossier; not counted where the fault
    /// was the applicant's own.
    pub n_contacts: u32,
    /// Agencies and units the applicant had to contact, the One-stop among them.
    pub n_agencies: u32,
    /// Whether a complaint about conduct was made and not found to be without ground.
    pub founded_complaint: bool,
}

/// TT 01/2018/TT-VPCP, Đ.13 k.1 and k.2: shorter than given 2, as given 1, longer 0.
pub const fn time_points(timeliness: Timeliness) -> Points {
    match timeliness {
        Timeliness::Early => Points::Two,
        Timeliness::OnTime => Points::One,
        Timeliness::Late => Points::Zero,
    }
}

impl DossierHandling {
    /// The points of a content of dossiers: one for the dossier, or one for each unit; none for contents of
    /// agencies.
    pub fn points(&self, content: ScoredContent) -> Vec<Points> {
        match content {
            ScoredContent::WholeTime => vec![time_points(self.timeliness)],
            ScoredContent::UnitTime => self.units.iter().copied().map(time_points).collect(),
            // TT 01/2018/TT-VPCP, Đ.13 k.3 and k.4: none 2, one 1, more 0; the one agency is the One-stop itself.
            ScoredContent::Contacts => vec![few_points(self.n_contacts)],
            ScoredContent::Agencies => vec![few_points(self.n_agencies)],
            ScoredContent::Attitude => vec![self.attitude()],
            ScoredContent::Reception
            | ScoredContent::Publicity
            | ScoredContent::Complaints
            | ScoredContent::Online => Vec::new(),
        }
    }

    /// TT 01/2018/TT-VPCP, Đ.13 k.7: early without complaint 2, on time without complaint 1, with a complaint 0. A
    /// late dossier meets neither of the first two.
    const fn attitude(&self) -> Points {
        if self.founded_complaint { Points::Zero } else { time_points(self.timeliness) }
    }
}

const fn few_points(times: u32) -> Points {
    match times {
        0 => Points::Two,
        1 => Points::One,
        _ => Points::Zero,
    }
}

/// The level of the agency that is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoredLevel {
    /// Cấp tỉnh.
    Province,
    /// Cấp huyện.
    District,
    /// Cấp xã.
    Commune,
}

/// `part` of `whole`; both counted, never a rounded percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The part.
    pub part: u32,
    /// The whole.
    pub whole: u32,
}

impl Share {
    /// Whether the part is at least `percent` of the whole; of nothing, it is not.
    pub fn reaches(self, percent: u32) -> bool {
        self.whole > 0 && u64::from(self.part) * 100 >= u64::from(percent) * u64::from(self.whole)
    }
}

/// What is known of an agency for its scoring in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyHandling {
    /// Level.
    pub level: ScoredLevel,
    /// Procedures that are received, settled and returned wholly at the One-stop, of all its procedures.
    pub wholly_at_one_stop: Share,
    /// Procedures received at the One-stop, of those that must be.
    pub received_at_one_stop: Share,
    /// Whether its procedures are posted up at the office.
    pub posted: bool,
    /// Whether they are published electronically.
    pub published_online: bool,
    /// Complaints answered in time, of all.
    pub complaints_in_time: Share,
    /// Procedures of level 3 or 4, of all its procedures.
    pub online_procedures: Share,
    /// Dossiers received online, of all its dossiers.
    pub online_dossiers: Share,
    /// Whether an online dossier is or was overdue.
    pub online_overdue: bool,
}

impl AgencyHandling {
    /// The points of a content of agencies; `None` for contents of dossiers.
    pub fn points(&self, content: ScoredContent) -> Option<Points> {
        match content {
            ScoredContent::Reception => Some(self.reception()),
            // TT 01/2018/TT-VPCP, Đ.13 k.6: posted up and electronic 2, one of them 1, none 0.
            ScoredContent::Publicity => Some(match (self.posted, self.published_online) {
                (true, true) => Points::Two,
                (false, false) => Points::Zero,
                _ => Points::One,
            }),
            ScoredContent::Complaints => Some(self.complaints()),
            ScoredContent::Online => Some(self.online()),
            _ => None,
        }
    }

    /// TT 01/2018/TT-VPCP, Đ.13 k.5: a fifth (district: half, commune: all) of the procedures wholly done at the
    /// One-stop 2, all received there 1, else 0.
    fn reception(&self) -> Points {
        let wanted = match self.level {
            ScoredLevel::Province => 20,
            ScoredLevel::District => 50,
            ScoredLevel::Commune => 100,
        };
        if self.wholly_at_one_stop.reaches(wanted) {
            Points::Two
        } else if self.received_at_one_stop.reaches(100) {
            Points::One
        } else {
            Points::Zero
        }
    }

    /// TT 01/2018/TT-VPCP, Đ.13 k.8: none, or all answered in time 2, from 90 % on 1, else 0.
    fn complaints(&self) -> Points {
        let complaints = self.complaints_in_time;
        if complaints.whole == 0 || complaints.reaches(100) {
            Points::Two
        } else if complaints.reaches(90) {
            Points::One
        } else {
            Points::Zero
        }
    }

    /// TT 01/2018/TT-VPCP, Đ.13 k.9: a fifth of the procedures at level 3 or 4, 30 % of the dossiers online and none
    /// of these overdue 2; from 15 % of the dossiers on 1; else 0. The text gives one point from 15 to less than 30 %:
    /// an agency that reaches 30 % and misses another condition is not put below one at 15 %.
    fn online(&self) -> Points {
        let full = self.online_procedures.reaches(20) && self.online_dossiers.reaches(30);
        if full && !self.online_overdue {
            Points::Two
        } else if self.online_dossiers.reaches(15) {
            Points::One
        } else {
            Points::Zero
        }
    }
}

/// A score in tenths of a point, shown as `1,5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Score {
    /// Tenths of a point.
    pub tenths: u64,
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.tenths / 10, self.tenths % 10)
    }
}

/// TT 01/2018/TT-VPCP, Đ.15: the sum of the points divided by their number, rounded to one decimal, a half up;
/// `None` where nothing was scored, which is not a score of zero.
pub fn mean(points: &[Points]) -> Option<Score> {
    let number = u64::try_from(points.len()).ok().filter(|number| *number > 0)?;
    let sum: u64 = points.iter().map(|points| *points as u64).sum();
    Some(Score { tenths: (sum * 20 + number) / (number * 2) })
}

/// The sum over contents; those that could not be scored are left out.
pub fn total(scores: impl IntoIterator<Item = Option<Score>>) -> Score {
    Score { tenths: scores.into_iter().flatten().map(|score| score.tenths).sum() }
}

/// How far an official's task is completed (TT 01/2018/TT-VPCP, Đ.15), from contents 1, 2, 3, 4 and 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskCompletion {
    /// Dưới 70% nhiệm vụ.
    Below70,
    /// Từ 70% đến dưới 100% nhiệm vụ.
    From70,
    /// 100% nhiệm vụ.
    Full,
}

impl TaskCompletion {
    /// From the total of an official, at most 10 points.
    pub const fn of(total: Score) -> Self {
        match total.tenths {
            0..=34 => Self::Below70,
            35..=49 => Self::From70,
            _ => Self::Full,
        }
    }
}

/// The rating of an agency (TT 01/2018/TT-VPCP, Đ.15), from all nine contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgencyRating {
    /// Yếu.
    Weak,
    /// Trung bình.
    Average,
    /// Khá.
    Fair,
    /// Tốt.
    Good,
    /// Xuất sắc.
    Excellent,
}

impl AgencyRating {
    /// From the total of an agency, at most 18 points.
    pub const fn of(total: Score) -> Self {
        match total.tenths {
            0..=59 => Self::Weak,
            60..=89 => Self::Average,
            90..=119 => Self::Fair,
            120..=149 => Self::Good,
            _ => Self::Excellent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Points::{One, Two, Zero};
    use Timeliness::{Early, Late, OnTime};

    fn dossier() -> DossierHandling {
        DossierHandling {
            timeliness: Early,
            units: vec![Early, OnTime, Late],
            n_contacts: 0,
            n_agencies: 1,
            founded_complaint: false,
        }
    }

    fn agency() -> AgencyHandling {
        AgencyHandling {
            level: ScoredLevel::Province,
            wholly_at_one_stop: Share { part: 24, whole: 120 },
            received_at_one_stop: Share { part: 120, whole: 120 },
            posted: true,
            published_online: true,
            complaints_in_time: Share { part: 0, whole: 0 },
            online_procedures: Share { part: 24, whole: 120 },
            online_dossiers: Share { part: 300, whole: 1000 },
            online_overdue: false,
        }
    }

    #[test]
    fn contents_1_to_4_and_7_are_of_dossiers_the_others_of_the_agency() {
        let of_dossiers: Vec<usize> = ScoredContent::ALL
            .iter()
            .filter(|content| content.is_of_dossiers())
            .map(|content| *content as usize)
            .collect();
        assert_eq!(of_dossiers, [1, 2, 3, 4, 7]);
        for content in ScoredContent::ALL {
            assert_eq!(dossier().points(content).is_empty(), !content.is_of_dossiers(), "{content:?}");
            assert_eq!(agency().points(content).is_none(), content.is_of_dossiers(), "{content:?}");
        }
    }

    #[test]
    fn a_dossier_is_scored_by_article_13() {
        type Change = fn(&mut DossierHandling);
        let table: [(ScoredContent, Change, &[Points]); 14] = [
            (ScoredContent::WholeTime, |_| {}, &[Two]),
            (ScoredContent::WholeTime, |d| d.timeliness = OnTime, &[One]),
            (ScoredContent::WholeTime, |d| d.timeliness = Late, &[Zero]),
            (ScoredContent::UnitTime, |_| {}, &[Two, One, Zero]),
            (ScoredContent::Contacts, |_| {}, &[Two]),
            (ScoredContent::Contacts, |d| d.n_contacts = 1, &[One]),
            (ScoredContent::Contacts, |d| d.n_contacts = 2, &[Zero]),
            (ScoredContent::Agencies, |d| d.n_agencies = 0, &[Two]),
            (ScoredContent::Agencies, |_| {}, &[One]),
            (ScoredContent::Agencies, |d| d.n_agencies = 2, &[Zero]),
            (ScoredContent::Attitude, |_| {}, &[Two]),
            (ScoredContent::Attitude, |d| d.timeliness = OnTime, &[One]),
            (ScoredContent::Attitude, |d| d.timeliness = Late, &[Zero]),
            (ScoredContent::Attitude, |d| d.founded_complaint = true, &[Zero]),
        ];
        for (at, (content, change, expected)) in table.into_iter().enumerate() {
            let mut dossier = dossier();
            change(&mut dossier);
            assert_eq!(dossier.points(content), expected, "row {at}, {content:?}");
        }
    }

    #[test]
    fn an_agency_is_scored_by_article_13() {
        type Change = fn(&mut AgencyHandling);
        let table: [(ScoredContent, Change, Points); 18] = [
            (ScoredContent::Reception, |_| {}, Two),
            (ScoredContent::Reception, |a| a.wholly_at_one_stop.part = 23, One),
            (ScoredContent::Reception, |a| a.level = ScoredLevel::District, One),
            (
                ScoredContent::Reception,
                |a| (a.level, a.wholly_at_one_stop.part) = (ScoredLevel::District, 60),
                Two,
            ),
            (
                ScoredContent::Reception,
                |a| (a.level, a.wholly_at_one_stop.part) = (ScoredLevel::Commune, 119),
                One,
            ),
            (
                ScoredContent::Reception,
                |a| (a.wholly_at_one_stop.part, a.received_at_one_stop.part) = (23, 119),
                Zero,
            ),
            (ScoredContent::Publicity, |_| {}, Two),
            (ScoredContent::Publicity, |a| a.posted = false, One),
            (ScoredContent::Publicity, |a| (a.posted, a.published_online) = (false, false), Zero),
            (ScoredContent::Complaints, |_| {}, Two),
            (ScoredContent::Complaints, |a| a.complaints_in_time = Share { part: 10, whole: 10 }, Two),
            (ScoredContent::Complaints, |a| a.complaints_in_time = Share { part: 9, whole: 10 }, One),
            (ScoredContent::Complaints, |a| a.complaints_in_time = Share { part: 89, whole: 100 }, Zero),
            (ScoredContent::Online, |_| {}, Two),
            (ScoredContent::Online, |a| a.online_dossiers.part = 299, One),
            (ScoredContent::Online, |a| a.online_dossiers.part = 149, Zero),
            (ScoredContent::Online, |a| a.online_overdue = true, One),
            (ScoredContent::Online, |a| a.online_dossiers = Share { part: 0, whole: 0 }, Zero),
        ];
        for (at, (content, change, expected)) in table.into_iter().enumerate() {
            let mut agency = agency();
            change(&mut agency);
            assert_eq!(agency.points(content), Some(expected), "row {at}, {content:?}");
        }
    }

    #[test]
    fn a_mean_is_rounded_to_one_decimal() {
        for (points, expected) in [
            (&[Two, One, Zero][..], "1,0"),
            (&[Two, Two, One], "1,7"),
            (&[Two, One, One], "1,3"),
            (&[Two, One, One, One], "1,3"),
            (&[One, Zero, Zero, Zero], "0,3"),
            (&[Zero], "0,0"),
        ] {
            assert_eq!(mean(points).map(|score| score.to_string()).as_deref(), Some(expected), "{points:?}");
        }
        assert_eq!(mean(&[]), None);
        // Three contents of 1,25 each are 1,3 each: rounding comes before the sum.
        let quarter = mean(&[Two, One, One, One]);
        assert_eq!(total([quarter, quarter, quarter, None]).to_string(), "3,9");
    }

    #[test]
    fn totals_are_graded_at_their_bounds() {
        let score = |tenths| Score { tenths };
        for (tenths, completion) in [
            (34, TaskCompletion::Below70),
            (35, TaskCompletion::From70),
            (49, TaskCompletion::From70),
            (50, TaskCompletion::Full),
            (100, TaskCompletion::Full),
        ] {
            assert_eq!(TaskCompletion::of(score(tenths)), completion, "{tenths}");
        }
        for (tenths, rating) in [
            (59, AgencyRating::Weak),
            (60, AgencyRating::Average),
            (90, AgencyRating::Fair),
            (119, AgencyRating::Fair),
            (120, AgencyRating::Good),
            (149, AgencyRating::Good),
            (150, AgencyRating::Excellent),
        ] {
            assert_eq!(AgencyRating::of(score(tenths)), rating, "{tenths}");
        }
    }

    #[test]
    fn the_rules_hold_from_2019_until_they_were_replaced() {
        for (day, holds) in
            [("2019-01-05", false), ("2019-01-06", true), ("2025-09-14", true), ("2025-09-15", false)]
        {
            assert_eq!(applies_on(day.parse().unwrap()), holds, "{day}");
        }
    }
}
