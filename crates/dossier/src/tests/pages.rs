//! A dossier's life through the browser: real forms, real routes, once for every act.

use std::sync::Arc;

use ::store::journal;
use identity::acts::delegation::{self, NewDelegation};
use identity::acts::key::{self, NewKey};
use kernel::Acting;
use testkit::{AGENCY, Browser, DEMO_PASSWORD, TestApp};
use web::Module;

use super::{BY_DAYS, Staffed};

fn modules() -> Vec<Module> {
    vec![identity::module(), procedure::module(), process::module(), crate::module()]
}

pub(super) fn each(mut test: impl FnMut(&TestApp, &Staffed)) {
    TestApp::each(
        modules,
        |db| Arc::new(identity::Sessions::new(db)),
        |app| {
            let hash = identity::password::hash(DEMO_PASSWORD).unwrap();
            let staffed = Staffed::fill(app.db(), &hash);
            let mut extensions = web::Extensions::new();
            extensions.insert(staffed.office.clone());
            extensions.insert(staffed.office.catalogue.clone());
            extensions.insert(super::forms::told());
            app.app.extend(extensions);
            test(&app, &staffed);
        },
    );
}

/// Takes in a dossier of the procedure and gives its code.
pub(super) fn receive(officer: &mut Browser<'_>, name: &str) -> String {
    officer.get("/tiep-nhan");
    officer.submit("Tìm thủ tục", &[("tim", BY_DAYS)]);
    officer.submit("Đủ tất cả giấy tờ bắt buộc", &[("ten", name), ("dia-chi", "xã Trung Nghĩa")]);
    officer.submit("Tiếp nhận và in giấy hẹn", &[]);
    let path = officer.page().path.clone();
    let code = path.strip_prefix("/ho-so/").and_then(|rest| rest.strip_suffix("/giay-tiep-nhan"));
    code.unwrap_or_else(|| panic!("{path}: {}", officer.page().text())).to_owned()
}

/// Opens the page of an act and does it.
pub(super) fn act(browser: &mut Browser<'_>, code: &str, slug: &str, button: &str, values: &[(&str, &str)]) {
    browser.get(&format!("/ho-so/{code}/{slug}"));
    browser.submit(button, values);
    assert_eq!(browser.page().path, format!("/ho-so/{code}"), "{}", browser.page().text());
}

