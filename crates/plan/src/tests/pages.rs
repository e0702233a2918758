//! Pages, files and API in process, through the real router.

use axum::body::Body;
use axum::http::Request;
use testkit::{Attachment, Browser};

use super::office::{Office, SLUG};

const PLAN: &str = "/ke-hoach/kh-1-2022";

fn nine_months(office: &Office) {
    for month in 1..=9 {
        let month = format!("2022-{month:02}-01");
        office.work("NCC", &month, (60, 1, 18));
        office.work("BTXH", &month, (30, 0, 20));
    }
    office.at("2022-09-28");
}

fn pdf() -> Attachment<'static> {
    Attachment {
        field: "tai-lieu",
        name: "Báo cáo.pdf",
        mime: "application/pdf",
        content: b"%PDF-1.4 sample",
    }
}

fn coordinator(office: &Office) -> Browser<'_> {
    office.app.sign_in("dau.moi")
}

#[test]
fn the_dashboard_counts_filters_and_says_what_comes_first() {
    Office::each(|office| {
        nine_months(&office);
        let mut browser = coordinator(&office);
        browser.get("/ke-hoach");
        assert_eq!(browser.page().path, PLAN, "one plan: straight to it");
        assert_eq!(browser.page().status, 200);
        assert_eq!(browser.page().texts(".mc-tongso b"), ["9", "1", "0", "4", "4"]);
        let urgent = browser.page().texts(".mc-canlam a");
        assert_eq!(
            urgent,
            [
                "2.a1 Hồ sơ đúng hạn: 98,88%",
                "2.h3 Mỗi phòng có tối thiểu 40% hồ sơ trực tuyến: 1/2 đơn vị",
                "2.i Hồ sơ trực tuyến đang lưu: 42,2%",
                "6.b Cung cấp đầy đủ thông tin trên Cổng"
            ]
        );
        assert!(browser.page().says("Hạn 30/06/2022, đã quá 90 ngày, chưa có tài liệu."));
        assert!(browser.page().says("Chờ phân hệ Văn bản"));
        let page = browser.get(&format!("{PLAN}?tinh-trang=chua-dat"));
        assert_eq!(page.texts(".mc-kh tbody tr").len(), 4);
        let page = browser.get(&format!("{PLAN}?tinh-trang=nguy-co"));
        assert!(page.says("Không có chỉ tiêu nào ở tình trạng này"));
        let page = browser.get(&format!("{PLAN}?tinh-den=31/03/2022"));
        assert!(page.says("đến hết ngày 31/03/2022"));
        assert!(page.says("3 hồ sơ trễ"), "{}", page.text());
        let page = browser.get(&format!("{PLAN}?tu=01/03/2022&den=01/02/2022&tinh-den=99/99/2022"));
        assert!(page.says("Ngày cuối phải không trước ngày đầu") && page.says("Nhập ngày theo dạng"));
        assert_eq!(browser.get("/ke-hoach/kh-9-2022").status, 404);
    });
}

#[test]
fn a_figure_is_the_same_on_dashboard_target_page_files_and_api() {
    Office::each(|office| {
        nine_months(&office);
        let mut browser = coordinator(&office);
        for query in ["", "?tinh-den=2022-06-15", "?tu=2022-02-05&den=2022-05-20"] {
            let page = browser.get(&format!("{PLAN}{query}"));
            let row = page.texts("section#n2 tbody tr").into_iter().find(|row| row.contains("2.a2")).unwrap();
            let value = page.texts("section#n2 tbody tr:nth-child(2) .so2 b")[0].clone();
            assert!(row.contains(&value));
            let page = browser.get(&format!("{PLAN}/chi-tieu/2.a2{query}"));
            assert_eq!(page.status, 200);
            assert!(page.texts(".kq")[0].starts_with(&value), "{value} {:?}", page.texts(".kq"));
            let numerator = page.texts(".ps b")[0].replace('.', "");
            let denominator = page.texts(".ps b")[1].replace('.', "");
            // Each half opens the list of exactly these records.
            let met = page.attributes(".ps b a", "href")[0].clone();
            let csv = browser.get(&met.replace("/can-cu?", "/can-cu.csv?")).html.clone();
            assert_eq!(csv.lines().count() - 1, numerator.parse::<usize>().unwrap(), "{query}");
            let csv = browser.get(&format!("{PLAN}/bang-tinh.csv{query}")).html.clone();
            let line = csv.lines().find(|line| line.contains(",2.a2,")).unwrap();
            assert!(line.contains(&format!(",{numerator},{denominator},0,")), "{line}");
            assert!(line.contains(&value.replace(',', ".").replace('%', "")), "{line} {value}");
            let query = query.replace("tinh-den", "as_of").replace("tu=", "from=").replace("den=", "to=");
            let json = browser.get(&format!("/api/v1/plans/{SLUG}{query}")).html.clone();
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            let target = json["targets"].as_array().unwrap().iter().find(|t| t["clause"] == "2.a2").unwrap();
            assert_eq!(target["text"], value.as_str());
            assert_eq!(target["numerator"].to_string(), numerator);
            let json = browser.get(&format!("/api/v1/plans/{SLUG}/targets/2.a2{query}")).html.clone();
            let one: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert_eq!(&one["target"], target);
        }
    });
}

