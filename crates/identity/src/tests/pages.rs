//! Pages in process, through the real router.

use std::sync::Arc;

use ::store::{Db, Tx, journal};
use kernel::{AccountId, Acting, Role};
use testkit::{DEMO_PASSWORD, TestApp};

use super::{day, new_account, new_unit};
use crate::acts::account::NewAccount;
use crate::acts::setup::{self, NewAgency};
use crate::domain::totp;
use crate::{IdentityRefused, Sessions, module};

fn sessions(db: Db) -> Arc<dyn web::Sessions> {
    Arc::new(Sessions::new(db))
}

fn people(tx: &mut Tx<'_>, acting: &Acting, hash: &str) -> Result<(), IdentityRefused> {
    let agency = NewAgency {
        code: "H31.12".to_owned(),
        name: "Sở LĐTBXH".to_owned(),
        parent_name: "Tỉnh Hưng Yên".to_owned(),
    };
    setup::create_agency(tx, acting, &agency)?;
    let root = setup::create_unit(tx, acting, &new_unit("so", None))?;
    let unit = setup::create_unit(tx, acting, &new_unit("phong-a", Some(root)))?;
    for (login, name, unit, roles) in [
        ("quan.tri", "Đỗ Quản Trị", root, vec![Role::Administrator]),
        ("thu.ha", "Nguyễn Thu Hà", unit, vec![Role::Specialist]),
        ("kiem.tra", "Trần Kiểm Tra", root, vec![Role::Auditor]),
    ] {
        let new = NewAccount { password_hash: hash.to_owned(), ..new_account(login, name, Some(unit)) };
        setup::create_account(tx, acting, &new, &roles, day("2020-01-01"))?;
    }
    Ok(())
}

fn fill(app: &TestApp) {
    let hash = crate::password::hash(DEMO_PASSWORD).unwrap();
    app.write(move |tx, acting| people(tx, acting, &hash));
}

fn office() -> TestApp {
    let app = TestApp::new(vec![module()], sessions);
    fill(&app);
    app
}

fn account(app: &TestApp, login: &'static str) -> AccountId {
    app.read(move |tx| crate::account_by_login(tx, testkit::AGENCY, login)).unwrap().id
}

#[test]
fn somebody_signs_in_looks_around_and_signs_out() {
    TestApp::each(
        || vec![module()],
        sessions,
        |app| {
            fill(&app);
            let mut browser = app.browser();
            browser.get("/don-vi");
            assert_eq!(browser.page().path, "/dang-nhap?tiep=%2Fdon-vi");
            let wrong = browser.submit("Đăng nhập", &[("Tài khoản", "thu.ha"), ("Mật khẩu", "sai-mat-khau")]);
            assert_eq!(wrong.status, 422);
            assert!(wrong.says("Tài khoản hoặc mật khẩu không đúng."));
            assert_eq!(wrong.attributes("#tai_khoan", "value"), ["thu.ha"]);
            let empty = browser.submit("Đăng nhập", &[("Tài khoản", ""), ("Mật khẩu", "")]);
            assert_eq!(empty.texts(".govuk-error-summary li"), ["Nhập tên tài khoản.", "Nhập mật khẩu."]);
            browser.submit("Đăng nhập", &[("Tài khoản", " Thu.Ha "), ("Mật khẩu", DEMO_PASSWORD)]);
            assert_eq!(browser.page().path, "/don-vi");
            assert!(browser.page().says("Đơn vị phong-a"));
            assert_eq!(browser.get("/tai-khoan").heading(), "Tài khoản của tôi");
            browser.submit("Đăng xuất", &[]);
            assert!(browser.page().says("Đã đăng xuất."));
            assert!(browser.cookie("motcua_phien").is_none());
            assert_eq!(browser.get("/tai-khoan").path, "/dang-nhap?tiep=%2Ftai-khoan");
        },
    );
}

#[test]
fn one_click_signs_in_with_a_sample_account() {
    let app = office();
    let mut browser = app.browser();
    browser.get("/dang-nhap?tiep=//xau.example");
    assert!(browser.page().says("Tài khoản mẫu"));
    browser.submit("Trần Kiểm Tra", &[]);
    assert_eq!(browser.page().path, "/");
    assert_eq!(browser.get("/nhat-ky").status, 200);
}

