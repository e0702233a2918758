//! Tests that need a database: a small department, a dossier, its orders.

use std::collections::BTreeSet;
use std::sync::Arc;

use ::store::{Db, StoreError, Tx, journal};
use dossier::acts::{HandOver as Pass, NewResult, Receive, Who};
use dossier::domain::{Channel, Paper, PaperState, ReturnBy};
use dossier::person::Person;
use dossier::{DossierRefused, Office, Places, PublicStatus};
use identity::acts::account::NewAccount;
use identity::acts::setup::{self, NewAgency};
use identity::acts::unit::NewUnit;
use identity::{IdentityRefused, UnitKind};
use kernel::{AccountId, Acting, Clock, Dong, DossierId, FixedClock, Instant, PersonId, Role, UnitId};
use testkit::{AGENCY, DEMO_PASSWORD, TestApp};
use web::Module;

use crate::acts::{HandOver, Register, attach, cancel, hand_over, notify, register, settle_cod};
use crate::domain::{Contact, Leg, Notice, Order, PostalForm, PostalRefused, PostalState, ReportedBy};
use crate::simulator::Simulator;
use crate::{Carrier, Postal};

const PROCEDURE: &str = "1.000105";
const PEOPLE: [(&str, &str, Role); 5] = [
    ("tran.mai", "mc", Role::CounterOfficer),
    ("le.huy", "ldvl", Role::HeadOfDivision),
    ("thu.ha", "ldvl", Role::Specialist),
    ("minh.tuan", "bgd", Role::Director),
    ("lan.anh", "vp", Role::Clerk),
];

