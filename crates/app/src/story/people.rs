//! The sample department: its divisions and staff, as of 1 January 2022. All people are invented.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use identity::UnitKind;
use identity::acts::setup::{NewAgency, create_account, create_agency, create_unit, set_head};
use identity::acts::{account::NewAccount, unit::NewUnit};
use kernel::{AccountId, Acting, AgencyId, Date, Instant, Role, UnitId};
use store::Tx;

use super::dice::Dice;
use super::names::person_name;

/// One who acts in the story.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) account: AccountId,
    pub(crate) unit: UnitId,
    pub(crate) roles: Arc<std::collections::BTreeSet<Role>>,
}

/// The department.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    pub(crate) members: BTreeMap<AccountId, Member>,
    pub(crate) units: BTreeMap<String, UnitId>,
}

impl Staff {
    /// The members of a unit who hold a role.
    pub(crate) fn holding(&self, unit: UnitId, role: Role) -> Vec<AccountId> {
        let suits = |member: &&Member| member.unit == unit && member.roles.contains(&role);
        self.members.values().filter(suits).map(|member| member.account).collect()
    }

    /// The unit of a code.
    pub(crate) fn unit(&self, code: &str) -> Option<UnitId> {
        self.units.get(code).copied()
    }
}

/// Code, name, kind, number of specialists.
const UNITS: [(&str, &str, UnitKind, usize); 10] = [
    ("BGD", "Ban Giám đốc", UnitKind::Leadership, 0),
    ("VP", "Văn phòng Sở", UnitKind::Division, 3),
    ("TTR", "Thanh tra Sở", UnitKind::Division, 3),
    ("NCC", "Phòng Người có công", UnitKind::Division, 6),
    ("BTXH", "Phòng Bảo trợ xã hội, Trẻ em và Bình đẳng giới", UnitKind::Division, 5),
    ("LDVL", "Phòng Lao động – Việc làm", UnitKind::Division, 6),
    ("GDNN", "Phòng Giáo dục nghề nghiệp", UnitKind::Division, 3),
    ("PCTNXH", "Phòng Phòng, chống tệ nạn xã hội", UnitKind::Division, 3),
    ("KHTC", "Phòng Kế hoạch – Tài chính", UnitKind::Division, 3),
    ("TTDVVL", "Trung tâm Dịch vụ việc làm", UnitKind::Subordinate, 4),
];

/// The accounts that the sign-in page lists: login, unit, position, role.
const NAMED: [(&str, &str, &str, &[Role]); 11] = [
    ("giam-doc", "BGD", "Giám đốc Sở", &[Role::Director]),
    ("pho-giam-doc", "BGD", "Phó Giám đốc Sở", &[Role::Director]),
    ("chanh-van-phong", "VP", "Chánh Văn phòng", &[Role::HeadOfDivision, Role::PlanCoordinator]),
    ("tiep-nhan", "MC", "Công chức Một cửa", &[Role::CounterOfficer]),
    ("van-thu", "VP", "Văn thư", &[Role::Clerk]),
    ("truong-phong", "NCC", "Trưởng phòng", &[Role::HeadOfDivision]),
    ("chuyen-vien", "NCC", "Chuyên viên", &[Role::Specialist]),
    ("ke-hoach", "VP", "Chuyên viên, đầu mối cải cách hành chính", &[Role::PlanCoordinator]),
    ("kiem-tra", "TTR", "Phó Chánh Thanh tra", &[Role::Auditor]),
    ("truong-phong-ld", "LDVL", "Trưởng phòng", &[Role::HeadOfDivision]),
    ("quan-tri", "VP", "Quản trị hệ thống", &[Role::Administrator]),
];

/// The logins of [`NAMED`].
pub(crate) const LISTED: [&str; 11] = {
    let mut logins = [""; 11];
    let mut rest: &[(&str, &str, &str, &[Role])] = &NAMED;
    let mut out: &mut [&str] = &mut logins;
    while let ([(login, ..), more @ ..], [place, places @ ..]) = (rest, out) {
        *place = login;
        rest = more;
        out = places;
    }
    logins
};

/// Makes the agency, its units and one administrator who must change the password.
pub(crate) fn found_empty(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    at: Instant,
    password_hash: &str,
) -> Result<Staff> {
    let mut founder = Founder::begin(tx, agency, at, password_hash)?;
    founder.new_password = true;
    founder.member(
        tx,
        ("quan-tri", Some("Quản trị hệ thống")),
        "VP",
        "Quản trị hệ thống",
        &[Role::Administrator],
    )?;
    Ok(founder.staff)
}