#[test]
fn five_wrong_passwords_close_the_account_for_minutes() {
    let app = office();
    let mut browser = app.browser();
    browser.get("/dang-nhap");
    for _ in 0..5 {
        browser.submit("Đăng nhập", &[("Tài khoản", "thu.ha"), ("Mật khẩu", "sai-mat-khau")]);
    }
    assert!(browser.page().says("thử lại sau 1 phút"), "{}", browser.page().text());
    browser.submit("Đăng nhập", &[("Tài khoản", "thu.ha"), ("Mật khẩu", DEMO_PASSWORD)]);
    assert!(browser.page().says("thử lại sau 1 phút"));
    // An administrator opens it at once.
    let id = account(&app, "thu.ha");
    let mut admin = app.sign_in("quan.tri");
    admin.get(&format!("/quan-tri/tai-khoan/{id}"));
    admin.submit("Bỏ tạm khóa do sai mật khẩu", &[]);
    assert!(admin.page().says("Đã mở khóa tài khoản."));
    app.sign_in("thu.ha");
}

#[test]
fn a_flood_of_attempts_is_told_to_wait() {
    let app = office();
    let mut browser = app.browser();
    browser.address = Some("203.0.113.9".parse().unwrap());
    browser.get("/dang-nhap");
    let csrf = browser.page().attributes("input[name=csrf]", "value")[0].clone();
    let statuses: Vec<u16> = (0..30)
        .map(|_| {
            let fields = [("csrf", csrf.as_str()), ("tai_khoan", "ten.la"), ("mat_khau", "x")];
            browser.post("/dang-nhap", &fields).status
        })
        .collect();
    assert_eq!(statuses[0], 422);
    assert_eq!(statuses.last(), Some(&429));
}

#[test]
fn forms_of_strangers_are_refused() {
    let app = office();
    let mut browser = app.sign_in("thu.ha");
    let fields = [("hien_tai", DEMO_PASSWORD), ("moi", "bay-con-meo-xam"), ("lap_lai", "bay-con-meo-xam")];
    assert_eq!(browser.post("/tai-khoan/mat-khau", &fields).status, 400);
    let mut forged = fields.to_vec();
    forged.push(("csrf", "khong-phai"));
    assert_eq!(browser.post("/tai-khoan/mat-khau", &forged).status, 400);
    app.sign_in("thu.ha");
    // The token of one visitor does not open the form of another.
    let csrf = {
        let mut other = app.sign_in("kiem.tra");
        other.get("/tai-khoan/mat-khau").attributes("input[name=csrf]", "value")[0].clone()
    };
    let mut borrowed = fields.to_vec();
    borrowed.push(("csrf", &csrf));
    assert_eq!(browser.post("/tai-khoan/mat-khau", &borrowed).status, 400);
}

#[test]
fn what_is_not_granted_is_denied() {
    let app = office();
    let mut specialist = app.sign_in("thu.ha");
    for path in ["/quan-tri/tai-khoan", "/quan-tri/don-vi", "/quan-tri/quyen", "/nhat-ky"] {
        assert_eq!(specialist.get(path).status, 403, "{path}");
    }
    let mut auditor = app.sign_in("kiem.tra");
    assert_eq!(auditor.get("/nhat-ky").status, 200);
    assert_eq!(auditor.get("/quan-tri/quyen").status, 200);
    assert_eq!(auditor.get("/quan-tri/tai-khoan").status, 403);
    let mut nobody = app.browser();
    assert_eq!(nobody.get("/nhat-ky").path, "/dang-nhap?tiep=%2Fnhat-ky");
    assert_eq!(app.api("", "GET", "/api/v1/me", None).0, 401);
    assert_eq!(app.api("motcua_sai", "GET", "/api/v1/me", None).0, 401);
}

