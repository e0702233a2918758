//! The calendar pages, in process, with the real router.

use std::sync::Arc;

use identity::acts::account::NewAccount;
use identity::acts::setup::{self, NewAgency};
use identity::acts::unit::NewUnit;
use identity::{IdentityRefused, UnitKind};
use kernel::{Acting, Role};
use store::Tx;
use testkit::{AGENCY, DEMO_PASSWORD, TestApp};

fn people(tx: &mut Tx<'_>, acting: &Acting, hash: &str) -> Result<(), IdentityRefused> {
    let agency = NewAgency {
        code: "H31.12".to_owned(),
        name: "Sở LĐTBXH".to_owned(),
        parent_name: "Tỉnh Hưng Yên".to_owned(),
    };
    setup::create_agency(tx, acting, &agency)?;
    let since = "2020-01-01".parse().unwrap();
    let unit = NewUnit {
        code: "mc".to_owned(),
        name: "Bộ phận Một cửa".to_owned(),
        kind: UnitKind::Desk,
        parent: None,
        place: 1,
        valid_from: since,
    };
    let unit = setup::create_unit(tx, acting, &unit)?;
    for (login, role) in [("quan.tri", Role::Administrator), ("tran.mai", Role::CounterOfficer)] {
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
        setup::create_account(tx, acting, &account, &[role], since)?;
    }
    Ok(())
}

fn fill(app: &TestApp) {
    let hash = identity::password::hash(DEMO_PASSWORD).unwrap();
    app.write(move |tx, acting| people(tx, acting, &hash));
}

#[test]
fn an_administrator_changes_the_calendar_and_deadlines_follow() {
    TestApp::each(
        || vec![identity::module(), crate::module()],
        |db| Arc::new(identity::Sessions::new(db)),
        |app| {
            fill(&app);
            let mut browser = app.sign_in("quan.tri");
            browser.get("/quan-tri/lich?nam=2022");
            assert!(browser.page().says("Giỗ Tổ Hùng Vương"), "{}", browser.page().text());
            let wrong = browser.submit("Thêm ngày", &[("Ngày", "31/02/2022"), ("Tên", "")]);
            assert_eq!(wrong.status, 422);
            assert_eq!(wrong.texts(".govuk-error-summary li").len(), 3);
            browser.submit(
                "Thêm ngày",
                &[
                    ("Ngày", "16/03/2022"),
                    ("Tên", "Nghỉ phòng dịch"),
                    ("Căn cứ: thông báo, văn bản", "Thông báo 12/TB-UBND"),
                ],
            );
            assert!(browser.page().says("Nghỉ phòng dịch"), "{}", browser.page().text());
            let working = |day: &'static str| {
                app.read(move |tx| {
                    let calendar = crate::Calendars::default().of(tx, AGENCY, None)?;
                    Ok(calendar.is_working(day.parse().unwrap()))
                })
            };
            assert!(!working("2022-03-16") && working("2022-03-17"));
            let wrong = browser.submit("Lưu giờ làm việc", &[("Thứ Bảy", "7 giờ sáng")]);
            assert_eq!(wrong.status, 422);
            assert_eq!(wrong.attributes("#gio-6", "value"), ["7 giờ sáng"]);
            browser.submit("Lưu giờ làm việc", &[("Thứ Bảy", "07:30-11:30")]);
            assert!(working("2022-03-19"));
            // Somebody who still has the page of before loses nothing of the other's work.
            let stale = browser.page().clone();
            browser.submit("Lưu giờ làm việc", &[("Thứ Bảy", "")]);
            let version = stale.attributes("input[name=v]", "value").first().cloned().unwrap();
            let csrf = stale.attributes("input[name=csrf]", "value").first().cloned().unwrap();
            let late = browser.post(
                "/quan-tri/lich/ngay/xoa",
                &[("csrf", &csrf), ("v", &version), ("don-vi", "0"), ("nam", "2022"), ("bo", "2022-03-16")],
            );
            assert_eq!(late.status, 409);
            assert!(!working("2022-03-16") && !working("2022-03-19"));
            let mut officer = app.sign_in("tran.mai");
            officer.get("/quan-tri/lich");
            assert!(officer.page().says("Lịch làm việc") && !officer.page().says("Thêm ngày"));
            assert_eq!(officer.post("/quan-tri/lich/ngay/xoa", &[("bo", "2022-03-16")]).status, 403);
        },
    );
}