#[test]
fn the_counter_receives_by_keyboard_and_tells_what_is_missing() {
    each(|app, _| {
        let mut officer = app.sign_in("tran.mai");
        officer.get("/tiep-nhan");
        officer.submit("Tìm thủ tục", &[("tim", "khong co thu tuc nay")]);
        assert!(officer.page().says("Không có thủ tục nào đang tiếp nhận khớp"));
        officer.submit("Tìm thủ tục", &[("tim", "chap thuan nhu cau su dung lao dong nuoc ngoai")]);
        assert!(officer.page().says(BY_DAYS), "{}", officer.page().text());
        // Received on Tuesday 15/03 at 09:00, 8 working days: Friday 25/03.
        assert!(officer.page().says("17:00, thứ Sáu 25/03/2022"), "{}", officer.page().text());
        officer.submit("Tìm người", &[("tim-nguoi", "033 158 004 417")]);
        assert!(officer.page().says("Chưa có người này"));
        assert_eq!(officer.page().attributes("#so", "value"), ["033158004417"]);
        let missing =
            officer.submit("Tiếp nhận và in giấy hẹn", &[("dien-thoai", "0984 555 221"), ("sinh", "1958")]);
        assert_eq!(missing.status, 422);
        assert_eq!(
            missing.attributes(".govuk-error-summary a", "href"),
            ["#ten", "#sinh", "#dia-chi"],
            "every wrong field at once"
        );
        assert_eq!(missing.attributes("#dien-thoai", "value"), ["0984 555 221"]);
        let typed = [("ten", "Bùi Thị Nhàn"), ("sinh", "12/05/1958"), ("dia-chi", "xã Trung Nghĩa")];
        let papers = officer.submit("Tiếp nhận và in giấy hẹn", &typed);
        assert_eq!(papers.status, 422);
        assert!(
            papers.says("Hướng dẫn người nộp bổ sung") && papers.says("Báo cáo giải trình (1 bản chính)")
        );
        assert_eq!(papers.attributes("#ten", "value"), ["Bùi Thị Nhàn"], "nothing typed is lost");
        officer.submit("Đủ tất cả giấy tờ bắt buộc", &[]);
        let once = officer.page().attributes("input[name=once]", "value")[0].clone();
        let csrf = officer.page().attributes("input[name=csrf]", "value")[0].clone();
        officer.submit("Tiếp nhận và in giấy hẹn", &[]);
        assert_eq!(officer.page().path, "/ho-so/H31.12-220315-0001/giay-tiep-nhan");
        assert!(officer.page().says("17:00 thứ Sáu 25/03/2022") && officer.page().says("Trần Thị Mai"));
        // The same form again is the same dossier.
        let mut fields =
            vec![("csrf", csrf.as_str()), ("once", once.as_str()), ("viec", "nhan"), ("thu-tuc", BY_DAYS)];
        fields.extend(typed);
        fields.push(("gt", "gt-01"));
        officer.post("/tiep-nhan", &fields);
        assert_eq!(officer.page().path, "/ho-so/H31.12-220315-0001/giay-tiep-nhan");
        // Known procedure, known person, papers, reception: four presses of Enter, each where the focus stands.
        let focused = |browser: &Browser<'_>| browser.page().attributes("[autofocus]", "value");
        officer.get("/tiep-nhan");
        officer.submit("Tìm thủ tục", &[("tim", BY_DAYS)]);
        assert_eq!(officer.page().attributes("[autofocus]", "id"), ["tim-nguoi"]);
        officer.submit("Tìm người", &[("tim-nguoi", "bui thi nhan")]);
        assert_eq!(focused(&officer), ["du"]);
        officer.submit("Đủ tất cả giấy tờ bắt buộc", &[]);
        assert_eq!(focused(&officer), ["nhan"]);
        officer.submit("Tiếp nhận và in giấy hẹn", &[]);
        assert_eq!(officer.page().path, "/ho-so/H31.12-220315-0002/giay-tiep-nhan");
        // The person is known now, by number and by name without accents.
        for words in ["033158004417", "bui thi nhan"] {
            officer.get("/tiep-nhan");
            officer.submit("Tìm thủ tục", &[("tim", BY_DAYS)]);
            officer.submit("Tìm người", &[("tim-nguoi", words)]);
            assert!(officer.page().says("12/05/1958"), "{words}: {}", officer.page().text());
            assert!(officer.page().attributes("#ten", "value").is_empty());
        }
        let mut specialist = app.sign_in("thu.ha");
        assert_eq!(specialist.get("/tiep-nhan").status, 403);
    });
}