#[test]
fn the_second_step_is_put_on_used_and_taken_off() {
    let app = office();
    let mut browser = app.sign_in("thu.ha");
    browser.get("/tai-khoan/ma-xac-thuc");
    browser.submit("Bắt đầu cài đặt", &[]);
    assert_eq!(browser.page().attributes("main svg[role=img]", "aria-label").len(), 1);
    let id = account(&app, "thu.ha");
    let secret = app.read(move |tx| crate::store::sign_in::credential(tx, id)).unwrap().totp_secret.unwrap();
    assert!(browser.page().text().replace(' ', "").contains(&totp::base32(&secret)));
    let refused = browser.submit("Bật xác thực hai bước", &[("Mã xác thực 6 chữ số", "12")]);
    assert_eq!(refused.status, 422);
    let code = |app: &TestApp| totp::code(&secret, totp::step(kernel::Clock::now(&*app.clock)), 6);
    browser.submit("Bật xác thực hai bước", &[("Mã xác thực 6 chữ số", &code(&app))]);
    assert!(browser.page().says("Đã bật xác thực hai bước"));

    app.set_clock("2022-03-15T09:05");
    let mut again = app.browser();
    again.get("/dang-nhap?tiep=/don-vi");
    again.submit("Đăng nhập", &[("Tài khoản", "thu.ha"), ("Mật khẩu", DEMO_PASSWORD)]);
    assert_eq!(again.page().heading(), "Nhập mã xác thực");
    assert!(again.cookie("motcua_phien").is_none());
    let wrong = if code(&app) == "123456" { "654321" } else { "123456" };
    again.submit("Đăng nhập", &[("Mã xác thực 6 chữ số", wrong)]);
    assert!(again.page().says("Mã xác thực không đúng"));
    again.submit("Đăng nhập", &[("Mã xác thực 6 chữ số", &code(&app))]);
    assert_eq!(again.page().path, "/don-vi");
    again.get("/tai-khoan/ma-xac-thuc");
    again.submit("Tắt xác thực hai bước", &[("Mật khẩu hiện tại", "sai-mat-khau")]);
    assert!(again.page().says("Mật khẩu hiện tại không đúng."));
    again.submit("Tắt xác thực hai bước", &[("Mật khẩu hiện tại", DEMO_PASSWORD)]);
    assert!(again.page().says("Đã tắt xác thực hai bước."));
    app.sign_in("thu.ha");
}

#[test]
fn signing_out_everywhere_leaves_this_session_alone() {
    let app = office();
    let (mut here, mut there, mut third) =
        (app.sign_in("thu.ha"), app.sign_in("thu.ha"), app.sign_in("thu.ha"));
    let page = here.get("/tai-khoan/phien");
    assert_eq!(page.texts("tbody tr").len(), 3);
    here.submit("Kết thúc", &[]);
    assert_eq!(here.page().texts("tbody tr").len(), 2);
    here.submit("Đăng xuất khỏi mọi phiên khác", &[]);
    assert!(here.page().says("Đã đăng xuất khỏi 1 phiên khác."));
    assert_eq!(here.get("/tai-khoan").status, 200);
    for other in [&mut there, &mut third] {
        assert_eq!(other.get("/tai-khoan").path, "/dang-nhap?tiep=%2Ftai-khoan");
    }
}

#[test]
fn a_changed_password_ends_the_other_sessions() {
    let app = office();
    let (mut here, mut there) = (app.sign_in("thu.ha"), app.sign_in("thu.ha"));
    here.get("/tai-khoan/mat-khau");
    for (current, new, repeat, message) in [
        ("sai-mat-khau", "bay-con-meo-xam", "bay-con-meo-xam", "Mật khẩu hiện tại không đúng."),
        (DEMO_PASSWORD, "ngan", "ngan", "Mật khẩu cần ít nhất 10 ký tự."),
        (DEMO_PASSWORD, "thu.ha.thu.ha", "thu.ha.thu.ha", "Mật khẩu không được chứa tên tài khoản."),
        (DEMO_PASSWORD, "bay-con-meo-xam", "tam-con-meo-xam", "Hai lần nhập mật khẩu mới không giống nhau."),
        (DEMO_PASSWORD, DEMO_PASSWORD, DEMO_PASSWORD, "Mật khẩu mới phải khác mật khẩu hiện tại."),
    ] {
        here.submit(
            "Đổi mật khẩu",
            &[("Mật khẩu hiện tại", current), ("Mật khẩu mới", new), ("Nhập lại mật khẩu mới", repeat)],
        );
        assert_eq!(here.page().status, 422);
        assert!(here.page().says(message), "{message}");
    }
    let new = "bảy con mèo xám";
    here.submit(
        "Đổi mật khẩu",
        &[("Mật khẩu hiện tại", DEMO_PASSWORD), ("Mật khẩu mới", new), ("Nhập lại mật khẩu mới", new)],
    );
    assert!(here.page().says("Đã đổi mật khẩu."));
    assert_eq!(there.get("/tai-khoan").path, "/dang-nhap?tiep=%2Ftai-khoan");
    there.submit("Đăng nhập", &[("Tài khoản", "thu.ha"), ("Mật khẩu", new)]);
    assert_eq!(there.page().path, "/tai-khoan");
}

