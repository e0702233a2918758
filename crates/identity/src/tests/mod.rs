//! Tests that need a database, on each database at hand.

mod pages;

use std::sync::Arc;

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

#[test]
fn the_second_step_takes_a_code_once() {
    each_db(&migrations(), |db| {
        db.write_now(|tx| {
            let made = office(tx)?;
            let secret = b"12345678901234567890";
            let acting = acting_as(Some(made.officer), &[]);
            own::begin_second_step(tx, &acting, secret)?;
            let wrong = own::confirm_second_step(tx, &acting, "000000");
            assert!(matches!(wrong, Err(IdentityRefused::WrongCode)));
            let code = |at: Instant| totp::code(secret, totp::step(at), 6);
            own::confirm_second_step(tx, &acting, &code(now()))?;
            let first = attempt("thu.ha", Some(made.officer), true, now().plus_minutes(1));
            assert_eq!(first_step(tx, &first)?, Outcome::SecondStep);
            // A session that waits opens nothing.
            assert!(sign_in::session(tx, &first.token_hash, first.at)?.is_none());
            let second = Attempt { token_hash: b"second".to_vec(), ..first.clone() };
            let typed = code(first.at);
            let wrong = if typed == "111111" { "222222" } else { "111111" };
            let refused = Outcome::Refused { minutes: None };
            assert_eq!(second_step(tx, &second, &first.token_hash, wrong)?, refused);
            // The code that switched it on was used.
            assert_eq!(second_step(tx, &second, &first.token_hash, &code(now()))?, refused);
            // Somebody else's waiting session does not help.
            let other = Attempt { account: Some(made.admin), ..second.clone() };
            assert_eq!(second_step(tx, &other, &first.token_hash, &typed)?, refused);
            let open = second_step(tx, &second, &first.token_hash, &typed)?;
            assert_eq!(open, Outcome::In { must_change_password: false });
            assert!(sign_in::session(tx, b"second", first.at)?.is_some());
            // The waiting session is gone, and so is the code.
            assert_eq!(second_step(tx, &second, &first.token_hash, &typed)?, refused);
            let again = Attempt { token_hash: b"third".to_vec(), ..first.clone() };
            assert_eq!(first_step(tx, &again)?, Outcome::SecondStep);
            assert_eq!(second_step(tx, &second, b"third", &typed)?, refused);
            // Five minutes are enough.
            let late = Attempt { at: first.at.plus_minutes(5), ..second.clone() };
            assert_eq!(second_step(tx, &late, b"third", &code(late.at))?, refused);
            Ok::<_, IdentityRefused>(())
        })
        .unwrap();
    });
}

#[test]
fn units_close_only_when_they_are_empty() {
    each_db(&migrations(), |db| {
        let taken = db.write_now(|tx| {
            let made = office(tx)?;
            let acting = acting_as(Some(made.admin), &["identity.manage"]);
            unit::create(tx, &acting, &new_unit("so", None))
        });
        assert!(matches!(taken, Err(IdentityRefused::UnitCodeTaken)), "{taken:?}");
        db.write_now(|tx| {
            let made = office(tx)?;
            let acting = acting_as(Some(made.admin), &["identity.manage"]);
            let root = crate::unit_by_code(tx, AGENCY, "so")?.unwrap();
            let last = day("2022-03-31");
            let full = unit::close(tx, &acting, (root.id, root.version), last);
            assert!(matches!(full, Err(IdentityRefused::UnitInUse { people: 1, units: 1 })), "{full:?}");
            let child = crate::unit(tx, made.unit)?.unwrap();
            let change = |parent, version| unit::ChangeUnit {
                id: root.id,
                version,
                name: root.name.clone(),
                kind: root.kind,
                parent,
                head: None,
                place: 1,
                valid_from: root.valid_from,
            };
            let under = unit::change(tx, &acting, &change(Some(child.id), root.version));
            assert!(matches!(under, Err(IdentityRefused::UnitUnderItself)));
            unit::change(tx, &acting, &change(None, root.version))?;
            let stale = unit::change(tx, &acting, &change(None, root.version));
            assert!(matches!(stale, Err(IdentityRefused::Store(StoreError::Conflict))));
            let cmd = moved(tx, made.officer, root.id)?;
            account::change(tx, &acting, &cmd)?;
            let early = unit::close(tx, &acting, (child.id, child.version), day("2009-12-31"));
            assert!(matches!(early, Err(IdentityRefused::DatesReversed)));
            unit::close(tx, &acting, (child.id, child.version), last)?;
            assert_eq!(crate::unit(tx, child.id)?.unwrap().valid_to, Some(last));
            let nobody = unit::close(tx, &program_without(), (root.id, root.version), last);
            assert!(matches!(nobody, Err(IdentityRefused::Forbidden(_))));
            Ok::<_, IdentityRefused>(())
        })
        .unwrap();
    });
}

fn program_without() -> Acting {
    acting_as(None, &[])
}

fn moved(tx: &mut Tx<'_>, id: AccountId, to: UnitId) -> Result<account::ChangeAccount, IdentityRefused> {
    let known = crate::account(tx, id)?.unwrap();
    Ok(account::ChangeAccount {
        id,
        version: known.version,
        name: known.name,
        unit: Some(to),
        position: known.position,
        email: None,
        phone: None,
    })
}