#[test]
fn a_dossier_is_worked_to_its_end_through_the_pages() {
    each(|app, staffed| {
        let mut officer = app.sign_in("tran.mai");
        let code = receive(&mut officer, "Bùi Thị Nhàn");
        officer.get(&format!("/ho-so/{code}"));
        assert!(
            officer.page().says("Còn 8 ngày") && officer.page().says("Được tiếp nhận"),
            "{}",
            officer.page().text()
        );
        app.set_clock("2022-03-15T14:00");
        let mut officer = app.sign_in("tran.mai");
        act(&mut officer, &code, "chuyen", "Chuyển đến “Phân công thụ lý”", &[]);
        assert!(officer.page().says("Đã chuyển hồ sơ đến “Phân công thụ lý”."));
        assert_eq!(officer.get(&format!("/ho-so/{code}/chuyen")).status, 422, "it is not theirs any more");

        app.set_clock("2022-03-16T08:00");
        let mut head = app.sign_in("le.huy");
        head.get("/hang-cho");
        assert!(head.page().says("Bùi Thị Nhàn"), "{}", head.page().text());
        let none = head.submit("Chuyển bước tiếp", &[]);
        assert_eq!(none.status, 422);
        assert!(none.says("Chọn ít nhất một hồ sơ"));
        head.get("/hang-cho?xem=phong");
        head.submit("Chuyển bước tiếp", &[("hs", &code)]);
        assert!(head.page().says("1 hồ sơ đã làm, 0 hồ sơ chưa làm được."), "{}", head.page().text());

        let id = app.read({
            let code = code.clone();
            move |tx| crate::store::by_code(tx, AGENCY, &code)
        });
        let login = staffed.holder(app.db(), id.unwrap().id);
        let mut specialist = app.sign_in(login);
        specialist.get(&format!("/ho-so/{code}/bo-sung"));
        let empty = specialist.submit("Gửi yêu cầu bổ sung", &[]);
        assert_eq!(
            empty.texts(".govuk-error-summary li"),
            ["Chọn ít nhất một giấy tờ cần bổ sung và nêu lý do"]
        );
        supplemented(app, (&code, login));
        time_moved(app, (&code, login));
        decided(app, (&code, login));
        let mut officer = app.sign_in("tran.mai");
        let history = officer.get(&format!("/ho-so/{code}/nhat-ky"));
        assert_eq!(history.texts(".moj-timeline__title").len(), 17, "{}", history.text());
        // Every page of every state drew without failure, and the journal says the same as the row.
        let audit = app.read(|tx| crate::audit(tx, AGENCY));
        assert!(audit.altered.is_empty() && audit.sound == 1, "{audit:?}");
    });
}

/// A supplement is asked for and comes.
fn supplemented(app: &TestApp, (code, login): (&str, &str)) {
    app.set_clock("2022-03-17T09:00");
    let mut specialist = app.sign_in(login);
    act(
        &mut specialist,
        code,
        "bo-sung",
        "Gửi yêu cầu bổ sung",
        &[("giay-to", "gt-01"), ("ly-do-gt-01", "thiếu chữ ký")],
    );
    assert!(
        specialist.page().says("Yêu cầu bổ sung giấy tờ")
            && specialist.page().says("Báo cáo giải trình: thiếu chữ ký.")
    );
    specialist.get("/hang-cho?han=cho-bo-sung");
    assert!(specialist.page().says("Bùi Thị Nhàn") && specialist.page().says("Tạm dừng"));

    app.set_clock("2022-03-21T09:00");
    let mut officer = app.sign_in("tran.mai");
    act(&mut officer, code, "nhan-bo-sung", "Nhận bổ sung", &[]);
    // 8 working days from 21/03, counted again from the beginning.
    assert!(officer.page().says("17:00 thứ Năm 31/03/2022"), "{}", officer.page().text());
    assert!(officer.page().says("tính lại từ 21/03/2022"));
}

/// The clock stands and runs again, a new date is appointed, the work goes back once.
fn time_moved(app: &TestApp, (code, login): (&str, &str)) {
    app.set_clock("2022-03-21T14:00");
    let mut specialist = app.sign_in(login);
    act(&mut specialist, code, "tam-dung", "Tạm dừng", &[("ly-do", "chờ giám định"), ("can-cu", "Luật")]);
    app.set_clock("2022-03-22T14:00");
    let mut specialist = app.sign_in(login);
    let mut head = app.sign_in("le.huy");
    act(&mut specialist, code, "tiep-tuc", "Tiếp tục", &[]);
    specialist.get(&format!("/ho-so/{code}/hen-lai"));
    let wrong = specialist
        .submit("Gửi thư xin lỗi và hẹn lại", &[("ngay", "02/04/2022"), ("ly-do", "chờ giám định")]);
    assert!(wrong.says("Ngày này là ngày nghỉ"));
    assert_eq!(wrong.attributes("#ngay", "value"), ["02/04/2022"]);
    specialist.submit("Gửi thư xin lỗi và hẹn lại", &[("ngay", "05/04/2022")]);
    assert!(specialist.page().says("17:00 thứ Ba 05/04/2022"), "{}", specialist.page().text());
    act(
        &mut specialist,
        code,
        "chuyen",
        "Chuyển đến “Duyệt của phòng”",
        &[("y-kien", "Đủ điều kiện, đề nghị duyệt")],
    );
    act(&mut head, code, "tra-lai", "Trả lại bước trước", &[("ly-do", "thiếu căn cứ")]);
    assert!(head.page().says("thiếu căn cứ."));
}

