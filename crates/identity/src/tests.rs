//! Tests that need a database, on each database at hand.

use ::store::testing::each_db;
use ::store::{Migration, StoreError, Tx, journal};
use kernel::{Acting, AgencyId, Date, Instant, Role};

use crate::acts::account::NewAccount;
use crate::acts::setup::{self, NewAgency};
use crate::acts::sign_in::{Attempt, Outcome, first_step, second_step};
use crate::acts::unit::NewUnit;
use crate::acts::{account, delegation, key, own, role, unit};
use crate::domain::{Powers, UnitKind, totp};
use crate::store::{accounts, sign_in};
use crate::{IdentityRefused, MIGRATIONS, Sessions};
use kernel::{AccountId, UnitId};

const AGENCY: AgencyId = AgencyId(31);

fn migrations() -> Vec<Migration> {
    ::store::MIGRATIONS.iter().chain(MIGRATIONS).copied().collect()
}

fn now() -> Instant {
    Instant::parse("2022-03-15T09:00").unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn program() -> Acting {
    acting_as(None, &[])
}

fn acting_as(actor: Option<AccountId>, permissions: &[&'static str]) -> Acting {
    Acting {
        agency: AGENCY,
        actor,
        on_behalf_of: None,
        unit: None,
        roles: Arc::default(),
        permissions: Arc::new(permissions.iter().copied().collect()),
        at: now(),
    }
}

use std::sync::Arc;

fn new_unit(code: &str, parent: Option<UnitId>) -> NewUnit {
    NewUnit {
        code: code.to_owned(),
        name: format!("Đơn vị {code}"),
        kind: UnitKind::Division,
        parent,
        place: 1,
        valid_from: day("2010-01-01"),
    }
}

fn new_account(login: &str, name: &str, unit: Option<UnitId>) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        name: name.to_owned(),
        unit,
        position: Some("Chuyên viên".to_owned()),
        email: None,
        phone: None,
        password_hash: "$none$".to_owned(),
        must_change_password: false,
    }
}

struct Office {
    unit: UnitId,
    admin: AccountId,
    officer: AccountId,
}

fn office(tx: &mut Tx<'_>) -> Result<Office, IdentityRefused> {
    let acting = program();
    let agency = NewAgency {
        code: "H31.12".to_owned(),
        name: "Sở LĐTBXH".to_owned(),
        parent_name: "UBND tỉnh".to_owned(),
    };
    setup::create_agency(tx, &acting, &agency)?;
    let root = setup::create_unit(tx, &acting, &new_unit("so", None))?;
    let unit = setup::create_unit(tx, &acting, &new_unit("phong-a", Some(root)))?;
    let since = day("2020-01-01");
    let mut make = |login: &str, name: &str, unit, roles: &[Role]| {
        setup::create_account(tx, &acting, &new_account(login, name, unit), roles, since)
    };
    let admin = make("quan.tri", "Đỗ Quản Trị", Some(root), &[Role::Administrator])?;
    let officer = make("thu.ha", "Nguyễn Thu Hà", Some(unit), &[Role::CounterOfficer, Role::Specialist])?;
    setup::set_head(tx, &acting, unit, officer)?;
    Ok(Office { unit, admin, officer })
}

fn attempt(login: &str, account: Option<AccountId>, right: bool, at: Instant) -> Attempt {
    Attempt {
        agency: AGENCY,
        login: login.to_owned(),
        account,
        password_right: right,
        token_hash: format!("token {login} {at}").into_bytes(),
        from: crate::acts::sign_in::From::default(),
        at,
    }
}

fn kinds(tx: &mut Tx<'_>) -> Vec<String> {
    journal::recent(tx, AGENCY, None, 100).unwrap().into_iter().rev().map(|entry| entry.kind).collect()
}