#[test]
fn an_administrator_makes_an_account_that_must_change_its_password() {
    let app = office();
    let mut admin = app.sign_in("quan.tri");
    admin.get("/quan-tri/tai-khoan/moi");
    let bad = admin.submit("Tạo tài khoản", &[("Tài khoản", "lê lợi"), ("Thư công vụ", "khong")]);
    assert_eq!(bad.status, 422);
    assert_eq!(bad.texts(".govuk-error-summary li").len(), 3);
    let taken = admin
        .submit("Tạo tài khoản", &[("Tài khoản", "thu.ha"), ("Họ và tên", "Lê Lợi"), ("Thư công vụ", "")]);
    assert!(taken.says("Tên tài khoản này đã có người dùng."));
    let made = admin.submit("Tạo tài khoản", &[("Tài khoản", "le.loi"), ("Đơn vị", "Đơn vị phong-a")]);
    assert_eq!(made.heading(), "Đã tạo tài khoản", "{}", made.text());
    let password = made.texts(".govuk-summary-list__value")[1].clone();
    let next = made.link("Tiếp tục");
    admin.get(&next);
    admin.submit("Giao vai trò", &[("Vai trò", "Văn thư"), ("Từ ngày", "15/03/2022")]);
    assert!(admin.page().says("Đã giao vai trò."), "{}", admin.page().text());
    admin.submit("Giao vai trò", &[("Vai trò", "Văn thư"), ("Từ ngày", "16/03/2022")]);
    assert!(admin.page().says("Tài khoản đã có vai trò này trong thời gian đó."));

    let mut clerk = app.browser();
    clerk.get("/dang-nhap?tiep=/don-vi");
    clerk.submit("Đăng nhập", &[("Tài khoản", "le.loi"), ("Mật khẩu", &password)]);
    assert_eq!(clerk.page().path, "/tai-khoan/mat-khau");
    // Until then no role is held.
    assert_eq!(clerk.get("/don-vi").status, 403);
    clerk.get("/tai-khoan/mat-khau");
    let new = "mot-cum-tu-dai";
    clerk.submit(
        "Đổi mật khẩu",
        &[("Mật khẩu hiện tại", &password), ("Mật khẩu mới", new), ("Nhập lại mật khẩu mới", new)],
    );
    assert_eq!(clerk.get("/don-vi").status, 200);
    admin.get(&next);
    admin.submit("Khóa tài khoản", &[]);
    assert_eq!(clerk.get("/don-vi").path, "/dang-nhap?tiep=%2Fdon-vi");
    let found = admin.get("/quan-tri/tai-khoan?ten=le+loi");
    assert_eq!(found.texts("tbody tr").len(), 1);
    assert!(found.says("Đã khóa"));
    assert_eq!(admin.get("/quan-tri/tai-khoan?ten=le+loi&tinh_trang=dang-dung").texts("tbody tr").len(), 0);
}

