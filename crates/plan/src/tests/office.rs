//! A department with a plan: units, accounts, indicators, and records in memory that are counted as acts announce them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use identity::acts::account::NewAccount;
use identity::acts::setup::{self, NewAgency};
use identity::acts::unit::NewUnit;
use identity::{IdentityRefused, UnitKind};
use indicator::Engine;
use kernel::{
    Acting, AgencyId, Date, Fact, FactChange, FactSchema, FieldKind, FieldSpec, Role, UnitId, Value,
};
use store::{Db, FactPage, FactQuery, Measure, Record, StoreError, Tx};
use testkit::{AGENCY, DEMO_PASSWORD, TestApp};

use crate::acts;

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

const fn field(name: &'static str, kind: FieldKind, optional: bool) -> FieldSpec {
    FieldSpec { name, kind, optional, label: name, meaning: name }
}

static DOSSIER: FactSchema = FactSchema {
    subject: "dossier",
    label: "hồ sơ",
    fields: &[
        field("unit_id", FieldKind::Int, false),
        field("ended_on", FieldKind::Date, false),
        field("late", FieldKind::Bool, false),
        field("online", FieldKind::Bool, false),
    ],
};

/// Records in memory.
pub(super) struct Records(Mutex<BTreeMap<i64, (Date, Fact)>>);

impl Records {
    /// A dossier ended on `ended_on`, known on the same day or later.
    pub(super) fn add(&self, tx: &mut Tx<'_>, row: &Row) -> Result<(), StoreError> {
        let id = self.0.lock().unwrap().len() as i64 + 1;
        let values = [row.unit.get().into(), row.ended_on.into(), row.late.into(), row.online.into()];
        let fact = Fact(values.into_iter().collect::<Vec<Value>>().into());
        self.0.lock().unwrap().insert(id, (row.known_on, fact.clone()));
        tx.announce(&FactChange {
            agency: AGENCY,
            subject: "dossier",
            id,
            known_on: row.known_on,
            before: None,
            after: Some(fact),
        })
    }

    fn known(&self, as_of: Date) -> Vec<(i64, Fact)> {
        let rows = self.0.lock().unwrap();
        let known = rows.iter().filter(|(_, (since, _))| *since <= as_of);
        known.map(|(id, (_, fact))| (*id, fact.clone())).collect()
    }
}

/// A dossier.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) unit: UnitId,
    pub(super) ended_on: Date,
    pub(super) known_on: Date,
    pub(super) late: bool,
    pub(super) online: bool,
}

impl Measure for Records {
    fn schema(&self) -> &'static FactSchema {
        &DOSSIER
    }

    fn on_day(
        &self,
        _: &mut Tx<'_>,
        query: &FactQuery,
        field: usize,
        day: Date,
    ) -> Result<Vec<(i64, Fact)>, StoreError> {
        let mut facts = self.known(query.as_of);
        facts.retain(|(_, fact)| fact.date(field) == Some(day));
        Ok(facts)
    }

    fn page(&self, _: &mut Tx<'_>, query: &FactQuery, after: i64, _: i64) -> Result<FactPage, StoreError> {
        let facts = self.known(query.as_of).into_iter().filter(|(id, _)| *id > after).collect();
        Ok(FactPage { facts, next: None })
    }

    fn records(&self, _: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Record>, StoreError> {
        let record = |id: &i64| Record {
            id: *id,
            code: format!("HS-{id}"),
            title: format!("Hồ sơ số {id}"),
            href: format!("/ho-so/HS-{id}"),
            note: "chờ xác minh".to_owned(),
        };
        Ok(ids.iter().map(record).collect())
    }
}

const ON_TIME: &str = r#"
code = "ho-so-dung-han"
version = 1
title = "Tỷ lệ hồ sơ đúng hạn"
subject = "dossier"
counts = 'true'
meets = '!dossier.late'
on = "ended_on"
unit = "%"
decimals = 2
better = "higher"
numerator = "Hồ sơ trả đúng hạn"
denominator = "Hồ sơ đã trả"
legal_basis = ["Kế hoạch 1, mục 2 điểm a"]
"#;

const ONLINE: &str = r#"
code = "ho-so-nop-truc-tuyen"
version = 1
title = "Tỷ lệ hồ sơ nộp trực tuyến"
subject = "dossier"
counts = 'true'
meets = 'dossier.online'
on = "ended_on"
unit = "%"
decimals = 1
better = "higher"
numerator = "Hồ sơ nộp trực tuyến"
denominator = "Hồ sơ đã trả"
legal_basis = ["Kế hoạch 1, mục 2 điểm h"]
"#;

