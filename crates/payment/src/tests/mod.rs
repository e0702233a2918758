//! Tests that need a database: a counter, a specialist, a head and a clerk; a procedure with a charge.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ::store::{Db, Tx};
use dossier::acts::{Receive, Who};
use dossier::domain::{Channel, Paper, PaperState, ReturnBy};
use dossier::{Office, Places};
use identity::acts::account::NewAccount;
use identity::acts::setup::{self, NewAgency};
use identity::acts::unit::NewUnit;
use identity::{IdentityRefused, UnitKind};
use kernel::{AccountId, Acting, Dong, DossierId, Instant, PersonId, Role, UnitId};
use testkit::AGENCY;

use crate::acts::{self, AskRefund, CancelReceipt, Collect, DecideRefund, NewBook, OrderWish};
use crate::domain::{DifferenceKind, Method, PaymentRefused, Typed};
use crate::gateway::{NewOrder, Platform};

const CHARGED: &str = "2.000205";

#[derive(Clone)]
struct Town {
    office: Office,
    people: People,
    case: String,
}

/// Who works there: role, account, unit.
type People = Vec<(Role, AccountId, UnitId)>;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn program() -> Acting {
    acts::program(AGENCY, at("2022-01-04T08:00"))
}

fn people(tx: &mut Tx<'_>, acting: &Acting) -> Result<(Places, People), IdentityRefused> {
    let agency =
        NewAgency { code: "H31.12".to_owned(), name: "Sở".to_owned(), parent_name: "Tỉnh".to_owned() };
    setup::create_agency(tx, acting, &agency)?;
    let since = "2020-01-01".parse().unwrap();
    let mut units = BTreeMap::new();
    for (place, (code, kind)) in [
        ("bgd", UnitKind::Leadership),
        ("vp", UnitKind::Division),
        ("mc", UnitKind::Desk),
        ("ldvl", UnitKind::Division),
        ("ncc", UnitKind::Division),
    ]
    .into_iter()
    .enumerate()
    {
        let unit = NewUnit {
            code: code.to_owned(),
            name: code.to_owned(),
            kind,
            parent: None,
            place: place as i64,
            valid_from: since,
        };
        units.insert(code, setup::create_unit(tx, acting, &unit)?);
    }
    let mut out = Vec::new();
    for (login, unit, role) in [
        ("mai", "mc", Role::CounterOfficer),
        ("ha", "ldvl", Role::Specialist),
        ("huy", "ldvl", Role::HeadOfDivision),
        ("tuan", "bgd", Role::Director),
        ("anh", "vp", Role::Clerk),
    ] {
        let account = NewAccount {
            login: login.to_owned(),
            name: login.to_owned(),
            unit: Some(units[unit]),
            position: None,
            email: None,
            phone: None,
            password_hash: "none".to_owned(),
            must_change_password: false,
        };
        out.push((role, setup::create_account(tx, acting, &account, &[role], since)?, units[unit]));
    }
    Ok((Places { desk: Some(units["mc"]), office: Some(units["vp"]), leadership: Some(units["bgd"]) }, out))
}

impl Town {
    fn fill(db: &Db) -> Self {
        let acting = program();
        let (places, people) = db.write_now::<_, IdentityRefused>(move |tx| people(tx, &acting)).unwrap();
        let packages: Vec<_> =
            procedure::builtin().iter().copied().filter(|(name, _)| name.contains(CHARGED)).collect();
        let acting = program();
        db.write_now::<_, procedure::ProcedureRefused>(move |tx| procedure::import(tx, &acting, &packages))
            .unwrap();
        let office = Office { code_prefix: "H31.12".to_owned(), places, ..Office::default() };
        let catalogue = office.catalogue.clone();
        let current = db.read_now(move |tx| catalogue.current(tx, AGENCY, CHARGED)).unwrap().unwrap();
        let case = current.procedure.cases[0].code.clone();
        let town = Self { office, people, case };
        let clerk = town.acting(Role::Clerk, at("2022-03-01T08:00"));
        let book = NewBook {
            form_symbol: "01BLP2-001".to_owned(),
            series: "HY-22T".to_owned(),
            first: 1,
            last: 500,
        };
        db.write_now(move |tx| acts::open_book(tx, &clerk, &book)).unwrap();
        town
    }