/// Makes the agency, its units and accounts.
pub(crate) fn found(tx: &mut Tx<'_>, agency: AgencyId, at: Instant, password_hash: &str) -> Result<Staff> {
    let mut founder = Founder::begin(tx, agency, at, password_hash)?;
    for (login, unit, position, roles) in NAMED {
        founder.member(tx, (login, None), unit, position, roles)?;
    }
    founder.rest(tx)?;
    Ok(founder.staff)
}

/// The program acting by itself.
pub(crate) fn system(agency: AgencyId, at: Instant) -> Acting {
    Acting {
        agency,
        actor: None,
        on_behalf_of: None,
        unit: None,
        roles: Arc::default(),
        permissions: Arc::default(),
        at,
    }
}

struct Founder {
    acting: Acting,
    since: Date,
    password_hash: String,
    new_password: bool,
    dice: Dice,
    staff: Staff,
}

impl Founder {
    fn begin(tx: &mut Tx<'_>, agency: AgencyId, at: Instant, password_hash: &str) -> Result<Self> {
        let mut founder = Self {
            acting: system(agency, at),
            since: at.date(),
            password_hash: password_hash.to_owned(),
            new_password: false,
            dice: Dice::new(5_119),
            staff: Staff::default(),
        };
        let new = NewAgency {
            code: "H31.12".to_owned(),
            name: "Sở Lao động – Thương binh và Xã hội".to_owned(),
            parent_name: "Tỉnh Hưng Yên".to_owned(),
        };
        create_agency(tx, &founder.acting, &new)?;
        founder.units(tx)?;
        Ok(founder)
    }

    fn units(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let mut place = 0;
        for (code, name, kind, _) in UNITS {
            place += 1;
            let parent = if code == "BGD" { None } else { self.staff.unit("BGD") };
            self.unit(tx, (code, name, kind), parent, place)?;
        }
        let office = self.staff.unit("VP");
        self.unit(tx, ("MC", "Bộ phận Tiếp nhận và Trả kết quả", UnitKind::Desk), office, place + 1)
    }

    fn unit(
        &mut self,
        tx: &mut Tx<'_>,
        (code, name, kind): (&str, &str, UnitKind),
        parent: Option<UnitId>,
        place: i64,
    ) -> Result<()> {
        let new = NewUnit {
            code: code.to_owned(),
            name: name.to_owned(),
            kind,
            parent,
            place,
            valid_from: self.since,
        };
        let id = create_unit(tx, &self.acting, &new)?;
        self.staff.units.insert(code.to_owned(), id);
        Ok(())
    }

    fn rest(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        for number in 2..=5 {
            self.member(
                tx,
                (&format!("tiep-nhan-{number}"), None),
                "MC",
                "Công chức Một cửa",
                &[Role::CounterOfficer],
            )?;
        }
        self.member(tx, ("van-thu-2", None), "VP", "Văn thư", &[Role::Clerk])?;
        for (code, _, kind, specialists) in UNITS {
            if kind == UnitKind::Leadership {
                continue;
            }
            let small = code.to_lowercase();
            let has_head = self
                .staff
                .unit(code)
                .is_some_and(|unit| !self.staff.holding(unit, Role::HeadOfDivision).is_empty());
            if !has_head {
                self.member(
                    tx,
                    (&format!("tp.{small}"), None),
                    code,
                    "Trưởng phòng",
                    &[Role::HeadOfDivision],
                )?;
            }
            if specialists > 3 {
                self.member(
                    tx,
                    (&format!("pp.{small}"), None),
                    code,
                    "Phó trưởng phòng",
                    &[Role::HeadOfDivision],
                )?;
            }
            for number in 1..=specialists {
                self.member(
                    tx,
                    (&format!("cv{number}.{small}"), None),
                    code,
                    "Chuyên viên",
                    &[Role::Specialist],
                )?;
            }
        }
        Ok(())
    }

    fn member(
        &mut self,
        tx: &mut Tx<'_>,
        (login, name): (&str, Option<&str>),
        unit: &str,
        position: &str,
        roles: &[Role],
    ) -> Result<()> {
        let unit = self.staff.unit(unit);
        let name = name.map_or_else(|| person_name(&mut self.dice), str::to_owned);
        let new = NewAccount {
            login: login.to_owned(),
            name,
            unit,
            position: Some(position.to_owned()),
            email: Some(format!("{login}@hungyen.gov.vn")),
            phone: None,
            password_hash: self.password_hash.clone(),
            must_change_password: self.new_password,
        };
        let account = create_account(tx, &self.acting, &new, roles, self.since)?;
        let Some(unit) = unit else { return Ok(()) };
        if position.starts_with("Trưởng") || position.starts_with("Chánh") || position.starts_with("Giám")
        {
            set_head(tx, &self.acting, unit, account)?;
        }
        let roles = Arc::new(roles.iter().copied().collect());
        self.staff.members.insert(account, Member { account, unit, roles });
        Ok(())
    }
}