/// Somebody else takes over; the result is signed, issued, put on the portal and handed out.
fn decided(app: &TestApp, (code, login): (&str, &str)) {
    let other = if login == "thu.ha" { "van.nam" } else { "thu.ha" };
    let name = if login == "thu.ha" { "Phạm Văn Nam" } else { "Nguyễn Thị Thu Hà" };
    let mut head = app.sign_in("le.huy");
    let mut officer = app.sign_in("tran.mai");
    act(&mut head, code, "doi-nguoi", "Chuyển người khác", &[("nguoi", name), ("ly-do", "nghỉ phép")]);
    let mut colleague = app.sign_in(other);
    act(&mut colleague, code, "chuyen", "Chuyển đến “Duyệt của phòng”", &[]);
    act(&mut head, code, "chuyen", "Chuyển đến “Ký kết quả”", &[]);
    let mut director = app.sign_in("minh.tuan");
    act(&mut director, code, "chuyen", "Chuyển đến “Vào sổ, đóng dấu, phát hành”", &[]);
    let mut clerk = app.sign_in("lan.anh");
    clerk.get(&format!("/ho-so/{code}/chuyen"));
    let wrong = clerk.submit("Chuyển đến “Trả kết quả”", &[]);
    assert!(wrong.says("Nhập số, ký hiệu của kết quả"));
    clerk.submit("Chuyển đến “Trả kết quả”", &[("so-ket-qua", "12/QĐ-SLĐTBXH"), ("cong-bo", "")]);
    assert!(clerk.page().says("Đã xử lý xong") && clerk.page().says("trước hạn"), "{}", clerk.page().text());
    act(&mut clerk, code, "cap-nhat-ket-qua", "Cập nhật kết quả", &[]);
    act(&mut officer, code, "tra-ket-qua", "Trả kết quả", &[("nguoi-nhan", "Bùi Văn Sáu")]);
    assert!(officer.page().says("Đã trả kết quả") && officer.page().says("Người nhận: Bùi Văn Sáu."));
}

#[test]
fn a_dossier_ends_by_refusal_or_withdrawal() {
    each(|app, _| {
        let mut officer = app.sign_in("tran.mai");
        let refused = receive(&mut officer, "Trần Văn Hai");
        officer.get(&format!("/ho-so/{refused}/tu-choi"));
        let empty = officer.submit("Từ chối giải quyết", &[]);
        assert_eq!(empty.texts(".govuk-error-summary li").len(), 2);
        act(
            &mut officer,
            &refused,
            "tu-choi",
            "Từ chối giải quyết",
            &[("ly-do", "không thuộc đối tượng"), ("can-cu", "Điều 28")],
        );
        assert!(officer.page().says("Không được tiếp nhận"));
        let withdrawn = receive(&mut officer, "Lê Thị Ba");
        act(&mut officer, &withdrawn, "rut", "Rút hồ sơ", &[("ly-do", "đổi ý")]);
        assert!(officer.page().says("Công dân yêu cầu rút hồ sơ"));
        assert!(!officer.page().says("Chuyển bước tiếp"), "no act is offered at the end");
        assert_eq!(officer.get(&format!("/ho-so/{withdrawn}/chuyen")).status, 422);
    });
}