    fn acting(&self, role: Role, at: Instant) -> Acting {
        let (_, account, unit) = *self.people.iter().find(|person| person.0 == role).unwrap();
        let grants = [dossier::module(), crate::module()];
        let allowed =
            grants.iter().flat_map(|module| module.grants).filter(|grant| grant.roles.contains(&role));
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

    fn run<T: Send + 'static>(
        &self,
        db: &Db,
        (role, at): (Role, Instant),
        mut act: impl FnMut(&mut Tx<'_>, &Office, &Acting) -> Result<T, PaymentRefused> + Send + 'static,
    ) -> Result<T, PaymentRefused> {
        let (office, acting) = (self.office.clone(), self.acting(role, at));
        db.write_now(move |tx| act(tx, &office, &acting))
    }

    /// A dossier that owes 600.000 đồng.
    fn owing(&self, db: &Db, at: Instant) -> DossierId {
        let cmd = Receive {
            procedure: CHARGED.to_owned(),
            case: self.case.clone(),
            channel: Channel::Counter,
            applicant: Who::New(dossier::person::Person {
                id: PersonId(0),
                organisation: true,
                name: "Công ty A".to_owned(),
                id_number: None,
                born_on: None,
                phone: None,
                email: None,
                address: "Hưng Yên".to_owned(),
                version: 1,
            }),
            filer_name: String::new(),
            summary: String::new(),
            return_by: ReturnBy::Counter,
            papers: vec![Paper {
                code: "gt-01".to_owned(),
                name: "Đơn".to_owned(),
                n_originals: 1,
                n_copies: 0,
                state: PaperState::Valid,
                note: String::new(),
                file: None,
            }],
            received_at: None,
            filing: dossier::acts::Filing::default(),
        };
        self.run(db, (Role::CounterOfficer, at), move |tx, office, acting| {
            let id = dossier::acts::receive(tx, office, acting, &cmd)?.id;
            let typed = Typed {
                amounts: vec![Some(Dong(600_000))],
                legal_basis: "Nghị quyết của HĐND tỉnh".to_owned(),
                exemption: None,
            };
            acts::assess(tx, office, acting, (id, &typed))?;
            Ok(id)
        })
        .unwrap()
    }

    fn collect(
        &self,
        db: &Db,
        id: DossierId,
        at: Instant,
        seen: Option<i64>,
    ) -> Result<crate::domain::FeeReceipt, PaymentRefused> {
        let cmd = Collect {
            method: Method::Cash,
            amount: Dong(600_000),
            payer: "Công ty A".to_owned(),
            payer_address: String::new(),
            seen,
        };
        self.run(db, (Role::CounterOfficer, at), move |tx, office, acting| {
            acts::collect(tx, office, acting, (id, &cmd))
        })
    }

    fn order(
        &self,
        db: &Db,
        platform: &Platform,
        (id, at): (DossierId, Instant),
        number: i64,
    ) -> Result<String, PaymentRefused> {
        let mut wish = OrderWish::new(&platform.secret, "H", Dong(600_000), at, number);
        wish.pay_url = platform.gateway.create(&NewOrder {
            code: wish.code.clone(),
            amount: wish.amount,
            description: String::new(),
            at,
            expires_at: wish.expires_at,
            notify_url: String::new(),
            return_url: String::new(),
        })?;
        let code = wish.code.clone();
        self.run(db, (Role::CounterOfficer, at), move |tx, office, acting| {
            acts::create_order(tx, office, acting, (id, &wish))
        })?;
        Ok(code)
    }
}

fn each(mut test: impl FnMut(&Db, &Town)) {
    let modules =
        [identity::module(), procedure::module(), process::module(), dossier::module(), crate::module()];
    ::store::testing::each_db(&testkit::migrations(&modules), |db| {
        let town = Town::fill(&db);
        test(&db, &town);
        let findings = db.read_now(|tx| crate::audit(tx, AGENCY)).unwrap();
        assert!(findings.is_empty(), "{findings:?}");
    });
}

#[test]
fn a_duty_is_collected_once_against_a_receipt_and_refunded_by_two_people() {
    each(|db, town| {
        let id = town.owing(db, at("2022-03-07T09:00"));
        let receipt = town.collect(db, id, at("2022-03-07T09:10"), Some(1)).unwrap();
        assert_eq!(receipt.reference(), "HY-22T 0000001");
        let second = town.collect(db, id, at("2022-03-07T09:11"), Some(1));
        assert!(matches!(second, Err(PaymentRefused::Store(::store::StoreError::Conflict))));
        let second = town.collect(db, id, at("2022-03-07T09:11"), None);
        assert!(matches!(second, Err(PaymentRefused::PaidAlready)));
        // A cancelled receipt keeps its number; the next one gets the next.
        let (receipt_id, cmd) = (receipt.id, CancelReceipt { reason: "Ghi sai tên".to_owned() });
        town.run(db, (Role::CounterOfficer, at("2022-03-07T09:20")), move |tx, _, acting| {
            acts::cancel_receipt(tx, acting, (receipt_id, &cmd))
        })
        .unwrap();
        let again = town.collect(db, id, at("2022-03-07T09:30"), None).unwrap();
        assert_eq!(again.number, 2);
        let ask = |amount: i64| AskRefund {
            amount: Dong(amount),
            method: Method::Transfer,
            reason: "Thu nhầm".to_owned(),
            legal_basis: "Luật".to_owned(),
        };
        let too_much = ask(600_001);
        let refused = town.run(db, (Role::HeadOfDivision, at("2022-03-08T09:00")), move |tx, _, acting| {
            acts::ask_refund(tx, acting, (id, &too_much))
        });
        assert!(matches!(refused, Err(PaymentRefused::RefundTooLarge { .. })));
        let half = ask(300_000);
        let refund = town
            .run(db, (Role::HeadOfDivision, at("2022-03-08T09:00")), move |tx, _, acting| {
                acts::ask_refund(tx, acting, (id, &half))
            })
            .unwrap();
        let decide = |role| {
            let (refund, cmd) = (refund.id, DecideRefund { approve: true, note: String::new() });
            town.run(db, (role, at("2022-03-08T10:00")), move |tx, _, acting| {
                acts::decide_refund(tx, acting, (refund, &cmd))
            })
        };
        assert!(matches!(decide(Role::HeadOfDivision), Err(PaymentRefused::SamePerson)));
        decide(Role::Director).unwrap();
        assert!(matches!(decide(Role::Director), Err(PaymentRefused::DecidedAlready)));
    });
}

#[test]
fn an_order_is_settled_by_a_confirmed_notification_or_the_statement_and_each_difference_is_named() {
    each(|db, town| {
        let platform = Platform::simulated();
        let simulator = platform.simulator.clone().unwrap();
        let now = at("2022-03-07T10:00");
        let pay = |number: i64| {
            let id = town.owing(db, at("2022-03-07T09:00"));
            let code = town.order(db, &platform, (id, now), number).unwrap();
            (id, code.clone(), simulator.pay(&code, now).unwrap())
        };
        let notified = |body: &serde_json::Value| {
            crate::notified(db, (&platform, &town.office), (AGENCY, now), body).unwrap()
        };
        let settled = |id: DossierId| {
            db.read_now::<_, ::store::StoreError>(move |tx| dossier::store::find(tx, id)).unwrap().paid_online
        };
        // Notified: settles once, a repeat changes nothing, a forged one is not read.
        let (first, _, (_, body)) = pay(1);
        let mut forged = body.clone();
        forged["SoTien"] = "1".into();
        assert_eq!(notified(&forged), None);
        assert!(!settled(first), "the payment alone settles nothing");
        assert_eq!(notified(&body), Some(acts::NoticeOutcome::Settled));
        assert_eq!(notified(&body), Some(acts::NoticeOutcome::Repeated));
        assert!(settled(first));
        // Notification lost: the statement settles.
        let (second, ..) = pay(2);
        // Paid twice: one settles, the other is named.
        let (_, code, (_, body)) = pay(3);
        notified(&body);
        let (_, other) = simulator.pay(&code, now).unwrap();
        assert_eq!(notified(&other), Some(acts::NoticeOutcome::Doubted));
        // Lost at the platform.
        let (_, _, (line, body)) = pay(4);
        notified(&body);
        simulator.forget_payment(&line.transaction);
        let clerk = town.acting(Role::Clerk, at("2022-03-07T17:00"));
        let found = crate::settle_and_reconcile(db, (&platform, &town.office), &clerk, now.date()).unwrap();
        assert!(settled(second));
        assert!(found.is_explained(), "{found:?}");
        let kinds: Vec<_> = found.differences.iter().map(|difference| difference.kind).collect();
        assert_eq!(kinds, [DifferenceKind::MissingThere, DifferenceKind::Doubled]);
    });
}