type Colleague = (&'static str, AccountId, UnitId, Role);

#[derive(Debug, Clone)]
struct Desk {
    postal: Postal,
    people: Vec<Colleague>,
}

fn modules() -> Vec<Module> {
    vec![identity::module(), procedure::module(), process::module(), dossier::module(), crate::module()]
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn program(when: &str) -> Acting {
    let all = modules().into_iter().flat_map(|module| module.grants.iter().map(|grant| grant.permission));
    Acting {
        agency: AGENCY,
        actor: None,
        on_behalf_of: None,
        unit: None,
        roles: Arc::default(),
        permissions: Arc::new(all.collect()),
        at: at(when),
    }
}

fn set_up(tx: &mut Tx<'_>, hash: &str) -> Result<(Places, Vec<Colleague>), IdentityRefused> {
    let acting = program("2022-01-04T08:00");
    let agency = NewAgency {
        code: "H31.12".to_owned(),
        name: "Sở LĐTBXH".to_owned(),
        parent_name: "Tỉnh Hưng Yên".to_owned(),
    };
    setup::create_agency(tx, &acting, &agency)?;
    let since = "2020-01-01".parse().unwrap();
    let mut units = std::collections::BTreeMap::new();
    for (code, kind) in [
        ("bgd", UnitKind::Leadership),
        ("vp", UnitKind::Division),
        ("mc", UnitKind::Desk),
        ("ldvl", UnitKind::Division),
    ] {
        let (code, name) = (code.to_owned(), format!("Đơn vị {code}"));
        let unit = NewUnit { code: code.clone(), name, kind, parent: None, place: 1, valid_from: since };
        units.insert(code, setup::create_unit(tx, &acting, &unit)?);
    }
    let mut people = Vec::new();
    for (login, unit, role) in PEOPLE {
        let unit = units[unit];
        let account = NewAccount {
            login: login.to_owned(),
            name: login.to_owned(),
            unit: Some(unit),
            position: None,
            email: None,
            phone: None,
            password_hash: hash.to_owned(),
            must_change_password: false,
        };
        people.push((login, setup::create_account(tx, &acting, &account, &[role], since)?, unit, role));
    }
    let places =
        Places { desk: Some(units["mc"]), office: Some(units["vp"]), leadership: Some(units["bgd"]) };
    Ok((places, people))
}

impl Desk {
    fn fill(db: &Db, hash: &str) -> Self {
        let hash = hash.to_owned();
        let (places, people) = db.write_now::<_, IdentityRefused>(move |tx| set_up(tx, &hash)).unwrap();
        db.write_now::<_, procedure::ProcedureRefused>(|tx| {
            let wanted = |name: &str| name.contains(PROCEDURE);
            let packages: Vec<_> =
                procedure::builtin().iter().copied().filter(|(name, _)| wanted(name)).collect();
            procedure::import(tx, &program("2022-01-04T08:00"), &packages)
        })
        .unwrap();
        let office = Office { code_prefix: "H31.12".to_owned(), places, ..Office::default() };
        Self { postal: Postal::new(office), people }
    }

    fn acting(&self, login: &str, when: &str) -> Acting {
        let (_, account, unit, role) = *self.people.iter().find(|person| person.0 == login).unwrap();
        let allowed = modules().into_iter().flat_map(|module| {
            module
                .grants
                .iter()
                .filter(move |grant| grant.roles.contains(&role))
                .map(|grant| grant.permission)
        });
        Acting {
            agency: AGENCY,
            actor: Some(account),
            on_behalf_of: None,
            unit: Some(unit),
            roles: Arc::new(BTreeSet::from([role])),
            permissions: Arc::new(allowed.collect()),
            at: at(when),
        }
    }

    /// A dossier received on Monday 07/03/2022.
    fn dossier(&self, db: &Db) -> DossierId {
        let (office, acting) = (self.postal.office.clone(), self.acting("tran.mai", "2022-03-07T08:30"));
        db.write_now::<_, DossierRefused>(move |tx| {
            Ok(dossier::acts::receive(tx, &office, &acting, &of_nhan())?.id)
        })
        .unwrap()
    }

    /// Works a dossier to its result.
    fn finish(&self, db: &Db, id: DossierId) {
        for hour in 0..12 {
            let office = self.postal.office.clone();
            let status =
                db.read_now(move |tx| Ok::<_, StoreError>(PublicStatus::of(&dossier::store::find(tx, id)?)));
            if status.unwrap() == PublicStatus::Finished {
                return;
            }
            let work = db.read_now(move |tx| process::current(tx, id.get())).unwrap().unwrap();
            let who = self.people.iter().find(|person| Some(person.1) == work.account).unwrap().0;
            let acting = self.acting(who, &format!("2022-03-08T{:02}:00", 8 + hour));
            let result =
                NewResult { number: "12/GP".to_owned(), name: "Giấy phép".to_owned(), publish: true };
            let cmd = Pass { to: None, opinion: String::new(), result: Some(result) };
            db.write_now::<_, DossierRefused>(move |tx| {
                dossier::acts::hand_over(tx, &office, &acting, (id, &cmd)).map(drop)
            })
            .unwrap();
        }
        panic!("the dossier does not come to an end");
    }

    fn run<T: Send + 'static>(
        &self,
        db: &Db,
        acting: Acting,
        mut act: impl FnMut(&mut Tx<'_>, &Postal, &Acting) -> Result<T, PostalRefused> + Send + 'static,
    ) -> Result<T, PostalRefused> {
        let postal = self.postal.clone();
        db.write_now(move |tx| act(tx, &postal, &acting))
    }

    fn order(&self, db: &Db, cmd: Register, when: &str) -> Result<Order, PostalRefused> {
        let acting = self.acting("lan.anh", when);
        self.run(db, acting, move |tx, postal, acting| register(tx, postal, acting, &cmd))
    }

    fn tell(
        &self,
        db: &Db,
        order: &Order,
        told: (&str, PostalState, &str),
        known: &str,
    ) -> Result<crate::acts::Heard, PostalRefused> {
        let notice = Notice {
            event: told.0.to_owned(),
            state: told.1,
            at: at(told.2),
            place: "Bưu cục Phố Hiến".to_owned(),
            note: String::new(),
            taken_by: "Bùi Văn Nam (con)".to_owned(),
            cod_collected: true,
            source: ReportedBy::Carrier,
        };
        let id = order.id;
        self.run(db, program(known), move |tx, postal, acting| notify(tx, postal, acting, (id, &notice)))
    }
}

fn of_nhan() -> Receive {
    let person = Person {
        id: PersonId(0),
        organisation: false,
        name: "Bùi Thị Nhàn".to_owned(),
        id_number: Some("033158004417".to_owned()),
        born_on: None,
        phone: Some("0984 555 221".to_owned()),
        email: None,
        address: "Thôn Đào Đặng, xã Trung Nghĩa".to_owned(),
        version: 1,
    };
    let paper = Paper {
        code: "gt-01".to_owned(),
        name: "Đơn đề nghị".to_owned(),
        n_originals: 1,
        n_copies: 0,
        state: PaperState::Valid,
        note: String::new(),
        file: None,
    };
    Receive {
        procedure: PROCEDURE.to_owned(),
        case: "chung".to_owned(),
        channel: Channel::Counter,
        applicant: Who::New(person),
        filer_name: String::new(),
        summary: String::new(),
        return_by: ReturnBy::Postal,
        papers: vec![paper],
        received_at: None,
        filing: dossier::acts::Filing::default(),
    }
}

fn delivery(dossier: Option<DossierId>) -> Register {
    let contact = |name: &str| Contact {
        name: name.to_owned(),
        phone: String::new(),
        address: "xã Trung Nghĩa".to_owned(),
    };
    Register {
        dossier,
        leg: Leg::Deliver,
        form: PostalForm::Receive,
        sender: contact("Sở LĐTBXH"),
        receiver: contact("Bùi Thị Nhàn"),
        content: "Giấy phép".to_owned(),
        weight: 100,
        cost: Dong(26_000),
        cod_amount: Dong(150_000),
    }
}

fn papers() -> Register {
    let swapped = delivery(None);
    Register {
        leg: Leg::Collect,
        form: PostalForm::Send,
        sender: swapped.receiver,
        receiver: swapped.sender,
        cod_amount: Dong(0),
        ..delivery(None)
    }
}

fn each(mut test: impl FnMut(&Db, &Desk)) {
    ::store::testing::each_db(&testkit::migrations(&modules()), |db| {
        let desk = Desk::fill(&db, "no password");
        test(&db, &desk);
    });
}

fn entries(db: &Db, id: i64) -> Vec<String> {
    let entries = db.read_now::<_, StoreError>(move |tx| journal::about(tx, id)).unwrap();
    entries.into_iter().map(|entry| entry.kind).collect()
}

#[test]
fn a_result_brought_home_is_a_result_returned_to_whom_the_proof_names() {
    each(|db, desk| {
        let dossier = desk.dossier(db);
        let order = desk.order(db, delivery(Some(dossier)), "2022-03-07T09:00").unwrap();
        assert_eq!(order.number, "BC-2022-000001");
        let take = |when: &str| {
            let cmd = HandOver { orders: vec![order.id], postman: "Lê Văn Bưu".to_owned() };
            desk.run(db, desk.acting("lan.anh", when), move |tx, postal, acting| {
                hand_over(tx, postal, acting, &cmd)
            })
        };
        assert!(matches!(take("2022-03-07T10:00"), Err(PostalRefused::NotReady(_))));
        desk.finish(db, dossier);
        let list = take("2022-03-09T08:00").unwrap();
        assert_eq!(
            (list.number.as_str(), list.n_orders, list.cod_amount),
            ("BK-2022-0001", 1, Dong(150_000))
        );
        // The carrier tells out of order and twice.
        let tell = |event: &str, state: PostalState, when: &str| {
            desk.tell(db, &order, (event, state, when), "2022-03-10T09:00").unwrap()
        };
        let failed = tell("e3", PostalState::Failed, "2022-03-09T15:00");
        assert!(failed.moved);
        let late = tell("e2", PostalState::InTransit, "2022-03-09T11:00");
        assert!(!late.moved && late.order.state == PostalState::Failed);
        assert!(tell("e2", PostalState::InTransit, "2022-03-09T11:00").repeated);
        let home = tell("e4", PostalState::Delivered, "2022-03-10T08:30");
        assert!(home.moved && home.result_returned);
        assert_eq!(home.order.taken_by, "Bùi Văn Nam (con)");
        assert_eq!(home.order.due_at, Some(at("2022-03-14T17:00")));
        assert!(tell("e4", PostalState::Delivered, "2022-03-10T08:30").repeated);
        let status =
            db.read_now::<_, StoreError>(move |tx| Ok(PublicStatus::of(&dossier::store::find(tx, dossier)?)));
        assert_eq!(status.unwrap(), PublicStatus::Returned);
        let told = ["postal.registered", "postal.notified", "postal.notified", "postal.delivered"];
        assert_eq!(entries(db, order.id.get()), told);
        assert_eq!(entries(db, list.id), ["postal.handed_over"]);
        // What the postman collected is paid to the agency once.
        let (id, clerk) = (order.id, "2022-03-15T09:00");
        let settle =
            move |tx: &mut Tx<'_>, _: &Postal, acting: &Acting| settle_cod(tx, acting, (id, "PT-118"));
        assert!(desk.run(db, desk.acting("lan.anh", clerk), settle).unwrap().cod_settled_at.is_some());
        assert!(matches!(desk.run(db, desk.acting("lan.anh", clerk), settle), Err(PostalRefused::NoCod)));
    });
}

#[test]
fn refusals_say_which_rule() {
    each(|db, desk| {
        let dossier = desk.dossier(db);
        let wrong = [
            (Register { form: PostalForm::Send, ..delivery(Some(dossier)) }, "form"),
            (delivery(None), "dossier"),
            (Register { receiver: Contact::default(), ..delivery(Some(dossier)) }, "contact"),
        ];
        for (cmd, what) in wrong {
            let refused = desk.order(db, cmd, "2022-03-07T09:00").unwrap_err();
            let fits = match what {
                "form" => matches!(refused, PostalRefused::FormWithoutLeg),
                "dossier" => matches!(refused, PostalRefused::DossierNeeded),
                _ => matches!(refused, PostalRefused::ContactMissing),
            };
            assert!(fits, "{what}: {refused}");
        }
        let order = desk.order(db, delivery(Some(dossier)), "2022-03-07T09:00").unwrap();
        let again = desk.order(db, delivery(Some(dossier)), "2022-03-07T09:05").unwrap_err();
        assert!(matches!(again, PostalRefused::OrderedBefore(_)));
        assert!(crate::labels::refused(&again).unwrap().contains(&order.number));
        let future =
            desk.tell(db, &order, ("e1", PostalState::Accepted, "2022-03-08T09:00"), "2022-03-07T10:00");
        assert!(matches!(future, Err(PostalRefused::Time)));
        let id = order.id;
        let off = desk.run(db, desk.acting("lan.anh", "2022-03-07T11:00"), move |tx, postal, acting| {
            cancel(tx, postal, acting, (id, "Người nộp đến nhận trực tiếp"))
        });
        assert_eq!(off.unwrap().state, PostalState::Cancelled);
        let outsider = desk.acting("thu.ha", "2022-03-07T12:00");
        let refused = desk.run(db, outsider, |tx, postal, acting| register(tx, postal, acting, &papers()));
        assert!(matches!(refused, Err(PostalRefused::Forbidden(_))));
    });
}

#[test]
fn the_legal_time_runs_from_the_receipt_not_from_the_postmark() {
    each(|db, desk| {
        let order = desk.order(db, papers(), "2022-03-04T09:00").unwrap();
        desk.tell(db, &order, ("e1", PostalState::Collected, "2022-03-04T15:00"), "2022-03-04T15:01")
            .unwrap();
        desk.tell(db, &order, ("e2", PostalState::Delivered, "2022-03-07T14:00"), "2022-03-07T14:01")
            .unwrap();
        // Received at 08:30, before the post came: these are not the papers of that dossier.
        let dossier = desk.dossier(db);
        let id = order.id;
        let tied = desk.run(db, desk.acting("lan.anh", "2022-03-07T15:00"), move |tx, _, acting| {
            attach(tx, acting, (id, dossier))
        });
        assert!(
            matches!(tied, Err(PostalRefused::ReceivedBeforePost(when)) if when == at("2022-03-07T14:00"))
        );
        let order = db.read_now::<_, StoreError>(move |tx| crate::find(tx, id)).unwrap();
        assert_eq!(order.postmark_on().unwrap().to_string(), "2022-03-04");
        assert_eq!(order.papers_received_at(), Some(at("2022-03-07T14:00")));
    });
}

#[test]
fn the_simulated_carrier_brings_everything_to_an_end_and_the_jobs_follow_it() {
    each(|db, desk| {
        let clock = Arc::new(FixedClock::new(at("2022-03-09T08:00")));
        let carrier = Simulator::new(clock.clone());
        let desk = Desk { postal: desk.postal.clone().with_carrier(Arc::new(carrier)), ..desk.clone() };
        let order = desk.order(db, papers(), "2022-03-09T08:00").unwrap();
        for _ in 0..130 {
            let now = clock.now();
            let taken =
                db.write_now::<_, StoreError>(move |tx| ::store::jobs::claim(tx, now, 10, 10)).unwrap();
            for job in taken {
                crate::run_job(&desk.postal, db, &job, now).unwrap();
                db.write_now::<_, StoreError>(move |tx| ::store::jobs::done(tx, &job, now)).unwrap();
            }
            clock.set(now.plus_minutes(60));
        }
        let id = order.id;
        let after = db.read_now::<_, StoreError>(move |tx| crate::find(tx, id)).unwrap();
        assert!(after.state.is_end(), "{:?}", after.state);
        assert!(after.tracking.is_some() && after.cost == Dong(26_000));
    });
}

#[test]
fn the_carrier_behind_http_is_the_same_carrier() {
    let clock = Arc::new(FixedClock::new(at("2022-03-09T08:00")));
    let simulator = Simulator::new(clock.clone());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let router = simulator.router();
    runtime.spawn(async move { axum::serve(listener, router).await.unwrap() });
    let carrier = crate::HttpCarrier::new(&format!("http://{address}/"), "HYN-01", "secret");
    let party = |name: &str, address: &str| crate::Party {
        name: name.to_owned(),
        phone: String::new(),
        address: address.to_owned(),
    };
    let consignment = crate::Consignment {
        customer_code: String::new(),
        order_number: "BC-2022-000007".to_owned(),
        cod_amount: 0,
        weight: 320,
        content: "Kết quả".to_owned(),
        sender: party("Sở", "Hưng Yên"),
        receiver: party("Bùi Thị Nhàn", "xã Trung Nghĩa"),
    };
    let placed = carrier.place(&consignment).unwrap();
    assert_eq!(placed.fee, 32_000);
    assert_eq!(carrier.place(&consignment).unwrap(), placed);
    clock.set(at("2022-03-20T08:00"));
    let told = carrier.track(&placed.tracking_number).unwrap();
    assert_eq!(told, simulator.track(&placed.tracking_number).unwrap());
    assert!(told.last().unwrap().state.is_end());
    let nowhere = crate::Consignment { receiver: party("A", ""), ..consignment };
    assert!(matches!(carrier.place(&nowhere), Err(crate::CarrierError::Refused(_))));
}

#[test]
fn a_clerk_orders_hands_over_and_enters_the_delivery_on_the_pages() {
    TestApp::each(
        modules,
        |db| Arc::new(identity::Sessions::new(db)),
        |app| {
            let desk = Desk::fill(app.db(), &identity::password::hash(DEMO_PASSWORD).unwrap());
            let mut extensions = web::Extensions::new();
            let office = Office { annexes: vec![crate::ANNEX], ..desk.postal.office.clone() };
            extensions.insert(office.clone());
            extensions.insert(desk.postal.clone());
            app.app.extend(extensions);
            let id = desk.dossier(app.db());
            desk.finish(app.db(), id);
            let code = app.read(move |tx| Ok(dossier::store::find(tx, id)?.code));
            let mut clerk = app.sign_in("lan.anh");
            clerk.get(&format!("/ho-so/{code}"));
            assert!(clerk.page().says("Bưu chính"), "{}", clerk.page().text());
            clerk.get(&format!("/ho-so/{code}/buu-chinh"));
            assert!(clerk.page().says("Hồ sơ chưa có đơn bưu chính"));
            clerk.get(&format!("/buu-chinh/moi?ho-so={code}"));
            let wrong = clerk.submit("Đặt đơn", &[("Địa chỉ người nhận", ""), ("Cước (đồng)", "hai mươi")]);
            assert_eq!(wrong.status, 422);
            assert_eq!(wrong.texts(".govuk-error-summary li").len(), 2);
            assert_eq!(wrong.attributes("#cuoc", "value"), ["hai mươi"]);
            clerk.submit("Đặt đơn", &[("Địa chỉ người nhận", "xã Trung Nghĩa"), ("Cước (đồng)", "26.000")]);
            assert_eq!(clerk.page().path, "/buu-chinh/BC-2022-000001", "{}", clerk.page().text());
            clerk.get("/buu-chinh/ban-giao");
            assert_eq!(clerk.submit("Bàn giao và lập bảng kê", &[]).status, 422);
            clerk.submit("Bàn giao và lập bảng kê", &[("Bưu tá nhận bàn giao", "Lê Văn Bưu")]);
            assert!(clerk.page().says("BẢNG KÊ BÀN GIAO BƯU GỬI"), "{}", clerk.page().text());
            clerk.get("/buu-chinh?loc=chuyen");
            assert!(clerk.page().says("Bưu tá đã lấy hàng"));
            app.set_clock("2022-03-16T10:00");
            let mut clerk = app.sign_in("lan.anh");
            clerk.get("/buu-chinh/BC-2022-000001");
            let told = [("Trạng thái", "Đã phát"), ("Giờ", "09:30"), ("Người ký nhận (khi đã phát)", "")];
            assert_eq!(clerk.submit("Ghi trạng thái", &told).status, 422);
            clerk.submit("Ghi trạng thái", &[("Người ký nhận (khi đã phát)", "Bùi Văn Nam")]);
            assert!(clerk.page().says("hồ sơ đã trả kết quả"), "{}", clerk.page().text());
            let file = clerk.get("/buu-chinh/xuat.csv?loc=xong");
            assert!(file.html.contains("BC-2022-000001"));
            let mut specialist = app.sign_in("thu.ha");
            assert_eq!(specialist.get("/buu-chinh/moi").status, 403);
        },
    );
}