#[test]
fn somebody_slower_is_told_and_loses_nothing() {
    each(|app, _| {
        let mut officer = app.sign_in("tran.mai");
        let code = receive(&mut officer, "Bùi Thị Nhàn");
        officer.get(&format!("/ho-so/{code}/rut"));
        let mut again = app.sign_in("tran.mai");
        act(&mut again, &code, "chuyen", "Chuyển đến “Phân công thụ lý”", &[]);
        let late = officer.submit("Rút hồ sơ", &[("ly-do", "người nộp đổi ý, có đơn kèm theo")]);
        assert_eq!(late.status, 422);
        assert!(late.says("Hồ sơ vừa được người khác xử lý"), "{}", late.text());
        assert_eq!(late.texts("#ly-do"), ["người nộp đổi ý, có đơn kèm theo"]);
        officer.submit("Rút hồ sơ", &[]);
        assert!(officer.page().says("Công dân yêu cầu rút hồ sơ"), "{}", officer.page().text());
    });
}

#[test]
fn identifiers_are_shown_on_request_and_the_journal_says_so() {
    each(|app, _| {
        let mut officer = app.sign_in("tran.mai");
        officer.get("/tiep-nhan");
        officer.submit("Tìm thủ tục", &[("tim", BY_DAYS)]);
        officer.submit(
            "Đủ tất cả giấy tờ bắt buộc",
            &[("ten", "Bùi Thị Nhàn"), ("dia-chi", "xã Trung Nghĩa"), ("so", "033158004417")],
        );
        officer.submit("Tiếp nhận và in giấy hẹn", &[]);
        officer.get("/ho-so/H31.12-220315-0001");
        assert!(officer.page().says("033 158 ••• 417") && !officer.page().says("033158004417"));
        officer.submit("Hiện số định danh, điện thoại", &[]);
        assert!(officer.page().says("033158004417"));
        let kinds: Vec<String> =
            app.read(|tx| journal::recent(tx, AGENCY, None, 2)).into_iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, ["person.revealed", "dossier.received"]);
        let mut auditor = app.sign_in("kiem.tra");
        auditor.get("/ho-so/H31.12-220315-0001");
        assert!(auditor.page().says("Bùi Thị Nhàn") && !auditor.page().says("Chuyển bước tiếp"));
        assert_eq!(auditor.post("/ho-so/H31.12-220315-0001/chuyen", &[]).status, 403);
    });
}

#[test]
fn dossiers_people_and_procedures_are_found_without_accents() {
    each(|app, _| {
        let mut officer = app.sign_in("tran.mai");
        let code = receive(&mut officer, "Bùi Thị Nhàn");
        assert_eq!(officer.get(&format!("/tim?q={code}")).path, format!("/ho-so/{code}"));
        for words in ["bui+thi+nhan", "nhan+bui", "B%C3%B9i", "220315"] {
            assert!(
                officer.get(&format!("/tim?q={words}")).says(&code),
                "{words}: {}",
                officer.page().text()
            );
        }
        assert!(officer.get("/tim?q=lao+dong+nuoc+ngoai").says(BY_DAYS));
        assert!(officer.get("/tim?q=zzz").says("Không tìm thấy"));
        assert!(officer.get("/tim").says("Nhập mã hồ sơ"));
        officer.get("/ho-so");
        assert!(officer.page().says("Bùi Thị Nhàn") && officer.page().says("Được tiếp nhận"));
        assert_eq!(officer.get("/ho-so/H31.12-220315-9999").status, 404);
    });
}

fn delegate(app: &TestApp, acting: Acting, to: kernel::AccountId) {
    let new = NewDelegation {
        to,
        valid_from: "2022-03-15".parse().unwrap(),
        valid_to: "2022-03-20".parse().unwrap(),
        reason: "đi công tác".to_owned(),
        powers: identity::Powers::All,
    };
    let mut acting = acting;
    acting.permissions = Arc::new(["identity.delegate", "dossier.work"].into_iter().collect());
    app.db()
        .write_now::<_, identity::IdentityRefused>(move |tx| delegation::create(tx, &acting, &new))
        .unwrap();
}

