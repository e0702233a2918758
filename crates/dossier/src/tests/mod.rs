//! Tests that need a database: a small department with two procedures and one person in every role.

mod acts;
mod forms;
mod history;
mod inbox;
mod pages;
mod random;

use std::collections::BTreeSet;
use std::sync::Arc;

use ::store::{Db, StoreError, Tx};
use identity::acts::account::NewAccount;
use identity::acts::setup::{self, NewAgency};
use identity::acts::unit::NewUnit;
use identity::{IdentityRefused, UnitKind};
use kernel::{AccountId, Acting, DossierId, Instant, PersonId, Role, UnitId};
use testkit::AGENCY;

use crate::acts::{Filing, Receive, Received, Who, receive};
use crate::domain::{Channel, DossierRefused, Paper, PaperState, ReturnBy};
use crate::person::Person;
use crate::{Dossier, Office, Places};

/// 8 working days of the division LDVL, counted by days.
pub(crate) const BY_DAYS: &str = "1.000105";
/// 9 calendar days of the division NCC.
pub(crate) const BY_CALENDAR: &str = "1.010803";

/// Login, name, unit, role.
const PEOPLE: [(&str, &str, &str, Role); 10] = [
    ("tran.mai", "Trần Thị Mai", "mc", Role::CounterOfficer),
    ("le.huy", "Lê Quang Huy", "ldvl", Role::HeadOfDivision),
    ("thu.ha", "Nguyễn Thị Thu Hà", "ldvl", Role::Specialist),
    ("van.nam", "Phạm Văn Nam", "ldvl", Role::Specialist),
    ("ncc.truong", "Đỗ Văn Trưởng", "ncc", Role::HeadOfDivision),
    ("ncc.vien", "Vũ Thị Viên", "ncc", Role::Specialist),
    ("minh.tuan", "Phạm Minh Tuấn", "bgd", Role::Director),
    ("lan.anh", "Đỗ Thị Lan Anh", "vp", Role::Clerk),
    ("kiem.tra", "Trần Kiểm Tra", "vp", Role::Auditor),
    ("quan.tri", "Đỗ Quản Trị", "vp", Role::Administrator),
];