#[test]
fn the_unit_tree_shows_the_units_of_its_day() {
    let app = office();
    let mut admin = app.sign_in("quan.tri");
    admin.get("/quan-tri/don-vi/moi");
    admin.submit("Lưu đơn vị", &[("Mã đơn vị", "Phòng B"), ("Tên đơn vị", "Phòng B")]);
    assert_eq!(admin.page().status, 422);
    admin.submit(
        "Lưu đơn vị",
        &[("Mã đơn vị", "phong-b"), ("Đơn vị cấp trên", "Đơn vị so"), ("Hoạt động từ ngày", "01/04/2022")],
    );
    assert!(admin.page().says("Đã thêm đơn vị."), "{}", admin.page().text());
    assert!(!admin.get("/don-vi").says("Phòng B"));
    assert!(admin.get("/don-vi?ngay=2022-04-01").says("Phòng B"));
    assert!(admin.get("/don-vi?ngay=2009-12-31").says("Ngày này chưa có đơn vị nào"));
    admin.get("/quan-tri/don-vi/phong-a");
    admin.submit("Ghi ngày kết thúc", &[("Ngày hoạt động cuối cùng", "31/03/2022")]);
    assert!(admin.page().says("Đơn vị còn 1 tài khoản đang dùng"));
    admin.get("/quan-tri/don-vi/phong-b");
    admin.submit("Ghi ngày kết thúc", &[("Ngày hoạt động cuối cùng", "30/06/2022")]);
    assert!(!admin.get("/don-vi?ngay=2022-07-01").says("Phòng B"));
    let unit = admin.get("/don-vi/phong-a");
    assert!(unit.says("Nguyễn Thu Hà"));
    assert_eq!(admin.get("/don-vi/khong-co").status, 404);
}

#[test]
fn a_delegation_is_made_and_ended_on_the_page() {
    let app = office();
    let mut browser = app.sign_in("thu.ha");
    browser.get("/tai-khoan/uy-quyen");
    browser.submit("Ghi ủy quyền", &[("Đến hết ngày", "14/03/2022")]);
    assert_eq!(browser.page().texts(".govuk-error-summary li").len(), 3);
    let fields = [
        ("Người được ủy quyền", "Trần Kiểm Tra, Chuyên viên"),
        ("Lý do", "Đi công tác"),
        ("Quyền được ủy", "Tất cả quyền của tôi"),
    ];
    browser.submit("Ghi ủy quyền", &fields);
    assert!(
        browser.page().says("Ngày cuối đã qua.")
            || browser.page().says("Ngày cuối không được trước ngày đầu.")
    );
    browser.submit("Ghi ủy quyền", &[("Đến hết ngày", "20/03/2022")]);
    assert!(browser.page().says("Trần Kiểm Tra làm thay tôi"), "{}", browser.page().text());
    let mut other = app.sign_in("kiem.tra");
    assert!(other.get("/tai-khoan/uy-quyen").says("Tôi làm thay Nguyễn Thu Hà"));
    assert_eq!(other.page().texts("form[action='/tai-khoan/uy-quyen']").len(), 0);
    browser.submit("Chấm dứt", &[]);
    assert!(browser.page().says("Đã chấm dứt ủy quyền."));
}

#[test]
fn a_key_is_shown_once_and_opens_the_api_within_its_scopes() {
    let app = office();
    let mut browser = app.sign_in("thu.ha");
    browser.get("/tai-khoan/khoa-api");
    browser.submit("Tạo khóa", &[("Tên khóa", "Cổng dữ liệu"), ("Quyền của khóa", "Tạo khóa API cho mình")]);
    let key = browser.page().texts(".mc-nhac code")[0].clone();
    assert!(!browser.get("/tai-khoan/khoa-api").html.contains(&key));
    let (status, me) = app.api(&key, "GET", "/api/v1/me", None);
    assert_eq!((status, me["name"].as_str()), (200, Some("Nguyễn Thu Hà")));
    assert_eq!(me["permissions"], serde_json::json!(["identity.make_keys"]));
    assert_eq!(app.api(&key, "GET", "/api/v1/units", None).0, 403);
    browser.submit("Tạo khóa", &[("Tên khóa", "Khóa hai"), ("Quyền của khóa", "Xem đơn vị và cán bộ")]);
    let second = browser.page().texts(".mc-nhac code")[0].clone();
    let (status, units) = app.api(&second, "GET", "/api/v1/units", None);
    assert_eq!((status, units.as_array().map(Vec::len)), (200, Some(2)));
    let (_, accounts) = app.api(&second, "GET", "/api/v1/accounts", None);
    assert!(accounts[0].get("email").is_none());
    browser.submit("Thu hồi", &[]);
    assert_eq!(app.api(&second, "GET", "/api/v1/units", None).0, 401);
}