#[test]
fn the_inbox_shows_ones_own_the_units_and_the_delegators_work() {
    each(|app, staffed| {
        let mut officer = app.sign_in("tran.mai");
        let code = receive(&mut officer, "Bùi Thị Nhàn");
        app.set_clock("2022-03-15T10:00");
        act(&mut officer, &code, "chuyen", "Chuyển đến “Phân công thụ lý”", &[]);
        let mut deputy = app.sign_in("thu.ha");
        assert!(!deputy.get("/hang-cho").says("Bùi Thị Nhàn"));
        assert!(deputy.get("/hang-cho?xem=phong").says("Bùi Thị Nhàn"));
        // Somebody else's inbox is not opened by writing their id into the address.
        let head = staffed.account("le.huy");
        assert!(!deputy.get(&format!("/hang-cho?xem=thay-{head}")).says("Bùi Thị Nhàn"));
        delegate(app, staffed.acting("le.huy", "2022-03-15T10:00"), staffed.account("thu.ha"));
        deputy.get(&format!("/hang-cho?xem=thay-{head}"));
        assert!(deputy.page().says("Thay Lê Quang Huy") && deputy.page().says("Bùi Thị Nhàn"));
        act(&mut deputy, &code, "chuyen", "Chuyển đến “Thẩm định hồ sơ”", &[]);
        assert!(deputy.page().says("Nguyễn Thị Thu Hà thay Lê Quang Huy"), "{}", deputy.page().text());
        // A director sees the whole agency, by unit.
        let mut director = app.sign_in("minh.tuan");
        director.get("/hang-cho?xem=so");
        assert!(director.page().says("Bùi Thị Nhàn") && director.page().says("Toàn Sở"));
        assert!(!deputy.get("/hang-cho?xem=so").says("Toàn Sở"));
        // A filter is kept under a name and found again.
        director.get(&format!("/hang-cho?xem=so&thu-tuc={BY_DAYS}"));
        director
            .submit("Lưu bộ lọc", &[("Lưu bộ lọc đang dùng với tên", "Lao động nước ngoài"), ("chung", "1")]);
        assert!(director.page().says("Đã lưu bộ lọc “Lao động nước ngoài”."));
        let href = deputy.get("/hang-cho").link("Lao động nước ngoài");
        assert_eq!(href, format!("/hang-cho?xem=so&thu-tuc={BY_DAYS}"));
        director.submit("Bỏ bộ lọc này", &[]);
        assert!(!director.page().says("Lao động nước ngoài"));
    });
}

#[test]
fn many_are_given_to_a_colleague_at_once() {
    each(|app, staffed| {
        let mut officer = app.sign_in("tran.mai");
        let codes = ["Trần Văn Hai", "Lê Thị Ba"].map(|name| receive(&mut officer, name));
        officer.get("/hang-cho");
        let chosen: Vec<(&str, &str)> = codes.iter().map(|code| ("hs", code.as_str())).collect();
        officer.submit("Chuyển bước tiếp", &chosen);
        assert!(officer.page().says("2 hồ sơ đã làm"), "{}", officer.page().text());
        let mut head = app.sign_in("le.huy");
        head.get("/hang-cho");
        head.submit("Chuyển bước tiếp", &chosen);
        head.get("/hang-cho?xem=phong");
        head.submit("Giao cho…", &chosen);
        let wrong = head.submit("Giao xử lý", &[]);
        assert_eq!(wrong.texts(".govuk-error-summary li"), ["Chọn người nhận", "Nhập lý do"]);
        head.submit("Giao xử lý", &[("den", "Phạm Văn Nam"), ("ly-do", "chia đều việc")]);
        // One of them was his already: its row says so, the other is done.
        assert!(head.page().says("1 hồ sơ đã làm, 1 hồ sơ chưa làm được."), "{}", head.page().text());
        let nam = staffed.account("van.nam");
        let open = app.read(move |tx| process::load(tx, AGENCY, nam));
        assert_eq!(open, 2);
    });
}

