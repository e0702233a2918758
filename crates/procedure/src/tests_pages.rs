//! Tests of the pages and the API, in process, with the real router: what each role sees, what a form keeps.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, Instant, Role};
use store::{StoreError, Tx};
use testkit::{AGENCY, Browser, TestApp};
use web::{Access, Module, Path, Routes, Sessions, SignedIn, cookie};

use crate::tests_acts::{CODE, few, set_up};
use crate::{builtin, urls};

/// Signs in whoever names a role: the token is the role's code.
struct ByRole;

impl Sessions for ByRole {
    fn session(&self, _: &mut Tx<'_>, hash: &[u8], _: Instant) -> Result<Option<SignedIn>, StoreError> {
        let role = Role::ALL.into_iter().find(|role| cookie::token_hash(role.code()) == hash);
        Ok(role.map(|role| SignedIn {
            account: AccountId(5),
            agency: AGENCY,
            unit: None,
            name: "Vũ Đức Long".to_owned(),
            position: role.label().to_owned(),
            roles: Arc::new(BTreeSet::from([role])),
            scopes: None,
            session: hash.to_vec(),
        }))
    }

    fn key(&self, tx: &mut Tx<'_>, hash: &[u8], now: Instant) -> Result<Option<SignedIn>, StoreError> {
        self.session(tx, hash, now)
    }
}

/// Gives the cookie of a role.
fn entrance() -> Module {
    async fn enter(Path(role): Path<String>) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::SET_COOKIE, cookie::make(cookie::SESSION, &role, None, false));
        (StatusCode::NO_CONTENT, headers).into_response()
    }
    Module {
        name: "identity",
        migrations: identity::MIGRATIONS,
        grants: &[],
        nav: &[],
        routes: || Routes::new().get("/vao/{role}", Access::Public, enter),
        openapi: None,
        measures: Vec::new,
    }
}

fn modules() -> Vec<Module> {
    vec![entrance(), crate::module()]
}

fn app_with(packages: Vec<(&'static str, &'static str)>) -> TestApp {
    let app = TestApp::new(modules(), |_| Arc::new(ByRole));
    app.write(move |tx, acting| set_up(tx, acting, &packages));
    app
}

fn app() -> TestApp {
    app_with(few())
}

fn enter(app: &TestApp, role: Role) -> Browser<'_> {
    let mut browser = app.browser();
    browser.get(&format!("/vao/{}", role.code()));
    browser
}

#[test]
fn every_page_of_every_builtin_procedure_is_sound() {
    let app = app_with(builtin().to_vec());
    let mut reader = enter(&app, Role::Auditor);
    for (file, _) in builtin() {
        let code = file.trim_start_matches("data/procedures/").trim_end_matches("/procedure.toml");
        let page = reader.get(&urls::show(code));
        assert_eq!(page.status, 200, "{code}");
        assert!(page.says("Giấy tờ cần có"), "{code}");
        assert_eq!(reader.get(&urls::process(code)).status, 200, "{code}");
    }
    assert_eq!(reader.get(&urls::versions(CODE)).status, 200);
    assert_eq!(reader.get(&urls::version(CODE, 1)).status, 200);
}

#[test]
fn the_catalogue_is_searched_and_filtered() {
    let app = app_with(builtin().to_vec());
    let mut reader = enter(&app, Role::CounterOfficer);
    let page = reader.get(urls::INDEX);
    assert!(page.says(&format!("{} thủ tục", builtin().len())), "{}", page.text());
    let page = reader.submit("Lọc", &[("Tìm theo tên hoặc mã", "than nhan liet si")]);
    assert!(page.says("Giải quyết chế độ trợ cấp ưu đãi đối với thân nhân liệt sĩ"));
    assert!(page.says("Đang lọc: Bỏ lọc “than nhan liet si”"));
    let page = reader.get("/thu-tuc?linh-vuc=BTXH&tim=khong+co+gi+khop");
    assert!(page.says("Không có thủ tục nào khớp"));
    let (mut seen, mut next) = (BTreeSet::new(), Some(urls::INDEX.to_owned()));
    while let Some(href) = next {
        let page = reader.get(&href);
        seen.extend(page.texts("tbody th .mc-ma"));
        let before = page.html.split(" rel=\"next\"").next().filter(|_| page.html.contains("rel=\"next\""));
        let quoted = before.and_then(|html| html.rsplit("href=").next());
        next = quoted.map(|href| href.trim_matches('"').replace("&#38;", "&"));
    }
    assert_eq!(seen.len(), builtin().len());
}