#[test]
fn the_target_page_shows_course_units_records_and_outlook() {
    Office::each(|office| {
        nine_months(&office);
        let mut browser = office.app.sign_in("chuyen.vien");
        let page = browser.get(&format!("{PLAN}/chi-tieu/2.a1"));
        assert_eq!(page.heading(), "2.a1 Hồ sơ đúng hạn");
        for words in [
            "“100% hồ sơ được trả đúng hạn.” — Kế hoạch 1/KH-SLĐTBXH, mục 2.a",
            "Chưa đạt, thiếu 1,12 điểm",
            "9 hồ sơ trễ, nhiều nhất là 1 ở tháng 9",
            "Đã vượt mức cho phép.",
            "Dù mọi hồ sơ về sau đều đạt, mục tiêu 100% cũng không đạt được nữa.",
            "Cả 9 hồ sơ trễ phải khác đi thì kết luận mới đổi thành đạt.",
            "Hiện 9 trong 9, theo ngày tính",
            "Hồ sơ số 1",
            "chờ xác minh",
            "!dossier.late",
        ] {
            assert!(
                page.says(words) || page.html.contains(words) || page.says(&capital(words)),
                "{words}\n{}",
                page.text()
            );
        }
        // Whoever may not edit sees no form that changes anything.
        assert!(page.attributes("main form[method=post]", "action").is_empty());
        let page = browser.get(&format!("{PLAN}/chi-tieu/6.a"));
        assert!(page.says("Cho đến khi đó, chỉ tiêu không được coi là đạt."));
        let page = browser.get(&format!("{PLAN}/chi-tieu/2.h3"));
        assert!(page.says("1 trong 2 đơn vị có phát sinh; cần tất cả."));
        assert!(page.says("có 1/2 đơn vị đạt: không đạt mục tiêu."), "{}", page.text());
        let page = browser.get(&format!("{PLAN}/chi-tieu/2.i"));
        assert_eq!(page.status, 200);
        assert_eq!(browser.get(&format!("{PLAN}/chi-tieu/9.z")).status, 404);
    });
}

fn capital(words: &str) -> String {
    crate::views::capital(words)
}

#[test]
fn my_unit_sees_its_promises_and_its_part() {
    Office::each(|office| {
        nine_months(&office);
        let mut browser = office.app.sign_in("chuyen.vien");
        let page = browser.get("/ke-hoach/don-vi");
        assert_eq!(page.path, format!("{PLAN}/don-vi/NCC"));
        assert_eq!(page.heading(), "Chỉ tiêu của Phòng NCC");
        assert!(page.says("Phụ trách 2 chỉ tiêu"));
        let part = page.texts("section#phan-cua-don-vi tbody tr");
        assert_eq!(part.len(), 4);
        assert!(part[0].contains("98,33%") && part[0].contains("9 hồ sơ trễ"), "{part:?}");
        assert!(part[2].contains("30%") && part[2].contains("Chưa đạt"), "{part:?}");
        assert_eq!(browser.get(&format!("{PLAN}/don-vi/KHONG")).status, 404);
    });
}