const STOCK: &str = r#"
code = "ho-so-da-luu"
version = 1
title = "Tỷ lệ hồ sơ trực tuyến đang lưu"
subject = "dossier"
counts = 'true'
meets = 'dossier.online'
stock = true
unit = "%"
decimals = 1
better = "higher"
numerator = "Hồ sơ trực tuyến"
denominator = "Hồ sơ đang lưu"
legal_basis = ["Kế hoạch 1, mục 2 điểm i"]
"#;

/// A plan with a promise of each kind.
pub(super) const PLAN: &str = r#"
number = "1/KH-SLĐTBXH"
date = "2021-12-31"
title = "Kế hoạch cải cách hành chính năm 2022"
year = 2022
agency = "Sở"

[[groups]]
code = "2"
title = "Cải cách thủ tục hành chính"
[[groups.targets]]
code = "2.a1"
title = "Hồ sơ đúng hạn"
source = "100% hồ sơ được trả đúng hạn."
kind = "ratio"
comparator = ">="
value = 100
unit = "%"
window = "2022-01-01..2022-12-31"
responsible = "VP"
indicator = "ho-so-dung-han"
[[groups.targets]]
code = "2.a2"
title = "Hồ sơ không trễ quá nhiều"
source = "Ít nhất 90% hồ sơ đúng hạn."
kind = "ratio"
comparator = ">="
value = 90
unit = "%"
window = "2022-01-01..2022-12-31"
responsible = "VP"
indicator = "ho-so-dung-han"
[[groups.targets]]
code = "2.h3"
title = "Mỗi phòng có tối thiểu 40% hồ sơ trực tuyến"
source = "Tỷ lệ hồ sơ trực tuyến đạt tối thiểu 40% của mỗi phòng."
kind = "ratio"
comparator = ">="
value = 40
unit = "%"
window = "2022-01-01..2022-12-31"
responsible = "VP"
indicator = "ho-so-nop-truc-tuyen"
in_every_unit = true
[[groups.targets]]
code = "2.i"
title = "Hồ sơ trực tuyến đang lưu"
source = "Ít nhất 50% hồ sơ đang lưu là trực tuyến."
kind = "ratio"
comparator = ">="
value = 50
unit = "%"
window = "2022-01-01..2022-12-31"
responsible = "NCC"
indicator = "ho-so-da-luu"
[[groups.targets]]
code = "2.k"
title = "Chỉ số chưa có"
source = "Ít nhất 50% chưa có."
kind = "ratio"
comparator = ">="
value = 50
unit = "%"
window = "2022-01-01..2022-12-31"
responsible = "NCC"
indicator = "chua-co"

[[groups]]
code = "6"
title = "Chính quyền điện tử"
[[groups.targets]]
code = "6.a"
title = "Văn bản điện tử được ký số"
source = "100% văn bản được ký số."
kind = "ratio"
comparator = ">="
value = 100
unit = "%"
window = "2022-01-01..2022-12-31"
responsible = "VP"
awaits = "văn bản"
[[groups.targets]]
code = "6.b"
title = "Cung cấp đầy đủ thông tin trên Cổng"
source = "Cung cấp đầy đủ thông tin trên Cổng thông tin điện tử Sở."
kind = "milestone"
window = "2022-01-01..2022-06-30"
responsible = "VP"
milestone = true

[[groups]]
code = "M"
title = "Chỉ số do tỉnh công bố"
[[groups.targets]]
code = "M.1"
title = "PAPI nhóm Tốt"
source = "PAPI nằm trong nhóm đánh giá Tốt."
kind = "grade"
comparator = ">="
value = "Tốt"
window = "2022-01-01..2022-12-31"
responsible = "VP"
publication = "PAPI"
[[groups.targets]]
code = "M.4"
title = "Xếp hạng SIPAS cao hơn 01 bậc"
source = "Chỉ số SIPAS cao hơn 01 bậc so với năm 2021."
kind = "rank"
comparator = ">="
value = 1
unit = "bậc"
direction = "up"
window = "2022-01-01..2022-12-31"
baseline = "năm 2021"
responsible = "VP"
publication = "SIPAS"
"#;

