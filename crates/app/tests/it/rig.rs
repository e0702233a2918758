//! What the tests of the running program and the measurements share: a small department, keys to the API, dossiers
//! to post.

use std::sync::Arc;

use app::Program;
use app::story::{self, AGENCY, Cast, Plot};
use dossier::acts::{Filing, Receive, Who};
use dossier::domain::{Channel, Paper, PaperState, ReturnBy};
use dossier::person::Person;
use identity::acts::key::NewKey;
use kernel::{Acting, Clock as _, Instant, PersonId, Role, SystemClock};
use procedure::domain::{Channel as Offered, Procedure};
use serde_json::{Value, json};
use store::{Db, OpenOptions};

/// Where dossiers are posted.
pub(crate) const DOSSIERS: &str = "/api/v1/dossiers";

/// Opens the program on a database that is made or brought up to date first.
pub(crate) fn open(url: &str) -> Program {
    let options = OpenOptions::new(url);
    let db = Db::open(&options).unwrap();
    db.migrate(&app::migrations()).unwrap();
    Program::with(db).unwrap()
}

/// Makes the sample department with `dossiers` dossiers; the moment at which its story stops.
pub(crate) fn tell(program: &mut Program, dossiers: u64) -> Instant {
    let plot = Plot::new(dossiers, story::SEED).unwrap();
    let staff = story::begin(program, plot).unwrap();
    let cast = Cast::new(program.office.clone(), &program.modules);
    story::tell(&program.db, staff, cast, plot, |_| ()).unwrap();
    program.load().unwrap();
    plot.until
}

/// The circumstances of acts of `login` with all the rights of their roles.
pub(crate) fn acting(program: &Program, login: &'static str, at: Instant) -> Acting {
    let (account, roles) = program
        .db
        .read_now::<_, store::StoreError>(move |tx| {
            let account = identity::account_by_login(tx, AGENCY, login)?.unwrap();
            let roles: Vec<Role> =
                identity::roles_of(tx, account.id)?.iter().map(|grant| grant.role).collect();
            Ok((account, roles))
        })
        .unwrap();
    let grants = program.modules.iter().flat_map(|module| module.grants);
    let held = grants.filter(|grant| grant.roles.iter().any(|role| roles.contains(role)));
    Acting {
        agency: AGENCY,
        actor: Some(account.id),
        on_behalf_of: None,
        unit: account.unit,
        roles: Arc::new(roles.iter().copied().collect()),
        permissions: Arc::new(held.map(|grant| grant.permission).collect()),
        at,
    }
}

/// Makes a key to the API for `login`, with all their rights; for the head `authorization`.
pub(crate) fn key(program: &Program, login: &'static str) -> String {
    let acting = acting(program, login, SystemClock.now());
    let token = web::cookie::random_token();
    let new = NewKey {
        name: "test".to_owned(),
        scopes: acting.permissions.iter().map(|code| (*code).to_owned()).collect(),
        days: 10_000,
        key_hash: web::cookie::token_hash(&token),
        hint: token.chars().take(6).collect(),
    };
    program.db.write_now(move |tx| identity::acts::key::create(tx, &acting, &new)).unwrap();
    format!("Bearer {token}")
}

/// The dossiers that can be handed in at the counter at `at`, one a procedure.
pub(crate) fn sorts(at: Instant) -> Vec<Receive> {
    let checked = procedure::check_texts(procedure::builtin().iter().copied());
    let procedures = checked.procedures.iter().map(|(_, procedure)| procedure);
    let in_use = procedures.filter(|procedure| procedure.is_receivable() && procedure.in_force(at.date()));
    let sorts: Vec<Receive> = in_use.filter_map(sort).collect();
    assert!(sorts.len() > 5, "only {} procedures can be received at {at}", sorts.len());
    sorts
}

fn sort(procedure: &Procedure) -> Option<Receive> {
    let case = procedure.cases.first()?;
    case.terms(Offered::Counter)?;
    let papers = procedure.papers_of(case).map(|paper| Paper {
        code: paper.code.clone(),
        name: paper.name.clone(),
        n_originals: paper.n_originals,
        n_copies: paper.n_copies,
        state: if paper.condition.is_some() { PaperState::NotNeeded } else { PaperState::Valid },
        note: String::new(),
        file: None,
    });
    Some(Receive {
        procedure: procedure.code.to_string(),
        case: case.code.clone(),
        channel: Channel::Counter,
        applicant: Who::New(person(0)),
        filer_name: String::new(),
        summary: String::new(),
        return_by: ReturnBy::Counter,
        papers: papers.collect(),
        received_at: None,
        filing: Filing::default(),
    })
}

/// An invented person.
pub(crate) fn person(number: u64) -> Person {
    let family = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"];
    let given = ["Thị Hồng Thắm", "Văn Định", "Quốc Ưng", "Minh Đức", "Thúy Nga", "Hữu Phước", "Bảo Châu"];
    let pick = |names: &[&str], place: u64| names[(place % names.len() as u64) as usize].to_owned();
    Person {
        id: PersonId(0),
        organisation: false,
        name: format!("{} {}", pick(&family, number), pick(&given, number / 8)),
        id_number: Some(format!("0330{:08}", number % 100_000_000)),
        born_on: None,
        phone: None,
        email: None,
        address: "Hưng Yên".to_owned(),
        version: 0,
    }
}

/// The `number`th dossier, to be handed to the act.
pub(crate) fn command(sorts: &[Receive], number: u64) -> Receive {
    let sort = &sorts[(number % sorts.len() as u64) as usize];
    Receive {
        applicant: Who::New(person(number)), summary: format!("Hồ sơ thử số {number}"), ..sort.clone()
    }
}

/// The `number`th dossier, to be posted.
pub(crate) fn body(sorts: &[Receive], number: u64) -> Value {
    let cmd = command(sorts, number);
    let person = person(number);
    json!({
        "procedure": cmd.procedure,
        "case": cmd.case,
        "channel": cmd.channel,
        "applicant": { "name": person.name, "id_number": person.id_number, "address": person.address },
        "summary": cmd.summary,
        "return_by": cmd.return_by,
        "papers": cmd.papers,
    })
}
