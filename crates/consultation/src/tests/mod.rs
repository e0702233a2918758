//! Tests that need a database: a small department, a dossier, questions about it, another agency.

use std::collections::BTreeSet;
use std::sync::Arc;

use ::store::{Db, StoreError, Tx, journal};
use dossier::acts::{Filing, HandOver, Receive, Who};
use dossier::domain::{Channel, Paper, PaperState, ReturnBy};
use dossier::person::Person;
use dossier::{DossierRefused, Office, Places};
use identity::acts::account::NewAccount;
use identity::acts::setup::{self, NewAgency};
use identity::acts::unit::NewUnit;
use identity::{IdentityRefused, UnitKind};
use kernel::{AccountId, Acting, DossierId, Instant, PersonId, Role, UnitId};
use testkit::{AGENCY, DEMO_PASSWORD, TestApp};
use web::Module;

use crate::Cooperation;
use crate::acts::{Ask, answer, ask, take, withdraw};
use crate::domain::{
    Answer, Body, Consultation, ConsultationKind, ConsultationRefused, Part, Position, SendMode,
};
use crate::exchange::{Envelope, InProcess, MessageKind, Peer};

const PROCEDURE: &str = "1.000105";
const PEOPLE: [(&str, &str, Role); 7] = [
    ("tran.mai", "mc", Role::CounterOfficer),
    ("le.huy", "ldvl", Role::HeadOfDivision),
    ("thu.ha", "ldvl", Role::Specialist),
    ("ncc.vien", "ncc", Role::Specialist),
    ("minh.tuan", "bgd", Role::Director),
    ("lan.anh", "vp", Role::Clerk),
    ("quan.tri", "vp", Role::Administrator),
];