#[test]
fn the_procedure_page_says_what_the_package_says() {
    let app = app();
    let mut reader = enter(&app, Role::Specialist);
    let page = reader.get(&urls::show(CODE));
    for words in [
        "Giải quyết trợ cấp lần đầu",
        "20 ngày",
        "Không thu",
        "Bản khai (UBND cấp xã xác nhận) Mẫu số 05",
        "đã đối chiếu",
        "Điều 26 Nghị định 131/2021/NĐ-CP",
        "Mức độ 4",
        "Phòng Người có công",
        "Sở Nội vụ từ 01/03/2025",
    ] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(!page.says("Soạn phiên bản"));
    let page = reader.get(&urls::process(CODE));
    for words in ["Thẩm định hồ sơ", "Tổng", "So với thời hạn công bố", "Khớp"] {
        assert!(page.says(words), "{words}");
    }
    assert_eq!(page.texts("tfoot td.n"), ["20 ngày", "12 ngày"]);
    assert_eq!(reader.get("/thu-tuc/9.999999").status, 404);
}

#[test]
fn a_version_is_drafted_checked_and_published_through_the_forms() {
    let app = app();
    let mut editor = enter(&app, Role::PlanCoordinator);
    editor.get(&urls::show(CODE));
    let page = editor.submit("Soạn phiên bản 2", &[]);
    assert_eq!(page.path, urls::edit(CODE));
    assert!(page.says("Đã tạo bản thảo"));

    let text = page.texts_of_area("package");
    let broken = text.replace("level = 4", "level = 9");
    let page = editor.submit("Lưu bản thảo", &[("package", &broken), ("note", "Thử sai")]);
    assert!(page.says("Đã lưu bản thảo. Còn 1 lỗi"), "{}", page.text());
    assert!(page.texts_of_area("package").contains("level = 9"));
    let page = editor.submit("Công bố", &[]);
    assert_eq!(page.status, 422);
    assert!(page.says("Gói thủ tục còn 1 lỗi"), "{}", page.text());

    let better = text.replace("originals = 1", "originals = 2");
    let page = editor.submit("Lưu bản thảo", &[("package", &better), ("note", "Thêm một bản")]);
    assert!(page.says("Khác với phiên bản đang áp dụng"), "{}", page.text());
    let page = editor.submit("Công bố", &[]);
    assert!(page.says("Đã công bố phiên bản mới"), "{}", page.text());
    assert!(page.says("2 bản chính"));
    assert!(editor.get(&urls::versions(CODE)).says("Thêm một bản"));
    assert!(editor.get(&urls::version(CODE, 1)).says("đã được phiên bản 2 thay thế"));
    assert!(editor.get(&urls::version(CODE, 2)).says("Khác với phiên bản 1"));
}