#[test]
fn the_journal_says_who_did_what() {
    let app = office();
    let mut browser = app.browser();
    browser.get("/dang-nhap");
    browser.submit("Đăng nhập", &[("Tài khoản", "thu.ha"), ("Mật khẩu", "sai-mat-khau")]);
    app.sign_in("thu.ha");
    let mut auditor = app.sign_in("kiem.tra");
    let page = auditor.get("/nhat-ky");
    let rows = page.texts("tbody tr");
    assert!(rows[0].contains("Trần Kiểm Tra Đăng nhập Trần Kiểm Tra"), "{}", rows[0]);
    assert!(rows.iter().any(|row| row.contains("Hệ thống Đăng nhập không thành công Nguyễn Thu Hà")));
    auditor.submit("Lọc", &[("Tài khoản thực hiện", "thu.ha")]);
    assert_eq!(auditor.page().texts("tbody tr").len(), 1);
    auditor.submit("Lọc", &[("Việc", "Đăng nhập không thành công"), ("Tài khoản thực hiện", "")]);
    assert_eq!(auditor.page().texts("tbody tr").len(), 1);
    auditor.submit("Lọc", &[("Tài khoản thực hiện", "khong.co")]);
    assert!(auditor.page().says("Không có tài khoản này."));
    let id = account(&app, "thu.ha");
    assert_eq!(auditor.get(&format!("/nhat-ky?loai=account&so={id}")).texts("tbody tr").len(), 3);
    let report = app.read(|tx| journal::verify(tx, testkit::AGENCY));
    assert_eq!(report.finding, None);
}

/// Page, button, what is typed, how many entries it leaves.
type Step<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], usize);

#[test]
fn every_act_leaves_one_entry_and_every_refusal_none() {
    let app = office();
    let entries = |app: &TestApp| app.read(|tx| Ok(journal::recent(tx, testkit::AGENCY, None, 1_000)?.len()));
    let id = account(&app, "thu.ha");
    let page = format!("/quan-tri/tai-khoan/{id}");
    let mut admin = app.sign_in("quan.tri");
    let mut seen = entries(&app);
    let steps: [Step<'_>; 12] = [
        (&page, "Lưu thông tin", &[("Điện thoại", "0221.3863102")], 1),
        (&page, "Lưu thông tin", &[("Họ và tên", "")], 0),
        (&page, "Giao vai trò", &[("Vai trò", "Văn thư")], 1),
        (&page, "Giao vai trò", &[("Vai trò", "Văn thư")], 0),
        (&page, "Kết thúc", &[], 1),
        (&page, "Bỏ tạm khóa do sai mật khẩu", &[], 1),
        (&page, "Đăng xuất khỏi mọi nơi", &[], 1),
        (&page, "Khóa tài khoản", &[], 1),
        (&page, "Mở khóa tài khoản", &[], 1),
        (&page, "Đặt lại mật khẩu", &[], 1),
        ("/quan-tri/don-vi/phong-a", "Lưu đơn vị", &[("Người đứng đầu", "Nguyễn Thu Hà")], 1),
        ("/quan-tri/don-vi/phong-a", "Ghi ngày kết thúc", &[("Ngày hoạt động cuối cùng", "31/12/2022")], 0),
    ];
    for (path, button, fields, expected) in steps {
        admin.get(path);
        admin.submit(button, fields);
        let now = entries(&app);
        assert_eq!(now - seen, expected, "{button}: {}", admin.page().text());
        seen = now;
    }
}

#[test]
fn two_people_who_edit_the_same_account_do_not_overwrite_each_other() {
    let app = office();
    let page = format!("/quan-tri/tai-khoan/{}", account(&app, "thu.ha"));
    let (mut first, mut second) = (app.sign_in("quan.tri"), app.sign_in("quan.tri"));
    first.get(&page);
    second.get(&page);
    first.submit("Lưu thông tin", &[("Chức vụ", "Phó trưởng phòng")]);
    assert_eq!(first.page().status, 200);
    second.submit("Lưu thông tin", &[("Chức vụ", "Chuyên viên chính")]);
    assert_eq!(second.page().status, 409);
    assert_eq!(second.get(&page).attributes("#chuc_vu", "value"), ["Phó trưởng phòng"]);
}

#[test]
fn an_act_without_a_session_leads_to_sign_in_and_then_home() {
    let app = office();
    let mut browser = app.browser();
    let page = browser.post("/tai-khoan/khoa-api/5/thu-hoi", &[]);
    assert_eq!(page.path, "/dang-nhap");
}