type Colleague = (&'static str, AccountId, UnitId, Role);

#[derive(Debug, Clone)]
struct Desk {
    cooperation: Cooperation,
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

fn set_up(tx: &mut Tx<'_>, code: &str, hash: &str) -> Result<(Places, Vec<Colleague>), IdentityRefused> {
    let acting = program("2022-01-04T08:00");
    let agency = NewAgency {
        code: code.to_owned(),
        name: format!("Sở {code}"),
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
        ("ncc", UnitKind::Division),
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

fn finance() -> Peer {
    Peer { code: "H31.16".to_owned(), name: "Sở Tài chính".to_owned() }
}

impl Desk {
    fn fill(db: &Db, code: &'static str, hash: &str) -> Self {
        let hash = hash.to_owned();
        let (places, people) = db.write_now::<_, IdentityRefused>(move |tx| set_up(tx, code, &hash)).unwrap();
        db.write_now::<_, procedure::ProcedureRefused>(|tx| {
            let packages: Vec<_> =
                procedure::builtin().iter().copied().filter(|(name, _)| name.contains(PROCEDURE)).collect();
            procedure::import(tx, &program("2022-01-04T08:00"), &packages)
        })
        .unwrap();
        let office = Office {
            code_prefix: code.to_owned(),
            places,
            annexes: vec![crate::ANNEX],
            foreign: vec![crate::FOREIGN],
            ..Office::default()
        };
        let mut cooperation = Cooperation::new(office, &format!("Sở {code}"));
        cooperation.peers = vec![finance()];
        Self { cooperation, people }
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

    fn unit(&self, login: &str) -> UnitId {
        self.people.iter().find(|person| person.0 == login).unwrap().2
    }

    /// A dossier in the hands of the division.
    fn dossier(&self, db: &Db) -> DossierId {
        let (office, desk) = (self.cooperation.office.clone(), self.clone());
        db.write_now::<_, DossierRefused>(move |tx| {
            let acting = desk.acting("tran.mai", "2022-03-07T08:30");
            let id = dossier::acts::receive(tx, &office, &acting, &of_nhan())?.id;
            let later = desk.acting("tran.mai", "2022-03-07T09:00");
            let holder = process::current(tx, id.get())?.unwrap().account;
            if holder == later.actor {
                dossier::acts::hand_over(tx, &office, &later, (id, &HandOver::default()))?;
            }
            Ok(id)
        })
        .unwrap()
    }

    fn run<T: Send + 'static>(
        &self,
        db: &Db,
        acting: Acting,
        mut act: impl FnMut(&mut Tx<'_>, &Cooperation, &Acting) -> Result<T, ConsultationRefused> + Send + 'static,
    ) -> Result<T, ConsultationRefused> {
        let cooperation = self.cooperation.clone();
        db.write_now(move |tx| act(tx, &cooperation, &acting))
    }

    fn ask(&self, db: &Db, cmd: Ask) -> Result<Consultation, ConsultationRefused> {
        let acting = self.acting("thu.ha", "2022-03-07T10:00");
        self.run(db, acting, move |tx, cooperation, acting| ask(tx, cooperation, acting, &cmd))
    }

    /// Does all jobs that are due.
    fn work(&self, db: &Db, when: &str) {
        let now = at(when);
        for _ in 0..5 {
            let taken =
                db.write_now::<_, StoreError>(move |tx| ::store::jobs::claim(tx, now, 10, 50)).unwrap();
            for job in taken {
                crate::run_job(&self.cooperation, db, &job, now).unwrap();
                db.write_now::<_, StoreError>(move |tx| ::store::jobs::done(tx, &job, now)).unwrap();
            }
        }
    }

    fn division(&self) -> Body {
        Body { unit: Some(self.unit("ncc.vien")), code: "ncc".to_owned(), name: "Đơn vị ncc".to_owned() }
    }
}

fn of_nhan() -> Receive {
    let person = Person {
        id: PersonId(0),
        organisation: false,
        name: "Bùi Thị Nhàn".to_owned(),
        id_number: Some("033158004417".to_owned()),
        born_on: None,
        phone: None,
        email: None,
        address: "xã Trung Nghĩa".to_owned(),
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
        return_by: ReturnBy::Counter,
        papers: vec![paper],
        received_at: None,
        filing: Filing::default(),
    }
}

fn question(dossier: DossierId, bodies: Vec<(Body, u16)>) -> Ask {
    Ask {
        dossier,
        kind: ConsultationKind::Opinion,
        mode: SendMode::Parallel,
        subject: "Nguồn kinh phí chi trả".to_owned(),
        content: "Đề nghị cho ý kiến về nguồn kinh phí.".to_owned(),
        legal_basis: "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 5".to_owned(),
        silence_basis: String::new(),
        bodies,
    }
}

fn outside() -> Body {
    Body { unit: None, code: finance().code, name: finance().name }
}

fn agree(text: &str) -> Answer {
    Answer {
        position: Position::AgreeWithRemarks,
        text: text.to_owned(),
        file: None,
        file_name: String::new(),
        signed_by: "Phó Giám đốc".to_owned(),
    }
}

fn parts(db: &Db, consultation: &Consultation) -> Vec<Part> {
    let id = consultation.id;
    db.read_now::<_, StoreError>(move |tx| crate::parts(tx, id)).unwrap()
}

fn entries(db: &Db, id: i64) -> Vec<String> {
    let entries = db.read_now::<_, StoreError>(move |tx| journal::about(tx, id)).unwrap();
    entries.into_iter().map(|entry| entry.kind).collect()
}

fn each(mut test: impl FnMut(&Db, &Desk)) {
    ::store::testing::each_db(&testkit::migrations(&modules()), |db| {
        let desk = Desk::fill(&db, "H31.12", "no password");
        test(&db, &desk);
    });
}

#[test]
fn paper_goes_in_turn_is_reminded_once_and_answered_in_the_inbox_of_the_unit() {
    each(|db, desk| {
        let dossier = desk.dossier(db);
        let mode = SendMode::Sequence;
        let bodies = vec![(desk.division(), 2), (outside(), 3)];
        let asked = desk.ask(db, Ask { mode, ..question(dossier, bodies) }).unwrap();
        let [first, second] = parts(db, &asked).try_into().unwrap();
        assert_eq!((first.due_at, second.opened_at), (Some(at("2022-03-09T17:00")), None));
        desk.work(db, "2022-03-10T08:00");
        desk.work(db, "2022-03-10T09:00");
        let late = parts(db, &asked).remove(0);
        assert!(late.is_late(at("2022-03-10T09:00")) && late.reminded_after_at.is_some());
        assert_eq!(entries(db, first.id.get()), ["consultation.reminded"; 2]);
        let id = first.id;
        let give = move |text: &'static str| {
            move |tx: &mut Tx<'_>, cooperation: &Cooperation, acting: &Acting| {
                answer(tx, cooperation, acting, (id, &agree(text)))
            }
        };
        let stranger =
            desk.run(db, desk.acting("thu.ha", "2022-03-10T10:00"), give("Không phải việc của tôi"));
        assert!(matches!(stranger, Err(ConsultationRefused::Work(_))));
        let holder = desk.acting("ncc.vien", "2022-03-10T10:00");
        let wordless = desk.run(db, holder.clone(), give(" "));
        assert!(matches!(wordless, Err(ConsultationRefused::AnswerMissing)));
        let answered = desk.run(db, holder.clone(), give("Nhất trí")).unwrap();
        assert_eq!(answered.timeliness(), Some(calendar::Timeliness::Late));
        assert!(matches!(desk.run(db, holder, give("Lần nữa")), Err(ConsultationRefused::NotOpen)));
        // Only now is the next one asked, with a clock of its own.
        assert_eq!(parts(db, &asked)[1].due_at, Some(at("2022-03-15T17:00")));
    });
}

#[test]
fn silence_is_consent_only_where_a_law_is_named() {
    each(|db, desk| {
        let dossier = desk.dossier(db);
        let plain = desk.ask(db, question(dossier, vec![(desk.division(), 1)])).unwrap();
        let law = "Luật chuyên ngành, Điều 12".to_owned();
        let cmd = Ask { silence_basis: law, ..question(dossier, vec![(desk.division(), 1)]) };
        let silent = desk.ask(db, cmd).unwrap();
        desk.work(db, "2022-03-09T08:00");
        assert!(parts(db, &plain)[0].is_open());
        let assumed = parts(db, &silent).remove(0);
        assert_eq!(assumed.assumed_at, Some(at("2022-03-09T08:00")));
        assert_eq!(assumed.timeliness(), Some(calendar::Timeliness::Late));
        let id = plain.id;
        let back = |reason: &'static str| {
            desk.run(db, desk.acting("thu.ha", "2022-03-09T09:00"), move |tx, cooperation, acting| {
                withdraw(tx, cooperation, acting, (id, reason))
            })
        };
        assert!(matches!(back(""), Err(ConsultationRefused::ReasonMissing)));
        back("Không còn cần").unwrap();
        assert!(matches!(back("Lần nữa"), Err(ConsultationRefused::NotOpen)));
        let limit = desk.ask(db, question(dossier, vec![(desk.division(), 31)]));
        assert!(matches!(limit, Err(ConsultationRefused::Limit)));
        assert!(matches!(desk.ask(db, question(dossier, Vec::new())), Err(ConsultationRefused::NobodyAsked)));
    });
}

#[test]
fn two_agencies_ask_and_answer_through_the_exchange() {
    each(|db, desk| {
        let other = ::store::testing::sqlite(&testkit::migrations(&modules())).unwrap();
        let theirs = Desk::fill(&other, "H31.16", "no password");
        let network = InProcess::default();
        let connect = |code: &'static str, to: &Db, desk: &Desk| {
            let (to, desk) = (to.clone(), desk.clone());
            network.connect(code, move |envelope| {
                let (own, told) = (desk.cooperation.clone(), envelope.clone());
                let reply = to.write_now::<_, ConsultationRefused>(move |tx| {
                    take(tx, &own, &program("2022-03-08T08:00"), &told)
                });
                Ok(reply.unwrap())
            });
        };
        connect("H31.12", db, desk);
        connect("H31.16", &other, &theirs);
        let linked = |desk: &Desk| {
            let cooperation =
                desk.cooperation.clone().with_exchange(vec![finance()], Arc::new(network.clone()));
            Desk { cooperation, ..desk.clone() }
        };
        let (ours, theirs) = (linked(desk), linked(&theirs));
        let asked = ours.ask(db, question(ours.dossier(db), vec![(outside(), 5)])).unwrap();
        ours.work(db, "2022-03-08T08:00");
        assert!(parts(db, &asked)[0].acknowledged_at.is_some());
        // It is work in the inbox of their office.
        let (found, _) = other
            .read_now::<_, StoreError>(|tx| {
                let page =
                    crate::store::open_parts(tx, AGENCY, crate::domain::Direction::Incoming, None, 10)?;
                let part = page.rows.into_iter().next().unwrap();
                Ok((part.clone(), process::current(tx, part.id.get())?.unwrap()))
            })
            .unwrap();
        assert_eq!(found.due_at, parts(db, &asked)[0].due_at);
        let id = found.id;
        let clerk = theirs.acting("lan.anh", "2022-03-09T10:00");
        theirs
            .run(&other, clerk, move |tx, own, acting| answer(tx, own, acting, (id, &agree("Đủ nguồn"))))
            .unwrap();
        theirs.work(&other, "2022-03-09T10:00");
        let answered = parts(db, &asked).remove(0);
        assert_eq!(
            (answered.position, answered.answer.as_str()),
            (Some(Position::AgreeWithRemarks), "Đủ nguồn")
        );
        let told = ["consultation.acknowledged", "consultation.answered"];
        assert_eq!(entries(db, answered.id.get()), told);
    });
}

#[test]
fn a_message_counts_once_and_must_be_for_us() {
    each(|db, desk| {
        let body = serde_json::json!({
            "request": "opinion", "dossier": "H31.16-220301-0004", "subject": "Mức trợ cấp",
            "content": "Đề nghị xác nhận mức trợ cấp.", "days": 3, "unit": "ncc",
        });
        let request = Envelope {
            version: 1,
            id: "H31.16:77".to_owned(),
            kind: MessageKind::Request,
            conversation: "H31.16:5:1".to_owned(),
            in_reply_to: None,
            sent_at: at("2022-03-07T09:00"),
            from: finance(),
            to: desk.cooperation.own.clone(),
            body,
            signature: None,
        };
        let told = |envelope: Envelope| {
            desk.run(db, program("2022-03-07T09:05"), move |tx, own, acting| take(tx, own, acting, &envelope))
        };
        let first = told(request.clone()).unwrap();
        assert_eq!((first.kind, first.in_reply_to.as_deref()), (MessageKind::Acknowledge, Some("H31.16:77")));
        assert_eq!(told(request.clone()).unwrap(), first);
        let astray = Envelope { id: "H31.16:78".to_owned(), to: finance(), ..request.clone() };
        assert!(matches!(told(astray), Err(ConsultationRefused::Message("to"))));
        let unknown = Envelope {
            id: "H31.16:79".to_owned(),
            kind: MessageKind::Answer,
            conversation: "H31.12:1:2".to_owned(),
            body: serde_json::json!({ "position": "agree" }),
            ..request.clone()
        };
        assert!(matches!(told(unknown), Err(ConsultationRefused::UnknownConversation)));
        let off = Envelope {
            id: "H31.16:80".to_owned(),
            kind: MessageKind::Withdraw,
            body: serde_json::json!({ "reason": "Gửi nhầm" }),
            ..request.clone()
        };
        told(off).unwrap();
        let late = Envelope { id: "H31.16:81".to_owned(), kind: MessageKind::Withdraw, ..request.clone() };
        assert!(matches!(told(late), Err(ConsultationRefused::NotOpen)));
        // What a signature will cover does not depend on the signature.
        let signed = Envelope { signature: Some(serde_json::json!({ "value": "x" })), ..request.clone() };
        assert_eq!(signed.signed_text().unwrap(), request.signed_text().unwrap());
    });
}

#[test]
fn a_specialist_asks_on_the_page_and_the_unit_answers_from_its_inbox() {
    TestApp::each(
        modules,
        |db| Arc::new(identity::Sessions::new(db)),
        |app| {
            let hash = identity::password::hash(DEMO_PASSWORD).unwrap();
            let desk = Desk::fill(app.db(), "H31.12", &hash);
            let mut extensions = web::Extensions::new();
            extensions.insert(desk.cooperation.office.clone());
            extensions.insert(desk.cooperation.clone());
            app.app.extend(extensions);
            let id = desk.dossier(app.db());
            let code = app.read(move |tx| Ok(dossier::store::find(tx, id)?.code));
            app.set_clock("2022-03-08T09:00");
            let mut asker = app.sign_in("thu.ha");
            asker.get(&format!("/ho-so/{code}"));
            assert!(asker.page().says("Lấy ý kiến"), "{}", asker.page().text());
            asker.get(&format!("/ho-so/{code}/lay-y-kien"));
            let wrong = asker.submit("Gửi yêu cầu", &[("Vấn đề", "Kinh phí"), ("ngay", "0")]);
            assert_eq!(wrong.status, 422);
            assert_eq!(wrong.texts(".govuk-error-summary li").len(), 3);
            assert_eq!(wrong.attributes("#trich-yeu", "value"), ["Kinh phí"]);
            let values = [
                ("Nội dung cần trả lời", "Đề nghị cho ý kiến."),
                ("ngay", "2"),
                ("Đơn vị, cơ quan được hỏi", "Đơn vị ncc"),
                ("Đơn vị, cơ quan được hỏi", "Sở Tài chính"),
            ];
            asker.submit("Gửi yêu cầu", &values);
            assert!(asker.page().says("LT-2022-000001"), "{}", asker.page().text());
            app.set_clock("2022-03-14T09:00");
            let mut asker = app.sign_in("thu.ha");
            asker.get(&format!("/ho-so/{code}/lay-y-kien"));
            assert!(asker.page().says("Sở Tài chính chậm trả lời"), "{}", asker.page().text());
            asker.get("/lien-thong");
            assert!(asker.page().says("2 yêu cầu, 2 quá hạn"), "{}", asker.page().text());
            let mut asked = app.sign_in("ncc.vien");
            asked.get("/hang-cho");
            assert!(asked.page().says("Kinh phí"), "{}", asked.page().text());
            let href = asked.page().attributes(".mc-hangcho a.ten", "href").remove(0);
            asked.get(&href);
            assert_eq!(asked.submit("Ghi câu trả lời", &[("Nội dung trả lời", "Nhất trí")]).status, 422);
            asked.submit("Ghi câu trả lời", &[("Ý kiến", "Đồng ý"), ("Nội dung trả lời", "Nhất trí")]);
            assert!(asked.page().says("Trả lời: Đồng ý"), "{}", asked.page().text());
            asker.get(&format!("/ho-so/{code}/lay-y-kien"));
            asker.submit("Thu hồi", &[("ly-do", "Không còn cần")]);
            assert!(asker.page().says("Đã thu hồi lúc"), "{}", asker.page().text());
        },
    );
}