#[test]
fn roles_and_delegations_hold_on_their_days() {
    each_db(&migrations(), |db| {
        db.write_now(|tx| {
            let made = office(tx)?;
            let acting = acting_as(Some(made.admin), &["identity.manage"]);
            let cmd = role::GrantRole {
                account: made.officer,
                role: Role::HeadOfDivision,
                valid_from: day("2022-04-01"),
                valid_to: Some(day("2022-04-30")),
            };
            role::grant(tx, &acting, &cmd)?;
            let overlapping = role::GrantRole { valid_from: day("2022-04-30"), valid_to: None, ..cmd };
            assert!(matches!(role::grant(tx, &acting, &overlapping), Err(IdentityRefused::RoleHeld)));
            role::grant(tx, &acting, &role::GrantRole { valid_from: day("2022-05-01"), ..overlapping })?;
            for (on, expected) in [("2022-03-31", 0), ("2022-04-01", 1), ("2022-04-30", 1), ("2022-06-01", 1)]
            {
                let found = crate::accounts_with_role(tx, AGENCY, None, Role::HeadOfDivision, day(on))?;
                assert_eq!(found.len(), expected, "{on}");
            }
            let administers = crate::roles_of(tx, made.admin)?[0].id;
            let last = role::end(tx, &acting, made.admin, administers, day("2022-03-14"));
            assert!(matches!(last, Err(IdentityRefused::LastAdministrator)));
            assert!(matches!(account::lock(tx, &acting, made.admin), Err(IdentityRefused::OwnAccount)));

            let giving = acting_as(Some(made.officer), &["identity.delegate", "dossier.receive"]);
            let new = delegation::NewDelegation {
                to: made.admin,
                valid_from: day("2022-03-16"),
                valid_to: day("2022-03-18"),
                reason: "Đi công tác".to_owned(),
                powers: Powers::from_text("dossier.receive"),
            };
            let id = delegation::create(tx, &giving, &new)?;
            let foreign =
                delegation::NewDelegation { powers: Powers::from_text("dossier.approve"), ..new.clone() };
            assert!(matches!(delegation::create(tx, &giving, &foreign), Err(IdentityRefused::Scope(_))));
            let at = |text: &str| Instant::parse(text).unwrap();
            assert!(crate::acting_for(tx, made.admin, at("2022-03-15T23:59"))?.is_empty());
            assert_eq!(crate::acting_for(tx, made.admin, at("2022-03-16T00:00"))?, [made.officer]);
            assert!(crate::acting_for(tx, made.officer, at("2022-03-16T00:00"))?.is_empty());
            let later = Acting { at: at("2022-03-17T10:00"), ..giving };
            delegation::end(tx, &later, id)?;
            assert_eq!(crate::acting_for(tx, made.admin, at("2022-03-17T09:59"))?, [made.officer]);
            assert!(crate::acting_for(tx, made.admin, at("2022-03-17T10:00"))?.is_empty());
            let stranger = acting_as(Some(AccountId(7)), &[]);
            assert!(matches!(delegation::end(tx, &stranger, id), Err(IdentityRefused::Missing)));
            Ok::<_, IdentityRefused>(())
        })
        .unwrap();
    });
}

#[test]
fn a_key_opens_its_scopes_until_it_is_revoked() {
    each_db(&migrations(), |db| {
        db.write_now(|tx| {
            let made = office(tx)?;
            let acting = acting_as(Some(made.officer), &["identity.make_keys", "dossier.see"]);
            let new = key::NewKey {
                name: "Cổng dữ liệu".to_owned(),
                scopes: vec!["dossier.see".to_owned()],
                days: 30,
                key_hash: b"hash".to_vec(),
                hint: "motcua_abcd".to_owned(),
            };
            let id = key::create(tx, &acting, &new)?;
            let foreign = key::NewKey { scopes: vec!["dossier.approve".to_owned()], ..new };
            assert!(matches!(key::create(tx, &acting, &foreign), Err(IdentityRefused::Scope(_))));
            let who = sign_in::key(tx, b"hash", now())?.unwrap().who;
            assert_eq!(who.scopes, Some(["dossier.see".to_owned()].into()));
            assert!(sign_in::key(tx, b"hash", now().plus_minutes(30 * 24 * 60))?.is_none());
            let other = acting_as(Some(made.admin), &[]);
            let theirs = key::revoke(tx, &other, id);
            assert!(matches!(theirs, Err(IdentityRefused::Store(StoreError::Conflict))));
            key::revoke(tx, &acting, id)?;
            assert!(sign_in::key(tx, b"hash", now())?.is_none());
            Ok::<_, IdentityRefused>(())
        })
        .unwrap();
    });
}

#[test]
fn the_journal_is_searched_by_who_and_what() {
    each_db(&migrations(), |db| {
        db.write_now(|tx| {
            let made = office(tx)?;
            first_step(tx, &attempt("thu.ha", Some(made.officer), true, now()))?;
            first_step(tx, &attempt("thu.ha", Some(made.officer), false, now()))?;
            let found = |tx: &mut Tx<'_>, kind: Option<&str>, actor, most| {
                let wanted = journal::Search { kind: kind.map(str::to_owned), actor };
                journal::search(tx, AGENCY, &wanted, None, most)
            };
            assert_eq!(found(tx, None, None, 100)?.entries.len(), 8);
            let by_officer = found(tx, None, Some(made.officer), 100)?;
            assert_eq!(by_officer.entries.len(), 1);
            assert_eq!(by_officer.next, None);
            let failed = found(tx, Some("identity.sign_in_failed"), None, 1)?;
            assert_eq!(failed.entries[0].kind, "identity.sign_in_failed");
            assert_eq!(failed.next, Some(failed.entries[0].id));
            Ok::<_, IdentityRefused>(())
        })
        .unwrap();
    });
}