#[test]
fn a_new_procedure_is_sketched_written_and_published() {
    let app = app();
    let mut editor = enter(&app, Role::PlanCoordinator);
    let page = editor.get(urls::INDEX);
    assert_eq!(page.attributes(".mc-dautrang a", "href"), [urls::NEW]);
    editor.get(urls::NEW);
    let wrong = [
        ("Mã thủ tục", "1.01"),
        ("Tên thủ tục", "Cấp giấy xác nhận thử"),
        ("Lĩnh vực", "Người có công"),
        ("Đơn vị giải quyết", "Phòng Người có công"),
        ("Căn cứ pháp lý", "Nghị định 131/2021/NĐ-CP"),
        ("Có hiệu lực từ ngày", "31/02/2022"),
        ("Cách nộp hồ sơ", "Trực tuyến"),
        ("Thời hạn luật định", "0"),
        ("Thời hạn công bố", "12"),
    ];
    let page = editor.submit("Lập bản thảo", &wrong);
    assert_eq!(page.status, 422);
    let errors = page.texts(".govuk-error-summary li");
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert_eq!(page.attributes("#name", "value"), ["Cấp giấy xác nhận thử"]);
    assert_eq!(page.attributes("#in_force_on", "value"), ["31/02/2022"]);
    assert_eq!(page.texts("#unit option[selected]"), ["Phòng Người có công"]);
    assert_eq!(page.attributes("input[name=channels][checked]", "value"), ["counter", "online"]);
    let mut right =
        vec![("Mã thủ tục", CODE), ("Có hiệu lực từ ngày", "01/03/2022"), ("Thời hạn luật định", "10")];
    assert!(editor.submit("Lập bản thảo", &right).says("không được dài hơn thời hạn luật định"));
    right.push(("Thời hạn công bố", "7,5"));
    let page = editor.submit("Lập bản thảo", &right);
    assert_eq!(page.status, 422);
    assert!(page.says(&format!("Mã {CODE} đã có: ")), "{}", page.text());
    let page = editor.submit("Lập bản thảo", &[("Mã thủ tục", "1.019999.000.00.00.H31")]);
    assert_eq!(page.path, urls::edit("1.019999"), "{}", page.text());
    assert!(page.says("Đã lập bản thảo") && page.says("Thủ tục mới, chưa công bố"));
    let text = page.texts_of_area("package");
    assert!(text.contains("published = { amount = 7.5, unit = \"working_day\" }"), "{text}");
    assert!(page.says("Gói thủ tục không có lỗi"), "{}", page.text());

    // It is nobody's procedure yet.
    assert_eq!(editor.get(&urls::show("1.019999")).status, 404);
    assert!(editor.get(urls::INDEX).says("1.019999 · Cấp giấy xác nhận thử"));
    assert!(!enter(&app, Role::Auditor).get(urls::INDEX).says("1.019999"));
    editor.get(urls::NEW);
    assert!(
        editor
            .submit("Lập bản thảo", &[wrong.as_slice(), &right[1..], &[("Mã thủ tục", "1.019999")]].concat())
            .says("Mã 1.019999 đã có")
    );

    editor.get(&urls::edit("1.019999"));
    let page = editor.submit("Lưu bản thảo", &[("package", &text.replace("level = 3", "level = 9"))]);
    assert!(page.says("Còn 1 lỗi"), "{}", page.text());
    assert_eq!(editor.submit("Công bố", &[]).status, 422);
    editor.submit("Lưu bản thảo", &[("package", &text)]);
    let page = editor.submit("Công bố", &[]);
    assert!(page.says("Đã công bố"), "{}", page.text());
    assert_eq!(page.path, urls::show("1.019999"));
    assert!(page.says("7,5 ngày làm việc") && page.says("Phòng Người có công"), "{}", page.text());
    assert!(!editor.get(urls::INDEX).says("chưa công bố"));
    assert!(editor.get(&urls::versions("1.019999")).says("Ban hành lần đầu"));
    editor.get(&urls::show("1.019999"));
    assert!(editor.submit("Soạn phiên bản 2", &[]).says("Đã tạo bản thảo"));
}

#[test]
fn a_new_procedure_is_thrown_away_with_its_draft() {
    let app = app();
    let mut editor = enter(&app, Role::HeadOfDivision);
    editor.get(urls::NEW);
    let fields = [
        ("Mã thủ tục", "NCC-07"),
        ("Tên thủ tục", "Thủ tục nội bộ"),
        ("Lĩnh vực", "Người có công"),
        ("Đơn vị giải quyết", "Phòng Người có công"),
        ("Căn cứ pháp lý", "Quyết định của Sở"),
        ("Thời hạn luật định", "5"),
    ];
    let page = editor.submit("Lập bản thảo", &fields);
    assert_eq!(page.path, urls::edit("NCC-07"), "{}", page.text());
    assert!(page.texts("button").iter().all(|words| words != "Công bố"));
    let page = editor.submit("Bỏ bản thảo", &[]);
    assert_eq!(page.path, urls::INDEX);
    assert!(page.says("Đã bỏ bản thảo") && !page.says("NCC-07"));
    assert_eq!(editor.get(&urls::edit("NCC-07")).status, 404);
    assert_eq!(enter(&app, Role::Auditor).get(urls::NEW).status, 403);
}