#[test]
fn a_milestone_is_completed_with_a_file_that_can_be_opened_again() {
    Office::each(|office| {
        office.at("2022-06-20");
        let mut browser = coordinator(&office);
        let path = format!("{PLAN}/chi-tieu/6.b");
        browser.get(&path);
        let page =
            browser.submit("Ghi hoàn thành", &[("Ngày hoàn thành", "31/02/2022"), ("ghi-chu", "Đủ 23 mục")]);
        assert_eq!(page.status, 422);
        assert_eq!(
            page.texts(".govuk-error-summary li"),
            ["Nhập ngày theo dạng 31/12/2022", "Đính kèm tài liệu; không có tài liệu thì chưa ghi nhận."]
        );
        assert!(page.html.contains("Đủ 23 mục"), "what was typed stays");
        let wrong = Attachment { name: "chay.exe", ..pdf() };
        let page = browser.submit_files("Ghi hoàn thành", &[("Ngày hoàn thành", "18/06/2022")], &[wrong]);
        assert_eq!(page.status, 422);
        let page = browser.submit_files("Ghi hoàn thành", &[("Ngày hoàn thành", "25/06/2022")], &[pdf()]);
        assert_eq!(page.texts(".govuk-error-summary li"), ["Ngày này chưa đến."]);
        let page = browser.submit_files("Ghi hoàn thành", &[("Ngày hoàn thành", "18/06/2022")], &[pdf()]);
        assert_eq!((page.status, page.path.as_str()), (200, path.as_str()));
        assert!(page.says("Đã ghi hoàn thành") && page.says("Báo cáo.pdf"));
        let href = page.link("Báo cáo.pdf");
        let cookie = browser.cookie("motcua_phien").unwrap().to_owned();
        let request = Request::get(&href)
            .header("host", "motcua.test")
            .header("cookie", format!("motcua_phien={cookie}"));
        let file = office.app.request(request.body(Body::empty()).unwrap());
        assert_eq!(file.body(), "%PDF-1.4 sample");
        assert_eq!(file.headers()["content-type"], "application/pdf");
        assert!(file.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
        browser.get(&path);
        browser.submit("Mở lại", &[("Lý do mở lại", "Thiếu biểu mẫu")]);
        assert!(browser.page().says("Thiếu biểu mẫu") && browser.page().says("Chưa có tài liệu."));
    });
}

#[test]
fn a_published_rank_comes_in_with_its_document() {
    Office::each(|office| {
        office.at("2023-04-15");
        let mut browser = coordinator(&office);
        let path = format!("{PLAN}/chi-tieu/M.4");
        browser.get(&path);
        let fill = |year: &'static str, value: &'static str| {
            [
                ("Kết quả của năm", year),
                ("Kết quả được công bố", value),
                ("Ngày công bố", "12/04/2023"),
                ("Số, ký hiệu", "12/BC-UBND tỉnh"),
            ]
        };
        let fields = |year, value| {
            fill(year, value)
                .map(|(name, text)| if name.starts_with("Số,") { ("van-ban", text) } else { (name, text) })
        };
        let page = browser.submit_files("Ghi kết quả", &fields("2022", "hạng tám"), &[pdf()]);
        assert_eq!(page.texts(".govuk-error-summary li"), ["Nhập thứ hạng là số nguyên từ 1, ví dụ 9."]);
        browser.submit_files("Ghi kết quả", &fields("2022", "8"), &[pdf()]);
        assert!(browser.page().says("Chưa có kết quả SIPAS năm 2021 để so sánh."));
        browser.submit_files("Ghi kết quả", &fields("2021", "9"), &[pdf()]);
        assert!(browser.page().says("Hạng 9") && browser.page().says("Đạt"));
        let page = browser.get(PLAN);
        assert!(page.texts("section#nm tbody tr")[1].contains("Hạng 8"));
    });
}

#[test]
fn the_coordinator_hands_a_target_to_another_unit() {
    Office::each(|office| {
        let mut browser = coordinator(&office);
        browser.get(&format!("{PLAN}/chi-tieu/2.a1"));
        browser.submit("Giao", &[("Giao cho đơn vị", "Phòng BTXH")]);
        assert!(browser.page().says("Đã giao đơn vị phụ trách"));
        let page = browser.get(PLAN);
        assert!(page.texts("section#n2 tbody tr")[0].contains("Phòng BTXH"));
    });
}

#[test]
fn plans_are_for_staff_and_changes_for_the_coordinator() {
    Office::each(|office| {
        assert_eq!(office.app.sign_in("nguoi.dan").get(PLAN).status, 403);
        let mut browser = office.app.sign_in("chuyen.vien");
        assert_eq!(browser.get("/ke-hoach/doc").status, 403);
        let csrf = browser.get("/tai-khoan").attributes("input[name=csrf]", "value")[0].clone();
        let forged =
            browser.post(&format!("{PLAN}/chi-tieu/6.b/mo-lai"), &[("csrf", csrf.as_str()), ("ly-do", "x")]);
        assert_eq!(forged.status, 403);
    });
}

#[test]
fn the_spreadsheet_is_a_workbook() {
    Office::each(|office| {
        nine_months(&office);
        let mut browser = coordinator(&office);
        let page = browser.get(&format!("{PLAN}/bang-tinh.xlsx"));
        assert_eq!(page.status, 200);
        assert!(page.html.starts_with("PK"), "a zip archive");
    });
}

#[test]
fn a_plan_text_is_read_into_a_draft_and_nothing_is_stored() {
    Office::each(|office| {
        let mut browser = coordinator(&office);
        browser.get("/ke-hoach/doc");
        assert_eq!(browser.submit("Đọc văn bản", &[]).status, 422);
        let text =
            "2. Cải cách thủ tục hành chính\na) 100% hồ sơ TTHC được trả kết quả đúng hạn trong năm 2022.";
        let page = browser.submit("Đọc văn bản", &[("Nội dung kế hoạch", text)]);
        assert_eq!(page.status, 200);
        assert!(page.says("1 chỉ tiêu có con số"), "{}", page.text());
        assert_eq!(browser.get("/ke-hoach").path, PLAN);
    });
}