/// Name of that plan in addresses.
pub(super) const SLUG: &str = "kh-1-2022";

/// Units that the plans name.
const UNITS: [&str; 9] = ["VP", "TTR", "NCC", "BTXH", "LDVL", "GDNN", "PCTNXH", "KHTC", "TTDVVL"];

/// The department.
pub(super) struct Office {
    pub(super) app: TestApp,
    pub(super) engine: Arc<Engine>,
    pub(super) records: Arc<Records>,
    pub(super) units: BTreeMap<&'static str, UnitId>,
}

fn people(
    tx: &mut Tx<'_>,
    acting: &Acting,
    hash: &str,
) -> Result<BTreeMap<&'static str, UnitId>, IdentityRefused> {
    let agency = NewAgency {
        code: "H31.12".to_owned(),
        name: "Sở LĐTBXH".to_owned(),
        parent_name: "Tỉnh Hưng Yên".to_owned(),
    };
    setup::create_agency(tx, acting, &agency)?;
    let mut units = BTreeMap::new();
    for (place, code) in UNITS.into_iter().enumerate() {
        let unit = NewUnit {
            code: code.to_owned(),
            name: format!("Phòng {code}"),
            kind: UnitKind::Division,
            parent: None,
            place: place as i64,
            valid_from: day("2010-01-01"),
        };
        units.insert(code, setup::create_unit(tx, acting, &unit)?);
    }
    for (login, unit, roles) in [
        ("dau.moi", "VP", vec![Role::PlanCoordinator]),
        ("chuyen.vien", "NCC", vec![Role::Specialist]),
        ("nguoi.dan", "VP", vec![Role::Citizen]),
    ] {
        let new = NewAccount {
            login: login.to_owned(),
            name: "Vũ Đức Long".to_owned(),
            unit: units.get(unit).copied(),
            position: None,
            email: None,
            phone: None,
            password_hash: hash.to_owned(),
            must_change_password: false,
        };
        setup::create_account(tx, acting, &new, &roles, day("2020-01-01"))?;
    }
    Ok(units)
}

impl Office {
    /// Calls `test` with an office on each database at hand; the clock stands at 09:00 on 15/03/2022.
    pub(super) fn each(test: impl Fn(Self)) {
        let modules = || vec![identity::module(), indicator::module(), crate::module()];
        let sessions = |db: Db| Arc::new(identity::Sessions::new(db)) as Arc<dyn web::Sessions>;
        TestApp::each(modules, sessions, |app| {
            let records = Arc::new(Records(Mutex::default()));
            let engine = Engine::new(vec![records.clone()]);
            app.db().observe(engine.clone());
            let mut extensions = web::Extensions::new();
            extensions.insert(engine.clone());
            app.app.extend(extensions);
            let hash = identity::password::hash(DEMO_PASSWORD).unwrap();
            let units = app.write(move |tx, acting| people(tx, acting, &hash));
            let counting = engine.clone();
            app.write(move |tx, acting| {
                let files = [
                    ("ho-so-dung-han.toml", ON_TIME),
                    ("ho-so-nop-truc-tuyen.toml", ONLINE),
                    ("ho-so-da-luu.toml", STOCK),
                ];
                indicator::acts::import(tx, &counting, acting, &files)
                    .map_err(|refused| panic!("{refused}"))
                    .map_err(|(): ()| StoreError::Missing)
            });
            app.write(|tx, acting| acts::import(tx, acting, PLAN));
            test(Self { app, engine, records, units });
        });
    }

    /// `all` dossiers of a unit in the month of `month`, of which `late` are late and `online` came in online.
    pub(super) fn work(&self, unit: &'static str, month: &str, (all, late, online): (i32, i32, i32)) {
        let (first, unit, records) = (day(month), self.units[unit], self.records.clone());
        self.app.write::<_, StoreError>(move |tx, _| {
            for number in 0..all {
                let ended_on = first.plus(number % 28);
                let row =
                    Row { unit, ended_on, known_on: ended_on, late: number < late, online: number < online };
                records.add(tx, &row)?;
            }
            Ok(())
        });
    }

    /// Puts the clock to 09:00 of a day.
    pub(super) fn at(&self, day: &str) {
        self.app.set_clock(&format!("{day}T09:00"));
    }
}

/// The agency of every office.
pub(super) const fn agency() -> AgencyId {
    AGENCY
}