#[test]
fn programs_do_the_same_acts_with_the_same_refusals() {
    each(|app, staffed| {
        let acting = staffed.acting("tran.mai", "2022-03-15T09:00");
        let body = serde_json::json!({
            "procedure": BY_DAYS, "case": "chung", "channel": "counter", "return_by": "counter",
            "applicant": { "name": "Bùi Thị Nhàn", "address": "xã Trung Nghĩa" },
            "papers": [{ "code": "gt-01", "name": "Báo cáo giải trình", "n_originals": 1, "n_copies": 0, "state": "valid" }],
        });
        let key = make_key(app, acting);
        let (status, received) = app.api(&key, "POST", "/api/v1/dossiers", Some(&body));
        assert_eq!(status, 201, "{received}");
        assert_eq!(received["code"], "H31.12-220315-0001");
        assert_eq!(received["due_at"], "2022-03-25T17:00:00+07:00");
        let code = received["code"].as_str().unwrap();
        let (status, shown) = app.api(&key, "GET", &format!("/api/v1/dossiers/{code}"), None);
        assert_eq!(
            (status, &shown["status"], &shown["papers"][0]["state"]),
            (200, &2.into(), &"valid".into())
        );
        let (status, list) = app.api(&key, "GET", "/api/v1/dossiers?limit=1", None);
        assert_eq!((status, list["items"].as_array().unwrap().len()), (200, 1));
        let (status, queue) = app.api(&key, "GET", "/api/v1/queue", None);
        assert_eq!(
            (status, &queue["counts"]["all"], &queue["items"][0]["step"]),
            (200, &1.into(), &"tiep-nhan".into())
        );
        let hand_over = format!("/api/v1/dossiers/{code}/hand-over");
        let (status, stale) =
            app.api(&key, "POST", &format!("{hand_over}?version=9"), Some(&serde_json::json!({})));
        assert_eq!(status, 409, "{stale}");
        let (status, moved) =
            app.api(&key, "POST", &format!("{hand_over}?version=1"), Some(&serde_json::json!({})));
        assert_eq!((status, &moved["status"]), (200, &4.into()), "{moved}");
        let (status, refused) = app.api(&key, "POST", &hand_over, Some(&serde_json::json!({})));
        assert_eq!(status, 422, "{refused}");
        let mut wanting = body.clone();
        wanting["papers"][0]["state"] = "missing".into();
        assert_eq!(app.api(&key, "POST", "/api/v1/dossiers", Some(&wanting)).0, 422);
        wanting["channel"] = "pigeon".into();
        assert_eq!(app.api(&key, "POST", "/api/v1/dossiers", Some(&wanting)).0, 400);
        assert_eq!(app.api(&key, "GET", "/api/v1/queue?scope=agency", None).0, 403);
        assert_eq!(app.api("", "GET", "/api/v1/queue", None).0, 401);
    });
}

fn make_key(app: &TestApp, mut acting: Acting) -> String {
    let mut permissions = (*acting.permissions).clone();
    permissions.insert("identity.make_keys");
    acting.permissions = Arc::new(permissions);
    let token = web::cookie::random_token();
    let scopes = crate::module().grants.iter().filter(|grant| acting.may(grant.permission));
    let new = NewKey {
        name: "máy quầy".to_owned(),
        scopes: scopes.map(|grant| grant.permission.to_owned()).collect(),
        days: 1,
        key_hash: web::cookie::token_hash(&token),
        hint: "máy".to_owned(),
    };
    app.db().write_now::<_, identity::IdentityRefused>(move |tx| key::create(tx, &acting, &new)).unwrap();
    token
}