/// Login, account, unit, role.
type Colleague = (&'static str, AccountId, UnitId, Role);

/// The department in a database.
#[derive(Debug, Clone)]
pub(crate) struct Staffed {
    pub(crate) office: Office,
    people: Vec<Colleague>,
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn set_up_people(
    tx: &mut Tx<'_>,
    acting: &Acting,
    hash: &str,
) -> Result<(Places, Vec<Colleague>), IdentityRefused> {
    let agency = NewAgency {
        code: "H31.12".to_owned(),
        name: "Sở LĐTBXH".to_owned(),
        parent_name: "Tỉnh Hưng Yên".to_owned(),
    };
    setup::create_agency(tx, acting, &agency)?;
    let since = "2020-01-01".parse().unwrap();
    let mut units = std::collections::BTreeMap::new();
    for (place, (code, name, kind)) in [
        ("bgd", "Ban Giám đốc", UnitKind::Leadership),
        ("vp", "Văn phòng Sở", UnitKind::Division),
        ("mc", "Bộ phận Một cửa", UnitKind::Desk),
        ("ldvl", "Phòng Lao động, việc làm", UnitKind::Division),
        ("ncc", "Phòng Người có công", UnitKind::Division),
    ]
    .into_iter()
    .enumerate()
    {
        let (code, name) = (code.to_owned(), name.to_owned());
        let unit =
            NewUnit { code: code.clone(), name, kind, parent: None, place: place as i64, valid_from: since };
        units.insert(code, setup::create_unit(tx, acting, &unit)?);
    }
    let mut people = Vec::new();
    for (login, name, unit, role) in PEOPLE {
        let unit = units[unit];
        let account = NewAccount {
            login: login.to_owned(),
            name: name.to_owned(),
            unit: Some(unit),
            position: None,
            email: None,
            phone: None,
            password_hash: hash.to_owned(),
            must_change_password: false,
        };
        people.push((login, setup::create_account(tx, acting, &account, &[role], since)?, unit, role));
    }
    let places =
        Places { desk: Some(units["mc"]), office: Some(units["vp"]), leadership: Some(units["bgd"]) };
    Ok((places, people))
}

pub(crate) fn packages() -> Vec<(&'static str, &'static str)> {
    let wanted = |name: &str| [BY_DAYS, BY_CALENDAR].iter().any(|code| name.contains(code));
    procedure::builtin().iter().copied().filter(|(name, _)| wanted(name)).collect()
}

impl Staffed {
    /// Fills an empty, migrated database.
    pub(crate) fn fill(db: &Db, hash: &str) -> Self {
        let (program, hash) = (Self::program(), hash.to_owned());
        let (places, people) =
            db.write_now::<_, IdentityRefused>(move |tx| set_up_people(tx, &program, &hash)).unwrap();
        let program = Self::program();
        db.write_now::<_, procedure::ProcedureRefused>(move |tx| {
            procedure::import(tx, &program, &packages())
        })
        .unwrap();
        let office = Office { code_prefix: "H31.12".to_owned(), places, ..Office::default() };
        Self { office, people }
    }

    fn program() -> Acting {
        Acting {
            agency: AGENCY,
            actor: None,
            on_behalf_of: None,
            unit: None,
            roles: Arc::default(),
            permissions: Arc::default(),
            at: at("2022-01-04T08:00"),
        }
    }

    pub(crate) fn account(&self, login: &str) -> AccountId {
        self.people.iter().find(|person| person.0 == login).unwrap().1
    }

    /// Somebody acting at a moment, with what the roles allow.
    pub(crate) fn acting(&self, login: &str, when: &str) -> Acting {
        self.acting_at(login, at(when))
    }

    pub(crate) fn acting_at(&self, login: &str, at: Instant) -> Acting {
        let (_, account, unit, role) = *self.people.iter().find(|person| person.0 == login).unwrap();
        let allowed = crate::module().grants.iter().filter(|grant| grant.roles.contains(&role));
        Acting {
            agency: AGENCY,
            actor: Some(account),
            on_behalf_of: None,
            unit: Some(unit),
            roles: Arc::new(BTreeSet::from([role])),
            permissions: Arc::new(allowed.map(|grant| grant.permission).collect()),
            at,
        }
    }

    /// Who holds the open step.
    pub(crate) fn holder(&self, db: &Db, id: DossierId) -> &'static str {
        let work = db.read_now(move |tx| process::current(tx, id.get())).unwrap().unwrap();
        self.people.iter().find(|person| Some(person.1) == work.account).unwrap().0
    }

    pub(crate) fn run<T: Send + 'static>(
        &self,
        db: &Db,
        acting: Acting,
        mut act: impl FnMut(&mut Tx<'_>, &Office, &Acting) -> Result<T, DossierRefused> + Send + 'static,
    ) -> Result<T, DossierRefused> {
        let office = self.office.clone();
        db.write_now(move |tx| act(tx, &office, &acting))
    }

    pub(crate) fn receive(&self, db: &Db, procedure: &'static str, when: &str) -> Received {
        let acting = self.acting("tran.mai", when);
        self.run(db, acting, move |tx, office, acting| receive(tx, office, acting, &dossier_of(procedure)))
            .unwrap()
    }
}

pub(crate) fn person(name: &str, number: &str) -> Person {
    Person {
        id: PersonId(0),
        organisation: false,
        name: name.to_owned(),
        id_number: Some(number.to_owned()),
        born_on: "1958-05-12".parse().ok(),
        phone: Some("0984 555 221".to_owned()),
        email: None,
        address: "Thôn Đào Đặng, xã Trung Nghĩa".to_owned(),
        version: 1,
    }
}

/// A complete dossier of Bùi Thị Nhàn.
pub(crate) fn dossier_of(procedure: &str) -> Receive {
    Receive {
        procedure: procedure.to_owned(),
        case: "chung".to_owned(),
        channel: Channel::Counter,
        applicant: Who::New(person("Bùi Thị Nhàn", "033158004417")),
        filer_name: String::new(),
        summary: String::new(),
        return_by: ReturnBy::Counter,
        papers: vec![Paper {
            code: "gt-01".to_owned(),
            name: "Đơn đề nghị".to_owned(),
            n_originals: 1,
            n_copies: 0,
            state: PaperState::Valid,
            note: String::new(),
            file: None,
        }],
        received_at: None,
        filing: Filing::default(),
    }
}

pub(crate) fn migrations() -> Vec<::store::Migration> {
    let modules = [identity::module(), procedure::module(), process::module(), crate::module()];
    testkit::migrations(&modules)
}

/// Calls `test` with the department on each database at hand.
pub(crate) fn each(mut test: impl FnMut(&Db, &Staffed)) {
    ::store::testing::each_db(&migrations(), |db| {
        let staffed = Staffed::fill(&db, "no password");
        test(&db, &staffed);
    });
}

pub(crate) fn load(db: &Db, id: DossierId) -> Dossier {
    db.read_now::<_, StoreError>(move |tx| crate::store::find(tx, id)).unwrap()
}