#[test]
fn people_are_found_by_unit_role_and_name() {
    each_db(&migrations(), |db| {
        db.write_now(|tx| {
            let made = office(tx)?;
            let found =
                crate::accounts_with_role(tx, AGENCY, Some(made.unit), Role::Specialist, day("2022-03-15"))?;
            assert_eq!(found.iter().map(|brief| brief.name.as_str()).collect::<Vec<_>>(), ["Nguyễn Thu Hà"]);
            let before = crate::accounts_with_role(tx, AGENCY, None, Role::Specialist, day("2019-12-31"))?;
            assert!(before.is_empty());
            let other = crate::accounts_with_role(tx, AGENCY, None, Role::Director, day("2022-03-15"))?;
            assert!(other.is_empty());
            let names = crate::names(tx, &[made.officer, made.admin, AccountId(5), made.officer])?;
            assert_eq!(names.len(), 2);
            assert_eq!(names[&made.officer], "Nguyễn Thu Hà");
            assert!(crate::names(tx, &[])?.is_empty());
            // "Đỗ" stands before "Nguyễn" in the Vietnamese alphabet.
            let all = crate::accounts(tx, AGENCY)?;
            assert_eq!(all.iter().map(|account| account.id).collect::<Vec<_>>(), [made.admin, made.officer]);
            assert_eq!(all[1].position.as_deref(), Some("Chuyên viên"));
            assert_eq!(
                crate::unit_by_code(tx, AGENCY, "phong-a")?.map(|unit| unit.head),
                Some(Some(made.officer))
            );
            assert_eq!(crate::units(tx, AGENCY)?.len(), 2);
            let filter = accounts::AccountFilter { text: "thu hà".to_owned(), ..Default::default() };
            assert_eq!(accounts::page(tx, AGENCY, &filter, 10)?.rows.len(), 1);
            let first = accounts::page(tx, AGENCY, &accounts::AccountFilter::default(), 1)?;
            assert_eq!(first.rows[0].id, made.admin);
            let filter = accounts::AccountFilter { after: first.next, ..Default::default() };
            assert_eq!(accounts::page(tx, AGENCY, &filter, 1)?.rows[0].id, made.officer);
            Ok::<_, IdentityRefused>(())
        })
        .unwrap();
    });
}

#[test]
fn wrong_passwords_close_the_name_and_leave_their_entries() {
    each_db(&migrations(), |db| {
        db.write_now(|tx| {
            let made = office(tx)?;
            for wrong in 1..=5 {
                let minutes = (wrong == 5).then_some(1);
                assert_eq!(
                    first_step(tx, &attempt("thu.ha", Some(made.officer), false, now()))?,
                    Outcome::Refused { minutes }
                );
            }
            // Closed for the right password too, and an unknown name closes alike.
            let right = first_step(tx, &attempt("thu.ha", Some(made.officer), true, now()))?;
            assert_eq!(right, Outcome::Refused { minutes: Some(1) });
            for _ in 1..=4 {
                first_step(tx, &attempt("khong.co", None, false, now()))?;
            }
            let unknown = first_step(tx, &attempt("khong.co", None, false, now()))?;
            assert_eq!(unknown, Outcome::Refused { minutes: Some(1) });
            let later = now().plus_minutes(1);
            let open = first_step(tx, &attempt("thu.ha", Some(made.officer), true, later))?;
            assert_eq!(open, Outcome::In { must_change_password: false });
            let kinds = kinds(tx);
            assert_eq!(kinds.iter().filter(|kind| *kind == "identity.sign_in_failed").count(), 10);
            assert_eq!(kinds.last().map(String::as_str), Some("identity.signed_in"));
            Ok::<_, IdentityRefused>(())
        })
        .unwrap();
    });
}

#[test]
fn a_session_opens_until_it_is_idle_old_or_ended() {
    each_db(&migrations(), |db| {
        let sessions = Sessions::new(db.db.clone());
        db.write_now(move |tx| {
            use web::Sessions as _;
            let made = office(tx)?;
            let signing = attempt("thu.ha", Some(made.officer), true, now());
            first_step(tx, &signing)?;
            let alive = |tx: &mut Tx<'_>, at: Instant| sign_in::session(tx, &signing.token_hash, at);
            let who = alive(tx, now())?.unwrap().who;
            assert_eq!((who.account, who.name.as_str()), (made.officer, "Nguyễn Thu Hà"));
            assert_eq!(who.position, "Chuyên viên, Đơn vị phong-a");
            assert_eq!(*who.roles, [Role::CounterOfficer, Role::Specialist].into());
            assert!(sessions.session(tx, b"another", now())?.is_none());
            assert!(alive(tx, now().plus_minutes(12 * 60 - 1))?.is_some());
            assert!(alive(tx, now().plus_minutes(12 * 60))?.is_none());
            for touch in 1..=15 {
                sign_in::touch_session(tx, &signing.token_hash, now().plus_minutes(touch * 11 * 60))?;
            }
            assert!(alive(tx, now().plus_minutes(7 * 24 * 60 - 1))?.is_some());
            assert!(alive(tx, now().plus_minutes(7 * 24 * 60))?.is_none());
            sign_in::delete_session(tx, &signing.token_hash)?;
            assert!(alive(tx, now())?.is_none());
            Ok::<_, IdentityRefused>(())
        })
        .unwrap();
    });
}