#[test]
fn what_a_slower_editor_typed_comes_back() {
    let app = app();
    let (mut one, mut two) = (enter(&app, Role::PlanCoordinator), enter(&app, Role::HeadOfDivision));
    one.get(&urls::show(CODE));
    let text = one.submit("Soạn phiên bản 2", &[]).texts_of_area("package");
    two.get(&urls::edit(CODE));
    one.submit("Lưu bản thảo", &[("package", &format!("{text}# người thứ nhất"))]);
    let page = two.submit("Lưu bản thảo", &[("package", &format!("{text}# người thứ hai"))]);
    assert_eq!(page.status, 422);
    assert!(page.says("vừa được người khác lưu"));
    assert!(page.texts_of_area("package").contains("# người thứ hai"));
    let page = two.submit("Lưu bản thảo", &[]);
    assert_eq!(page.status, 200);
    assert!(page.texts_of_area("package").contains("# người thứ hai"));
    // A head of division writes drafts and does not publish.
    assert!(page.texts("button").iter().all(|words| words != "Công bố"));
    assert!(two.submit("Bỏ bản thảo", &[]).says("Đã bỏ bản thảo"));
}

#[test]
fn a_procedure_is_ended_and_a_wrong_day_comes_back() {
    let app = app();
    let mut director = enter(&app, Role::Director);
    director.get(&urls::versions(CODE));
    let page = director.submit("Ghi ngày hết hiệu lực", &[("Hết hiệu lực từ ngày", "31/02/2022")]);
    assert_eq!(page.status, 422);
    assert!(page.html.contains("31/02/2022"));
    let page = director.submit("Ghi ngày hết hiệu lực", &[("Hết hiệu lực từ ngày", "01/01/2020")]);
    assert!(page.says("phải sau ngày có hiệu lực 15/02/2022"));
    let page = director.submit("Ghi ngày hết hiệu lực", &[("Hết hiệu lực từ ngày", "1/3/2022")]);
    assert!(page.says("thủ tục hết hiệu lực từ 01/03/2022"), "{}", page.text());
    assert!(director.get(&urls::show(CODE)).says("Hết hiệu lực từ 01/03/2022"));
}

#[test]
fn each_role_gets_what_it_may() {
    let app = app();
    for role in Role::ALL {
        let mut browser = enter(&app, role);
        let seen = browser.get(&urls::show(CODE)).status;
        assert_eq!(seen, if role == Role::Citizen { 403 } else { 200 }, "{role:?}");
        let may_edit = matches!(role, Role::HeadOfDivision | Role::PlanCoordinator);
        // Without a draft the page leads back to the procedure.
        assert_eq!(browser.get(&urls::edit(CODE)).status == 200, may_edit, "{role:?}");
    }
    let page = app.browser().get(urls::INDEX).path.clone();
    assert!(page.starts_with("/dang-nhap"), "{page}");
}

#[test]
fn the_api_lists_and_shows() {
    let app = app();
    let (status, list) = app.api("specialist", "GET", "/api/v1/procedures?q=liet+si&limit=2", None);
    assert_eq!(status, 200);
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    assert!(list["total"].as_i64().unwrap() > 2);
    let next = list["next"].as_str().unwrap();
    let (status, more) =
        app.api("specialist", "GET", &format!("/api/v1/procedures?q=liet+si&limit=2&after={next}"), None);
    assert_eq!(status, 200);
    assert_ne!(more["items"][0]["code"], list["items"][0]["code"]);
    let (status, one) = app.api("specialist", "GET", "/api/v1/procedures/1.010801", None);
    assert_eq!(status, 200);
    assert_eq!(one["cases"][0]["terms"][0]["statutory"]["amount"], 20.0);
    assert_eq!(one["processes"][0]["steps"][0]["role"], "counter_officer");
    assert_eq!(app.api("specialist", "GET", "/api/v1/procedures/9.999999", None).0, 404);
    assert_eq!(app.api("specialist", "GET", "/api/v1/procedures?level=x", None).0, 400);
    assert_eq!(app.api("citizen", "GET", "/api/v1/procedures", None).0, 403);
    assert_eq!(app.api("", "GET", "/api/v1/procedures", None).0, 401);
}

trait Areas {
    fn texts_of_area(&self, name: &str) -> String;
}

impl Areas for testkit::Page {
    /// What stands in a text area, as it is.
    fn texts_of_area(&self, name: &str) -> String {
        let start = self.html.find(&format!("name=\"{name}\"")).unwrap();
        let rest = &self.html[start..];
        let text = &rest[rest.find('>').unwrap() + 1..rest.find("</textarea>").unwrap()];
        let text = text.strip_prefix('\n').unwrap_or(text);
        [
            ("&#34;", "\""),
            ("&#39;", "'"),
            ("&#60;", "<"),
            ("&#62;", ">"),
            ("&quot;", "\""),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&#38;", "&"),
            ("&amp;", "&"),
        ]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }
}
